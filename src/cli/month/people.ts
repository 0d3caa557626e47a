/** The people of one institution over HTTP: each with a session of their own, every command with a key that a retry keeps. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** A refusal as the service worded it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    what: string,
    readonly body: Record<string, unknown>,
  ) {
    super(
      `${what}: ${status} ${code}: ${String(body.detail ?? '')}${body.errors ? ` ${JSON.stringify(body.errors)}` : ''}`,
    );
  }
}

export interface CaseView {
  id: string;
  key: string;
  kind: string;
  state: string;
  revision: number;
  context: Record<string, unknown>;
}

interface Session {
  cookie: string;
  csrf: string;
}

export interface Service {
  /** Read anew before each try, because a restarted service may have moved. */
  url(): string;
  /** Business code of the institution; random, so it goes nowhere near the summary. */
  institution: string;
}

/** How long one call goes on trying while the service is away or says "later". */
const PATIENCE_MS = 120_000;

export class People {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly service: Service) {}

  get<T>(person: string, path: string): Promise<T> {
    return this.call<T>(person, 'GET', path, {});
  }

  /** @param name business name of the command: the same command of the same person gets the same key at every retry */
  post<T>(person: string, path: string, body: unknown, name: string, revision?: number): Promise<T> {
    return this.call<T>(person, 'POST', path, { json: body, key: this.keyOf(person, name), revision });
  }

  upload<T>(person: string, path: string, file: { name: string; bytes: Buffer }): Promise<T> {
    const make = () => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(file.bytes)]), file.name);
      return form;
    };
    return this.call<T>(person, 'POST', path, { form: make, key: this.keyOf(person, `upload ${path} ${file.name}`) });
  }

  async bytes(person: string, path: string): Promise<Buffer> {
    return this.fetch(person, 'GET', path, {});
  }

  /** Sends an event to a case as it is now; if somebody was faster, looks again. */
  async act(person: string, caseId: string, type: string, payload: Record<string, unknown> = {}): Promise<CaseView> {
    for (let attempt = 1; ; attempt++) {
      const seen = await this.get<CaseView>(person, `/api/cases/${caseId}`);
      try {
        return await this.post<CaseView>(
          person,
          `/api/cases/${caseId}/events`,
          { type, payload },
          `${caseId} ${seen.revision} ${type}`,
          seen.revision,
        );
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 412 || attempt >= 20) throw error;
      }
    }
  }

  /** Waits until the service has done something in the background. @throws Error naming what was waited for */
  async until<T>(what: string, look: () => Promise<T | undefined>, seconds = 180): Promise<T> {
    const end = Date.now() + seconds * 1000;
    for (let pause = 60; ; pause = Math.min(pause * 1.4, 1000)) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for: ${what}`);
      await sleep(pause);
    }
  }

  private keyOf(person: string, name: string): string {
    return createHash('sha256').update(`${this.service.institution}\n${person}\n${name}`).digest('hex');
  }

  private async call<T>(person: string, method: string, path: string, request: Request): Promise<T> {
    return JSON.parse((await this.fetch(person, method, path, request)).toString('utf8')) as T;
  }

  /** A call that needs no session. @param isDone whether a refusal says that an earlier try of ours went through */
  async open<T>(method: string, path: string, json?: unknown, isDone?: (code: string) => boolean): Promise<T> {
    const send = () =>
      fetch(`${this.service.url()}${path}`, {
        method,
        headers: json === undefined ? {} : { 'content-type': 'application/json' },
        body: json === undefined ? undefined : JSON.stringify(json),
        signal: AbortSignal.timeout(60_000),
      });
    try {
      return JSON.parse((await this.patiently(`${method} ${path}`, send)).toString('utf8')) as T;
    } catch (error) {
      if (error instanceof Refused && isDone?.(error.code)) return error.body as T;
      throw error;
    }
  }

  private fetch(person: string, method: string, path: string, request: Request): Promise<Buffer> {
    return this.patiently(
      `${person} ${method} ${path}`,
      () => this.once(person, method, path, request),
      (status) => status === 401 && this.sessions.delete(person),
    );
  }

  /** Retries while the service is away, overloaded or unsure; a command keeps its key, so it happens once. */
  private async patiently(
    what: string,
    send: () => Promise<Response>,
    isStale: (status: number) => boolean = () => false,
  ): Promise<Buffer> {
    const end = Date.now() + PATIENCE_MS;
    for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
      // The body belongs to the answer: a service that dies halfway through it has not answered.
      const answer = await send()
        .then(async (reply) => ({ ok: reply.ok, status: reply.status, bytes: Buffer.from(await reply.arrayBuffer()) }))
        .catch((error: unknown) => ({ error }));
      if (!('error' in answer)) {
        if (answer.ok) return answer.bytes;
        if (isStale(answer.status)) continue;
        const body = bodyOf(answer.bytes);
        const isPassing = answer.status === 503 || answer.status === 429 || body.code === 'request.in_flight';
        if (!isPassing || Date.now() > end) throw new Refused(answer.status, String(body.code ?? ''), what, body);
      } else if (answer.error instanceof Refused || Date.now() > end) throw answer.error;
      await sleep(pause);
    }
  }

  private async once(person: string, method: string, path: string, request: Request): Promise<Response> {
    const session = this.sessions.get(person) ?? (await this.signIn(person));
    const headers: Record<string, string> = { cookie: session.cookie, 'accept-language': 'zh-CN' };
    if (request.key) Object.assign(headers, { 'idempotency-key': request.key, 'x-csrf-token': session.csrf });
    if (request.revision !== undefined) headers['if-match'] = `"${request.revision}"`;
    if (request.json !== undefined) headers['content-type'] = 'application/json';
    const body = request.form ? request.form() : request.json === undefined ? undefined : JSON.stringify(request.json);
    return fetch(`${this.service.url()}${path}`, { method, headers, body, signal: AbortSignal.timeout(60_000) });
  }

  private async signIn(person: string): Promise<Session> {
    const answer = await fetch(`${this.service.url()}/api/demo/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ personCode: person, institution: this.service.institution }),
      signal: AbortSignal.timeout(30_000),
    });
    const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    if (!answer.ok && answer.status !== 503 && answer.status !== 429) {
      throw new Refused(answer.status, String(body.code ?? ''), `${person} sign-in`, body);
    }
    if (!answer.ok) throw new Error('the service asks to wait');
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const session = { cookie, csrf: String(body.csrf) };
    this.sessions.set(person, session);
    return session;
  }
}

interface Request {
  json?: unknown;
  form?: () => FormData;
  key?: string;
  revision?: number;
}

/** What a refusal says; a proxy or a dying service may say nothing that can be read. */
function bodyOf(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
