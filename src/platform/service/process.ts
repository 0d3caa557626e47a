/** How a process of the product lives and dies: crash-only, with an orderly end on demand. */
import type { Logger } from 'pino';
import { Problem } from '../../core/problem.js';

/** Milliseconds that an orderly end may take before the process goes anyway. */
const STOP_LIMIT = 8_000;

/**
 * Runs `start`, which returns what stops it again. Ends in order on SIGTERM, SIGINT and when the supervisor is gone; an
 * unhandled error is logged and ends the process, because nobody knows what state it is in.
 */
export async function runProcess(log: Logger, start: () => Promise<() => Promise<void>>): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  let stopping = false;
  const end = async (why: string, code: number) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(code || 1), STOP_LIMIT).unref();
    try {
      await stop?.();
    } catch (error) {
      log.error({ err: error }, 'the end was not orderly');
    }
    process.exit(code);
  };
  const crash = (error: unknown) => {
    log.fatal({ err: error }, 'unhandled error');
    void end('unhandled error', 1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  process.on('SIGTERM', () => void end('SIGTERM', 0));
  process.on('SIGINT', () => void end('SIGINT', 0));
  // The supervisor was killed: nobody would restart or stop us any more.
  process.on('disconnect', () => void end('the supervisor is gone', 0));
  try {
    stop = await start();
    if (stopping) process.exit(0);
  } catch (error) {
    log.fatal({ err: error, ...(error instanceof Problem ? { problem: error.text('en') } : {}) }, 'did not start');
    process.exit(1);
  }
}
