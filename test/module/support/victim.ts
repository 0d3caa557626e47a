/** A worker in a process of its own, so that a test can kill it as the kernel would. */
import 'reflect-metadata';
import { Database } from '../../../src/platform/database/database.js';
import { OutboxRepository } from '../../../src/platform/outbox/outbox.repository.js';
import { OutboxRelay } from '../../../src/platform/outbox/outbox-relay.js';
import { OutboxRunner } from '../../../src/platform/outbox/outbox-runner.js';
import { openQueue } from '../../../src/platform/queue/queue.js';
import { CaseOutboxPerformer } from '../../../src/workflow/outbox-performer.js';
import { errand } from './errand.js';
import { house } from './house.js';

const { options, db, leaseSeconds = 2 } = JSON.parse(process.env.VICTIM ?? '{}');
const h = await house([errand], db);
const queue = await openQueue(options);
const runner = new OutboxRunner(h.get(Database), h.get(OutboxRepository), h.get(CaseOutboxPerformer));
await queue.process((id) => runner.run(id));
await new OutboxRelay(h.get(Database), h.get(OutboxRepository), queue, { url: db.workerUrl, leaseSeconds }).start();
process.send?.('working');
