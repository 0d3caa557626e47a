/** The settings of one process, parsed once at its start. Nothing else reads the environment. */
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { Problem } from '../../core/problem.js';
import { projectRoot } from './project-root.js';
import { type SettingName, settings } from './settings.js';

type Value<N extends SettingName> = z.infer<(typeof settings)[N]['schema']>;

/** Injectable: modules take `Config` in their constructor. */
export class Config {
  host!: string;
  /** 0 = any free port; the supervisor passes the one it chose. */
  port!: number;
  /** Absolute. */
  home!: string;
  /** Without a slash at its end; undefined until the port is known (PORT=0). */
  publicUrl!: string | undefined;
  databaseUrl!: string | undefined;
  workerDatabaseUrl!: string | undefined;
  ownerDatabaseUrl!: string | undefined;
  poolSize!: number;
  redisUrl!: string | undefined;
  demo!: boolean;
  insecureHttp!: boolean;
  trustedProxies!: number;
  browserPath!: string | undefined;
  chromiumNoSandbox!: boolean;
  /** Who the browser runs as when we are root. */
  browserUid!: number | undefined;
  browserGid!: number | undefined;
  logLevel!: Value<'LOG_LEVEL'>;
  /** The database is the one that comes with the product. */
  embedded!: boolean;
}

/**
 * @throws Problem `start.settings_invalid` naming every wrong variable at once, `start.insecure_http`
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const wrong: string[] = [];
  const read = <N extends SettingName>(name: N): Value<N> => {
    // An empty variable is how compose files say "not set".
    const parsed = settings[name].schema.safeParse(env[name] || undefined);
    if (parsed.success) return parsed.data as Value<N>;
    wrong.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join(', ')}`);
    return undefined as Value<N>;
  };
  const config = Object.assign(new Config(), {
    host: read('HOST'),
    port: read('PORT'),
    home: resolve(read('KAOPING_HOME') ?? join(projectRoot, '.kaoping')),
    publicUrl: read('KAOPING_PUBLIC_URL')?.replace(/\/+$/, ''),
    databaseUrl: read('DATABASE_URL'),
    workerDatabaseUrl: read('DATABASE_WORKER_URL') ?? read('DATABASE_URL'),
    ownerDatabaseUrl: read('DATABASE_OWNER_URL'),
    poolSize: read('DATABASE_POOL'),
    redisUrl: read('REDIS_URL'),
    insecureHttp: read('KAOPING_INSECURE_HTTP'),
    trustedProxies: read('KAOPING_TRUSTED_PROXIES'),
    browserPath: read('PUPPETEER_EXECUTABLE_PATH'),
    chromiumNoSandbox: read('KAOPING_CHROMIUM_NO_SANDBOX'),
    browserUid: read('KAOPING_BROWSER_UID'),
    browserGid: read('KAOPING_BROWSER_GID'),
    logLevel: read('LOG_LEVEL'),
  });
  config.embedded = config.databaseUrl === undefined;
  config.demo = read('KAOPING_DEMO') ?? config.embedded;
  if (wrong.length > 0) throw new Problem('start.settings_invalid', { list: [...new Set(wrong)] });
  if (!config.publicUrl && config.port > 0) config.publicUrl = addressOf(config.host, config.port);
  refusePlainHttp(config, env);
  return config;
}

/** `http://host:port` as a person types it. */
export function addressOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function refusePlainHttp(config: Config, env: NodeJS.ProcessEnv): void {
  const tls = env.KAOPING_PUBLIC_URL?.startsWith('https:') ?? false;
  if (isLoopback(config.host) || config.insecureHttp || tls) return;
  throw new Problem('start.insecure_http', { host: config.host });
}
