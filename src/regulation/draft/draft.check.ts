/** Whether a draft may be put in force, told so that each fault can be found. Pure. */
import { readCases } from '../../core/rules/cases.js';
import { review } from '../../core/rules/review.js';
import type { Period } from '../../core/rules/types.js';
import type { CheckReport } from '../draft.contract.js';
import { fileName, type Reading } from './draft.content.js';

export function checkReading(
  { whole, faults, choices, changed, sources }: Reading,
  cycles: readonly Period['kind'][],
): CheckReport {
  if (!whole || faults.length > 0)
    return {
      ok: false,
      hash: whole?.edition.hash ?? null,
      faults: [...faults],
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
