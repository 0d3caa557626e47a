/**
 * Lists of what happened: cases, satisfaction survey, peer review. Violations become one fact each, with the worker who
 * handled the case; plain counts become one fact for each window and day, which is all that a rule asks of them.
 */
import { monthRange } from '../../core/calendar/day.js';
import type { Role } from '../../core/roles.js';
import type { FactInput } from '../../ledger/ledger.types.js';
import { yesNo } from '../sheet/column.js';
import type { Table, TableRow } from '../sheet/table.js';
import { type CheckContext, cellError, count, distinct, type FactList, numberOf, text, textOrNull } from './kind.js';

const sections: readonly Role[] = ['SUPERVISION', 'OFFICE', 'CONTENT_SECTION'];
const whole = 10_000;

/** What a cell means when it reads so; which item that is, the edition of the day says in its `imports`. */
const violations: readonly { column: string; reads: string; means: string }[] = [
  { column: 'registered', reads: 'no', means: 'cases.unregistered' },
  { column: 'supplement', reads: 'unexplained', means: 'cases.supplementUnexplained' },
  { column: 'returned', reads: 'unreasoned', means: 'cases.returnUnreasoned' },
  { column: 'negativeReport', reads: 'unreported', means: 'cases.negativeUnreported' },
  { column: 'result', reads: 'wrong', means: 'cases.wrongResult' },
  { column: 'lost', reads: 'yes', means: 'cases.lost' },
  { column: 'sentAround', reads: 'yes', means: 'cases.sentAround' },
];

type Editions = CheckContext['editionOn'];
/** The item for a meaning on a day; `undefined` where the regulation takes no such figure, and then nothing is recorded. */
const itemFor = (editionOn: Editions, day: string | undefined, means: string): string | undefined =>
  day === undefined ? undefined : editionOn(day)?.imports[means];

/** A list of which the edition of its days takes nothing at all was sent to the wrong office. */
function checkUse(prefix: string, table: Table, kind: Pick<FactList, 'dayOf'>, editionOn: Editions) {
  return table.rows.flatMap((row) => {
    const day = kind.dayOf(row);
    if (day === undefined) return [];
    const edition = editionOn(day);
    const where = table.cell(row.row, kind === cases ? 'acceptedOn' : 'month');
    if (!edition)
      return cellError(
        where,
        'regulation.not_adopted',
        '该日没有施行中的制度',
        'No regulation counted on that day',
        day,
      );
    if (Object.keys(edition.imports).some((means) => means.startsWith(prefix))) return [];
    return cellError(
      where,
      'import.kind_unused',
      '当日现行的制度不用这种表',
      'The regulation of that day takes nothing from such a list',
      `${edition.id}@${edition.edition}`,
    );
  });
}

export const cases: FactList = {
  name: 'cases',
  zh: '办件台账',
  en: 'Cases',
  roles: sections,
  columns: [
    {
      name: 'caseNo',
      zh: '办件编号',
      en: 'Case number',
      synonyms: ['办件号', '受理编号', '业务编号'],
      type: 'code',
      isRequired: true,
      example: 'A01-202609-0001',
    },
    {
      name: 'window',
      zh: '窗口号',
      en: 'Window',
      synonyms: ['窗口', '窗口编号'],
      type: 'code',
      of: 'window',
      isRequired: true,
      example: 'A01',
    },
    {
      name: 'person',
      zh: '经办人工号',
      en: 'Handled by',
      synonyms: ['经办人', '工号', '经办工号'],
      type: 'code',
      of: 'person',
      isRequired: true,
      example: '0012',
    },
    {
      name: 'acceptedOn',
      zh: '受理日期',
      en: 'Accepted on',
      synonyms: ['收件日期', '收件时间'],
      type: 'day',
      isRequired: true,
      example: '2026-09-03',
    },
    {
      name: 'promisedOn',
      zh: '承诺办结日期',
      en: 'Promised by',
      synonyms: ['承诺日期', '承诺时限'],
      type: 'day',
      isRequired: true,
      example: '2026-09-10',
    },
    {
      name: 'finishedOn',
      zh: '办结日期',
      en: 'Finished on',
      synonyms: ['办结时间'],
      type: 'day',
      example: '2026-09-09',
    },
    {
      name: 'registered',
      zh: '是否登记',
      en: 'Registered',
      synonyms: ['收件登记'],
      type: 'choice',
      choices: yesNo,
      otherwise: 'yes',
      example: '是',
    },
    {
      name: 'supplement',
      zh: '补件说明',
      en: 'Supplement',
      type: 'choice',
      otherwise: 'none',
      example: '无需补件',
      choices: { none: ['无需补件', '无'], explained: ['已详细说明', '已说明'], unexplained: ['未详细说明', '未说明'] },
    },
    {
      name: 'returned',
      zh: '退件理由',
      en: 'Return',
      type: 'choice',
      otherwise: 'none',
      example: '未退件',
      choices: {
        none: ['未退件', '无'],
        reasoned: ['理由充分', '已说明理由'],
        unreasoned: ['理由不充分', '未说明理由'],
      },
    },
    {
      name: 'negativeReport',
      zh: '否定报备',
      en: 'Negative report',
      type: 'choice',
      otherwise: 'none',
      example: '无',
      choices: { none: ['无', '不涉及'], reported: ['已报备'], unreported: ['未报备'] },
    },
    {
      name: 'result',
      zh: '办理结果',
      en: 'Result',
      synonyms: ['办件结果'],
      type: 'choice',
      choices: { right: ['正确', '正常'], wrong: ['有误', '错误'] },
      otherwise: 'right',
      example: '正确',
    },
    {
      name: 'lost',
      zh: '材料遗失',
      en: 'Materials lost',
      synonyms: ['遗失材料'],
      type: 'choice',
      choices: yesNo,
      otherwise: 'no',
      example: '否',
    },
    {
      name: 'sentAround',
      zh: '往返奔波',
      en: 'Sent back and forth',
      synonyms: ['往返跑动', '体外循环'],
      type: 'choice',
      choices: yesNo,
      otherwise: 'no',
      example: '否',
    },
    {
      name: 'ratable',
      zh: '可评价',
      en: 'Ratable',
      synonyms: ['是否可评价'],
      type: 'choice',
      choices: yesNo,
      otherwise: 'yes',
      example: '是',
    },
    {
      name: 'rating',
      zh: '评价',
      en: 'Rating',
      synonyms: ['评价结果', '评议'],
      type: 'choice',
      otherwise: 'none',
      example: '好',
      choices: {
        good: ['好', '满意', '非常满意'],
        fair: ['一般', '中', '基本满意'],
        poor: ['差', '不满意'],
        none: ['未评', '未评价', '无'],
      },
    },
  ],
  keyOf: (row) => text(row, 'caseNo'),
  check: (table, context) => [...checkCases(table, context), ...checkUse('cases.', table, cases, context.editionOn)],
  summary: (rows) => [
    count(rows, '办件数', 'Cases'),
    distinct(rows, 'window', '涉及窗口', 'Windows'),
    { zh: '超期办件', en: 'Late', value: rows.filter(isLate).length },
    { zh: '差评', en: 'Poor ratings', value: rows.filter((row) => row.values.rating === 'poor').length },
  ],
  dayOf: (row) => textOrNull(row, 'acceptedOn') ?? undefined,
  onceKeys: (rows) => rows.map((row) => ({ key: text(row, 'caseNo'), row, column: 'caseNo' })),
  countsEveryWindow: { means: 'cases.count', day: 'acceptedOn' },
  facts: (rows, { calendar, editionOn }) => [
    ...counted(rows, editionOn),
    ...rows.flatMap((row) => {
      const accepted = text(row, 'acceptedOn');
      const made = violations
        .filter(({ column, reads }) => row.values[column] === reads)
        .flatMap(({ means }) => itemFor(editionOn, accepted, means) ?? [])
        .map((item) => violation(row, item, accepted));
      const late = itemFor(editionOn, accepted, 'cases.late');
      if (!isLate(row) || late === undefined) return made;
      const days = calendar.countWorkingDays(text(row, 'promisedOn'), text(row, 'finishedOn'), 'excluded');
      // Promised for a Friday, finished on the Saturday: no working day over.
      return days === 0
        ? made
        : [...made, { ...violation(row, late, text(row, 'finishedOn')), quantity: days * whole }];
    }),
  ],
};

const isLate = (row: TableRow): boolean =>
  row.values.finishedOn !== null && text(row, 'finishedOn') > text(row, 'promisedOn');

function violation(row: TableRow, item: string, happenedOn: string): FactInput {
  const caseNo = text(row, 'caseNo');
  return {
    key: `${item}:${caseNo}`,
    item,
    subject: `window:${text(row, 'window')}`,
    happenedOn,
    person: `person:${text(row, 'person')}`,
    values: { caseNo },
  };
}

/** Counts of a window and day: cases, ratable, rated, rated poor. */
function counted(rows: readonly TableRow[], editionOn: Editions): FactInput[] {
  const sums = new Map<string, { item: string; window: string; day: string; count: number }>();
  const add = (row: TableRow, means: string) => {
    const [window, day] = [text(row, 'window'), text(row, 'acceptedOn')];
    const item = itemFor(editionOn, day, means);
    if (item === undefined) return;
    const key = `${item}:${window}:${day}`;
    const sum = sums.get(key) ?? { item, window, day, count: 0 };
    sum.count += 1;
    sums.set(key, sum);
  };
  for (const row of rows) {
    add(row, 'cases.count');
    if (row.values.ratable === 'yes') add(row, 'cases.ratable');
    if (row.values.ratable === 'yes' && row.values.rating !== 'none') add(row, 'cases.rated');
    if (row.values.rating === 'poor') add(row, 'cases.ratedPoor');
  }
  return [...sums].map(([key, sum]) => ({
    key,
    item: sum.item,
    subject: `window:${sum.window}`,
    happenedOn: sum.day,
    quantity: sum.count * whole,
  }));
}

function checkCases(table: Table, { today, calendar }: CheckContext) {
  return table.rows.flatMap((row) => {
    const [accepted, promised, finished] = [
      textOrNull(row, 'acceptedOn'),
      textOrNull(row, 'promisedOn'),
      textOrNull(row, 'finishedOn'),
    ];
    const errors = [];
    const at = (column: string) => table.cell(row.row, column);
    if (accepted && accepted > today)
      errors.push(
        cellError(at('acceptedOn'), 'import.value_out_of_range', '受理日期晚于今天', 'Accepted after today', accepted),
      );
    if (finished && finished > today)
      errors.push(
        cellError(at('finishedOn'), 'import.value_out_of_range', '办结日期晚于今天', 'Finished after today', finished),
      );
    if (accepted && promised && promised < accepted)
      errors.push(
        cellError(
          at('promisedOn'),
          'import.value_out_of_range',
          '承诺日期早于受理日期',
          'Promised before it was accepted',
          promised,
        ),
      );
    if (accepted && finished && finished < accepted)
      errors.push(
        cellError(
          at('finishedOn'),
          'import.value_out_of_range',
          '办结日期早于受理日期',
          'Finished before it was accepted',
          finished,
        ),
      );
    if (row.values.rating === 'poor' && row.values.ratable === 'no')
      errors.push(
        cellError(
          at('rating'),
          'import.value_invalid',
          '不可评价的办件不应有评价',
          'A case that cannot be rated has a rating',
          '差',
        ),
      );
    // Asks the calendar now, so that a missing year is told in the preview and not at the commit.
    if (errors.length === 0 && promised && finished && finished > promised)
      calendar.countWorkingDays(promised, finished, 'excluded');
    return errors;
  });
}

const monthColumns = [
  {
    name: 'window',
    zh: '窗口号',
    en: 'Window',
    synonyms: ['窗口', '窗口编号', '被评窗口', '被评窗口号'],
    type: 'code',
    of: 'window',
    isRequired: true,
    example: 'A01',
  },
  {
    name: 'month',
    zh: '月份',
    en: 'Month',
    synonyms: ['考核月份', '统计月份'],
    type: 'month',
    isRequired: true,
    example: '2026-09',
  },
] as const;

const monthKey = (row: TableRow): string => `${text(row, 'window')}/${text(row, 'month')}`;
const monthEnd = (row: TableRow): string => monthRange(text(row, 'month')).to;
const monthEndIfAny = (row: TableRow): string | undefined => (row.values.month ? monthEnd(row) : undefined);

function checkMonths(table: Table, { today }: CheckContext) {
  return table.rows
    .filter((row) => row.values.month && text(row, 'month') > today.slice(0, 7))
    .map((row) =>
      cellError(
        table.cell(row.row, 'month'),
        'import.value_out_of_range',
        '月份晚于本月',
        'A month to come',
        text(row, 'month'),
      ),
    );
}

export const survey: FactList = {
  name: 'survey',
  zh: '满意度测评',
  en: 'Satisfaction survey',
  roles: sections,
  columns: [
    ...monthColumns,
    {
      name: 'rate',
      zh: '满意度',
      en: 'Satisfaction',
      synonyms: ['满意率', '满意度(%)', '满意度%'],
      type: 'decimal',
      min: 0,
      max: 100,
      scale: 2,
      isRequired: true,
      example: '98.5',
    },
    {
      name: 'sample',
      zh: '样本数',
      en: 'Sample',
      synonyms: ['测评份数', '回收份数'],
      type: 'integer',
      min: 1,
      max: 1_000_000,
      example: '120',
    },
  ],
  keyOf: monthKey,
  check: (table, context) => [...checkMonths(table, context), ...checkUse('survey.', table, survey, context.editionOn)],
  summary: (rows) => [
    count(rows),
    distinct(rows, 'window', '涉及窗口', 'Windows'),
    distinct(rows, 'month', '月份数', 'Months'),
  ],
  dayOf: monthEndIfAny,
  onceKeys: (rows) => rows.map((row) => ({ key: monthKey(row), row, column: 'window' })),
  facts: (rows, { editionOn }) =>
    rows.flatMap((row) => {
      const item = itemFor(editionOn, monthEndIfAny(row), 'survey.rate');
      return item === undefined
        ? []
        : {
            key: `${item}:${monthKey(row)}`,
            item,
            subject: `window:${text(row, 'window')}`,
            happenedOn: monthEnd(row),
            quantity: numberOf(row, 'rate'),
            ...(row.values.sample === null ? {} : { values: { sample: numberOf(row, 'sample') * whole } }),
          };
    }),
};

export const peerReview: FactList = {
  name: 'peer-review',
  zh: '窗口互评',
  en: 'Peer review',
  roles: sections,
  columns: [
    ...monthColumns,
    {
      name: 'good',
      zh: '好',
      en: 'Good',
      synonyms: ['好评票数', '好(票)'],
      type: 'integer',
      min: 0,
      max: 100_000,
      isRequired: true,
      example: '24',
    },
    {
      name: 'fair',
      zh: '中',
      en: 'Fair',
      synonyms: ['一般', '中(票)'],
      type: 'integer',
      min: 0,
      max: 100_000,
      isRequired: true,
      example: '4',
    },
    {
      name: 'poor',
      zh: '差',
      en: 'Poor',
      synonyms: ['差(票)'],
      type: 'integer',
      min: 0,
      max: 100_000,
      isRequired: true,
      example: '1',
    },
  ],
  keyOf: monthKey,
  check: (table, context) => [
    ...checkMonths(table, context),
    ...checkUse('peerReview.', table, peerReview, context.editionOn),
    ...table.rows
      .filter((row) => ['good', 'fair', 'poor'].every((column) => row.values[column] === 0))
      .map((row) =>
        cellError(table.cell(row.row, 'good'), 'import.value_out_of_range', '票数全部为 0', 'No votes at all', '0'),
      ),
  ],
  summary: (rows) => [
    count(rows),
    { zh: '总票数', en: 'Votes', value: rows.reduce((sum, row) => sum + votes(row), 0) },
  ],
  dayOf: monthEndIfAny,
  onceKeys: (rows) => rows.map((row) => ({ key: monthKey(row), row, column: 'window' })),
  facts: (rows, { editionOn }) =>
    rows.flatMap((row) => {
      const base = { subject: `window:${text(row, 'window')}`, happenedOn: monthEnd(row) };
      const made = (means: string, quantity: number) => {
        const item = itemFor(editionOn, base.happenedOn, means);
        return item === undefined ? [] : { ...base, key: `${item}:${monthKey(row)}`, item, quantity };
      };
      return [
        ...[made('peerReview.good', numberOf(row, 'good') * whole)].flat(),
        ...[made('peerReview.total', votes(row) * whole)].flat(),
      ];
    }),
};

const votes = (row: TableRow): number => numberOf(row, 'good') + numberOf(row, 'fair') + numberOf(row, 'poor');
