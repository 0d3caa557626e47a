/**
 * Who hangs on whom under an edition: a head on those whose penalties are shared, a branch on its outlets, a person on the
 * window that won, a group on its members. Read off the rules once; followed forwards to find who must be computed again
 * when something changed, and backwards to find what must be read to compute somebody.
 */

import { ofOtherPeriods } from '../figures/sub-periods.js';
import type { Word } from '../language/expression.js';
import type { Composed } from '../pack/compose.js';
import type { DependencyGraph, Period } from '../types.js';
import { Graph, type Node, population, type Reads, reach, sources } from './dependency-walk.js';

export function dependencyGraph(composed: Composed): DependencyGraph {
  const nodes = nodesOf(composed);
  const relations = [
    ...new Set(
      nodes.flatMap((node) => [
        ...(node.shares ?? []),
        ...node.members.map((item) => item.relation),
        ...node.awards.flatMap((item) => item.relation ?? []),
        ...node.above,
      ]),
    ),
  ];
  const during = (cycle: Period['kind'] | undefined) =>
    new Graph(nodes.filter((node) => !cycle || node.cycle === 'any' || node.cycle === cycle));
  const all = during(undefined);
  const graphs = new Map((['month', 'quarter', 'year'] as const).map((cycle) => [cycle, during(cycle)]));
  const graphFor = (cycle: Period['kind'] | undefined) => (cycle && graphs.get(cycle)) ?? all;
  return {
    relations,
    reach: (touched, subjects, cycle) => reach(graphFor(cycle), touched, population(subjects)),
    sources: (asked, subjects, cycle, places) => sources(graphFor(cycle), asked, population(subjects), places),
  };
}

function nodesOf({ rules, bind, settings }: Composed): Node[] {
  const wordOf = (word: Word) => (typeof word === 'string' ? word : settings[word.setting]?.chosen);
  const bound = (name: string) => bind[name] ?? name;
  const nodes: Node[] = [];
  const add = (node: Omit<Node, keyof Reads>, source: unknown, more: Partial<Reads> = {}) => {
    const reads: Reads = {
      own: [...(more.own ?? [])],
      members: [],
      ranks: [...(more.ranks ?? [])],
      awards: [],
      above: [],
    };
    collect(source, bound, reads);
    nodes.push({ ...node, ...reads });
  };
  for (const sheet of rules.sheets)
    add({ id: `output ${sheet.output}`, type: 'output', cycle: sheet.cycle, kind: sheet.subject }, [
      sheet.sections,
      sheet.when,
    ]);
  for (const { output, subject: kind, head, superiors } of rules.accounts)
    add(
      {
        id: `output ${output}`,
        type: 'output',
        cycle: 'any',
        kind,
        shares: [head, ...(superiors ?? [])].flatMap((above) => above?.relation ?? []),
      },
      undefined,
    );
  for (const { output, cycle, subject: kind, parts, when, grade } of rules.blends) {
    add({ id: `output ${output}`, type: 'output', cycle, kind }, [parts, when]);
    if (grade)
      add({ id: `grade ${output}`, type: 'output', cycle, kind }, undefined, {
        own: [`output ${output}`],
        ranks: grade.quota ? [`ranking ${grade.quota.ranking}`] : [],
      });
  }
  const kinds = new Map(
    [...rules.sheets, ...rules.accounts, ...rules.blends].map((item) => [item.output, item.subject]),
  );
  for (const { id, cycle, output, tieBreak, groups } of rules.rankings) {
    const named = groups && new Set(groups.map((group) => group.id));
    add({ id: `ranking ${id}`, type: 'ranking', cycle, kind: kinds.get(bound(output)), groups: named }, tieBreak, {
      own: [`output ${bound(output)}`],
    });
  }
  for (const honours of rules.honours) {
    const { id, ranking, eligible, disqualified } = honours;
    const ranked = nodes.find((node) => node.id === `ranking ${ranking}`);
    add(
      {
        id: `honours ${id}`,
        type: 'honours',
        cycle: ranked?.cycle ?? 'any',
        kind: ranked?.kind,
        ranking: `ranking ${ranking}`,
        merged: wordOf(honours.base) === 'ALL' && (ranked?.groups?.size ?? 0) > 1,
        moves: wordOf(honours.transfer ?? 'NONE') !== 'NONE',
      },
      [eligible, disqualified],
    );
  }
  for (const outcome of rules.outcomes) {
    if (!('when' in outcome)) continue;
    const { id, output, when } = outcome;
    const of = nodes.find((node) => node.id === `output ${output}`);
    add({ id: `outcome ${id}`, type: 'output', cycle: of?.cycle ?? 'any', kind: of?.kind }, [when], {
      own: [`output ${output}`],
    });
  }
  return nodes;
}

function collect(value: unknown, bound: (name: string) => string, into: Reads): void {
  if (!value || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, bound, into);
    return;
  }
  const { recorded, relation } = value as { recorded?: unknown; relation?: unknown };
  if (recorded !== undefined && typeof relation === 'string') into.above.push(relation);
  for (const [key, inner] of Object.entries(value)) {
    if (ofOtherPeriods.has(key)) collect((inner as { otherwise?: unknown }).otherwise, bound, into);
    else if (key === 'output' && typeof inner === 'string') into.own.push(`output ${bound(inner)}`);
    else if (key === 'members')
      into.members.push({ node: `output ${bound(String(inner.output))}`, relation: String(inner.relation) });
    else if (key === 'graded') into.own.push(`grade ${bound(String(inner.output))}`);
    else if (key === 'awarded') into.awards.push(inner as Reads['awards'][number]);
    else if (key === 'rank') into.ranks.push(`ranking ${String(inner.ranking)}`);
    else collect(inner, bound, into);
  }
}
