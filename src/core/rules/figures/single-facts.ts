/** Facts that figures look at one by one, by item and subject; made only when somebody asks. */
import type { Fact, SubjectKey } from '../../fact.js';
import type { EvaluationInput } from '../types.js';

/**
 * @param items index of each item that is looked at one by one
 * @returns facts of the period as known on its day, without those that were taken back
 */
export function singleFacts(
  items: ReadonlyMap<string, number>,
  { facts, period, asOf }: EvaluationInput,
  index: ReadonlyMap<SubjectKey, number>,
): (item: number, subject: number) => readonly Fact[] {
  let cells: Map<string, Fact[]> | undefined;
  const last = asOf < period.to ? asOf : period.to;
  const fill = () => {
    const found = new Map<string, Fact[]>();
    const takenBack = new Set(facts.flatMap((fact) => fact.reverses ?? []));
    for (const fact of facts) {
      const [item, subject] = [items.get(fact.item), index.get(fact.subject)];
      if (item === undefined || subject === undefined || fact.reverses !== undefined || takenBack.has(fact.id))
        continue;
      if (fact.happenedOn < period.from || fact.happenedOn > last) continue;
      const key = `${item}/${subject}`;
      const list = found.get(key);
      if (list) list.push(fact);
      else found.set(key, [fact]);
    }
    return found;
  };
  return (item, subject) => {
    cells ??= fill();
    return cells.get(`${item}/${subject}`) ?? [];
  };
}
