/** What people of a hall do in tests, over HTTP: act on a case as it stands, and wait for what the worker does. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply, Visitor } from './api.js';
import type { Hall } from './hall.js';

/** Sends an event with the revision that the person sees now. */
export async function act(
  who: Visitor,
  caseId: string,
  type: string,
  payload: Record<string, unknown> = {},
): Promise<Reply> {
  for (;;) {
    const seen = await who.get(`/api/cases/${caseId}`);
    if (seen.status !== 200) return seen;
    const reply = await who.post(
      `/api/cases/${caseId}/events`,
      { type, payload },
      { 'if-match': `"${seen.body.revision}"` },
    );
    // The worker was faster; a person would look again and press once more.
    if (reply.status !== 412) return reply;
  }
}

/** The same, and it must succeed. @throws Error with the refusal */
export async function done(
  who: Visitor,
  caseId: string,
  type: string,
  payload: Record<string, unknown> = {},
): Promise<Reply> {
  const reply = await act(who, caseId, type, payload);
  if (reply.status !== 200) throw new Error(`${type}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply;
}

/** @throws Error naming what was waited for */
export async function until<T>(what: string, look: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ; ) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for: ${what}`);
    await sleep(50);
  }
}

/** Waits until a case is in one of the states, as somebody sees it. */
export const reached = (who: Visitor, caseId: string, ...states: string[]): Promise<Reply['body']> =>
  until(`${caseId} → ${states.join('|')}`, async () => {
    const { body } = await who.get(`/api/cases/${caseId}`);
    return states.includes(body.state) ? body : undefined;
  });

/** Moves business time of the hall forward. */
export async function clockTo(hall: Hall, to: string): Promise<void> {
  const admin = await hall.as('admin');
  const reply = await admin.post('/api/demo/clock', { to });
  if (reply.status >= 300) throw new Error(`clock: ${JSON.stringify(reply.body)}`);
}
