/** Which operating-system user runs PostgreSQL, and whether that user can reach what it needs. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Problem } from '../../core/problem.js';

/** `undefined` ids: as whoever we are. */
export interface RunAs {
  uid?: number;
  gid?: number;
  name: string;
}

/**
 * PostgreSQL refuses to run as root. Root therefore hands it to the owner of an existing data folder, else to the user
 * `postgres`, which is made when missing, else to `nobody`.
 * @throws Problem `start.no_database_user`, `start.database_owner`
 */
export function databaseUser(dataDir: string): RunAs {
  const self = process.getuid?.();
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (self === undefined) return { name: 'current' };
  if (self !== 0) {
    if (owner && owner.uid !== self) {
      throw new Problem('start.database_owner', { folder: dataDir, owner: owner.uid, user: self });
    }
    return { name: String(self) };
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: userName(owner.uid) };
  return lookUp('postgres') ?? createPostgresUser();
}

/** The user for the browser that prints papers: never the one that owns the database's files. Undefined when not root. */
export function browserUser(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return lookUp('nobody');
}

/**
 * Asks the system itself (so that access lists count) whether `user` may enter every folder on the way to `paths`.
 * @throws Problem `start.folder_unreachable` naming the first folder that is closed
 */
export function requireReach(user: RunAs, paths: readonly string[]): void {
  if (user.uid === undefined) return;
  const folders = [...new Set(paths.flatMap(ancestors))];
  const script = 'for d in "$@"; do [ -x "$d" ] || { printf %s "$d"; exit 3; }; done';
  const done = spawnSync('/bin/sh', ['-c', script, 'sh', ...folders], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    encoding: 'utf8',
  });
  if (done.status === 0) return;
  throw new Problem('start.folder_unreachable', {
    user: user.name,
    folder: done.stdout || String(done.error ?? done.stderr),
  });
}

function ancestors(path: string): string[] {
  const chain: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    chain.unshift(at);
    if (at === dirname(at)) return chain;
  }
}

function lookUp(name: string): RunAs | undefined {
  const ask = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const uid = ask('-u');
  const gid = ask('-g');
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout), name };
}

function userName(uid: number): string {
  const asked = spawnSync('id', ['-un', String(uid)], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : String(uid);
}

function createPostgresUser(): RunAs {
  const ways = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    ['adduser', '-S', '-D', '-H', 'postgres'],
  ];
  const reasons: string[] = [];
  for (const [program, ...args] of ways) {
    const done = spawnSync(program!, args, { encoding: 'utf8' });
    const made = lookUp('postgres');
    if (made) return made;
    reasons.push(`${program}: ${(done.error?.message ?? done.stderr ?? '').trim()}`);
  }
  const nobody = lookUp('nobody');
  if (nobody) return nobody;
  throw new Problem('start.no_database_user', { reason: reasons.join('; ') });
}
