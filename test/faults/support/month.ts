/** One run of `cli month` against a running product, and what must be true of it afterwards. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { projectRoot } from '../../../src/platform/config/project-root.js';
import { asSuper } from '../../../src/platform/embedded/roles.js';
import type { CaseEventRow } from '../../../src/workflow/case-file.js';
import { firstBreak } from '../../../src/workflow/event-chain.js';

const cli = join(projectRoot, 'dist', 'src', 'cli.js');
const environment = (home: string) => ({ ...process.env, NODE_OPTIONS: '', KAOPING_HOME: home });

export interface MonthRun {
  process: ChildProcess;
  /** Everything it said so far; its headings tell how far it is. */
  said(): string;
  /** Waits until it has printed a word. @throws Error when it ended before */
  reached(word: string): Promise<void>;
  ended: Promise<number | null>;
  isOver(): boolean;
}

export function startMonth(home: string, out: string): MonthRun {
  const child = spawn(process.execPath, [cli, 'month', '--example', 'city-hall', '--month', '2026-09', '--out', out], {
    cwd: projectRoot,
    env: environment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let isOver = false;
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const ended = new Promise<number | null>((done) =>
    child.once('close', (code) => {
      isOver = true;
      done(code);
    }),
  );
  const reached = async (word: string) => {
    while (!text.includes(word)) {
      if (isOver) throw new Error(`the month ended before ${word}:\n${text}`);
      await sleep(50);
    }
  };
  return { process: child, said: () => text, reached, ended, isOver: () => isOver };
}

/** Address of the embedded database for its superuser: what the checker sees is not bounded by anybody's rights. */
export function superUrlOf(home: string): string {
  const { superuser } = JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as { superuser: string };
  const port = readFileSync(join(home, 'postgres.port'), 'utf8').trim();
  return `postgres://postgres:${superuser}@127.0.0.1:${port}/kaoping`;
}

export interface Verdict {
  institution: string;
  incidents: unknown[];
  outbox: { open: number; dead: number; done: number; receipts: number };
  /** Effects that ran more than once: none, whatever happened. */
  doubled: unknown[];
  /** Cases whose chain of events breaks, with the event. */
  broken: unknown[];
  cases: number;
  /** Per series: how many papers, and whether numbers run 1, 2, 3 … without gap or double. */
  papers: { series: string; count: number; first: number; last: number; numbers: number; files: number }[];
  /** Place of each paper in the institution's chain. */
  chain: { count: number; last: number; length: number };
  /** What `cli verify` says of the facts and of the recomputed month. */
  verify: unknown;
}

/** Looks at the institution of the month that was run last. */
export async function verdictOf(home: string): Promise<Verdict> {
  return asSuper(superUrlOf(home), async (client) => {
    const { id, code } = await one<{ id: string; code: string }>(
      client,
      `select id, code from institution where code like 'month-%' order by id desc limit 1`,
    );
    const all = async <T>(sql: string) => (await client.query(sql, [id])).rows as T[];
    return {
      institution: code,
      incidents: await all('select source, code, detail from case_incident where institution_id = $1'),
      outbox: await one(
        client,
        `select count(*) filter (where done_at is null and dead_at is null)::int as open,
           count(*) filter (where dead_at is not null)::int as dead, count(*) filter (where done_at is not null)::int as done,
           (select count(*)::int from outbox_receipt where institution_id = $1) as receipts
         from outbox where institution_id = $1`,
        [id],
      ),
      doubled: await all(
        `select effect_id, count(*)::int as times from outbox_receipt where institution_id = $1 group by 1 having count(*) > 1`,
      ),
      ...(await chainsOf(client, id)),
      papers: await all(
        `select p.series || '/' || p.year as series, count(*)::int as count, min(p.serial)::int as first, max(p.serial)::int as last,
           count(distinct p.number)::int as numbers, count(f.sha256)::int as files
         from paper p left join paper_file f on f.institution_id = p.institution_id and f.paper_id = p.id
         where p.institution_id = $1 group by 1 order by 1`,
      ),
      chain: await one(
        client,
        `select (select count(*)::int from paper where institution_id = $1) as count,
           (select max(chain_seq)::int from paper where institution_id = $1) as last,
           (select length::int from paper_chain_head where institution_id = $1) as length`,
        [id],
      ),
      verify: verify(home, code),
    };
  });
}

async function chainsOf(client: Client, institution: string): Promise<Pick<Verdict, 'broken' | 'cases'>> {
  const { rows: cases } = await client.query<{ id: string; key: string; revision: number }>(
    'select id, key, revision::int from case_file where institution_id = $1',
    [institution],
  );
  const { rows: events } = await client.query<CaseEventRow>(
    `select case_id as "caseId", seq::int, type, payload, facts, actor, on_behalf_of as "onBehalfOf", from_state as "fromState",
       to_state as "toState", effects, idempotency_key as "idempotencyKey", request_hash as "requestHash",
       happened_at as "happenedAt", recorded_at as "recordedAt", prev_hash as "prevHash", hash
     from case_event where institution_id = $1 order by case_id, seq`,
    [institution],
  );
  const byCase = new Map<string, CaseEventRow[]>();
  for (const event of events) byCase.set(event.caseId, [...(byCase.get(event.caseId) ?? []), event]);
  const broken = cases.flatMap(({ id, key, revision }) => {
    const at = firstBreak(id, byCase.get(id) ?? [], revision);
    return at === undefined ? [] : [{ key, at }];
  });
  return { cases: cases.length, broken };
}

function verify(home: string, institution: string): unknown {
  const done = spawnSync(
    process.execPath,
    [cli, 'verify', '--institution', institution, '--cycle', '2026-09', '--json'],
    { cwd: projectRoot, encoding: 'utf8', timeout: 60_000, env: environment(home) },
  );
  const line = done.stdout.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? JSON.parse(line) : { status: done.status, output: done.stdout + done.stderr };
}

async function one<T>(client: Client, sql: string, params: unknown[] = []): Promise<T> {
  const { rows } = await client.query(sql, params);
  if (!rows[0]) throw new Error(`nothing found by ${sql}`);
  return rows[0] as T;
}

export const papersIn = (out: string): string[] => readdirSync(join(out, 'papers')).sort();
export const summaryIn = (out: string): string => readFileSync(join(out, 'summary.json'), 'utf8');
