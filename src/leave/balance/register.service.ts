/** Balances as people see them: one's own with every entry, the register of all, and corrections with a reason. */
import { Injectable } from '@nestjs/common';
import { type Actor, hasRole } from '../../core/actor.js';
import { formatUnits } from '../../core/amount.js';
import { leftOf, remaining } from '../../core/leave/account.js';
import { Problem } from '../../core/problem.js';
import type { Role } from '../../core/roles.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../../platform/database/commands.js';
import { Database, sqlState } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import type {
  AdjustmentRequest,
  BalanceEntryRow,
  BalanceRow,
  BalancesQuery,
  BalanceWithEntries,
  Line,
  PersonBalances,
} from '../leave-balance.contract.js';
import { type AccountRule, accountsOf } from './account-rules.js';
import { type Account, BalanceRepository, type Entry, type RegisterRow } from './balance.repository.js';
import { BalanceService } from './balance.service.js';

/** Who sees everybody's balances. */
export const balanceReaders: readonly Role[] = ['HR', 'SUPERVISION', 'OFFICE', 'CENTRE_LEADER', 'DIRECTOR', 'AUDITOR'];
/** Who opens years and corrects. */
export const balanceKeepers: readonly Role[] = ['HR', 'SUPERVISION'];

@Injectable()
export class BalanceRegisterService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
    private readonly repository: BalanceRepository,
    private readonly balances: BalanceService,
  ) {}

  /** The register of a year; this year unless another is asked for. */
  list(actor: Actor, query: BalancesQuery): Promise<{ items: BalanceRow[]; total: number; year: number }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const year = query.year ?? Number(today.slice(0, 4));
      const { account, person, unit } = query;
      const page = await this.repository.register(
        tx,
        {
          year,
          ...(account ? { account } : {}),
          ...(person ? { person } : {}),
          ...(unit ? { unit } : {}),
          on: today,
        },
        { sort: query.sort, limit: query.pageSize, offset: (query.page - 1) * query.pageSize },
      );
      const titles = await this.titles(tx, year);
      return { items: page.items.map((row) => rowOf(row, titles)), total: page.total, year };
    });
  }

  /**
   * Accounts of one person in a year with every entry behind the figures. Everyone sees his own.
   * @throws Problem platform.not_found
   */
  ofPerson(actor: Actor, person: string, wanted?: number): Promise<PersonBalances> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      if (person !== actor.person && !hasRole(actor, ...balanceReaders)) throw new Problem('platform.not_found');
      const { today } = await this.clock.now(tx);
      const [found] = await this.organization.people(tx, [person]);
      if (!found) throw new Problem('platform.not_found');
      const year = wanted ?? Number(today.slice(0, 4));
      const all = await this.repository.accounts(tx, { person });
      const entries = await this.repository.entries(tx, { person, year });
      const names = new Map(
        (await this.organization.people(tx, [...new Set(entries.map((one) => one.by))])).map((one) => [
          one.code,
          one.name,
        ]),
      );
      const titles = await this.titles(tx, year);
      const named = await this.namesOf(tx, found);
      const items: BalanceWithEntries[] = [];
      for (const account of all.filter((one) => one.year === year)) {
        const rule = await this.balances.ruleOf(tx, account.account, year);
        items.push({
          ...rowOf({ ...account, ...named }, titles),
          lines: rule ? orderLines(account, rule) : [],
          entries: entries.filter((one) => one.account === account.account).map((one) => entryRow(one, names)),
        });
      }
      return { person, personName: found.name, year, years: [...new Set(all.map((one) => one.year))], items };
    });
  }

  /**
   * Adds or takes days by decision of personnel, with the reason.
   * @throws Problem leave.account_unknown | leave.balance_below_used | platform.not_found
   */
  adjust(command: Command, request: AdjustmentRequest): Promise<Answer<BalanceRow>> {
    return this.commands.run(command, async (tx) => {
      const { person, account, year, days, reason } = request;
      const [found] = await this.organization.people(tx, [person]);
      if (!found) throw new Problem('platform.not_found');
      const known = await this.accountsIn(tx, year);
      const rule = known.get(account);
      if (!rule) throw new Problem('leave.account_unknown', { account, allowed: [...known.keys()] });
      await this.repository.open(tx, [{ person, account, year }], rule.limited);
      const [locked] = await this.repository.lock(tx, person, account, [year]);
      const { at } = await this.clock.now(tx);
      const entry = {
        ...{ person, account, year, caseId: null, at },
        type: 'adjusted' as const,
        amount: days,
        effectId: `adjust:${command.actor.person}:${command.key}`,
        note: { zh: reason, en: reason },
        by: command.actor.person,
      };
      try {
        await this.repository.add(tx, [entry]);
      } catch (error) {
        if (sqlState(error) !== '23514') throw error;
        const facts = {
          person: found.name,
          year,
          used: formatUnits(locked?.used ?? 0),
          reserved: formatUnits(locked?.reserved ?? 0),
          amount: formatUnits(days),
        };
        throw new Problem('leave.balance_below_used', facts, { cause: error });
      }
      const [after] = await this.repository.lock(tx, person, account, [year]);
      const body = rowOf(
        { ...(after as Account), ...(await this.namesOf(tx, found)) },
        new Map([[account, rule.title]]),
      );
      return { status: 201, body };
    });
  }

  /** Somebody as a row names him. */
  private async namesOf(tx: Tx, { name, unit }: { name: string; unit: string | null }) {
    const found = (await this.organization.units(tx)).find((one) => one.code === unit);
    return { name, unit, unitName: found?.name ?? null };
  }

  private async accountsIn(tx: Tx, year: number) {
    return accountsOf(await this.regulation.inForce(tx, await this.balances.dayIn(tx, year)));
  }

  private async titles(tx: Tx, year: number): Promise<Map<string, { zh: string; en: string }>> {
    try {
      return new Map([...(await this.accountsIn(tx, year))].map(([id, { title }]) => [id, title]));
    } catch (error) {
      if (error instanceof Problem && error.code === 'regulation.not_adopted') return new Map();
      throw error;
    }
  }
}

const rowOf = (row: RegisterRow, titles: ReadonlyMap<string, { zh: string; en: string }>): BalanceRow => ({
  person: row.person,
  personName: row.name,
  unit: row.unit,
  unitName: row.unitName,
  account: row.account,
  title: titles.get(row.account) ?? null,
  year: row.year,
  limited: row.limited,
  entitled: formatUnits(row.entitled),
  carried: formatUnits(row.carried),
  expired: formatUnits(row.expired),
  used: formatUnits(row.used),
  reserved: formatUnits(row.reserved),
  remaining: row.limited ? formatUnits(remaining(row)) : null,
});

/** In which order the days go, and what becomes of the carried ones; nothing to say where none came. */
function orderLines(account: Account, rule: AccountRule): Line[] {
  const { carried, own } = leftOf(account);
  if (!account.limited || account.carried === 0) return [];
  const until = `${account.year}-${rule.carriedUntil}`;
  const [left, rest] = [formatUnits(carried), formatUnits(own)];
  const said = rule.carryArticles[0] ? { article: rule.carryArticles[0] } : {};
  return [
    {
      zh: `先用结转的天数，休到 ${until} 为止，还剩 ${left} 天；之后用当年的，还剩 ${rest} 天`,
      en: `Carried days go first, for leave up to ${until}: ${left} left. Then the year's own: ${rest} left`,
      ...said,
    },
    {
      zh: `${until} 以前的天数已提交申请的，审批中不到期；到期后撤回或被退回的，不再恢复`,
      en: `Days up to ${until} that a request holds do not lapse while it is decided; given back after that day, they lapse`,
      ...said,
    },
  ];
}

/** What gives days back to a figure is shown with a minus. */
const lessening = new Set<Entry['type']>(['freed', 'restored']);

const entryRow = (entry: Entry, names: ReadonlyMap<string, string>): BalanceEntryRow => ({
  type: entry.type,
  days: formatUnits(lessening.has(entry.type) ? -entry.amount : entry.amount),
  caseId: entry.caseId,
  caseKey: entry.caseKey,
  note: entry.note,
  by: entry.by,
  byName: names.get(entry.by) ?? entry.by,
  at: entry.at.toISOString(),
});
