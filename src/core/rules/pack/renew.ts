/**
 * A changed text is a new dated edition, never an edit: the index of a pack gains the day, the edition before it ends the day
 * before, and whoever uses a renewed pack uses its new edition.
 */
import { isMap, isSeq } from 'yaml';
import { addDays } from '../../calendar/day.js';
import type { Day } from '../../fact.js';
import { edited, exchanged, openText } from '../language/text-edit.js';
import type { PackSource } from './pack.js';

/**
 * The same packs with a new edition from `day` for the first of them (the one that is adopted), for those whose texts differ,
 * and for those that use such a pack.
 * @param base the packs as they were, by id
 * @returns texts only; whether they are any good is for `parsePack` to say
 */
export function renewed(sources: readonly PackSource[], base: ReadonlyMap<string, PackSource>, day: Day): PackSource[] {
  const fresh = new Set(
    sources.filter((source, index) => index === 0 || differs(source, base.get(source.id))).map(idOf),
  );
  for (let grown = true; grown; ) {
    grown = false;
    for (const source of sources) {
      if (fresh.has(source.id) || !usedBy(source.rules.text).some((id) => fresh.has(id))) continue;
      fresh.add(source.id);
      grown = true;
    }
  }
  return sources.map((source) => (fresh.has(source.id) ? dated(source, day, fresh) : source));
}

const idOf = (source: PackSource): string => source.id;

/** The index may only tell of other editions, so it makes no difference by itself. */
const differs = (a: PackSource, b: PackSource | undefined): boolean =>
  !b || a.rules.text !== b.rules.text || a.articles.text !== b.articles.text || a.cases?.text !== b.cases?.text;

function dated(source: PackSource, day: Day, fresh: ReadonlySet<string>): PackSource {
  const moved = (path: string) => path.replace(source.edition, day);
  const part = <T extends { path: string; text: string }>(file: T): T => ({ ...file, path: moved(file.path) });
  return {
    ...source,
    edition: day,
    index: { ...source.index, text: indexWith(source.index.text, day) },
    articles: part(source.articles),
    rules: { ...part(source.rules), text: using(source.rules.text, fresh, day) },
    ...(source.cases ? { cases: part(source.cases) } : {}),
  };
}

/** Adds the edition; the one before it ends the day before, later ones are not in force any more. */
function indexWith(text: string, day: Day): string {
  const doc = openText(text);
  const editions = doc.get('editions');
  if (doc.errors.length > 0 || !isSeq(editions)) return text;
  editions.items = editions.items.filter((item) => isMap(item) && String(item.get('from')) < day);
  const last = editions.items.at(-1);
  if (isMap(last)) {
    const to = last.get('to');
    if (to === undefined || String(to) >= day) last.set('to', addDays(day, -1));
  }
  editions.add(doc.createNode({ edition: day, from: day }, { flow: true }));
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function using(text: string, fresh: ReadonlySet<string>, day: Day): string {
  const doc = openText(text);
  const use = doc.get('use');
  if (doc.errors.length > 0 || !isSeq(use)) return text;
  const edits = use.items.flatMap((item) =>
    isMap(item) && fresh.has(String(item.get('pack'))) ? exchanged(item.get('edition', true), day) : [],
  );
  return edited(text, edits);
}

/** Ids of the packs that a text uses; none when it cannot be read. */
function usedBy(text: string): string[] {
  const use = openText(text).get('use');
  return isSeq(use) ? use.items.flatMap((item) => (isMap(item) ? [String(item.get('pack'))] : [])) : [];
}
