/** Compiles a composed pack once into plain functions: the steps of an evaluation in the order in which they depend. */
import type { Subject } from '../../fact.js';
import { Problem } from '../../problem.js';
import { type CompiledAccount, compileAccount } from '../account/account.js';
import type { Exact } from '../figures/exact.js';
import { type Probe, Scope } from '../figures/scope.js';
import { comparedOver, ofOtherPeriods, periodBefore } from '../figures/sub-periods.js';
import {
  describeItems,
  describeOutputs,
  describeParameters,
  describeSettings,
  describeTexts,
} from '../pack/catalogue.js';
import { type Choices, compose, type PackLibrary } from '../pack/compose.js';
import { describeLeaveKinds } from '../pack/leave-kinds.js';
import type { PackModel } from '../pack/pack.js';
import type { CompiledEdition, DependencyGraph, Period } from '../types.js';
import { compileBlend } from './blend.js';
import { type CompiledDecision, compileDecision } from './decide.js';
import { dependencyGraph } from './dependency.js';
import { compileDuties } from './duties.js';
import { evaluate } from './evaluate.js';
import { comparedScore, limitGrades, type QuotaVerdict } from './grade.js';
import { type CompiledHonours, compileHonours } from './honour.js';
import { compileOutcomes, isComputed } from './outcome.js';
import { compileOverlap, type OneEvent } from './overlap.js';
import { compileProcedures } from './procedure.js';
import { type CompiledRanking, compileRanking, type RankedGroup } from './rank.js';
import { type CompiledBand, type Compute, compileGrades, compileSheet, scaleOf } from './sheet.js';

interface StepBase {
  /** Blanks of the text that this step rests on; it refuses to run while there is one. */
  blanks: readonly Problem[];
  cycle: Period['kind'] | 'any';
}
interface OutputStep extends StepBase {
  type: 'output';
  output: string;
  subjectKind: Subject['kind'];
  compute: Compute;
}
export interface AccountStep extends StepBase {
  type: 'account';
  output: string;
  subjectKind: Subject['kind'];
  account: CompiledAccount;
}
interface RankingStep extends StepBase {
  type: 'ranking';
  id: string;
  ranking: CompiledRanking;
  subjectKind: Subject['kind'] | undefined;
}
export interface GradeStep extends StepBase {
  type: 'grade';
  output: string;
  bands: readonly CompiledBand[];
  compared: (total: Exact) => Exact;
  /** The grade of whoever stayed below the floor of a part, if the scale has one of that name. */
  floor?: string;
  limit?: {
    ranking: string;
    grade: string;
    otherwise: string;
    judge: (groups: readonly RankedGroup[], gradeOf: (subject: number) => string | undefined) => QuotaVerdict;
  };
}
interface HonourStep extends StepBase {
  type: 'honour';
  ranking: string;
  honours: CompiledHonours;
}
export interface OutcomeStep extends StepBase {
  type: 'outcome';
  output: string;
  mark: ReturnType<typeof compileOutcomes>;
}
export type Step = OutputStep | AccountStep | RankingStep | GradeStep | HonourStep | OutcomeStep;

export interface Program {
  edition: CompiledEdition;
  scope: Scope;
  steps: readonly Step[];
  /** Items whose facts are needed one by one, in order. */
  ordered: ReadonlySet<string>;
  /** Whose results hang on whose. */
  dependencies: DependencyGraph;
  /** Records of one event that give way to another. */
  oneEvent?: OneEvent | undefined;
}

export interface CompileOptions extends Choices {
  probe?: Probe;
}

/** @throws Problem of the `pack.` family, or regulation.unknown for a setting or parameter that does not exist */
export function compile(model: PackModel, library: PackLibrary, options: CompileOptions = {}): CompiledEdition {
  return compileProgram(model, library, options).edition;
}

export function compileProgram(model: PackModel, library: PackLibrary, options: CompileOptions = {}): Program {
  const composed = compose(model, library, options);
  const { rules } = composed;
  const outputs = new Set([...rules.sheets, ...rules.accounts, ...rules.blends].map((item) => item.output));
  const scope = new Scope(composed, outputs, options.probe);
  const items = describeItems(composed, scope);
  const steps = inOrder(buildSteps(scope));
  const decisions = new Map<string, CompiledDecision>(
    rules.decisions.map((decision) => [decision.id, compileDecision(decision, scope)]),
  );
  scope.takeBlanks();
  const procedures = compileProcedures(rules.procedures, scope);
  const openDuties = compileDuties(rules.duties, scope);
  const accounts = steps.filter((step): step is AccountStep => step.type === 'account');
  const dependencies = dependencyGraph(composed);
  const oneEvent = compileOverlap(rules.overlap, items, scope);
  const ordered = new Set([
    ...accounts.flatMap((step) => step.account.items),
    ...scope.singles.keys(),
    ...(oneEvent?.items ?? []),
  ]);
  const edition: CompiledEdition = {
    id: model.id,
    edition: model.edition,
    hash: composed.hash,
    title: model.index.title,
    items,
    outputs: describeOutputs(composed, new Map(accounts.map((step) => [step.output, step.account.lookback]))),
    rankings: rules.rankings.map((item) => ({
      ranking: item.id,
      output: composed.bind[item.output] ?? item.output,
      cycle: item.cycle,
      groups: (item.groups ?? []).map((group) => ({ id: group.id, ...group.title })),
      tieBreaks: (item.tieBreak ?? []).map((one) => ({ id: one.id, ...one.title })),
    })),
    honours: rules.honours.flatMap((item) =>
      item.titles.map((title) => ({
        honour: title.id,
        ranking: item.ranking,
        cycle: cycleOf(item.ranking, scope),
        article: title.article,
        ...title.title,
      })),
    ),
    imports: importsOf(composed, scope),
    citations: composed.citations,
    leaveKinds: describeLeaveKinds(composed),
    decisions: [...decisions.keys()],
    articles: composed.articles.map((entry) => ({ article: entry.article, ...entry.gist, place: entry.place })),
    settings: describeSettings(composed),
    parameters: describeParameters(composed),
    grades: rules.blends.flatMap((blend) =>
      (blend.grade?.scale ?? []).map((item) => ({ output: blend.output, grade: item.grade, ...item.title })),
    ),
    terms: (item) => accounts.map((step) => step.account.terms(item)).find((terms) => terms !== undefined),
    needs: (item) => (ordered.has(item) ? 'facts' : scope.indexOf(item) === undefined ? 'unknown' : 'sum'),
    relations: dependencies.relations,
    dependents: (touched, subjects, cycle) => [...dependencies.reach(touched, subjects, cycle).subjects],
    reach: dependencies.reach,
    sources: dependencies.sources,
    before: (period) => [...new Set(comparedOver(rules).map((over) => periodBefore(period, over)))],
    ...describeTexts(composed),
    ...procedures,
    openDuties,
    evaluate: (input) => evaluate(program, input),
    decide: (decision, input) => {
      const found = decisions.get(decision);
      if (!found)
        throw new Problem(
          'regulation.unknown',
          { name: decision },
          {
            errors: [
              {
                where: 'decision',
                got: decision,
                allowed: [...decisions.keys()],
                message: { 'zh-CN': '没有这个判定', en: 'no such decision' },
              },
            ],
          },
        );
      return found.decide(input);
    },
  };
  const program: Program = { edition, scope, steps, ordered, dependencies, oneEvent };
  return program;
}

/** @throws Problem pack.reference_missing for an item that the edition does not have */
function importsOf({ imports }: Scope['composed'], scope: Scope): Record<string, string> {
  for (const [name, item] of Object.entries(imports)) scope.item(item, `imports.${name}`);
  return { ...imports };
}

function cycleOf(ranking: string, scope: Scope): Period['kind'] {
  const found = scope.composed.rules.rankings.find((item) => item.id === ranking);
  if (!found)
    throw scope.missing(
      ranking,
      'honours',
      scope.composed.rules.rankings.map((item) => item.id),
    );
  return found.cycle;
}

type Open = Step & { name: string; needs: readonly string[] };

function buildSteps(scope: Scope): Open[] {
  const { rules } = scope.composed;
  const steps: Open[] = [];
  const bound = (name: string) => scope.composed.bind[name] ?? name;
  const addStep = (
    name: string,
    needs: readonly string[],
    step:
      | Omit<OutputStep, 'blanks'>
      | Omit<AccountStep, 'blanks'>
      | Omit<RankingStep, 'blanks'>
      | Omit<GradeStep, 'blanks'>
      | Omit<HonourStep, 'blanks'>
      | Omit<OutcomeStep, 'blanks'>,
  ) => steps.push({ ...step, name, needs, blanks: scope.takeBlanks() } as Open);
  for (const sheet of rules.sheets)
    addStep(`output ${sheet.output}`, reads([sheet.sections, sheet.when], bound), {
      type: 'output',
      output: sheet.output,
      subjectKind: sheet.subject,
      cycle: sheet.cycle,
      compute: compileSheet(sheet, scope),
    });
  for (const account of rules.accounts)
    addStep(`output ${account.output}`, [], {
      type: 'account',
      output: account.output,
      subjectKind: account.subject,
      cycle: 'any',
      account: compileAccount(account, scope),
    });
  for (const blend of rules.blends) {
    addStep(`output ${blend.output}`, reads([blend.parts, blend.when], bound), {
      type: 'output',
      output: blend.output,
      subjectKind: blend.subject,
      cycle: blend.cycle,
      compute: compileBlend(blend, scope),
    });
    if (blend.grade) {
      const { bands, quota } = compileGrades(blend.grade, scope, blend.output);
      const limit = quota && {
        ranking: quota.ranking,
        grade: quota.grade,
        otherwise: quota.otherwise,
        judge: limitGrades(quota, scope),
      };
      addStep(`grade ${blend.output}`, [`output ${blend.output}`, ...(quota ? [`ranking ${quota.ranking}`] : [])], {
        type: 'grade',
        output: blend.output,
        cycle: blend.cycle,
        bands,
        compared: comparedScore(blend.grade, scaleOf(blend.displayScale, scope) ?? 2, scope),
        ...(blend.grade.scale.some((item) => item.grade === blend.each?.otherwise)
          ? { floor: blend.each!.otherwise }
          : {}),
        ...(limit ? { limit } : {}),
      });
    }
  }
  const rankings = new Map(rules.rankings.map((item) => [item.id, compileRanking(item, scope)]));
  for (const [id, ranking] of rankings) {
    const subjectKind = [...rules.sheets, ...rules.accounts, ...rules.blends].find(
      (item) => item.output === ranking.output,
    )?.subject;
    addStep(`ranking ${id}`, [`output ${ranking.output}`, ...reads([ranking.ranking.tieBreak], bound)], {
      type: 'ranking',
      id,
      ranking,
      cycle: ranking.ranking.cycle,
      subjectKind,
    });
  }
  for (const item of rules.honours) {
    const ranking = rankings.get(item.ranking);
    if (!ranking) throw scope.missing(item.ranking, item.id, [...rankings.keys()]);
    addStep(`honour ${item.id}`, [`ranking ${item.ranking}`, ...reads([item.eligible, item.disqualified], bound)], {
      type: 'honour',
      ranking: item.ranking,
      cycle: ranking.ranking.cycle,
      honours: compileHonours(item, ranking, scope),
    });
  }
  const computed = rules.outcomes.filter(isComputed);
  for (const output of new Set(computed.map((item) => item.output))) {
    const outcomes = computed.filter((item) => item.output === output);
    const of = [...rules.sheets, ...rules.accounts, ...rules.blends].find((item) => item.output === output);
    if (!of) throw scope.missing(output, outcomes[0]!.id, [...scope.outputs]);
    addStep(`outcomes ${output}`, [`output ${output}`, `grade ${output}`, ...reads(outcomes, bound)], {
      type: 'outcome',
      output,
      cycle: 'cycle' in of ? of.cycle : 'any',
      mark: compileOutcomes(outcomes, output, scope),
    });
  }
  return steps;
}

/** Outputs of the same period and rankings that expressions read. */
function reads(value: unknown, bound: (name: string) => string): string[] {
  if (!value || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item) => reads(item, bound));
  return Object.entries(value).flatMap(([key, inner]) => {
    if (ofOtherPeriods.has(key)) return reads((inner as { otherwise?: unknown }).otherwise, bound);
    if (key === 'output' && typeof inner === 'string') return [`output ${bound(inner)}`];
    if (key === 'graded') return [`grade ${bound((inner as { output: string }).output)}`];
    if (key === 'awarded') return [`honour ${(inner as { honours: string }).honours}`];
    if (key === 'rank') return [`ranking ${(inner as { ranking: string }).ranking}`];
    return reads(inner, bound);
  });
}

/** Depth first; a circle is an error, never a guess. */
function inOrder(steps: readonly Open[]): Step[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const done = new Set<string>();
  const sorted: Step[] = [];
  const visit = (step: Open, path: readonly string[]): void => {
    if (done.has(step.name)) return;
    if (path.includes(step.name))
      throw new Problem(
        'pack.invalid',
        { where: step.name, got: path.join(' → ') },
        {
          errors: [
            { where: step.name, message: { 'zh-CN': '计算互相依赖', en: 'these depend on one another in a circle' } },
          ],
        },
      );
    for (const name of step.needs) {
      const needed = byName.get(name);
      if (needed) visit(needed, [...path, step.name]);
    }
    done.add(step.name);
    sorted.push(step);
  };
  for (const step of steps) visit(step, []);
  return sorted;
}
