import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { formatUnits } from '../core/amount.js';
import type { HalfDay } from '../core/calendar/work-calendar.js';
import { minuteOf } from '../core/duty/seats.js';
import { halfAt, type Sitting, sittingAt } from '../core/duty/sitting.js';
import type { SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { ItemInfo } from '../core/rules/types.js';
import { maySeeSubject, placeOf, subjectsInSight } from '../ledger/subject-view.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PresenceService } from '../organization/presence.service.js';
import { Clock } from '../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { writeSheet } from '../platform/files/sheet-writer.js';
import { assertRange } from '../platform/http/shapes.js';
import { RegulationService } from '../regulation/regulation.service.js';
import type { FindingItemsQuery, FindingRow, FindingsQuery, RecordFinding } from './finding.contract.js';
import { type FindingCase, FindingRepository } from './finding.repository.js';

@Injectable()
export class FindingService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly presence: PresenceService,
    private readonly repository: FindingRepository,
  ) {}

  /**
   * Records a finding: opens a case file pinned to the edition of its day. It counts only once another person has confirmed
   * and assessed it.
   * @throws Problem finding.subject_unknown | finding.item_unknown | the machine's own refusals (422)
   */
  record(
    command: Command,
    input: RecordFinding,
  ): Promise<Answer<{ id: string; key: string; state: string; revision: number }>> {
    return this.commands.run(command, async (tx) => {
      await this.assertExists(tx, input.subject, input.happenedOn);
      if (input.person) await this.assertExists(tx, input.person, input.happenedOn);
      const ordinal = (await this.repository.countOf(tx, input.subject, input.happenedOn)) + 1;
      const key = `${input.subject.replace(':', '-')}-${input.happenedOn}-${ordinal}`;
      const started = await this.cases.start(tx, {
        kind: 'finding',
        key,
        subject: input.subject,
        actor: command.actor,
        input,
      });
      return { status: 201, body: { ...started, key }, headers: { etag: `"${started.revision}"` } };
    });
  }

  /** Findings that the reader may see: what he recorded, what is about him, his window or what his rights reach. */
  list(actor: Actor, query: FindingsQuery): Promise<{ items: FindingRow[]; total: number } | Buffer> {
    if (query.from && query.to) assertRange(query.from, query.to);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      if (query.subject && !(await maySeeSubject(tx, this.organization, actor, query.subject))) {
        throw new Problem('platform.not_found');
      }
      const { today } = await this.clock.now(tx);
      const page = await this.repository.list(
        tx,
        query,
        await subjectsInSight(tx, this.organization, actor, today),
        actor.person,
      );
      const items = await this.rows(tx, page.items);
      return query.format === 'xlsx' ? sheetOf(items) : { items, total: page.total };
    });
  }

  /** Items that can be chosen for a subject, and who sat there then, whoever covered first (G31). */
  items(
    actor: Actor,
    query: FindingItemsQuery,
  ): Promise<{ items: readonly ItemInfo[]; onDuty: { code: string; name: string; why: Sitting['why'] }[] }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today, local } = await this.clock.now(tx);
      const day = query.on ?? today;
      const edition = await this.regulation.inForce(tx, day);
      const kind = query.subject?.split(':')[0];
      const items = edition.items.filter((item) => item.recordable && (!kind || item.subjectKind === kind));
      const window = query.subject ? placeOf(query.subject).window : undefined;
      const onDuty = window ? await this.sitting(tx, window, momentOf(query, day, { today, local })) : [];
      const names = new Map(
        (
          await this.organization.people(
            tx,
            onDuty.map((one) => one.person),
            day,
          )
        ).map((person) => [person.code, person.name]),
      );
      return {
        items,
        onDuty: onDuty.map(({ person, why }) => ({ code: person, name: names.get(person) ?? person, why })),
      };
    });
  }

  /** Who really sat there: during a cover the substitute, who then answers for it (R15.S5). */
  private async sitting(tx: Tx, window: string, at: HalfDay & { minute?: number }): Promise<Sitting[]> {
    const seats = await this.presence.seats(tx, at.day, at.day, { windows: [window] });
    const people = [...new Set(seats.map((seat) => seat.person))];
    const slots = await this.presence.slots(tx, at.day, at.day, { people });
    return sittingAt(seats, slots, { ...at, window });
  }

  private async assertExists(tx: Tx, subject: SubjectKey, day: string): Promise<void> {
    const place = placeOf(subject);
    const found = place.window
      ? await this.organization.window(tx, place.window)
      : await this.organization.person(tx, place.person ?? '', day);
    if (!found) throw new Problem('finding.subject_unknown', { subject });
  }

  private async rows(tx: Tx, cases: readonly FindingCase[]): Promise<FindingRow[]> {
    const windows = new Map(
      (await this.organization.windows(tx)).map((window) => [`window:${window.code}`, window.name]),
    );
    const codes = new Set(
      cases
        .flatMap((item) => [item.subject, item.context.person])
        .flatMap((key) => (key?.startsWith('person:') ? [key.slice(7)] : [])),
    );
    const people = new Map(
      (await this.organization.people(tx, [...codes])).map((person) => [`person:${person.code}`, person.name]),
    );
    const titles = new Map<string, string>();
    for (const day of new Set(cases.map((item) => item.context.happenedOn))) {
      for (const info of (await this.regulation.inForce(tx, day)).items) titles.set(`${day} ${info.item}`, info.zh);
    }
    const nameOf = (key: string) => windows.get(key) ?? people.get(key) ?? key;
    return cases.map(({ context, ...item }) => ({
      id: item.id,
      key: item.key,
      revision: item.revision,
      state: item.state,
      item: context.item,
      article: context.article,
      title: titles.get(`${context.happenedOn} ${context.item}`) ?? context.item,
      subject: item.subject,
      subjectName: nameOf(item.subject),
      person: context.person ?? null,
      personName: context.person ? nameOf(context.person) : null,
      happenedOn: context.happenedOn,
      quantity: formatUnits(context.quantity),
      points: context.points === null ? null : formatUnits(context.points),
      recorder: context.recorder,
      filedAt: item.filedAt.toISOString(),
    }));
  }
}

/** The half day that is asked about, and the minute where it is told or is now. */
function momentOf(
  query: FindingItemsQuery,
  day: string,
  now: { today: string; local: string },
): HalfDay & { minute?: number } {
  const present = minuteOf(now.local.slice(11, 16));
  if (query.at) return { day, half: halfAt(minuteOf(query.at)), minute: minuteOf(query.at) };
  const half = query.half ?? halfAt(present);
  return { day, half, ...(day === now.today && half === halfAt(present) ? { minute: present } : {}) };
}

function sheetOf(rows: readonly FindingRow[]): Promise<Buffer> {
  return writeSheet({
    name: '检查记录',
    columns: [
      { header: '日期', value: (row: FindingRow) => row.happenedOn },
      { header: '对象', value: (row: FindingRow) => row.subjectName, width: 24 },
      { header: '当事人', value: (row: FindingRow) => row.personName ?? '' },
      { header: '条款', value: (row: FindingRow) => row.article },
      { header: '事项', value: (row: FindingRow) => row.title, width: 40 },
      { header: '数量', value: (row: FindingRow) => row.quantity },
      { header: '状态', value: (row: FindingRow) => row.state },
      { header: '记录人', value: (row: FindingRow) => row.recorder },
    ],
    rows,
  });
}
