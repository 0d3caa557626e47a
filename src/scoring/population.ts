/**
 * Who is appraised in a period, and which of them hang together: members of one ranking and everyone joined by a
 * relation that rules follow. A change in one component cannot move anybody in another, so components are the slices of
 * a recompute.
 */
import { canonical } from '../core/canonical.js';
import type { Subject, SubjectKey, SubjectKind } from '../core/fact.js';
import type { CompiledEdition, Period } from '../core/rules/types.js';
import { sha256 } from '../ledger/chain.js';

export interface Population {
  subjects: readonly Subject[];
  /** SHA-256 over the subjects in key order. */
  hash: string;
}

/** Brings the subjects into key order and names them by a hash. */
export function populationOf(subjects: readonly Subject[]): Population {
  const sorted = [...subjects].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { subjects: sorted, hash: sha256(canonical(sorted)) };
}

/** What makes one subject's figures depend on another's under an edition. */
export interface Links {
  /** Kinds that are ranked over everyone, or whose quotas may be counted over all groups. */
  rankedTogether: ReadonlySet<SubjectKind>;
  /** Kinds that are ranked within their groups. */
  rankedByGroup: ReadonlySet<SubjectKind>;
  /** Whom it is joined to by a relation that rules follow: its head, its branch, its window. */
  leadsTo(subject: Subject): readonly SubjectKey[];
}

export function linksOf(edition: CompiledEdition, cycle: Period['kind']): Links {
  const rankings = edition.rankings.filter((ranking) => ranking.cycle === cycle);
  const kindOf = (output: string) =>
    edition.outputs.filter((info) => info.output === output).map((info) => info.subjectKind);
  const quotas = new Set(edition.honours.map((honour) => honour.ranking));
  const together = rankings.filter((ranking) => ranking.groups.length === 0 || quotas.has(ranking.ranking));
  return {
    rankedTogether: new Set(together.flatMap((ranking) => kindOf(ranking.output))),
    rankedByGroup: new Set(rankings.flatMap((ranking) => kindOf(ranking.output))),
    leadsTo: (subject) =>
      edition.relations.flatMap((relation) => subject.relations?.[relation] ?? []).filter((key) => key !== subject.key),
  };
}

/** Components in the order of their first key; each in key order. */
export function componentsOf(subjects: readonly Subject[], links: Links): Subject[][] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    for (let at = key; at !== root; ) {
      const next = parent.get(at)!;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  const join = (name: string, key: string): void => {
    if (!parent.has(name)) parent.set(name, name);
    const [first, second] = [find(name), find(key)];
    if (first !== second) parent.set(second, first);
  };
  for (const { key } of subjects) parent.set(key, key);
  for (const subject of subjects) {
    if (links.rankedTogether.has(subject.kind)) join(`all of ${subject.kind}`, subject.key);
    else if (subject.group && links.rankedByGroup.has(subject.kind))
      join(`group of ${subject.kind} ${subject.group}`, subject.key);
    for (const related of links.leadsTo(subject)) if (parent.has(related)) join(related, subject.key);
  }
  const components = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const root = find(subject.key);
    const component = components.get(root);
    if (component) component.push(subject);
    else components.set(root, [subject]);
  }
  return [...components.values()];
}

/** Puts small components together until a slice has about `size` subjects; a component is never cut. */
export function slicesOf(subjects: readonly Subject[], links: Links, size: number): Subject[][] {
  const slices: Subject[][] = [];
  for (const component of componentsOf(subjects, links)) {
    const last = slices.at(-1);
    if (last && last.length + component.length <= size) last.push(...component);
    else slices.push([...component]);
  }
  return slices;
}

/** Everyone whom a change of these subjects can move: their whole components. */
export function touchedBy(subjects: readonly Subject[], links: Links, changed: ReadonlySet<SubjectKey>): Subject[] {
  return componentsOf(subjects, links)
    .filter((component) => component.some((subject) => changed.has(subject.key)))
    .flat();
}

/** What a change moves, and no more: who is computed again, and whose facts and figures are read for it. */
export interface Closure {
  /** Subjects to compute. */
  only: ReadonlySet<SubjectKey>;
  /** Everyone who is read, those to compute among them, in the order of the population. */
  read: readonly Subject[];
  /** Rankings and honours that are made anew, as `Reach` names them. */
  places: ReadonlySet<string>;
}

export function closureOf(
  edition: CompiledEdition,
  cycle: Period['kind'],
  subjects: readonly Subject[],
  changed: ReadonlySet<SubjectKey>,
): Closure {
  const { subjects: only, places } = edition.reach(changed, subjects, cycle);
  const { read } = edition.sources(only, subjects, cycle, places);
  return { only, places, read: subjects.filter(({ key }) => read.has(key) || only.has(key)) };
}

/** Those whose facts one subject's own figures can rest on: itself, whose penalties it shares, who competes with it where places count. */
export function neighboursOf(
  edition: CompiledEdition,
  cycle: Period['kind'],
  subjects: readonly Subject[],
  key: SubjectKey,
): Subject[] {
  const { read } = edition.sources([key], subjects, cycle);
  return subjects.filter((subject) => read.has(subject.key));
}
