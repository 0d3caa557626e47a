/** Lists of who signs for whom: a row names the deputies of one person, in the order in which they are asked. */
import { circleThrough } from '../../core/deputy.js';
import type { NamedList } from '../../organization/deputy/deputy.service.js';
import type { CellError } from '../sheet/column.js';
import type { Table, TableRow } from '../sheet/table.js';
import { type CheckContext, cellError, count, listOf, type RosterList, text, textOrNull } from './kind.js';

export const deputies: RosterList = {
  name: 'deputies',
  zh: '代理人名单',
  en: 'Deputies',
  roles: ['SYSTEM_ADMIN', 'SUPERVISION'],
  writes: 'deputy',
  columns: [
    {
      name: 'person',
      zh: '工号',
      en: 'Staff number',
      synonyms: ['人员编号', '被代理人工号', '审批人工号'],
      type: 'code',
      of: 'person',
      isRequired: true,
      example: '0103',
    },
    {
      name: 'deputies',
      zh: '代理人工号',
      en: 'Deputies',
      synonyms: ['代理人', '代理人编号'],
      type: 'codes',
      of: 'person',
      isRequired: true,
      example: '0104、0105',
    },
    { name: 'from', zh: '起始日期', en: 'From', synonyms: ['开始日期', '起'], type: 'day', example: '2026-10-01' },
    { name: 'to', zh: '截止日期', en: 'To', synonyms: ['结束日期', '止'], type: 'day', example: '2026-12-31' },
  ],
  keyOf: (row) => text(row, 'person'),
  check: (table, context) => [...rowErrors(table, context), ...circles(table, context)],
  summary: (rows) => [
    count(rows, '有代理人的人数', 'People with deputies'),
    { zh: '代理关系', en: 'Deputies', value: rows.reduce((sum, row) => sum + listOf(row, 'deputies').length, 0) },
  ],
  storedKeys: (rows) => rows.map((row) => text(row, 'person')),
  rowsOf: (rows): NamedList[] =>
    rows.map((row) => {
      const [from, to] = [textOrNull(row, 'from'), textOrNull(row, 'to')];
      const days = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
      return {
        person: text(row, 'person'),
        deputies: listOf(row, 'deputies').map((person) => ({ person, ...days })),
      };
    }),
};

/** What the list of one person may not hold: the person, somebody twice, somebody who has left, an end before the start. */
function rowErrors(table: Table, { known }: CheckContext): CellError[] {
  return table.rows.flatMap((row) => {
    const [person, named] = [text(row, 'person'), listOf(row, 'deputies')];
    const twice = named.find((code, index) => named.indexOf(code) !== index);
    const gone = [person, ...named].find((code) => known.left?.has(code));
    const [from, to] = [textOrNull(row, 'from'), textOrNull(row, 'to')];
    const wrong = (column: string, zh: string, en: string, got: string) =>
      cellError(table.cell(row.row, column), 'import.value_invalid', zh, en, got);
    return [
      ...(named.includes(person)
        ? [wrong('deputies', '本人不能代理本人', 'Nobody stands in for himself', person)]
        : []),
      ...(twice ? [wrong('deputies', `${twice} 出现两次`, `${twice} occurs twice`, twice)] : []),
      ...(gone ? [wrong('deputies', `${gone} 已离开单位`, `${gone} has left`, gone)] : []),
      ...(named.length > 10
        ? [wrong('deputies', '至多 10 位代理人', 'At most 10 deputies', String(named.length))]
        : []),
      ...(from && to && to < from
        ? [wrong('to', `早于起始日期 ${from}`, `Before the day on which it begins, ${from}`, to)]
        : []),
    ];
  });
}

/** A way back to where one began, over the lists of this sheet and those that stay as they are. */
function circles(table: Table, { known }: CheckContext): CellError[] {
  const lists = new Map(known.deputies);
  const own = (row: TableRow) => listOf(row, 'deputies').filter((code) => code !== text(row, 'person'));
  for (const row of table.rows) lists.set(text(row, 'person'), own(row));
  return table.rows.flatMap((row) => {
    const circle = circleThrough(lists, text(row, 'person'));
    if (!circle) return [];
    const way = circle.join(' → ');
    return cellError(
      table.cell(row.row, 'deputies'),
      'import.value_invalid',
      `代理绕成了一圈：${way}`,
      `The deputies go round in a circle: ${way}`,
      way,
    );
  });
}
