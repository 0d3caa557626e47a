/** Plans how many points each window loses in a month and by what, and writes the cases that say so. */
import { addDays, monthRange } from '../../core/calendar/day.js';
import type { WorkCalendar } from '../../core/calendar/work-calendar.js';
import type { Dice } from './random.js';

export interface WindowPlan {
  window: string;
  isApproval: boolean;
  /** Percent, and how many were asked. */
  satisfaction: number;
  sample: number;
  good: number;
  fair: number;
  poor: number;
  /** Fewer than 90 % of the services were rated. */
  isSeldomRated: boolean;
  /** Slips in the cases, one each: `late`, `unregistered`, … */
  slips: Slip[];
  poorRatings: number;
}

export type Slip =
  | 'late'
  | 'unregistered'
  | 'unexplained'
  | 'unreasoned'
  | 'unreported'
  | 'wrong'
  | 'lost'
  | 'sentAround';

/** Points that a slip costs by R11; the generator aims, the rules decide. */
const cost: Readonly<Record<Slip, number>> = {
  late: 3,
  unregistered: 2,
  unexplained: 2,
  unreasoned: 2,
  unreported: 3,
  wrong: 1,
  lost: 2,
  sentAround: 3,
};

/** Points lost from the best place to the last; the gaps lie at the cuts of the honours. */
const approvalLosses = [0, 1, 2, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26];
const publicLosses = [1, 5, 6, 7, 12, 13, 14, 15, 16, 17];

export function planOf(windows: readonly { code: string; group: string }[], dice: Dice): WindowPlan[] {
  const ofGroup = (group: string) => windows.filter((window) => window.group === group);
  const approval = dice
    .shuffled(ofGroup('行政审批'))
    .map((window, place) => plan(window.code, true, approvalLosses[place] ?? 0, dice));
  const service = dice
    .shuffled(ofGroup('公共服务'))
    .map((window, place) => plan(window.code, false, publicLosses[place] ?? 0, dice));
  return [...approval, ...service].sort((a, b) => (a.window < b.window ? -1 : 1));
}

function plan(window: string, isApproval: boolean, loss: number, dice: Dice): WindowPlan {
  let left = loss;
  const spend = (points: number): boolean => {
    if (left < points) return false;
    left -= points;
    return true;
  };
  // Democratic review first, at most 6 of its 10 points, then the ratings, then the cases.
  const peerLoss = loss >= 20 && dice.next() < 0.5 && spend(4) ? 4 : loss >= 8 && dice.next() < 0.5 && spend(2) ? 2 : 0;
  const lostPercent = Math.min(left, dice.whole(0, Math.min(3, left)));
  left -= lostPercent;
  const isSeldomRated = loss >= 6 && dice.next() < 0.4 && spend(2);
  const poorRatings = Math.min(left, dice.whole(0, Math.min(3, left)));
  left -= poorRatings;
  const slips: Slip[] = [];
  while (left > 0) {
    const fitting = (Object.keys(cost) as Slip[]).filter((slip) => cost[slip] <= left);
    const slip = dice.pick(fitting);
    slips.push(slip);
    left -= cost[slip];
  }
  const votes = 29;
  const good = peerLoss === 4 ? dice.whole(5, 8) : peerLoss === 2 ? dice.whole(11, 16) : dice.whole(19, 26);
  const poor = dice.whole(0, Math.min(3, votes - good));
  return {
    window,
    isApproval,
    satisfaction: (10_000 - lostPercent * 100 - dice.whole(0, 19) * 5) / 100,
    sample: dice.whole(60, 180),
    good,
    fair: votes - good - poor,
    poor,
    isSeldomRated,
    slips,
    poorRatings,
  };
}

export interface CaseLine {
  caseNo: string;
  window: string;
  person: string;
  acceptedOn: string;
  promisedOn: string;
  finishedOn: string | null;
  registered: string;
  supplement: string;
  returned: string;
  negativeReport: string;
  result: string;
  lost: string;
  sentAround: string;
  ratable: string;
  rating: string;
}

/** The cases of a month, by window and day. */
export function casesOf(
  month: string,
  plans: readonly WindowPlan[],
  roster: readonly { code: string; window: string | null }[],
  calendar: WorkCalendar,
  dice: Dice,
): CaseLine[] {
  return plans.flatMap((entry) =>
    windowCases(
      month,
      entry,
      roster.filter((person) => person.window === entry.window).map((person) => person.code),
      calendar,
      dice,
    ),
  );
}

function windowCases(
  month: string,
  entry: WindowPlan,
  workers: readonly string[],
  calendar: WorkCalendar,
  dice: Dice,
): CaseLine[] {
  const { from, to } = monthRange(month);
  const days = calendar.workingDays(from, to);
  const size = entry.isApproval ? dice.whole(24, 40) : dice.whole(36, 60);
  const term = entry.isApproval ? 5 : 1;
  const slips = [...entry.slips];
  // Days in order; the slips fall on early ones, so that even a late case is finished within the month.
  const accepted = Array.from({ length: size }, () => dice.pick(days)).sort();
  const lines = accepted.map((acceptedOn, index): CaseLine => {
    const promisedOn = calendar.addWorkingDays(acceptedOn, term);
    const finished = calendar.addWorkingDays(acceptedOn, dice.whole(0, term));
    return {
      caseNo: `${entry.window}-${month.replace('-', '')}-${String(index + 1).padStart(3, '0')}`,
      window: entry.window,
      person: dice.pick(workers),
      acceptedOn,
      promisedOn,
      finishedOn: finished <= to ? finished : null,
      registered: '是',
      supplement: dice.next() < 0.1 ? '已详细说明' : '无需补件',
      returned: dice.next() < 0.04 ? '理由充分' : '未退件',
      negativeReport: '无',
      result: '正确',
      lost: '否',
      sentAround: '否',
      ratable: '是',
      rating: dice.next() < 0.9 ? '好' : '一般',
    };
  });
  slips.forEach((slip, index) => void spoil(lines[index]!, slip, calendar));
  rate(lines, entry, slips.length);
  return lines;
}

function spoil(line: CaseLine, slip: Slip, calendar: WorkCalendar): void {
  switch (slip) {
    case 'late':
      line.finishedOn = calendar.workingDayFrom(addDays(line.promisedOn, 1));
      return;
    case 'unregistered':
      line.registered = '否';
      return;
    case 'unexplained':
      line.supplement = '未详细说明';
      return;
    case 'unreasoned':
      line.returned = '理由不充分';
      return;
    case 'unreported':
      line.negativeReport = '未报备';
      return;
    case 'wrong':
      line.result = '有误';
      return;
    case 'lost':
      line.lost = '是';
      return;
    case 'sentAround':
      line.sentAround = '是';
  }
}

/** Poor ratings after the slips; then so many unrated that the rate is well below or above 90 %. */
function rate(lines: CaseLine[], entry: WindowPlan, after: number): void {
  for (let index = 0; index < entry.poorRatings; index += 1) lines[after + index]!.rating = '差';
  const unrated = Math.floor(lines.length * (entry.isSeldomRated ? 0.16 : 0.05));
  for (let index = 0; index < unrated; index += 1) lines[lines.length - 1 - index]!.rating = '未评';
}
