/** All SQL of absences. */
import { Injectable } from '@nestjs/common';
import type { Half } from '../core/calendar/work-calendar.js';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';
import { uuidV7 } from '../platform/ids.js';
import type { AbsenceKind, AbsenceRuleView, AbsenceState } from './attendance.contract.js';

/** Where it was told: rows of imported files, or the case that asked. */
export type AbsenceSource =
  | { kind: 'import'; files: readonly string[]; lines: readonly { file: string; line: number }[] }
  | { kind: 'case'; caseKind: string; key: string; id: string };

export interface NewAbsence {
  gapKey: string | null;
  effectId: string | null;
  person: string;
  window: string | null;
  day: Day;
  half: Half | null;
  /** Seconds of the day. */
  from: number | null;
  to: number | null;
  kind: AbsenceKind;
  minutes: number | null;
  /** In 1/10000 working day; 0 where minutes say it. */
  length: number;
  isUnpunched: boolean;
  cause: string;
  note: string;
  source: AbsenceSource;
  rule: AbsenceRuleView | null;
  state: 'waiting' | 'open';
  dueOn: Day | null;
}

export interface Absence extends Omit<NewAbsence, 'state'> {
  id: string;
  key: string;
  state: AbsenceState;
  proposedAt: Date;
  explanation: string | null;
  evidence: string[];
  explainedAt: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  closedBecause: string | null;
  /** Ids of the findings that were opened. */
  findings: string[];
}

export interface FindingState {
  id: string;
  key: string;
  item: string;
  state: string;
  /** Key of the absence from which it was made. */
  source: string | null;
}

const columns = `id, key, gap_key as "gapKey", effect_id as "effectId", person, window_code as "window", day, half,
  from_second as "from", to_second as "to", kind, minutes, length, is_unpunched as "isUnpunched", cause, note, source, rule, state,
  due_on as "dueOn", proposed_at as "proposedAt", explanation, evidence, explained_at as "explainedAt", decided_by as "decidedBy",
  decided_at as "decidedAt", reason, closed_because as "closedBecause", findings`;
const sorts: Readonly<Record<string, string>> = {
  day: 'day',
  person: 'person',
  window: 'window_code',
  kind: 'kind',
  state: 'state',
  dueOn: 'due_on',
};

/** States in which a finding no longer stands. */
export const endedFindings: readonly string[] = ['dropped', 'revoked'];

@Injectable()
export class AbsenceRepository {
  /** @returns undefined when the same gap or effect was proposed before */
  async propose(tx: Tx, one: NewAbsence, by: string, at: Date): Promise<Absence | undefined> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `absence:${tx.institutionId}:${one.person}:${one.day}`,
    ]);
    const stem = `absence-${one.person}-${one.day.replaceAll('-', '')}`;
    const [count] = await tx.query<{ n: number }>(
      'select count(*)::int as n from absence_proposal where institution_id = $1 and person = $2 and day = $3',
      [tx.institutionId, one.person, one.day],
    );
    const [row] = await tx.query<Absence>(
      `insert into absence_proposal (institution_id, id, key, gap_key, effect_id, person, window_code, day, half, from_second,
         to_second, kind, minutes, length, is_unpunched, cause, note, source, rule, state, due_on, proposed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
       on conflict do nothing returning ${columns}`,
      [
        tx.institutionId,
        uuidV7(),
        `${stem}-${(count?.n ?? 0) + 1}`,
        one.gapKey,
        one.effectId,
        one.person,
        one.window,
        one.day,
        one.half,
        one.from,
        one.to,
        one.kind,
        one.minutes,
        one.length,
        one.isUnpunched,
        one.cause,
        one.note,
        JSON.stringify(one.source),
        one.rule ? JSON.stringify(one.rule) : null,
        one.state,
        one.dueOn,
        at,
      ],
    );
    if (row) await this.log(tx, row.id, one.state === 'waiting' ? 'found' : 'proposed', by, at, null);
    return row;
  }

  /** The time to explain is over: those waiting become proposals. */
  async ripen(tx: Tx, today: Day, at: Date): Promise<Absence[]> {
    const rows = await tx.query<Absence>(
      `update absence_proposal set state = 'open' where institution_id = $1 and state = 'waiting' and due_on < $2 returning ${columns}`,
      [tx.institutionId, today],
    );
    for (const row of rows) await this.log(tx, row.id, 'proposed', 'system', at, null);
    return rows;
  }

  async explain(tx: Tx, id: string, given: { text: string; evidence: readonly string[]; by: string; at: Date }) {
    const changed = await tx.change(
      `update absence_proposal set state = 'open', explanation = $3, evidence = $4, explained_at = $5
       where institution_id = $1 and id = $2 and state in ('waiting', 'open')`,
      [tx.institutionId, id, given.text, given.evidence, given.at],
    );
    if (changed) await this.log(tx, id, 'explained', given.by, given.at, given.text, { evidence: given.evidence });
    return changed;
  }

  async confirm(
    tx: Tx,
    id: string,
    decision: { by: string; at: Date; reason: string | null; rule: AbsenceRuleView; findings: readonly string[] },
  ): Promise<boolean> {
    const changed = await tx.change(
      `update absence_proposal set state = 'confirmed', decided_by = $3, decided_at = $4, reason = $5, rule = $6, findings = $7
       where institution_id = $1 and id = $2 and state = 'open'`,
      [
        tx.institutionId,
        id,
        decision.by,
        decision.at,
        decision.reason,
        JSON.stringify(decision.rule),
        decision.findings,
      ],
    );
    if (changed)
      await this.log(tx, id, 'confirmed', decision.by, decision.at, decision.reason, { findings: decision.findings });
    return changed;
  }

  async drop(
    tx: Tx,
    id: string,
    decision: { by: string; at: Date; reason: string; because: string },
  ): Promise<boolean> {
    const changed = await tx.change(
      `update absence_proposal set state = 'dropped', decided_by = $3, decided_at = $4, reason = $5, closed_because = $6
       where institution_id = $1 and id = $2 and state in ('waiting', 'open')`,
      [tx.institutionId, id, decision.by, decision.at, decision.reason, decision.because],
    );
    if (changed)
      await this.log(tx, id, 'dropped', decision.by, decision.at, decision.reason, { because: decision.because });
    return changed;
  }

  async find(tx: Tx, id: string, lock = false): Promise<Absence | undefined> {
    const [row] = await tx.query<Absence>(
      `select ${columns} from absence_proposal where institution_id = $1 and id = $2 ${lock ? 'for update' : ''}`,
      [tx.institutionId, id],
    );
    return row;
  }

  /** Undecided ones that rest on imported rows, of some days. */
  undecided(tx: Tx, days: readonly Day[]): Promise<Absence[]> {
    return tx.query<Absence>(
      `select ${columns} from absence_proposal
       where institution_id = $1 and day = any($2) and gap_key is not null and state in ('waiting', 'open') order by id for update`,
      [tx.institutionId, days],
    );
  }

  byKeys(tx: Tx, keys: readonly string[]): Promise<Absence[]> {
    if (keys.length === 0) return Promise.resolve([]);
    return tx.query<Absence>(`select ${columns} from absence_proposal where institution_id = $1 and key = any($2)`, [
      tx.institutionId,
      keys,
    ]);
  }

  async undecidedDays(tx: Tx): Promise<Day[]> {
    const rows = await tx.query<{ day: Day }>(
      `select distinct day from absence_proposal
       where institution_id = $1 and gap_key is not null and state in ('waiting', 'open') order by day`,
      [tx.institutionId],
    );
    return rows.map((row) => row.day);
  }

  /** Undecided ones that a case asked for. */
  ofCase(tx: Tx, caseId: string): Promise<Absence[]> {
    return tx.query<Absence>(
      `select ${columns} from absence_proposal
       where institution_id = $1 and source->>'id' = $2 and state in ('waiting', 'open') order by id for update`,
      [tx.institutionId, caseId],
    );
  }

  /** Confirmed ones that rest on a file, whose findings still stand. */
  async standingOn(tx: Tx, importId: string): Promise<string[]> {
    const rows = await tx.query<{ key: string }>(
      `select p.key from absence_proposal p
       where p.institution_id = $1 and p.state = 'confirmed' and p.source->'files' ? $2
         and exists (select 1 from case_file c where c.institution_id = p.institution_id and c.id = any(p.findings::uuid[])
                       and not c.state = any($3)) order by p.key`,
      [tx.institutionId, importId, endedFindings],
    );
    return rows.map((row) => row.key);
  }

  /** One page; `people` limits whose. */
  async list(
    tx: Tx,
    filter: {
      person?: string;
      window?: string;
      kind?: string;
      state?: string;
      from?: Day;
      to?: Day;
      people?: readonly string[];
    },
    paging: { sort: string; limit: number; offset: number },
  ): Promise<{ items: Absence[]; total: number }> {
    const where = `from absence_proposal where institution_id = $1 and ($2::text is null or person = $2)
      and ($3::text is null or window_code = $3) and ($4::text is null or kind = $4) and ($5::text is null or state = $5)
      and ($6::date is null or day >= $6) and ($7::date is null or day <= $7) and ($8::text[] is null or person = any($8))`;
    const params = [
      tx.institutionId,
      filter.person ?? null,
      filter.window ?? null,
      filter.kind ?? null,
      filter.state ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.people ?? null,
    ];
    const [count] = await tx.query<{ total: number }>(`select count(*)::int as total ${where}`, params);
    const order = `${sorts[paging.sort.replace(/^-/, '')]} ${paging.sort.startsWith('-') ? 'desc' : 'asc'} nulls last`;
    const items = await tx.query<Absence>(
      `select ${columns} ${where} order by ${order}, day desc, key limit $9 offset $10`,
      [...params, paging.limit, paging.offset],
    );
    return { items, total: count?.total ?? 0 };
  }

  history(tx: Tx, id: string): Promise<{ type: string; actor: string; at: Date; reason: string | null }[]> {
    return tx.query(
      'select type, actor, at, reason from absence_event where institution_id = $1 and absence_id = $2 order by id',
      [tx.institutionId, id],
    );
  }

  findingStates(tx: Tx, ids: readonly string[]): Promise<FindingState[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return tx.query<FindingState>(
      `select id, key, state, context->>'item' as item, context->'source'->>'key' as source from case_file
       where institution_id = $1 and kind = 'finding' and id = any($2::uuid[]) order by key`,
      [tx.institutionId, ids],
    );
  }

  /** Standing findings of these items about the same person and day, of the same half or of none that is known. */
  sameHalf(
    tx: Tx,
    about: { person: string; day: Day; half: Half | null; items: readonly string[]; except: string },
  ): Promise<FindingState[]> {
    return tx.query<FindingState>(
      `select id, key, state, context->>'item' as item, context->'source'->>'key' as source from case_file
       where institution_id = $1 and kind = 'finding' and (subject = $2 or context->>'person' = $2)
         and context->>'happenedOn' = $3 and context->>'item' = any($4) and not state = any($5)
         and ($6::text is null or coalesce(context->'values'->>'half', $6) = $6)
         and context->'source'->>'key' is distinct from $7 order by key`,
      [tx.institutionId, `person:${about.person}`, about.day, about.items, endedFindings, about.half, about.except],
    );
  }

  /** Whether anything of these items stands about the same subject and day: then each further one says why it is another fact. */
  async stands(tx: Tx, subject: string, day: Day, items: readonly string[]): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from case_file where institution_id = $1 and kind = 'finding' and subject = $2
         and context->>'happenedOn' = $3 and context->>'item' = any($4) and not state = any($5) limit 1`,
      [tx.institutionId, subject, day, items, endedFindings],
    );
    return rows.length > 0;
  }

  /** Which of some cases are leaves or covers that were agreed to; a request that nobody has decided explains nothing yet. */
  async agreed(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.query<{ id: string; key: string }>(
      `select id, key from case_file where institution_id = $1 and id = any($2::uuid[])
         and not state in ('draft', 'toConfirm', 'pending', 'refused', 'withdrawn', 'disowned', 'required', 'nominated', 'cancelled')`,
      [tx.institutionId, ids],
    );
    return new Map(rows.map((row) => [row.id, row.key]));
  }

  private async log(
    tx: Tx,
    id: string,
    type: 'found' | 'proposed' | 'explained' | 'confirmed' | 'dropped',
    actor: string,
    at: Date,
    reason: string | null,
    details: object = {},
  ): Promise<void> {
    await tx.query(
      'insert into absence_event (institution_id, absence_id, type, actor, at, reason, details) values ($1, $2, $3, $4, $5, $6, $7)',
      [tx.institutionId, id, type, actor, at, reason, JSON.stringify(details)],
    );
  }
}
