/** The parts of a text that an office uses by hand or by the calendar: check-lists, duties, methods, outcomes, procedures. */

import type { Cond } from '../core/rules/language/expression.js';
import type { Composed } from '../core/rules/pack/compose.js';
import type { Words } from './rule-words.js';
import type { AmountView, StructureView } from './structure.contract.js';

export type Parts = Pick<StructureView, 'checklists' | 'duties' | 'methods' | 'outcomes' | 'procedures'>;

/** What a part needs to know of the edition: amounts as they count, conditions in words. */
export interface Reader {
  maybe(value: unknown): AmountView | null;
  when(value: Cond | undefined): Words | null;
}

interface Titled {
  id: string;
  article: string;
  title: Words;
}
interface Written {
  checklists?: (Omit<Titled, 'id'> & { output: string; each?: unknown; groups: (Titled & { lines: Titled[] })[] })[];
  duties?: (Titled & { every: string; who: string; atLeast?: unknown; per?: string; fulfilledBy?: string })[];
  methods?: (Titled & { feeds?: string[] })[];
  outcomes?: (Titled & { output?: string; grades?: string[]; when?: Cond; ladder?: string; step?: string })[];
  procedures?: (Titled & { steps: (Titled & { months?: unknown; days?: unknown })[] })[];
}

const titled = ({ id, article, title }: Titled) => ({ id, article, ...title });

export function partsOf(composed: Composed, reader: Reader): Parts {
  const all = <K extends keyof Written>(key: K): NonNullable<Written[K]>[number][] =>
    composed.packs.flatMap((pack) => ((pack.rules as Written)[key] ?? []) as NonNullable<Written[K]>[number][]);
  return {
    checklists: all('checklists').map((list) => ({
      output: list.output,
      article: list.article,
      ...list.title,
      each: reader.maybe(list.each),
      groups: list.groups.map((group) => ({ ...titled(group), lines: group.lines.map(titled) })),
    })),
    duties: all('duties').map((duty) => ({
      ...titled(duty),
      every: duty.every,
      who: duty.who,
      atLeast: reader.maybe(duty.atLeast),
      per: duty.per ?? null,
      fulfilledBy: duty.fulfilledBy ?? null,
    })),
    methods: all('methods').map((method) => ({ ...titled(method), feeds: method.feeds ?? [] })),
    outcomes: all('outcomes').map((outcome) => ({
      ...titled(outcome),
      output: outcome.output ?? null,
      grades: outcome.grades ?? [],
      when: reader.when(outcome.when),
      ladder: outcome.ladder ?? null,
      step: outcome.step ?? null,
    })),
    procedures: all('procedures').map((procedure) => ({
      ...titled(procedure),
      steps: procedure.steps.map((step) => ({
        ...titled(step),
        months: reader.maybe(step.months),
        days: reader.maybe(step.days),
      })),
    })),
  };
}
