/** From the file of an attendance machine to a finding, and back: proposed, told, explained, decided by a person, posted once. */
import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { AbsenceRepository } from '../../src/attendance/absence.repository.js';
import type { AbsenceRow } from '../../src/attendance/attendance.contract.js';
import { AttendanceReview } from '../../src/attendance/attendance-review.service.js';
import { systemActor } from '../../src/core/actor.js';
import { PresenceService } from '../../src/organization/presence.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { Cases } from '../../src/platform/effects/case-port.js';
import { EffectRegistry } from '../../src/platform/effects/effect-registry.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import { ResultsService } from '../../src/scoring/results.service.js';
import { ScoringService } from '../../src/scoring/scoring.service.js';
import type { Reply, Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';
import { clockTo } from '../support/office.js';
import { type CellInput, workbook } from '../support/workbooks.js';

jest.setTimeout(120_000);
let hall: Hall;
let supervision: Visitor;
let institution: string;

const inHall = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> =>
  hall.app.get(Database, { strict: false }).inInstitution(institution, fn);
const get = <T>(type: abstract new (...args: never[]) => T): T => hall.app.get(type as never, { strict: false }) as T;
const sample = (name: string) => readFile(`examples/city-hall/${name}.xlsx`);
const upload = (bytes: Buffer, name = '考勤.xlsx', who = supervision): Promise<Reply> =>
  who.upload('/api/imports?kind=attendance', name, bytes);
const commit = async (bytes: Buffer, name?: string): Promise<string> => {
  const preview = await upload(bytes, name);
  if (preview.status !== 201) throw new Error(JSON.stringify(preview.body));
  const reply = await supervision.post(`/api/imports/${preview.body.id}/commit`, {});
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return preview.body.id;
};
const list = async (query = '', who = supervision): Promise<AbsenceRow[]> =>
  (await who.get(`/api/absences?pageSize=200&sort=day${query}`)).body.items;
const one = async (person: string, day: string, half?: string): Promise<AbsenceRow> => {
  const found = (await list(`&person=${person}&from=${day}&to=${day}`)).filter((row) => !half || row.half === half);
  if (found.length !== 1) throw new Error(`${person} ${day}: ${found.length} absences`);
  return found[0] as AbsenceRow;
};
const decide = (row: AbsenceRow, verb: 'confirm' | 'drop', body: object, who = supervision) =>
  who.post(`/api/absences/${row.id}/${verb}`, body);
/** Windows with their points and the digest of each, computed anew. */
const scoresOf = (period: string) =>
  inHall(async (tx) => {
    await get(ScoringService).recompute(tx, period);
    const found = await get(ResultsService).results(tx, period);
    return Object.fromEntries(
      (found?.results ?? [])
        .filter((result) => result.output === 'window')
        .map((result) => [result.subject, { total: result.total, digest: result.digest }]),
    );
  });
const september = () => scoresOf('2026-09');
const factsOf = (row: AbsenceRow) =>
  hall.sql<{ item: string; subject: string; quantity: number; count: number }>(
    `select item, subject, quantity::int, count from fact where details->>'event' = $1 or details->'values'->>'event' = $1 order by seq`,
    [row.key],
  );
const refusal = (reply: Reply) => [reply.status, reply.body.code];
const header: CellInput[] = ['工号', '日期时间', '设备'];

beforeAll(async () => {
  hall = await startHall();
  institution = (await hall.sql<{ id: string }>("select id from institution where code = 'demo-hall'"))[0]?.id ?? '';
  supervision = await hall.as('0109');
}, 180_000);
afterAll(() => hall?.close());

describe('a file of the machine', () => {
  it('is refused with every slip at once, and nothing is kept', async () => {
    const reply = await upload(await sample('attendance-2026-09-dirty'));
    expect(refusal(reply)).toEqual([422, 'import.rows_refused']);
    expect(reply.body.errors.map((error: { code: string }) => error.code)).toEqual([
      'import.staff_id_not_text',
      'import.time_invalid',
      'import.time_invalid',
      'import.reference_unknown',
      'import.value_out_of_range',
      'import.row_duplicate',
    ]);
    expect(await hall.sql('select 1 from attendance_punch')).toEqual([]);
  });

  it.each<[string, CellInput[][], string]>([
    [
      'no time at all',
      [
        ['工号', '姓名', '日期'],
        ['0001', null, '2026-09-07'],
      ],
      'import.column_missing',
    ],
    ['a time that is none', [header, ['0001', '2026-09-07 24:00:00', '一楼']], 'import.time_invalid'],
    [
      'a time before the one before it',
      [
        ['工号', '日期', '上班1', '下班1'],
        ['0001', '2026-09-07', '12:00', '08:30'],
      ],
      'import.value_invalid',
    ],
    [
      'a punch of another day',
      [
        ['工号', '日期', '上班1'],
        ['0001', '2026-09-07', '2026-09-08 08:20:00'],
      ],
      'import.value_invalid',
    ],
    ['a year without a calendar', [header, ['0001', '2031-01-06 08:20:00', '一楼']], 'import.value_out_of_range'],
    ['a day before any regulation', [header, ['0001', '2019-01-07 08:20:00', '一楼']], 'regulation.not_adopted'],
  ])('is refused for %s', async (_, rows, code) => {
    expect(refusal(await upload(await workbook(rows)))).toEqual([422, code]);
  });

  it('is read by its headers in either language, with cells that are dates', async () => {
    const reply = await upload(
      await workbook([
        ['User ID', 'Punch time', 'Machine'],
        ['0001', new Date(Date.UTC(2026, 8, 1, 8, 20, 31)), 'H1'],
        ['0001', '2026/9/1 12:01', 'H1'],
      ]),
    );
    expect(reply.status).toBe(201);
    expect(reply.body.rows.map((row: { at: string }) => row.at)).toEqual([
      '2026-09-01 08:20:31',
      '2026-09-01 12:01:00',
    ]);
  });

  it('is not for window staff', async () => {
    expect((await upload(await sample('attendance-2026-09'), 'x.xlsx', await hall.as('0005'))).status).toBe(403);
  });
});

describe('a month of attendance', () => {
  let before: Awaited<ReturnType<typeof september>>;
  let file: string;

  it('proposes nothing at once: each gap is told to the person first', async () => {
    before = await september();
    file = await commit(await sample('attendance-2026-09'), '九月考勤.xlsx');
    const rows = await list();
    expect(rows.map((row) => [row.person, row.day, row.half, row.kind, row.minutes, row.state, row.dueOn])).toEqual([
      ['0005', '2026-09-03', 'AM', 'late', 12, 'waiting', '2026-10-09'],
      ['0012', '2026-09-08', 'AM', 'late', 34, 'waiting', '2026-10-09'],
      ['0019', '2026-09-10', 'AM', 'noShow', 210, 'waiting', '2026-10-09'],
      ['0027', '2026-09-14', 'PM', 'early', 22, 'waiting', '2026-10-09'],
      ['0033', '2026-09-16', 'PM', 'late', 6, 'waiting', '2026-10-09'],
      ['0066', '2026-09-23', 'AM', 'noShow', 210, 'waiting', '2026-10-09'],
      ['0066', '2026-09-23', 'PM', 'noShow', 240, 'waiting', '2026-10-09'],
    ]);
    // 30 minutes are late enough for half a day (A04), 12 are late.
    expect(rows.map((row) => row.rule?.posts.map((post) => [post.item, post.quantity, post.points]))).toEqual([
      [['R11.A6', '1', '-1']],
      [['absence.absenteeism', '0.5', '-2.5']],
      [['absence.absenteeism', '0.5', '-2.5']],
      [['R11.A6', '1', '-1']],
      [['R11.A6', '1', '-1']],
      [['absence.absenteeism', '0.5', '-2.5']],
      [['absence.absenteeism', '0.5', '-2.5']],
    ]);
    expect(await september()).toEqual(before);
    const { items } = (await (await hall.as('0005')).get('/api/notifications')).body;
    expect(items[0]).toMatchObject({ message: 'absence.told' });
  });

  it('is taken over once: the second time names who did it, when, and by which name', async () => {
    const reply = await upload(await sample('attendance-2026-09'), '再来一次.xlsx');
    expect(refusal(reply)).toEqual([409, 'import.file_already_committed']);
    for (const word of ['九月考勤.xlsx', '0109', '2026-09-30']) expect(reply.body.detail).toContain(word);
  });

  it('adds nothing by another file of the same days, and nothing is lost when one of them is taken back', async () => {
    const known = (await list()).map((row) => row.key);
    const rows = ['08:42', '12:03', '13:20', '17:35'].map((time): CellInput[] => [
      '0005',
      `2026-09-03 ${time}`,
      '一楼考勤机',
    ]);
    const again = await commit(await workbook([header, ...rows]));
    // Other times of coming and going, but the same gap.
    expect((await list()).map((row) => row.key)).toEqual(known);
    expect((await supervision.post(`/api/imports/${again}/undo`, {})).status).toBe(200);
    expect((await list()).map((row) => [row.key, row.state])).toEqual(known.map((key) => [key, 'waiting']));
  });

  it('is nobody else’s business', async () => {
    const worker = await hall.as('0012');
    expect((await list('', worker)).map((row) => row.person)).toEqual(['0012']);
    const other = await one('0005', '2026-09-03');
    expect((await worker.get(`/api/absences/${other.id}`)).status).toBe(404);
    expect((await decide(other, 'confirm', {}, worker)).status).toBe(403);
    expect((await worker.post(`/api/absences/${other.id}/explain`, { text: '不是我' })).status).toBe(404);
  });

  it('waits until it is explained or the time is over', async () => {
    const late = await one('0012', '2026-09-08');
    expect(refusal(await decide(late, 'confirm', {}))).toEqual([409, 'absence.still_explaining']);
    const evidence = 'f'.repeat(64);
    const self = await hall.as('0012');
    expect(
      (await self.post(`/api/absences/${late.id}/explain`, { text: '路上堵车', evidence: [evidence] })).status,
    ).toBe(422);
    const said = await self.post(`/api/absences/${late.id}/explain`, { text: '路上堵车，已电话报备' });
    expect(said.body).toMatchObject({ state: 'open', explanation: '路上堵车，已电话报备', canDecide: false });
    expect(said.body.punches.map((punch: { time: string }) => punch.time)[0]).toBe('09:04');
    expect(await september()).toEqual(before);
  });

  it('counts once when it is confirmed, and the score is as before when the finding is revoked', async () => {
    const late = await one('0012', '2026-09-08');
    const subject = late.rule?.posts[0]?.subject ?? '';
    const answers = await Promise.all([1, 2, 3].map(() => decide(late, 'confirm', { remark: '情况属实' })));
    expect(answers.map((reply) => reply.status).sort()).toEqual([200, 409, 409]);
    const done = await one('0012', '2026-09-08');
    expect(done).toMatchObject({
      state: 'confirmed',
      decidedBy: '0109',
      findings: [{ key: late.key, state: 'assessed' }],
    });
    expect(await factsOf(late)).toMatchObject([{ item: 'absence.absenteeism', subject, quantity: 5000, count: 1 }]);
    const after = await september();
    expect([before[subject]?.total, after[subject]?.total]).toEqual(['100', '195/2']);
    expect(refusal(await decide(late, 'drop', { reason: '改主意了' }))).toEqual([409, 'absence.decided']);
    expect(refusal(await supervision.post(`/api/imports/${file}/undo`, {}))).toEqual([409, 'absence.file_in_use']);
    await inHall((tx) =>
      get(Cases).send(tx, {
        caseId: done.findings[0]?.id ?? '',
        event: 'appeal.changed',
        payload: { appeal: 'appeal-1', outcome: 'revoke', reversed: false, reason: '事实不清' },
        actor: systemActor(institution),
        key: 'appeal-1',
      }),
    );
    expect(await september()).toEqual(before);
    expect(await one('0012', '2026-09-08')).toMatchObject({ state: 'confirmed', isReversed: true });
  });

  it('costs nothing when it is dropped, and is not proposed again', async () => {
    const late = await one('0005', '2026-09-03');
    expect((await decide(late, 'drop', { reason: '' })).status).toBe(400);
    expect((await decide(late, 'drop', { reason: '班车晚点，说明成立', explained: true })).body).toMatchObject({
      state: 'dropped',
      closedBecause: 'explained',
    });
    expect(await september()).toEqual(before);
    await inHall((tx) => get(AttendanceReview).review(tx, '2026-09-01', '2026-09-30'));
    expect(await one('0005', '2026-09-03')).toMatchObject({ state: 'dropped' });
  });

  it('is closed by an approved leave and not by one that is only asked for, and comes back when the leave is gone', async () => {
    const caseId = (await one('0012', '2026-09-08')).findings[0]?.id ?? '';
    const look = () => inHall((tx) => get(AttendanceReview).review(tx, '2026-09-10', '2026-09-10'));
    const states = async () =>
      (await list('&person=0019')).map((row) => [row.key.slice(-2), row.state, row.closedBecause ?? '']);
    const become = (state: string) =>
      hall.sql('update case_file set state = $2, revision = revision + 1 where id = $1', [caseId, state]);
    await become('pending');
    await inHall((tx) =>
      get(PresenceService).take(tx, {
        caseId,
        person: '0019',
        pieces: [{ day: '2026-09-10', start: 0, end: 720 }],
        purpose: 'leave',
        window: null,
      }),
    );
    await look();
    expect(await states()).toEqual([['-1', 'waiting', '']]);
    await become('approved');
    await look();
    expect(await states()).toEqual([['-1', 'dropped', 'leave']]);
    expect((await list('&person=0019'))[0]?.reason).toMatch(/^已有获准的请假：absence-0012/);
    await inHall((tx) => get(PresenceService).free(tx, caseId));
    await look();
    expect(await states()).toEqual([
      ['-1', 'dropped', 'leave'],
      ['-2', 'waiting', ''],
    ]);
    await become('revoked');
  });

  it('becomes a proposal by itself when nobody explained it, with two halves of a day as two facts', async () => {
    await clockTo(hall, '2026-10-09T09:00:00+08:00');
    expect(await inHall((tx) => get(AttendanceReview).ripen(tx))).toBe(0);
    await clockTo(hall, '2026-10-10T09:00:00+08:00');
    expect(await inHall((tx) => get(AttendanceReview).ripen(tx))).toBe(5);
    expect(await inHall((tx) => get(AttendanceReview).ripen(tx))).toBe(0);
    const open = await list('&state=open');
    const day = open.filter((row) => row.person === '0066');
    const reply = await supervision.post('/api/absences/decide', {
      items: [...day.map((row) => row.id), '00000000-0000-4000-8000-000000000000'],
      decision: 'confirm',
      reason: '全天未到岗，情况属实',
    });
    expect(
      reply.body.items.map((item: { ok: boolean; problem?: { code: string } }) => item.problem?.code ?? item.ok),
    ).toEqual([true, true, 'platform.not_found']);
    const subject = day[0]?.rule?.posts[0]?.subject ?? '';
    expect([before[subject]?.total, (await september())[subject]?.total]).toEqual(['100', '95']);
  });

  it('is seen again when an import is taken back, and is a register in the reader’s language', async () => {
    const standing = (await list('&state=confirmed')).filter((row) => !row.isReversed);
    for (const row of standing)
      await inHall((tx) =>
        get(Cases).send(tx, {
          caseId: row.findings[0]?.id ?? '',
          event: 'appeal.changed',
          payload: { appeal: 'appeal-2', outcome: 'revoke', reversed: false, reason: '机器故障' },
          actor: systemActor(institution),
          key: `appeal-2-${row.key}`,
        }),
      );
    expect((await supervision.post(`/api/imports/${file}/undo`, {})).status).toBe(200);
    expect((await list('&state=open')).length).toBe(0);
    expect((await list('&state=dropped')).map((row) => row.closedBecause)).toEqual([
      'explained',
      'leave',
      'import',
      'import',
      'import',
    ]);
    const sheet = await supervision.get('/api/absences?format=xlsx&state=dropped');
    expect(sheet.headers.get('content-disposition')).toContain(encodeURIComponent('缺勤台账'));
    expect(await september()).toEqual(before);
  });
});

describe('one fact, one punishment', () => {
  const call = (id: string, person = '0003') => ({
    id,
    name: 'absence.propose' as const,
    params: {
      person,
      kind: 'overstay' as const,
      on: '2026-09-07',
      length: 10_000,
      cause: 'overstayed' as const,
      note: '无故未归',
    },
    caseFile: {
      id: '00000000-0000-4000-8000-000000000001',
      kind: 'leave',
      key: 'leave-x',
      state: 'overstayed',
      context: {},
      applicant: person,
      subject: `person:${person}`,
      editionHash: null,
    },
    actor: systemActor(institution),
    today: '2026-09-30',
    at: new Date('2026-09-30T01:00:00Z'),
  });
  const propose = (id: string, person?: string) =>
    inHall((tx) => get(EffectRegistry).handler('absence.propose')(tx, call(id, person)));

  it('an overstayed leave is proposed once, however often the effect runs', async () => {
    await propose('effect:1');
    await propose('effect:1');
    expect(await one('0003', '2026-09-07')).toMatchObject({
      kind: 'overstay',
      days: '1',
      state: 'open',
      rule: { posts: [{ item: 'absence.absenteeism', quantity: '1' }] },
    });
  });

  it('a day that carries a finding of the same person needs a written reason', async () => {
    const first = await one('0003', '2026-09-07');
    expect((await decide(first, 'confirm', {})).status).toBe(200);
    await propose('effect:2');
    const second = (await list('&person=0003&state=open'))[0] as AbsenceRow;
    const shown = (await supervision.get(`/api/absences/${second.id}`)).body;
    expect(shown.conflicts).toMatchObject([{ key: first.key, item: 'absence.absenteeism' }]);
    expect(refusal(await decide(second, 'confirm', { remark: '属实' }))).toEqual([422, 'absence.found_already']);
    expect((await decide(second, 'confirm', { distinct: '另一次请假期满未归，与前一次无关' })).status).toBe(200);
  });

  it('another person of the same window is another fact, without a word', async () => {
    await propose('effect:3', '0004');
    expect((await decide(await one('0004', '2026-09-07'), 'confirm', {})).body).toMatchObject({
      state: 'confirmed',
      findings: [{ state: 'assessed' }],
    });
  });

  it('nobody decides about himself, and a case may take back what it proposed', async () => {
    await propose('effect:4', '0109');
    const own = (await list('&person=0109'))[0] as AbsenceRow;
    expect(refusal(await decide(own, 'confirm', {}))).toEqual([403, 'auth.self_decision']);
    expect(refusal(await decide(own, 'drop', { reason: '我没有' }))).toEqual([403, 'auth.self_decision']);
    await inHall((tx) =>
      get(EffectRegistry).handler('absence.withdraw')(tx, {
        ...call('effect:5', '0109'),
        name: 'absence.withdraw',
        params: { reason: '已补办续假' },
      }),
    );
    expect((await list('&person=0109'))[0]).toMatchObject({
      state: 'dropped',
      closedBecause: 'source',
      reason: '已补办续假',
    });
  });

  it('takes exactly the limit of being away as no absenteeism (A04)', async () => {
    const found = await inHall((tx) => get(RegulationService).inForce(tx, '2026-09-07'));
    const posted = (minutes: string) =>
      found.decide('absence.convert', { kind: 'away', minutes, days: '0' }).value.post;
    expect(posted('31')).toEqual([{ item: 'absence.absenteeism', quantity: '0.5' }]);
    expect(posted('30')).toEqual([{ item: 'R11.A4', quantity: '1' }]);
  });
});

/** Facts of one away of 40 minutes, the points that are left, and those left when the post was left once more in it (A05). */
describe.each([
  ['REPLACE', '0005', '2026-09-22', ['absence.absenteeism'], '195/2', '195/2'],
  ['BOTH', '0027', '2026-09-21', ['absence.absenteeism', 'R11.A4'], '191/2', '187/2'],
  ['MAX', '0005', '2026-10-22', ['absence.absenteeism', 'R11.A4'], '195/2', '96'],
] as const)('an absence that is two breaches at once, read as %s', (reading, person, day, items, once, twice) => {
  const period = day.slice(0, 7);
  let away: AbsenceRow;
  let subject: string;
  const total = async () => (await scoresOf(period))[subject]?.total;
  beforeAll(async () => {
    if (reading === 'REPLACE') await clockTo(hall, '2026-12-01T09:00:00+08:00');
    else
      await inHall((tx) =>
        get(RegulationService).adopt(tx, 'example-city-hall', '2026-01-01', {
          from: `${period}-01`,
          by: 'test',
          choices: { settings: { 'overlap.absence': reading } },
        }),
      );
    const times = ['08:20', '09:10', '09:50', '12:01', '13:20', '17:40'];
    await commit(await workbook([header, ...times.map((time): CellInput[] => [person, `${day} ${time}`, '一楼'])]));
    const told = await one(person, day);
    expect([told.kind, told.minutes]).toEqual(['away', 40]);
    await (await hall.as(person)).post(`/api/absences/${told.id}/explain`, { text: '外出接电话' });
    away = await one(person, day);
    subject = away.rule?.posts[0]?.subject ?? '';
    expect(await total()).toBe('100');
  });

  it('is posted as the reading says, and costs so much', async () => {
    expect((await decide(away, 'confirm', { remark: '情况属实' })).status).toBe(200);
    // The finding of each item carries the same event.
    const posted = await hall.sql<{ item: string; quantity: number }>(
      `select item, quantity::int from fact where subject = $1 and happened_on = $2 order by seq`,
      [subject, day],
    );
    expect(posted.map(({ item }) => item)).toEqual(items);
    expect(await total()).toBe(once);
  });

  it('is still one event when the post was left again in it', async () => {
    const caseOf = (tx: Tx) =>
      get(Cases).start(tx, {
        kind: 'finding',
        key: `${away.key}-again`,
        subject,
        actor: systemActor(institution),
        input: {
          item: 'R11.A4',
          subject,
          person: `person:${person}`,
          happenedOn: day,
          quantity: 10_000,
          values: { event: away.key },
          note: '同一时段再次离岗',
          evidence: [],
          source: { kind: 'absence', key: away.key },
        },
      });
    const { id } = await inHall(caseOf);
    const actor = {
      institutionId: institution,
      person: '0109',
      language: 'zh-CN' as const,
      grants: [{ role: 'SUPERVISION' as const, scope: 'institution' as const }],
    };
    for (const [event, payload] of [
      ['finding.confirm', { distinct: '同一时段内第二次离岗' }],
      ['finding.assess', {}],
    ] as const)
      await inHall((tx) => get(Cases).send(tx, { caseId: id, actor, key: `${id}:${event}`, event, payload }));
    expect(await total()).toBe(twice);
  });
});

describe('the database itself', () => {
  it('keeps punches and history as they are, and decisions final', async () => {
    const row = (await list('&state=dropped'))[0] as AbsenceRow;
    for (const statement of [
      'update attendance_punch set second = 1',
      'delete from attendance_punch',
      'delete from absence_event',
      `update absence_event set reason = 'x'`,
      `update absence_proposal set state = 'open' where id = '${row.id}'`,
      `update absence_proposal set minutes = 1 where id = '${row.id}'`,
      `delete from absence_proposal where id = '${row.id}'`,
    ])
      await expect(inHall((tx) => tx.query(statement))).rejects.toThrow();
    expect(
      await inHall((tx) =>
        get(AbsenceRepository).drop(tx, row.id, { by: 'x', at: new Date(), reason: 'x', because: 'person' }),
      ),
    ).toBe(false);
  });
});
