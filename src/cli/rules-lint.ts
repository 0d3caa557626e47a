/** `rules lint`: reads packs, runs every worked example, and names each rule and threshold that no example touches. */
import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Problem } from '../core/problem.js';
import { compile } from '../core/rules/engine/compile.js';
import { runCases } from '../core/rules/examples/cases.js';
import { type PackSource, parsePack } from '../core/rules/pack/pack.js';
import { libraryOf, readPackSource, readPackSources } from '../regulation/pack-loader.js';
import { type CliLanguage, UsageError } from './command.js';
import { explain, type Print, words } from './rules-print.js';

interface Row {
  pack: string;
  cases: number;
  rules: number;
  faults: readonly { id: string; faults: readonly string[] }[];
  uncovered: readonly string[];
  /** Why it could not be read at all. */
  refused?: Problem;
}

/** @returns whether everything is as it should be */
export function lint(
  folder: string | undefined,
  options: { json: boolean },
  language: CliLanguage,
  print: Print,
): boolean {
  const shipped = readPackSources();
  const targets = folder ? lintTargets(folder) : shipped;
  const readable = withoutBroken([...shipped.filter((one) => !targets.some((own) => own.id === one.id)), ...targets]);
  const library = libraryOf(readable);
  const rows = targets.map((source) => lintOne(source, library));
  const isGood = rows.every((row) => row.faults.length + row.uncovered.length === 0 && !row.refused);
  if (options.json)
    print(
      JSON.stringify(
        rows.map(({ refused, ...row }) => (refused ? { ...row, refused: refused.code, ...refused.extras } : row)),
        null,
        2,
      ),
    );
  else report(rows, isGood, language, print);
  return isGood;
}

/** Packs that can be read; one that cannot is reported by itself and must not hide the others. */
function withoutBroken(sources: readonly PackSource[]): PackSource[] {
  return sources.filter((source) => {
    try {
      parsePack(source);
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  });
}

function lintOne(source: PackSource, library: ReturnType<typeof libraryOf>): Row {
  const name = `${source.id}@${source.edition}`;
  try {
    const pack = parsePack(source);
    compile(pack, library);
    const { outcomes, coverage } = runCases(pack, library);
    return {
      pack: name,
      cases: outcomes.length,
      rules: coverage.points,
      faults: outcomes.filter((item) => item.faults.length > 0),
      uncovered: coverage.missing,
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { pack: name, cases: 0, rules: 0, faults: [], uncovered: [], refused: error };
  }
}

function report(rows: readonly Row[], isGood: boolean, language: CliLanguage, print: Print): void {
  for (const row of rows) {
    const isFine = row.faults.length + row.uncovered.length === 0 && !row.refused;
    print(`${isFine ? '✓' : '✗'} ${row.pack}  ${words(language, `${row.cases} 个算例`, `${row.cases} cases`)}`);
    if (row.refused) explain(row.refused, language, (line) => print(`    ${line}`));
    for (const item of row.faults) for (const fault of item.faults) print(`    ${item.id}: ${fault}`);
    for (const point of row.uncovered) print(`    ${words(language, '没有算例', 'not covered')}: ${point}`);
  }
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const bad = rows.filter((row) => row.faults.length + row.uncovered.length > 0 || row.refused).length;
  print(
    words(
      language,
      `${rows.length} 个制度包，${sum((row) => row.cases)} 个算例，${sum((row) => row.rules)} 条规则与界限；${isGood ? '全部通过' : `${bad} 个未通过`}`,
      `${rows.length} packs, ${sum((row) => row.cases)} cases, ${sum((row) => row.rules)} rules and sides of thresholds; ${isGood ? 'all good' : `${bad} not good`}`,
    ),
  );
}

/** A pack folder, or one of its editions, which may lie anywhere; what it uses comes from the product. */
function lintTargets(folder: string): PackSource[] {
  const path = resolve(folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`没有文件夹 ${folder}`, `There is no folder ${folder}`);
  const isEdition = /^\d{4}-\d{2}-\d{2}$/.test(basename(path));
  const own = isEdition
    ? [readPackSource(dirname(path), basename(path))]
    : readPackSources(dirname(path)).filter((source) => source.id === basename(path));
  if (own.length === 0) throw new UsageError(`${folder} 不是制度包`, `${folder} is no pack`);
  return own;
}
