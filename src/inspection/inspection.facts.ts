/** What the machine of inspections asks: the check-list of the day, who the team is, and whether evidence is there. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ChecklistFound, EvidenceFound, TeamFound } from '../../workflows/inspection/facts.js';
import type { Day, SubjectKey } from '../core/fact.js';
import type { Role } from '../core/roles.js';
import type { CompiledEdition } from '../core/rules/types.js';
import { EvidenceService } from '../ledger/evidence.service.js';
import { placeOf } from '../ledger/subject-view.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { RegulationService } from '../regulation/regulation.service.js';

/** Who may be in a team. */
export const inspectorRoles = ['INSPECTOR', 'SUPERVISION', 'MYSTERY'] as const satisfies readonly Role[];

interface Plan {
  checklist: string;
  subjects: SubjectKey[];
  day: Day;
  heldOn?: Day | null;
  team: string[];
}

@Injectable()
export class InspectionFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly evidence: EvidenceService,
  ) {}

  onModuleInit(): void {
    this.providers.register('inspection.checklist', (tx, question) => this.checklist(tx, question));
    this.providers.register('inspection.team', (tx, question) => this.team(tx, question));
    this.providers.register('inspection.evidence', (tx, question) => this.missing(tx, question));
  }

  /** Of the planned day, of today once it begins, and of the day on which it was held once it is signed. */
  private async checklist(tx: Tx, question: FactQuestion): Promise<ChecklistFound> {
    const plan = planOf(question);
    const day = question.event.type === 'inspection.start' ? question.today : (plan.heldOn ?? plan.day);
    return checklistIn(await this.regulation.inForce(tx, day), plan.checklist);
  }

  private async team(tx: Tx, question: FactQuestion): Promise<TeamFound> {
    const plan = planOf(question);
    const given = (question.event.payload as { team?: string[] } | undefined)?.team;
    const day = question.event.type === 'case.start' ? plan.day : question.today;
    const inspectors = new Set(
      (await this.organization.holdersOf(tx, inspectorRoles, day)).map((grant) => grant.person),
    );
    const members: TeamFound['members'] = [];
    for (const person of given ?? plan.team) {
      const places = await this.placesOf(tx, person, day);
      const own = plan.subjects.filter((subject) => places.has(subject));
      for (const subject of plan.subjects.filter((one) => one.startsWith('person:') && !places.has(one)))
        if (await this.sitsIn(tx, subject, places, day)) own.push(subject);
      members.push({ person, isInspector: inspectors.has(person), own });
    }
    return {
      members,
      unknown: await this.unknown(tx, plan.subjects, day),
      concerned: await this.concerned(tx, plan.subjects, day),
    };
  }

  /** The person himself, and the windows where he sits, is on duty that day, or is head. */
  private async placesOf(tx: Tx, person: string, day: Day): Promise<Set<string>> {
    const places = new Set([`person:${person}`]);
    const window = (await this.organization.person(tx, person, day))?.window;
    if (window) places.add(`window:${window}`);
    for (const duty of await this.organization.dutyBetween(tx, day, day, { person }))
      places.add(`window:${duty.window}`);
    for (const grant of await this.organization.grantsOf(tx, person, day))
      if (grant.scope === 'window' && grant.target) places.add(`window:${grant.target}`);
    return places;
  }

  private async concerned(tx: Tx, subjects: readonly SubjectKey[], day: Day): Promise<string[]> {
    const concerned = new Set<string>();
    for (const subject of subjects) {
      const { window, person } = placeOf(subject);
      const code = window ? await this.organization.headOf(tx, { window }, day) : person;
      if (code) concerned.add(code);
    }
    return [...concerned];
  }

  /** Somebody at one's own window is as near as the window itself. */
  private async sitsIn(tx: Tx, subject: SubjectKey, places: ReadonlySet<string>, day: Day): Promise<boolean> {
    const { window } = await this.organization.locate(tx, placeOf(subject), day);
    return window !== undefined && places.has(`window:${window}`);
  }

  private async unknown(tx: Tx, subjects: readonly SubjectKey[], day: Day): Promise<string[]> {
    const unknown: string[] = [];
    for (const subject of subjects) {
      const { window, person, unit } = placeOf(subject);
      const found = window
        ? await this.organization.window(tx, window)
        : person
          ? await this.organization.person(tx, person, day)
          : (await this.organization.units(tx)).find((one) => one.code === unit);
      if (!found) unknown.push(subject);
    }
    return unknown;
  }

  private async missing(tx: Tx, question: FactQuestion): Promise<EvidenceFound> {
    const { answers = [] } = question.event.payload as { answers?: { evidence?: string[] }[] };
    return {
      missing: await this.evidence.missing(
        tx,
        answers.flatMap((answer) => answer.evidence ?? []),
      ),
    };
  }
}

const planOf = ({ event, caseFile }: FactQuestion): Plan =>
  (event.type === 'case.start' ? event.payload : caseFile.context) as unknown as Plan;

/** A check-list of an edition as an inspection keeps it. */
export function checklistIn(edition: CompiledEdition, output: string): ChecklistFound {
  const list = edition.checklists.find((one) => one.output === output);
  return {
    edition: `${edition.id}@${edition.edition}`,
    available: edition.checklists.map((one) => one.output),
    list: list
      ? {
          output,
          article: list.article,
          ...list.title,
          subjectKind: list.subject,
          groups: list.groups.map(({ id, article, title }) => ({ id, article, ...title })),
          lines: list.groups.flatMap((group) =>
            group.lines.map((line) => ({
              id: line.id,
              group: group.id,
              article: line.article,
              ...line.title,
              finding: line.finding ?? null,
            })),
          ),
        }
      : null,
  };
}
