/** Reads the regulation packs from their folders; the core gets texts only. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { IndexFile } from '../core/rules/language/language.js';
import type { PackLibrary } from '../core/rules/pack/compose.js';
import { type PackModel, type PackSource, parseIndex, parsePack } from '../core/rules/pack/pack.js';
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

/** One edition in its folder, not read yet. */
interface Shelved {
  /** Name of its folder, which is the id unless the index says otherwise. */
  folder: string;
  edition: string;
}

/** Every edition of every pack below a folder, sorted by id and day. */
function shelvesOf(root: string): Shelved[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'index.yaml')))
    .toSorted()
    .flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((edition) => /^\d{4}-\d{2}-\d{2}$/.test(edition) && statSync(join(root, folder, edition)).isDirectory())
        .toSorted()
        .map((edition) => ({ folder, edition })),
    );
}

/** Texts of every edition of every pack below a folder, sorted by id and day. */
export function readPackSources(root = regulationsFolder()): PackSource[] {
  return shelvesOf(root).map(({ folder, edition }) => readPackSource(join(root, folder), edition, root));
}

/** What a pack says of itself, without its rules. */
export interface PackEntry {
  id: string;
  edition: string;
  index: IndexFile;
}

export interface LoadedLibrary extends PackLibrary {
  /** Every edition, sorted by id and day. */
  readonly packs: readonly PackModel[];
  /** The same editions without their rules. */
  readonly entries: readonly PackEntry[];
  /** Newest edition when none is named. */
  find(id: string, edition?: string): PackModel | undefined;
}

/**
 * A library over texts, wherever they come from (folders, or what an institution has stored).
 * @throws Problem of the `pack.` family for the first faulty pack
 */
export function libraryOf(sources: readonly PackSource[]): LoadedLibrary {
  const packs = sources.map(parsePack);
  return {
    packs,
    entries: packs,
    find: (id, edition) =>
      packs.filter((pack) => pack.id === id && (edition === undefined || pack.edition === edition)).at(-1),
  };
}

/**
 * A library over a folder of packs. Nothing is read before somebody asks for it, then it is read once: a pack is looked for
 * in the folder of its name first, so that finding one and all that it uses does not read the others.
 * @throws Problem of the `pack.` family, when a faulty pack is asked for
 */
export function loadLibrary(root = regulationsFolder()): LoadedLibrary {
  const shelves = shelvesOf(root);
  const models = new Map<Shelved, PackModel>();
  const modelOf = (shelf: Shelved): PackModel => {
    const model = models.get(shelf) ?? parsePack(readPackSource(join(root, shelf.folder), shelf.edition, root));
    models.set(shelf, model);
    return model;
  };
  const indexes = new Map<string, IndexFile>();
  const indexOf = ({ folder }: Shelved): IndexFile => {
    const path = join(root, folder, 'index.yaml');
    const index = indexes.get(folder) ?? parseIndex({ path: relative(root, path), text: readFileSync(path, 'utf8') });
    indexes.set(folder, index);
    return index;
  };
  const find = (id: string, edition?: string): PackModel | undefined => {
    const fits = (shelf: Shelved) => edition === undefined || shelf.edition === edition;
    const named = shelves.filter((shelf) => shelf.folder === id && fits(shelf) && indexOf(shelf).id === id);
    const found = named.length > 0 ? named : shelves.filter((shelf) => fits(shelf) && indexOf(shelf).id === id);
    const last = found.at(-1);
    return last && modelOf(last);
  };
  return {
    get packs() {
      return shelves.map(modelOf);
    },
    get entries() {
      return shelves.map((shelf) => ({ id: indexOf(shelf).id, edition: shelf.edition, index: indexOf(shelf) }));
    },
    find,
  };
}
