/** What rests on a blank: every rule, output, cycle and decision that names a parameter. */

import type { Wording } from '../language/expression.js';
import type { Period } from '../types.js';
import type { Composed } from './compose.js';

export interface Use {
  rule: string;
  article?: string;
  title: Wording;
  output?: string;
}

export interface Usage {
  uses: readonly Use[];
  outputs: readonly string[];
  cycles: readonly Period['kind'][];
  decisions: readonly string[];
}

type Loose = Readonly<Record<string, unknown>>;
const kinds: readonly Period['kind'][] = ['month', 'quarter', 'year'];

/** By parameter; those that nothing names are missing. */
export function usageOf(composed: Composed): ReadonlyMap<string, Usage> {
  const found = new Map<string, Found>();
  for (const [list, top] of everythingOf(composed)) {
    const { output, cycles, decision } = placeOf(list, top, composed);
    walk(top, useOf(top, output), (parameter, use) => {
      const entry = found.get(parameter) ?? {
        uses: new Map<string, Use>(),
        outputs: new Set<string>(),
        cycles: new Set<Period['kind']>(),
        decisions: new Set<string>(),
      };
      found.set(parameter, entry);
      entry.uses.set(use.rule, use);
      if (output !== undefined) entry.outputs.add(output);
      if (decision !== undefined) entry.decisions.add(decision);
      for (const cycle of cycles) entry.cycles.add(cycle);
    });
  }
  return new Map(
    [...found].map(([parameter, entry]) => [
      parameter,
      {
        uses: [...entry.uses.values()],
        outputs: [...entry.outputs],
        cycles: kinds.filter((kind) => entry.cycles.has(kind)),
        decisions: [...entry.decisions],
      },
    ]),
  );
}

interface Found {
  uses: Map<string, Use>;
  outputs: Set<string>;
  cycles: Set<Period['kind']>;
  decisions: Set<string>;
}

/** What is computed, as composed, and the other lists of the packs (duties, procedures, …) as they are written. */
function everythingOf(composed: Composed): [list: string, top: Loose][] {
  const computed = Object.entries(composed.rules) as [string, readonly Loose[]][];
  const names = new Set([...computed.map(([list]) => list), 'use', 'gradeCaps', 'terms']);
  const written = composed.packs.flatMap((pack) =>
    Object.entries(pack.rules).flatMap(([list, items]): [string, readonly Loose[]][] =>
      Array.isArray(items) && !names.has(list) ? [[list, items as readonly Loose[]]] : [],
    ),
  );
  return [...computed, ...written].flatMap(([list, items]) => items.map((item): [string, Loose] => [list, item]));
}

function placeOf(
  list: string,
  top: Loose,
  composed: Composed,
): { output?: string; cycles: readonly Period['kind'][]; decision?: string } {
  if (list === 'decisions') return { cycles: [], decision: String(top.id) };
  // Honours stand on a ranking; a balance is looked at in every period.
  const ranking = composed.rules.rankings.find((item) => item.id === top.ranking);
  const own = typeof top.output === 'string' ? top.output : ranking?.output;
  const cycle = top.cycle ?? ranking?.cycle ?? (list === 'accounts' ? 'any' : undefined);
  return {
    ...(own === undefined ? {} : { output: own }),
    cycles: kinds.filter((kind) => cycle === 'any' || kind === cycle),
  };
}

/**
 * The innermost thing with a name is the rule that a reader looks for. What stands in only where a fact itself says nothing
 * (`{ field, otherwise }`) is needed by nobody in advance.
 */
function walk(value: unknown, use: Use, found: (parameter: string, use: Use) => void): void {
  if (!value || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, use, found);
    return;
  }
  const own = value as Loose;
  if (typeof own.parameter === 'string') found(own.parameter, use);
  const inner = typeof own.id === 'string' && own.title ? useOf(own, use.output) : use;
  for (const [key, child] of Object.entries(own)) {
    if (key !== 'otherwise' || typeof own.field !== 'string') walk(child, inner, found);
  }
}

function useOf(own: Loose, output: string | undefined): Use {
  const rule = String(own.id ?? own.output);
  const title = (own.title as Wording | undefined) ?? { zh: rule, en: rule };
  return {
    rule,
    title,
    ...(typeof own.article === 'string' ? { article: own.article } : {}),
    ...(output === undefined ? {} : { output }),
  };
}

/**
 * Blank parameters that a cycle needs: those of what is computed in such a period, and of the named decisions.
 * @returns names in the order of the packs
 */
export function blanksFor(composed: Composed, cycle: Period['kind'], decisions: readonly string[] = []): string[] {
  const usage = usageOf(composed);
  return Object.entries(composed.parameters)
    .filter(([, parameter]) => parameter.value === null)
    .map(([name]) => name)
    .filter((name) => {
      const use = usage.get(name);
      return (
        use !== undefined && (use.cycles.includes(cycle) || use.decisions.some((item) => decisions.includes(item)))
      );
    });
}
