/** Whether a draft may be put in force, told so that each fault can be found. Pure. */

import type { Day } from '../../core/fact.js';
import { Problem } from '../../core/problem.js';
import { readCases } from '../../core/rules/examples/cases.js';
import { review } from '../../core/rules/examples/review.js';
import type { CompiledEdition, Period } from '../../core/rules/types.js';
import type { CheckReport, Fault } from '../draft.contract.js';
import { faultsOf, fileName, type Reading } from './draft.content.js';

/** @param base what the draft started from; @param from first day in force */
export function checkReading(
  { whole, faults: written, choices, changed, sources }: Reading,
  asked: { base: Reading; from: Day; cycles: readonly Period['kind'][] },
): CheckReport {
  const { cycles } = asked;
  const faults = [...written, ...droppedItems(asked, whole?.edition)];
  if (!whole || faults.length > 0)
    return {
      ok: false,
      hash: whole?.edition.hash ?? null,
      faults,
      blanks: [],
      cases: { total: 0, failed: [] },
      uncovered: [],
      ambiguities: [],
    };
  const { settings, fill } = choices;
  const found = review(whole.model, whole.library, { choices: { settings, fill }, cycles, changed });
  const own = sources[0]?.id ?? '';
  const failed = found.cases.failed.map(({ pack, id, faults: differences }) => {
    const model = whole.library.find(pack);
    const title = model && readCases(model).find((one) => one.id === id)?.title;
    return {
      file: fileName(own, pack, 'cases'),
      id,
      zh: title?.zh ?? id,
      en: title?.en ?? id,
      faults: [...differences],
    };
  });
  const blanks = found.blanks.flatMap((parameter) => {
    const entry = whole.composed.parameters[parameter];
    return entry ? [{ parameter, article: entry.article, ...entry.title }] : [];
  });
  return {
    ok: failed.length === 0 && blanks.length === 0 && found.uncovered.length === 0,
    hash: whole.edition.hash,
    faults: [],
    blanks,
    cases: { total: found.cases.total, failed },
    uncovered: [...found.uncovered],
    ambiguities: whole.edition.settings.flatMap(({ ambiguity, setting, zh, en, chosen, default: usual }) =>
      ambiguity ? [{ ambiguity, setting, zh, en, chosen, isDefault: chosen === usual }] : [],
    ),
  };
}

/** A balance runs over a year: an item that moves it may be dropped when the next one begins, or its entries would be lost. */
function droppedItems({ base, from }: { base: Reading; from: Day }, edition: CompiledEdition | undefined): Fault[] {
  if (!edition || from.endsWith('-01-01')) return [];
  const kept = new Set(edition.items.map((item) => item.item));
  const before = base.whole?.edition;
  const gone = (before?.items ?? []).filter(({ item }) => before?.terms(item) && !kept.has(item));
  return gone.flatMap(({ item }) =>
    faultsOf(
      new Problem('ruleset.item_dropped', { item, next: `${Number(from.slice(0, 4)) + 1}-01-01` }),
      () => undefined,
    ),
  );
}
