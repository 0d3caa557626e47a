/** Calendar feeds: made and revoked by whom they belong to, read by anybody who has the address. */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, hasRole } from '../core/actor.js';
import { readHours } from '../core/attendance/gaps.js';
import { addDays } from '../core/calendar/day.js';
import { seatsOf } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import { type Language, Problem } from '../core/problem.js';
import { institutionOf, newToken, sha256 } from '../identity/tokens.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PresenceService } from '../organization/presence.service.js';
import { Clock } from '../platform/clock/clock.js';
import { type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import type { FeedCreated, FeedRequest, FeedsView } from './duty.contract.js';
import { type Feed, FeedRepository } from './feed.repository.js';
import { calendarFile } from './feed-calendar.js';
import { type Events, eventsOfPerson, eventsOfWindow, type FeedWorld, type Hours, newsOf } from './feed-events.js';

/** Days back and ahead that a calendar holds. */
const BACK = 31;
const AHEAD = 92;
/** Leave in these states is no leave yet, or no more. */
const notLeave: ReadonlySet<string> = new Set(['draft', 'pending', 'refused', 'withdrawn']);

export interface FeedAnswer {
  /** Null when the reader has this very content already. */
  body: string | null;
  etag: string;
}

@Injectable()
export class FeedService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly organization: OrganizationService,
    private readonly presence: PresenceService,
    private readonly regulation: RegulationService,
    private readonly cases: CaseRepository,
    private readonly repository: FeedRepository,
  ) {}

  list(actor: Actor): Promise<FeedsView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => ({
      items: await this.repository.ofOwner(tx, actor.person),
      windows: await this.windowsOf(tx, actor),
    }));
  }

  /**
   * Makes a feed. The address is told once and only its hash is kept, so the stored answer of the command has none.
   * @throws Problem `duty.feed_forbidden` for a window of which the person is not the head
   */
  async create(command: Command, request: FeedRequest): Promise<FeedCreated> {
    const { actor } = command;
    const token = newToken(actor.institutionId);
    const hash = sha256(token);
    const print = hash.toString('hex').slice(0, 16);
    const answer = await this.commands.run(command, async (tx) => {
      const window = request.kind === 'window' ? request.window : null;
      if (window && !(await this.windowsOf(tx, actor)).some((one) => one.code === window))
        throw new Problem('duty.feed_forbidden', { window });
      const feed = { kind: request.kind, owner: actor.person, window, language: actor.language };
      return { status: 201, body: { id: await this.repository.insert(tx, { ...feed, hash }), print } };
    });
    return { id: answer.body.id, path: answer.body.print === print ? `/feeds/${token}.ics` : null };
  }

  /** @throws Problem `platform.not_found` */
  async revoke(tx: Tx, actor: Actor, id: string): Promise<void> {
    if (!(await this.repository.revoke(tx, id, actor.person))) throw new Problem('platform.not_found');
  }

  /**
   * The calendar behind an address.
   * @param seen the `ETag` that the reader has
   * @throws Problem `platform.not_found` for an address that nobody made, that was revoked, or whose maker has left or lost
   *   the right: all the same to whoever asks
   */
  async read(file: string, seen: string | undefined): Promise<FeedAnswer> {
    const token = /^([\w-]{64})\.ics$/.exec(file)?.[1];
    const institution = token ? institutionOf(token) : undefined;
    if (!token || !institution) throw new Problem('platform.not_found');
    return this.database.inInstitution(institution, async (tx) => {
      const feed = await this.repository.lock(tx, sha256(token));
      const { today, real } = await this.clock.now(tx);
      if (!feed || !(await this.stillMay(tx, feed, today))) throw new Problem('platform.not_found');
      const { id, name, timeZone } = await this.organization.institution(tx);
      const span = { from: addDays(today, -BACK), to: addDays(today, AHEAD) };
      const { events, title } = await this.eventsOf(tx, feed, id, span);
      const { tell, changed, gone } = newsOf(await this.repository.told(tx, feed.id), events, {
        from: span.from,
        // Calendars know whole seconds only.
        at: new Date(Math.floor(real.getTime() / 1000) * 1000),
      });
      await this.repository.remember(tx, feed.id, changed, gone);
      await this.repository.touch(tx, feed.id);
      const body = calendarFile(`${title} · ${name}`, timeZone, tell);
      const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
      return { body: seen === etag ? null : body, etag };
    });
  }

  private async eventsOf(
    tx: Tx,
    feed: Feed,
    institution: string,
    span: { from: Day; to: Day },
  ): Promise<{ events: Events; title: string }> {
    const { window, owner, language } = feed;
    const filter = window ? { window } : { person: owner };
    const duty = await this.organization.dutyBetween(tx, span.from, span.to, filter);
    const around = await this.presence.slots(tx, span.from, span.to, {
      people: [...new Set([...duty.map((row) => row.person), ...(window ? [] : [owner])])],
    });
    const covers = window ? await this.presence.slots(tx, span.from, span.to, { windows: [window] }) : [];
    const key = (slot: { caseId: string; day: Day; start: number }) => `${slot.caseId} ${slot.day} ${slot.start}`;
    const all = [...new Map([...around, ...covers].map((slot) => [key(slot), slot])).values()];
    const files = new Map(
      (await this.cases.byIds(tx, [...new Set(all.map((slot) => slot.caseId))])).map((file) => [file.id, file]),
    );
    const slots = all.filter((slot) => slot.purpose === 'cover' || !notLeave.has(files.get(slot.caseId)?.state ?? ''));
    const people = await this.organization.people(tx, [
      ...new Set([owner, ...all.map((slot) => slot.person), ...duty.map((row) => row.person)]),
    ]);
    const windows = await this.organization.windows(tx);
    const names = new Map(people.map((person) => [person.code, person.name]));
    const windowNames = new Map(windows.map((one) => [one.code, one.name]));
    const world: FeedWorld = {
      institution,
      language,
      seats: seatsOf(duty, slots),
      slots,
      names,
      windowNames,
      hoursAt: await this.hours(tx, new Map(windows.map((one) => [one.code, one.group]))),
      leaveTitle: (caseId) => this.leaveTitle(files.get(caseId)?.context, language),
    };
    return window
      ? { events: eventsOfWindow(world, window), title: `${window} ${windowNames.get(window) ?? ''}`.trim() }
      : { events: eventsOfPerson(world, owner), title: names.get(owner) ?? owner };
  }

  /** As the edition named the kind when the leave was filed. */
  private leaveTitle(context: object | undefined, language: Language): string | null {
    const title = (context as { kindTitle?: { zh: string; en: string } | null } | undefined)?.kindTitle;
    return title ? title[language === 'en' ? 'en' : 'zh'] : null;
  }

  /** Working hours as the edition of today states them for a group of windows; none where it does not. */
  private async hours(tx: Tx, groups: ReadonlyMap<string, string>): Promise<FeedWorld['hoursAt']> {
    const { today } = await this.clock.now(tx);
    const edition = await this.regulation.inForce(tx, today).catch(unlessProblem);
    const known = new Map<string, Hours>();
    const stated = (group: string): Hours => {
      try {
        return edition?.decisions.includes('attendance.hours')
          ? readHours(edition.decide('attendance.hours', { group }).value)
          : undefined;
      } catch (error) {
        return unlessProblem(error);
      }
    };
    return (window) => {
      const group = groups.get(window ?? '') ?? '';
      if (!known.has(group)) known.set(group, stated(group));
      return known.get(group);
    };
  }

  /** A window's feed ends with the right of whoever made it, any feed with its owner's leaving. */
  private async stillMay(tx: Tx, feed: Feed, today: Day): Promise<boolean> {
    if (!(await this.repository.ownerIsHere(tx, feed.owner, today))) return false;
    if (!feed.window) return true;
    const grants = await this.organization.grantsOf(tx, feed.owner, today);
    return this.heads(grants, feed.window);
  }

  private async windowsOf(tx: Tx, actor: Actor): Promise<{ code: string; name: string }[]> {
    if (!hasRole(actor, 'WINDOW_HEAD', 'SUPERVISION')) return [];
    const windows = await this.organization.windows(tx);
    return windows.filter((one) => this.heads(actor.grants, one.code)).map(({ code, name }) => ({ code, name }));
  }

  private heads(grants: Actor['grants'], window: string): boolean {
    return grants.some(
      (grant) =>
        (grant.role === 'WINDOW_HEAD' && grant.target === window) ||
        (grant.role === 'SUPERVISION' && grant.scope === 'institution'),
    );
  }
}

/** A blank or missing rule leaves the hours open; anything else is a fault. */
function unlessProblem(error: unknown): undefined {
  if (error instanceof Problem) return undefined;
  throw error;
}
