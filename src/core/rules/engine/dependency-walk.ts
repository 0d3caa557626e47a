/** Follows the dependencies of an edition through the people of one evaluation. */
import type { Subject, SubjectKey, SubjectKind } from '../../fact.js';
import type { Period, Reach, Sources } from '../types.js';

export interface Reads {
  /** Figures of the same subject. */
  own: string[];
  /** Figures of those who name the subject by a relation. */
  members: { node: string; relation: string }[];
  /** Rankings in which the subject's own place is read. */
  ranks: string[];
  /** Honours that are read: the subject's own, or those of whom it names by a relation. */
  awards: { honours: string; relation?: string }[];
  /** Facts of those whom the subject names by these relations are read. */
  above: string[];
}

export interface Node extends Reads {
  id: string;
  type: 'output' | 'ranking' | 'honours';
  cycle: Period['kind'] | 'any';
  /** Kind of the subjects for which it is computed; absent = any. */
  kind?: SubjectKind | undefined;
  /** Facts of those who name the subject by these relations are read. */
  shares?: readonly string[];
  /** Of honours: their ranking, and whether they are given over all groups at once. */
  ranking?: string;
  merged?: boolean;
  /** Of honours: a place that a group cannot fill goes to another, so every group counts for each. */
  moves?: boolean;
  /** Of a ranking: its groups by name; absent = one group of everybody. */
  groups?: ReadonlySet<string> | undefined;
}

export class Graph {
  readonly byId = new Map<string, Node>();
  private readonly readers = new Map<string, Node[]>();

  constructor(readonly nodes: readonly Node[]) {
    for (const node of nodes) this.byId.set(node.id, node);
    const read = (what: string, node: Node) => this.readers.set(what, [...(this.readers.get(what) ?? []), node]);
    for (const node of nodes) {
      for (const name of node.own) read(`own ${name}`, node);
      for (const { node: name } of node.members) read(`members ${name}`, node);
      for (const name of node.ranks) read(`ranks ${name}`, node);
      for (const { honours } of node.awards) read(`awards honours ${honours}`, node);
      if (node.ranking) read(`given ${node.ranking}`, node);
    }
  }

  readersOf(how: 'own' | 'members' | 'ranks' | 'awards' | 'given', name: string): readonly Node[] {
    return this.readers.get(`${how} ${name}`) ?? [];
  }
}

/** The people of one evaluation, by key, by whom they name and by the places for which they compete. */
interface People {
  of(key: SubjectKey | undefined): Subject | undefined;
  naming(key: SubjectKey, relation: string): readonly Subject[];
  groupOf(ranking: Node, subject: Subject): string | undefined;
  /** @param group `all` = of every group */
  ranked(ranking: Node, group: string): readonly Subject[];
}

const populations = new WeakMap<readonly Subject[], People>();

export function population(subjects: readonly Subject[]): People {
  const known = populations.get(subjects);
  if (known) return known;
  const byKey = new Map(subjects.map((subject) => [subject.key, subject]));
  const naming = new Map<string, Map<SubjectKey, Subject[]>>();
  const ranked = new Map<Node, Map<string, Subject[]>>();
  const groupOf = ({ kind, groups }: Node, subject: Subject): string | undefined => {
    if (kind && subject.kind !== kind) return undefined;
    if (!groups) return 'all';
    return subject.group !== undefined && groups.has(subject.group) ? subject.group : undefined;
  };
  const people: People = {
    of: (key) => (key === undefined ? undefined : byKey.get(key)),
    naming: (key, relation) => {
      let lists = naming.get(relation);
      if (!lists) {
        lists = listsOf(subjects, (subject) => subject.relations?.[relation]);
        naming.set(relation, lists);
      }
      return lists.get(key) ?? [];
    },
    groupOf,
    ranked: (ranking, group) => {
      let lists = ranked.get(ranking);
      if (!lists) {
        lists = listsOf(subjects, (subject) => groupOf(ranking, subject));
        ranked.set(ranking, lists);
      }
      return group === 'all' ? [...lists.values()].flat() : (lists.get(group) ?? []);
    },
  };
  populations.set(subjects, people);
  return people;
}

function listsOf(
  subjects: readonly Subject[],
  keyOf: (subject: Subject) => string | undefined,
): Map<string, Subject[]> {
  const lists = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const key = keyOf(subject);
    if (key === undefined) continue;
    const list = lists.get(key);
    if (list) list.push(subject);
    else lists.set(key, [subject]);
  }
  return lists;
}

/** Pairs of a node and a subject, each once, until there are no more. */
class Worklist {
  private readonly seen = new Map<Node, Set<SubjectKey>>();
  private readonly open: [Node, Subject][] = [];

  add(node: Node | undefined, subject: Subject | undefined): void {
    if (!node || !subject || (node.kind && node.kind !== subject.kind)) return;
    let known = this.seen.get(node);
    if (!known) {
      known = new Set();
      this.seen.set(node, known);
    }
    if (known.has(subject.key)) return;
    known.add(subject.key);
    this.open.push([node, subject]);
  }

  run(step: (node: Node, subject: Subject) => void): void {
    for (let next = this.open.pop(); next; next = this.open.pop()) step(...next);
  }
}

export function reach(graph: Graph, touched: Iterable<SubjectKey>, people: People): Reach {
  const found = new Set<SubjectKey>(touched);
  const [places, given] = [new Set<string>(), new Set<string>()];
  const work = new Worklist();
  for (const key of [...found]) {
    const subject = people.of(key);
    if (!subject) continue;
    for (const node of graph.nodes) {
      work.add(node, subject);
      for (const relation of node.shares ?? []) {
        const head = people.of(subject.relations?.[relation]);
        if (head !== subject) work.add(node, head);
      }
      for (const relation of node.above)
        for (const other of people.naming(subject.key, relation)) work.add(node, other);
    }
  }
  const giveAnew = (honours: Node, group: string): void => {
    const ranking = graph.byId.get(honours.ranking!);
    const isCommon = honours.merged || honours.moves;
    const competing = isCommon ? 'all' : group;
    if (!ranking || given.has(`${honours.id} ${competing}`)) return;
    given.add(`${honours.id} ${competing}`);
    const groups = honours.merged || !honours.moves ? [competing] : [...(ranking.groups ?? ['all']), 'transfer'];
    for (const name of groups) places.add(`${honours.ranking!.replace('ranking', 'honours')} ${name}`);
    for (const winner of people.ranked(ranking, competing)) {
      for (const reader of graph.readersOf('awards', honours.id)) {
        for (const { honours: id, relation } of reader.awards) {
          if (`honours ${id}` !== honours.id) continue;
          if (relation === undefined) work.add(reader, winner);
          else for (const other of people.naming(winner.key, relation)) work.add(reader, other);
        }
      }
    }
  };
  work.run((node, subject) => {
    if (node.type === 'output') {
      found.add(subject.key);
      for (const reader of graph.readersOf('own', node.id)) work.add(reader, subject);
      for (const reader of graph.readersOf('members', node.id))
        for (const { node: id, relation } of reader.members)
          if (id === node.id) work.add(reader, people.of(subject.relations?.[relation]));
      return;
    }
    const ranking = node.type === 'ranking' ? node : graph.byId.get(node.ranking!);
    const group = ranking && people.groupOf(ranking, subject);
    if (!ranking || group === undefined) return;
    if (node.type === 'honours') return giveAnew(node, group);
    if (places.has(`${node.id} ${group}`)) return;
    places.add(`${node.id} ${group}`);
    for (const reader of graph.readersOf('ranks', node.id))
      for (const member of people.ranked(node, group)) work.add(reader, member);
    for (const honours of graph.readersOf('given', node.id)) giveAnew(honours, group);
  });
  return { subjects: found, places };
}

export function sources(
  graph: Graph,
  asked: Iterable<SubjectKey>,
  people: People,
  places: Iterable<string> = [],
): Sources {
  const [read, computed] = [new Set<SubjectKey>(asked), new Set<SubjectKey>()];
  const asks = new Set<string>();
  const work = new Worklist();
  for (const key of [...read])
    for (const node of graph.nodes) if (node.type === 'output') work.add(node, people.of(key));
  const askFor = (node: Node | undefined, group: string | undefined): void => {
    const ranking = node?.type === 'honours' ? graph.byId.get(node.ranking!) : node;
    const competing = group !== undefined && (node?.merged || node?.moves) ? 'all' : group;
    if (!node || !ranking || competing === undefined || asks.has(`${node.id} ${competing}`)) return;
    asks.add(`${node.id} ${competing}`);
    for (const member of people.ranked(ranking, competing)) {
      work.add(ranking, member);
      work.add(node, member);
    }
  };
  for (const place of places) {
    const [how, id, group] = place.split(' ');
    const ranking = graph.byId.get(`ranking ${id}`);
    if (how === 'ranking') askFor(ranking, group);
    else for (const honours of graph.readersOf('given', `ranking ${id}`)) askFor(honours, group);
  }
  work.run((node, subject) => {
    read.add(subject.key);
    if (node.type === 'output') computed.add(subject.key);
    for (const id of node.own) work.add(graph.byId.get(id), subject);
    for (const { node: id, relation } of node.members)
      for (const member of people.naming(subject.key, relation)) work.add(graph.byId.get(id), member);
    for (const relation of node.shares ?? [])
      for (const other of people.naming(subject.key, relation)) read.add(other.key);
    for (const relation of node.above) {
      const other = people.of(subject.relations?.[relation]);
      if (other) read.add(other.key);
    }
    for (const id of node.ranks) {
      const ranking = graph.byId.get(id);
      askFor(ranking, ranking && people.groupOf(ranking, subject));
    }
    for (const { honours: id, relation } of node.awards) {
      const honours = graph.byId.get(`honours ${id}`);
      const ranking = honours && graph.byId.get(honours.ranking!);
      const winner = relation === undefined ? subject : people.of(subject.relations?.[relation]);
      askFor(honours, ranking && winner && people.groupOf(ranking, winner));
    }
  });
  return { read, computed, isRanked: asks.size > 0 };
}
