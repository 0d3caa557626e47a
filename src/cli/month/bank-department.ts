/** Another institution, only other data: findings, doubling, the head's share, the points table, a star (R63). */

import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import { projectRoot } from '../../platform/config/project-root.js';
import { type FindingLine, type FindingPlan, finding } from './finding-story.js';
import type { Hall } from './hall.js';
import { carryPapers, savePapers } from './papers.js';

interface Ranking {
  rankings: {
    group: string;
    rows: { subject: string; name: string; rank: number; shown: string; honour: string | null }[];
  }[];
  honours: { honour: string; group: string; places: number; awarded: { subject: string }[] }[];
}

interface Result {
  outputs: {
    output: string;
    shown: string;
    money: string | null;
    trace: { rule: string; article: string; zh: string; amount: string; money?: string }[];
  }[];
}

/** One row of the office's own list: day, person, rule, how many, whose fault, the two inspectors, what was seen. */
interface Row {
  plan: FindingPlan;
  inspectors: [string, string];
}

const faults: Record<string, 'own' | 'management'> = { 本人责任: 'own', 管理责任: 'management' };

async function listOf(month: string): Promise<Row[]> {
  const workbook = new Workbook();
  await workbook.xlsx.readFile(join(projectRoot, 'examples', 'bank-department', `findings-${month}.xlsx`));
  const rows: Row[] = [];
  workbook.worksheets[0]?.eachRow((row) => {
    const text = (column: number) => String(row.getCell(column).value ?? '').trim();
    // The list has a title, a header and a foot; only rows that begin with a day are entries.
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text(1))) return;
    const fault = faults[text(6)];
    if (!fault) throw new Error(`nobody's fault: ${text(6)}`);
    rows.push({
      plan: {
        item: text(4),
        subject: `person:${text(2)}`,
        on: text(1),
        quantity: text(5),
        fault,
        note: `${text(7)}：${text(10)}`,
      },
      inspectors: [text(8), text(9)],
    });
  });
  return rows;
}

/** @returns the summary: business keys only, the same bytes at every run */
export async function bankMonth(hall: Hall, month: string, out: string): Promise<Record<string, unknown>> {
  if (month !== '2026-09') throw new Error('the example department has its story in 2026-09');
  hall.say('导入名册 · roster');
  await hall.found('示例银行营业部');
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
  const supervision = hall.one('SUPERVISION');
  const cycle = await hall.people.post<{ id: string }>(supervision, '/api/cycles', { period: month }, 'open cycle');
  await hall.people.act(supervision, cycle.id, 'cycle.open');
  hall.say('检查 · findings');
  const findings: FindingLine[] = [];
  const list = await listOf(month);
  for (const { plan, inspectors } of list) {
    await hall.clockTo(`${plan.on}T15:00:00+08:00`);
    findings.push(await finding(hall, plan, inspectors[0], inspectors[1]));
  }
  const star =
    hall.holding('STAFF').find((person) => !list.some(({ plan }) => plan.subject === `person:${person.code}`))?.code ??
    '';
  await hall.clockTo('2026-09-29T15:00:00+08:00');
  findings.push(
    await finding(
      hall,
      { item: 'R63.B1', subject: `person:${star}`, on: '2026-09-29', note: '月度服务明星' },
      hall.holding('INSPECTOR')[0]?.code ?? '',
    ),
  );
  await close(hall, cycle.id);
  const view = await hall.people.get<Ranking>(hall.one('COMMITTEE'), `/api/cycles/${month}/ranking`);
  hall.say('文书 · papers');
  const certificates = view.honours.reduce((count, honour) => count + honour.awarded.length, 0);
  await carryPapers(hall, certificates + 1 + (await notices(hall, findings)), 'papers of the month');
  const papers = await savePapers(hall, out);
  await hall.people.act(supervision, cycle.id, 'cycle.notify');
  const verified = await hall.people.post<{ ok: boolean; digest: string; recomputed: string }>(
    supervision,
    `/api/cycles/${month}/verify`,
    {},
    'verify',
  );
  if (!verified.ok) throw new Error(`verify found another result: ${JSON.stringify(verified)}`);
  const edition = await hall.people.get<{ id: string; edition: string; hash: string }>(
    supervision,
    '/api/regulations/adopted',
  );
  return {
    example: 'bank-department',
    month,
    edition: { id: edition.id, edition: edition.edition, hash: edition.hash },
    findings,
    star,
    points: Object.fromEntries(
      view.rankings.map(({ group, rows }) => [
        group,
        rows.map(({ subject, name, rank, shown, honour }) => ({ subject, name, rank, points: shown, honour })),
      ]),
    ),
    doubled: await linesOf(
      hall,
      list.map(({ plan }) => plan.subject),
      month,
    ),
    papers,
    verify: { digest: verified.digest, recomputed: verified.recomputed },
  };
}

/** The month ends; nobody disputes; the committee approves; publicity; final. */
async function close(hall: Hall, cycleId: string): Promise<void> {
  hall.say('汇总、审定、公示 · hand-in, approval, publicity');
  const supervision = hall.one('SUPERVISION');
  await hall.clockTo('2026-10-01T09:00:00+08:00');
  await hall.reach(supervision, cycleId, ['collecting'], 'the period ends');
  const seen = await hall.case(supervision, cycleId);
  for (const { section, holders } of (
    seen.context as { sections: { section: string; holders: { person?: string }[] }[] }
  ).sections) {
    await hall.people.act(holders[0]?.person ?? supervision, cycleId, 'cycle.handIn', { section });
  }
  await hall.people.until(
    'the scores are computed',
    async () => ((await hall.case(supervision, cycleId)).context as { digest: string | null }).digest ?? undefined,
  );
  await hall.people.act(supervision, cycleId, 'cycle.announce', { minutes: '文优办例会：公布当月积分，请各科核对' });
  await passDeadline(hall, cycleId, 'verify', ['verified']);
  await hall.people.act(hall.one('COMMITTEE'), cycleId, 'cycle.approve', { remark: '同意' });
  await hall.people.act(supervision, cycleId, 'cycle.publish');
  await passDeadline(hall, cycleId, 'publicity', ['final']);
}

/** Moves business time behind a term of the case and waits for what it brings. */
async function passDeadline(hall: Hall, cycleId: string, name: string, states: readonly string[]): Promise<void> {
  const supervision = hall.one('SUPERVISION');
  const seen = await hall.people.get<{ state: string; deadlines: { name: string; dueOn: string }[] }>(
    supervision,
    `/api/cases/${cycleId}`,
  );
  const due = seen.deadlines.find((deadline) => deadline.name === name)?.dueOn;
  if (due)
    await hall.clockTo(
      `${new Date(Date.parse(`${due}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)}T09:00:00+08:00`,
    );
  await hall.reach(supervision, cycleId, states, `after the term ${name}`);
}

/** How many notices the findings asked for. */
async function notices(hall: Hall, findings: readonly FindingLine[]): Promise<number> {
  const office = hall.one('OFFICE');
  let count = 0;
  for (const line of findings) {
    const { items } = await hall.people.get<{ items: { effects: string[] }[] }>(
      office,
      `/api/cases/${line.id}/history`,
    );
    count += items.filter((event) => event.effects.includes('paper.draft')).length;
  }
  return count;
}

/** The explained lines of everybody who was found at fault, and of their heads. */
async function linesOf(hall: Hall, subjects: readonly string[], month: string): Promise<Record<string, unknown>> {
  const office = hall.one('OFFICE');
  const told: Record<string, unknown> = {};
  const heads = hall.holding('SECTION_HEAD').map((person) => `person:${person.code}`);
  for (const subject of [...new Set([...subjects, ...heads])].sort()) {
    const result = await hall.people.get<Result>(office, `/api/results/${subject}?period=${month}`);
    told[subject] = result.outputs.map((output) => ({
      output: output.output,
      points: output.shown,
      money: output.money,
      lines: output.trace.map(({ rule, article, amount, money }) => ({
        rule,
        article,
        amount,
        ...(money ? { money } : {}),
      })),
    }));
  }
  return told;
}
