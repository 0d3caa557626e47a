/** What a kind of list looks like, for the screen and as an empty workbook to fill in. */
import type { Language } from '../core/problem.js';
import { type SheetColumn, safeText, writeSheets } from '../platform/files/sheet-writer.js';
import type { ImportColumnView, ImportKindView } from './importing.contract.js';
import type { Kind } from './kinds/kind.js';
import type { Column } from './sheet/column.js';

export function kindView(kind: Kind, language: Language): ImportKindView {
  const { name, zh, en } = kind;
  return {
    kind: name,
    label: language === 'en' ? en : zh,
    zh,
    en,
    columns: kind.columns.map((column) => columnView(column, language)),
  };
}

function columnView(column: Column, language: Language): ImportColumnView {
  const { name, zh, en } = column;
  return {
    name,
    label: language === 'en' ? en : zh,
    zh,
    en,
    required: column.isRequired ?? false,
    note: noteOf(column, language),
    example: column.example,
    synonyms: column.synonyms ?? [],
  };
}

function noteOf(column: Column, language: Language): string {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  switch (column.type) {
    case 'code':
      return column.of
        ? say('编号，须已在名单中；请用文本格式', 'A code that is on the list; as text')
        : say('编号，请用文本格式', 'A code, as text');
    case 'codes':
      return say('一个或多个编号，用顿号分开', 'One or more codes, separated by commas');
    case 'text':
      return say(`至多 ${column.max} 字`, `At most ${column.max} characters`);
    case 'day':
      return say('日期，如 2026-09-03 或 2026年9月3日', 'A date such as 2026-09-03');
    case 'moment':
      return say(
        '时间，如 08:26；不另列日期的写 2026-09-07 08:26:31',
        'A time such as 08:26, or 2026-09-07 08:26:31 where no column has the day',
      );
    case 'month':
      return say('月份，如 2026-09 或 2026年9月', 'A month such as 2026-09');
    case 'integer':
    case 'decimal':
      return `${column.min}–${column.max}`;
    case 'choice':
      return Object.values(column.choices)
        .map((words) => words[0])
        .join(' / ');
    case 'roles':
      return say(
        '一个或多个角色，用顿号分开；业务科室@coordination 表示负责哪一部分',
        'One or more roles, separated by commas; 业务科室@coordination says for which part',
      );
  }
}

/** Header with choices, and a second sheet that explains each column. */
export function templateOf(kind: Kind, language: Language): Promise<Buffer> {
  const header = (column: Column) => `${column.zh}${column.isRequired ? '*' : ''}`;
  const columns: SheetColumn<never>[] = kind.columns.map((column) => ({
    header: header(column),
    width: 16,
    value: () => null,
    ...(column.type === 'choice' ? { choices: Object.values(column.choices).map((words) => words[0] ?? '') } : {}),
  }));
  const explained: SheetColumn<Column>[] = [
    { header: '列名', value: header },
    { header: 'Column', width: 22, value: (column) => column.en },
    { header: '必填', value: (column) => (column.isRequired ? '是' : '否') },
    { header: '要求', width: 44, value: (column) => safeText(noteOf(column, language)) },
    { header: '示例', width: 24, value: (column) => column.example },
    { header: '也可写作', width: 36, value: (column) => (column.synonyms ?? []).join('、') },
  ];
  return writeSheets([
    { name: kind.zh, columns, rows: [] },
    { name: '填写说明', columns: explained, rows: kind.columns } as never,
  ]);
}
