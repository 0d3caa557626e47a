/** The product as its own processes for benchmarks: a demonstration hall on a durable database, the API over a real socket. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemonstration } from '../../src/demo/seed.js';
import { migrate } from '../../src/migrate.js';
import { readConfig } from '../../src/platform/config/config.js';
import { projectRoot } from '../../src/platform/config/project-root.js';
import { freePort } from '../../src/platform/embedded/cluster.js';
import { ensureDatabase, ensureRoles, ROLES } from '../../src/platform/embedded/roles.js';
import { type BenchDatabase, openDatabase } from './measure.js';

export interface Process {
  pid: number;
  /** Milliseconds from the fork until it said that it is up. */
  upAfter: number;
  stop(): Promise<void>;
}

export interface Office {
  database: BenchDatabase;
  apiUrl: string;
  home: string;
  /** Variables of a process of the product. */
  env(role: 'api' | 'worker', more?: Record<string, string>): NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** A migrated database with the demonstration in it; no process runs yet. */
export async function openOffice(): Promise<Office> {
  const database = await openDatabase();
  const home = mkdtempSync(join(tmpdir(), 'kaoping-bench-home-'));
  const close = async () => {
    await database.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await ensureRoles(database.url('postgres', 'bench', 'postgres'), { owner: 'o', api: 'a', worker: 'w' });
    await ensureDatabase(database.url('postgres', 'bench', 'postgres'), 'bench');
    await migrate(database.url(ROLES.owner, 'o'));
    const apiUrl = database.url(ROLES.api, 'a');
    const workerUrl = database.url(ROLES.worker, 'w');
    const common = { KAOPING_HOME: home, KAOPING_DEMO: '1', HOST: '127.0.0.1' };
    await seedDemonstration(readConfig({ ...common, DATABASE_URL: apiUrl, PORT: '0' }));
    return {
      database,
      apiUrl,
      home,
      env: (role, more = {}) => ({
        ...process.env,
        ...common,
        NODE_ENV: 'production',
        NODE_OPTIONS: '',
        NODE_COMPILE_CACHE: join(home, 'cache', 'compiled'),
        DATABASE_URL: role === 'api' ? apiUrl : workerUrl,
        ...more,
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts a built module as the supervisor starts its children, and waits until it says `up`. */
export function startProcess(file: string, env: NodeJS.ProcessEnv, log: string): Promise<Process> {
  const begun = performance.now();
  const out = openSync(log, 'a');
  const child: ChildProcess = fork(join(projectRoot, 'dist', file), [], {
    env,
    stdio: ['ignore', out, out, 'ipc'],
    execArgv: ['--enable-source-maps'],
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${file} ended:\n${readFileSync(log, 'utf8').slice(-3000)}`)));
    child.on('message', (message) => {
      if (message !== 'up') return;
      const stop = () => {
        child.kill('SIGTERM');
        return gone;
      };
      resolve({ pid: child.pid as number, upAfter: performance.now() - begun, stop });
    });
  });
}

export interface RunningApi extends Process {
  url: string;
}

/** The API process on a free port. */
export async function startApi(office: Office): Promise<RunningApi> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = office.env('api', { PORT: String(port), KAOPING_PUBLIC_URL: url });
  return Object.assign(await startProcess('src/main.js', env, join(office.home, 'api.log')), { url });
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each benchmark checks what it rests on
  body: any;
}

/** A browser's part in a request: cookie, anti-forgery token, one key a command; connections are kept, `connections` at most. */
export class Browsers {
  private readonly agent: Agent;
  private readonly sessions = new Map<string, { cookie: string; csrf: string }>();
  private commands = 0;

  constructor(
    private readonly url: string,
    connections: number,
    private readonly institution = 'demo-hall',
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  async signIn(person: string): Promise<void> {
    const body = { personCode: person, institution: this.institution };
    const answer = await this.ask('POST', '/api/demo/sign-in', body, {});
    if (answer.status !== 200) throw new Error(`${person} cannot sign in: ${JSON.stringify(answer.body)}`);
    const cookies = answer.cookies.map((line) => line.slice(0, line.indexOf(';')));
    const csrf = cookies.find((one) => one.startsWith('kp_csrf='))?.slice('kp_csrf='.length) ?? '';
    this.sessions.set(person, { cookie: cookies.join('; '), csrf });
  }

  async get(person: string, path: string): Promise<Answer> {
    const { cookie } = await this.session(person);
    return this.ask('GET', path, undefined, { cookie });
  }

  async post(person: string, path: string, body: unknown, revision?: number): Promise<Answer> {
    const { cookie, csrf } = await this.session(person);
    return this.ask('POST', path, body, {
      cookie,
      'x-csrf-token': csrf,
      'idempotency-key': `bench-${process.pid}-${++this.commands}`,
      ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
    });
  }

  /** Sends an event to a case. @throws Error when it is refused */
  async decide(person: string, id: string, revision: number, type: string, payload: object): Promise<Answer['body']> {
    const answer = await this.post(person, `/api/cases/${id}/events`, { type, payload }, revision);
    if (answer.status !== 200) throw new Error(`${type} by ${person}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  close(): void {
    this.agent.destroy();
  }

  private async session(person: string): Promise<{ cookie: string; csrf: string }> {
    if (!this.sessions.has(person)) await this.signIn(person);
    return this.sessions.get(person) as { cookie: string; csrf: string };
  }

  private ask(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer & { cookies: string[] }> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const asked = request(
        `${this.url}${path}`,
        {
          method,
          agent: this.agent,
          headers: {
            ...headers,
            ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
          },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () => {
            const said = Buffer.concat(parts).toString('utf8');
            const isJson = answer.headers['content-type']?.includes('json');
            resolve({
              status: answer.statusCode ?? 0,
              body: isJson ? JSON.parse(said) : said,
              cookies: answer.headers['set-cookie'] ?? [],
            });
          });
          answer.on('error', reject);
        },
      );
      asked.on('error', reject);
      asked.end(text);
    });
  }
}
