/**
 * Figures of any regulation that come from elsewhere: marks of a dimension, rates of a survey, counts of a register. Which there
 * are, of whom and in what unit, says the edition in force on the day of the row.
 */
import type { Role } from '../../core/roles.js';
import { type FactFault, factFaults } from '../../core/rules/engine/fact-check.js';
import { nearest } from '../../core/rules/language/yaml.js';
import type { CompiledEdition, ItemInfo } from '../../core/rules/types.js';
import type { CellError, Known } from '../sheet/column.js';
import type { Table, TableRow } from '../sheet/table.js';
import { type CheckContext, cellError, count, distinct, type FactList, numberOf, text, textOrNull } from './kind.js';

const sections: readonly Role[] = ['SUPERVISION', 'OFFICE', 'CONTENT_SECTION'];

export const figures: FactList = {
  name: 'figures',
  zh: '考核数据',
  en: 'Figures',
  roles: sections,
  columns: [
    {
      name: 'subject',
      zh: '对象',
      en: 'Subject',
      synonyms: ['对象编号', '窗口号', '单位编号', '网点', '工号'],
      type: 'code',
      isRequired: true,
      example: 'A01',
    },
    {
      name: 'item',
      zh: '项目',
      en: 'Item',
      synonyms: ['项目编号', '指标', '事项'],
      type: 'text',
      max: 120,
      isRequired: true,
      example: '服务对象满意度',
    },
    {
      name: 'day',
      zh: '日期',
      en: 'Date',
      synonyms: ['发生日期', '检查日期'],
      type: 'day',
      isRequired: true,
      example: '2026-09-30',
    },
    {
      name: 'quantity',
      zh: '数值',
      en: 'Figure',
      synonyms: ['得分', '分值', '数量'],
      type: 'decimal',
      min: 0,
      max: 1_000_000_000,
      scale: 4,
      isRequired: true,
      example: '96.5',
    },
    {
      name: 'by',
      zh: '评分人',
      en: 'Given by',
      synonyms: ['评委', '填报人'],
      type: 'text',
      max: 40,
      example: '评委一',
    },
    { name: 'note', zh: '备注', en: 'Note', synonyms: ['说明'], type: 'text', max: 200, example: '第三方机构提供' },
  ],
  keyOf: (row) => [text(row, 'item'), text(row, 'subject'), text(row, 'day'), text(row, 'by')].join('/'),
  check: (table, context) => table.rows.flatMap((row) => checkRow(table, row, context)),
  summary: (rows) => [
    count(rows),
    distinct(rows, 'subject', '涉及对象', 'Subjects'),
    distinct(rows, 'item', '项目数', 'Items'),
  ],
  dayOf: (row) => textOrNull(row, 'day') ?? undefined,
  onceKeys: (rows) => rows.map((row) => ({ key: figures.keyOf(row), row, column: 'subject' })),
  facts: (rows, { editionOn }) =>
    rows.flatMap((row) => {
      const info = itemOf(row, editionOn(text(row, 'day')));
      // Checked before; an edition that was exchanged since then has no such item, and says so when it is computed.
      const [item, kind] = info ? [info.item, info.subjectKind] : [text(row, 'item'), 'unit'];
      const [by, note] = [textOrNull(row, 'by'), textOrNull(row, 'note')];
      return {
        key: `${item}:${figures.keyOf(row)}`,
        item,
        subject: `${kind}:${text(row, 'subject')}`,
        happenedOn: text(row, 'day'),
        quantity: numberOf(row, 'quantity'),
        ...(by ? { values: { by } } : {}),
        ...(note ? { note } : {}),
      };
    }),
};

/** Items that are no findings: a person records those one by one. */
const figuresOf = (edition: CompiledEdition): ItemInfo[] => edition.items.filter((item) => !item.recordable);

/** By its id or by what the edition calls it in either language. */
function itemOf(row: TableRow, edition: CompiledEdition | undefined): ItemInfo | undefined {
  const name = text(row, 'item');
  const known = edition ? figuresOf(edition) : [];
  const titled = known.filter((item) => item.zh === name || item.en === name);
  return known.find((item) => item.item === name) ?? (titled.length === 1 ? titled[0] : undefined);
}

function checkRow(table: Table, row: TableRow, { known, today, editionOn }: CheckContext): CellError[] {
  const day = textOrNull(row, 'day');
  const subject = textOrNull(row, 'subject');
  if (day === null || subject === null || textOrNull(row, 'item') === null) return [];
  const at = (column: string) => table.cell(row.row, column);
  if (day > today) return [cellError(at('day'), 'import.value_out_of_range', '日期晚于今天', 'A day to come', day)];
  const edition = editionOn(day);
  if (!edition)
    return [
      cellError(at('day'), 'regulation.not_adopted', '该日没有施行中的制度', 'No regulation counted on that day', day),
    ];
  const info = itemOf(row, edition);
  if (!info) return [unknownItem(edition, text(row, 'item'), at('item'))];
  const list = knownOf(known, info);
  if (!list.includes(subject)) return [unknownSubject(info, subject, list, at('subject'))];
  const quantity = row.values.quantity === undefined ? undefined : numberOf(row, 'quantity');
  const faults = factFaults(edition, {
    item: info.item,
    subject: `${info.subjectKind}:${subject}`,
    happenedOn: day,
    quantity,
  });
  return faults.map((fault) => faultOf(fault, at(fault.field === 'quantity' ? 'quantity' : 'day')));
}

const faultOf = ({ code, message, got, allowed }: FactFault, where: string): CellError => ({
  where,
  code,
  message,
  got,
  allowed,
});

function unknownItem(edition: CompiledEdition, name: string, where: string): CellError {
  const items = figuresOf(edition);
  const finding = edition.items.find((item) => item.recordable && [item.item, item.zh, item.en].includes(name));
  if (finding)
    return cellError(
      where,
      'import.value_invalid',
      '该事项须逐件检查认定，不能成批导入',
      'This item is found and confirmed one by one, not imported',
      name,
    );
  const close = nearest(
    name,
    items.flatMap((item) => [item.item, item.zh]),
  );
  return {
    ...cellError(where, 'fact.item_unknown', '制度中没有此项目', 'The regulation has no such item', name),
    allowed: close ?? items.map((item) => `${item.item} ${item.zh}`).slice(0, 8),
  };
}

function unknownSubject(info: ItemInfo, got: string, known: readonly string[], where: string): CellError {
  const close = nearest(got, known);
  return {
    ...cellError(where, 'import.reference_unknown', '名单中没有这个对象', 'Not on the list', got),
    ...(close ? { allowed: close } : {}),
    hint: {
      'zh-CN': `“${info.zh}”记在${kinds[info.subjectKind].zh}名下`,
      en: `"${info.en}" is recorded of a ${kinds[info.subjectKind].en}`,
    },
  };
}

const kinds = {
  person: { zh: '人员', en: 'person' },
  window: { zh: '窗口', en: 'window' },
  unit: { zh: '单位', en: 'unit' },
  group: { zh: '上级单位', en: 'branch' },
} as const;

function knownOf(known: Known, { subjectKind }: ItemInfo): readonly string[] {
  if (subjectKind === 'person') return [...known.person];
  if (subjectKind === 'window') return [...known.window];
  if (subjectKind === 'unit') return [...new Set(known.unit.values())];
  return [...known.branch];
}
