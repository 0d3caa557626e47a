/**
 * The queue wakes workers and holds nothing that could not be lost: a job is an outbox id. One library, two backends:
 * BullMQ on Redis when an address is given, else BullMQ on PostgreSQL in the schema `queue`.
 */
import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Client } from 'pg';
import { Problem } from '../../core/problem.js';

export const QUEUE_SCHEMA = 'queue';
const QUEUE_NAME = 'outbox';
const SENTINEL = 'sentinel';
const TEN_YEARS = 10 * 365 * 86_400_000;

export interface QueueOptions {
  /** Absent = the PostgreSQL backend. */
  redisUrl?: string;
  databaseUrl: string;
  /** How many rows one worker does at the same time. */
  concurrency?: number;
  /** Milliseconds after which a silent worker loses its job (BullMQ's own lock). */
  lockMs?: number;
}

/** One row on its way to a worker for the n-th time. */
export interface Delivery {
  id: string;
  attempt: number;
}

export interface WorkQueue {
  /** Delivers rows; a delivery of one row and attempt is one job. */
  add(rows: readonly Delivery[]): Promise<void>;
  hasSentinel(): Promise<boolean>;
  plantSentinel(): Promise<void>;
  /** Deliveries that some worker has begun and not ended; those of a killed worker stay among them for a while. */
  inHand(): Promise<Delivery[]>;
  /** Those of the deliveries that the queue knows nothing of: never arrived, lost, or ended without a receipt. */
  unknown(deliveries: readonly Delivery[]): Promise<Delivery[]>;
  /** Starts taking jobs. */
  process(handler: (outboxId: string) => Promise<unknown>): Promise<void>;
  /** Waits for jobs in hand, then lets go. */
  close(): Promise<void>;
}

/**
 * Opens the queue.
 * @throws Problem `queue.redis_policy` when Redis may throw keys away, `queue.schema_missing` when nobody migrated
 */
export async function openQueue(options: QueueOptions): Promise<WorkQueue> {
  return options.redisUrl ? openRedis(options.redisUrl, options) : openPostgres(options);
}

/** Brings BullMQ's schema up to date; in the migration step, as the owner, never at run time. Only worker processes use it. */
export async function migrateQueue(owner: Client): Promise<void> {
  await runMigrations(owner as never, QUEUE_SCHEMA);
  // An outside database may know one application role only, and the worker then bears the name of the API.
  const users = 'kaoping_api, kaoping_worker';
  for (const statement of [
    `grant usage, create on schema ${QUEUE_SCHEMA} to ${users}`,
    `grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${users}`,
    `grant execute on all functions in schema ${QUEUE_SCHEMA} to ${users}`,
  ]) {
    await owner.query(statement);
  }
  // Not "all sequences": those that a worker made while it added jobs are its own, and the owner may not grant them.
  const { rows } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relkind = 'S' and c.relnamespace = $1::regnamespace and pg_has_role(c.relowner, 'usage')`,
    [QUEUE_SCHEMA],
  );
  for (const { name } of rows) await owner.query(`grant usage, select, update on sequence ${name} to ${users}`);
}

async function openRedis(url: string, options: QueueOptions): Promise<WorkQueue> {
  const probe = new Redis(url, { maxRetriesPerRequest: 1, lazyConnect: true });
  probe.on('error', () => undefined);
  try {
    await probe.connect();
    const reply = (await probe.config('GET', 'maxmemory-policy')) as string[];
    if (reply[1] !== 'noeviction') throw new Problem('queue.redis_policy', { policy: reply[1] ?? '?' });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('queue.redis_unreachable', { reason: (error as Error).message }, { cause: error });
  } finally {
    probe.disconnect();
  }
  // A producer fails at once when Redis is away (the row waits in the outbox); a worker waits for it.
  const producer = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
  producer.on('error', () => undefined);
  if (producer.status !== 'ready') await new Promise((done) => producer.once('ready', done));
  const queue = new Queue(QUEUE_NAME, { connection: producer as never });
  queue.on('error', () => undefined);
  const makeWorker = (handler: Handler) => {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    connection.on('error', () => undefined);
    return {
      worker: new Worker(QUEUE_NAME, handler, { ...workerOptions(options), connection: connection as never }),
      end: async () => connection.disconnect(),
    };
  };
  return wrap(queue, makeWorker, async () => producer.disconnect());
}

async function openPostgres(options: QueueOptions): Promise<WorkQueue> {
  const connection = {
    connectionString: options.databaseUrl,
    schema: QUEUE_SCHEMA,
    max: 4,
    application_name: 'kaoping-queue',
  };
  const queue = new Queue(QUEUE_NAME, { connection: connection as never }, createPostgresBackend as never);
  queue.on('error', () => undefined);
  try {
    await queue.waitUntilReady();
  } catch (error) {
    await queue.close().catch(() => undefined);
    throw new Problem('queue.schema_missing', { reason: (error as Error).message }, { cause: error });
  }
  const makeWorker = (handler: Handler) => ({
    worker: new Worker(
      QUEUE_NAME,
      handler,
      { ...workerOptions(options), connection: connection as never },
      createPostgresBackend as never,
    ),
    end: async () => undefined,
  });
  return wrap(queue, makeWorker, async () => undefined);
}

type Handler = (job: { name: string; data: { id: string } }) => Promise<void>;

const workerOptions = (options: QueueOptions) => ({
  concurrency: options.concurrency ?? 4,
  lockDuration: options.lockMs ?? 30_000,
  stalledInterval: options.lockMs ?? 30_000,
  // A job that stalls is not judged here: the outbox counts failures and delivers again.
  maxStalledCount: 1000,
});

const jobOf = ({ id, attempt }: Delivery) => `outbox-${id}-${attempt}`;

function wrap(
  queue: Queue,
  makeWorker: (handler: Handler) => { worker: Worker; end: () => Promise<void> },
  end: () => Promise<void>,
): WorkQueue {
  let running: ReturnType<typeof makeWorker> | undefined;
  const forgotten = { removeOnComplete: true, removeOnFail: true, attempts: 1 };
  return {
    async add(rows) {
      await queue.addBulk(
        rows.map(({ id, attempt }) => ({
          name: 'outbox',
          data: { id },
          opts: { ...forgotten, jobId: jobOf({ id, attempt }) },
        })),
      );
    },
    async inHand() {
      const jobs = await queue.getActive(0, 999);
      return jobs.flatMap((job) => {
        const [, id, attempt] = /^outbox-(.+)-(\d+)$/.exec(job?.id ?? '') ?? [];
        return id ? [{ id, attempt: Number(attempt) }] : [];
      });
    },
    async unknown(deliveries) {
      const jobs = await Promise.all(deliveries.map((delivery) => queue.getJob(jobOf(delivery))));
      return deliveries.filter((_, index) => !jobs[index]);
    },
    async hasSentinel() {
      return (await queue.getJob(SENTINEL)) !== undefined;
    },
    async plantSentinel() {
      await queue.add(SENTINEL, { id: '' }, { ...forgotten, jobId: SENTINEL, delay: TEN_YEARS });
    },
    async process(handler) {
      running = makeWorker(async (job) => {
        if (job.name !== SENTINEL) await handler(job.data.id);
      });
      running.worker.on('error', () => undefined);
      await running.worker.waitUntilReady();
    },
    async close() {
      await running?.worker.close();
      await running?.end();
      await queue.close();
      await end();
    },
  };
}
