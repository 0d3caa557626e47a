/**
 * A is away and could not hand over: the B post steps in unasked, with no request of anybody (R21.04). The cover is opened and
 * taken over in one step, so that presence, duty board and supervision know it at once; it is filed afterwards. It lasts for
 * the rest of the day at most, and until A is back; a leave that is filed later asks for a cover of its own.
 */
import { Injectable } from '@nestjs/common';
import type { SubstitutionForm } from '../../../workflows/substitution/form.js';
import { type Actor, systemActor } from '../../core/actor.js';
import type { Half } from '../../core/calendar/work-calendar.js';
import { seatOf } from '../../core/cover/world.js';
import type { Day } from '../../core/fact.js';
import { Problem } from '../../core/problem.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import { CalendarService } from '../../organization/calendar.service.js';
import type { Person } from '../../organization/organization.entity.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../../platform/database/commands.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { Cases } from '../../platform/effects/case-port.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import type { UnaskedView } from '../cover.contract.js';
import { CoverRepository } from './cover.repository.js';
import { CoverWorldService, worldOf } from './cover-world.service.js';

interface Standing {
  day: Day;
  half: Half;
  edition: CompiledEdition;
  person: Person | undefined;
}

@Injectable()
export class UnaskedCoverService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly calendars: CalendarService,
    private readonly organization: OrganizationService,
    private readonly worlds: CoverWorldService,
    private readonly regulation: RegulationService,
    private readonly repository: CoverRepository,
  ) {}

  /** What the reader could take on now, so that a button is there only where it works. */
  offer(actor: Actor): Promise<UnaskedView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const standing = await this.standing(tx, actor);
      const code = standing.person?.window;
      const window = code ? await this.organization.window(tx, code) : undefined;
      const nothing = { window: null, windowName: null, absent: [], waiting: [], open: null };
      if (!window || standing.person?.ab !== 'B' || !mayUnasked(standing.edition)) return nothing;
      const [own] = await this.repository.unaskedOf(tx, actor.person);
      const waiting = own ? [] : await this.waitingAt(tx, standing, window.code);
      const absent = own ? [] : await this.seatsOf(tx, standing, window.code);
      const codes = [...waiting, ...(own ? [own] : [])].map((one) => one.absent);
      const names = new Map((await this.organization.people(tx, codes)).map((one) => [one.code, one.name]));
      const named = (one: { id: string; absent: string }) => ({
        caseId: one.id,
        name: names.get(one.absent) ?? one.absent,
      });
      return {
        window: window.code,
        windowName: window.name,
        absent,
        waiting: waiting.map(named),
        open: own ? named(own) : null,
      };
    });
  }

  /**
   * @throws Problem substitution.not_b_post | substitution.not_unasked | substitution.nobody_away (422), and what the machine
   * says of whoever may not stand in
   */
  stepIn(command: Command, absent: string): Promise<Answer<{ id: string; key: string }>> {
    const { actor } = command;
    return this.commands.run(command, async (tx) => {
      const standing = await this.standing(tx, actor);
      const { day, half, person, edition } = standing;
      const code = person?.window;
      const window = code ? await this.organization.window(tx, code) : undefined;
      if (!window || person?.ab !== 'B') throw new Problem('substitution.not_b_post', { window: code ?? '-' });
      if (!mayUnasked(edition)) throw new Problem('substitution.not_unasked', { window: window.code });
      const seats = await this.seatsOf(tx, standing, window.code);
      if (!seats.some((one) => one.code === absent))
        throw new Problem('substitution.nobody_away', { where: '/absent', window: window.code });
      const terms = edition.decisions.includes('leave.terms') ? edition.decide('leave.terms', {}).value : {};
      const input: SubstitutionForm = {
        leave: null,
        window: window.code,
        unit: window.unit,
        absent,
        from: { day, half: half === 'AM' ? 'am' : 'pm' },
        to: { day, half: 'pm' },
        parts: [],
        endsAlone: true,
        why: unaskedArticles(edition).join('、'),
        acceptWorkingDays: Number(terms.acceptWorkingDays ?? 1),
        badgeReturnWorkingDays: Number(terms.badgeReturnWorkingDays ?? 1),
      };
      const key = await this.keyOf(tx, window.code, day);
      const started = await this.cases.start(tx, {
        kind: 'substitution',
        key,
        subject: `window:${window.code}`,
        actor: systemActor(tx.institutionId),
        input: { ...input },
      });
      await this.cases.send(tx, {
        caseId: started.id,
        event: 'substitution.coverUnasked',
        payload: {},
        actor,
        key: `${started.id}:unasked`,
      });
      return { status: 201, body: { id: started.id, key } };
    });
  }

  private async standing(tx: Tx, actor: Actor): Promise<Standing> {
    const { today, local } = await this.clock.now(tx);
    return {
      day: today,
      half: local.slice(11, 13) < '12' ? 'AM' : 'PM',
      edition: await this.regulation.inForce(tx, today),
      person: await this.organization.person(tx, actor.person, today),
    };
  }

  /** Colleagues of the window who should sit there now and for whom nobody stands in. */
  private async seatsOf(
    tx: Tx,
    { day, half, person }: Standing,
    window: string,
  ): Promise<{ code: string; name: string }[]> {
    const calendar = await this.calendars.load(tx);
    if (calendar.workingHalfDays({ day, half }, { day, half }).length === 0) return [];
    const covered = new Set((await this.repository.openCovers(tx, day, day)).map((one) => one.absent));
    const state = await this.worlds.load(tx, [{ day, half }]);
    // By roster or placement, whoever is away included: that A has a leave does not make him less of an A.
    const { people } = worldOf(state, { counts: () => false });
    return people
      .filter((one) => one.ab !== 'B' && one.code !== person?.code && seatOf(one, 0) === window)
      .filter((one) => !covered.has(one.code))
      .map(({ code }) => ({ code, name: state.people.find((one) => one.code === code)?.name ?? code }));
  }

  /** Covers of the window that still wait for somebody. */
  private async waitingAt(tx: Tx, { day, person }: Standing, window: string) {
    const covers = (await this.repository.openCovers(tx, day, day)).filter(
      (one) => one.window === window && one.absent !== person?.code,
    );
    return covers.filter((one) => ['required', 'nominated'].includes(one.state));
  }

  private async keyOf(tx: Tx, window: string, day: Day): Promise<string> {
    const prefix = `cover-${window}-${day.replaceAll('-', '')}-`;
    await this.repository.lockPlaces(tx, [prefix]);
    return `${prefix}${(await this.repository.countCases(tx, prefix)) + 1}`;
  }
}

/** What the edition says of the window's own B post; its answer is asked, not assumed. */
const stepsOfB = (edition: CompiledEdition) =>
  edition.decisions.includes('substitution.steps')
    ? edition.decide('substitution.steps', { own: true, post: 'B' })
    : undefined;
const mayUnasked = (edition: CompiledEdition): boolean => stepsOfB(edition)?.value.unasked === true;
/** The article by which B covers, else the one that spares him badge and training. */
const unaskedArticles = (edition: CompiledEdition): readonly string[] =>
  edition.decisions.includes('post.cover')
    ? edition.decide('post.cover', { aPresent: false, bPresent: true, handedOver: false }).articles
    : (stepsOfB(edition)?.articles ?? []);
