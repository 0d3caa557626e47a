/**
 * Which browser prints: the one an operator names, else an installed Chrome or Chromium, else the bundled one, unpacked
 * together with the libraries that it carries so that a machine without them works.
 */
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { Problem } from '../../core/problem.js';

export interface BrowserChoice {
  executable: string;
  origin: 'setting' | 'installed' | 'bundled';
  /** `shell` for the bundled headless shell, which knows no other way. */
  headless: boolean | 'shell';
  /** Added to the browser's environment alone. */
  env: Readonly<Record<string, string>>;
}

export interface BrowserWishes {
  /** PUPPETEER_EXECUTABLE_PATH */
  executablePath?: string;
  /** A folder that the browser's user can read; the bundled browser is unpacked here. */
  cache: string;
  /** False in tests that hide what is installed. */
  useInstalled?: boolean;
}

/** Debian's `/usr/bin/chromium` is a script that adds flags of its own, so the binary behind it comes first. */
const installed: Readonly<Record<string, readonly string[]>> = {
  linux: [
    '/usr/lib/chromium/chromium',
    '/usr/lib/chromium-browser/chromium-browser',
    '/opt/google/chrome/chrome',
    '/usr/bin/google-chrome',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/opt/microsoft/msedge/msedge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** @throws Problem `paper.browser_missing` */
export async function chooseBrowser(wishes: BrowserWishes): Promise<BrowserChoice> {
  if (wishes.executablePath) {
    if (!(await runnable(wishes.executablePath)))
      throw new Problem('paper.browser_missing', { path: wishes.executablePath });
    return {
      executable: wishes.executablePath,
      origin: 'setting',
      headless: headlessOf(wishes.executablePath),
      env: {},
    };
  }
  if (wishes.useInstalled !== false) {
    for (const path of installed[process.platform] ?? []) {
      if (await runnable(path)) return { executable: path, origin: 'installed', headless: true, env: {} };
    }
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Problem('paper.browser_missing', { path: '' });
  return unpackBundled(wishes.cache);
}

const headlessOf = (path: string): boolean | 'shell' => (/headless[-_]shell|\/bundled-/.test(path) ? 'shell' : true);

const runnable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function unpackBundled(cache: string): Promise<BrowserChoice> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const bin = join(dirname(entry), '..', 'bin');
  const { version } = JSON.parse(await readFile(join(bin, '..', 'package.json'), 'utf8')) as { version: string };
  const folder = join(cache, `bundled-${version}`);
  const executable = join(folder, 'chromium');
  const choice: BrowserChoice = {
    executable,
    origin: 'bundled',
    headless: 'shell',
    env: { LD_LIBRARY_PATH: join(folder, 'libraries', 'lib') },
  };
  if (await runnable(executable)) return choice;
  // Unpacked beside and renamed at the end, so a half-finished copy is never used and two workers do not disturb each other.
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await pipeline(
    createReadStream(join(bin, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(draft, 'chromium')),
  );
  await chmod(join(draft, 'chromium'), 0o755);
  await untar(join(bin, 'al2023.tar.br'), join(draft, 'libraries'));
  await untar(join(bin, 'swiftshader.tar.br'), draft);
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return choice;
}

/** Unpacks plain files, folders and links of a small brotli-compressed tar; everything else is ignored. */
async function untar(archive: string, target: string): Promise<void> {
  const chunks: Buffer[] = [];
  await pipeline(createReadStream(archive), createBrotliDecompress(), async (source) => {
    for await (const chunk of source) chunks.push(chunk as Buffer);
  });
  const tar = Buffer.concat(chunks);
  const text = (from: number, length: number) => tar.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12).trim() || '0', 8);
    const path = join(target, join('/', text(at + 345, 155), text(at, 100)));
    const kind = String.fromCharCode(tar[at + 156]!);
    if (kind === '5') await mkdir(path, { recursive: true });
    else if (kind === '2') {
      await mkdir(dirname(path), { recursive: true });
      await symlink(text(at + 157, 100), path).catch(() => undefined);
    } else if (kind === '0' || kind === '\0') {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, tar.subarray(at + 512, at + 512 + size), { mode: 0o755 });
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
