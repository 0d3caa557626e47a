/**
 * Every setting of the product as one table. The README, `--help`, the compose file's test and the parser below all
 * read it, so a setting that is not here does not exist.
 */
import { z } from 'zod';

export interface Setting<T = unknown> {
  schema: z.ZodType<T>;
  zh: string;
  en: string;
  /** What holds when it is not set, in words, where the schema's own default does not say it. */
  otherwise?: { zh: string; en: string };
  secret?: boolean;
}

const flag = z.enum(['0', '1']).transform((value) => value === '1');
const wholeNumber = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'a whole number')
    .transform(Number)
    .pipe(z.number().min(low).max(high));
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

const setting = <S extends z.ZodType>(
  schema: S,
  zh: string,
  en: string,
  more: Pick<Setting, 'otherwise' | 'secret'> = {},
) => ({
  schema,
  zh,
  en,
  ...more,
});

export const settings = {
  HOST: setting(z.string().min(1).default('127.0.0.1'), '监听地址', 'Address to listen on'),
  PORT: setting(
    wholeNumber(0, 65535).default(8080),
    '监听端口，0 表示任选空闲端口',
    'Port to listen on; 0 takes any free one',
  ),
  KAOPING_HOME: setting(
    z.string().min(1).optional(),
    '数据文件夹：数据库、附件、密钥、缓存',
    'Data folder: database, files, secrets, cache',
    {
      otherwise: { zh: '程序文件夹下的 .kaoping', en: '.kaoping in the checkout' },
    },
  ),
  KAOPING_PUBLIC_URL: setting(
    z.url({ protocol: /^https?$/ }).optional(),
    '对外网址，写进公文的核验链接；代理后必须设置',
    'Address that people use, printed in verification links; required behind a proxy',
    {
      otherwise: { zh: 'http://监听地址:端口', en: 'http://HOST:PORT' },
    },
  ),
  DATABASE_URL: setting(
    postgresUrl.optional(),
    '外部数据库：应用角色（普通角色，非所有者）',
    'External database: the application role (an ordinary one, not the owner)',
    {
      otherwise: { zh: '启动内置 PostgreSQL', en: 'the embedded PostgreSQL is started' },
      secret: true,
    },
  ),
  DATABASE_WORKER_URL: setting(
    postgresUrl.optional(),
    '外部数据库：后台进程的角色',
    'External database: the role of the worker',
    {
      otherwise: { zh: '同 DATABASE_URL', en: 'DATABASE_URL' },
      secret: true,
    },
  ),
  DATABASE_OWNER_URL: setting(
    postgresUrl.optional(),
    '外部数据库：所有者角色，只用于升级表结构',
    'External database: the owner role, for migrations only',
    {
      otherwise: {
        zh: '设了 DATABASE_URL 而未设此项时，不做升级',
        en: 'with DATABASE_URL set and this one not, nothing is migrated',
      },
      secret: true,
    },
  ),
  DATABASE_POOL: setting(
    wholeNumber(2, 500).default(20),
    '每个进程的数据库连接数',
    'Database connections of each process',
  ),
  REDIS_URL: setting(
    z.url({ protocol: /^rediss?$/ }).optional(),
    '队列所用的 Redis（须 noeviction）',
    'Redis for the queue (policy noeviction)',
    {
      otherwise: { zh: '队列放在 PostgreSQL', en: 'the queue lives in PostgreSQL' },
      secret: true,
    },
  ),
  KAOPING_DEMO: setting(
    flag.optional(),
    '演示模式：点人登录、业务时钟可前移',
    'Demonstration: sign in by clicking a person, move the business clock',
    {
      otherwise: { zh: '使用内置数据库时为 1，否则为 0', en: '1 with the embedded database, else 0' },
    },
  ),
  KAOPING_INSECURE_HTTP: setting(
    flag.default(false),
    '允许以明文 HTTP 对本机以外提供服务（不安全）',
    'Allow plain HTTP off this machine (unsafe)',
  ),
  KAOPING_TRUSTED_PROXIES: setting(
    wholeNumber(0, 10).default(0),
    '前面有几层可信代理（取 X-Forwarded-For 的倒数第几个）',
    'Number of trusted proxies in front (hops of X-Forwarded-For)',
  ),
  PUPPETEER_EXECUTABLE_PATH: setting(
    z.string().min(1).optional(),
    '打印公文所用的 Chrome 或 Chromium',
    'Chrome or Chromium that prints the papers',
    {
      otherwise: { zh: '依次找系统安装的、随程序附带的', en: 'an installed one, else the one that comes along' },
    },
  ),
  KAOPING_CHROMIUM_NO_SANDBOX: setting(
    flag.default(false),
    '不用 Chromium 沙箱（仅在系统不允许沙箱的容器中）',
    'Run Chromium without its sandbox (only in containers that forbid it)',
  ),
  KAOPING_BROWSER_UID: setting(
    wholeNumber(1, 999_999).optional(),
    '以 root 启动时，打印公文的浏览器所用的用户号',
    'User id for the browser that prints papers when started by root',
    { otherwise: { zh: 'nobody 的用户号', en: 'that of nobody' } },
  ),
  KAOPING_BROWSER_GID: setting(
    wholeNumber(1, 999_999).optional(),
    '以 root 启动时，打印公文的浏览器所用的组号',
    'Group id for the browser that prints papers when started by root',
    { otherwise: { zh: 'nobody 的组号', en: 'that of nobody' } },
  ),
  LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    '日志级别',
    'Level of the log',
  ),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** Lines `NAME  default  what it is` for `--help` and the README. */
export function describeSettings(language: 'zh' | 'en'): { name: SettingName; text: string; otherwise: string }[] {
  return (Object.keys(settings) as SettingName[]).map((name) => {
    const entry: Setting = settings[name];
    const parsed = entry.schema.safeParse(undefined);
    const value = parsed.success ? parsed.data : undefined;
    const plain = value === undefined ? '' : typeof value === 'boolean' ? String(Number(value)) : String(value);
    return { name, text: entry[language], otherwise: entry.otherwise?.[language] ?? plain };
  });
}
