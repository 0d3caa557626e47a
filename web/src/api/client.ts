/** The one way to the server: problem+json refusals become `ApiProblem`, every change carries its keys. */

export interface ProblemLine {
  pointer?: string;
  where?: string;
  message: string;
  got?: string;
  allowed?: string | readonly string[];
  hint?: string;
}

/** RFC 9457 body as the service sends it, texts already in the reader's language. */
export interface ProblemBody {
  status: number;
  code: string;
  title: string;
  detail?: string;
  hint?: string;
  instance?: string;
  trace_id?: string;
  errors?: readonly ProblemLine[];
  available?: readonly (string | { event: string; label?: string })[];
  articles?: readonly string[];
  revision?: number;
  retryAfter?: number;
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(readonly body: ProblemBody) {
    super(body.title);
  }
  /** True when the answer never came or the service could not say: the change may or may not have been made. */
  get unknownOutcome(): boolean {
    return this.body.status === 0 || this.body.status === 502 || this.body.status === 503 || this.body.status === 504;
  }
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  file?: FormData;
  query?: Record<string, string | number | boolean | undefined | null>;
  /** Revision that the person saw; sent as `If-Match`. */
  revision?: number;
  /** Made before the first sending and kept for every repeat of the same request. */
  key?: string;
  signal?: AbortSignal;
}

let language = 'zh-CN';
let csrf: string | undefined;
export const setLanguageHeader = (to: string): void => {
  language = to;
};
export const setCsrf = (token: string | undefined): void => {
  csrf = token;
};

const cookie = (name: string): string | undefined =>
  document.cookie
    .split('; ')
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** Random UUID; `crypto.randomUUID` is missing on plain http away from loopback. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function addressOf(path: string, query: Call['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const offline: Record<string, Pick<ProblemBody, 'title' | 'detail' | 'hint'>> = {
  'zh-CN': {
    title: '连接不上服务',
    detail: '网络中断，或服务正在重新启动',
    hint: '已填写的内容都在；请稍后再按一次，不会重复办理',
  },
  en: {
    title: 'The service cannot be reached',
    detail: 'The network is down, or the service is restarting',
    hint: 'Nothing you typed is lost. Press again later: it will not be done twice',
  },
};

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/**
 * @param path such as `/api/tasks`.
 * @throws ApiProblem for every refusal; status 0 when no answer came after three tries with the same key.
 */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const method = options.method ?? 'GET';
  const headers: Record<string, string> = {
    accept: 'application/json, application/problem+json',
    'accept-language': language,
  };
  if (method !== 'GET') {
    headers['idempotency-key'] = options.key ?? newKey();
    const token = cookie('kp_csrf') ?? csrf;
    if (token) headers['x-csrf-token'] = decodeURIComponent(token);
  }
  if (options.revision !== undefined) headers['if-match'] = `"${options.revision}"`;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const request: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    signal: options.signal,
    body: options.file ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await answerOf<T>(await fetch(addressOf(path, options.query), request));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      const problem =
        error instanceof ApiProblem
          ? error
          : new ApiProblem({
              status: 0,
              code: 'network.unreachable',
              ...offline[language]!,
              title: offline[language]!.title,
            });
      if (!problem.unknownOutcome || attempt >= 2) throw problem;
      await pause(400 * 3 ** attempt);
    }
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) {
    if (response.status === 204 || !type.includes('json')) return undefined as T;
    return (await response.json()) as T;
  }
  const body = type.includes('json') ? ((await response.json()) as Partial<ProblemBody>) : {};
  const retryAfter = Number(response.headers.get('retry-after')) || body.retryAfter;
  throw new ApiProblem({
    code: 'http.error',
    title: response.statusText || String(response.status),
    ...body,
    status: response.status,
    retryAfter,
  });
}

export const get = <T>(path: string, query?: Call['query'], signal?: AbortSignal): Promise<T> =>
  call<T>(path, { query, signal });
export const post = <T>(path: string, body?: unknown, options: Omit<Call, 'body' | 'method'> = {}): Promise<T> =>
  call<T>(path, { ...options, method: 'POST', body: options.file ? undefined : (body ?? {}) });
