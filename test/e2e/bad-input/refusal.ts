/** One line of the bad-input corpus, and what every refusal owes its reader: what, where, what is allowed, what to do. */
import type { Reply, Visitor } from '../../support/api.js';
import type { Hall } from '../../support/hall.js';

/** The people at whose desks the bad input is typed. */
export interface Desk {
  hall: Hall;
  /** A clerk at a window. */
  clerk: Visitor;
  /** The supervision section: imports, cycles, findings. */
  supervision: Visitor;
}

export interface Row {
  /** B-REST-01 …, with a letter where one line of the corpus is tried in several ways. */
  id: string;
  what: string;
  /** Sends it; the headers carry the language, and win. */
  send(desk: Desk, headers: Record<string, string>): Promise<Reply>;
  status: number;
  code: string;
  /** `errors[].where` of every line, in order; absent where telling the place would tell too much. */
  where?: readonly (string | RegExp)[];
  /** What `errors[0].allowed` must say; `false` where nothing can be allowed in its place. */
  allowed?: RegExp | false;
  /** Articles on which the refusal rests, exactly. */
  articles?: readonly string[];
  /** What the Chinese detail must say besides. */
  says?: RegExp;
  /** What else must hold of the answer. */
  also?(reply: Reply, desk: Desk): void | Promise<void>;
}

/** Words that only the inside of the program knows. */
const inside =
  /\.(ts|js|mjs):\d+|node_modules|\bat [\w.<>]+ \(|\/(tmp|usr|var|home|root|work|src|dist)\/|\b(select|insert|update|delete)\b[^。.]*\b(from|into|set|where)\b|syntax for type|postgres|typeorm|fastify|nestjs|\bzod\b|SQLSTATE|relation "|violates/i;
const han = /\p{Script=Han}/u;
/** Of the English text only what the product says itself: what was typed may be in any language. */
const own = (text: string, typed: unknown): string => {
  const quoted = JSON.stringify(typed) ?? '';
  return text
    .replace(/"[^"]*"|“[^”]*”/g, '')
    .split(/[\s.,;:()、，]+/)
    .filter((word) => !quoted.includes(word))
    .join(' ');
};

interface ErrorLine {
  where: string;
  message: string;
  allowed?: string | string[];
}

/** Asks in both languages and checks the form of both answers and what the row says. */
export async function expectRefusal(row: Row, desk: Desk): Promise<void> {
  const zh = await row.send(desk, { 'accept-language': 'zh-CN' });
  const en = await row.send(desk, { 'accept-language': 'en' });
  expect([zh.status, zh.body.code, zh.body.detail]).toEqual([row.status, row.code, expect.any(String)]);
  expect([en.status, en.body.code]).toEqual([row.status, row.code]);
  for (const reply of [zh, en]) expectForm(reply, row);
  const chinese = `${zh.body.title}${zh.body.detail}${zh.body.hint}`;
  for (const part of [zh.body.title, zh.body.detail, zh.body.hint]) expect(part).toMatch(han);
  for (const part of [en.body.title, en.body.detail, en.body.hint]) {
    expect(part.length).toBeGreaterThan(3);
    expect(own(part, [en.body.facts, en.body.errors])).not.toMatch(han);
  }
  if (row.says) expect(chinese).toMatch(row.says);
  if (row.articles)
    for (const { body } of [zh, en]) expect([...body.articles].sort()).toEqual([...row.articles].sort());
  expectPlaces(zh, row);
  for (const line of (zh.body.errors ?? []) as ErrorLine[]) expect(line.message).toMatch(han);
  for (const line of (en.body.errors ?? []) as ErrorLine[]) expect(own(line.message, en.body)).not.toMatch(han);
  await row.also?.(zh, desk);
}

function expectForm(reply: Reply, row: Row): void {
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.body).toMatchObject({ status: row.status, type: `urn:kaoping:problem:${row.code}` });
  expect(reply.body.trace_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(reply.body.trace_id).toBe(reply.headers.get('x-trace-id'));
  expect(reply.body.instance).toMatch(/^\/api\/[^?]*$/);
  const text = JSON.stringify(reply.body);
  expect(text).not.toMatch(inside);
  // A placeholder that no fact filled.
  expect(`${reply.body.title}${reply.body.detail}`).not.toMatch(/\{\w+\}|undefined|\[object/);
}

function expectPlaces(reply: Reply, row: Row): void {
  if (!row.where) return;
  const lines = (reply.body.errors ?? []) as ErrorLine[];
  expect(lines.map((line) => line.where)).toEqual(
    row.where.map((place) => (typeof place === 'string' ? place : expect.stringMatching(place))),
  );
  if (row.allowed === false) return;
  const allowed = lines[0]?.allowed;
  expect(Array.isArray(allowed) ? allowed.join(', ') : (allowed ?? '')).toMatch(row.allowed ?? /\S/);
}
