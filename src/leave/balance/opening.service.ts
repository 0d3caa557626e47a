/**
 * Opening of a year: what the edition gives to everyone, previewed with the reason for each and then written. Opening again
 * writes only what has changed since (a step of service reached, somebody gone, figures verified), so it may be done at any
 * time.
 */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { formatUnits, type Units } from '../../core/amount.js';
import type { Day } from '../../core/fact.js';
import { dueOn } from '../../core/leave/account.js';
import { Problem } from '../../core/problem.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../../platform/database/commands.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { uuidV7 } from '../../platform/ids.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import type { Opening, OpeningRequest, OpeningRow } from '../leave-balance.contract.js';
import { type AccountRule, accountsOf } from './account-rules.js';
import { type Account, BalanceRepository, type NewEntry, type Note, type ServedRow } from './balance.repository.js';
import { BalanceService } from './balance.service.js';
import { type AboutYear, type Entitlement, entitlementOf } from './entitlement.js';
import type { TakenLeave, Verified, YearFacts } from './forfeiture.js';
import { TakenLeaveService } from './taken.service.js';

interface Planned {
  served: ServedRow;
  account: string;
  rule: AccountRule;
  state: OpeningRow['state'];
  given: Entitlement;
  /** What the year gives, at least what was taken of it already. */
  target: Units;
  change: Units;
  carried: Units;
  lines: Note[];
  verified: Verified | undefined;
}

/** What happened in a year, person by person, and the rule of one account by which it is judged. */
interface YearOf {
  edition: CompiledEdition;
  account: string;
  rule: AccountRule;
  year: number;
  on: Day;
  taken: Map<string, TakenLeave[]>;
  verified: Map<string, Verified>;
  used: Map<string, Units>;
}

@Injectable()
export class OpeningService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly regulation: RegulationService,
    private readonly repository: BalanceRepository,
    private readonly balances: BalanceService,
    private readonly taken: TakenLeaveService,
  ) {}

  /** What opening a year would write. Nothing is stored. @throws Problem regulation.* */
  preview(actor: Actor, request: OpeningRequest): Promise<Opening> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { edition, planned } = await this.plan(tx, request);
      return openingView(request.year, edition, planned);
    });
  }

  /** Writes it, and answers with what was written. @throws Problem regulation.* */
  open(command: Command, request: OpeningRequest): Promise<Answer<Opening>> {
    return this.commands.run(command, async (tx) => {
      const opening = await this.apply(tx, request, command.actor.person);
      return { status: 200, body: opening };
    });
  }

  /** Opens a year inside a running transaction. @throws Problem leave.person_not_here | regulation.* */
  async apply(tx: Tx, request: OpeningRequest, by: string): Promise<Opening> {
    const { at } = await this.clock.now(tx);
    const first = await this.plan(tx, request);
    const known = new Set(first.planned.map(({ served }) => served.person));
    const unknown = request.verified.find((one) => !known.has(one.person));
    if (unknown) throw new Problem('leave.person_not_here', { person: unknown.person, year: request.year });
    await this.repository.putVerified(tx, request.year, request.verified, by, at);
    for (const isLimited of [true, false])
      await this.repository.open(
        tx,
        first.planned
          .filter((one) => one.state !== 'missing' && one.rule.limited === isLimited)
          .map(({ served, account }) => ({ person: served.person, account, year: request.year })),
        isLimited,
      );
    // Locked, then looked at again: what somebody else opened meanwhile is not written twice.
    await this.repository.lockYear(tx, request.year);
    const { edition, planned } = await this.plan(tx, request);
    const effectId = `opening:${uuidV7()}`;
    const entries = planned
      .filter((one) => one.change !== 0)
      .map(
        ({ served, account, change, lines }): NewEntry => ({
          person: served.person,
          account,
          year: request.year,
          type: 'entitled',
          amount: change,
          caseId: null,
          effectId,
          note: summaryOf(lines),
          by,
          at,
        }),
      );
    await this.repository.add(tx, entries);
    await this.balances.turn(tx);
    return openingView(request.year, edition, planned);
  }

  private async plan(tx: Tx, request: OpeningRequest): Promise<{ edition: CompiledEdition; planned: Planned[] }> {
    const { year } = request;
    const on = await this.balances.dayIn(tx, year);
    const { today } = await this.clock.now(tx);
    const edition = await this.regulation.inForce(tx, on);
    const people = await this.repository.served(tx, year);
    const accounts = byKey(await this.repository.accounts(tx, { year }));
    const old = byKey(await this.repository.accounts(tx, { year: year - 1 }));
    const written = new Map(
      (await this.repository.entitledBy(tx, year)).map((one) => [`${one.person} ${one.account}`, one]),
    );
    const planned: Planned[] = [];
    for (const [account, rule] of accountsOf(edition)) {
      const now = await this.yearOf(tx, { edition, account, rule, year, on }, request.verified);
      const before = await this.yearBefore(tx, account, year - 1);
      for (const served of people) {
        const key = `${served.person} ${account}`;
        const facts = { now, before, served };
        planned.push(planOne(facts, accounts.get(key), written.get(key), { today, account: old.get(key) }));
      }
    }
    return { edition, planned };
  }

  /** @param asked what personnel verifies now, instead of what it verified before */
  private async yearOf(
    tx: Tx,
    about: Omit<YearOf, 'taken' | 'verified' | 'used'>,
    asked: readonly (Verified & { person: string })[] = [],
  ): Promise<YearOf> {
    const { year, edition, rule } = about;
    const taken = await this.taken.ofYear(tx, year, edition, rule);
    const known = [...(await this.repository.verified(tx, year)), ...asked];
    const verified = new Map(known.map((one) => [one.person, one]));
    return { ...about, taken, verified, used: await this.repository.ownUsed(tx, year) };
  }

  /** The year before by its own edition; undefined where none was in force or it knows no such account. */
  private async yearBefore(tx: Tx, account: string, year: number): Promise<YearOf | undefined> {
    const rule = await this.balances.ruleOf(tx, account, year);
    if (!rule) return undefined;
    const on = await this.balances.dayIn(tx, year);
    const edition = await this.regulation.inForce(tx, on);
    return this.yearOf(tx, { edition, account, rule, year, on });
  }
}

/** One person's part of a year. */
function aboutOf({ taken, verified, used, ...about }: YearOf, person: string): AboutYear {
  const facts: YearFacts = {
    taken: taken.get(person) ?? [],
    verified: verified.get(person),
    used: used.get(`${person} ${about.account}`) ?? 0,
  };
  return { ...about, facts };
}

function planOne(
  { now, before, served }: { now: YearOf; before: YearOf | undefined; served: ServedRow },
  known: Account | undefined,
  written: { opened: Units; imported: boolean } | undefined,
  old: { today: Day; account: Account | undefined },
): Planned {
  const { account, rule, edition } = now;
  const about = aboutOf(now, served.person);
  const given = entitlementOf(edition, { ...about, served, before: before && aboutOf(before, served.person) });
  const { verified } = about.facts;
  const carried = carriedFrom(old, rule);
  const same = { served, account, rule, given, carried, verified, lines: given.lines, change: 0, target: given.days };
  if (given.missing) return { ...same, state: 'missing' };
  if (written?.imported) return { ...same, state: 'imported' };
  const opened = written?.opened ?? 0;
  // What was taken beyond the share of a year is not taken back (X06.N12).
  const taken = known ? Math.max(known.used + known.reserved + known.expired - known.carried, known.own) : 0;
  const others = known ? known.entitled - opened : 0;
  const target = rule.limited ? Math.max(given.days, taken - others) : given.days;
  const lines = target > given.days ? [...given.lines, keptLine(target)] : given.lines;
  const change = target - opened;
  return { ...same, target, change, lines, state: known === undefined ? 'new' : change === 0 ? 'same' : 'changed' };
}

const keptLine = (target: Units): Note => ({
  zh: `已休和已占用的不再扣回，按 ${formatUnits(target)} 天`,
  en: `What was taken or reserved already is not taken back: ${formatUnits(target)} days`,
});

/** What the year before would hand on by today. */
function carriedFrom({ today, account }: { today: Day; account: Account | undefined }, rule: AccountRule): Units {
  if (!account?.limited) return 0;
  const due = dueOn(today, { year: account.year, figures: account, isNextOpen: true }, rule);
  return due.find((move) => move.type === 'transferred')?.amount ?? 0;
}

/** The lines of a reason as one note. */
const summaryOf = (lines: readonly Note[]): Note => ({
  zh: lines.map((line) => line.zh).join('；'),
  en: lines.map((line) => line.en).join('; '),
  ...(lines.find((line) => line.article) ? { article: lines.find((line) => line.article)?.article as string } : {}),
});

const byKey = (accounts: readonly Account[]): Map<string, Account> =>
  new Map(accounts.map((one) => [`${one.person} ${one.account}`, one]));

function openingView(year: number, edition: CompiledEdition, planned: readonly Planned[]): Opening {
  const counts = { new: 0, changed: 0, same: 0, imported: 0, missing: 0 };
  for (const { state } of planned) counts[state]++;
  return {
    year,
    edition: edition.title,
    articles: [...new Set(planned.flatMap(({ rule }) => rule.articles))],
    counts,
    items: planned.map(({ served, account, rule, given, target, change, carried, state, lines, verified }) => ({
      person: served.person,
      personName: served.name,
      unit: served.unit,
      unitName: served.unitName,
      account,
      title: rule.title,
      yearsOfService: given.yearsOfService,
      yearsHere: given.yearsHere,
      entitled: formatUnits(target),
      change: formatUnits(change),
      carried: formatUnits(carried),
      state,
      lines,
      verified: verified
        ? {
            schoolHolidays: verified.schoolHolidays,
            paidPersonalDays: formatUnits(verified.paidPersonalDays),
            sickMonths: formatUnits(verified.sickMonths),
            reason: verified.reason,
          }
        : null,
    })),
  };
}
