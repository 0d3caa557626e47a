/**
 * What attendance does without being asked over HTTP: for a case (a leave that was overstayed, or begun without its slip being
 * filed), for the import of a machine's file, and as time goes by.
 */
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { type ListBatch, ListBooks } from '../platform/effects/list-books.js';
import { AbsenceRepository } from './absence.repository.js';
import { AbsenceRules } from './absence.rule.js';
import { AttendanceReview } from './attendance-review.service.js';
import { PunchRepository, type RecordedPunch } from './punch.repository.js';

@Injectable()
export class AttendanceEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly books: ListBooks,
    private readonly punches: PunchRepository,
    private readonly repository: AbsenceRepository,
    private readonly rules: AbsenceRules,
    private readonly review: AttendanceReview,
    private readonly organization: OrganizationService,
  ) {}

  onModuleInit(): void {
    this.books.register('attendance.punches', {
      write: (tx, rows, batch) => this.keep(tx, rows as unknown as Omit<RecordedPunch, 'importId'>[], batch),
      takeBack: (tx, batch) => this.takeBack(tx, batch),
    });
    this.registry.register('absence.propose', (tx, call) => this.propose(tx, call));
    this.registry.register('absence.withdraw', async (tx, call) => {
      for (const one of await this.repository.ofCase(tx, call.caseFile.id))
        await this.repository.drop(tx, one.id, {
          by: call.actor.person,
          at: call.at,
          reason: call.params.reason,
          because: 'source',
        });
    });
  }

  /** @throws Problem calendar.year_missing | attendance.hours_* | regulation.* (422) */
  private async keep(tx: Tx, rows: readonly Omit<RecordedPunch, 'importId'>[], batch: ListBatch): Promise<void> {
    const days = rows.map((row) => row.day).sort();
    const [from, to] = [days[0], days.at(-1)];
    if (from === undefined || to === undefined) return;
    await this.punches.add(tx, { ...batch, from, to }, rows);
    await this.review.review(tx, from, to);
  }

  /** @throws Problem absence.file_in_use (409): findings that still stand rest on the file */
  private async takeBack(tx: Tx, { id, by, at }: ListBatch): Promise<void> {
    const standing = await this.repository.standingOn(tx, id);
    if (standing.length > 0)
      throw new Problem('absence.file_in_use', { keys: standing.slice(0, 5), count: standing.length });
    const days = await this.punches.withdraw(tx, id, by, at);
    if (days) await this.review.review(tx, days.from, days.to);
  }

  private async propose(tx: Tx, call: EffectCall<'absence.propose'>): Promise<void> {
    const { person, kind, on, length, cause, note } = call.params;
    const window = (await this.organization.person(tx, person, on))?.window ?? null;
    const measured = { person, window, day: on, cause, minutes: null, length };
    const { caseFile } = call;
    const row = await this.repository.propose(
      tx,
      {
        ...measured,
        gapKey: null,
        effectId: call.id,
        half: null,
        from: null,
        to: null,
        kind,
        isUnpunched: false,
        note,
        source: { kind: 'case', caseKind: caseFile.kind, key: caseFile.key, id: caseFile.id },
        rule: await this.rules.of(tx, measured),
        state: 'open',
        dueOn: null,
      },
      call.actor.person,
      call.at,
    );
    if (!row) return;
    await this.review.tell(tx, [person], 'absence.proposed', row, call.at);
    await this.review.tellSupervision(tx, 1, row.id, call.at);
  }
}

const EVERY_MS = 60_000;

/** Lets the time to explain run out, and sees leaves that were approved afterwards. Runs in the worker. */
@Injectable()
export class AttendanceSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('AttendanceSweep');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly review: AttendanceReview,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) =>
        this.logger.error({ message: 'absences were not looked at', error: String(error) }),
      );
    }, EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Twice changes nothing, so several workers may do this. */
  async sweep(): Promise<number> {
    const institutions = await this.database.system((tx) =>
      tx.query<{ id: string }>('select id from institution order by id'),
    );
    let ripe = 0;
    for (const { id } of institutions) ripe += await this.database.inInstitution(id, (tx) => this.review.ripen(tx));
    return ripe;
  }
}
