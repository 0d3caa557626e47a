/** What the machine of substitutions asks: who names, who may stand in, what has to be done before duty. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { SubstitutionContext } from '../../../workflows/substitution/context.js';
import type {
  SubstitutionCandidate,
  SubstitutionFree,
  SubstitutionRule,
} from '../../../workflows/substitution/facts.js';
import type { SubstitutionForm } from '../../../workflows/substitution/form.js';
import { type DayPiece, overlaps } from '../../core/duty/seats.js';
import type { Role } from '../../core/roles.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import { CalendarService } from '../../organization/calendar.service.js';
import { type Candidate, OrganizationService } from '../../organization/organization.service.js';
import { PresenceService } from '../../organization/presence.service.js';
import type { Tx } from '../../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../../platform/effects/fact-providers.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import { CandidateService } from '../cover/candidate.service.js';
import { coverPieces, halfAfter } from './cover-pieces.js';

type Absence = Pick<SubstitutionForm, 'window' | 'unit' | 'absent' | 'from' | 'to' | 'parts'>;

@Injectable()
export class SubstitutionFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly calendars: CalendarService,
    private readonly presence: PresenceService,
    private readonly candidates: CandidateService,
  ) {}

  onModuleInit(): void {
    this.providers.register('substitution.rule', (tx, question) => this.rule(tx, question));
    this.providers.register('substitution.candidate', (tx, question) => this.candidate(tx, question));
    this.providers.register('substitution.free', (tx, question) => this.free(tx, question));
  }

  private async rule(tx: Tx, question: FactQuestion): Promise<SubstitutionRule> {
    const form = question.event.payload as unknown as Absence;
    const about = { ...form, parts: form.parts ?? [] };
    const edition = await this.regulation.inForce(tx, form.from.day);
    const able = await this.able(tx, about);
    const terms = edition.decisions.includes('leave.terms') ? edition.decide('leave.terms', {}).value : {};
    return {
      nominators: await this.nominators(tx, edition, about, able),
      bPosts: able.filter((one) => isB(one) && one.code !== form.absent).map((one) => one.code),
      reminders: Number(terms.acceptReminders ?? 1),
      badgeReminders: Number(terms.badgeReminders ?? 1),
    };
  }

  private async candidate(tx: Tx, question: FactQuestion): Promise<SubstitutionCandidate> {
    const context = question.caseFile.context as unknown as SubstitutionContext;
    const isUnasked = question.event.type === 'substitution.coverUnasked';
    const named = (question.event.payload as { substitute?: string } | undefined)?.substitute;
    const person = isUnasked ? question.actor.person : String(named ?? '');
    const edition = await this.regulation.inForce(tx, context.from.day);
    const able = await this.able(tx, context);
    const found = able.find((one) => one.code === person);
    const reasons = await this.candidates.reasonsAgainst(tx, person, {
      window: context.window,
      absent: context.absent,
      pieces: await this.pieces(tx, context),
      exceptCase: question.caseFile.id,
    });
    const steps = stepsOf(edition, found);
    return {
      person,
      eligible: reasons.length === 0,
      reasons,
      steps: { training: steps.training !== false, badge: steps.badge !== false },
      unasked: steps.unasked === true,
      nominators: await this.nominators(tx, edition, context, able),
    };
  }

  /** Whether the present substitute is free for what an extension adds. */
  private async free(tx: Tx, question: FactQuestion): Promise<SubstitutionFree> {
    const context = question.caseFile.context as unknown as SubstitutionContext;
    const longer = question.event.payload as Pick<SubstitutionContext, 'to' | 'parts'> | undefined;
    if (!context.substitute || !longer?.to) return { free: true };
    // Only what is added matters: the rest is his already.
    const added = halfAfter(context.to);
    const about = { ...context, from: added, coverFrom: added, to: longer.to, parts: [] };
    const able = await this.able(tx, about);
    const taken = await this.taken(tx, about, [context.substitute], question.caseFile.id);
    return { free: taken.length === 0 && able.some((one) => one.code === context.substitute) };
  }

  private able(tx: Tx, about: Absence): Promise<Candidate[]> {
    return this.organization.candidatesFor(tx, about.window, about.from.day, about.to.day);
  }

  /** Slots that some people have given away within the absence, other than to this case. */
  private async taken(tx: Tx, about: Absence & { coverFrom?: Absence['from'] }, people: string[], exceptCase?: string) {
    const pieces = await this.pieces(tx, about);
    const slots = await this.presence.slots(tx, about.from.day, about.to.day, {
      people,
      ...(exceptCase ? { exceptCase } : {}),
    });
    return slots.filter((slot) => pieces.some((piece) => overlaps(piece, slot)));
  }

  private async pieces(tx: Tx, about: Absence & { coverFrom?: Absence['from'] }): Promise<DayPiece[]> {
    return coverPieces(await this.calendars.load(tx), about, about.coverFrom ?? about.from);
  }

  /**
   * Who names the substitute as the edition decides it from who of A and B is there; where nobody holds such a role for this
   * window the head of the window does, and at last supervision, so that no cover waits for somebody who does not exist.
   */
  private async nominators(
    tx: Tx,
    edition: CompiledEdition,
    about: Absence & { coverFrom?: Absence['from'] },
    able: readonly Candidate[],
  ): Promise<Role[]> {
    const posts = able.filter((one) => one.isOwn && one.code !== about.absent && one.ab !== null);
    const away = new Set(
      (
        await this.taken(
          tx,
          about,
          posts.map((one) => one.code),
        )
      ).map((slot) => slot.person),
    );
    const isThere = (ab: 'A' | 'B') => posts.some((one) => one.ab === ab && !away.has(one.code));
    const decided = edition.decisions.includes('substitution.nominator')
      ? edition.decide('substitution.nominator', { aPresent: isThere('A'), bPresent: isThere('B') }).value.by
      : ['HOME_DEPT_LEADER'];
    const roles = [...(decided as Role[]), 'WINDOW_HEAD' as const];
    const held: Role[] = [];
    for (const role of roles) {
      const place = role === 'HOME_DEPT_LEADER' && about.unit ? { unit: about.unit } : { window: about.window };
      const people = await this.organization.peopleHolding(tx, role, place, about.from.day);
      const isMeant = (decided as Role[]).includes(role) || held.length === 0;
      if (isMeant && !held.includes(role) && people.some((one) => one !== about.absent)) held.push(role);
    }
    return held.length > 0 ? held : ['SUPERVISION'];
  }
}

const isB = (one: Candidate) => one.isOwn && one.ab === 'B';

function stepsOf(edition: CompiledEdition, found: Candidate | undefined): Record<string, unknown> {
  if (!edition.decisions.includes('substitution.steps')) return {};
  return edition.decide('substitution.steps', { own: found?.isOwn ?? false, post: found?.ab ?? '-' }).value;
}
