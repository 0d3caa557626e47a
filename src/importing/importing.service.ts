/**
 * Lists from offices: uploaded and checked, shown with every error at once, taken over in one transaction or not at all, and
 * taken back as a whole.
 */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, hasRole } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { CalendarService } from '../organization/calendar.service.js';
import { DeputyService, type NamedList } from '../organization/deputy/deputy.service.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import {
  type DutyRow,
  type PersonRow,
  RosterService,
  type UnitRow,
  type WindowRow,
} from '../organization/roster.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Database, sqlState } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { ListBooks } from '../platform/effects/list-books.js';
import { FileStore } from '../platform/files/file-store.js';
import { uuidV7 } from '../platform/ids.js';
import type { ImportsQuery, KindName } from './importing.contract.js';
import { type Batch, ImportingRepository, SHOWN } from './importing.repository.js';
import { type FactList, isBookList, isFactList, type Kind, type RosterList } from './kinds/kind.js';
import { kinds } from './kinds/registry.js';
import { unlawfulGrants } from './kinds/roster-kinds.js';
import { Preview } from './preview.js';
import { type Sheet, SheetReader } from './sheet/sheet-reader.js';
import type { TableRow } from './sheet/table.js';
import { zeroCounts } from './zero-counts.js';

export interface Upload {
  fileName: string;
  bytes: Buffer;
  hash: string;
  sheet: Sheet;
}

@Injectable()
export class ImportingService {
  constructor(
    private readonly database: Database,
    private readonly repository: ImportingRepository,
    private readonly preview: Preview,
    private readonly reader: SheetReader,
    private readonly files: FileStore,
    private readonly roster: RosterService,
    private readonly organization: OrganizationRepository,
    private readonly ledger: LedgerService,
    private readonly calendar: CalendarService,
    private readonly clock: Clock,
    private readonly books: ListBooks,
    private readonly deputies: DeputyService,
  ) {}

  /** Kinds that somebody may take over. */
  kindsFor(actor: Actor): Kind[] {
    return Object.values(kinds).filter((kind) => hasRole(actor, ...kind.roles));
  }

  /** @throws Problem `auth.forbidden` */
  assertMay(actor: Actor, kind: KindName): void {
    if (!hasRole(actor, ...kinds[kind].roles)) throw new Problem('auth.forbidden');
  }

  /** Reads the file outside of any transaction and keeps it under its hash. @throws Problem `import.*` */
  async receive(fileName: string, bytes: Buffer): Promise<Upload> {
    const sheet = await this.reader.read(fileName, bytes);
    return { fileName, bytes, hash: createHash('sha256').update(bytes).digest('hex'), sheet };
  }

  /** Checks a list and stores it as `previewed`, or as `refused` with all its errors. */
  async check(tx: Tx, actor: Actor, kindName: KindName, upload: Upload): Promise<Batch> {
    const kind = kinds[kindName];
    await this.refuseTwice(tx, kindName, upload.hash);
    const { table, errors } = await this.preview.read(tx, kind, upload.sheet);
    this.assertGrants(actor, kindName, table.rows);
    await this.files.put(upload.bytes);
    const { at } = await this.clock.now(tx);
    const batch: Batch = {
      id: uuidV7(),
      kind: kindName,
      state: errors.length > 0 ? 'refused' : 'previewed',
      fileName: upload.fileName,
      fileHash: upload.hash,
      rows: table.rows,
      total: table.rows.length,
      ignored: table.ignored,
      errors,
      summary: kind.summary(table.rows),
      before: null,
      after: null,
      uploadedBy: actor.person,
      uploadedAt: at,
      committedAt: null,
      undoneAt: null,
    };
    await this.repository.insert(tx, batch);
    return { ...batch, rows: batch.rows.slice(0, SHOWN) };
  }

  /** Takes a checked list over. @throws Problem `import.state`, `import.file_already_committed`, `import.already_recorded` */
  async commit(tx: Tx, actor: Actor, id: string): Promise<Batch> {
    const batch = await this.ownBatch(tx, actor, id, 'previewed');
    await this.refuseTwice(tx, batch.kind, batch.fileHash);
    this.assertGrants(actor, batch.kind, batch.rows);
    const kind = kinds[batch.kind];
    const { at } = await this.clock.now(tx);
    const isKept = isFactList(kind) || isBookList(kind);
    const snapshots = isKept ? null : await this.takeOverRoster(tx, kind, batch, actor);
    if (isFactList(kind)) await this.takeOverFacts(tx, kind, batch, actor);
    if (isBookList(kind)) {
      const editionOn = await this.preview.editionsOf(tx, kind, batch.rows);
      const rows = kind.rowsOf(batch.rows, { editionOn });
      await this.books.get(kind.book).write(tx, rows, { id, by: actor.person, at });
    }
    await this.changed(this.repository.markCommitted(tx, id, actor.person, at, snapshots), batch);
    return this.shown(tx, id);
  }

  /** Takes a list back: facts are reversed, rows of the organization are put back. @throws Problem `import.undo_changed` */
  async undo(tx: Tx, actor: Actor, id: string): Promise<Batch> {
    const batch = await this.ownBatch(tx, actor, id, 'committed');
    this.assertGrants(actor, batch.kind, batch.rows);
    const kind = kinds[batch.kind];
    const { at } = await this.clock.now(tx);
    if (isFactList(kind)) {
      await this.ledger.reverse(
        tx,
        { source: { kind: 'import', id } },
        { kind: 'import', id, recorder: actor.person },
        '撤回导入',
      );
      await this.repository.removeKeys(tx, id);
    } else if (isBookList(kind)) await this.books.get(kind.book).takeBack(tx, { id, by: actor.person, at });
    else await this.takeBackRoster(tx, kind, batch);
    await this.changed(this.repository.markUndone(tx, id, actor.person, at), batch);
    return this.shown(tx, id);
  }

  async show(actor: Actor, id: string): Promise<Batch> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const batch = await this.repository.find(tx, id);
      if (!batch || !hasRole(actor, ...kinds[batch.kind].roles, 'AUDITOR')) throw new Problem('platform.not_found');
      return batch;
    });
  }

  list(actor: Actor, query: ImportsQuery): Promise<{ items: Batch[]; total: number }> {
    return this.database.inInstitution(actor.institutionId, (tx) =>
      this.repository.list(tx, {
        kind: query.kind,
        state: query.state,
        limit: query.pageSize,
        offset: (query.page - 1) * query.pageSize,
      }),
    );
  }

  private assertGrants(actor: Actor, kind: KindName, rows: readonly TableRow[]): void {
    if (kind === 'roster' && unlawfulGrants(actor, rows).length > 0) throw new Problem('import.roles_not_allowed');
  }

  private async takeOverRoster(tx: Tx, kind: RosterList, batch: Batch, actor: Actor) {
    const keys = kind.storedKeys(batch.rows);
    const before = await this.roster.snapshot(tx, kind.writes, keys);
    try {
      await this.writeRoster(tx, kind, batch, actor.person);
    } catch (error) {
      // What the rows refer to was taken away between preview and commit.
      if (sqlState(error) === '23503')
        throw new Problem('import.reference_unknown', { where: batch.fileName, got: '' }, { cause: error });
      throw error;
    }
    return { before, after: await this.roster.snapshot(tx, kind.writes, keys) };
  }

  /** Also used to furnish a demonstration from its example. */
  async writeRoster(tx: Tx, kind: RosterList, batch: Pick<Batch, 'rows'>, by: string): Promise<void> {
    const rows = kind.rowsOf(batch.rows);
    const { today } = await this.clock.now(tx);
    switch (kind.writes) {
      case 'unit':
        return this.roster.putUnits(tx, rows as UnitRow[]);
      case 'window':
        return this.roster.putWindows(tx, rows as WindowRow[]);
      case 'person':
        return this.roster.putPeople(tx, rows as PersonRow[], today, by);
      case 'duty':
        return this.roster.putDuty(tx, rows as DutyRow[]);
      case 'deputy':
        return this.deputies.setAll(tx, rows as NamedList[], by);
    }
  }

  private async takeOverFacts(tx: Tx, kind: FactList, batch: Batch, actor: Actor): Promise<void> {
    const keys = kind.onceKeys(batch.rows).map((entry) => entry.key);
    const known = await this.repository.knownKeys(tx, batch.kind, keys);
    if (known.size > 0)
      throw new Problem('import.already_recorded', { where: batch.fileName, got: [...known].slice(0, 5) });
    try {
      await this.repository.addKeys(tx, batch.kind, keys, batch.id);
    } catch (error) {
      if (sqlState(error) === '23505')
        throw new Problem('import.already_recorded', { where: batch.fileName, got: '' }, { cause: error });
      throw error;
    }
    const editionOn = await this.preview.editionsOf(tx, kind, batch.rows);
    const facts = kind.facts(batch.rows, { calendar: await this.calendar.load(tx), editionOn });
    if (kind.countsEveryWindow) {
      const { means } = kind.countsEveryWindow;
      const windows = (await this.organization.windows(tx)).map((window) => window.code);
      facts.push(
        ...(await zeroCounts(
          tx,
          this.ledger,
          kind.countsEveryWindow,
          batch.rows,
          windows,
          (day) => editionOn(day)?.imports[means],
        )),
      );
    }
    await this.ledger.post(tx, facts, { kind: 'import', id: batch.id, recorder: actor.person });
  }

  private async takeBackRoster(tx: Tx, kind: RosterList, batch: Batch): Promise<void> {
    const keys = kind.storedKeys(batch.rows);
    const present = await this.roster.snapshot(tx, kind.writes, keys);
    // Compared as the database stores JSON, so that the order of keys does not matter.
    const [same] = await tx.query<{ same: boolean }>('select $1::jsonb = $2::jsonb as same', [
      JSON.stringify(present),
      JSON.stringify(batch.after),
    ]);
    if (!same?.same || !batch.before) throw new Problem('import.undo_changed');
    await this.roster.restore(tx, kind.writes, keys, batch.before);
    if (kind.writes === 'deputy') await this.deputies.renew(tx, keys);
  }

  private async ownBatch(tx: Tx, actor: Actor, id: string, due: Batch['state']): Promise<Batch> {
    const batch = await this.repository.lock(tx, id);
    if (!batch) throw new Problem('platform.not_found');
    this.assertMay(actor, batch.kind);
    if (batch.state !== due) throw new Problem('import.state', { state: batch.state });
    return batch;
  }

  private async changed(update: Promise<boolean>, batch: Batch): Promise<void> {
    try {
      if (!(await update)) throw new Problem('import.state', { state: batch.state });
    } catch (error) {
      if (sqlState(error) === '23505')
        throw new Problem(
          'import.file_already_committed',
          { at: '—', by: '—', name: batch.fileName },
          { cause: error },
        );
      throw error;
    }
  }

  private async shown(tx: Tx, id: string): Promise<Batch> {
    const batch = await this.repository.find(tx, id);
    if (!batch) throw new Problem('platform.not_found');
    return batch;
  }

  private async refuseTwice(tx: Tx, kind: KindName, hash: string): Promise<void> {
    const earlier = await this.repository.committedWith(tx, kind, hash);
    if (earlier)
      throw new Problem('import.file_already_committed', {
        at: earlier.committedAt.toISOString().slice(0, 10),
        by: earlier.by,
        name: earlier.fileName,
      });
  }
}
