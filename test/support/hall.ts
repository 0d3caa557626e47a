/** The running service with the demonstration hall as a visitor finds it, and people to act as. */
import type { INestApplicationContext } from '@nestjs/common';
import { Client } from 'pg';
import { createWorkerApp } from '../../src/create-worker.js';
import { DemoService } from '../../src/demo/demo.service.js';
import { readConfig } from '../../src/platform/config/config.js';
import { type TestApi, testApi, type Visitor } from './api.js';

export const HALL = 'demo-hall';
export const BANK = 'demo-bank';

export interface Pick {
  code: string;
  name: string;
  window: { code: string } | null;
  unit: { code: string } | null;
  roles: string[];
}

export interface Hall extends TestApi {
  /** Who can be signed in as in an institution, with roles. */
  people(institution?: string): Promise<Pick[]>;
  /** A new session of somebody. */
  as(person: string, institution?: string): Promise<Visitor>;
  /** A new session of the first one with this role. */
  withRole(role: string, institution?: string): Promise<Visitor & { person: string }>;
  /** Starts the second application now, if `worker` did not. */
  startWorker(): Promise<void>;
  /** Asks the database as its superuser, past row-level security. */
  sql<T extends object>(text: string, params?: readonly unknown[]): Promise<T[]>;
  /** Rows of every table of the business, but for those that remember requests and sessions. */
  rowCounts(): Promise<Record<string, number>>;
}

/** @param options `worker`: a second application that does what the outbox asks for; `bank`: the second institution too; `pages`: the built web application */
export async function startHall(options: { worker?: boolean; bank?: boolean; pages?: string } = {}): Promise<Hall> {
  const api = await testApi({}, options.pages);
  const demo = api.app.get(DemoService, { strict: false });
  try {
    await demo.found({ example: 'city-hall', code: HALL, name: '示例市政务服务中心' }, true);
    if (options.bank) await demo.found({ example: 'bank-department', code: BANK, name: '示例银行营业部' }, true);
  } catch (error) {
    // Nobody else closes what was started for a hall that there will never be.
    await api.close();
    throw error;
  }
  let worker = options.worker ? await workerOf(api) : undefined;
  const client = new Client({ connectionString: api.db.superUrl });
  await client.connect();
  const people = async (institution = HALL) =>
    (await api.visitor().get(`/api/demo/people?institution=${institution}`)).body.items as Pick[];
  const as = async (personCode: string, institution = HALL) => {
    const visitor = api.visitor();
    const reply = await visitor.post('/api/demo/sign-in', { personCode, institution });
    if (reply.status !== 200) throw new Error(`${personCode} cannot sign in: ${JSON.stringify(reply.body)}`);
    return visitor;
  };
  const sql = async <T extends object>(text: string, params: readonly unknown[] = []) =>
    (await client.query(text, params as unknown[])).rows as T[];
  return {
    ...api,
    people,
    as,
    sql,
    rowCounts: () => rowCounts(sql),
    startWorker: async () => {
      worker ??= await workerOf(api);
    },
    withRole: async (role, institution = HALL) => {
      const found = (await people(institution)).find((person) => person.roles.includes(role));
      if (!found) throw new Error(`nobody in ${institution} is ${role}`);
      return Object.assign(await as(found.code, institution), { person: found.code });
    },
    close: async () => {
      await worker?.close();
      await client.end();
      await api.close();
    },
  };
}

function workerOf(api: TestApi): Promise<INestApplicationContext> {
  const env = { DATABASE_URL: api.db.workerUrl, KAOPING_HOME: api.home, KAOPING_DEMO: '1', PORT: '0' };
  return createWorkerApp(readConfig(env), { logger: false });
}

/** What requests leave behind even when they are refused: who signed in, who tried, which list was looked at. */
const traces = ['session', 'login_counter', 'command', 'import_batch', 'worker_heartbeat', 'deadline_heartbeat'];

async function rowCounts(sql: Hall['sql']): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and not tablename = any($1) order by 1`,
    [traces],
  );
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as n from "${name}"`);
  const rows = await sql<{ name: string; n: number }>(counts.join(' union all '));
  return Object.fromEntries(rows.map((row) => [row.name, row.n]));
}
