/** B-AUT-01 … 06 of the corpus: signing in, sessions, forgery, passwords. */
import type { Reply, Visitor } from '../../support/api.js';
import { HALL } from '../../support/hall.js';
import type { Desk, Row } from './refusal.js';

const PASSWORD = '纸鸢 leans on lamp posts 42';

/** An administrator with a password, made by the one-time link as an operator would. */
export interface Account {
  person: string;
  login: string;
  link: string;
}
let account: Account;

export async function prepareSignIn(desk: Desk): Promise<void> {
  const admin = await desk.hall.withRole('SYSTEM_ADMIN');
  const person = (await desk.hall.people()).find((one) => one.roles.includes('OFFICE'))?.code as string;
  const made = await admin.post('/api/auth/links', { person });
  const token = made.body.path.split('#')[1];
  const set = await desk.hall.visitor().post('/api/auth/password', { token, password: PASSWORD });
  if (set.status !== 200) throw new Error(JSON.stringify(set.body));
  const next = await admin.post('/api/auth/links', { person });
  account = { person, login: set.body.account, link: next.body.path.split('#')[1] };
}

const trySignIn = (desk: Desk, login: string, password: string, headers: Record<string, string>, institution = HALL) =>
  desk.hall.visitor().post('/api/auth/sign-in', { institution, account: login, password }, headers);

async function signedIn(desk: Desk): Promise<Visitor> {
  await desk.hall.sql('delete from login_counter');
  const visitor = desk.hall.visitor();
  const reply = await visitor.post('/api/auth/sign-in', {
    institution: HALL,
    account: account.login,
    password: PASSWORD,
  });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return visitor;
}

const withCookie =
  (value: (right: string) => string): Row['send'] =>
  async (desk, headers) => {
    const visitor = await signedIn(desk);
    const name = [...visitor.cookies.keys()].find((key) => key !== 'kp_csrf') as string;
    visitor.cookies.set(name, value(visitor.cookies.get(name) as string));
    return visitor.get('/api/auth/me', headers);
  };

const secret = (text: string) => Buffer.from(JSON.stringify(text)).toString('base64url');

const forged =
  (make: (visitor: Visitor) => Record<string, string>): Row['send'] =>
  ({ clerk }, headers) =>
    clerk.post(
      '/api/leaves',
      {
        kind: 'personal',
        parts: [{ from: { day: '2026-10-20', half: 'am' }, to: { day: '2026-10-20', half: 'pm' } }],
        reason: '家中有事',
      },
      { ...make(clerk), ...headers },
    );

const noPassword = (reply: Reply) => expect(JSON.stringify(reply.body)).not.toContain('纸鸢');

export const signIns: readonly Row[] = [
  ...(
    [
      ['a wrong password', () => account.login, HALL],
      ['an unknown account', () => 'nobody-here', HALL],
      ['an unknown institution', () => account.login, 'no-such-hall'],
    ] as const
  ).map(
    ([what, login, institution]): Row => ({
      id: `B-AUT-01 ${what}`,
      what,
      send: async (desk, headers) => {
        await desk.hall.sql('delete from login_counter');
        return trySignIn(desk, login(), 'something else entirely', headers, institution);
      },
      status: 401,
      code: 'auth.login_failed',
      also: (reply) => {
        // The same words whichever it was, and nothing that tells which.
        expect(reply.body.detail).toBe('单位、账号或密码不对。请核对后重试；忘记密码请联系本单位系统管理员');
        expect(reply.body).not.toHaveProperty('facts');
        expect(reply.body).not.toHaveProperty('errors');
      },
    }),
  ),
  {
    id: 'B-AUT-02',
    what: 'the sixth wrong password',
    send: async (desk, headers) => {
      await desk.hall.sql('delete from login_counter');
      for (let at = 1; at <= 5; at++) {
        expect((await trySignIn(desk, account.login, `wrong password ${at}`, headers)).status).toBe(401);
      }
      // Also with the right one: a guesser must not learn that it was right.
      return trySignIn(desk, account.login, PASSWORD, headers);
    },
    status: 429,
    code: 'auth.login_locked',
    says: /\d+ 分钟/,
    also: (reply) => {
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(60);
      noPassword(reply);
    },
  },
  {
    id: 'B-AUT-03 idle',
    what: 'a session left alone for half an hour',
    send: async (desk, headers) => {
      const visitor = await signedIn(desk);
      await desk.hall.sql(
        `update session set last_seen_at = now() - interval '31 minutes'
         where person_id in (select id from person where code = $1)`,
        [account.person],
      );
      return visitor.get('/api/tasks', headers);
    },
    status: 401,
    code: 'auth.session_expired',
    says: /已填写的内容会保留/,
  },
  {
    id: 'B-AUT-03 old',
    what: 'a session of yesterday, however busy',
    send: async (desk, headers) => {
      const visitor = await signedIn(desk);
      await desk.hall.sql(
        `update session set created_at = now() - interval '13 hours' where person_id in (select id from person where code = $1)`,
        [account.person],
      );
      return visitor.post('/api/leaves', {}, headers);
    },
    status: 401,
    code: 'auth.session_expired',
  },
  ...(
    [
      ['one letter changed', (right) => right.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
      [
        'a token signed by nobody',
        () => `${secret('{"alg":"none"}')}.${secret('{"sub":"admin","role":"SYSTEM_ADMIN"}')}.`,
      ],
      ['nothing', () => 'x'],
      ['the same length, made up', (right) => 'A'.repeat(right.length)],
      ['SQL', () => encodeURIComponent("' or 1=1 --")],
    ] as [string, (right: string) => string][]
  ).map(
    ([what, value]): Row => ({
      id: `B-AUT-04 ${what}`,
      what: 'a session cookie that was not given out',
      send: withCookie(value),
      status: 401,
      code: 'auth.session_invalid',
    }),
  ),
  {
    id: 'B-AUT-04 after sign-out',
    what: 'the cookie of a session that was ended',
    send: async (desk, headers) => {
      const visitor = await signedIn(desk);
      const kept = new Map(visitor.cookies);
      await visitor.post('/api/auth/sign-out');
      for (const [name, value] of kept) visitor.cookies.set(name, value);
      return visitor.get('/api/auth/me', headers);
    },
    status: 401,
    code: 'auth.session_invalid',
  },
  {
    id: 'B-AUT-04 none',
    what: 'no session at all',
    send: (desk, headers) => desk.hall.visitor().get('/api/auth/me', headers),
    status: 401,
    code: 'auth.required',
  },
  ...(
    [
      ['no token', () => ({ 'x-csrf-token': '' })],
      ['a made-up token', () => ({ 'x-csrf-token': 'A'.repeat(43) })],
      ['a foreign Origin', () => ({ origin: 'https://evil.example' })],
      ['an Origin that is none', () => ({ origin: 'null' })],
      ['our host on another port', (visitor) => ({ origin: visitor.url.replace(/:\d+$/, ':1') })],
      ['a browser that says cross-site', () => ({ 'sec-fetch-site': 'cross-site' })],
      ['a browser that says same-site', () => ({ 'sec-fetch-site': 'same-site' })],
    ] as [string, (visitor: Visitor) => Record<string, string>][]
  ).map(
    ([what, make]): Row => ({
      id: `B-AUT-05 ${what}`,
      what: 'a request that another site made',
      send: forged(make),
      status: 403,
      code: 'auth.csrf_rejected',
    }),
  ),
  ...(
    [
      ['a common one', 'password12345678'],
      ['the name of the office', '示例市政务服务中心2026年的密码'],
    ] as const
  ).map(
    ([what, password]): Row => ({
      id: `B-AUT-06 ${what}`,
      what,
      send: (desk, headers) =>
        desk.hall.visitor().post('/api/auth/password', { token: account.link, password }, headers),
      status: 422,
      code: 'auth.password_too_common',
      also: (reply) => expect(JSON.stringify(reply.body)).not.toContain(password),
    }),
  ),
];
