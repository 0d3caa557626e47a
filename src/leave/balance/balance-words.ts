/** What is said of entries and refusals of leave accounts. Pure. */
import { formatUnits } from '../../core/amount.js';
import { leftOf, type Move, remaining, sumOf } from '../../core/leave/account.js';
import { Problem } from '../../core/problem.js';
import type { AccountRule } from './account-rules.js';
import type { Account, Note } from './balance.repository.js';

export const isTaking = (move: Move): boolean => move.type === 'reserved' || move.type === 'used';

const named = ({ title }: AccountRule) => ({ account: title.zh, accountEn: title.en });

export const notOpened = (rule: AccountRule, year: number): Problem =>
  new Problem('leave.balance_not_opened', { ...named(rule), year }, { articles: rule.articles });

/** Why an account does not give what is asked, with its figures as they were before. */
export function beyond(
  account: Account,
  moves: readonly Move[],
  rule: AccountRule | undefined,
  cause: unknown,
): Problem {
  const left = leftOf(account);
  const asked = sumOf(moves.filter(isTaking));
  const wanted = asked.used + asked.reserved;
  const figures = {
    ...(rule ? named(rule) : { account: account.account, accountEn: account.account }),
    year: account.year,
    entitled: formatUnits(account.entitled),
    carried: formatUnits(account.carried),
    used: formatUnits(account.used),
    reserved: formatUnits(account.reserved),
  };
  // With enough days in all, it is the year's own that do not suffice after the last day of carried ones.
  if (rule && remaining(account) >= wanted)
    return new Problem(
      'leave.beyond_own_days',
      {
        ...figures,
        wanted: formatUnits(asked.own),
        remaining: formatUnits(left.own),
        carriedLeft: formatUnits(left.carried),
        until: `${account.year}-${rule.carriedUntil}`,
      },
      { articles: rule.carryArticles, cause },
    );
  return new Problem(
    'leave.beyond_balance',
    { ...figures, where: '/parts', wanted: formatUnits(wanted), remaining: formatUnits(remaining(account)) },
    { ...(rule ? { articles: rule.articles } : {}), cause },
  );
}

const basisOf = ({ carryArticles: [article] }: AccountRule) => (article ? { article } : {});

/** Why days lapsed or went on. */
export function turnNote({ type, isOwn }: Move, year: number, rule: AccountRule): Note {
  if (type === 'transferred')
    return { zh: `结转至 ${year + 1} 年`, en: `Carried on into ${year + 1}`, ...basisOf(rule) };
  const last = isOwn ? `${year}-12-31` : `${year}-${rule.carriedUntil}`;
  return isOwn
    ? {
        zh: `当年天数休到 ${last} 为止，到期未休`,
        en: `The year's days end on ${last}; not taken by then`,
        ...basisOf(rule),
      }
    : {
        zh: `结转天数休到 ${last} 为止，到期未休`,
        en: `Carried days end on ${last}; not taken by then`,
        ...basisOf(rule),
      };
}

export const carriedNote = (year: number, rule: AccountRule): Note => ({
  zh: `自 ${year} 年结转`,
  en: `Carried over from ${year}`,
  ...basisOf(rule),
});

/** Days after the last day of carried days say that they come from the year's own. */
export function termNote({ isOwn }: Move, account: Account, rule: AccountRule | undefined): Note | null {
  if (!isOwn || !rule || account.carried === 0) return null;
  return {
    zh: `${account.year}-${rule.carriedUntil} 以后的天数，只用当年的`,
    en: `Days after ${account.year}-${rule.carriedUntil}: from the year's own only`,
    ...basisOf(rule),
  };
}
