/** Opening balances of leave from another system: what each account of a year had when the office moved over. */
import type { Role } from '../../core/roles.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import type { CellError } from '../sheet/column.js';
import type { Table, TableRow } from '../sheet/table.js';
import { type BookList, type CheckContext, cellError, count, distinct, numberOf, text, textOrNull } from './kind.js';

const keepers: readonly Role[] = ['HR', 'SUPERVISION'];
const days = { type: 'decimal', min: 0, max: 3_660_000, scale: 4 } as const;

export const leaveBalances: BookList = {
  name: 'leave-balances',
  zh: '假期余额',
  en: 'Leave balances',
  roles: keepers,
  book: 'leave-balances',
  columns: [
    {
      name: 'person',
      zh: '工号',
      en: 'Staff number',
      synonyms: ['人员编号', '职工编号'],
      type: 'code',
      of: 'person',
      isRequired: true,
      example: '0012',
    },
    {
      name: 'account',
      zh: '假期账户',
      en: 'Account',
      synonyms: ['假别', '假期类型', '账户'],
      type: 'text',
      max: 40,
      isRequired: true,
      example: '年休假',
    },
    {
      name: 'year',
      zh: '年度',
      en: 'Year',
      synonyms: ['年份'],
      type: 'integer',
      min: 2000,
      max: 2100,
      isRequired: true,
      example: '2026',
    },
    {
      name: 'entitled',
      zh: '应休天数',
      en: 'Days entitled',
      synonyms: ['应有天数', '全年天数'],
      ...days,
      isRequired: true,
      example: '10',
    },
    {
      name: 'carried',
      zh: '结转天数',
      en: 'Days carried over',
      synonyms: ['上年结转'],
      ...days,
      otherwise: 0,
      example: '2.5',
    },
    { name: 'used', zh: '已休天数', en: 'Days used', synonyms: ['已用天数'], ...days, otherwise: 0, example: '3' },
  ],
  keyOf: (row) => [text(row, 'person'), text(row, 'account'), text(row, 'year')].join('/'),
  dayOf: (row) => (textOrNull(row, 'year') === null ? undefined : `${text(row, 'year')}-12-31`),
  check: (table, context) => table.rows.flatMap((row) => checkRow(table, row, context)),
  summary: (rows) => [
    count(rows),
    distinct(rows, 'person', '人数', 'People'),
    distinct(rows, 'account', '账户种类', 'Accounts'),
  ],
  rowsOf: (rows, { editionOn }) =>
    rows.map((row) => ({
      person: text(row, 'person'),
      account: accountOf(row, editionOn(`${text(row, 'year')}-12-31`)) ?? text(row, 'account'),
      year: numberOf(row, 'year'),
      entitled: numberOf(row, 'entitled'),
      carried: numberOf(row, 'carried'),
      used: numberOf(row, 'used'),
    })),
};

type Titles = Readonly<Record<string, { title?: { zh?: string; en?: string } }>>;

/** Accounts of an edition with what it calls them. */
const accountsOf = (edition: CompiledEdition | undefined): [id: string, zh: string, en: string][] =>
  edition?.decisions.includes('leave.accounts')
    ? Object.entries(edition.decide('leave.accounts', {}).value as Titles).map(([id, { title }]) => [
        id,
        title?.zh ?? id,
        title?.en ?? id,
      ])
    : [];

const accountOf = (row: TableRow, edition: CompiledEdition | undefined): string | undefined =>
  accountsOf(edition).find((names) => names.includes(text(row, 'account')))?.[0];

function checkRow(table: Table, row: TableRow, { editionOn }: CheckContext): CellError[] {
  if (textOrNull(row, 'account') === null || textOrNull(row, 'year') === null) return [];
  const edition = editionOn(`${text(row, 'year')}-12-31`);
  const at = (column: string) => table.cell(row.row, column);
  if (!edition)
    return [
      cellError(
        at('year'),
        'regulation.not_adopted',
        '该年度没有施行中的制度',
        'No regulation counted in that year',
        text(row, 'year'),
      ),
    ];
  const errors: CellError[] = [];
  if (!accountOf(row, edition))
    errors.push({
      ...cellError(
        at('account'),
        'leave.account_unknown',
        '制度中没有这个假期账户',
        'The regulation has no such account',
        text(row, 'account'),
      ),
      allowed: accountsOf(edition).map(([, zh]) => zh),
    });
  if (numberOf(row, 'used') > numberOf(row, 'entitled') + numberOf(row, 'carried'))
    errors.push(
      cellError(
        at('used'),
        'import.value_out_of_range',
        '已休天数多于应休与结转之和',
        'More days used than entitled and carried over',
        String(numberOf(row, 'used') / 10_000),
      ),
    );
  return errors;
}
