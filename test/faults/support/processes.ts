/** The processes of one running product, found from its supervisor downwards, so that nobody else's is ever touched. */
import { readdirSync, readFileSync } from 'node:fs';

export type Kind = 'api' | 'worker' | 'chromium';

interface Entry {
  pid: number;
  parent: number;
  command: string;
}

/** Every process of the machine that can be read now. */
function everyone(): Map<number, Entry> {
  const all = new Map<number, Entry>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The program's name is in brackets and may hold blanks; state and parent come behind it.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z') continue;
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      all.set(Number(name), { pid: Number(name), parent: Number(parent), command });
    } catch {
      // It ended while we looked.
    }
  }
  return all;
}

const isApi = (entry: Entry) => entry.command.includes('dist/src/main.js');
const isWorker = (entry: Entry) => entry.command.includes('dist/src/worker.js');
const isBrowser = (entry: Entry) => entry.command.includes('kaoping-browser-');
/** Of the browser's processes the one that the others hang on. */
const isBrowserRoot = (entry: Entry) => isBrowser(entry) && !entry.command.includes('--type=');

/** The living process of this kind below the supervisor, or undefined while there is none. */
export function find(supervisor: number, kind: Kind): number | undefined {
  const all = everyone();
  const wanted = { api: isApi, worker: isWorker, chromium: isBrowserRoot }[kind];
  return [...all.values()].find((entry) => wanted(entry) && descends(all, entry, supervisor))?.pid;
}

/**
 * Processes of browsers that this home started and that no living worker of it holds any more. The crash handler of a living
 * browser detaches itself from it, so it is known by the folder that they share.
 * @param home KAOPING_HOME; a browser's font settings lie in it, so its environment names it
 */
export function orphans(home: string, supervisor: number): string[] {
  const all = everyone();
  const browsers = [...all.values()].filter(isBrowser);
  const held = new Set(browsers.filter((entry) => descends(all, entry, supervisor)).map(folderOf));
  return browsers.flatMap((entry) => {
    if (descends(all, entry, supervisor) || held.has(folderOf(entry)) || !belongsTo(entry.pid, home)) return [];
    return [`${entry.pid} ${entry.command.slice(0, 160)}`];
  });
}

const folderOf = (entry: Entry): string => /kaoping-browser-\w+/.exec(entry.command)?.[0] ?? '';

function descends(all: Map<number, Entry>, entry: Entry, ancestor: number): boolean {
  for (let at: Entry | undefined = entry; at && at.pid > 1; at = all.get(at.parent)) {
    if (at.pid === ancestor) return true;
  }
  return false;
}

function belongsTo(pid: number, home: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home);
  } catch {
    // Gone, or not ours to read.
    return false;
  }
}
