import { Injectable } from '@nestjs/common';
import type { InspectionContext } from '../../workflows/inspection/parts.js';
import type { Actor } from '../core/actor.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { uuidV7 } from '../platform/ids.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseViewService } from '../workflow/case-view.service.js';
import type { ChecklistChoice, InspectionSheet, PlanInspection } from './inspection.contract.js';

@Injectable()
export class InspectionService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly cases: Cases,
    private readonly views: CaseViewService,
    private readonly clock: Clock,
    private readonly regulation: RegulationService,
  ) {}

  /**
   * Plans an inspection: opens a case file. One about a single window or person is filed under it.
   * @throws Problem inspection.* (422)
   */
  plan(
    command: Command,
    input: PlanInspection,
  ): Promise<Answer<{ id: string; key: string; state: string; revision: number }>> {
    return this.commands.run(command, async (tx) => {
      const id = uuidV7();
      const key = `inspection-${input.day.replaceAll('-', '')}-${id.slice(-8)}`;
      const [only, ...others] = input.subjects;
      const started = await this.cases.start(tx, {
        kind: 'inspection',
        key,
        id,
        applicant: command.actor.person,
        ...(only && others.length === 0 ? { subject: only } : {}),
        actor: command.actor,
        input,
      });
      return { status: 201, body: { ...started, key }, headers: { etag: `"${started.revision}"` } };
    });
  }

  /** Check-lists of the edition in force on a day. */
  checklists(actor: Actor, on?: Day): Promise<{ items: ChecklistChoice[] }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const edition = await this.regulation.inForce(tx, on ?? (await this.clock.now(tx)).today);
      return {
        items: edition.checklists.map((list) => ({
          checklist: list.output,
          article: list.article,
          ...list.title,
          subjectKind: list.subject,
          lines: list.groups.reduce((sum, group) => sum + group.lines.length, 0),
        })),
      };
    });
  }

  /** The sheet of an inspection. @throws Problem `case.not_found` also for what the reader may not know of */
  sheet(actor: Actor, id: string): Promise<InspectionSheet> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const file = await this.views.view(tx, id, actor);
      if (file.kind !== 'inspection') throw new Problem('case.not_found');
      const context = file.context as unknown as InspectionContext;
      const names = await this.namesOf(tx, context);
      const hasSigned = context.signatures.some((one) => one.person === actor.person);
      return {
        id,
        key: file.key,
        revision: file.revision,
        state: file.state,
        ...sheetOf(context, names),
        mayFill: file.state === 'running' && context.team.includes(actor.person),
        hasSigned,
      };
    });
  }

  private namesOf(tx: Tx, context: InspectionContext): Promise<Map<string, string>> {
    return this.views.names(tx, [...context.team, ...context.subjects.map((one) => one.replace(/^person:/, ''))]);
  }
}

type Stored = Omit<InspectionSheet, 'id' | 'revision' | 'state' | 'key' | 'mayFill' | 'hasSigned'>;

function sheetOf(context: InspectionContext, names: ReadonlyMap<string, string>): Stored {
  const { title, checklist, edition } = context;
  return {
    mode: context.mode,
    checklist: { ...title, output: checklist, edition },
    day: context.day,
    heldOn: context.heldOn,
    place: context.place,
    groups: context.groups.map((group) => ({
      ...group,
      lines: context.lines.filter((line) => line.group === group.id).map(({ group: _, ...line }) => line),
    })),
    subjects: context.subjects.map((subject) => answersOf(context, subject, names)),
    team: context.team.map((person) => ({
      code: person,
      name: names.get(person) ?? person,
      signedAt: context.signatures.find((one) => one.person === person)?.at ?? null,
    })),
    hash: context.content,
  };
}

function answersOf(
  context: InspectionContext,
  subject: string,
  names: ReadonlyMap<string, string>,
): InspectionSheet['subjects'][number] {
  const given = context.answers.filter((one) => one.subject === subject);
  const met = given.filter((one) => one.answer === 'met').length;
  return {
    subject,
    name: names.get(subject.replace(/^person:/, '')) ?? subject.replace(/^\w+:/, ''),
    answers: Object.fromEntries(
      given.map((one) => [
        one.line,
        { answer: one.answer, note: one.note ?? null, evidence: [...(one.evidence ?? [])] },
      ]),
    ),
    met,
    asked: met + given.filter((one) => one.answer === 'notMet').length,
    open: context.lines.length - given.length,
  };
}
