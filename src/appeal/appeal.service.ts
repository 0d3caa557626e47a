import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { parseUnits } from '../core/amount.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import { subjectsInSight } from '../ledger/subject-view.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { writeSheet } from '../platform/files/sheet-writer.js';
import { PreviewService } from '../scoring/preview.service.js';
import type { Preview } from '../scoring/scoring.types.js';
import { CaseRepository } from '../workflow/case.repository.js';
import { CaseViewService } from '../workflow/case-view.service.js';
import type { AffectedQuery, AppealRow, AppealsQuery, FileAppeal } from './appeal.contract.js';
import { type AppealCase, AppealRepository } from './appeal.repository.js';

@Injectable()
export class AppealService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly cases: Cases,
    private readonly files: CaseRepository,
    private readonly views: CaseViewService,
    private readonly preview: PreviewService,
    private readonly clock: Clock,
    private readonly organization: OrganizationService,
    private readonly repository: AppealRepository,
  ) {}

  /**
   * Files an appeal against one entry of the ledger or a result (R14.02).
   * @throws Problem appeal.no_target | appeal.not_concerned | appeal.late | appeal.already_open (422)
   */
  file(
    command: Command,
    input: FileAppeal,
  ): Promise<Answer<{ id: string; key: string; state: string; revision: number }>> {
    return this.commands.run(command, async (tx) => {
      const { actor } = command;
      const open = await this.repository.openAgainst(tx, input.factId, input.subject, input.period);
      if (open) throw new Problem('appeal.already_open', { key: open });
      const { today } = await this.clock.now(tx);
      const key = `appeal-${actor.person}-${today}-${(await this.repository.countOf(tx, actor.person, today)) + 1}`;
      const started = await this.cases.start(tx, {
        kind: 'appeal',
        key,
        applicant: actor.person,
        ...(input.subject ? { subject: input.subject } : {}),
        actor,
        input,
      });
      return { status: 201, body: { ...started, key }, headers: { etag: `"${started.revision}"` } };
    });
  }

  /** Appeals that the reader may know of: his own, those he decides, and those about whom his rights reach. */
  list(actor: Actor, query: AppealsQuery): Promise<{ items: AppealRow[]; total: number } | Buffer> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const visible = await subjectsInSight(tx, this.organization, actor, today);
      // A window's worker sees its score, not who appealed against it: only whoever answers for it does.
      const leads = actor.grants.some((grant) => grant.role !== 'STAFF' && grant.scope !== 'own');
      const answered = leads ? visible : visible?.filter((key) => !key.startsWith('window:'));
      const page = await this.repository.list(tx, query, { person: actor.person, visible: answered });
      const names = await this.names(tx, page.items);
      const items = page.items.map((file) => rowOf(file, names));
      return query.format === 'xlsx' ? appealSheet(items) : { items, total: page.total };
    });
  }

  /** Everyone who would move if the appeal were allowed; nothing is written. Only those who may see the case. */
  affected(actor: Actor, caseId: string, query: AffectedQuery): Promise<Preview> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      // Refuses with 404 whoever may not know of the case.
      await this.views.view(tx, caseId, actor);
      const file = await this.files.byId(tx, caseId);
      if (file?.kind !== 'appeal') throw new Problem('case.not_found');
      const context = file.context as {
        period: string;
        cycle: string | null;
        fact: { id: string; repost: Record<string, unknown> } | null;
      };
      if (!context.fact) throw new Problem('appeal.no_target');
      const points = query.points === undefined ? {} : { points: parseUnits(query.points, 4) };
      const add =
        query.outcome === 'reassess' ? [{ ...context.fact.repost, ...points, key: 'reassessed' } as never] : [];
      // The period's figures stand on the edition of its cycle, not on the one in force when somebody appeals.
      const cycle = context.cycle ? await this.files.byKey(tx, 'appraisal-cycle', context.cycle) : undefined;
      return this.preview.affected(
        tx,
        { period: periodOf(context.period), reverse: [context.fact.id], add },
        cycle?.editionHash,
      );
    });
  }

  private async names(tx: Tx, files: readonly AppealCase[]): Promise<Map<string, string>> {
    const codes = files.flatMap(({ applicant, context }) => [
      applicant,
      ...context.panel,
      ...(context.subject.startsWith('person:') ? [context.subject.slice(7)] : []),
    ]);
    const people = await this.organization.people(tx, [...new Set(codes)]);
    const windows = await this.organization.windows(tx);
    return new Map([
      ...people.map((person): [string, string] => [`person:${person.code}`, person.name]),
      ...windows.map((window): [string, string] => [`window:${window.code}`, window.name]),
    ]);
  }
}

function rowOf(file: AppealCase, names: ReadonlyMap<string, string>): AppealRow {
  const { context } = file;
  const nameOf = (code: string) => names.get(`person:${code}`) ?? code;
  return {
    id: file.id,
    key: file.key,
    revision: file.revision,
    state: file.state,
    applicant: file.applicant,
    applicantName: nameOf(file.applicant),
    subject: context.subject,
    subjectName: names.get(context.subject) ?? context.subject,
    period: context.period,
    cycle: context.cycle,
    item: context.fact?.item ?? null,
    article: context.fact?.article ?? null,
    ground: context.ground,
    panel: context.panel.map((code) => ({ code, name: nameOf(code), tookPart: context.involved.includes(code) })),
    outcome: context.decision?.outcome ?? null,
    isOverdue: context.isOverdue,
    filedAt: file.filedAt.toISOString(),
  };
}

function appealSheet(rows: readonly AppealRow[]): Promise<Buffer> {
  return writeSheet({
    name: '申诉台账',
    columns: [
      { header: '编号', value: (row: AppealRow) => row.key, width: 28 },
      { header: '申诉人', value: (row: AppealRow) => row.applicantName },
      { header: '对象', value: (row: AppealRow) => row.subjectName, width: 24 },
      { header: '周期', value: (row: AppealRow) => row.period },
      { header: '条款', value: (row: AppealRow) => row.article ?? '' },
      { header: '理由', value: (row: AppealRow) => row.ground, width: 40 },
      { header: '状态', value: (row: AppealRow) => row.state },
      { header: '结论', value: (row: AppealRow) => row.outcome ?? '' },
    ],
    rows,
  });
}
