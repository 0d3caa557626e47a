/** What is shown at a run, and what the next run makes of it: only differences become rows. */

import { canonical } from '../core/canonical.js';
import type { Subject, SubjectKey } from '../core/fact.js';
import type { Evaluation, HonourResult, OutputResult, RankingResult } from '../core/rules/types.js';
import { sha256 } from '../ledger/chain.js';
import type { Tx } from '../platform/database/tx.js';
import type { GroupRow, ResultRow, ScoringRepository } from './scoring.repository.js';

/** The same digest as the core's, by the machine's own and faster SHA-256. */
const digestOf = (value: unknown): string => sha256(canonical(value));
const byText = (a: readonly unknown[], b: readonly unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);
const nameOf = (row: { name: string; group: string }): string => `${row.name} ${row.group}`;

/** Somebody competes for it; honours of an empty group are not shown. */
export const isGiven = (honour: HonourResult): boolean => honour.reasons.length > 0 || honour.places > 0;

export class Shown {
  private readonly rows: ResultRow[] = [];
  private readonly changed = new Set<SubjectKey>();
  private readonly before: { ranks: string; honours: string };
  private readonly changedRankings: GroupRow<unknown>[] = [];
  private readonly changedHonours: GroupRow<unknown>[] = [];

  private constructor(
    private readonly period: string,
    private readonly digests: Map<SubjectKey, { digest: string; outputs: string[] }>,
    private readonly rankings: Map<string, GroupRow<RankingResult['rows']>>,
    private readonly honours: Map<string, GroupRow<HonourResult>>,
  ) {
    this.before = { ranks: this.ranks(), honours: this.places() };
  }

  /** Nothing shown yet. */
  static empty(period: string): Shown {
    return new Shown(period, new Map(), new Map(), new Map());
  }

  static async load(tx: Tx, repository: ScoringRepository, period: string, ordinal: number): Promise<Shown> {
    const byName = <T>(rows: readonly GroupRow<T>[]) => new Map(rows.map((row) => [nameOf(row), row]));
    return new Shown(
      period,
      await repository.digests(tx, period, ordinal),
      byName(await repository.rankings(tx, period, ordinal)),
      byName(await repository.honours(tx, period, ordinal)),
    );
  }

  get subjects(): number {
    return this.digests.size;
  }

  get changedSubjects(): number {
    return this.changed.size;
  }

  honourResults(): HonourResult[] {
    return [...this.honours.values()].flatMap((row) => (row.value ? [row.value] : []));
  }

  /** Takes in the figures of one slice. */
  take(evaluation: Evaluation, subjects: readonly Subject[]): void {
    for (const subject of subjects) {
      const result = evaluation.subjects.get(subject.key);
      const outputs = result ? Object.values(result.outputs) : [];
      if (!result || outputs.length === 0) this.drop(subject.key);
      else this.put(subject, result.digest, outputs);
    }
    for (const { ranking, group, rows } of evaluation.rankings) {
      if (rows.length > 0)
        this.putGroup(this.rankings, this.changedRankings, {
          name: ranking,
          group,
          value: rows,
          digest: digestOf(rows),
        });
    }
    for (const honour of evaluation.honours) {
      if (!isGiven(honour)) continue;
      this.putGroup(this.honours, this.changedHonours, {
        name: honour.honour,
        group: honour.group,
        value: honour,
        digest: digestOf(honour),
      });
    }
  }

  /** After a full run: whoever and whatever is no longer there. */
  dropMissing(subjects: ReadonlySet<SubjectKey>, groups: ReadonlySet<string>): void {
    for (const key of [...this.digests.keys()]) if (!subjects.has(key)) this.drop(key);
    this.dropGroups(groups, () => true);
  }

  /** After a run over a part: places that were to be made anew and for which nobody competes any more. */
  dropPlaces(places: ReadonlySet<string>, groups: ReadonlySet<string>): void {
    this.dropGroups(groups, (place) => places.has(place));
  }

  private dropGroups(groups: ReadonlySet<string>, isConcerned: (place: string) => boolean): void {
    for (const row of [...this.rankings.values()]) {
      const name = `ranking ${nameOf(row)}`;
      if (row.value && isConcerned(name) && !groups.has(name))
        this.putGroup(this.rankings, this.changedRankings, { ...row, value: null, digest: digestOf(null) });
    }
    for (const row of [...this.honours.values()]) {
      if (row.value && isConcerned(`honours ${row.value.ranking} ${row.group}`) && !groups.has(`honour ${nameOf(row)}`))
        this.putGroup(this.honours, this.changedHonours, { ...row, value: null, digest: digestOf(null) });
    }
  }

  /** SHA-256 over edition, period and everything shown; business keys only, so the same month has the same digest anywhere. */
  digest(editionHash: string, period: string): string {
    const named = (rows: Iterable<GroupRow<unknown>>) =>
      [...rows]
        .filter((row) => row.value !== null)
        .map((row) => [row.name, row.group, row.digest])
        .sort((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));
    const subjects = [...this.digests]
      .map(([key, { digest }]) => [key, digest])
      .sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
    return sha256(
      canonical({
        edition: editionHash,
        period,
        subjects,
        rankings: named(this.rankings.values()),
        honours: named(this.honours.values()),
      }),
    );
  }

  /** Is somebody's rank, grade or honour not what it was at the run before? True for a first run. */
  async hasMoved(tx: Tx, repository: ScoringRepository, ordinalBefore: number | undefined): Promise<boolean> {
    if (ordinalBefore === undefined) return true;
    if (this.ranks() !== this.before.ranks || this.places() !== this.before.honours) return true;
    const grades = new Map(
      this.rows.filter((row) => !row.isRemoved).map((row) => [`${row.subject} ${row.output}`, row.grade]),
    );
    const were = await repository.results(tx, this.period, ordinalBefore, { subjects: [...this.changed] });
    const same = were.filter(
      (row) => grades.has(`${row.subject} ${row.output}`) && grades.get(`${row.subject} ${row.output}`) === row.grade,
    );
    return same.length !== were.length || were.length !== grades.size;
  }

  private ranks(): string {
    return canonical(
      [...this.rankings.values()]
        .map((row) => [nameOf(row), (row.value ?? []).map((place) => [place.rank, place.subject])])
        .sort(byText),
    );
  }

  private places(): string {
    return canonical(
      [...this.honours.values()]
        .map((row) => [nameOf(row), row.value?.awarded ?? [], row.value?.held ?? []])
        .sort(byText),
    );
  }

  /** Digest of each subject now. */
  subjectDigests(): ReadonlyMap<SubjectKey, { digest: string }> {
    return this.digests;
  }

  async write(tx: Tx, repository: ScoringRepository, ordinal: number): Promise<void> {
    await repository.insertResults(tx, this.period, ordinal, this.rows);
    await repository.insertGroups(tx, 'score_ranking', this.period, ordinal, this.changedRankings);
    await repository.insertGroups(tx, 'score_honour', this.period, ordinal, this.changedHonours);
  }

  private put(subject: Subject, digest: string, outputs: readonly OutputResult[]): void {
    const before = this.digests.get(subject.key);
    if (before?.digest === digest) return;
    this.changed.add(subject.key);
    for (const output of outputs) this.rows.push(rowOf(subject, output, digest));
    const names = outputs.map((output) => output.output);
    for (const gone of before?.outputs ?? []) if (!names.includes(gone)) this.rows.push(removed(subject.key, gone));
    this.digests.set(subject.key, { digest, outputs: names });
  }

  private drop(key: SubjectKey): void {
    const before = this.digests.get(key);
    if (!before) return;
    this.changed.add(key);
    for (const output of before.outputs) this.rows.push(removed(key, output));
    this.digests.delete(key);
  }

  private putGroup<T>(known: Map<string, GroupRow<T>>, changed: GroupRow<unknown>[], row: GroupRow<T>): void {
    const before = known.get(nameOf(row));
    if (before?.digest === row.digest) return;
    known.set(nameOf(row), row);
    changed.push(row);
  }
}

function rowOf(subject: Subject, output: OutputResult, digest: string): ResultRow {
  return {
    subject: subject.key,
    output: output.output,
    isRemoved: false,
    total: output.total,
    totalUnits: unitsOf(output.total),
    shown: output.shown,
    money: output.money ?? null,
    grade: output.grade ?? null,
    group: subject.group ?? null,
    sections: output.sections,
    flags: output.flags.map((flag) => ({ ...flag, facts: [] })),
    digest,
  };
}

function removed(subject: SubjectKey, output: string): ResultRow {
  return {
    subject,
    output,
    isRemoved: true,
    total: '',
    totalUnits: null,
    shown: '',
    money: null,
    grade: null,
    group: null,
    sections: [],
    flags: [],
    digest: '',
  };
}

/** Units of a rational that is a whole number of them, else null: then only the exact text counts. */
export function unitsOf(rational: string): number | null {
  const [p = '0', q = '1'] = rational.split('/');
  const units = Number(p) * 10_000;
  const divisor = Number(q);
  return Number.isSafeInteger(units) && units % divisor === 0 ? units / divisor : null;
}
