/**
 * Balances of leave (G20): what a year gives, what pending requests hold, what was taken. Every call says where a case shall
 * stand and writes the difference, so the same effect twice changes nothing, and what is undone is restored exactly.
 */
import { Injectable } from '@nestjs/common';
import { formatUnits, type Units } from '../../core/amount.js';
import type { Day } from '../../core/fact.js';
import {
  dueOn,
  type Figures,
  type Move,
  movesTo,
  noFigures,
  nowhere,
  type Position,
  remaining,
  sumOf,
} from '../../core/leave/account.js';
import { Problem } from '../../core/problem.js';
import { Clock } from '../../platform/clock/clock.js';
import { sqlState } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { uuidV7 } from '../../platform/ids.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import { type AccountRule, accountsOf } from './account-rules.js';
import { type Account, type AccountKey, BalanceRepository, type NewEntry, type Note } from './balance.repository.js';

/** Who asks, and by which effect of which case. */
export interface Cause {
  caseId: string;
  effectId: string;
  at: Date;
  /** Person code; `system` when it is nobody. */
  by?: string;
}

/** Length of a leave by calendar year, in Units of a day. */
export type PerYear = Readonly<Record<string, Units>>;

export interface BalanceView extends Figures {
  account: string;
  year: number;
  title: { zh: string; en: string } | null;
  limited: boolean;
  /** False where the year was not opened; then nothing is known of it. */
  isOpen: boolean;
  remaining: Units;
}

type Target = AccountKey & Position;

@Injectable()
export class BalanceService {
  constructor(
    private readonly regulation: RegulationService,
    private readonly clock: Clock,
    private readonly repository: BalanceRepository,
  ) {}

  /**
   * Reserves the days of a request instead of those that the case held before; for an extension too.
   * @throws Problem leave.beyond_balance | leave.balance_not_opened (422)
   */
  async hold(tx: Tx, request: Cause & { person: string; account: string; perYear: PerYear }): Promise<void> {
    const { person, account, perYear } = request;
    const held = await this.repository.positions(tx, request.caseId);
    const wanted = years(perYear).map(([year, reserved]): Target => {
      const now = held.find((one) => isSame(one, { person, account, year }));
      return { person, account, year, reserved, used: now?.used ?? 0 };
    });
    const left = held.filter((one) => !wanted.some((target) => isSame(one, target)));
    await this.move(tx, part('hold', request), held, [...left.map((one) => ({ ...one, reserved: 0 })), ...wanted]);
  }

  /** Turns what the case held into days taken and frees the rest. A case that held nothing has no account. */
  async settle(tx: Tx, request: Cause & { usedPerYear: PerYear }): Promise<void> {
    const held = await this.repository.positions(tx, request.caseId);
    const main = held.find((one) => one.reserved > 0) ?? held.at(-1);
    if (!main) return;
    const { person, account } = main;
    const wanted = years(request.usedPerYear).map(
      ([year, used]): Target => ({ person, account, year, reserved: 0, used }),
    );
    const left = held.filter((one) => !wanted.some((target) => isSame(one, target)));
    await this.move(tx, part('settle', request), held, [
      ...left.map((one) => ({ ...one, reserved: 0, used: 0 })),
      ...wanted,
    ]);
  }

  /** Frees all that the case holds: refused, withdrawn, cancelled. */
  async drop(tx: Tx, request: Cause): Promise<void> {
    const held = await this.repository.positions(tx, request.caseId);
    await this.move(
      tx,
      part('drop', request),
      held,
      held.map((one) => ({ ...one, reserved: 0 })),
    );
  }

  /** Gives days taken back, all of them or so many of each year: the leave turned out to be of another kind. */
  async restore(tx: Tx, request: Cause & { perYear?: PerYear }): Promise<void> {
    const held = await this.repository.positions(tx, request.caseId);
    const back = (one: Target) => (request.perYear ? Math.min(one.used, request.perYear[one.year] ?? 0) : one.used);
    await this.move(
      tx,
      part('restore', request),
      held,
      held.map((one) => ({ ...one, used: one.used - back(one) })),
    );
  }

  /** An account in the year of a day; `exceptCase` leaves out what that case holds. Reads only. */
  async view(tx: Tx, person: string, account: string, on: Day, exceptCase?: string): Promise<BalanceView> {
    const year = Number(on.slice(0, 4));
    const [row] = await this.repository.accounts(tx, { person, account, year });
    const rule = await this.ruleOf(tx, account, year);
    const { today } = await this.clock.now(tx);
    const own = exceptCase ? await this.repository.positions(tx, exceptCase) : [];
    const without = own.find((one) => isSame(one, { person, account, year })) ?? nowhere;
    const stored: Figures = row
      ? { ...figuresOf(row), reserved: row.reserved - without.reserved, used: row.used - without.used }
      : noFigures;
    const lapsed = row?.limited && rule ? dueOn(today, { year, figures: stored, isNextOpen: false }, rule) : [];
    const figures = sumOf(lapsed, stored);
    return {
      account,
      year,
      title: rule?.title ?? null,
      limited: row?.limited ?? rule?.limited ?? false,
      isOpen: row !== undefined,
      ...figures,
      remaining: remaining(figures),
    };
  }

  /**
   * Writes what lapsed or went on into the next year by today; for one person, or for all. Twice changes nothing.
   * @returns how many accounts moved
   */
  async turn(tx: Tx, person?: string): Promise<number> {
    const { today, at } = await this.clock.now(tx);
    const keys = await this.repository.lapsing(tx, Number(today.slice(0, 4)), person ?? null);
    let moved = 0;
    for (const key of keys) {
      const rule = await this.ruleOf(tx, key.account, key.year);
      if (!rule) continue;
      const [account, next] = await this.repository.lock(tx, key.person, key.account, [key.year, key.year + 1]);
      if (account?.year !== key.year) continue;
      const moves = dueOn(today, { year: key.year, figures: figuresOf(account), isNextOpen: next !== undefined }, rule);
      if (moves.length === 0) continue;
      const base = { caseId: null, effectId: `turn:${uuidV7()}`, by: 'system', at };
      const entries = moves.flatMap((move): NewEntry[] => {
        const entry = { ...key, ...base, ...move, note: turnNote(move, key.year, rule) };
        return move.type === 'transferred'
          ? [entry, { ...entry, year: key.year + 1, type: 'carried', note: carriedNote(key.year, rule) }]
          : [entry];
      });
      await this.repository.add(tx, entries);
      moved++;
    }
    return moved;
  }

  /** What the edition of an account's year says of it; undefined where no edition of that year knows it. */
  async ruleOf(tx: Tx, account: string, year: number): Promise<AccountRule | undefined> {
    try {
      return accountsOf(await this.regulation.inForce(tx, await this.dayIn(tx, year))).get(account);
    } catch (error) {
      if (error instanceof Problem && error.code === 'regulation.not_adopted') return undefined;
      throw error;
    }
  }

  /** Today, or the day of that year that is nearest to it. */
  async dayIn(tx: Tx, year: number): Promise<Day> {
    const { today } = await this.clock.now(tx);
    const [first, last] = [`${year}-01-01`, `${year}-12-31`];
    return [first, today, last].toSorted()[1] as Day;
  }

  private async move(tx: Tx, cause: Cause, from: readonly Target[], to: readonly Target[]): Promise<void> {
    if (await this.repository.isDone(tx, cause.effectId)) return;
    const { caseId, effectId, at, by = 'system' } = cause;
    const accounts = [...new Set(to.map((one) => `${one.person} ${one.account}`))].sort();
    for (const name of accounts) {
      const targets = to.filter((one) => `${one.person} ${one.account}` === name).sort((a, b) => a.year - b.year);
      const asks = targets.map((target) => {
        const now = from.find((one) => isSame(one, target)) ?? nowhere;
        return { target, moves: movesTo(now, target) };
      });
      const changed = asks.filter(({ moves }) => moves.length > 0);
      const taker = changed.find(({ moves }) => moves.some(isTaking));
      if (taker) await this.turn(tx, taker.target.person);
      for (const { target, moves } of changed) {
        const rule = moves.some(isTaking) ? await this.ruleOf(tx, target.account, target.year) : undefined;
        const account = await this.locked(tx, target, rule);
        const entries = moves.map((move) => ({ ...keyOf(target), ...move, caseId, effectId, note: null, by, at }));
        await this.write(tx, account, entries, rule);
      }
    }
  }

  /** The account, locked; an unlimited one is made when somebody first needs it. @throws Problem leave.balance_not_opened */
  private async locked(tx: Tx, key: AccountKey, rule: AccountRule | undefined): Promise<Account> {
    const find = async () => (await this.repository.lock(tx, key.person, key.account, [key.year]))[0];
    const known = await find();
    if (known) return known;
    if (rule?.limited) throw new Problem('leave.balance_not_opened', { ...named(rule), year: key.year }, cited(rule));
    await this.repository.open(tx, [keyOf(key)], false);
    return (await find()) as Account;
  }

  /** The condition of the table decides; the figures by which it decided are told. @throws Problem leave.beyond_balance */
  async write(tx: Tx, account: Account, entries: readonly NewEntry[], rule: AccountRule | undefined): Promise<void> {
    try {
      await this.repository.add(tx, entries);
    } catch (error) {
      if (sqlState(error) !== '23514') throw error;
      throw new Problem(
        'leave.beyond_balance',
        {
          ...(rule ? named(rule) : { account: account.account, accountEn: account.account }),
          year: account.year,
          wanted: formatUnits(entries.filter(isTaking).reduce((sum, entry) => sum + entry.amount, 0)),
          remaining: formatUnits(remaining(account)),
          entitled: formatUnits(account.entitled),
          carried: formatUnits(account.carried),
          used: formatUnits(account.used),
          reserved: formatUnits(account.reserved),
        },
        { ...cited(rule), cause: error },
      );
    }
  }
}

/** One effect may do several of these; each is remembered by itself. */
const part = (name: string, cause: Cause): Cause => ({ ...cause, effectId: `${cause.effectId}:${name}` });

const years = (perYear: PerYear): [number, Units][] =>
  Object.entries(perYear).map(([year, length]): [number, Units] => [Number(year), length]);

const isSame = (a: AccountKey, b: AccountKey): boolean =>
  a.person === b.person && a.account === b.account && a.year === b.year;

const keyOf = ({ person, account, year }: AccountKey): AccountKey => ({ person, account, year });

const figuresOf = ({ entitled, carried, expired, used, reserved }: Figures): Figures => ({
  entitled,
  carried,
  expired,
  used,
  reserved,
});

const isTaking = (move: Move): boolean => move.type === 'reserved' || move.type === 'used';

const named = ({ title }: AccountRule) => ({ account: title.zh, accountEn: title.en });
const cited = (rule: AccountRule | undefined) => (rule ? { articles: rule.articles } : {});

function turnNote({ type }: Move, year: number, { articles }: AccountRule): Note {
  const article = articles[0] ? { article: articles[0] } : {};
  return type === 'transferred'
    ? { zh: `结转至 ${year + 1} 年`, en: `Carried on into ${year + 1}`, ...article }
    : { zh: '到期未休', en: 'Not taken by its last day', ...article };
}

const carriedNote = (year: number, { articles }: AccountRule): Note => ({
  zh: `自 ${year} 年结转`,
  en: `Carried over from ${year}`,
  ...(articles[0] ? { article: articles[0] } : {}),
});
