import { Injectable } from '@nestjs/common';
import { type Actor, hasRole } from '../core/actor.js';
import { timeText } from '../core/attendance/gaps.js';
import { Problem } from '../core/problem.js';
import { EvidenceService } from '../ledger/evidence.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { absenceReaders, reachOf } from '../organization/reach.js';
import { Clock } from '../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { assertRange } from '../platform/http/shapes.js';
import { type Absence, AbsenceRepository } from './absence.repository.js';
import { absenceRow, reasonOf } from './absence.view.js';
import { AbsencePosting } from './absence-posting.service.js';
import type {
  AbsenceRow,
  AbsencesQuery,
  AbsenceView,
  ConfirmAbsence,
  DecideAbsences,
  DecideAnswer,
  DropAbsence,
  ExplainAbsence,
} from './attendance.contract.js';
import { AttendanceReview } from './attendance-review.service.js';
import { PunchRepository } from './punch.repository.js';

@Injectable()
export class AbsenceService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly organization: OrganizationService,
    private readonly punches: PunchRepository,
    private readonly evidence: EvidenceService,
    private readonly repository: AbsenceRepository,
    private readonly posting: AbsencePosting,
    private readonly review: AttendanceReview,
  ) {}

  /** The register of absences as far as the reader's rights go; everybody sees his own. */
  list(actor: Actor, query: AbsencesQuery): Promise<{ items: AbsenceRow[]; total: number }> {
    if (query.from && query.to) assertRange(query.from, query.to);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const people = await this.visible(tx, actor);
      const page = await this.repository.list(
        tx,
        { ...query, ...(people ? { people } : {}) },
        { sort: query.sort, limit: query.pageSize, offset: (query.page - 1) * query.pageSize },
      );
      return { items: await this.rows(tx, actor, page.items), total: page.total };
    });
  }

  /** @throws Problem `platform.not_found` for what is not there or not the reader's to see */
  show(actor: Actor, id: string): Promise<AbsenceView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const one = await this.seen(tx, actor, id);
      return this.view(tx, actor, one);
    });
  }

  /**
   * What the person concerned says to it, with evidence; it is then to be decided at once.
   * @throws Problem platform.not_found | absence.decided (409) | ledger.evidence_unknown
   */
  explain(command: Command, id: string, given: ExplainAbsence): Promise<Answer<AbsenceView>> {
    return this.commands.run(command, async (tx) => {
      const { actor } = command;
      const one = await this.seen(tx, actor, id);
      if (one.person !== actor.person) throw new Problem('auth.forbidden');
      await this.evidence.assertKnown(tx, given.evidence);
      const { at } = await this.clock.now(tx);
      if (!(await this.repository.explain(tx, id, { ...given, by: actor.person, at }))) throw decided(one);
      await this.review.tellSupervision(tx, 1, `${id}:explained:${at.toISOString()}`, at);
      return { status: 200, body: await this.view(tx, actor, await this.seen(tx, actor, id)) };
    });
  }

  /** Posts it as a finding. @throws Problem auth.self_decision (403) | absence.* (409, 422) and the refusals of W2 */
  confirm(command: Command, id: string, given: ConfirmAbsence): Promise<Answer<AbsenceView>> {
    return this.commands.run(command, async (tx) => {
      await this.confirmOne(tx, command.actor, id, given);
      return { status: 200, body: await this.view(tx, command.actor, await this.seen(tx, command.actor, id)) };
    });
  }

  /** Leaves it without consequence, for a reason. @throws Problem auth.self_decision (403) | absence.decided (409) */
  drop(command: Command, id: string, given: DropAbsence): Promise<Answer<AbsenceView>> {
    return this.commands.run(command, async (tx) => {
      await this.dropOne(tx, command.actor, id, given);
      return { status: 200, body: await this.view(tx, command.actor, await this.seen(tx, command.actor, id)) };
    });
  }

  /** Decides several with one reason; each is checked on its own, and what is refused changes nothing of the others. */
  decide(command: Command, given: DecideAbsences): Promise<Answer<DecideAnswer>> {
    return this.commands.run(command, async (tx) => {
      const items: DecideAnswer['items'] = [];
      for (const id of [...new Set(given.items)]) {
        await tx.query('savepoint one_absence');
        try {
          if (given.decision === 'confirm') await this.confirmOne(tx, command.actor, id, { remark: given.reason });
          else await this.dropOne(tx, command.actor, id, { reason: given.reason, explained: false });
          items.push({ id, ok: true });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          await tx.query('rollback to savepoint one_absence');
          items.push({ id, ok: false, problem: { code: error.code, ...error.text(command.actor.language) } });
        }
      }
      return { status: 200, body: { items } };
    });
  }

  private async confirmOne(tx: Tx, actor: Actor, id: string, given: ConfirmAbsence): Promise<void> {
    const found = await this.seen(tx, actor, id);
    // A leave approved since, or a later file, may have explained it: that is seen before anybody is charged.
    if (found.gapKey !== null) await this.review.review(tx, found.day, found.day);
    const one = await this.mine(tx, actor, id);
    if (one.state === 'waiting')
      throw new Problem('absence.still_explaining', { key: one.key, dueOn: one.dueOn ?? '' });
    const { at } = await this.clock.now(tx);
    const { remark, distinct } = given;
    const posted = await this.posting.post(tx, one, { actor, remark, distinct });
    const reason = distinct ?? remark ?? null;
    if (!(await this.repository.confirm(tx, id, { by: actor.person, at, reason, ...posted }))) throw decided(one);
    await this.review.tell(tx, [one.person], 'absence.confirmed', one, at);
  }

  private async dropOne(tx: Tx, actor: Actor, id: string, given: DropAbsence): Promise<void> {
    await this.seen(tx, actor, id);
    const one = await this.mine(tx, actor, id);
    const { at } = await this.clock.now(tx);
    const because = given.explained ? 'explained' : 'person';
    if (!(await this.repository.drop(tx, id, { by: actor.person, at, reason: given.reason, because })))
      throw decided(one);
    await this.review.tell(tx, [one.person], 'absence.dropped', one, at);
  }

  /** Locked, and for this actor to decide. */
  private async mine(tx: Tx, actor: Actor, id: string): Promise<Absence> {
    const one = await this.repository.find(tx, id, true);
    if (!one) throw new Problem('platform.not_found');
    if (one.person === actor.person) throw new Problem('auth.self_decision');
    if (one.state === 'confirmed' || one.state === 'dropped') throw decided(one);
    return one;
  }

  private async seen(tx: Tx, actor: Actor, id: string): Promise<Absence> {
    const one = await this.repository.find(tx, id);
    const people = await this.visible(tx, actor);
    if (!one || (people && !people.includes(one.person))) throw new Problem('platform.not_found');
    return one;
  }

  /** Whose absences somebody sees; undefined = everybody's. */
  private async visible(tx: Tx, actor: Actor): Promise<string[] | undefined> {
    const { today } = await this.clock.now(tx);
    const grants = actor.grants.filter((grant) => absenceReaders.has(grant.role));
    const reach = await reachOf(this.organization, tx, grants, today);
    return reach && [...new Set([actor.person, ...reach.people])];
  }

  private async rows(tx: Tx, actor: Actor, items: readonly Absence[]): Promise<AbsenceRow[]> {
    const codes = items.flatMap((one) => [one.person, one.decidedBy ?? '']).filter((code) => code !== '');
    const people = await this.organization.people(tx, [...new Set(codes)]);
    const windows = await this.organization.windows(tx);
    const findings = await this.repository.findingStates(
      tx,
      items.flatMap((one) => one.findings),
    );
    const settings = {
      people: new Map(people.map((person) => [person.code, person.name])),
      windows: new Map(windows.map((window) => [window.code, window.name])),
      findings: new Map(findings.map((finding) => [finding.id, finding])),
      language: actor.language,
      reader: { person: actor.person, decides: hasRole(actor, 'SUPERVISION') },
    };
    return items.map((one) => absenceRow(one, settings));
  }

  private async view(tx: Tx, actor: Actor, one: Absence): Promise<AbsenceView> {
    const [row] = (await this.rows(tx, actor, [one])) as [AbsenceRow];
    const history = await this.repository.history(tx, one.id);
    const actors = await this.organization.people(tx, [...new Set(history.map((entry) => entry.actor))]);
    const names = new Map(actors.map((person) => [person.code, person.name]));
    const { source } = one;
    const undecided = one.state === 'waiting' || one.state === 'open';
    return {
      ...row,
      note: one.note,
      evidence: one.evidence,
      explainedAt: one.explainedAt?.toISOString() ?? null,
      source:
        source.kind === 'case'
          ? { kind: source.caseKind, text: source.key, caseId: source.id }
          : { kind: 'import', text: source.files.join('、'), caseId: null },
      ...(await this.dayOf(tx, one)),
      conflicts: undecided
        ? (await this.posting.conflicts(tx, one)).map(({ id, key, item, state }) => ({ id, key, item, state }))
        : [],
      history: history.map((entry) => ({
        type: entry.type,
        actor: entry.actor,
        actorName: names.get(entry.actor) ?? entry.actor,
        at: entry.at.toISOString(),
        reason: entry.type === 'dropped' ? reasonOf({ ...one, reason: entry.reason }, actor.language) : entry.reason,
      })),
    };
  }

  /** The punches of the day and the hours they are read by; both empty where a case told of it and no machine did. */
  private async dayOf(tx: Tx, one: Absence): Promise<Pick<AbsenceView, 'punches' | 'hours'>> {
    const punches = await this.punches.recorded(tx, one.day, one.day, one.person);
    const hours = one.gapKey === null ? undefined : await this.review.hours(tx, one.day, one.window);
    return {
      punches: punches.map(({ second, device, importId, line }) => ({
        time: timeText(second),
        device,
        file: importId,
        line,
      })),
      hours: hours
        ? (['AM', 'PM'] as const).map((half) => ({
            half,
            start: timeText(hours[half].start * 60),
            end: timeText(hours[half].end * 60),
          }))
        : [],
    };
  }
}

const decided = (one: Absence): Problem =>
  new Problem('absence.decided', { key: one.key, state: one.state, by: one.decidedBy ?? '—' });
