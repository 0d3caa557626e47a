/** The API process. It listens only after every check of the start has passed. */
import { createApp } from './create-app.js';
import { readConfig } from './platform/config/config.js';
import { createLogger } from './platform/logger/logger.js';
import { NestLogger } from './platform/logger/nest-logger.js';
import { runProcess } from './platform/service/process.js';

const log = createLogger({ level: process.env.LOG_LEVEL || 'info', service: 'api' });

await runProcess(log, async () => {
  const config = readConfig();
  const app = await createApp(config);
  app.useLogger(new NestLogger(log));
  app.flushLogs();
  await app.listen(config.port, config.host);
  log.info({ address: await app.getUrl() }, 'listening');
  process.send?.('up');
  return () => app.close();
});
