/** Puts facts and sums into the columns that compiled rules read, and the facts of ordered rules into lists by subject. */
import type { Day, Fact, SubjectKey } from '../../fact.js';
import type { EvaluationInput } from '../types.js';
import type { Frame, Scope } from './scope.js';

/** Where items and subjects stand in the columns. */
export interface Places {
  subjects: ReadonlyMap<SubjectKey, number>;
  /** Items whose facts are needed one by one, in order. */
  ordered: ReadonlySet<string>;
  scope: Scope;
}

/** Facts after the day of knowledge, or after the period, do not count. */
export function lastDay({ asOf, period }: EvaluationInput): Day {
  return asOf < period.to ? asOf : period.to;
}

/** What is known of the facts once they are in the columns. */
export interface Filled {
  /** Facts of ordered rules by the place of their subject, also those of before the period; reversed ones left out. */
  ordered: readonly (readonly Fact[] | undefined)[];
  /** The cell of each fact of the period, −1 for others; kept only where an explanation may ask for it. */
  cells: Int32Array | undefined;
}

/** Adds facts and sums to the columns of the frame. */
export function fillColumns(input: EvaluationInput, frame: Frame, places: Places): Filled {
  addSums(input, frame, places);
  const { width, count, quantity, points } = frame;
  const { items } = places.scope;
  const isOrdered = items.map((item) => places.ordered.has(item));
  const itemAt = new Map(items.map((item, at) => [item, at]));
  const { facts, period } = input;
  const last = lastDay(input);
  const bySums = input.sums !== undefined;
  const ordered: (Fact[] | undefined)[] = new Array(frame.size);
  const cells = input.traces === false ? undefined : new Int32Array(facts.length).fill(-1);
  const takenBack = new Set<string>();
  let [key, subject]: [SubjectKey | undefined, number | undefined] = [undefined, undefined];
  for (let index = 0; index < facts.length; index++) {
    const fact = facts[index]!;
    const item = itemAt.get(fact.item);
    if (item === undefined) continue;
    // Facts often come subject by subject.
    if (fact.subject !== key) {
      key = fact.subject;
      subject = places.subjects.get(key);
    }
    const inOrder = isOrdered[item]!;
    if (inOrder && fact.reverses !== undefined) takenBack.add(fact.reverses);
    if (subject === undefined || fact.happenedOn > last) continue;
    if (fact.happenedOn >= period.from) {
      const cell = subject * width + item;
      if (cells) cells[index] = cell;
      if (inOrder || !bySums) {
        count[cell]! += fact.count;
        quantity[cell]! += fact.quantity;
        if (fact.points !== undefined) points[cell]! += fact.points;
      }
    }
    if (!inOrder || fact.reverses !== undefined) continue;
    const list = ordered[subject];
    if (list) list.push(fact);
    else ordered[subject] = [fact];
  }
  if (takenBack.size === 0) return { ordered, cells };
  return { ordered: ordered.map((list) => list?.filter((fact) => !takenBack.has(fact.id))), cells };
}

/** Facts that come one by one count by themselves; their sums, if some were sent, would count them twice. */
function addSums({ sums }: EvaluationInput, { width, count, quantity, points }: Frame, places: Places): void {
  for (const entry of sums ?? []) {
    if (places.ordered.has(entry.item)) continue;
    const [subject, item] = [places.subjects.get(entry.subject), places.scope.indexOf(entry.item)];
    if (subject === undefined || item === undefined) continue;
    const cell = subject * width + item;
    count[cell]! += entry.count;
    quantity[cell]! += entry.quantity;
    points[cell]! += entry.points;
  }
}

/**
 * Finds the ids of the facts of some items in the period that still stand, in the order of the ids.
 * @returns a function of the places of items and subject
 */
export function factFinder(
  { facts }: EvaluationInput,
  frame: Frame,
  { cells }: Filled,
): (items: readonly number[], subject: number) => readonly string[] {
  if (!cells) return () => [];
  const takenBack = new Set<string>();
  for (const fact of facts) if (fact.reverses !== undefined) takenBack.add(fact.reverses);
  const starts = new Int32Array(frame.count.length + 1);
  const stands = (index: number): boolean => {
    const { id, reverses } = facts[index]!;
    return cells[index]! >= 0 && reverses === undefined && (takenBack.size === 0 || !takenBack.has(id));
  };
  for (let index = 0; index < facts.length; index++) if (stands(index)) starts[cells[index]! + 1]!++;
  for (let cell = 1; cell < starts.length; cell++) starts[cell]! += starts[cell - 1]!;
  const next = starts.slice();
  const ids: string[] = new Array(starts.at(-1)!);
  for (let index = 0; index < facts.length; index++) if (stands(index)) ids[next[cells[index]!]!++] = facts[index]!.id;
  return (items, subject) => {
    const found: string[] = [];
    let isSorted = true;
    for (const item of items) {
      const cell = subject * frame.width + item;
      for (let at = starts[cell]!; at < starts[cell + 1]!; at++) {
        const id = ids[at]!;
        if (found.length > 0 && id < found[found.length - 1]!) isSorted = false;
        found.push(id);
      }
    }
    return isSorted ? found : found.sort();
  };
}
