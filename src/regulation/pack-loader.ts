/** Reads the regulation packs from their folders; the core gets texts only. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { PackLibrary } from '../core/rules/compose.js';
import { type PackModel, type PackSource, parsePack } from '../core/rules/pack.js';
import { projectRoot } from '../platform/config/project-root.js';

/** The folder of packs that comes with the product. */
export const regulationsFolder = (): string => join(projectRoot, 'regulations');

/** Texts of one edition. @param folder `<root>/<pack>` */
export function readPackSource(folder: string, edition: string, root = folder): PackSource {
  const read = (path: string) => ({ path: relative(root, path) || basename(path), text: readFileSync(path, 'utf8') });
  const cases = join(folder, edition, 'cases.yaml');
  return {
    id: basename(folder),
    edition,
    index: read(join(folder, 'index.yaml')),
    articles: read(join(folder, edition, 'articles.yaml')),
    rules: read(join(folder, edition, 'rules.yaml')),
    ...(existsSync(cases) ? { cases: read(cases) } : {}),
  };
}

/** Every edition of every pack below a folder, sorted by id and day. */
export function readPackSources(root = regulationsFolder()): PackSource[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'index.yaml')))
    .toSorted()
    .flatMap((name) =>
      readdirSync(join(root, name))
        .filter((edition) => /^\d{4}-\d{2}-\d{2}$/.test(edition) && statSync(join(root, name, edition)).isDirectory())
        .toSorted()
        .map((edition) => readPackSource(join(root, name), edition, root)),
    );
}

export interface LoadedLibrary extends PackLibrary {
  packs: readonly PackModel[];
  /** Newest edition when none is named. */
  find(id: string, edition?: string): PackModel | undefined;
}

/** A library over texts, wherever they come from (folders, or what an institution has stored). */
export function libraryOf(sources: readonly PackSource[]): LoadedLibrary {
  const packs = sources.map(parsePack);
  return {
    packs,
    find: (id, edition) =>
      packs.filter((pack) => pack.id === id && (edition === undefined || pack.edition === edition)).at(-1),
  };
}

/** @throws Problem of the `pack.` family for the first faulty pack */
export function loadLibrary(root = regulationsFolder()): LoadedLibrary {
  return libraryOf(readPackSources(root));
}
