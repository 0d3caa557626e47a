/**
 * One event that was recorded under several rules which fit it (A05, A34, A45). The event is named by a field of the
 * facts; rules fit the same event where one names the other in `overlaps`.
 */
import { z } from 'zod';
import type { Units } from '../../amount.js';
import type { Fact } from '../../fact.js';
import { Problem } from '../../problem.js';
import type { Scope } from '../figures/scope.js';
import { type Amount, name, word, wording } from '../language/expression.js';
import type { EvaluationInput, ItemInfo } from '../types.js';

export const overlap = z.strictObject({
  id: name,
  article: name,
  title: wording,
  /** The field of a fact that names its event. */
  field: name,
  /**
   * `SEPARATE_FACTS` or `BOTH`: each record counts. `LARGER` or `MAX`, `MILDER`: one of them. `REPLACE`: those of
   * `prefer`. `RECORDER_PICKS`: two without a reason are refused.
   */
  policy: word,
  prefer: z.array(name).optional(),
  /** The field that gives the reason why both count. */
  reason: name.optional(),
});
export type Overlap = z.infer<typeof overlap>;

const policies = {
  SEPARATE_FACTS: 'ALL',
  BOTH: 'ALL',
  LARGER: 'LARGER',
  MAX: 'LARGER',
  MILDER: 'MILDER',
  REPLACE: 'PREFERRED',
  RECORDER_PICKS: 'ONE',
} as const;
type Policy = (typeof policies)[keyof typeof policies];

interface Rule {
  overlap: Overlap;
  policy: Exclude<Policy, 'ALL'>;
  prefer: ReadonlySet<string>;
}

/** What one record of an item costs, in 1/10000 of a unit so that it stays whole; only good for weighing two. */
interface Price {
  order: number;
  points: (fact: Fact) => number;
  money: (fact: Fact) => number;
}

export interface OneEvent {
  /** Items whose facts must be seen one by one. */
  items: readonly string[];
  /** @returns the input without the records that give way. @throws Problem regulation.conflict | regulation.blank */
  apply(input: EvaluationInput): EvaluationInput;
}

/** @returns `undefined` where every record counts by itself */
export function compileOverlap(
  overlaps: readonly Overlap[],
  items: readonly ItemInfo[],
  scope: Scope,
): OneEvent | undefined {
  const fits = neighbours(items);
  if (fits.size === 0) return undefined;
  const rules = overlaps.flatMap((entry): Rule[] => {
    const text = scope.word(entry.policy, Object.keys(policies) as (keyof typeof policies)[], entry.id);
    const policy: Policy = policies[text];
    if (policy === 'ALL') return [];
    scope.expect(`${entry.id}: ${policy.toLowerCase()}`, 'hit');
    return [{ overlap: entry, policy, prefer: new Set(entry.prefer) }];
  });
  if (rules.length === 0) return undefined;
  const prices = pricesOf(scope);
  return {
    items: [...fits.keys()],
    apply: (input) => {
      const dropped = new Set<string>();
      for (const rule of rules)
        for (const cluster of clusters(rule, input.facts, fits))
          for (const fact of givesWay(rule, cluster, prices, scope)) dropped.add(fact.id);
      if (dropped.size === 0) return input;
      return { ...input, facts: input.facts.filter((fact) => !dropped.has(fact.reverses ?? fact.id)) };
    },
  };
}

/** Items that fit the same event, both ways. */
function neighbours(items: readonly ItemInfo[]): Map<string, Set<string>> {
  const fits = new Map<string, Set<string>>();
  const join = (a: string, b: string) => fits.set(a, (fits.get(a) ?? new Set()).add(b));
  const known = new Set(items.map((item) => item.item));
  for (const { item, overlaps } of items)
    for (const other of overlaps ?? [])
      if (known.has(other)) {
        join(item, other);
        join(other, item);
      }
  return fits;
}

/** Records of one subject and event, item by item, that belong together; only where there are two items or more. */
function clusters(
  { overlap: { field } }: Rule,
  facts: readonly Fact[],
  fits: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Fact[]>[] {
  const takenBack = new Set(facts.flatMap((fact) => fact.reverses ?? []));
  const byEvent = new Map<string, Map<string, Fact[]>>();
  for (const fact of facts) {
    const event = fact.values?.[field];
    if (event === undefined || event === '' || fact.reverses !== undefined || takenBack.has(fact.id)) continue;
    if (!fits.has(fact.item)) continue;
    const key = JSON.stringify([fact.subject, event]);
    const byItem = byEvent.get(key) ?? new Map<string, Fact[]>();
    byEvent.set(key, byItem);
    byItem.set(fact.item, [...(byItem.get(fact.item) ?? []), fact]);
  }
  return [...byEvent.values()].flatMap((byItem) => connected(byItem, fits)).filter((cluster) => cluster.size > 1);
}

function connected(
  byItem: ReadonlyMap<string, Fact[]>,
  fits: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Fact[]>[] {
  const open = new Set([...byItem.keys()].toSorted());
  const found: Map<string, Fact[]>[] = [];
  for (const first of [...open]) {
    if (!open.delete(first)) continue;
    const cluster = new Map<string, Fact[]>();
    for (const work = [first]; work.length > 0; ) {
      const item = work.pop()!;
      cluster.set(item, byItem.get(item)!);
      for (const other of fits.get(item) ?? []) if (open.delete(other)) work.push(other);
    }
    found.push(cluster);
  }
  return found;
}

function givesWay(rule: Rule, cluster: ReadonlyMap<string, Fact[]>, prices: Prices, scope: Scope): readonly Fact[] {
  const { overlap: entry, policy, prefer } = rule;
  const items = [...cluster.keys()].toSorted((a, b) => (prices.get(a)?.order ?? 0) - (prices.get(b)?.order ?? 0));
  if (policy === 'ONE') {
    const all = [...cluster.values()].flat();
    if (entry.reason !== undefined && all.some((fact) => fact.values?.[entry.reason!])) return [];
    scope.probe?.(`${entry.id}: one`, 'hit');
    throw new Problem(
      'regulation.conflict',
      { rule: entry.id, first: items[0]!, second: items[1]! },
      { articles: [entry.article] },
    );
  }
  const kept =
    policy === 'PREFERRED' ? items.filter((item) => prefer.has(item)) : [weighed(items, cluster, prices, policy)];
  if (kept.length === 0) return [];
  scope.probe?.(`${entry.id}: ${policy.toLowerCase()}`, 'hit');
  return items.filter((item) => !kept.includes(item)).flatMap((item) => cluster.get(item)!);
}

/** The heaviest or mildest item by points, then by money; of equals the one that the pack names first. */
function weighed(
  items: readonly string[],
  cluster: ReadonlyMap<string, Fact[]>,
  prices: Prices,
  policy: 'LARGER' | 'MILDER',
): string {
  const weights = items.map((item) => {
    const price = prices.get(item);
    const facts = cluster.get(item)!;
    const total = (of: (fact: Fact) => number) => facts.reduce((all, fact) => all + Math.abs(of(fact)), 0);
    return { item, points: price ? total(price.points) : 0, money: price ? total(price.money) : 0 };
  });
  const sign = policy === 'LARGER' ? -1 : 1;
  return weights.toSorted((a, b) => sign * (a.points - b.points || a.money - b.money))[0]!.item;
}

type Prices = ReadonlyMap<string, Price>;

/** Amounts of every item that sheets and accounts count by the piece or by an officer's choice. */
function pricesOf(scope: Scope): Prices {
  const { sheets, accounts } = scope.composed.rules;
  const prices = new Map<string, Price>();
  const amountOf = (amount: Amount): (() => Units) => {
    const { units, blank } = scope.open(amount);
    return () => {
      if (blank) throw blank;
      return units;
    };
  };
  const times = (units: Units, fact: Fact) => units * fact.quantity;
  const once = (units: Units) => units * 10_000;
  const put = (item: string, points: Price['points'], money: Price['money'] = () => 0) => {
    if (!prices.has(item)) prices.set(item, { order: prices.size, points, money });
  };
  for (const rule of sheets.flatMap((sheet) => sheet.sections.flatMap((part) => part.rules))) {
    const picked = 'facts' in rule && rule.facts ? rule.facts : [rule.id];
    for (const pick of picked) {
      const item = typeof pick === 'string' ? pick : pick.item;
      if (rule.kind === 'K1' || rule.kind === 'K2' || rule.kind === 'K5') {
        const each = amountOf(rule.each);
        put(item, (fact) => (rule.by === 'count' ? once(each()) : times(each(), fact)));
      } else if (rule.kind === 'K6') put(item, (fact) => once(fact.points ?? 0));
    }
  }
  for (const rule of accounts.flatMap((account) => account.rules)) {
    const side = (range: Amount | [Amount, Amount] | undefined, chosen: (fact: Fact) => Units | undefined) => {
      if (range === undefined) return () => 0;
      if (Array.isArray(range)) return (fact: Fact) => times(chosen(fact) ?? 0, fact);
      const fixed = amountOf(range);
      return (fact: Fact) => times(fixed(), fact);
    };
    put(
      rule.id,
      side(rule.points, (fact) => fact.points),
      side(rule.money, (fact) => fact.money),
    );
  }
  return prices;
}
