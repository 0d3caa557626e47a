/** What the attendance machines of the example hall recorded in September 2026: mostly on time, with a few gaps planned. */
import type { OfficeSheet } from './office-sheet.js';
import type { Dice } from './random.js';

interface Worker {
  code: string;
  name: string;
  hall: string;
}

type Day = readonly [in1: string | null, out1: string | null, in2: string | null, out2: string | null];

/** Who was late, gone or unseen, and when; null = no punch, absent = as usual. */
const planned: Readonly<Record<string, Readonly<Record<string, Partial<Record<0 | 1 | 2 | 3, string | null>>>>>> = {
  '0005': { '2026-09-03': { 0: '08:42' } },
  '0012': { '2026-09-08': { 0: '09:04' } },
  '0019': { '2026-09-10': { 0: null, 1: null } },
  '0027': { '2026-09-14': { 3: '17:08' } },
  '0033': { '2026-09-15': { 2: '13:35' }, '2026-09-16': { 2: '13:36' } },
  '0041': { '2026-09-22': { 1: null } },
  '0066': { '2026-09-23': { 0: null, 1: null, 2: null, 3: null } },
};
/** On this afternoon the machine of the second floor was off. */
const dark = { day: '2026-09-17', hall: 'H2' };

const two = (value: number): string => String(value).padStart(2, '0');
const machineOf = (hall: string): string => (hall === 'H1' ? '一楼考勤机' : '二楼考勤机');

function usual(dice: Dice): Day {
  return [
    `08:${two(dice.whole(11, 29))}`,
    `12:${two(dice.whole(0, 9))}`,
    `13:${two(dice.whole(12, 29))}`,
    `17:${two(dice.whole(30, 48))}`,
  ];
}

function timesOf(worker: Worker, day: string, dice: Dice): Day {
  const times = usual(dice).map((time, index) => {
    const other = planned[worker.code]?.[day]?.[index as 0 | 1 | 2 | 3];
    return other === undefined ? time : other;
  });
  if (day === dark.day && worker.hall === dark.hall) return [times[0] ?? null, times[1] ?? null, null, null];
  return times as unknown as Day;
}

/** One row a day, as most machines export it. @param days working days of the month that are over */
export function attendanceSheet(workers: readonly Worker[], days: readonly string[], dice: Dice): OfficeSheet {
  return {
    title: '2026年9月考勤记录表',
    filledInBy: '督查科',
    header: ['工号', '姓名', '日期', '上班1', '下班1', '上班2', '下班2', '设备'],
    rows: days.flatMap((day) =>
      workers.map((worker) => [worker.code, worker.name, day, ...timesOf(worker, day, dice), machineOf(worker.hall)]),
    ),
  };
}

/** One row a punch, of three days, with the slips that such files have. */
export function dirtyAttendance(workers: readonly Worker[], days: readonly string[], dice: Dice): OfficeSheet {
  const rows = days.flatMap((day) =>
    workers.flatMap((worker) =>
      usual(dice).map((time) => [
        worker.code,
        worker.name,
        `${day} ${time}:${two(dice.whole(0, 59))}`,
        machineOf(worker.hall),
      ]),
    ),
  ) as (string | number)[][];
  // A staff number typed as a number, a minute that no hour has, the 31st of September, a stranger, a day to come, a row twice.
  rows[1]![0] = Number(rows[1]![0]);
  rows[5]![2] = '2026-09-07 08:61:00';
  rows[9]![2] = '2026-09-31 08:25:00';
  rows[12]![0] = '9998';
  rows[16]![2] = '2026-12-07 08:25:00';
  rows.splice(21, 0, [...rows[20]!]);
  return { title: '考勤机导出', header: ['考勤号码', '姓名', '打卡时间', '机号'], rows };
}
