/**
 * Worked examples of a pack (`cases.yaml`): facts and the result that the text demands. They are its tests, and the
 * coverage of rules and thresholds is counted while they run.
 */
import type { z } from 'zod';
import { parseUnits } from '../../amount.js';
import { canonical } from '../../canonical.js';
import type { Fact, Subject } from '../../fact.js';
import { Problem } from '../../problem.js';
import { type CompileOptions, compileProgram } from '../engine/compile.js';
import { plainCalendar, termDays } from '../engine/term-days.js';
import { fromRational, toRational } from '../figures/exact.js';
import {
  casesFile,
  type decisionCase,
  type evaluationCase,
  type PackCase,
  type Situation,
} from '../language/case-language.js';
import { readYaml } from '../language/yaml.js';
import type { PackLibrary } from '../pack/compose.js';
import { type PackModel, parseFile } from '../pack/pack.js';
import type { CompiledEdition, Evaluation, EvaluationInput, Period } from '../types.js';
import { checkDuty, checkProcedure } from './case-tables.js';

interface CaseOutcome {
  id: string;
  /** Differences between what was expected and what came out; empty when the case holds. */
  faults: readonly string[];
}

interface Coverage {
  /** Rules that no example hits, and thresholds seen from one side only. */
  missing: readonly string[];
  /** How many rules and sides of thresholds the pack has. */
  points: number;
}

export function periodOf(key: string): Period {
  const year = key.slice(0, 4);
  const quarter = /^\d{4}-Q([1-4])$/.exec(key);
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.exec(key);
  if (!quarter && !month && !/^\d{4}$/.test(key))
    throw new Problem(
      'input.invalid',
      { count: 1 },
      {
        errors: [
          {
            where: 'period',
            got: key,
            allowed: ['2026-09', '2026-Q3', '2026'],
            message: { 'zh-CN': '不是考核周期', en: 'not a period' },
          },
        ],
      },
    );
  const [first, last] = quarter
    ? [Number(quarter[1]) * 3 - 2, Number(quarter[1]) * 3]
    : month
      ? [Number(month[1]), Number(month[1])]
      : [1, 12];
  const pad = (value: number) => String(value).padStart(2, '0');
  const end = new Date(Date.UTC(Number(year), last!, 0)).getUTCDate();
  return {
    key,
    kind: quarter ? 'quarter' : month ? 'month' : 'year',
    from: `${year}-${pad(first!)}-01`,
    to: `${year}-${pad(last!)}-${pad(end)}`,
  };
}

/** From the words of a file to the input of an evaluation; ids of facts are made from their place. */
export function toInput(given: Situation, edition: CompiledEdition): EvaluationInput {
  const kindOf = (key: string) => key.slice(0, key.indexOf(':')) as Subject['kind'];
  const attribute = (value: string | boolean) =>
    typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? parseUnits(value, 4) : value;
  const subjects: Subject[] = (given.subjects ?? []).map((line) => ({
    key: line.key,
    kind: kindOf(line.key),
    ...(line.group ? { group: line.group } : {}),
    ...(line.relations ? { relations: line.relations } : {}),
    ...(line.attributes
      ? {
          attributes: Object.fromEntries(
            Object.entries(line.attributes).map(([name, value]) => [name, attribute(value)]),
          ),
        }
      : {}),
  }));
  const history = [...(given.history ?? [])];
  for (const line of given.series ?? []) {
    line.values.forEach((value, index) => {
      const key = `${line.prefix}${index + 1}`;
      if (!subjects.some((subject) => subject.key === key))
        subjects.push({ key, kind: kindOf(key), ...(line.group ? { group: line.group } : {}) });
      history.push({ subject: key, period: line.period, output: line.output, value });
    });
  }
  const known = new Set(edition.items.map((item) => item.item));
  const facts = (given.facts ?? []).map((line, index): Fact => {
    if (!known.has(line.item)) throw new Problem('regulation.unknown', { name: line.item });
    const quantity = parseUnits(line.quantity ?? '1', 4);
    return {
      id: line.id ?? `f${index + 1}`,
      item: line.item,
      subject: line.subject,
      happenedOn: line.on,
      quantity: line.reverses ? -quantity : quantity,
      count: line.reverses ? -1 : 1,
      ...(line.points ? { points: parseUnits(line.points, 4) } : {}),
      ...(line.money ? { money: parseUnits(line.money, 4) } : {}),
      ...(line.values ? { values: line.values } : {}),
      ...(line.person ? { person: line.person } : {}),
      ...(line.reverses ? { reverses: line.reverses } : {}),
    };
  });
  const period = periodOf(given.period);
  return {
    period,
    asOf: given.asOf ?? period.to,
    subjects,
    facts,
    history,
    ...(given.rulings ? { rulings: given.rulings } : {}),
  };
}

const read = new WeakMap<PackModel, readonly PackCase[]>();

/** The examples of a pack, parsed once. */
export function readCases(model: PackModel): readonly PackCase[] {
  const source = model.source.cases;
  const cases = read.get(model) ?? (source ? parseFile(readYaml(source.text, source.path), casesFile).cases : []);
  read.set(model, cases);
  return cases;
}

/** Runs every example of a pack. */
export function runCases(model: PackModel, library: PackLibrary): { outcomes: CaseOutcome[]; coverage: Coverage } {
  const seen = new Map<string, Set<string>>();
  const probe = (point: string, side: string) => {
    const sides = seen.get(point);
    if (sides) sides.add(side);
    else seen.set(point, new Set([side]));
  };
  // Most examples share their choices, and compiling takes longer than evaluating.
  const editions = new Map<string, CompiledEdition>();
  const compiled = (options: CompileOptions): CompiledEdition => {
    const name = canonical([options.settings ?? {}, options.fill ?? {}]);
    const edition = editions.get(name) ?? compileProgram(model, library, options).edition;
    editions.set(name, edition);
    return edition;
  };
  const outcomes = readCases(model).map((item) => ({
    id: item.id,
    faults: runCase(item, model, library, { probe }, compiled),
  }));
  const own = JSON.stringify(model.rules);
  const { scope } = compileProgram(model, library);
  const missing: string[] = [];
  let points = 0;
  for (const [point, sides] of scope.points) {
    const rule = point.split(':')[0]!;
    // A pack answers for its own rules; those it uses have examples of their own.
    const parts = rule.split('.');
    const isOwn =
      own.includes(`"id":"${rule}"`) ||
      own.includes(`"id":"${parts.at(-1)}"`) ||
      own.includes(`"output":"${parts[0]}"`);
    if (!isOwn) continue;
    points += sides.size;
    for (const side of sides) if (!seen.get(point)?.has(side)) missing.push(`${point} → ${side}`);
  }
  return { outcomes, coverage: { missing, points } };
}

/** Differences between what one example expects and what comes out; `options` lose to what the example itself chooses. */
export function runCase(
  item: PackCase,
  model: PackModel,
  library: PackLibrary,
  options: CompileOptions,
  compiled: (choices: CompileOptions) => CompiledEdition = (choices) => compileProgram(model, library, choices).edition,
): string[] {
  const choices = {
    ...options,
    ...(item.settings ? { settings: item.settings } : {}),
    ...(item.fill ? { fill: item.fill } : {}),
  };
  const { refuses: refusal, blank } = 'expect' in item ? item.expect : {};
  try {
    const edition = compiled(choices);
    const anchors = new Set(edition.articles.map((entry) => entry.article));
    const unknown = item.articles.filter((article) => !anchors.has(article)).map((article) => `no article ${article}`);
    if (!('expect' in item)) return [...unknown, ...checkTables(item, edition)];
    const result = edition.evaluate(toInput(item, edition));
    return [...unknown, ...(refusal ? [`expected refusal ${refusal}`] : compareResult(item.expect, result))];
  } catch (error) {
    if (error instanceof Problem)
      return error.code === refusal
        ? otherBlank(error, blank)
        : [`refused: ${error.code} ${JSON.stringify(error.facts)} ${JSON.stringify(error.extras.errors ?? '')}`];
    throw error;
  }
}

/** A refusal for a blank names its parameter, so that the office knows what to fill in. */
const otherBlank = (error: Problem, blank: string | undefined): string[] =>
  blank === undefined || error.facts.parameter === blank
    ? []
    : [`refused for the blank ${error.facts.parameter}, expected ${blank}`];

function checkTables(item: z.infer<typeof decisionCase>, edition: CompiledEdition): string[] {
  const { decisions = [], duties = [], procedures = [], leaveKinds = [] } = item;
  if (decisions.length + duties.length + procedures.length + leaveKinds.length === 0)
    return ['neither expect nor decisions, duties, procedures or leaveKinds'];
  return [
    ...decisions.flatMap((line) => checkDecision(line, edition)),
    ...duties.flatMap((line) =>
      checkDuty(line, edition, () => {
        const subjects = line.subjects?.map((one) => (typeof one === 'string' ? { key: one } : one));
        // The period of a duty may be any stretch; only the subjects and facts are read here.
        return toInput({ period: '2000', subjects, facts: line.facts }, edition);
      }),
    ),
    ...procedures.flatMap((line) => checkProcedure(line, edition)),
    ...leaveKinds.flatMap(({ kind, value }) => checkLeaveKind(kind, value, edition)),
  ];
}

function checkLeaveKind(kind: string, value: Readonly<Record<string, unknown>>, edition: CompiledEdition): string[] {
  const found = edition.leaveKinds.find((one) => one.id === kind) as Record<string, unknown> | undefined;
  if (!found) return [`no kind of leave ${kind}`];
  return Object.entries(value).flatMap(([key, want]) => {
    const got = typeof found[key] === 'number' ? String(found[key]) : (found[key] ?? null);
    return canonical(want) === canonical(got)
      ? []
      : [`leave kind ${kind}: ${key} expected ${canonical(want)}, got ${canonical(got)}`];
  });
}

type DecisionLine = NonNullable<z.infer<typeof decisionCase>['decisions']>[number];

function checkDecision(line: DecisionLine, edition: CompiledEdition): string[] {
  const name = `${line.decision} ${JSON.stringify(line.input)}`;
  try {
    const result = edition.decide(line.decision, line.input);
    if (line.refuses) return [`${name}: expected refusal ${line.refuses}`];
    const faults = Object.entries(line.value ?? {}).flatMap(([key, value]) => {
      const got = result.value[key];
      const same =
        typeof got === 'number' ? String(got) === String(value) : JSON.stringify(got) === JSON.stringify(value);
      return same ? [] : [`${name}: ${key} expected ${JSON.stringify(value)}, got ${JSON.stringify(got)}`];
    });
    if (line.term) {
      const { from, holidays, ...want } = line.term;
      const got = termDays(result.value, from, holidays && plainCalendar(holidays));
      if (canonical(want) !== canonical(got ?? {})) faults.push(`${name}: term ${JSON.stringify(got)}`);
    }
    return line.articles && JSON.stringify(line.articles) !== JSON.stringify(result.articles)
      ? [...faults, `${name}: articles ${JSON.stringify(result.articles)}`]
      : faults;
  } catch (error) {
    if (error instanceof Problem)
      return error.code === line.refuses
        ? otherBlank(error, line.blank)
        : [`${name}: refused ${error.code} ${JSON.stringify(error.facts)}`];
    throw error;
  }
}

type Expected = z.infer<typeof evaluationCase>['expect'];

function compareResult(expected: Expected, result: Evaluation): string[] {
  const faults: string[] = [];
  const same = (name: string, want: string | undefined, got: string | undefined) => {
    if (want !== undefined && (got === undefined || toRational(fromRational(want)) !== got))
      faults.push(`${name}: expected ${want}, got ${got}`);
  };
  for (const [subject, outputs] of Object.entries(expected.subjects ?? {})) {
    for (const [output, want] of Object.entries(outputs)) {
      const got = result.subjects.get(subject)?.outputs[output];
      const name = `${subject} ${output}`;
      if (want.absent) {
        if (got) faults.push(`${name}: expected none, got ${got.total}`);
        continue;
      }
      same(`${name} total`, want.total, got?.total);
      if (want.shown !== undefined && want.shown !== got?.shown)
        faults.push(`${name} shown: expected ${want.shown}, got ${got?.shown}`);
      same(`${name} fines`, want.fines, got?.fines);
      same(`${name} rewards`, want.rewards, got?.rewards);
      for (const [id, total] of Object.entries(want.sections ?? {}))
        same(`${name} ${id}`, total, got?.sections.find((part) => part.id === id)?.total);
      if (want.grade !== undefined && want.grade !== got?.grade)
        faults.push(`${name} grade: expected ${want.grade}, got ${got?.grade}`);
      const flags = got?.flags.map((flag) => (flag.on ? `${flag.flag}@${flag.on}` : flag.flag));
      if (want.flags && JSON.stringify(want.flags) !== JSON.stringify(flags))
        faults.push(`${name} flags: got ${JSON.stringify(flags)}`);
    }
  }
  for (const want of expected.honours ?? []) {
    const got = result.honours.find((item) => item.honour === want.honour && item.group === want.group);
    const name = `${want.honour} ${want.group}`;
    same(`${name} places`, want.places, got && String(got.places));
    if (want.awarded && JSON.stringify(want.awarded) !== JSON.stringify(got?.awarded))
      faults.push(`${name} awarded: got ${JSON.stringify(got?.awarded)}`);
    if (want.held && JSON.stringify(want.held.toSorted()) !== JSON.stringify(got?.held.toSorted()))
      faults.push(`${name} held: got ${JSON.stringify(got?.held)}`);
    for (const [subject, article] of Object.entries(want.out ?? {})) {
      if (!got?.reasons.some((reason) => reason.subject === subject && !reason.in && reason.article === article))
        faults.push(`${name}: ${subject} not kept out by ${article}`);
    }
  }
  for (const [ranking, ranks] of Object.entries(expected.ranks ?? {})) {
    for (const [subject, rank] of Object.entries(ranks)) {
      const got = result.rankings
        .filter((item) => item.ranking === ranking)
        .flatMap((item) => item.rows)
        .find((row) => row.subject === subject);
      same(`${ranking} ${subject}`, rank, got && String(got.rank));
    }
  }
  return faults;
}
