/**
 * Server-sent events of one inbox. Never blocks and keeps nothing in memory: a reader that does not keep up is let go and
 * comes back with `Last-Event-ID`, from which the database tells the rest.
 */
import type { ServerResponse } from 'node:http';
import type { Actor } from '../core/actor.js';
import type { InboxService } from './inbox.service.js';

export const HEARTBEAT_MS = 25_000;

export async function streamInbox(
  inbox: InboxService,
  actor: Actor,
  out: ServerResponse,
  lastEventId: string | undefined,
): Promise<void> {
  let seen = lastEventId ?? (await inbox.newestId(actor));
  let busy = false;
  let again = true;
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  out.write('retry: 3000\n\n');
  const push = async (): Promise<void> => {
    again = true;
    if (busy) return;
    busy = true;
    try {
      while (again && !out.writableEnded) {
        again = false;
        for (const message of await inbox.since(actor, seen)) {
          seen = message.id;
          if (!out.write(`id: ${message.id}\nevent: notification\ndata: ${JSON.stringify(message)}\n\n`))
            return void out.end();
        }
      }
    } catch {
      out.end();
    } finally {
      busy = false;
    }
  };
  const presence = (): void => {
    if (!out.writableEnded && !out.write('event: presence\ndata: {}\n\n')) out.end();
  };
  const stop = inbox.watch(actor, { message: () => void push(), presence }, () => out.end());
  const beat = setInterval(() => {
    if (!out.write(': still here\n\n')) out.end();
  }, HEARTBEAT_MS);
  out.on('close', () => {
    clearInterval(beat);
    stop();
  });
  await push();
}
