/**
 * Balances of leave (G20): what a year gives, what pending requests hold, what was taken. Every call says where a case shall
 * stand and writes the difference, so the same effect twice changes nothing, and what is undone is restored exactly.
 */
import { Injectable } from '@nestjs/common';
import type { Units } from '../../core/amount.js';
import type { Day } from '../../core/fact.js';
import {
  dueOn,
  type Figures,
  isSound,
  leftOf,
  type Move,
  movesTo,
  noFigures,
  nowhere,
  type Position,
  remaining,
  sumOf,
  type Terms,
  termsOf,
} from '../../core/leave/account.js';
import { Problem } from '../../core/problem.js';
import { Clock } from '../../platform/clock/clock.js';
import { sqlState } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { uuidV7 } from '../../platform/ids.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import { type AccountRule, accountsOf } from './account-rules.js';
import { type Account, type AccountKey, BalanceRepository, type NewEntry } from './balance.repository.js';
import { beyond, carriedNote, isTaking, notOpened, termNote, turnNote } from './balance-words.js';

/** Who asks, and by which effect of which case. */
export interface Cause {
  caseId: string;
  effectId: string;
  at: Date;
  /** Person code; `system` when it is nobody. */
  by?: string;
}

/** Days of a leave, in Units of a day. */
export type DayLengths = readonly { day: Day; length: Units }[];

/** Days of a leave that an account shall bear. */
export interface Claim {
  person: string;
  account: string;
  days: DayLengths;
}

export interface BalanceView extends Figures {
  account: string;
  year: number;
  title: { zh: string; en: string } | null;
  limited: boolean;
  /** False where the year was not opened; then nothing is known of it. */
  isOpen: boolean;
  remaining: Units;
  /** Of what remains: days carried over, and the last day on which they count. */
  carriedLeft: Units;
  carriedUntil: Day | null;
}

/** What a request would hold of an account in one year. */
export interface Outlook {
  before: BalanceView;
  after: Figures;
  wanted: Units;
  /** Of these: days on which carried days no longer count. */
  late: Units;
  /** Holding them would not be refused. */
  isEnough: boolean;
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
  async hold(tx: Tx, request: Cause & Claim): Promise<void> {
    const held = await this.repository.positions(tx, request.caseId);
    const wanted = (await this.split(tx, request)).map(({ terms, ...key }): Target => {
      const now = held.find((one) => isSame(one, key));
      return { ...key, reserved: terms, used: now?.used ?? nowhere.used };
    });
    const left = held.filter((one) => !wanted.some((target) => isSame(one, target)));
    await this.move(tx, part('hold', request), held, [
      ...left.map((one) => ({ ...one, reserved: nowhere.reserved })),
      ...wanted,
    ]);
  }

  /**
   * The days taken in the end, from the account that bears them; whatever else the case had of any account is given back.
   * @throws Problem leave.beyond_balance | leave.balance_not_opened (422)
   */
  async settle(tx: Tx, request: Cause & Claim): Promise<void> {
    const held = await this.repository.positions(tx, request.caseId);
    const wanted = (await this.split(tx, request)).map(
      ({ terms, ...key }): Target => ({ ...key, reserved: nowhere.reserved, used: terms }),
    );
    const left = held.filter((one) => !wanted.some((target) => isSame(one, target)));
    await this.move(tx, part('settle', request), held, [...left.map((one) => ({ ...one, ...nowhere })), ...wanted]);
  }

  /** Whether a case ever had days of an account. */
  async isKnown(tx: Tx, caseId: string, person: string, account: string): Promise<boolean> {
    const held = await this.repository.positions(tx, caseId);
    return held.some((one) => one.person === person && one.account === account);
  }

  /** Frees all that the case holds: refused, withdrawn, cancelled. */
  async drop(tx: Tx, request: Cause): Promise<void> {
    const held = await this.repository.positions(tx, request.caseId);
    await this.move(
      tx,
      part('drop', request),
      held,
      held.map((one) => ({ ...one, reserved: nowhere.reserved })),
    );
  }

  /** Gives all days taken back: the leave was none, or of a kind that takes from no account. */
  async restore(tx: Tx, request: Cause): Promise<void> {
    const held = await this.repository.positions(tx, request.caseId);
    await this.move(
      tx,
      part('restore', request),
      held,
      held.map((one) => ({ ...one, used: nowhere.used })),
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
    const stored = row ? sumOf(movesTo(without, nowhere), figuresOf(row)) : noFigures;
    const figures = row?.limited && rule ? await this.turned(tx, row, stored, rule, today) : stored;
    const carriedLeft = leftOf(figures).carried;
    return {
      account,
      year,
      title: rule?.title ?? null,
      limited: row?.limited ?? rule?.limited ?? false,
      isOpen: row !== undefined,
      ...figures,
      remaining: remaining(figures),
      carriedLeft,
      carriedUntil: rule && carriedLeft > 0 ? `${year}-${rule.carriedUntil}` : null,
    };
  }

  /** What `hold` would find and leave, year by year, for a request that is not stored. Reads only. */
  async outlook(tx: Tx, claim: Claim): Promise<Outlook[]> {
    const found: Outlook[] = [];
    for (const { terms, ...key } of await this.split(tx, claim)) {
      const before = await this.view(tx, key.person, key.account, `${key.year}-12-31`);
      const after = sumOf(movesTo(nowhere, { ...nowhere, reserved: terms }), figuresOf(before));
      const isEnough = !before.limited || (before.isOpen && isSound(after, true));
      found.push({ before, after, wanted: terms.early + terms.late, late: terms.late, isEnough });
    }
    return found;
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
          ? [entry, { ...entry, year: key.year + 1, isOwn: false, type: 'carried', note: carriedNote(key.year, rule) }]
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

  /** Figures as the turn of the year leaves them by today, whether it was written yet or not. */
  private async turned(tx: Tx, key: AccountKey, figures: Figures, rule: AccountRule, today: Day): Promise<Figures> {
    const year = key.year - 1;
    const [old] = await this.repository.accounts(tx, { person: key.person, account: key.account, year });
    const before = old?.limited ? await this.ruleOf(tx, key.account, year) : undefined;
    const due = old && before ? dueOn(today, { year, figures: figuresOf(old), isNextOpen: true }, before) : [];
    const coming = due
      .filter((move) => move.type === 'transferred')
      .map((move): Move => ({ type: 'carried', amount: move.amount }));
    const known = sumOf(coming, figures);
    return sumOf(dueOn(today, { year: key.year, figures: known, isNextOpen: false }, rule), known);
  }

  /** Days by year and term, as each year's edition tells them apart; in the order of the years. */
  private async split(tx: Tx, { person, account, days }: Claim): Promise<(AccountKey & { terms: Terms })[]> {
    const years = [...new Set(days.map(({ day }) => Number(day.slice(0, 4))))].sort();
    const last = new Map<number, string>();
    for (const year of years) last.set(year, (await this.ruleOf(tx, account, year))?.carriedUntil ?? '12-31');
    const terms = termsOf(days, (year) => last.get(year) ?? '12-31');
    return [...terms].map(([year, found]) => ({ person, account, year, terms: found }));
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
        const base = { ...keyOf(target), caseId, effectId, by, at };
        const entries = moves.map((move) => ({ ...base, ...move, note: termNote(move, account, rule) }));
        await this.write(tx, account, entries, rule);
      }
    }
  }

  /** The account, locked; an unlimited one is made when somebody first needs it. @throws Problem leave.balance_not_opened */
  private async locked(tx: Tx, key: AccountKey, rule: AccountRule | undefined): Promise<Account> {
    const find = async () => (await this.repository.lock(tx, key.person, key.account, [key.year]))[0];
    const known = await find();
    if (known) return known;
    if (rule?.limited) throw notOpened(rule, key.year);
    await this.repository.open(tx, [keyOf(key)], false);
    return (await find()) as Account;
  }

  /** The condition of the table decides; the figures by which it decided are told. @throws Problem leave.beyond_balance */
  private async write(
    tx: Tx,
    account: Account,
    entries: readonly NewEntry[],
    rule: AccountRule | undefined,
  ): Promise<void> {
    try {
      await this.repository.add(tx, entries);
    } catch (error) {
      throw sqlState(error) === '23514' ? beyond(account, entries, rule, error) : error;
    }
  }
}

/** One effect may do several of these; each is remembered by itself. */
const part = (name: string, cause: Cause): Cause => ({ ...cause, effectId: `${cause.effectId}:${name}` });

const isSame = (a: AccountKey, b: AccountKey): boolean =>
  a.person === b.person && a.account === b.account && a.year === b.year;

const keyOf = ({ person, account, year }: AccountKey): AccountKey => ({ person, account, year });

const figuresOf = ({ entitled, carried, expired, used, reserved, own }: Figures): Figures => ({
  entitled,
  carried,
  expired,
  used,
  reserved,
  own,
});
