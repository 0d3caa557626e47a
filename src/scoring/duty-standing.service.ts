/** Which duties of the calendar are due in the week, month, quarter, … of a day, and how often each was done: from facts. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import type { Day, Fact, Subject } from '../core/fact.js';
import { type DutyPeriod, type OpenDuty, stretchOf } from '../core/rules/engine/duties.js';
import type { Duty } from '../core/rules/language/parts.js';
import type { CompiledEdition } from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import type { DutyLine, DutyStandingView } from './duty-standing.contract.js';

/** Names shown of those who have too few; the rest is a number. */
const MOST_NAMED = 50;
/** What is done once counts from whenever it was. */
const BEGINNING = '0001-01-01';

@Injectable()
export class DutyStandingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly regulation: RegulationService,
    private readonly ledger: LedgerService,
    private readonly organization: OrganizationService,
  ) {}

  /**
   * Open ones first, then by the day on which they are due.
   * @throws Problem regulation.not_adopted (409) when no edition was in force on that day
   */
  standing(actor: Actor, on?: Day): Promise<DutyStandingView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const day = on ?? (await this.clock.now(tx)).today;
      const edition = await this.regulation.inForce(tx, day);
      const items: DutyLine[] = [];
      const subjects = await this.organization.subjects(tx, { from: day, to: day });
      const names = await this.names(tx, subjects, day);
      for (const every of new Set(edition.duties.map((duty) => duty.every))) {
        const stretch = stretchOf(every, day);
        const counted = stretch ?? (every === 'once' ? { from: BEGINNING, to: day, rhythm: every } : undefined);
        const duties = edition.duties.filter((duty) => duty.every === every);
        const found = counted ? await this.counts(tx, edition, duties, counted, subjects) : undefined;
        for (const duty of duties) items.push(lineOf(duty, edition, stretch, found, names));
      }
      const { id, edition: name, hash, title } = edition;
      return { on: day, edition: { id, edition: name, hash, ...title }, items: items.sort(byUrgency) };
    });
  }

  private async counts(
    tx: Tx,
    edition: CompiledEdition,
    duties: readonly Duty[],
    stretch: DutyPeriod,
    subjects: readonly Subject[],
  ) {
    const items = [...new Set(duties.flatMap((duty) => duty.fulfilledBy ?? []))];
    const facts: readonly Fact[] =
      items.length > 0
        ? await this.ledger.facts(tx, { items, period: { from: stretch.from, to: stretch.to }, view: 'net' })
        : [];
    return edition.openDuties(stretch, subjects, facts);
  }

  private async names(tx: Tx, subjects: readonly Subject[], day: Day): Promise<ReadonlyMap<string, string>> {
    const codes = subjects.flatMap(({ kind, key }) => (kind === 'person' ? [key.slice('person:'.length)] : []));
    const people = await this.organization.people(tx, codes, day);
    return new Map([
      ...people.map((person) => [`person:${person.code}`, person.name] as const),
      ...(await this.organization.windows(tx)).map(
        (window) => [`window:${window.code}`, `${window.code} ${window.name}`] as const,
      ),
      ...(await this.organization.units(tx)).flatMap((unit) => [
        [`unit:${unit.code}`, unit.name] as const,
        [`group:${unit.code}`, unit.name] as const,
      ]),
    ]);
  }
}

function lineOf(
  duty: Duty,
  edition: CompiledEdition,
  stretch: DutyPeriod | undefined,
  found: ReturnType<CompiledEdition['openDuties']> | undefined,
  names: ReadonlyMap<string, string>,
): DutyLine {
  const mine = (list: readonly OpenDuty[] | undefined) => (list ?? []).filter((one) => one.duty === duty.id);
  const [open, done] = [mine(found?.open), mine(found?.done)];
  const blank = found?.blank.find((one) => one.duty === duty.id);
  const isCounted = open.length + done.length > 0;
  const item = edition.items.find((one) => one.item === duty.fulfilledBy);
  return {
    duty: duty.id,
    article: duty.article,
    ...duty.title,
    every: duty.every,
    who: duty.who,
    state: blank ? 'blank' : open.length > 0 ? 'open' : isCounted ? 'done' : 'uncounted',
    from: stretch?.from ?? null,
    to: stretch?.to ?? null,
    atLeast: [...open, ...done][0]?.atLeast ?? null,
    per: duty.per ?? null,
    item: item ? { item: item.item, zh: item.zh, en: item.en } : null,
    parameter: blank?.parameter ?? null,
    times: [...open, ...done].reduce((sum, one) => sum + one.done, 0),
    fulfilled: done.length,
    counted: open.length + done.length,
    open: open
      .slice(0, MOST_NAMED)
      .flatMap((one) =>
        one.subject === undefined
          ? []
          : [{ subject: one.subject, name: names.get(one.subject) ?? one.subject, done: one.done }],
      ),
  };
}

const urgency: Readonly<Record<DutyLine['state'], number>> = { open: 0, blank: 1, uncounted: 2, done: 3 };
const byUrgency = (a: DutyLine, b: DutyLine): number =>
  urgency[a.state] - urgency[b.state] || (a.to ?? '9').localeCompare(b.to ?? '9') || (a.duty < b.duty ? -1 : 1);
