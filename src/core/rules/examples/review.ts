/** Whether an edition may be put in force: its texts, choices, blanks, every worked example and the cover of its rules. */
import { Problem } from '../../problem.js';
import { compile } from '../engine/compile.js';
import { type Choices, type Composed, compose, type PackLibrary } from '../pack/compose.js';
import type { PackModel } from '../pack/pack.js';
import { blanksFor, usageOf } from '../pack/usage.js';
import type { CompiledEdition, Period } from '../types.js';
import { runCases } from './cases.js';

export interface Review {
  edition?: CompiledEdition;
  composed?: Composed;
  /** The fault that stops composing or compiling. */
  fault?: Problem;
  /** Parameters that these cycles, or any decision, need and nobody has filled in. */
  blanks: readonly string[];
  cases: { total: number; failed: readonly { pack: string; id: string; faults: readonly string[] }[] };
  uncovered: readonly { pack: string; point: string }[];
}

/**
 * @param changed ids of the packs whose texts are not those of the library; their examples are run. The others are what
 * they were when they were last checked.
 */
export function review(
  model: PackModel,
  library: PackLibrary,
  asked: { choices: Choices; cycles: readonly Period['kind'][]; changed: ReadonlySet<string> },
): Review {
  const nothing = { blanks: [], cases: { total: 0, failed: [] }, uncovered: [] };
  try {
    const composed = compose(model, library, asked.choices);
    const edition = compile(model, library, asked.choices);
    const packs = composed.packs.filter((pack) => pack.source.cases && asked.changed.has(pack.id));
    const runs = packs.map((pack) => ({ pack, run: runCases(pack, library) }));
    const failed = runs.flatMap(({ pack, run }) =>
      run.outcomes.filter((one) => one.faults.length > 0).map((one) => ({ pack: pack.id, ...one })),
    );
    return {
      edition,
      composed,
      blanks: neededBlanks(composed, asked.cycles),
      cases: { total: runs.reduce((sum, { run }) => sum + run.outcomes.length, 0), failed },
      uncovered: runs.flatMap(({ pack, run }) => run.coverage.missing.map((point) => ({ pack: pack.id, point }))),
    };
  } catch (error) {
    if (error instanceof Problem) return { ...nothing, fault: error };
    throw error;
  }
}

/** Decisions (chains, terms) may be asked on any day, whatever cycles the office runs. */
function neededBlanks(composed: Composed, cycles: readonly Period['kind'][]): string[] {
  const decisions = [...new Set([...usageOf(composed).values()].flatMap((use) => use.decisions))];
  const needed = new Set(cycles.flatMap((cycle) => blanksFor(composed, cycle, decisions)));
  return Object.keys(composed.parameters).filter((name) => needed.has(name));
}
