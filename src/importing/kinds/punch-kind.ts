/**
 * What an attendance machine exports: one row a punch, or one row a day with the times of coming and going. Nothing becomes a
 * fact here: the punches go into the book of attendance, which draws its conclusions.
 */
import type { Day } from '../../core/fact.js';
import { Problem } from '../../core/problem.js';
import type { CellError, Column } from '../sheet/column.js';
import type { Table, TableRow } from '../sheet/table.js';
import { type BookList, type CheckContext, cellError, count, distinct, text, textOrNull } from './kind.js';

/** Columns that hold the time of one punch each. */
const moments = ['at', 'in1', 'out1', 'in2', 'out2'] as const;

const moment = (name: string, zh: string, en: string, synonyms: readonly string[], example: string): Column => ({
  name,
  zh,
  en,
  synonyms,
  type: 'moment',
  example,
});

export const attendance: BookList = {
  name: 'attendance',
  book: 'attendance.punches',
  zh: '考勤记录',
  en: 'Attendance',
  roles: ['SUPERVISION', 'OFFICE', 'HR'],
  columns: [
    {
      name: 'person',
      zh: '工号',
      en: 'Staff no.',
      synonyms: ['人员编号', '员工编号', '员工工号', '考勤号码', '登记号码', 'User ID', 'Employee ID', 'AC-No.', 'No.'],
      type: 'code',
      of: 'person',
      isRequired: true,
      example: '0012',
    },
    {
      name: 'name',
      zh: '姓名',
      en: 'Name',
      synonyms: ['员工姓名', '人员姓名', 'Employee'],
      type: 'text',
      max: 40,
      example: '张三',
    },
    moment(
      'at',
      '日期时间',
      'Date and time',
      ['打卡时间', '考勤时间', '刷卡时间', '签到时间', '时间', 'Date/Time', 'DateTime', 'Time', 'Punch time'],
      '2026-09-07 08:26:31',
    ),
    {
      name: 'day',
      zh: '日期',
      en: 'Date',
      synonyms: ['考勤日期', '打卡日期', '出勤日期'],
      type: 'day',
      example: '2026-09-07',
    },
    moment('in1', '上班1', 'In 1', ['上午上班', '签到1', '上班一', '上班', 'Clock in', 'On duty 1'], '08:26'),
    moment('out1', '下班1', 'Out 1', ['上午下班', '签退1', '下班一', 'Off duty 1'], '12:01'),
    moment('in2', '上班2', 'In 2', ['下午上班', '签到2', '上班二', 'On duty 2'], '13:25'),
    moment('out2', '下班2', 'Out 2', ['下午下班', '签退2', '下班二', '下班', 'Clock out', 'Off duty 2'], '17:32'),
    {
      name: 'device',
      zh: '设备',
      en: 'Device',
      synonyms: ['设备名称', '设备编号', '考勤机', '机号', '打卡地点', 'Machine', 'Terminal'],
      type: 'text',
      max: 60,
      example: '一楼考勤机',
    },
  ],
  keyOf: (row) =>
    [text(row, 'person'), dayIn(row) ?? '', ...moments.map((name) => text(row, name)), text(row, 'device')].join('/'),
  check: (table, context) => [...checkShape(table), ...table.rows.flatMap((row) => checkRow(table, row, context))],
  summary: (rows) => [
    count(rows),
    { zh: '打卡次数', en: 'Punches', value: rows.reduce((sum, row) => sum + timesOf(row).length, 0) },
    distinct(rows, 'person', '涉及人员', 'People'),
    { zh: '涉及天数', en: 'Days', value: new Set(rows.flatMap((row) => dayIn(row) ?? [])).size },
  ],
  dayOf: (row) => dayIn(row) ?? undefined,
  rowsOf: (rows) =>
    rows.flatMap((row) =>
      timesOf(row).map(({ day, second }) => ({
        line: row.row,
        person: text(row, 'person'),
        day,
        second,
        device: text(row, 'device'),
      })),
    ),
};

/** A row is of the day that it names, else of the day of its punch. */
const dayIn = (row: TableRow): Day | null => {
  const day = textOrNull(row, 'day');
  if (day !== null) return day;
  const at = textOrNull(row, 'at') ?? '';
  return at.length > 8 ? at.slice(0, 10) : null;
};

function timesOf(row: TableRow): { day: Day; second: number }[] {
  return moments.flatMap((name) => {
    const value = textOrNull(row, name);
    const day = value !== null && value.length > 8 ? value.slice(0, 10) : dayIn(row);
    return value === null || day === null ? [] : [{ day, second: secondOf(value.slice(-8)) }];
  });
}

const secondOf = (time: string): number =>
  Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60 + Number(time.slice(6, 8));

/** A list without any time at all is another list. */
function checkShape(table: Table): CellError[] {
  const faulty = table.errors.length > 0;
  if (faulty || table.rows.some((row) => timesOf(row).length > 0)) return [];
  const columns = ['日期时间', '日期 + 上班1/下班1/上班2/下班2'];
  throw new Problem('import.column_missing', {
    columns,
    found: [...new Set(table.rows.flatMap((row) => filled(row)))],
  });
}

const filled = (row: TableRow): string[] =>
  attendance.columns.flatMap((column) => ((row.values[column.name] ?? null) === null ? [] : [column.zh]));

function checkRow(table: Table, row: TableRow, { today, editionOn, calendar }: CheckContext): CellError[] {
  // Cells that cannot be read were told already.
  if (moments.some((name) => row.values[name] === undefined) || row.values.day === undefined) return [];
  const at = (column: string) => table.cell(row.row, column);
  const day = dayIn(row);
  if (day === null) return [cellError(at('person'), 'import.value_missing', '没有日期', 'No day', text(row, 'person'))];
  const own = moments.find((name) => text(row, name).length > 8 && text(row, name).slice(0, 10) !== day);
  if (own !== undefined)
    return [
      cellError(
        at(own),
        'import.value_invalid',
        '打卡时间不在该行的日期',
        'The punch is of another day',
        text(row, own),
      ),
    ];
  const column = row.values.day === null ? 'at' : 'day';
  if (day > today) return [cellError(at(column), 'import.value_out_of_range', '日期晚于今天', 'A day to come', day)];
  const edition = editionOn(day);
  if (!edition)
    return [
      cellError(at(column), 'regulation.not_adopted', '该日没有施行中的制度', 'No regulation counted on that day', day),
    ];
  if (!edition.decisions.includes('attendance.hours'))
    return [
      cellError(
        at(column),
        'attendance.hours_missing',
        '当日的制度没有规定上下班时间',
        'The regulation of that day gives no working hours',
        `${edition.id}@${edition.edition}`,
      ),
    ];
  // Asks the calendar now, so that a missing year is told in the preview and not at the commit.
  calendar.isWorkingDay(day);
  const times = moments
    .slice(1)
    .flatMap((name) => (textOrNull(row, name) === null ? [] : [{ name, second: secondOf(text(row, name).slice(-8)) }]));
  const back = times.find((one, index) => index > 0 && one.second < (times[index - 1]?.second ?? 0));
  if (back)
    return [
      cellError(
        at(back.name),
        'import.value_invalid',
        '时间早于前一次打卡',
        'Before the punch before it',
        text(row, back.name),
      ),
    ];
  return [];
}
