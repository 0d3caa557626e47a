/** The API on a database of its own, asked over a real socket; cookies and anti-forgery kept as a browser would. */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { readConfig } from '../../src/platform/config/config.js';
import { type TestDatabase, testDatabase } from './database.js';

export interface TestApi {
  app: NestFastifyApplication;
  db: TestDatabase;
  url: string;
  home: string;
  /** Somebody without a session. */
  visitor(): Visitor;
  close(): Promise<void>;
}

/** @param pages folder of the built web application; without it only the API is served */
export async function testApi(env: Record<string, string> = {}, pages?: string): Promise<TestApi> {
  const db = await testDatabase();
  const home = mkdtempSync(join(tmpdir(), 'kaoping-api-'));
  const config = readConfig({ DATABASE_URL: db.apiUrl, KAOPING_HOME: home, KAOPING_DEMO: '1', PORT: '0', ...env });
  const app = await createApp(config, { logger: false, web: pages ?? home });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    app,
    db,
    url,
    home,
    visitor: () => new Visitor(url),
    close: async () => {
      await app.close();
      await db.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export interface Reply<T = Record<string, never>> {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by what the test expects of them
  body: T extends Record<string, never> ? any : T;
  headers: Headers;
  bytes: Buffer;
}

export class Visitor {
  readonly cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  get csrf(): string | undefined {
    return this.cookies.get('kp_csrf');
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.ask('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.change('POST', path, body, headers);
  }

  /** Any request that changes something, as a page would send it. */
  change(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.ask(method, path, body, {
      'idempotency-key': randomUUID(),
      ...(this.csrf ? { 'x-csrf-token': this.csrf } : {}),
      ...headers,
    });
  }

  /** A file as a page would send it. */
  async upload(path: string, name: string, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Reply> {
    const form = new FormData();
    form.set('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
    return this.send(path, {
      method: 'POST',
      body: form,
      headers: { 'idempotency-key': randomUUID(), ...(this.csrf ? { 'x-csrf-token': this.csrf } : {}), ...headers },
    });
  }

  private ask(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Reply> {
    const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    return this.send(path, {
      method,
      headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: text,
    });
  }

  private async send(path: string, init: RequestInit): Promise<Reply> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${this.url}${path}`, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...(cookie ? { cookie } : {}) },
      redirect: 'manual',
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = answer.headers.get('content-type')?.includes('json');
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      body: isJson ? JSON.parse(bytes.toString('utf8')) : bytes.toString('utf8'),
    };
  }
}
