import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { Problem } from '../../core/problem.js';
import type { Role } from '../../core/roles.js';
import { Founding } from '../../organization/founding.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { reachOf } from '../../organization/reach.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../../platform/database/commands.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { assertRange } from '../../platform/http/shapes.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import type { AddBadges, BadgeRow, BadgesQuery, ChangeBadge, StockQuery, StockRow } from './badge.contract.js';
import { type BadgeLine, BadgeRepository } from './badge.repository.js';

/** Roles that see the badges of others, as far as each right reaches. */
const readers: ReadonlySet<Role> = new Set([
  'SUPERVISION',
  'CENTRE_LEADER',
  'DIRECTOR',
  'OFFICE',
  'HR',
  'AUDITOR',
  'SHIFT_LEADER',
  'WINDOW_HEAD',
  'SECTION_HEAD',
  'HOME_DEPT_LEADER',
  'TEAM_LEADER',
]);
/** Badges that a demonstration begins with. */
const DEMO_STOCK = Array.from({ length: 20 }, (_, index) => `T-${String(index + 1).padStart(2, '0')}`);

@Injectable()
export class BadgeService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
    private readonly founding: Founding,
    private readonly repository: BadgeRepository,
  ) {}

  onModuleInit(): void {
    this.founding.register('leave.badges', 300, async (tx, { isFurnished }) => {
      const { at } = await this.clock.now(tx);
      if (isFurnished) await this.repository.add(tx, DEMO_STOCK, null, { person: 'system', at });
    });
  }

  /**
   * Hands out a free badge; of two who want the same one at once, one gets it. The same effect twice is one hand-out.
   * @throws Problem substitution.badge_none | badge_unknown | badge_other_hall | badge_out | badge_lost (422), with the free ones
   */
  async issue(
    tx: Tx,
    wanted: {
      badge: string;
      person: string;
      window: string;
      caseId: string;
      effectId: string;
      at: Date;
      editionHash: string | null;
    },
  ): Promise<void> {
    if (await this.repository.wasIssued(tx, wanted.effectId)) return;
    const hall = (await this.organization.window(tx, wanted.window))?.hall ?? undefined;
    const known = await this.repository.find(tx, wanted.badge);
    const isHere = !known?.hall || known.hall === hall;
    const step = { from: ['free' as const], to: 'out' as const, person: wanted.person, at: wanted.at };
    if (known && isHere && (await this.repository.move(tx, wanted.badge, step))) {
      await this.repository.issue(tx, wanted);
      return;
    }
    const { editionHash } = wanted;
    const articles = editionHash
      ? (await this.regulation.byHash(tx, editionHash)).citations['substitution.badge_out']
      : undefined;
    const extras = articles ? { articles } : {};
    const now = await this.repository.find(tx, wanted.badge);
    if (!now) throw await this.unknown(tx, wanted.badge, hall, extras);
    const code = !isHere
      ? 'substitution.badge_other_hall'
      : now.state === 'lost'
        ? 'substitution.badge_lost'
        : 'substitution.badge_out';
    const free = told(await this.repository.stock(tx, hall ? { hall } : {}));
    throw new Problem(code, { badge: wanted.badge, free, hall: known?.hall ?? '' }, extras);
  }

  /** A number that is in no stock: what could be had instead, or that nothing was registered yet. */
  private async unknown(tx: Tx, badge: string, hall?: string, extras: { articles?: readonly string[] } = {}) {
    const stock = await this.repository.stock(tx, hall ? { hall } : {});
    if (stock.length === 0) return new Problem('substitution.badge_none', { badge }, extras);
    return new Problem('substitution.badge_unknown', { badge, free: told(stock) }, extras);
  }

  /** Back in the stock; twice changes nothing. */
  async takeBack(tx: Tx, line: { badge: string; caseId: string; at: Date }): Promise<void> {
    if (!(await this.repository.close(tx, line))) return;
    await this.repository.move(tx, line.badge, { from: ['out'], to: 'free', person: 'system', at: line.at });
  }

  /** Gone for good, until somebody finds it and says so in the stock. */
  async lose(tx: Tx, line: { badge: string; caseId: string; at: Date; reason: string }): Promise<void> {
    if (!(await this.repository.close(tx, { ...line, lost: line.reason }))) return;
    const step = { from: ['out' as const], to: 'lost' as const, note: line.reason, person: 'system', at: line.at };
    await this.repository.move(tx, line.badge, step);
  }

  /** The badges of the office; those of a window's hall when it is named. */
  stock(actor: Actor, query: StockQuery): Promise<{ items: StockRow[] }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const hall = query.window ? (await this.organization.window(tx, query.window))?.hall : undefined;
      return { items: await this.repository.stock(tx, { state: query.state, ...(hall ? { hall } : {}) }) };
    });
  }

  /** @throws Problem substitution.badge_in_stock (409), and nothing is added */
  add(command: Command, request: AddBadges): Promise<Answer<{ items: StockRow[] }>> {
    return this.commands.run(command, async (tx) => {
      const { at } = await this.clock.now(tx);
      const by = { person: command.actor.person, at };
      const known = await this.repository.add(tx, request.codes, request.hall ?? null, by);
      if (known[0] !== undefined) throw new Problem('substitution.badge_in_stock', { badge: known.join('、') });
      return { status: 201, body: { items: await this.repository.stock(tx) } };
    });
  }

  /** @throws Problem substitution.badge_out (422): a badge that is out is settled in its case */
  change(command: Command, request: ChangeBadge): Promise<Answer<StockRow>> {
    return this.commands.run(command, async (tx) => {
      const { badge, state, reason } = request;
      const { at } = await this.clock.now(tx);
      const from: StockRow['state'][] = ['free', 'lost'];
      const step = { from, to: state, note: reason, person: command.actor.person, at };
      const isMoved = await this.repository.move(tx, badge, step);
      const found = await this.repository.find(tx, badge);
      if (!found) throw await this.unknown(tx, badge);
      if (!isMoved) throw new Problem('substitution.badge_out', { badge });
      return { status: 200, body: found };
    });
  }

  /** The register: who had which badge, where, from when to when, and what is overdue. */
  register(actor: Actor, query: BadgesQuery): Promise<{ items: BadgeRow[]; total: number }> {
    if (query.from && query.to) assertRange(query.from, query.to);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const grants = actor.grants.filter((grant) => readers.has(grant.role));
      const windows = (await reachOf(this.organization, tx, grants, today))?.windows;
      const page = await this.repository.register(tx, { ...query, windows, reader: actor.person });
      const people = await this.organization.people(tx, [...new Set(page.items.map((line) => line.person))]);
      const names = new Map(people.map((person) => [person.code, person.name]));
      const titles = new Map((await this.organization.windows(tx)).map((window) => [window.code, window.name]));
      return { items: page.items.map((line) => rowOf(line, names, titles)), total: page.total };
    });
  }
}

function rowOf(line: BadgeLine, names: ReadonlyMap<string, string>, titles: ReadonlyMap<string, string>): BadgeRow {
  const { isOverdue, issuedAt, returnedAt, lostAt, ...rest } = line;
  return {
    ...rest,
    personName: names.get(line.person) ?? line.person,
    windowName: titles.get(line.window) ?? line.window,
    issuedAt: issuedAt.toISOString(),
    returnedAt: returnedAt?.toISOString() ?? null,
    lostAt: lostAt?.toISOString() ?? null,
    state: lostAt ? 'lost' : returnedAt ? 'returned' : isOverdue ? 'overdue' : 'out',
  };
}

/** The free ones of a stock, as many as a sentence holds. */
function told(stock: readonly StockRow[]): string {
  const free = stock.filter((one) => one.state === 'free').map((one) => one.badge);
  return free.slice(0, 10).join('、') || '—';
}
