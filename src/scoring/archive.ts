/**
 * A period as it can be carried to another machine: facts with their chains, the population, the texts of the editions,
 * rulings and what was shown. Whoever has the file recomputes the result with nothing else. People appear by business keys
 * only; notes are left out, their salted hashes stay.
 */
import { canonical } from '../core/canonical.js';
import type { Fact, Subject } from '../core/fact.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import { compile } from '../core/rules/engine/compile.js';
import type { CompiledEdition, EvaluationInput } from '../core/rules/types.js';
import { CHAIN_START, dayHash, headsHash, sha256 } from '../ledger/chain.js';
import { type ChainFault, type ChainRow, ChainWalk } from '../ledger/chain-walk.js';
import { libraryOf } from '../regulation/pack-loader.js';
import type { FrozenEdition } from '../regulation/regulation.repository.js';
import { onItsDay } from './score-input.js';
import type { Run, Stage } from './scoring.types.js';
import { Shown } from './shown.js';

export const FORMAT = 'kaoping.archive/1';

type Frozen = Pick<FrozenEdition, 'hash' | 'packId' | 'edition' | 'sources' | 'choices'>;

/** The first line of the file. */
export interface ArchiveHead {
  format: typeof FORMAT;
  institution: string;
  period: string;
  stage: Stage;
  run: Pick<Run, 'ordinal' | 'digest' | 'editionHash' | 'populationHash' | 'knownSeq' | 'rulings' | 'history'>;
  edition: Frozen;
  /** Editions that judged what happened before this one began. */
  earlier: readonly { from: string; until: string; edition: Frozen }[];
  population: readonly Subject[];
  /** Outputs of earlier periods that took part. */
  history: NonNullable<EvaluationInput['history']>;
  heads: readonly { chain: string; seq: number; hash: string }[];
  /** Days that had been closed, with the place of the ledger and the hash that is printed. */
  days: readonly {
    day: string;
    throughSeq: number;
    chains: number;
    headsHash: string;
    prevHash: string;
    hash: string;
  }[];
  /** What was shown, to say what differs. */
  results: readonly { subject: string; output: string; total: string; grade: string | null; digest: string }[];
}

/** Every further line: one entry of the ledger. */
export type ArchiveEntry = Omit<ChainRow, 'recordedAt' | 'salt' | 'text'> & { recordedAt: string };

export interface ArchiveReport {
  ok: boolean;
  institution: string;
  period: string;
  digest: string;
  recomputed: string;
  subjects: number;
  entries: number;
  /** First break of a chain of facts or of the closed days. */
  fault?: ChainFault;
  /** The edition or the population is not the one whose hash the run kept. */
  exchanged: readonly ('edition' | 'population')[];
  /** First subject whose figures are not what the facts give, and what differs. */
  difference?: { subject: string; outputs: readonly { output: string; archived: string; recomputed: string }[] };
}

/**
 * Recomputes an archive. @param anchor hash of a closed day that was kept elsewhere, against a file made up as a whole
 * @throws Problem archive.unreadable, and those of the regulation
 */
export function verifyArchive(
  head: ArchiveHead,
  entries: readonly ArchiveEntry[],
  anchor?: { day: string; hash: string },
): ArchiveReport {
  const { run, period } = head;
  const edition = editionOf(head.edition);
  const exchanged = [
    ...(edition.hash === run.editionHash ? [] : (['edition'] as const)),
    ...(sha256(canonical(head.population)) === run.populationHash ? [] : (['population'] as const)),
  ];
  const fault = brokenChain(head, entries, anchor);
  const shown = recompute(head, edition, entries);
  const recomputed = shown.digest(edition.hash, period);
  const difference = firstDifference(head, shown, () => outputsOf(head, edition, entries));
  return {
    ok: !fault && exchanged.length === 0 && !difference && recomputed === run.digest,
    institution: head.institution,
    period,
    digest: run.digest,
    recomputed,
    subjects: shown.subjects,
    entries: entries.length,
    ...(fault ? { fault } : {}),
    exchanged,
    ...(difference ? { difference } : {}),
  };
}

function editionOf({ packId, edition, sources, choices }: Frozen): CompiledEdition {
  const library = libraryOf(sources);
  const model = library.find(packId, edition);
  if (!model) throw new Problem('archive.unreadable', { what: `${packId}@${edition}` });
  return compile(model, library, choices);
}

function brokenChain(
  head: ArchiveHead,
  entries: readonly ArchiveEntry[],
  anchor: { day: string; hash: string } | undefined,
): ChainFault | undefined {
  const faults: ChainFault[] = [];
  const walk = new ChainWalk(new Map(head.heads.map((one) => [one.chain, one])), faults);
  for (const entry of entries) walk.take({ ...entry, recordedAt: new Date(entry.recordedAt), salt: null, text: null });
  walk.end();
  let prev = CHAIN_START;
  for (const day of head.days) {
    const isGood = day.prevHash === prev && day.hash === dayHash(day, prev);
    if (!isGood) faults.push({ chain: `day:${day.day}`, entry: 0, fault: 'link' });
    prev = day.hash;
  }
  const last = head.days.findLast((day) => day.throughSeq <= head.run.knownSeq);
  if (last && headsHash(headsAt(entries, last.throughSeq)) !== last.headsHash)
    faults.push({ chain: `day:${last.day}`, entry: 0, fault: 'day' });
  if (anchor && head.days.find((day) => day.day === anchor.day)?.hash !== anchor.hash)
    faults.push({ chain: `day:${anchor.day}`, entry: 0, fault: 'day' });
  return faults[0];
}

function headsAt(entries: readonly ArchiveEntry[], throughSeq: number): ArchiveHead['heads'] {
  const heads = new Map<string, ArchiveHead['heads'][number]>();
  for (const { chain, chainSeq, hash, seq } of entries)
    if (seq <= throughSeq) heads.set(chain, { chain, seq: chainSeq, hash });
  return [...heads.values()];
}

function factOf(entry: ArchiveEntry): Fact {
  const { id, chain, item, happenedOn, quantity, count, points, money, details, person, reverses } = entry;
  return {
    id,
    item,
    subject: chain,
    happenedOn,
    quantity,
    count: count as Fact['count'],
    ...(points === null ? {} : { points }),
    ...(money === null ? {} : { money }),
    ...(details === null ? {} : { values: details }),
    ...(person === null ? {} : { person }),
    ...(reverses === null ? {} : { reverses }),
  };
}

function inputOf(head: ArchiveHead, entries: readonly ArchiveEntry[]): EvaluationInput {
  const period = periodOf(head.period);
  const since = `${Number(period.from.slice(0, 4)) - 1}-01-01`;
  const earlier = head.earlier.map(({ edition, ...span }) => ({ ...span, edition: editionOf(edition) }));
  return {
    period,
    asOf: period.to,
    subjects: head.population,
    facts: entries
      .filter(({ happenedOn }) => happenedOn >= since && happenedOn <= period.to)
      .map((entry) => onItsDay(factOf(entry), earlier)),
    history: head.history,
    rulings: head.run.rulings,
    traces: false,
  };
}

function recompute(head: ArchiveHead, edition: CompiledEdition, entries: readonly ArchiveEntry[]): Shown {
  const shown = Shown.empty(head.period);
  shown.take(edition.evaluate(inputOf(head, entries)), head.population);
  return shown;
}

function outputsOf(head: ArchiveHead, edition: CompiledEdition, entries: readonly ArchiveEntry[]) {
  return edition.evaluate(inputOf(head, entries)).subjects;
}

function firstDifference(
  head: ArchiveHead,
  shown: Shown,
  evaluate: () => ReturnType<typeof outputsOf>,
): ArchiveReport['difference'] {
  const archived = new Map(head.results.map((row) => [row.subject, row.digest]));
  const digests = shown.subjectDigests();
  const subject = [...new Set([...archived.keys(), ...digests.keys()])]
    .sort()
    .find((key) => archived.get(key) !== digests.get(key)?.digest);
  if (subject === undefined) return undefined;
  const was = new Map(head.results.filter((row) => row.subject === subject).map((row) => [row.output, row]));
  const is = evaluate().get(subject)?.outputs ?? {};
  const text = (row: { total: string; grade?: string | null | undefined } | undefined) =>
    row ? `${row.total}${row.grade ? ` ${row.grade}` : ''}` : '—';
  const outputs = [...new Set([...was.keys(), ...Object.keys(is)])]
    .map((output) => ({ output, archived: text(was.get(output)), recomputed: text(is[output]) }))
    .filter((one) => one.archived !== one.recomputed);
  return { subject, outputs };
}
