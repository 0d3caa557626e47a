/**
 * The browser process as a hostile place: a user of its own, no network where the system permits a name space for it, the
 * sandbox on, a pipe instead of a port (it dies with us), a private fontconfig, a profile folder that a janitor removes.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'puppeteer';
import { type BrowserChoice, chooseBrowser } from './browser-choice.js';

export interface BrowserSettings {
  /** PUPPETEER_EXECUTABLE_PATH */
  executablePath?: string;
  /** KAOPING_HOME/cache; where the browser's user cannot reach it, a folder of the system's temporary one is used. */
  cache: string;
  /** templates/_shared/fonts */
  fonts: string;
  /** KAOPING_BROWSER_UID, KAOPING_BROWSER_GID: who the browser runs as when we are root; default nobody. */
  uid?: number;
  gid?: number;
  /** KAOPING_CHROMIUM_NO_SANDBOX=1, never by itself. */
  noSandbox?: boolean;
  useInstalled?: boolean;
}

export interface RunningBrowser {
  browser: Browser;
  choice: BrowserChoice;
  /** What protects it, for the start message and the health page. */
  walls: { user: number; sandbox: boolean; network: 'none' | 'shared' };
  close(): Promise<void>;
}

const PROFILE = 'kaoping-browser-';
const flags = [
  '--font-render-hinting=none',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--disable-crash-reporter',
  '--disable-breakpad',
  '--dns-prefetch-disable',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=socks5://0.0.0.0:9',
  '--lang=zh-CN',
];

/** Starts one warm browser. @throws Problem `paper.browser_missing` */
export async function startBrowser(settings: BrowserSettings): Promise<RunningBrowser> {
  const root = process.getuid?.() === 0;
  const user = root ? { uid: settings.uid ?? 65534, gid: settings.gid ?? 65534 } : undefined;
  const cache = await reachable(settings.cache, user);
  const choice = await chooseBrowser({
    executablePath: settings.executablePath,
    cache,
    useInstalled: settings.useInstalled,
  });
  const fontconfig = await privateFonts(settings.fonts, cache, user);
  await sweepProfiles();
  const profile = await mkdtemp(join(tmpdir(), PROFILE));
  await writeFile(join(profile, 'owner.pid'), String(process.pid));
  if (user) await chown(profile, user.uid, user.gid);
  const network = user && (await canUnshare()) ? 'none' : 'shared';
  const executable = user ? await wrapper(cache, choice.executable, user, network === 'none') : choice.executable;
  // Loaded by the first paper: the API, which prints nothing, does without its 40 MB.
  const { default: puppeteer } = await import('puppeteer');
  const launched = puppeteer.launch({
    executablePath: executable,
    headless: choice.headless,
    pipe: true,
    userDataDir: join(profile, 'profile'),
    timeout: 30_000,
    protocolTimeout: 30_000,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: profile,
      LANG: 'C.UTF-8',
      TMPDIR: profile,
      XDG_CONFIG_HOME: profile,
      XDG_CACHE_HOME: profile,
      FONTCONFIG_FILE: fontconfig,
      ...choice.env,
    },
    args: settings.noSandbox ? [...flags, '--no-sandbox'] : flags,
  });
  const forget = () => rm(profile, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  const browser = await launched.catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  const close = async () => {
    const running = browser.process();
    await Promise.race([
      browser.close().catch(() => undefined),
      new Promise((done) => setTimeout(done, 3_000).unref()),
    ]);
    running?.kill('SIGKILL');
    await forget();
  };
  return {
    browser,
    choice,
    walls: { user: user?.uid ?? userInfo().uid, sandbox: !settings.noSandbox, network },
    close,
  };
}

/** Removes profile folders whose owner is gone (killed, crashed). */
export async function sweepProfiles(): Promise<number> {
  let swept = 0;
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PROFILE)) continue;
    const folder = join(tmpdir(), name);
    const pid = Number(await readFile(join(folder, 'owner.pid'), 'utf8').catch(() => '0'));
    // A folder without a mark may be one that is being made right now.
    const age =
      Date.now() -
      (await stat(folder)
        .then((s) => s.mtimeMs)
        .catch(() => Date.now()));
    if (pid ? alive(pid) : age < 60_000) continue;
    await rm(folder, { recursive: true, force: true }).then(
      () => swept++,
      () => undefined,
    );
  }
  return swept;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A folder that the browser's user can enter: the wanted one, else one of our own under the temporary folder. */
async function reachable(wanted: string, user: { uid: number; gid: number } | undefined): Promise<string> {
  const folder = resolve(wanted);
  await mkdir(folder, { recursive: true });
  if (!user || (await canEnter(folder))) return folder;
  const mark = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const other = join(tmpdir(), `kaoping-cache-${process.getuid?.()}-${mark}`);
  await mkdir(other, { recursive: true, mode: 0o755 });
  const found = await stat(other);
  if (found.uid !== process.getuid?.()) throw new Error(`${other} belongs to another user`);
  await chmod(other, 0o755);
  return other;
}

/** Whether everybody may pass through all parents and read the folder. */
async function canEnter(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** A fontconfig file that knows our folder only, so no stray font of the machine can get into a paper. */
async function privateFonts(
  fonts: string,
  cache: string,
  user: { uid: number; gid: number } | undefined,
): Promise<string> {
  let folder = resolve(fonts);
  if (user && !(await canEnter(folder))) {
    const copy = join(cache, 'fonts');
    await mkdir(copy, { recursive: true, mode: 0o755 });
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.ttf'))) {
      const target = join(copy, file);
      const same = await stat(target).then(
        async (s) => s.size === (await stat(join(folder, file))).size,
        () => false,
      );
      if (same) continue;
      await copyFile(join(folder, file), `${target}.${process.pid}`);
      await chmod(`${target}.${process.pid}`, 0o644);
      await rename(`${target}.${process.pid}`, target);
    }
    folder = copy;
  }
  const fontCache = join(cache, 'fontconfig');
  await mkdir(fontCache, { recursive: true });
  if (user) await chown(fontCache, user.uid, user.gid);
  const file = join(cache, 'fonts.conf');
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}</dir><cachedir>${fontCache}</cachedir></fontconfig>\n`;
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    await writeFile(`${file}.${process.pid}`, text, { mode: 0o644 });
    await rename(`${file}.${process.pid}`, file);
  }
  return file;
}

let unshareWorks: Promise<boolean> | undefined;
/** Whether we may give the browser a network name space of its own, in which there is no route to anywhere. */
function canUnshare(): Promise<boolean> {
  unshareWorks ??= promisify(execFile)('unshare', ['--net', '--', 'true'], { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
  return unshareWorks;
}

/** Puppeteer cannot change the user, so a two-line script does; `exec` keeps the process, its pipes and its death. */
async function wrapper(
  cache: string,
  executable: string,
  user: { uid: number; gid: number },
  alone: boolean,
): Promise<string> {
  const quoted = `'${executable.replaceAll("'", `'\\''`)}'`;
  const steps = `${alone ? 'unshare --net -- ' : ''}setpriv --reuid=${user.uid} --regid=${user.gid} --clear-groups --`;
  const text = `#!/bin/sh\nexec ${steps} ${quoted} "$@"\n`;
  const file = join(cache, `browser-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.sh`);
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    await writeFile(`${file}.${process.pid}`, text, { mode: 0o755 });
    await rename(`${file}.${process.pid}`, file);
  }
  return file;
}
