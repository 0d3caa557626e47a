/** Blanks of the texts, filled in or not: what rests on each, what is suggested, who filled it in and on what basis. */
import type { Composed } from '../core/rules/pack/compose.js';
import { usageOf } from '../core/rules/pack/usage.js';
import type { FrozenChoices } from './draft/draft.content.js';
import type { BlankView } from './draft.contract.js';

/** Names of people by their code. */
export type PeopleNames = ReadonlyMap<string, string>;

const isBlank = (value: string | null | undefined): boolean =>
  value === null || value === undefined || /^_+$/.test(value);

/** Parameters that the texts themselves leave blank, in the order of the packs. */
export function blanksOf(composed: Composed, choices: FrozenChoices, names: PeopleNames): BlankView[] {
  const usage = usageOf(composed);
  const articles = new Set(composed.articles.map((entry) => entry.article));
  const written = new Map(composed.packs.flatMap((pack) => Object.entries(pack.rules.parameters ?? {})));
  return Object.entries(composed.parameters)
    .filter(([name]) => isBlank(written.get(name)?.value))
    .map(([name, parameter]) => {
      const use = usage.get(name);
      return {
        parameter: name,
        ambiguity: parameter.ambiguity ?? null,
        type: parameter.type ?? 'number',
        article: parameter.article,
        ...parameter.title,
        unit: parameter.unit,
        suggestion: parameter.suggestion ?? null,
        value: parameter.value,
        filledIn: filledIn(name, parameter, choices, names),
        rules: (use?.uses ?? []).map((one) => ({
          rule: one.rule,
          article: one.article ?? (articles.has(one.rule) ? one.rule : null),
          ...one.title,
          output: one.output ?? null,
        })),
        outputs: [...(use?.outputs ?? [])],
        cycles: [...(use?.cycles ?? [])],
        decisions: [...(use?.decisions ?? [])],
      };
    });
}

function filledIn(
  name: string,
  parameter: Composed['parameters'][string],
  choices: FrozenChoices,
  names: PeopleNames,
): BlankView['filledIn'] {
  if (parameter.value === null) return null;
  const record = choices.filled?.[name];
  if (record && name in choices.fill) {
    const person = { code: record.by, name: names.get(record.by) ?? record.by };
    const both = (text: string) => ({ zh: text, en: text });
    return { by: both(person.name), person, at: record.at, basis: both(record.basis) };
  }
  const { filled } = parameter;
  return filled ? { by: filled.filledInBy, person: null, at: null, basis: filled.basis } : null;
}
