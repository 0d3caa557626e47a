import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Actor, hasRole, systemActor } from '../core/actor.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import type { Role } from '../core/roles.js';
import { OrganizationService } from '../organization/organization.service.js';
import { type Answer, type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { ScoringService } from '../scoring/scoring.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import { CaseCommandService } from '../workflow/case-command.service.js';
import type { CaseFile } from '../workflow/case-file.js';
import { CaseViewService } from '../workflow/case-view.service.js';
import type { CycleLine } from './appraisal.contract.js';
import { AppraisalRepository } from './appraisal.repository.js';

interface CycleContext {
  period: string;
  from: string;
  to: string;
  sections: { section: string; by: string | null; on: string | null; isLate: boolean }[];
  windows: Record<string, { state: string }>;
  openAppeals: string[];
  version: number;
  digest: string | null;
}

/** Roles that work on a cycle and see its figures before they are published. */
const insiders: readonly Role[] = [
  'SUPERVISION',
  'COMMITTEE',
  'OFFICE',
  'CENTRE_LEADER',
  'DIRECTOR',
  'HR',
  'AUDITOR',
  'FLOOR_DUTY',
  'CONTENT_SECTION',
];
/** States from which on the figures are public inside the institution. */
const publishedStates: ReadonlySet<string> = new Set(['publicity', 'appealed', 'final', 'notified', 'archived']);

/** A final result stays the official one while a later change to it is still being worked on. */
export const isPublished = (cycle: Pick<CaseFile, 'state' | 'context'>): boolean =>
  publishedStates.has(cycle.state) || (cycle.context as unknown as CycleContext).version > 0;

@Injectable()
export class AppraisalService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly cases: Cases,
    private readonly files: CaseRepository,
    private readonly views: CaseViewService,
    private readonly caseCommands: CaseCommandService,
    private readonly organization: OrganizationService,
    private readonly scoring: ScoringService,
    private readonly repository: AppraisalRepository,
  ) {}

  /** A finished run answers the cycle that asked, in the transaction of the run. */
  onModuleInit(): void {
    this.scoring.onComputed(async (tx, computed, call) => {
      if (call.caseFile.kind !== 'appraisal-cycle') return;
      await this.cases.send(tx, {
        caseId: call.caseFile.id,
        event: 'scoring.computed',
        payload: {
          digest: computed.digest,
          openTies: computed.openTies.map((tie) => `${tie.honour}:${tie.group}:${tie.held.join(',')}`),
          moved: computed.moved,
          ...(call.params.request === undefined ? {} : { request: call.params.request }),
        },
        actor: systemActor(tx.institutionId),
        key: `${call.id}:computed`,
      });
    });
  }

  /** Prepares the cycle of a period. @throws Problem cycle.exists | cycle.not_ready */
  open(
    command: Command,
    periodKey: string,
  ): Promise<Answer<{ id: string; key: string; state: string; revision: number }>> {
    return this.commands.run(command, async (tx) => {
      const started = await this.prepare(tx, periodKey, command.actor);
      return { status: 201, body: started, headers: { etag: `"${started.revision}"` } };
    });
  }

  /** The same inside a transaction that is open already; the demonstration uses it. */
  async prepare(tx: Tx, periodKey: string, actor: Actor) {
    if (await this.cases.find(tx, 'appraisal-cycle', periodKey)) throw new Problem('cycle.exists', { key: periodKey });
    const { kind, from, to } = periodOf(periodKey);
    const started = await this.cases.start(tx, {
      kind: 'appraisal-cycle',
      key: periodKey,
      actor,
      input: { period: periodKey, kind, from, to },
    });
    return { ...started, key: periodKey };
  }

  async hasCycles(tx: Tx): Promise<boolean> {
    return (await this.repository.cycles(tx)).length > 0;
  }

  list(actor: Actor): Promise<{ items: CycleLine[]; total: number }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const units = await this.unitNames(tx);
      const items = (await this.repository.cycles(tx)).map((file) => lineOf(file, units));
      return { items, total: items.length };
    });
  }

  /** The case with its actions, and the cycle as one line. @throws Problem cycle.unknown */
  one(actor: Actor, key: string) {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const file = await this.cycle(tx, key);
      const line = lineOf(file, await this.unitNames(tx));
      const windows = (file.context as unknown as CycleContext).windows;
      const names = new Map((await this.organization.windows(tx)).map((window) => [window.code, window.name]));
      const entries = Object.entries(windows).map(([code, entry]) => ({
        window: code,
        name: names.get(code) ?? code,
        ...entry,
      }));
      const isInsider = hasRole(actor, ...insiders);
      const mine = new Set(actor.grants.filter((grant) => grant.role === 'WINDOW_HEAD').map((grant) => grant.target));
      const caseView = isInsider || mine.size > 0 ? await this.views.view(tx, file.id, actor) : null;
      return { ...line, verification: entries.filter((entry) => isInsider || mine.has(entry.window)), case: caseView };
    });
  }

  /** Hands in the part of one section: the event of the case under a name of its own. */
  async handIn(command: Command, key: string, section: string, remark: string | undefined) {
    const id = await this.database.inInstitution(
      command.actor.institutionId,
      async (tx) => (await this.cycle(tx, key)).id,
    );
    return this.caseCommands.send(command, id, {
      type: 'cycle.handIn',
      payload: { section, ...(remark ? { remark } : {}) },
    });
  }

  /** @throws Problem cycle.unknown */
  async cycle(tx: Tx, key: string): Promise<CaseFile> {
    const file = await this.files.byKey(tx, 'appraisal-cycle', key);
    if (!file) throw new Problem('cycle.unknown', { key });
    return file;
  }

  /** Whether this reader may see the figures now, and which run: the working one or the published one. */
  figuresFor(actor: Actor, cycle: CaseFile): 'latest' | 'shown' {
    if (hasRole(actor, ...insiders)) return 'latest';
    if (!isPublished(cycle)) throw new Problem('cycle.not_published');
    return 'shown';
  }

  private async unitNames(tx: Tx): Promise<Map<string, string>> {
    return new Map((await this.organization.units(tx)).map((unit) => [unit.code, unit.name]));
  }
}

function lineOf(
  file: Pick<CaseFile, 'id' | 'key' | 'revision' | 'state' | 'context'>,
  units: ReadonlyMap<string, string>,
): CycleLine {
  const context = file.context as unknown as CycleContext;
  const states = Object.values(context.windows).map((window) => window.state);
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  return {
    id: file.id,
    key: file.key,
    revision: file.revision,
    state: file.state,
    from: context.from,
    to: context.to,
    sections: context.sections.map(({ section, by, on, isLate }) => ({
      section,
      name: units.get(section) ?? (section === 'supervision' ? '督查科' : section),
      by,
      on,
      isLate,
    })),
    windows: {
      total: states.length,
      confirmed: count('confirmed', 'silent', 'maintained'),
      disputed: count('disputed'),
      open: count('open'),
    },
    openAppeals: context.openAppeals.length,
    version: context.version,
    digest: context.digest,
  };
}
