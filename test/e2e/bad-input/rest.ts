/** B-REST-01 … 20 of the corpus: bodies and headers of the API. */
import { randomUUID } from 'node:crypto';
import type { Reply } from '../../support/api.js';
import type { Desk, Row } from './refusal.js';

const day = (value: string, half: 'am' | 'pm' = 'am') => ({ day: value, half });
const leave = ({ from, to, ...more }: { from?: object; to?: object } & Record<string, unknown> = {}) => ({
  kind: 'personal',
  parts: [{ from: from ?? day('2026-10-12'), to: to ?? day('2026-10-12', 'pm') }],
  reason: '家中有事',
  ...more,
});
const finding = (more: object = {}) => ({ item: 'late', subject: 'person:0001', happenedOn: '2026-09-29', ...more });

type Send = Row['send'];
const asClerk =
  (path: string, body: unknown, extra: Record<string, string> = {}): Send =>
  ({ clerk }, headers) =>
    clerk.post(path, body, { ...extra, ...headers });
const asSupervision =
  (path: string, body: unknown): Send =>
  ({ supervision }, headers) =>
    supervision.post(path, body, headers);
/** The text as it stands, for what JSON.stringify would never write. */
const raw = (text: string): Send => asClerk('/api/leaves', text);

/** A leave that stands, filed once for the rows that need a case. */
const filed = new WeakMap<Desk, Promise<{ id: string; revision: number }>>();
const aLeave = (desk: Desk) => {
  const known = filed.get(desk) ?? desk.clerk.post('/api/leaves', leave()).then((reply) => reply.body);
  filed.set(desk, known);
  return known;
};
/** The corpus begins with it, so that rows are compared with a database that has it already. */
export const prepareRest = async (desk: Desk): Promise<void> => {
  await aLeave(desk);
  await desk.clerk.post('/api/leaves', leave({ from: day('2026-10-14'), to: day('2026-10-14', 'pm') }), {
    'idempotency-key': USED,
  });
};
const USED = `used-${randomUUID()}`;
const toLeave =
  (body: object, match: (revision: number) => Record<string, string>): Send =>
  async (desk, headers) => {
    const { id, revision } = await aLeave(desk);
    return desk.clerk.post(`/api/cases/${id}/events`, body, { ...match(revision), ...headers });
  };
const present = (revision: number) => ({ 'if-match': `"${revision}"` });

export const rest: readonly Row[] = [
  {
    id: 'B-REST-01',
    what: 'a leave that says it is approved',
    send: asClerk('/api/leaves', leave({ status: 'APPROVED' })),
    status: 400,
    code: 'input.field_not_allowed',
    where: ['/status'],
    allowed: /kind.*parts.*reason/,
  },
  ...['role', 'unitId', 'createdBy', 'version', 'revision', 'applicant'].map(
    (field): Row => ({
      id: `B-REST-01 A-11 ${field}`,
      what: 'a field that only the server sets',
      send: asClerk('/api/leaves', leave({ [field]: 'x' })),
      status: 400,
      code: 'input.field_not_allowed',
      where: [`/${field}`],
    }),
  ),
  {
    id: 'B-REST-02',
    what: 'a nested extra field',
    send: asClerk('/api/leaves', leave({ from: { ...day('2026-10-12'), approvedBy: '0001' } })),
    status: 400,
    code: 'input.field_not_allowed',
    where: ['/parts/0/from/approvedBy'],
    allowed: /day.*half/,
  },
  {
    id: 'B-REST-03',
    what: 'an array where an object is due',
    send: asClerk('/api/leaves', [leave()]),
    status: 400,
    code: 'input.body_not_object',
    where: [''],
    allowed: /object/,
  },
  {
    id: 'B-REST-04',
    what: 'a number as text',
    send: asSupervision('/api/demo/clock', { advanceDays: '3' }),
    status: 400,
    code: 'input.type_mismatch',
    where: ['/advanceDays'],
    allowed: /int|number/,
    also: async (_, { supervision }) => expect((await supervision.get('/api/clock')).body.today).toBe('2026-09-30'),
  },
  {
    id: 'B-REST-05',
    what: 'an empty text for an amount, which must not become 0',
    send: asSupervision('/api/findings', finding({ quantity: '' })),
    status: 400,
    code: 'input.type_mismatch',
    where: ['/quantity'],
  },
  {
    id: 'B-REST-06',
    what: 'the text "false", which must not become true',
    send: asSupervision('/api/calendar', {
      notice: { year: 2026, days: [{ name: '元旦', date: '2026-01-01', isOffDay: 'false' }] },
    }),
    status: 400,
    code: 'input.type_mismatch',
    where: ['/notice/days/0/isOffDay'],
    allowed: /boolean/,
  },
  {
    id: 'B-REST-07',
    what: '1e400',
    send: asClerk('/api/findings', '{"item":"late","quantity":1e400}'),
    status: 400,
    code: 'input.number_not_finite',
    where: ['/quantity'],
  },
  ...[99.995, '99.995'].map(
    (quantity): Row => ({
      id: `B-REST-08 ${typeof quantity}`,
      what: '99.995 where two places are due, which must not become 100',
      send: asSupervision('/api/findings', finding({ quantity })),
      status: 400,
      code: 'input.decimal_scale',
      where: ['/quantity'],
      says: /99\.995/,
    }),
  ),
  {
    id: 'B-REST-09',
    what: 'a number that no double holds',
    send: raw('{"id":9007199254740993}'),
    status: 400,
    code: 'input.number_unsafe',
    where: ['/id'],
    says: /9007199254740993.*字符串/,
  },
  {
    id: 'B-REST-10',
    what: 'a key twice',
    send: raw('{"score":100,"score":0}'),
    status: 400,
    code: 'input.duplicate_key',
    where: ['/score'],
    says: /score/,
  },
  {
    id: 'B-REST-09 NUL',
    what: 'a text that the database cannot hold',
    send: raw('{"reason":"x\\u0000"}'),
    status: 400,
    code: 'input.text_characters',
    where: ['/reason'],
  },
  {
    id: 'B-REST-11',
    what: 'a comma too many',
    send: raw('{"a":1,}'),
    status: 400,
    code: 'input.json_syntax',
    where: ['1:8'],
    says: /第 1 行第 8 列/,
  },
  {
    id: 'B-REST-12',
    what: 'JSON sent as text/plain',
    send: asClerk('/api/leaves', leave(), { 'content-type': 'text/plain' }),
    status: 415,
    code: 'input.content_type',
    where: ['Content-Type'],
    allowed: /application\/json/,
    says: /text\/plain/,
  },
  {
    id: 'B-REST-13',
    what: '300 KiB',
    send: asClerk('/api/leaves', leave({ reason: 'x'.repeat(300 * 1024) })),
    status: 413,
    code: 'input.body_too_large',
    where: ['body'],
    allowed: /256 KiB/,
    says: /256 KiB/,
  },
  {
    id: 'B-REST-14',
    what: '10,000 brackets',
    send: timed(raw('['.repeat(10_000)), 1000),
    status: 400,
    code: 'input.json_too_deep',
    where: [/^1:\d+$/],
    allowed: /20/,
  },
  {
    id: 'B-REST-15',
    what: 'the 29th of February 2026, which must not become the 1st of March',
    send: asClerk('/api/leaves', leave({ from: day('2026-02-29') })),
    status: 400,
    code: 'input.date_invalid',
    where: ['/parts/0/from/day'],
    allowed: /YYYY-MM-DD/,
    says: /2026-02-29/,
  },
  {
    id: 'B-REST-16 reversed',
    what: 'a leave that ends before it begins',
    send: asClerk('/api/leaves', leave({ from: day('2026-10-15'), to: day('2026-10-13') })),
    status: 422,
    code: 'leave.period_reversed',
    where: ['/parts/0/to'],
  },
  {
    id: 'B-REST-16 empty',
    what: 'a leave without a working half day',
    send: asClerk('/api/leaves', leave({ from: day('2026-10-17'), to: day('2026-10-18', 'pm') })),
    status: 422,
    code: 'leave.period_empty',
    where: ['/parts'],
  },
  {
    id: 'B-REST-17',
    what: 'no Idempotency-Key',
    send: asClerk('/api/leaves', leave(), { 'idempotency-key': '' }),
    status: 400,
    code: 'request.idempotency_key_required',
    where: ['Idempotency-Key'],
    allowed: /UUID/,
  },
  {
    id: 'B-REST-18',
    what: 'a used key with another body',
    send: asClerk('/api/leaves', leave({ reason: '另一件事' }), { 'idempotency-key': USED }),
    status: 422,
    code: 'request.idempotency_mismatch',
    where: ['Idempotency-Key'],
    allowed: /UUID/,
  },
  {
    id: 'B-REST-19',
    what: 'a stale revision',
    send: toLeave({ type: 'leave.withdraw', payload: { reason: '不去了' } }, () => ({ 'if-match': '"1"' })),
    status: 412,
    code: 'case.changed',
    where: ['If-Match'],
    allowed: /"2"/,
    also: async (reply, desk) => {
      expect(reply.body.revision).toBe((await aLeave(desk)).revision);
      const me = (await desk.clerk.get('/api/auth/me')).body.person.name;
      expect(reply.body.detail).toContain(me);
    },
  },
  {
    id: 'B-REST-19 none',
    what: 'no revision at all',
    send: toLeave({ type: 'leave.withdraw', payload: {} }, () => ({})),
    status: 428,
    code: 'request.if_match_required',
    where: ['If-Match'],
  },
  ...['xstate.after.86400000.leave.PENDING_1', 'xstate.init', 'xstate.stop', 'done.invoke.x', 'deadline.reached'].map(
    (type): Row => ({
      id: `B-REST-20 ${type}`,
      what: 'an event that is not for people',
      send: toLeave({ type, payload: {} }, present),
      status: 400,
      code: 'workflow.event_unknown',
      where: ['/type'],
      allowed: /leave\.withdraw/,
      also: (reply: Reply) => {
        expect(reply.body.available).toContain('leave.withdraw');
        expect(reply.body.available.join()).not.toMatch(/xstate|deadline\./);
      },
    }),
  ),
];

/** Ends with an error when the answer took longer; generous, because the machine is shared. */
function timed(send: Send, limit: number): Send {
  return async (desk, headers) => {
    const begun = performance.now();
    const reply = await send(desk, headers);
    expect(performance.now() - begun).toBeLessThan(limit);
    return reply;
  };
}
