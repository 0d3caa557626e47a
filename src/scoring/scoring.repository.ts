import { Injectable } from '@nestjs/common';
import type { Subject, SubjectKey } from '../core/fact.js';
import type { HonourResult, RankingResult } from '../core/rules/types.js';
import type { Tx } from '../platform/database/tx.js';
import type { Run, Stage, StoredResult } from './scoring.types.js';

export interface ResultRow extends Omit<StoredResult, 'group'> {
  group: string | null;
  totalUnits: number | null;
  isRemoved: boolean;
}

/** A ranking or honour of one group with its digest; `null` when a later run no longer has it. */
export interface GroupRow<T> {
  name: string;
  group: string;
  value: T | null;
  digest: string;
}

const RUN = `id, period, ordinal, cycle, stage, edition_hash as "editionHash", population_hash as "populationHash", known_seq as "knownSeq",
  as_of as "asOf", history, rulings, digest, subjects, changed, moved, supersedes`;

/** All SQL of results. Rows are only added; what is shown at a run is the newest row up to its ordinal. */
@Injectable()
export class ScoringRepository {
  /** One computation of a period at a time. */
  async lockPeriod(tx: Tx, period: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('score:' || $1::text || ':' || $2::text, 0))`, [
      tx.institutionId,
      period,
    ]);
  }

  async runByEffect(tx: Tx, effectId: string): Promise<Run | undefined> {
    return (
      await tx.query<Run>(`select ${RUN} from score_run where institution_id = $1 and effect_id = $2`, [
        tx.institutionId,
        effectId,
      ])
    )[0];
  }

  async lastRun(tx: Tx, period: string): Promise<Run | undefined> {
    const rows = await tx.query<Run>(
      `select ${RUN} from score_run where institution_id = $1 and period = $2 order by ordinal desc limit 1`,
      [tx.institutionId, period],
    );
    return rows[0];
  }

  async lastRunOfCycle(tx: Tx, cycle: string): Promise<Run | undefined> {
    const rows = await tx.query<Run>(
      `select ${RUN} from score_run where institution_id = $1 and cycle = $2 order by ordinal desc limit 1`,
      [tx.institutionId, cycle],
    );
    return rows[0];
  }

  async run(tx: Tx, period: string, ordinal: number): Promise<Run | undefined> {
    const rows = await tx.query<Run>(
      `select ${RUN} from score_run where institution_id = $1 and period = $2 and ordinal = $3`,
      [tx.institutionId, period, ordinal],
    );
    return rows[0];
  }

  async insertRun(tx: Tx, run: Run & { effectId: string | null; computedAt: Date }): Promise<void> {
    await tx.query(
      `insert into score_run (institution_id, id, period, ordinal, cycle, stage, edition_hash, population_hash, known_seq, as_of, history,
         rulings, digest, subjects, changed, supersedes, effect_id, computed_at, moved)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
      [
        tx.institutionId,
        run.id,
        run.period,
        run.ordinal,
        run.cycle,
        run.stage,
        run.editionHash,
        run.populationHash,
        run.knownSeq,
        run.asOf,
        JSON.stringify(run.history),
        JSON.stringify(run.rulings),
        run.digest,
        run.subjects,
        run.changed,
        run.supersedes,
        run.effectId,
        run.computedAt,
        run.moved,
      ],
    );
  }

  /** What is shown: the final run if there is one, else whatever was pointed at last. */
  async pointer(
    tx: Tx,
    period: string,
  ): Promise<{ stage: Stage; ordinal: number; runId: string; setAt: Date } | undefined> {
    const rows = await tx.query<{ stage: Stage; ordinal: number; runId: string; setAt: Date }>(
      `select stage, ordinal, run_id as "runId", set_at as "setAt" from score_pointer
       where institution_id = $1 and period = $2 order by (stage = 'final') desc, seq desc limit 1`,
      [tx.institutionId, period],
    );
    return rows[0];
  }

  /** The newest final result, which later runs may supersede but never change. */
  async finalPointer(tx: Tx, period: string): Promise<{ ordinal: number } | undefined> {
    const rows = await tx.query<{ ordinal: number }>(
      `select ordinal from score_pointer where institution_id = $1 and period = $2 and stage = 'final' order by ordinal desc limit 1`,
      [tx.institutionId, period],
    );
    return rows[0];
  }

  /** Periods that have a final result, the latest first. */
  async finalPeriods(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ period: string }>(
      `select distinct period from score_pointer where institution_id = $1 and stage = 'final' order by period desc`,
      [tx.institutionId],
    );
    return rows.map((row) => row.period);
  }

  /** Publishes a run with one row. The same effect twice adds nothing. */
  async point(
    tx: Tx,
    run: Pick<Run, 'id' | 'period' | 'ordinal'>,
    stage: Stage,
    at: Date,
    effectId: string | null,
  ): Promise<void> {
    await tx.query(
      `insert into score_pointer (institution_id, period, stage, ordinal, run_id, effect_id, set_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing`,
      [tx.institutionId, run.period, stage, run.ordinal, run.id, effectId, at],
    );
  }

  async keepPopulation(tx: Tx, hash: string, subjects: readonly Subject[]): Promise<void> {
    const known = await tx.query('select 1 from score_population where institution_id = $1 and hash = $2', [
      tx.institutionId,
      hash,
    ]);
    if (known.length > 0) return;
    await tx.query(
      'insert into score_population (institution_id, hash, subjects) values ($1, $2, $3) on conflict do nothing',
      [tx.institutionId, hash, JSON.stringify(subjects)],
    );
  }

  async population(tx: Tx, hash: string): Promise<Subject[] | undefined> {
    const rows = await tx.query<{ subjects: Subject[] }>(
      'select subjects from score_population where institution_id = $1 and hash = $2',
      [tx.institutionId, hash],
    );
    return rows[0]?.subjects;
  }

  /** Digest of every (subject, output) shown at a run; removed ones are left out. */
  async digests(
    tx: Tx,
    period: string,
    ordinal: number,
  ): Promise<Map<SubjectKey, { digest: string; outputs: string[] }>> {
    const rows = await tx.query<{ subject: string; digest: string; outputs: string[] }>(
      `select subject, min(digest) as digest, array_agg(output order by output) as outputs from (
         select distinct on (subject, output) subject, output, digest, is_removed from score_result
         where institution_id = $1 and period = $2 and ordinal <= $3 order by subject, output, ordinal desc) shown
       where not is_removed group by subject`,
      [tx.institutionId, period, ordinal],
    );
    return new Map(rows.map(({ subject, digest, outputs }) => [subject, { digest, outputs }]));
  }

  async results(
    tx: Tx,
    period: string,
    ordinal: number,
    filter: { subjects?: readonly SubjectKey[]; output?: string } = {},
  ): Promise<StoredResult[]> {
    return tx.query<StoredResult>(
      `select subject, output, total, shown, money, grade, group_key as "group", sections, flags, digest from (
         select distinct on (subject, output) * from score_result
         where institution_id = $1 and period = $2 and ordinal <= $3
           and ($4::text[] is null or subject = any($4)) and ($5::text is null or output = $5)
         order by subject, output, ordinal desc) shown
       where not is_removed order by subject, output`,
      [tx.institutionId, period, ordinal, filter.subjects ?? null, filter.output ?? null],
    );
  }

  async insertResults(tx: Tx, period: string, ordinal: number, rows: readonly ResultRow[]): Promise<void> {
    const CHUNK = 2_000;
    for (let at = 0; at < rows.length; at += CHUNK) {
      await tx.query(
        `insert into score_result (institution_id, period, ordinal, subject, output, is_removed, total, total_units, shown, money, grade,
           group_key, sections, flags, digest)
         select $1, $2, $3, r.subject, r.output, r."isRemoved", r.total, r."totalUnits", r.shown, r.money, r.grade, r."group", r.sections,
           r.flags, r.digest
         from jsonb_to_recordset($4::jsonb) as r(subject text, output text, "isRemoved" boolean, total text, "totalUnits" bigint, shown text,
           money text, grade text, "group" text, sections jsonb, flags jsonb, digest text)`,
        [tx.institutionId, period, ordinal, JSON.stringify(rows.slice(at, at + CHUNK))],
      );
    }
  }

  rankings(tx: Tx, period: string, ordinal: number): Promise<GroupRow<RankingResult['rows']>[]> {
    return tx.query(
      `select distinct on (ranking, group_key) ranking as name, group_key as "group", rows as value, digest from score_ranking
       where institution_id = $1 and period = $2 and ordinal <= $3 order by ranking, group_key, ordinal desc`,
      [tx.institutionId, period, ordinal],
    );
  }

  honours(tx: Tx, period: string, ordinal: number): Promise<GroupRow<HonourResult>[]> {
    return tx.query(
      `select distinct on (honour, group_key) honour as name, group_key as "group", detail as value, digest from score_honour
       where institution_id = $1 and period = $2 and ordinal <= $3 order by honour, group_key, ordinal desc`,
      [tx.institutionId, period, ordinal],
    );
  }

  async insertGroups(
    tx: Tx,
    table: 'score_ranking' | 'score_honour',
    period: string,
    ordinal: number,
    rows: readonly GroupRow<unknown>[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const [name, value] = table === 'score_ranking' ? ['ranking', 'rows'] : ['honour', 'detail'];
    await tx.query(
      `insert into ${table} (institution_id, period, ordinal, ${name}, group_key, ${value}, digest)
       select $1, $2, $3, r.name, r."group", coalesce(r.value, 'null'), r.digest
       from jsonb_to_recordset($4::jsonb) as r(name text, "group" text, value jsonb, digest text)`,
      [tx.institutionId, period, ordinal, JSON.stringify(rows)],
    );
  }

  /** Subjects with facts recorded after a position of the ledger. */
  async changedSince(tx: Tx, knownSeq: number, throughSeq: number): Promise<SubjectKey[]> {
    const rows = await tx.query<{ subject: string }>(
      'select distinct subject from fact where institution_id = $1 and seq > $2 and seq <= $3',
      [tx.institutionId, knownSeq, throughSeq],
    );
    return rows.map((row) => row.subject);
  }
}
