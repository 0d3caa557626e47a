/** What was read and checked a moment ago: the same texts and choices mean the same, and people look at them again and again. */
import { createHash } from 'node:crypto';
import { canonical } from '../../core/canonical.js';
import type { Period } from '../../core/rules/types.js';
import type { CheckReport } from '../draft.contract.js';
import { checkReading } from './draft.check.js';
import { type DraftContent, readBase, readDraft } from './draft.content.js';

/** The newest answers of a function of data alone. */
function kept<A, R>(most: number, nameOf: (asked: A) => unknown, answer: (asked: A) => R): (asked: A) => R {
  const known = new Map<string, R>();
  return (asked) => {
    const key = createHash('sha256')
      .update(canonical(nameOf(asked)))
      .digest('hex');
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = answer(asked);
    if (known.size >= most) known.delete(known.keys().next().value as string);
    known.set(key, made);
    return made;
  };
}

const nameOf = ({ from, sources, baseSources, baseChoices, settings, fill }: DraftContent) => [
  from,
  sources,
  baseSources,
  baseChoices,
  settings,
  fill,
];

export const draftReading = kept(30, nameOf, readDraft);

export const baseReading = kept(
  20,
  ({ baseSources, baseChoices }: DraftContent) => [baseSources, baseChoices],
  readBase,
);

/** Texts, worked examples, cover and blanks of a draft for the cycles that its office runs. */
export const checkDraft = kept(
  40,
  (draft: DraftContent & { cycles: readonly Period['kind'][] }): unknown[] => [...nameOf(draft), draft.cycles],
  (draft): CheckReport =>
    checkReading(draftReading(draft), { base: baseReading(draft), from: draft.from, cycles: draft.cycles }),
);
