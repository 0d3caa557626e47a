/** All SQL of case files and their events. Every method takes the transaction first. */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';
import type { CaseEventRow, CaseFile } from './case-file.js';

const fileColumns = `id, kind, machine_version as "machineVersion", key, edition_ref as "editionRef", edition_hash as "editionHash",
  state, value, context, revision, final, applicant, subject, filed_on as "filedOn", filed_at as "filedAt", closed_at as "closedAt"`;

const eventColumns = `case_id as "caseId", seq, type, payload, facts, actor, on_behalf_of as "onBehalfOf", from_state as "fromState",
  to_state as "toState", effects, idempotency_key as "idempotencyKey", request_hash as "requestHash",
  happened_at as "happenedAt", recorded_at as "recordedAt", prev_hash as "prevHash", hash`;

/** What goes into the outbox with an event. */
export interface OutboxLine {
  id: string;
  kind: string;
  effectId: string;
}

export interface LockedCase {
  caseFile: CaseFile;
  /** Of the event that made the present revision; null when there is none, which no case may have. */
  lastHash: string | null;
  /** The event that this actor recorded under this key, whatever its case. */
  repeated: Pick<CaseEventRow, 'caseId' | 'seq' | 'toState' | 'requestHash'> | null;
}

const insertEvent = `insert into case_event (institution_id, case_id, seq, type, payload, facts, actor, on_behalf_of, from_state,
    to_state, effects, idempotency_key, request_hash, happened_at, prev_hash, hash)
  select $1::uuid, moved.id, $3::int, $4::text, $5::jsonb, $6::jsonb, $7::text, $8::text, $9::text, $10::text, $11::jsonb, $12::text,
    $13::text, $14::timestamptz, $15::text, $16::text from moved`;

const insertOutbox = `insert into outbox (id, institution_id, kind, case_id, effect_id)
  select line.id, $1::uuid, line.kind, moved.id, line.effect_id
  from moved cross join jsonb_to_recordset($17::jsonb) as line(id uuid, kind text, effect_id text)
  on conflict (effect_id) do nothing`;

@Injectable()
export class CaseRepository {
  async byId(tx: Tx, id: string): Promise<CaseFile | undefined> {
    const [row] = await tx.query<CaseFile>(
      `select ${fileColumns} from case_file where institution_id = $1 and id = $2`,
      [tx.institutionId, id],
    );
    return row;
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<CaseFile[]> {
    if (ids.length === 0) return [];
    return tx.query<CaseFile>(
      `select ${fileColumns} from case_file where institution_id = $1 and id = any($2) order by filed_at, id`,
      [tx.institutionId, ids],
    );
  }

  /** Waits for whoever decides on this case now; then what is read is what will be changed. */
  async lock(tx: Tx, id: string): Promise<CaseFile | undefined> {
    const [row] = await tx.query<CaseFile>(
      `select ${fileColumns} from case_file where institution_id = $1 and id = $2 for update`,
      [tx.institutionId, id],
    );
    return row;
  }

  /** The same for a command: with the hash of the last event, and what the actor has recorded under this key already. */
  async lockFor(tx: Tx, id: string, actor: string, key: string): Promise<LockedCase | undefined> {
    const found = await this.lockOnce(tx, id, actor, key);
    // After a wait the case is the newest and the rest is as old as the question: the new last event is not among it.
    return found && found.lastHash === null ? this.lockOnce(tx, id, actor, key) : found;
  }

  private async lockOnce(tx: Tx, id: string, actor: string, key: string): Promise<LockedCase | undefined> {
    const [row] = await tx.query<CaseFile & Omit<LockedCase, 'caseFile'>>(
      `select ${fileColumns},
         (select e.hash from case_event e where e.institution_id = $1 and e.case_id = f.id and e.seq = f.revision) as "lastHash",
         (select jsonb_build_object('caseId', e.case_id, 'seq', e.seq, 'toState', e.to_state, 'requestHash', e.request_hash)
          from case_event e where e.institution_id = $1 and e.actor = $3 and e.idempotency_key = $4) as repeated
       from case_file f where institution_id = $1 and id = $2 for update`,
      [tx.institutionId, id, actor, key],
    );
    if (!row) return undefined;
    const { lastHash, repeated, ...caseFile } = row;
    return { caseFile, lastHash, repeated };
  }

  async byKey(tx: Tx, kind: string, key: string): Promise<CaseFile | undefined> {
    const [row] = await tx.query<CaseFile>(
      `select ${fileColumns} from case_file where institution_id = $1 and kind = $2 and key = $3`,
      [tx.institutionId, kind, key],
    );
    return row;
  }

  async events(tx: Tx, caseId: string): Promise<CaseEventRow[]> {
    return tx.query<CaseEventRow>(
      `select ${eventColumns} from case_event where institution_id = $1 and case_id = $2 order by seq`,
      [tx.institutionId, caseId],
    );
  }

  async event(tx: Tx, caseId: string, seq: number): Promise<CaseEventRow | undefined> {
    const [row] = await tx.query<CaseEventRow>(
      `select ${eventColumns} from case_event where institution_id = $1 and case_id = $2 and seq = $3`,
      [tx.institutionId, caseId, seq],
    );
    return row;
  }

  /** Name of the person who brought a case to this revision; undefined for the system. */
  async nameOfActor(tx: Tx, caseId: string, seq: number): Promise<string | undefined> {
    const [row] = await tx.query<{ name: string }>(
      `select coalesce(p.name, e.actor) as name from case_event e
       left join person p on p.institution_id = e.institution_id and p.code = e.actor
       where e.institution_id = $1 and e.case_id = $2 and e.seq = $3 and e.actor <> 'system'`,
      [tx.institutionId, caseId, seq],
    );
    return row?.name;
  }

  /**
   * New case, its first event and its outbox lines in one statement.
   * @returns false when there is a case of this kind and key already, also one that was written meanwhile; then nothing was
   */
  async open(
    tx: Tx,
    file: CaseFile,
    event: Omit<CaseEventRow, 'recordedAt'>,
    lines: readonly OutboxLine[],
  ): Promise<boolean> {
    return tx.change(
      `with moved as (
         insert into case_file (institution_id, id, kind, machine_version, key, edition_ref, edition_hash, state, value, context,
           revision, final, applicant, subject, filed_on, filed_at, closed_at)
         values ($1::uuid, $2::uuid, $18::text, $19::int, $20::text, $21::text, $22::text, $10::text, $23::jsonb, $24::jsonb, 1, $25::boolean,
           $26::text, $27::text, $28::date, $14::timestamptz, case when $25::boolean then $14::timestamptz end)
         on conflict (institution_id, kind, key) do nothing
         returning id
       ), logged as (${insertEvent}), queued as (${insertOutbox})
       select id from moved`,
      [
        ...eventParams(tx, event, lines),
        file.kind,
        file.machineVersion,
        file.key,
        file.editionRef,
        file.editionHash,
        JSON.stringify(file.value),
        JSON.stringify(file.context),
        file.final,
        file.applicant,
        file.subject,
        file.filedOn,
      ],
    );
  }

  /**
   * The decision: state, event and outbox lines in one guarded statement.
   * @returns false when the case was not at revision `event.seq - 1` any more; then nothing was written.
   */
  async move(
    tx: Tx,
    next: CaseFile,
    event: Omit<CaseEventRow, 'recordedAt'>,
    lines: readonly OutboxLine[],
  ): Promise<boolean> {
    return tx.change(
      `with moved as (
         update case_file set state = $10::text, value = $18::jsonb, context = $19::jsonb, revision = revision + 1, final = $20::boolean,
           machine_version = $21::int,
           closed_at = case when $20::boolean then coalesce(closed_at, $14::timestamptz) end, updated_at = now()
         where institution_id = $1::uuid and id = $2::uuid and revision = $3::int - 1
         returning id
       ), logged as (${insertEvent}), queued as (${insertOutbox})
       select id from moved`,
      [
        ...eventParams(tx, event, lines),
        JSON.stringify(next.value),
        JSON.stringify(next.context),
        next.final,
        next.machineVersion,
      ],
    );
  }

  /** The day of an instant where the institution is. */
  async dayOf(tx: Tx, at: Date): Promise<string> {
    const [row] = await tx.query<{ day: string }>(
      `select to_char($2::timestamptz at time zone coalesce(
         (select time_zone from business_clock where institution_id = $1), 'Asia/Shanghai'), 'YYYY-MM-DD') as day`,
      [tx.institutionId, at],
    );
    return row!.day;
  }

  /** Open cases of one kind on one version of its machine, oldest first. */
  async openOn(tx: Tx, kind: string, version: number): Promise<CaseFile[]> {
    return tx.query<CaseFile>(
      `select ${fileColumns} from case_file where institution_id = $1 and kind = $2 and machine_version = $3 and not final
       order by filed_at, id`,
      [tx.institutionId, kind, version],
    );
  }

  /** Kinds and versions that open cases need, over all institutions the role may see. */
  async openVersions(tx: Tx): Promise<{ kind: string; version: number }[]> {
    return tx.query('select distinct kind, machine_version as version from case_file where not final');
  }
}

/** $1 … $17, shared by both statements; $2 is the case id and $3 the seq. */
function eventParams(tx: Tx, event: Omit<CaseEventRow, 'recordedAt'>, lines: readonly OutboxLine[]): unknown[] {
  return [
    tx.institutionId,
    event.caseId,
    event.seq,
    event.type,
    JSON.stringify(event.payload),
    JSON.stringify(event.facts),
    event.actor,
    event.onBehalfOf,
    event.fromState,
    event.toState,
    JSON.stringify(event.effects),
    event.idempotencyKey,
    event.requestHash,
    event.happenedAt,
    event.prevHash,
    event.hash,
    JSON.stringify(lines.map((line) => ({ id: line.id, kind: line.kind, effect_id: line.effectId }))),
  ];
}
