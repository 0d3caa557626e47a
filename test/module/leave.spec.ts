/** W3 and W4 over HTTP: the chain that is shown is the chain that runs, and nobody leaves before the substitute is in place. */
import { jest } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import type { Reply, Visitor } from '../support/api.js';
import { HALL, type Hall, startHall } from '../support/hall.js';
import { act, clockTo, done, reached, until } from '../support/office.js';

let hall: Hall;
let supervision: Visitor;
jest.setTimeout(90_000);
beforeAll(async () => {
  hall = await startHall({ worker: true });
  supervision = await hall.as('0109');
}, 180_000);
afterAll(() => hall?.close());

/** `2026-10-12am` */
const point = (text: string) => ({ day: text.slice(0, 10), half: text.slice(10) });
const request = (from: string, to: string, kind = 'personal') => ({
  kind,
  parts: [{ from: point(from), to: point(to) }],
});
const preview = async (person: string, from: string, to: string, kind?: string) =>
  (await hall.as(person)).post('/api/leaves/preview', request(from, to, kind));
const ask = async (person: string, from: string, to: string, more: object = {}) =>
  (await hall.as(person)).post('/api/leaves', { ...request(from, to), reason: '家中老人住院', ...more });
const filed = async (person: string, from: string, to: string, more: object = {}): Promise<Leave> => {
  const reply = await ask(person, from, to, more);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body;
};
const refusal = (reply: Reply) => [reply.status, reply.body.code];
const view = async (id: string) => (await supervision.get(`/api/cases/${id}`)).body;
const slots = (id: string) =>
  hall.sql<{ person: string; day: string; start: number }>(
    'select person, day::text, lower(minutes) as start from person_slot where case_id = $1 order by day, start',
    [id],
  );

interface Leave {
  id: string;
  key: string;
}

/** Signs every step with the first who may. */
async function approveAll(id: string): Promise<Reply> {
  for (;;) {
    const { context, state } = await view(id);
    const step = context.chain[context.step];
    if (state === 'approved' || !step) throw new Error(`${state}: no step left`);
    const reply = await act(await hall.as((await holders(id))[0] ?? ''), id, 'leave.approve', { remark: '同意' });
    if (reply.status !== 200 || context.step === context.chain.length - 1) return reply;
  }
}
const holders = async (id: string): Promise<string[]> => {
  const { context } = await view(id);
  const step = context.chain[context.step].key as string;
  const people = await hall.sql<{ person: string }>(
    `select g.person_code as person from role_grant g join case_file c on c.institution_id = g.institution_id and c.id = $1
     where g.role = $2 and (g.scope = 'institution' or g.target in (c.context->>'unit',
       (select w.hall_code from service_window w where w.institution_id = c.institution_id and w.code = c.context->>'window')))
     order by 1`,
    [id, step],
  );
  return people.map((row) => row.person);
};
const coverOf = (leave: Leave) =>
  until('the substitution opens', async () => {
    const { body } = await supervision.get(`/api/cases?kind=substitution&key=${leave.key}-s1`);
    return body.items[0] as { id: string; state: string } | undefined;
  });
const headOf = async (window: string) =>
  (await hall.people()).find((person) => person.window?.code === window && person.roles.includes('WINDOW_HEAD'))
    ?.code ?? '';
/** Nominated, accepted, recorded and trained: one step before the badge. */
async function prepare(cover: string, window: string, substitute: string, nominator: string): Promise<void> {
  const head = await hall.as(await headOf(window));
  await done(await hall.as(nominator), cover, 'substitution.nominate', { substitute });
  await done(await hall.as(substitute), cover, 'substitution.accept');
  await done(supervision, cover, 'substitution.file');
  await done(head, cover, 'substitution.train', { business: true, norms: true });
}

describe('what would happen', () => {
  // G-08 and G-09 by the adopted edition; Oct. 10, 2026 is a Saturday on which people work.
  it.each([
    ['2026-10-12am', '2026-10-12am', '0.5', ['SHIFT_LEADER']],
    ['2026-10-12am', '2026-10-12pm', '1', ['SHIFT_LEADER']],
    ['2026-10-12pm', '2026-10-13pm', '1.5', ['SHIFT_LEADER', 'CENTRE_LEADER']],
    ['2026-10-12am', '2026-10-13pm', '2', ['SHIFT_LEADER', 'HOME_DEPT_LEADER', 'CENTRE_LEADER']],
    ['2026-10-12am', '2026-10-14pm', '3', ['SHIFT_LEADER', 'HOME_DEPT_LEADER', 'CENTRE_LEADER']],
    ['2026-10-12am', '2026-10-19pm', '6', ['SHIFT_LEADER', 'HOME_DEPT_LEADER', 'CENTRE_LEADER']],
    ['2026-09-30pm', '2026-10-08am', '1', ['SHIFT_LEADER']],
  ])('from %s to %s is %s days and goes to %j', async (from, to, days, chain) => {
    const { status, body } = await preview('0002', from, to);
    expect([status, body.days]).toEqual([200, days]);
    expect(body.chain.map((step: { key: string }) => step.key)).toEqual(chain);
    for (const step of body.chain) expect(step.people.map((one: { code: string }) => one.code)).not.toContain('0002');
  });

  it.each([
    ['2026-10-13am', '2026-10-12pm', 422, 'leave.period_reversed'],
    ['2026-10-12pm', '2026-10-12am', 422, 'leave.period_reversed'],
    ['2026-10-17am', '2026-10-18pm', 422, 'leave.period_empty'],
    ['2026-12-31am', '2027-01-04pm', 422, 'calendar.year_missing'],
    ['2026-02-30am', '2026-03-01pm', 400, undefined],
  ])('refuses %s to %s', async (from, to, status, code) => {
    for (const reply of [await preview('0002', from, to), await ask('0002', from, to)])
      expect(reply).toMatchObject({ status, ...(code ? { body: { code } } : {}) });
  });

  it('refuses what lies in the past, official leave without document, and a chain that nobody can sign', async () => {
    expect(await ask('0002', '2026-09-29am', '2026-09-30pm')).toMatchObject({
      status: 422,
      body: { code: 'leave.in_past', articles: ['R15.L3'] },
    });
    expect(await ask('0002', '2026-10-12am', '2026-10-12pm', { kind: 'official' })).toMatchObject({
      status: 422,
      body: { code: 'leave.document_missing', articles: ['R15.L4'] },
    });
    expect(refusal(await ask('0103', '2026-10-12am', '2026-10-13pm'))).toEqual([422, 'leave.approver_missing']);
    expect(await hall.sql("select key from case_file where kind = 'leave'")).toEqual([]);
  });
});

describe('two days from a window with two workers', () => {
  let leave: Leave;
  let cover: { id: string };
  let shown: {
    chain: { key: string; people: { code: string; name: string }[] }[];
    substitute: { candidates: { code: string }[] };
  };

  it('runs through the chain that was shown, with a substitution opened beside it', async () => {
    shown = (await preview('0047', '2026-10-12am', '2026-10-13pm')).body;
    leave = await filed('0047', '2026-10-12am', '2026-10-13pm');
    const { context, state } = await view(leave.id);
    expect(state).toBe('pending');
    expect(context.chain.map((step: { key: string }) => step.key)).toEqual(shown.chain.map((step) => step.key));
    expect(context).toMatchObject({ substituteRequired: true, window: 'A16', length: 20_000 });
    cover = await coverOf(leave);
    // What is offered in the inbox is what was shown.
    for (const { code } of shown.chain[0]?.people ?? []) {
      const { items } = (await (await hall.as(code)).get('/api/tasks?box=todo')).body;
      expect(
        items.map((task: { caseFile?: { id: string }; caseId?: string }) => task.caseId ?? task.caseFile?.id),
      ).toContain(leave.id);
      // Enough to decide on it without opening the case.
      const gist = items.find((task: { caseId: string }) => task.caseId === leave.id).summary;
      expect(gist.map((line: { value: string }) => line.value)).toEqual([
        '事假',
        '2026-10-12 上午',
        '2026-10-13 下午',
        '2',
      ]);
    }
  });

  it('names on its page the people whom the preview named, also for steps to come', async () => {
    const { chain, tasks } = await view(leave.id);
    expect(
      chain.map((step: { places: { people: object[] }[] }) => step.places.flatMap((place) => place.people)),
    ).toEqual(shown.chain.map((step) => step.people));
    expect(tasks[0].people).toEqual(shown.chain[0]?.people);
  });

  it('is not decided by the applicant or out of turn', async () => {
    expect(refusal(await act(await hall.as('0047'), leave.id, 'leave.approve'))).toEqual([403, 'auth.self_decision']);
    const centre = await act(await hall.as('0103'), leave.id, 'leave.approve');
    expect([403, 404]).toContain(centre.status);
    expect(await act(await hall.as('0003'), leave.id, 'leave.approve')).toMatchObject({ status: 404 });
  });

  it('is not approved before the badge of the substitute is out (R15.L5)', async () => {
    const substitute = shown.substitute.candidates[0]?.code ?? '';
    const refused = await approveAll(leave.id);
    expect(refused).toMatchObject({ status: 422, body: { code: 'leave.substitute_missing' } });
    expect(refused.body.articles).toEqual(expect.arrayContaining(['R15.L5', 'R15.S1']));
    // The head of this window is the one who goes, and he does not name who stands in for him.
    expect(refusal(await act(await hall.as('0047'), cover.id, 'substitution.nominate', { substitute }))).toEqual([
      403,
      'auth.self_decision',
    ]);
    await prepare(cover.id, 'A16', substitute, shown.chain[1]?.people[0]?.code ?? '');
    expect(refusal(await approveAll(leave.id))).toEqual([422, 'leave.substitute_missing']);
    await done(supervision, cover.id, 'substitution.issueBadge', { badge: 'T-01' });
    expect(await approveAll(leave.id)).toMatchObject({ status: 200 });
    expect((await view(leave.id)).state).toBe('approved');
    await done(supervision, leave.id, 'leave.file');
    expect(await slots(cover.id)).toHaveLength(4);
  });

  it('asks for its slip once it is approved', async () => {
    const paper = await until('the slip', async () => {
      const { body } = await supervision.get(`/api/cases?kind=paper&key=${leave.key}-slip`);
      return body.items[0] as { editionRef?: string } | undefined;
    });
    expect(paper).toBeDefined();
  });
});

describe('half days', () => {
  it('are given to one of 20 overlapping requests at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ask('0006', index % 2 ? '2026-10-14am' : '2026-10-13pm', index % 3 ? '2026-10-14pm' : '2026-10-14am'),
      ),
    );
    const outcomes = answers.map((reply) => (reply.status === 201 ? 'filed' : reply.body.code));
    expect(outcomes.filter((outcome) => outcome === 'filed')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['filed', 'leave.overlap']));
    expect(await hall.sql("select 1 from case_file where kind = 'leave' and applicant = '0006'")).toHaveLength(1);
  });

  it('are free again after a withdrawal, and nobody need stand in any more', async () => {
    const leave = await filed('0048', '2026-10-15am', '2026-10-16pm');
    const cover = await coverOf(leave);
    expect(await slots(leave.id)).toHaveLength(4);
    expect(refusal(await ask('0048', '2026-10-16pm', '2026-10-16pm'))).toEqual([422, 'leave.overlap']);
    await done(await hall.as('0048'), leave.id, 'leave.withdraw');
    expect(await slots(leave.id)).toEqual([]);
    await reached(supervision, cover.id, 'cancelled');
    await filed('0048', '2026-10-16pm', '2026-10-16pm');
  });

  it('cannot be covered twice by one person, and a badge is out once', async () => {
    const [first, second] = [
      await filed('0010', '2026-10-19am', '2026-10-27pm'),
      await filed('0011', '2026-10-19am', '2026-10-27pm'),
    ];
    const covers = [await coverOf(first), await coverOf(second)];
    const { items } = (await supervision.get('/api/leaves/candidates?window=A03&from=2026-10-19&to=2026-10-27')).body;
    const shared = items.find((one: { isFree: boolean }) => one.isFree).code as string;
    const leader = await hall.as('0089');
    for (const cover of covers) await done(leader, cover.id, 'substitution.nominate', { substitute: shared });
    const who = await hall.as(shared);
    await done(who, covers[0]?.id ?? '', 'substitution.accept');
    expect(refusal(await act(who, covers[1]?.id ?? '', 'substitution.accept'))).toEqual([
      422,
      'substitution.double_cover',
    ]);
    await done(who, covers[1]?.id ?? '', 'substitution.decline', { reason: '已在他处替岗' });
    const again = await act(leader, covers[1]?.id ?? '', 'substitution.nominate', { substitute: shared });
    expect(refusal(again)).toEqual([422, 'substitution.covers_elsewhere']);
    await done(supervision, covers[0]?.id ?? '', 'substitution.file');
    await done(leader, covers[0]?.id ?? '', 'substitution.train', { business: true, norms: true });
    expect(refusal(await act(supervision, covers[0]?.id ?? '', 'substitution.issueBadge', { badge: 'T-01' }))).toEqual([
      422,
      'substitution.badge_out',
    ]);
    await done(supervision, covers[0]?.id ?? '', 'substitution.issueBadge', { badge: 'T-02' });
    // Called off with the badge out: it comes back first, then the case ends.
    await done(await hall.as('0010'), first.id, 'leave.withdraw');
    await reached(supervision, covers[0]?.id ?? '', 'ended');
    await done(supervision, covers[0]?.id ?? '', 'substitution.returnBadge');
    expect((await view(covers[0]?.id ?? '')).state).toBe('cancelled');
    expect(await slots(covers[0]?.id ?? '')).toEqual([]);
  });
});

describe('the register of leaves', () => {
  it('shows what the rights of the reader reach', async () => {
    const people = async (person: string, path = 'leaves') =>
      new Set(
        (await (await hall.as(person)).get(`/api/${path}?pageSize=200`)).body.items.map(
          (row: { person?: string; absent?: string }) => row.person ?? row.absent,
        ),
      );
    expect([...(await people('0109'))].sort()).toEqual(
      expect.arrayContaining(['0006', '0010', '0011', '0047', '0048']),
    );
    expect([...(await people('0006'))]).toEqual(['0006']);
    expect([...(await people('0003'))]).toEqual([]);
    expect([...(await people('0005'))]).toEqual(['0006']);
    const first = await people('0115');
    const second = await people('0116');
    expect(first).not.toEqual(second);
    expect([...first, ...second].sort()).toEqual([...(await people('0109'))].sort());
    expect([...(await people(await headOf('A16'), 'substitutions'))].sort()).toEqual(['0047', '0048']);
    expect((await supervision.get('/api/leaves?format=xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('the slip', () => {
  it('is no longer valid once the approved leave is withdrawn', async () => {
    const leave = await filed('0003', '2026-10-26am', '2026-10-26pm');
    expect(await approveAll(leave.id)).toMatchObject({ status: 200 });
    const slip = async (...states: string[]) => {
      const { body } = await supervision.get(`/api/cases?kind=paper&key=${leave.key}-slip`);
      const [found] = body.items as { id: string; state: string }[];
      return found && states.includes(found.state) ? found : undefined;
    };
    await until('the slip is out', () => slip('issued', 'filed'));
    await done(await hall.as('0003'), leave.id, 'leave.withdraw');
    const { id } = await until('the slip is withdrawn', () => slip('withdrawn'));
    const rows = await hall.sql(
      `select w.reason, w.withdrawn_by as by from paper_withdrawal w join paper p on p.id = w.paper_id where p.case_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ reason: '请假已不成立，本单作废', by: 'system' }]);
  });
});

describe('the days themselves', () => {
  const adopt = (from: string, settings: Record<string, string>) =>
    hall.sql<{ id: string }>('select id from institution where code = $1', [HALL]).then(([row]) =>
      hall.app.get(Database, { strict: false }).inInstitution(row?.id ?? '', (tx) =>
        hall.app.get(RegulationService, { strict: false }).adopt(tx, 'example-city-hall', '2026-01-01', {
          from,
          by: 'test',
          choices: { settings },
        }),
      ),
    );
  const extend = async (leave: Leave, person: string, to: string) => {
    await done(await hall.as(person), leave.id, 'leave.extend', { to: point(to), reason: '路上耽搁' });
    const { context } = await view(leave.id);
    return context.chain.map((step: { key: string }) => step.key);
  };
  const granted = async (person: string, from: string, to: string, more: object = {}) => {
    const leave = await filed(person, from, to, more);
    expect(await approveAll(leave.id)).toMatchObject({ status: 200 });
    await done(supervision, leave.id, 'leave.file');
    return leave;
  };

  it('begin by the calendar; sick leave without certificate becomes personal leave in the sheet of the window', async () => {
    const sick = await granted('0002', '2026-10-12am', '2026-10-12pm', { kind: 'sick' });
    const whole = await granted('0003', '2026-10-12am', '2026-10-13pm');
    await adopt('2026-10-19', { 'leave.extensionBasis': 'EXTENSION' });
    const alone = await granted('0007', '2026-10-19am', '2026-10-20pm');
    await clockTo(hall, '2026-10-12T09:00:00+08:00');
    await reached(supervision, sick.id, 'onLeave');
    await reached(supervision, whole.id, 'onLeave');
    const applicant = await hall.as('0002');
    expect(refusal(await act(applicant, sick.id, 'leave.reportBack', { returned: point('2026-10-14pm') }))).toEqual([
      422,
      'leave.return_implausible',
    ]);
    await done(applicant, sick.id, 'leave.reportBack', { returned: point('2026-10-12pm') });
    expect((await view(sick.id)).state).toBe('returned');
    const paper = { issuedTo: '0002', from: '2026-10-12', to: '2026-10-12' };
    expect(refusal(await act(supervision, sick.id, 'leave.acceptCertificate', paper))).toEqual([
      422,
      'leave.certificate_missing',
    ]);
    // A paper that names somebody else, or other days, is none.
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const { hash } = (await applicant.upload('/api/evidence', 'certificate.png', png)).body;
    await done(applicant, sick.id, 'leave.addCertificate', { certificates: [hash] });
    for (const wrong of [{ issuedTo: '0003' }, { from: '2026-10-13' }, { to: '2026-10-11' }]) {
      const { status, body } = await act(supervision, sick.id, 'leave.acceptCertificate', { ...paper, ...wrong });
      expect([status, body.code, body.articles]).toEqual([422, 'leave.certificate_mismatch', ['R15.L6']]);
    }
    await done(supervision, sick.id, 'leave.reclassify', { reason: '未补交病假证明' });
    const facts = await hall.sql('select item, subject, quantity::int, happened_on::text as day from fact');
    expect(facts).toEqual([
      { item: 'leave.personal.excused', subject: 'window:A01', quantity: 10_000, day: '2026-10-12' },
    ]);
    // A61: three days in all take three signatures…
    expect(await extend(whole, '0003', '2026-10-14pm')).toEqual(['SHIFT_LEADER', 'HOME_DEPT_LEADER', 'CENTRE_LEADER']);
    await clockTo(hall, '2026-10-19T09:00:00+08:00');
    await reached(supervision, alone.id, 'onLeave');
    // …and one day more takes one, where the office chose so.
    expect(await extend(alone, '0007', '2026-10-21pm')).toEqual(['SHIFT_LEADER']);
    expect((await view(alone.id)).context.extension).toMatchObject({ length: 30_000 });
  });

  it('end with the badge back: cover served, days in the ledger, case closed', async () => {
    const [row] = await hall.sql<{ id: string; key: string }>(
      `select id, key from case_file where kind = 'leave' and applicant = '0047'`,
    );
    const leave = row as Leave;
    const cover = await coverOf(leave);
    // It is the 19th: nobody reported back, so the leave ran over and the supervision section decides.
    await reached(supervision, leave.id, 'overstayed');
    await done(supervision, leave.id, 'leave.excuse', {
      returned: point('2026-10-13pm'),
      reason: '已于14日返岗，漏报',
    });
    expect((await view(leave.id)).state).toBe('returned');
    await done(supervision, leave.id, 'leave.confirmReturn');
    expect((await view(leave.id)).state).toBe('closed');
    await reached(supervision, cover.id, 'ended');
    await done(supervision, cover.id, 'substitution.returnBadge');
    expect((await view(cover.id)).state).toBe('closed');
    const facts = await hall.sql(`select item, quantity::int from fact where subject = 'window:A16'`);
    expect(facts).toEqual([{ item: 'leave.personal.covered', quantity: 20_000 }]);
  });

  it('are counted by the calendar where the office chose so (A03)', async () => {
    const weekend = ['2026-11-06am', '2026-11-09am'] as const;
    expect((await preview('0002', ...weekend)).body).toMatchObject({ days: '1.5', length: 15_000 });
    await adopt('2026-11-01', { 'leave.unit': 'CALENDAR_DAY' });
    const { body } = await preview('0002', ...weekend);
    expect(body).toMatchObject({ days: '3.5', length: 35_000 });
    expect(body.chain).toHaveLength(3);
    // Reserved are the half days on which people work.
    const leave = await filed('0002', ...weekend);
    expect(await slots(leave.id)).toHaveLength(3);
  });
});
