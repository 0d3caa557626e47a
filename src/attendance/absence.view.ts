/** How absences are shown in lists, sheets and by themselves. */
import { formatUnits } from '../core/amount.js';
import { timeText } from '../core/attendance/gaps.js';
import type { Language } from '../core/problem.js';
import type { Wall } from '../organization/wall-clock.js';
import type { SheetForm } from '../platform/files/send-sheet.js';
import { type Absence, endedFindings, type FindingState } from './absence.repository.js';
import type { AbsenceKind, AbsenceRow, AbsenceState } from './attendance.contract.js';

type Pair = readonly [zh: string, en: string];

const kinds: Readonly<Record<AbsenceKind, Pair>> = {
  late: ['迟到', 'Late'],
  early: ['早退', 'Left early'],
  away: ['中途离岗', 'Away from the post'],
  noShow: ['半天无打卡', 'No punch in the half day'],
  overstay: ['超假未归', 'Overstayed leave'],
  unfiled: ['未请假或未备案', 'Leave not asked for or not filed'],
  deceit: ['以欺骗手段取得的假', 'Leave obtained by deceit'],
  unproved: ['始终没有证明的假', 'Leave whose proof never came'],
};
const states: Readonly<Record<AbsenceState, Pair>> = {
  waiting: ['待本人说明', 'Waiting for an explanation'],
  open: ['待认定', 'To be decided'],
  confirmed: ['已认定', 'Confirmed'],
  dropped: ['不予认定', 'Dropped'],
};
/** Why something was closed without anybody pressing a button. */
const closings: Readonly<Record<string, Pair>> = {
  leave: ['已有获准的请假', 'Explained by an approved leave'],
  cover: ['该时段在他处替岗', 'Covered elsewhere at that time'],
  dayOff: ['该日不是工作日', 'Not a working day'],
  deviceGap: ['该时段考勤机没有任何记录', 'The machine recorded nobody at that time'],
  import: ['依据的考勤文件已撤回', 'The file it rested on was taken back'],
  changed: ['后来的打卡记录改变了时段', 'Later punches changed it'],
};
const pick = (pair: Pair | undefined, language: Language): string => pair?.[language === 'en' ? 1 : 0] ?? '';

/** Why it was closed, in the reader's language; what a person wrote stays as it was written. */
export function reasonOf(one: Pick<Absence, 'reason' | 'closedBecause'>, language: Language): string | null {
  const closing = closings[one.closedBecause ?? ''];
  if (!closing) return one.reason;
  return [pick(closing, language), one.reason].filter((text) => text).join(language === 'en' ? ': ' : '：');
}

export interface RowSettings {
  people: ReadonlyMap<string, string>;
  windows: ReadonlyMap<string, string>;
  findings: ReadonlyMap<string, FindingState>;
  language: Language;
  reader: { person: string; decides: boolean };
}

export function absenceRow(one: Absence, settings: RowSettings): AbsenceRow {
  const { people, windows, language, reader } = settings;
  const findings = one.findings.flatMap((id) => settings.findings.get(id) ?? []);
  const undecided = one.state === 'waiting' || one.state === 'open';
  return {
    id: one.id,
    key: one.key,
    person: one.person,
    personName: people.get(one.person) ?? one.person,
    window: one.window,
    windowName: one.window ? (windows.get(one.window) ?? one.window) : null,
    day: one.day,
    half: one.half,
    from: one.from === null ? null : timeText(one.from),
    to: one.to === null ? null : timeText(one.to),
    kind: one.kind,
    minutes: one.minutes,
    days: one.length > 0 ? formatUnits(one.length) : null,
    isUnpunched: one.isUnpunched,
    state: one.state,
    dueOn: one.dueOn,
    rule: one.rule,
    explanation: one.explanation,
    reason: reasonOf(one, language),
    closedBecause: one.closedBecause,
    decidedBy: one.decidedBy,
    decidedByName: one.decidedBy ? (people.get(one.decidedBy) ?? one.decidedBy) : null,
    decidedAt: one.decidedAt?.toISOString() ?? null,
    proposedAt: one.proposedAt.toISOString(),
    findings: findings.map(({ id, key, state }) => ({ id, key, state })),
    isReversed: findings.length > 0 && findings.every((finding) => endedFindings.includes(finding.state)),
    canDecide: undecided && reader.decides && reader.person !== one.person,
    canExplain: undecided && reader.person === one.person,
  };
}

/** The register as a spreadsheet in the reader's language. */
export function absenceSheet(language: Language, wall: Wall): SheetForm<AbsenceRow> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  const half = (row: AbsenceRow) =>
    row.half === null ? '' : row.half === 'AM' ? say('上午', 'a.m.') : say('下午', 'p.m.');
  const title = (row: AbsenceRow) => row.rule?.posts.map((post) => say(post.zh, post.en)).join(say('、', ', '));
  return {
    name: say('缺勤台账', 'Absence register'),
    columns: [
      { header: say('编号', 'Key'), width: 26, value: (row) => row.key },
      { header: say('工号', 'Staff no.'), value: (row) => row.person },
      { header: say('姓名', 'Name'), value: (row) => row.personName },
      {
        header: say('窗口', 'Window'),
        width: 22,
        value: (row) => [row.window, row.windowName].filter(Boolean).join(' '),
      },
      { header: say('日期', 'Day'), width: 12, value: (row) => row.day },
      { header: say('时段', 'Half'), value: half },
      { header: say('起', 'From'), value: (row) => row.from },
      { header: say('止', 'To'), value: (row) => row.to },
      { header: say('类别', 'Kind'), width: 18, value: (row) => pick(kinds[row.kind], language) },
      { header: say('分钟', 'Minutes'), value: (row) => row.minutes },
      { header: say('天数', 'Days'), value: (row) => row.days, numeric: true },
      { header: say('拟适用条款', 'Article'), value: (row) => row.rule?.articles.join('、') },
      { header: say('拟认定', 'Would be'), width: 24, value: title },
      {
        header: say('拟扣分', 'Points'),
        value: (row) => row.rule?.posts.map((post) => post.points ?? '—').join(' / '),
        numeric: true,
      },
      { header: say('状态', 'State'), width: 16, value: (row) => stateText(row, language) },
      { header: say('本人说明', 'Explanation'), width: 32, value: (row) => row.explanation },
      { header: say('认定人', 'Decided by'), value: (row) => row.decidedByName },
      { header: say('认定时间', 'Decided at'), width: 26, value: (row) => wall(row.decidedAt) },
      { header: say('理由', 'Reason'), width: 32, value: (row) => row.reason },
      { header: say('违规记录', 'Finding'), width: 26, value: (row) => row.findings.map((one) => one.key).join('、') },
    ],
  };
}

const stateText = (row: AbsenceRow, language: Language): string =>
  row.isReversed ? pick(['认定已撤销', 'Confirmed, taken back since'], language) : pick(states[row.state], language);
