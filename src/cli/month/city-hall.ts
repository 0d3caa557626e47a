/** A month in a service hall, from spreadsheets to sealed notices, by the people who would do it. */

import { type FindingLine, finding } from './finding-story.js';
import type { Hall } from './hall.js';
import { fileLeave, liveLeave } from './leave-story.js';
import { carryPapers, savePapers } from './papers.js';
import type { CaseView } from './people.js';

interface Ranking {
  digest: string;
  rankings: {
    group: string;
    rows: { subject: string; name: string; rank: number; shown: string; honour: string | null }[];
  }[];
  honours: {
    honour: string;
    group: string;
    places: number;
    arithmetic: { zh: string };
    awarded: { subject: string }[];
  }[];
}

interface CycleView {
  id: string;
  state: string;
  sections: { section: string; by: string | null }[];
}

interface FactItem {
  id: string;
  item: string;
  happenedOn: string;
}

const leavePlan = { applicant: '0047', window: 'A16', from: '2026-09-10', to: '2026-09-11', badge: 'T-01' };

/** Everything that the inspectors saw; A05's third finding is the one that is appealed, A11's the one that is disputed. */
const seen = [
  { item: 'R11.D3', subject: 'window:A08', on: '2026-09-03', note: '柜台与地面不整洁' },
  { item: 'R11.A4', subject: 'window:A05', person: '0016', on: '2026-09-08', note: '视频抽查发现窗口无人值守约十分钟' },
  { item: 'R11.D4', subject: 'window:A11', on: '2026-09-15', note: '下班后电脑未关机' },
  { item: 'R11.A6', subject: 'window:P06', person: '0076', on: '2026-09-16', note: '迟到十二分钟' },
  { item: 'R12.08', subject: 'person:0034', on: '2026-09-17', note: '上岗未佩戴工作牌' },
  { item: 'R12.02', subject: 'person:0060', on: '2026-09-18', note: '工作时间浏览购物网页' },
] as const;

/** @returns the summary: business keys only, the same bytes at every run */
export async function cityHallMonth(hall: Hall, month: string, out: string): Promise<Record<string, unknown>> {
  if (month !== '2026-09') throw new Error('the example hall has its story in 2026-09');
  await arrive(hall);
  const supervision = hall.one('SUPERVISION');
  const cycle = await hall.people.post<{ id: string }>(supervision, '/api/cycles', { period: month }, 'open cycle');
  await hall.people.act(supervision, cycle.id, 'cycle.open');
  await hall.clockTo('2026-09-02T09:00:00+08:00');
  hall.say('请假替岗 · leave with a substitute');
  const filed = await fileLeave(hall, leavePlan);
  const [first, second] = hall.holding('INSPECTOR').map((person) => person.code);
  hall.say('检查 · findings');
  const findings: FindingLine[] = [];
  const record = async (from: string, to: string) => {
    for (const plan of seen.filter((one) => one.on >= from && one.on <= to)) {
      await hall.clockTo(`${plan.on}T15:00:00+08:00`);
      findings.push(await finding(hall, plan, first ?? '', second));
    }
  };
  await record('2026-09-01', '2026-09-09');
  const leave = await liveLeave(hall, leavePlan, filed);
  await record('2026-09-12', '2026-09-30');
  await collect(hall, cycle.id, month);
  const before = await ranking(hall, month);
  const { dispute, appeal } = await check(hall, cycle.id, month, findings);
  const after = await ranking(hall, month);
  await decide(hall, cycle.id);
  hall.say('文书 · papers');
  const awarded = after.honours.reduce((count, honour) => count + honour.awarded.length, 0);
  // Result notice, certificates, decision on the appeal; leave slip, return slip, filing form and two receipts of the badge.
  await carryPapers(hall, awarded + 7, 'papers of the month');
  const papers = await savePapers(hall, out);
  await hall.people.act(supervision, cycle.id, 'cycle.notify');
  const verified = await hall.people.post<{ ok: boolean; digest: string; recomputed: string; subjects: number }>(
    supervision,
    `/api/cycles/${month}/verify`,
    {},
    'verify',
  );
  if (!verified.ok) throw new Error(`verify found another result: ${JSON.stringify(verified)}`);
  return {
    example: 'city-hall',
    month,
    edition: await adopted(hall),
    leave,
    findings,
    dispute,
    appeal: { ...appeal, moved: moves(before, after) },
    ranking: placesOf(after),
    honours: after.honours.map(({ honour, group, places, arithmetic, awarded: winners }) => ({
      honour,
      group,
      places,
      arithmetic: arithmetic.zh,
      awarded: winners.map((winner) => winner.subject),
    })),
    papers,
    verify: { digest: verified.digest, recomputed: verified.recomputed, subjects: verified.subjects },
  };
}

/** Units, windows, people and the duty roster come as the office's own spreadsheets. */
async function arrive(hall: Hall): Promise<void> {
  hall.say('导入名册 · roster');
  await hall.found('示例市政务服务中心');
  for (const [kind, file] of [
    ['units', 'units.xlsx'],
    ['windows', 'windows.xlsx'],
    ['roster', 'roster.xlsx'],
    ['duty', 'duty-2026-09.xlsx'],
    ['duty', 'duty-2026-10.xlsx'],
  ] as const) {
    await hall.take('admin', kind, file);
  }
  await hall.meet();
}

/** The month ends, every section brings its part, the scores are computed. */
async function collect(hall: Hall, cycleId: string, month: string): Promise<void> {
  hall.say('汇总 · hand-in');
  await hall.clockTo('2026-10-01T09:00:00+08:00');
  const supervision = hall.one('SUPERVISION');
  await hall.reach(supervision, cycleId, ['collecting'], 'the period ends');
  const [coordination] = hall.holding('CONTENT_SECTION').map((person) => person.code);
  const dirty = await hall.preview(coordination ?? '', 'cases', 'cases-2026-09-dirty.xlsx');
  if (dirty.errors.length === 0) throw new Error('the dirty example must be refused');
  hall.say(`  cases-2026-09-dirty.xlsx: ${dirty.errors.length} 处错误已指出 · errors shown`);
  await hall.take(coordination ?? '', 'cases', 'cases-2026-09.xlsx');
  await hall.take(supervision, 'survey', 'survey-2026-09.xlsx');
  await hall.take(supervision, 'peer-review', 'peer-review-2026-09.xlsx');
  const { sections } = await hall.people.get<CycleView>(supervision, `/api/cycles/${month}`);
  for (const { section } of sections) {
    const person = section === 'supervision' ? supervision : hall.one('CONTENT_SECTION', { unit: section });
    await hall.people.act(person, cycleId, 'cycle.handIn', { section });
  }
  await computed(hall, cycleId);
}

/** Preliminary result, checked by the heads; one disputes, one clerk appeals and is heard. */
async function check(hall: Hall, cycleId: string, month: string, findings: readonly FindingLine[]) {
  hall.say('核对、异议、申诉 · verification, dispute, appeal');
  const supervision = hall.one('SUPERVISION');
  await announce(hall, cycleId);
  const disputed = findings.find((line) => line.item === 'R11.D4' && line.subject === 'window:A11');
  await hall.people.act(hall.one('WINDOW_HEAD', { window: 'A11' }), cycleId, 'cycle.object', {
    window: 'A11',
    reason: '当日为夜间系统升级，按通知保持开机',
  });
  const facts = await hall.people.get<{ items: FactItem[] }>(
    supervision,
    `/api/facts?subject=window:A11&period=${month}&item=R11.D4`,
  );
  await hall.people.act(supervision, cycleId, 'cycle.correct', {
    window: 'A11',
    reverse: facts.items.map((fact) => fact.id),
    reason: '经核实当晚确有系统升级通知，该记录撤销',
  });
  await computed(hall, cycleId);
  await announce(hall, cycleId);
  const appeal = await appealStory(hall, cycleId, month);
  await confirmAll(hall, cycleId);
  return { dispute: { window: 'A11', finding: disputed?.key ?? '', outcome: 'corrected' }, appeal };
}

async function appealStory(hall: Hall, cycleId: string, month: string) {
  const clerk = '0016';
  const supervision = hall.one('SUPERVISION');
  const facts = await hall.people.get<{ items: FactItem[] }>(
    supervision,
    `/api/facts?subject=window:A05&period=${month}&item=R11.A4`,
  );
  const fact = facts.items[0];
  if (!fact) throw new Error('the finding to appeal against is not in the ledger');
  const filed = await hall.people.post<{ id: string; key: string }>(
    clerk,
    '/api/appeals',
    { factId: fact.id, ground: '当时受督查科安排到大厅入口协助疏导群众，有值班长记录为证' },
    'appeal',
  );
  await hall.people.act(hall.one('OFFICE'), filed.id, 'appeal.accept', {});
  const panel = hall
    .holding('COMMITTEE')
    .slice(0, 3)
    .map((person) => person.code);
  await hall.people.act(panel[0] ?? '', filed.id, 'appeal.formPanel', { panel });
  const affected = await hall.people.get<{
    affected: { subject: string; before: { rank: number | null } | null; after: { rank: number | null } | null }[];
  }>(panel[0] ?? '', `/api/appeals/${filed.id}/affected`);
  const decided = await hall.people.act(panel[0] ?? '', filed.id, 'appeal.change', {
    outcome: 'revoke',
    reason: '查明离岗系执行督查科安排，不属擅自离岗，撤销该记录',
  });
  await computed(hall, cycleId);
  hall.say(`  ${filed.key}: ${decided.state}`);
  return {
    key: filed.key,
    item: fact.item,
    subject: 'window:A05',
    state: decided.state,
    affected: affected.affected.map((one) => one.subject).sort(),
  };
}

async function announce(hall: Hall, cycleId: string): Promise<void> {
  const seenNow = await hall.people.act(hall.one('SUPERVISION'), cycleId, 'cycle.announce', {
    minutes: '楼层值班长会议：通报当月情况，初步结果交各窗口核对',
  });
  if (seenNow.state !== 'preliminary') throw new Error(`announced, but the cycle is ${seenNow.state}`);
}

/** Every head who has not answered confirms. */
async function confirmAll(hall: Hall, cycleId: string): Promise<void> {
  const seenNow = await hall.case(hall.one('SUPERVISION'), cycleId);
  const windows = (seenNow.context as { windows: Record<string, { state: string }> }).windows;
  for (const [window] of Object.entries(windows)
    .filter(([, entry]) => entry.state === 'open')
    .sort()) {
    await hall.people.act(hall.one('WINDOW_HEAD', { window }), cycleId, 'cycle.confirm', { window });
  }
  await hall.reach(hall.one('SUPERVISION'), cycleId, ['verified'], 'all windows confirmed');
}

/** The committee approves, the result is shown in public for its term and becomes final. */
async function decide(hall: Hall, cycleId: string): Promise<void> {
  hall.say('审定、公示 · approval, publicity');
  const supervision = hall.one('SUPERVISION');
  await hall.people.act(hall.one('COMMITTEE'), cycleId, 'cycle.approve', { remark: '同意' });
  await hall.people.act(supervision, cycleId, 'cycle.publish');
  const { deadlines } = await hall.people.get<{ deadlines: { name: string; dueOn: string }[] }>(
    supervision,
    `/api/cases/${cycleId}`,
  );
  const end = deadlines.find((deadline) => deadline.name === 'publicity')?.dueOn;
  if (!end) throw new Error('the publicity has no end');
  const dayAfter = new Date(Date.parse(`${end}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  await hall.clockTo(`${dayAfter}T09:00:00+08:00`);
  await hall.reach(supervision, cycleId, ['final'], 'the publicity is over');
}

/** Waits until the run that was asked for last has answered. */
function computed(hall: Hall, cycleId: string): Promise<CaseView> {
  const reader = hall.one('SUPERVISION');
  return hall.people.until('the scores are computed', async () => {
    const seenNow = await hall.case(reader, cycleId);
    return (seenNow.context as { digest: string | null }).digest ? seenNow : undefined;
  });
}

const ranking = (hall: Hall, month: string) =>
  hall.people.get<Ranking>(hall.one('COMMITTEE'), `/api/cycles/${month}/ranking`);

const placesOf = (view: Ranking) =>
  Object.fromEntries(
    view.rankings.map(({ group, rows }) => [
      group,
      rows.map(({ subject, name, rank, shown, honour }) => ({ subject, name, rank, score: shown, honour })),
    ]),
  );

function moves(before: Ranking, after: Ranking): { subject: string; from: string; to: string }[] {
  const then = new Map(before.rankings.flatMap(({ rows }) => rows.map((row) => [row.subject, row] as const)));
  return after.rankings.flatMap(({ rows }) =>
    rows.flatMap((row) => {
      const old = then.get(row.subject);
      return old && (old.rank !== row.rank || old.shown !== row.shown)
        ? [{ subject: row.subject, from: `${old.rank} / ${old.shown}`, to: `${row.rank} / ${row.shown}` }]
        : [];
    }),
  );
}

async function adopted(hall: Hall): Promise<unknown> {
  const { id, edition, hash } = await hall.people.get<{ id: string; edition: string; hash: string }>(
    hall.one('OFFICE'),
    '/api/regulations/adopted',
  );
  return { id, edition, hash };
}
