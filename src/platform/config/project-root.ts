import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the nearest folder above this file with the lock file's neighbour `package.json`, from `src` as from `dist`. */
export const projectRoot: string = find(dirname(fileURLToPath(import.meta.url)));

function find(folder: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, 'package.json')) && existsSync(join(at, 'regulations'))) return at;
  }
  throw new Error(`no checkout above ${folder}`);
}
