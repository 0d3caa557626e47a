/** Shares of those above a person (K11): a percentage of his penalty, and a head's own penalty that stands in for his. */
import { parseUnits, type Units } from '../../amount.js';
import type { Fact } from '../../fact.js';
import { Problem } from '../../problem.js';
import { compare, type Exact, multiply } from '../figures/exact.js';
import type { Scope } from '../figures/scope.js';
import type { Account } from '../language/language-account.js';
import type { Entry } from './pricing.js';

type Superior = NonNullable<Account['superiors']>[number];

export interface SuperiorShare {
  superior: Superior;
  /** Items of which a share goes up. */
  items: ReadonlySet<string>;
  /** The percentage with which the share of this entry is taken. */
  percentOf(entry: Entry): Units;
  /** Points and money of the share of this entry. */
  of(entry: Entry): { points: Exact; money: Exact };
}

/**
 * @param headOf what the head bears of an entry, for the reading that takes the percentage of that
 * @throws Problem regulation.gap when the percentage is missing or outside its range, regulation.blank when it is blank
 */
export function compileSuperiors(
  account: Account,
  scope: Scope,
  headOf: ((entry: Entry) => { points: Exact; money: Exact }) | undefined,
): SuperiorShare[] {
  return (account.superiors ?? []).map((superior) => {
    const [least, most] = [scope.amount(superior.percent.from), scope.amount(superior.percent.to)];
    const usual = superior.percent.otherwise === undefined ? undefined : scope.open(superior.percent.otherwise);
    const base = scope.word(superior.base, ['PENALTY', 'FINE', 'HEAD'], superior.id);
    if (base === 'HEAD' && !headOf) throw scope.missing('head', superior.id, ['PENALTY', 'FINE']);
    scope.expect(superior.id, 'hit');
    const percentOf = (entry: Entry): Units => {
      const text = entry.fact.values?.[superior.percent.field];
      const chosen = typeof text === 'string' && text !== '' ? parseUnits(text, 4) : text;
      if (chosen === undefined && usual?.blank) throw usual.blank;
      const percent = chosen ?? usual?.units;
      if (typeof percent !== 'number' || percent < least || percent > most)
        throw new Problem(
          'regulation.gap',
          { rule: superior.id, got: `${superior.percent.field}=${String(text ?? '')}` },
          { articles: [superior.article] },
        );
      return percent;
    };
    return {
      superior,
      items: new Set(superior.items),
      percentOf,
      of: (entry) => {
        const share = percentOf(entry) / 100;
        const whole = base === 'HEAD' ? headOf!(entry) : entry;
        scope.probe?.(superior.id, 'hit');
        return {
          points: base === 'FINE' ? 0 : multiply(whole.points, share),
          money: multiply(whole.money, share),
        };
      },
    };
  });
}

/**
 * A32: a head's own penalty, e.g. for norms that he did not pass on, stands in for his share of what the same event
 * brought on his people, unless the office says that both count.
 * @returns for the head's own facts the entries whose share falls away
 */
export function compileInstead(
  account: Account,
  scope: Scope,
): ((own: readonly Fact[]) => (entry: Entry) => boolean) | undefined {
  const rules = (account.head?.instead ?? []).filter((rule) => {
    const replaces = scope.word(rule.clause, ['REPLACES', 'ADDS'], rule.item) === 'REPLACES';
    if (replaces) scope.expect(`${rule.item}: instead`, 'hit');
    return replaces;
  });
  if (rules.length === 0) return undefined;
  return (own) => {
    const events = rules.map((rule) => ({
      rule,
      named: new Set(
        own
          .flatMap((fact) => (fact.item === rule.item ? (fact.values?.[rule.field] ?? []) : []))
          .filter((x) => x !== ''),
      ),
    }));
    return (entry) => {
      const found = events.find(({ rule, named }) => {
        const event = entry.fact.values?.[rule.field];
        return event !== undefined && named.has(event);
      });
      if (found) scope.probe?.(`${found.rule.item}: instead`, 'hit');
      return found !== undefined;
    };
  };
}

/** Penalties only: what a reward brings goes to nobody else. */
export const isPenalty = (entry: Entry): boolean => compare(entry.points, 0) < 0 || compare(entry.money, 0) < 0;
