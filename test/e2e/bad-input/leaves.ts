/** What nobody can ask for in leave and cover: each line refused with its place, its article and what to do, and nothing stored. */

import { Database } from '../../../src/platform/database/database.js';
import { Cases } from '../../../src/platform/effects/case-port.js';
import type { Visitor } from '../../support/api.js';
import { HALL } from '../../support/hall.js';
import { act, done } from '../../support/office.js';
import type { Desk, Row } from './refusal.js';

const point = (text: string) => ({ day: text.slice(0, 10), half: text.slice(10) });
const days = (from: string, to = from.replace('am', 'pm')) => ({ from: point(from), to: point(to) });
const hours = (day: string, start: string, end: string) => ({ day, start, end });
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A leave that the clerk asks for. */
const ask =
  (kind: string, parts: readonly object[], more: object = {}): Row['send'] =>
  ({ clerk }, headers) =>
    clerk.post('/api/leaves', { kind, parts, reason: '家中有事', ...more }, headers);

/** What stands before the rows begin. */
interface Stage {
  /** A cover that waits for a substitute, and those who may not be it. */
  cover: string;
  leader: Visitor;
  absent: string;
  away: string;
  elsewhere: string;
  inCircle: string;
  unqualified: string;
  /** A sick leave that is over, with a certificate handed in. */
  sick: string;
  /** Who filed for the clerk first. */
  colleague: string;
}
const stages = new WeakMap<Desk, Stage>();
const stageOf = (desk: Desk): Stage => {
  const stage = stages.get(desk);
  if (!stage) throw new Error('nothing is prepared');
  return stage;
};

const toCase = async (who: Visitor, id: string, body: object, headers: Record<string, string>) => {
  const { revision } = (await who.get(`/api/cases/${id}`)).body;
  return who.post(`/api/cases/${id}/events`, body, { 'if-match': `"${revision}"`, ...headers });
};
const nominate =
  (whom: keyof Stage): Row['send'] =>
  (desk, headers) => {
    const stage = stageOf(desk);
    const payload = { substitute: stage[whom] };
    return toCase(stage.leader, stage.cover, { type: 'substitution.nominate', payload }, headers);
  };
const certificate =
  (wrong: object): Row['send'] =>
  (desk, headers) => {
    const payload = { issuedTo: '0006', from: '2026-09-30', to: '2026-09-30', ...wrong };
    return toCase(desk.supervision, stageOf(desk).sick, { type: 'leave.acceptCertificate', payload }, headers);
  };

const WINDOW = 'A03';
const ABSENT = '0010';
const COVER = ['2026-11-02', '2026-11-03'] as const;

/** Opens a substitution as a leave would. */
async function openCover({ hall }: Desk, absent: string, window: string): Promise<string> {
  const [found] = await hall.sql<{ id: string; unit: string }>(
    `select i.id, w.unit_code as unit from institution i join service_window w on w.institution_id = i.id
     where i.code = $1 and w.code = $2`,
    [HALL, window],
  );
  const system = { institutionId: found?.id ?? '', person: 'system', grants: [], language: 'zh-CN' as const };
  const [from, to] = COVER;
  const input = {
    leave: `leave-of-${absent}`,
    window,
    unit: found?.unit ?? null,
    absent,
    from: { day: from, half: 'am' },
    to: { day: to, half: 'pm' },
    why: 'R15.S1',
    acceptWorkingDays: 1,
    badgeReturnWorkingDays: 1,
  };
  const made = await hall.app.get(Database, { strict: false }).inInstitution(system.institutionId, (tx) =>
    hall.app.get(Cases, { strict: false }).start(tx, {
      kind: 'substitution',
      key: `cover-of-${absent}`,
      subject: `window:${window}`,
      actor: system,
      input,
    }),
  );
  return made.id;
}

async function leaderOf({ hall }: Desk, window: string): Promise<Visitor> {
  const [row] = await hall.sql<{ person: string }>(
    `select g.person_code as person from role_grant g join service_window w on w.institution_id = g.institution_id
     where w.code = $1 and g.role = 'HOME_DEPT_LEADER' and g.target = w.unit_code order by 1`,
    [window],
  );
  return hall.as(row?.person ?? '');
}

async function sickLeave({ hall, supervision }: Desk): Promise<string> {
  const self = await hall.as('0006');
  const { body } = await self.post('/api/leaves', { kind: 'sick', parts: [days('2026-09-30am')], reason: '发热' });
  for (const one of (await hall.people()).filter(({ roles }) => roles.includes('SHIFT_LEADER')))
    if ((await act(await hall.as(one.code), body.id, 'leave.approve')).status === 200) break;
  await done(supervision, body.id, 'leave.file');
  const { hash } = (await self.upload('/api/evidence', '证明.png', png)).body;
  await done(self, body.id, 'leave.reportBack', { returned: point('2026-09-30pm'), certificates: [hash] });
  return body.id;
}

export async function prepareLeaves(desk: Desk): Promise<void> {
  const { hall, supervision } = desk;
  const people = await hall.people();
  const leader = await leaderOf(desk, WINDOW);
  const [from, to] = COVER;
  const { items } = (await supervision.get(`/api/leaves/candidates?window=${WINDOW}&from=${from}&to=${to}`)).body;
  const free = (items as { code: string; isFree: boolean }[])
    .filter(({ code, isFree }) => isFree && code !== ABSENT)
    .map(({ code }) => code);
  const windowOf = (code: string) => people.find((one) => one.code === code)?.window?.code ?? '';
  const here = free.filter((code) => windowOf(code) === WINDOW);
  const others = free.filter((code) => windowOf(code) !== WINDOW && windowOf(code) !== '');
  const [[away, inCircle], [elsewhere]] = [here, others];
  if (!away || !inCircle || !elsewhere) throw new Error(`too few may stand in: ${free.join(' ')}`);
  // The absence of one neighbour is covered by the absent person himself, that of another by somebody from elsewhere.
  for (const [absent, substitute] of [
    [inCircle, ABSENT],
    [away, elsewhere],
  ] as const) {
    const window = windowOf(absent);
    const id = await openCover(desk, absent, window);
    await done(await leaderOf(desk, window), id, 'substitution.nominate', { substitute });
    await done(await hall.as(substitute), id, 'substitution.accept');
  }
  const gone = { kind: 'personal', parts: [days(`${from}am`)], reason: '家中有事' };
  const left = await (await hall.as(away)).post('/api/leaves', gone);
  if (left.status !== 201) throw new Error(JSON.stringify(left.body));
  const qualified = new Set((items as { code: string }[]).map(({ code }) => code));
  const colleague = people.find(
    (one) => one.window?.code === windowOf('0002') && one.code !== '0002' && one.roles.join() === 'STAFF',
  );
  const filed = await (await hall.as(colleague?.code ?? '')).post('/api/leaves', {
    kind: 'sick',
    parts: [days('2026-10-20am')],
    reason: '来电请代为请假',
    for: '0002',
  });
  if (filed.status !== 201) throw new Error(JSON.stringify(filed.body));
  stages.set(desk, {
    cover: await openCover(desk, ABSENT, WINDOW),
    leader,
    absent: ABSENT,
    away,
    elsewhere,
    inCircle,
    unqualified: people.find((one) => one.roles.join() === 'STAFF' && !qualified.has(one.code))?.code ?? '',
    sick: await sickLeave(desk),
    colleague: colleague?.name ?? '',
  });
}

export const leaves: readonly Row[] = [
  {
    id: 'B-LEV-01',
    what: 'an end before the start',
    send: ask('personal', [days('2026-10-13am', '2026-10-12pm')]),
    status: 422,
    code: 'leave.period_reversed',
    where: ['/parts/0/to'],
  },
  {
    id: 'B-LEV-02',
    what: 'zero length',
    send: ask('personal', [hours('2026-10-13', '09:00', '09:00')]),
    status: 422,
    code: 'leave.period_reversed',
    where: ['/parts/0/end'],
  },
  {
    id: 'B-LEV-02 days off',
    what: 'no working time at all',
    send: ask('personal', [days('2026-10-17am', '2026-10-18pm')]),
    status: 422,
    code: 'leave.period_empty',
    where: ['/parts'],
  },
  {
    id: 'B-LEV-03',
    what: 'what is asked for already',
    send: ask('personal', [hours('2026-10-12', '10:00', '11:00')]),
    status: 422,
    code: 'leave.overlap',
    where: ['/parts'],
    allowed: false,
  },
  {
    id: 'B-LEV-04',
    what: 'beyond the balance',
    send: ask('annual', [days('2026-10-26am', '2026-12-11pm')]),
    status: 422,
    code: 'leave.beyond_balance',
    where: ['/parts'],
    allowed: false,
    articles: ['X06.3'],
  },
  {
    id: 'B-LEV-05',
    what: 'days that are over',
    send: ask('personal', [days('2026-09-01am')]),
    status: 422,
    code: 'leave.in_past',
    where: ['/parts'],
    allowed: false,
    articles: ['R15.L3'],
  },
  {
    id: 'B-LEV-06',
    what: 'a year without a calendar',
    send: ask('personal', [days('2026-12-31am', '2027-01-04pm')]),
    status: 422,
    code: 'calendar.year_missing',
    where: ['/parts/0'],
    allowed: false,
  },
  {
    id: 'B-LEV-07',
    what: 'the applicant as substitute',
    send: nominate('absent'),
    status: 422,
    code: 'substitution.is_absent_person',
    where: ['/payload/substitute'],
    allowed: false,
    articles: ['R15.S1'],
  },
  {
    id: 'B-LEV-08',
    what: 'a substitute on leave',
    send: nominate('away'),
    status: 422,
    code: 'substitution.on_leave',
    where: ['/payload/substitute'],
    allowed: false,
    articles: ['R15.S1'],
  },
  {
    id: 'B-LEV-08 covers',
    what: 'a substitute who covers elsewhere',
    send: nominate('elsewhere'),
    status: 422,
    code: 'substitution.covers_elsewhere',
    where: ['/payload/substitute'],
    allowed: false,
    articles: ['R15.S1'],
  },
  {
    id: 'B-LEV-09',
    what: 'an unqualified substitute',
    send: nominate('unqualified'),
    status: 422,
    code: 'substitution.unqualified',
    where: ['/payload/substitute'],
    allowed: false,
    articles: ['R15.S4'],
  },
  {
    id: 'B-LEV-10',
    what: 'two who cover each other',
    send: nominate('inCircle'),
    status: 422,
    code: 'substitution.circular_cover',
    where: ['/payload/substitute'],
    allowed: false,
    articles: ['R15.L5', 'R15.S1'],
  },
  {
    id: 'B-LEV-11',
    what: 'official leave without its document',
    send: ask('official', [days('2026-10-13am')]),
    status: 422,
    code: 'leave.document_missing',
    where: ['/documents'],
    allowed: false,
    articles: ['R15.L4'],
  },
  {
    id: 'B-LEV-12',
    what: 'the certificate of another person',
    send: certificate({ issuedTo: '0003' }),
    status: 422,
    code: 'leave.certificate_mismatch',
    where: ['/payload/issuedTo'],
    allowed: false,
    articles: ['R15.L6'],
  },
  {
    id: 'B-LEV-12 date',
    what: 'the certificate of another day',
    send: certificate({ from: '2026-09-29', to: '2026-09-29' }),
    status: 422,
    code: 'leave.certificate_mismatch',
    where: ['/payload/to'],
    allowed: false,
    articles: ['R15.L6'],
  },
  {
    id: 'B-LEV-13',
    what: 'a file that is not what it says',
    send: ({ clerk }, headers) =>
      clerk.upload('/api/evidence', '证明.png', Buffer.from('MZ this is no picture'), headers),
    status: 415,
    code: 'file.type_mismatch',
    where: ['file'],
    allowed: false,
  },
  {
    id: 'B-LEV-13 stranger',
    what: 'a file that nobody uploaded',
    send: ask('official', [days('2026-10-13am')], { documents: ['a'.repeat(64)] }),
    status: 422,
    code: 'ledger.evidence_unknown',
  },
  {
    id: 'B-LEV-13 later',
    what: 'a certificate handed in later that nobody uploaded',
    send: async (desk, headers) => {
      const payload = { certificates: ['b'.repeat(64)] };
      return toCase(await desk.hall.as('0006'), stageOf(desk).sick, { type: 'leave.addCertificate', payload }, headers);
    },
    status: 422,
    code: 'ledger.evidence_unknown',
  },
  {
    id: 'B-LEV-14',
    what: 'two people filing for one',
    send: ask('personal', [hours('2026-10-20', '10:00', '11:00')]),
    status: 422,
    code: 'leave.overlap',
    where: ['/parts'],
    allowed: false,
    also: ({ body }, desk) => expect(body.detail).toContain(stageOf(desk).colleague),
  },
];
