/** Reads a yearly notice out of a file of one of three forms; the name says which, and the content must agree. */
import { Injectable } from '@nestjs/common';
import { noticesFromIcs, noticesFromJson, noticesOf, type YearNotice } from '../../core/calendar/notice-file.js';
import { Problem } from '../../core/problem.js';
import { writeSheet } from '../../platform/files/sheet-writer.js';
import type { Column } from '../sheet/column.js';
import { SheetReader } from '../sheet/sheet-reader.js';
import { readTable } from '../sheet/table.js';

const columns: readonly Column[] = [
  {
    name: 'date',
    zh: '日期',
    en: 'Date',
    type: 'day',
    isRequired: true,
    example: '2027-01-01',
    synonyms: ['放假日期', 'day'],
  },
  {
    name: 'name',
    zh: '名称',
    en: 'Name',
    type: 'text',
    max: 40,
    example: '元旦',
    synonyms: ['节日', '假期', 'holiday'],
  },
  {
    name: 'kind',
    zh: '安排',
    en: 'Arrangement',
    type: 'choice',
    isRequired: true,
    choices: { off: ['休', '放假', '休息', '假'], work: ['班', '上班', '补班', '调休上班'] },
    example: '休',
    synonyms: ['类型', '休/班', '放假或上班', 'kind'],
  },
];
const nobody = { person: new Set<string>(), window: new Set<string>(), unit: new Map(), branch: new Set<string>() };

@Injectable()
export class NoticeReader {
  constructor(private readonly sheets: SheetReader) {}

  /** @throws Problem `file.type_not_allowed`, `calendar.*`, and `import.*` for a spreadsheet that is none */
  async read(fileName: string, bytes: Buffer): Promise<YearNotice[]> {
    const form = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase();
    if (form === 'json') return noticesFromJson(fileName, textOf(fileName, bytes, 'JSON'));
    if (form === 'ics') return noticesFromIcs(fileName, textOf(fileName, bytes, 'iCalendar'));
    if (form === 'xlsx') return this.fromSheet(fileName, bytes);
    throw new Problem('file.type_not_allowed', { got: (form ?? '').slice(0, 20), allowed: 'json, ics, xlsx' });
  }

  /** An empty list to fill in. */
  template(): Promise<Buffer> {
    return writeSheet({
      name: '放假安排',
      columns: columns.map((column) => ({
        header: `${column.zh}${column.isRequired ? '*' : ''}`,
        width: 18,
        value: () => null,
        ...(column.type === 'choice' ? { choices: ['休', '班'] } : {}),
      })),
      rows: [],
    });
  }

  private async fromSheet(fileName: string, bytes: Buffer): Promise<YearNotice[]> {
    const table = readTable(await this.sheets.read(fileName, bytes), columns, nobody);
    if (table.errors.length > 0)
      throw new Problem('calendar.lines_refused', { count: table.errors.length }, { errors: table.errors });
    return noticesOf(
      table.rows.map(({ row, values }) => ({
        where: table.cell(row, 'date'),
        date: String(values.date),
        name: String(values.name ?? ''),
        isOffDay: values.kind === 'off',
      })),
    );
  }
}

function textOf(name: string, bytes: Buffer, form: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('calendar.file_unreadable', { name, form }, { cause });
  }
}
