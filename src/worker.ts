/** The worker process: outbox, deadlines, papers. It has no port; its heartbeat is what readiness looks at. */
import { createWorkerApp } from './create-worker.js';
import { readConfig } from './platform/config/config.js';
import { createLogger } from './platform/logger/logger.js';
import { NestLogger } from './platform/logger/nest-logger.js';
import { runProcess } from './platform/service/process.js';

const log = createLogger({ level: process.env.LOG_LEVEL || 'info', service: 'worker' });

await runProcess(log, async () => {
  const app = await createWorkerApp(readConfig());
  app.useLogger(new NestLogger(log));
  app.flushLogs();
  log.info('working');
  process.send?.('up');
  // An application context without timers of its own would end here; the worker stays until it is told to go.
  const stay = setInterval(() => {}, 60_000);
  return async () => {
    clearInterval(stay);
    await app.close();
  };
});
