/** Compiles expressions and conditions to plain functions over the columns of a frame. */
import { parseUnits } from '../../amount.js';
import { Problem } from '../../problem.js';
import type { Bounds, Cond, Expr, ExprObject } from '../language/expression.js';
import { ceilWhole, compare, divide, type Exact, floorWhole, isZero, multiply, subtract, sum } from './exact.js';
import {
  brought,
  change,
  choice,
  distinctDays,
  ladder,
  mean,
  mostWithin,
  occurrences,
  onEach,
  periodsIn,
  total,
  unmet,
} from './figures.js';
import { cellOf, type Frame, type Scope } from './scope.js';
import { compileSelection } from './selection.js';
import { subPeriods } from './sub-periods.js';

/** `undefined`: there is nothing on record from which the figure could be taken. */
export type Measure = (frame: Frame, subject: number) => Exact | undefined;
export type Test = (frame: Frame, subject: number) => boolean;

const DECIMAL = /^[+-]?\d+(\.\d+)?$/;
const HUNDRED = 1_000_000;

export function compileMeasure(expr: Expr, scope: Scope, where: string): Measure {
  if (typeof expr === 'string') {
    if (DECIMAL.test(expr)) return constant(parseUnits(expr, 4));
    return column(scope.item(expr, where), 'quantity');
  }
  return compileObject(expr, scope, where);
}

const constant =
  (value: Exact): Measure =>
  () =>
    value;

function column(item: number, name: 'count' | 'quantity' | 'points'): Measure {
  if (name === 'count') return (frame, subject) => frame.count[cellOf(frame, item, subject)]! * 10_000;
  return (frame, subject) => frame[name][cellOf(frame, item, subject)]!;
}

function compileObject(expr: ExprObject, scope: Scope, where: string): Measure {
  const sub = (inner: Expr) => compileMeasure(inner, scope, where);
  if (expr.where) return compileSelected(expr, scope, where);
  if (expr.sum !== undefined) return column(scope.item(expr.sum, where), 'quantity');
  if (expr.count !== undefined) return column(scope.item(expr.count, where), 'count');
  if (expr.points !== undefined) return column(scope.item(expr.points, where), 'points');
  if (expr.value !== undefined) return value(scope.item(expr.value, where), expr.value);
  if (expr.parameter !== undefined) return constant(scope.amount({ parameter: expr.parameter }));
  if (expr.setting !== undefined) return constant(scope.amount({ setting: expr.setting }));
  if (expr.share) return share(sub(expr.share[0]), sub(expr.share[1]));
  if (expr.output !== undefined) return output(scope.output(expr.output, where), expr.section);
  if (expr.members) {
    const { output: of, relation, aggregate } = expr.members;
    return members(scope.output(of, where), relation, scope.word(aggregate, ['MEAN', 'SUM', 'COUNT'], where));
  }
  if (expr.running) return (frame) => frame.running ?? 0;
  if (expr.history)
    return history(
      scope.output(expr.history.output, where),
      expr.history.over,
      scope.word(expr.history.aggregate, ['MEAN', 'SUM', 'LAST'], where),
    );
  if (expr.rank) return rank(expr.rank.ranking, expr.rank.from);
  if (expr.attribute !== undefined) return attribute(expr.attribute);
  if (expr.add) return fold(expr.add.map(sub), sum);
  if (expr.times) return fold(expr.times.map(sub), (values) => values.reduce(multiply));
  if (expr.minus) return fold(expr.minus.map(sub), ([a, b]) => subtract(a!, b!));
  if (expr.greatest)
    return fold(expr.greatest.map(sub), (values) => values.reduce((a, b) => (compare(a, b) >= 0 ? a : b)));
  if (expr.least) return fold(expr.least.map(sub), (values) => values.reduce((a, b) => (compare(a, b) <= 0 ? a : b)));
  if (expr.round) return rounded(sub(expr.round.of), scope.word(expr.round.mode, ['FLOOR', 'CEIL', 'LINEAR'], where));
  if (expr.given) return given(expr.given, scope, where);
  return compileFigure(expr, scope, where);
}

/** Figures of those facts alone that say so. */
function compileSelected(expr: ExprObject, scope: Scope, where: string): Measure {
  const item = expr.sum ?? expr.points ?? expr.count;
  if ((expr.days ?? expr.most ?? expr.mean ?? expr.onEach) !== undefined) return compileFigure(expr, scope, where);
  if (item === undefined)
    throw scope.missing('where', where, ['sum', 'count', 'points', 'days', 'most', 'mean', 'onEach']);
  const amount = expr.sum !== undefined ? 'quantity' : expr.points !== undefined ? 'points' : 'count';
  return total(compileSelection(item, expr.where, scope, where), amount);
}

/** Figures that look at facts one by one, at other periods, or at the place in a table of steps. */
function compileFigure(expr: ExprObject, scope: Scope, where: string): Measure {
  if (expr.mean !== undefined) return mean({ ...expr, mean: expr.mean }, scope, where);
  if (expr.days !== undefined) return distinctDays({ ...expr, days: expr.days }, scope, where);
  if (expr.most !== undefined) return mostWithin({ ...expr, most: expr.most }, scope, where);
  if (expr.occurrence !== undefined) return occurrences({ ...expr, occurrence: expr.occurrence }, scope, where);
  if (expr.unmet !== undefined) return unmet(expr.unmet, scope, where);
  if (expr.change) return change(expr.change, scope, where);
  if (expr.before) {
    const { otherwise } = expr.before;
    const none = otherwise === undefined ? undefined : compileMeasure(otherwise, scope, where);
    return brought(expr.before, none, scope, where);
  }
  if (expr.onEach !== undefined) return onEach({ ...expr, onEach: expr.onEach }, scope, where);
  if (expr.ladder) return ladder(compileMeasure(expr.ladder.of, scope, where), expr.ladder, scope, where);
  if (expr.periods) return periodsIn(expr.periods, compileBounds(expr.periods, scope, where), scope, where);
  if (expr.choose) {
    const arms = expr.choose.map(({ when, take }) => ({
      when: when === undefined ? true : compileTest(when, scope, where),
      take: compileMeasure(take, scope, where),
    }));
    return choice(arms, scope, where);
  }
  throw scope.missing('measure', where, ['sum', 'count', 'value', 'share', 'output', 'history', 'members']);
}

/**
 * A measured figure; one that was recorded and taken back is not on record. Two that stand side by side are refused:
 * adding them would be wrong and choosing one would be a guess.
 */
function value(item: number, name: string): Measure {
  return (frame, subject) => {
    const at = cellOf(frame, item, subject);
    const count = frame.count[at]!;
    if (count > 1) {
      const { key } = frame.subjects[subject]!;
      throw new Problem('regulation.conflict', { rule: name, first: `${key} × 1`, second: `${key} × ${count}` });
    }
    return count > 0 ? frame.quantity[at]! : undefined;
  };
}

function share(part: Measure, whole: Measure): Measure {
  return (frame, subject) => {
    const [a, b] = [part(frame, subject), whole(frame, subject)];
    if (a === undefined || b === undefined || isZero(b)) return undefined;
    return divide(multiply(a, HUNDRED), b);
  };
}

function output(name: string, section: string | undefined): Measure {
  if (section)
    return (frame, subject) => frame.drafts.get(name)?.[subject]?.sections.find((part) => part.id === section)?.total;
  return (frame, subject) => {
    const own = frame.totals.get(name);
    if (own) return own[subject];
    return entries(frame, name, subject).find((entry) => entry.period === frame.period.key)?.value;
  };
}

const memberships = new WeakMap<Frame, Map<string, Map<string, number[]>>>();

/** Who names whom by a relation; computed once for an evaluation. */
function membersBy(frame: Frame, relation: string): Map<string, number[]> {
  const known = memberships.get(frame) ?? new Map<string, Map<string, number[]>>();
  memberships.set(frame, known);
  let lists = known.get(relation);
  if (!lists) {
    lists = new Map();
    for (const [index, subject] of frame.subjects.entries()) {
      const whole = subject.relations?.[relation];
      if (whole !== undefined) lists.set(whole, [...(lists.get(whole) ?? []), index]);
    }
    known.set(relation, lists);
  }
  return lists;
}

const positions = new WeakMap<Frame, Map<string, number>>();

/** Where a subject stands in the columns; computed once for an evaluation. */
function positionOf(frame: Frame, key: string | undefined): number | undefined {
  if (key === undefined) return undefined;
  let known = positions.get(frame);
  if (!known) {
    known = new Map(frame.subjects.map((subject, index) => [subject.key, index]));
    positions.set(frame, known);
  }
  return known.get(key);
}

/** A figure of those who belong to the subject, e.g. a branch's outlets; who has no result is left out. */
function members(name: string, relation: string, aggregate: 'MEAN' | 'SUM' | 'COUNT'): Measure {
  return (frame, subject) => {
    const list = membersBy(frame, relation).get(frame.subjects[subject]!.key) ?? [];
    const values = list.flatMap((index) => frame.totals.get(name)?.[index] ?? []);
    if (aggregate === 'COUNT') return values.length * 10_000;
    if (values.length === 0) return undefined;
    return aggregate === 'SUM' ? sum(values) : divide(sum(values), values.length * 10_000);
  };
}

const entries = (frame: Frame, name: string, subject: number) =>
  frame.history.get(name)?.get(frame.subjects[subject]!.key) ?? [];

function history(name: string, over: 'month' | 'quarter', aggregate: 'MEAN' | 'SUM' | 'LAST'): Measure {
  return (frame, subject) => {
    const wanted = new Set(subPeriods(frame.period.key, over));
    const found = entries(frame, name, subject).filter((entry) => wanted.has(entry.period));
    if (found.length === 0) return undefined;
    const values = found.toSorted((a, b) => (a.period < b.period ? -1 : 1)).map((entry) => entry.value);
    if (aggregate === 'LAST') return values.at(-1);
    const total = sum(values);
    return aggregate === 'SUM' ? total : divide(total, values.length * 10_000);
  };
}

function rank(ranking: string, from: 'top' | 'bottom'): Measure {
  return (frame, subject) => {
    const place = frame.ranks.get(ranking)?.[from].get(subject);
    return place === undefined ? undefined : place * 10_000;
  };
}

function attribute(name: string): Measure {
  return (frame, subject) => {
    const found = frame.subjects[subject]!.attributes?.[name];
    return typeof found === 'number' ? found : undefined;
  };
}

function fold(parts: readonly Measure[], combine: (values: Exact[]) => Exact): Measure {
  return (frame, subject) => {
    const values: Exact[] = [];
    for (const part of parts) {
      const one = part(frame, subject);
      if (one === undefined) return undefined;
      values.push(one);
    }
    return combine(values);
  };
}

function rounded(of: Measure, mode: 'FLOOR' | 'CEIL' | 'LINEAR'): Measure {
  if (mode === 'LINEAR') return of;
  const round = mode === 'FLOOR' ? floorWhole : ceilWhole;
  return (frame, subject) => {
    const exact = of(frame, subject);
    return exact === undefined ? undefined : round(exact);
  };
}

function given(expr: NonNullable<ExprObject['given']>, scope: Scope, where: string): Measure {
  const then = compileMeasure(expr.take, scope, where);
  const otherwise = expr.otherwise === undefined ? constant(0) : compileMeasure(expr.otherwise, scope, where);
  const when = compileTest(expr.when, scope, where);
  if (typeof when === 'boolean') return when ? then : otherwise;
  return (frame, subject) => (when(frame, subject) ? then : otherwise)(frame, subject);
}

/** A condition on a subject; what depends on settings alone is settled here and gives a plain boolean. */
export function compileTest(cond: Cond, scope: Scope, where: string): Test | boolean {
  if (cond.all)
    return joined(
      cond.all.map((item) => compileTest(item, scope, where)),
      true,
    );
  if (cond.any)
    return joined(
      cond.any.map((item) => compileTest(item, scope, where)),
      false,
    );
  if (cond.not) {
    const inner = compileTest(cond.not, scope, where);
    return typeof inner === 'boolean' ? !inner : (frame, subject) => !inner(frame, subject);
  }
  if (cond.setting !== undefined) return matches(scope.setting(cond.setting), cond);
  if (cond.recorded !== undefined) {
    const item = scope.item(cond.recorded, where);
    const { relation } = cond;
    if (relation === undefined) return (frame, subject) => frame.count[cellOf(frame, item, subject)]! > 0;
    return (frame, subject) => {
      const other = positionOf(frame, frame.subjects[subject]!.relations?.[relation]);
      return other !== undefined && frame.count[cellOf(frame, item, other)]! > 0;
    };
  }
  if (cond.awarded) {
    const { honours, relation, title } = cond.awarded;
    scope.honours(honours, where, title);
    const list = title === undefined ? honours : `${honours}/${title}`;
    return (frame, subject) => {
      const { key, relations } = frame.subjects[subject]!;
      const winner = relation === undefined ? key : relations?.[relation];
      return winner !== undefined && (frame.awarded.get(list)?.has(winner) ?? false);
    };
  }
  if (cond.flagged) {
    const { flag } = cond.flagged;
    const output = scope.output(cond.flagged.output, where);
    return (frame, subject) => frame.drafts.get(output)?.[subject]?.flags.some((item) => item.flag === flag) ?? false;
  }
  if (cond.graded) {
    const { grade } = cond.graded;
    const output = scope.output(cond.graded.output, where);
    return (frame, subject) => frame.drafts.get(output)?.[subject]?.grade === grade;
  }
  if (cond.known !== undefined) {
    const figure = compileMeasure(cond.known, scope, where);
    return (frame, subject) => figure(frame, subject) !== undefined;
  }
  if (cond.attribute !== undefined && (cond.is !== undefined || cond.in)) {
    const name = cond.attribute;
    return (frame, subject) =>
      matches(
        frame.subjects[subject]!.attributes?.[name] ?? (name === 'group' ? frame.subjects[subject]!.group : undefined),
        cond,
      );
  }
  const figure = cond.measure ?? (cond.attribute !== undefined ? { attribute: cond.attribute } : undefined);
  if (figure === undefined)
    throw scope.missing('when', where, [
      'measure',
      'recorded',
      'known',
      'awarded',
      'flagged',
      'graded',
      'attribute',
      'setting',
      'all',
      'any',
      'not',
    ]);
  return bounded(compileMeasure(figure, scope, where), cond, scope, where);
}

function joined(parts: readonly (Test | boolean)[], all: boolean): Test | boolean {
  if (parts.some((part) => part === !all)) return !all;
  const open = parts.filter((part): part is Test => typeof part !== 'boolean');
  if (open.length === 0) return all;
  return all
    ? (frame, subject) => open.every((part) => part(frame, subject))
    : (frame, subject) => open.some((part) => part(frame, subject));
}

export function matches(found: string | number | boolean | undefined, cond: Cond): boolean {
  if (cond.in) return cond.in.includes(String(found));
  if (typeof cond.is === 'boolean') return (found === true || found === 'true') === cond.is;
  return found !== undefined && String(found) === cond.is;
}

/** A missing figure satisfies no bound. */
function bounded(figure: Measure, cond: Cond, scope: Scope, where: string): Test {
  const holds = compileBounds(cond, scope, where);
  return (frame, subject) => {
    const found = figure(frame, subject);
    return found !== undefined && holds(found, frame, subject);
  };
}

/** Each bound is a threshold that the examples must touch from both sides. */
function compileBounds(
  cond: Bounds,
  scope: Scope,
  where: string,
): (value: Exact, frame: Frame, subject: number) => boolean {
  const bounds = (['above', 'atLeast', 'below', 'atMost'] as const).filter((name) => cond[name] !== undefined);
  const limits = bounds.map((name) => compileMeasure(cond[name]!, scope, where));
  const point = `${where}: ${bounds.map((name) => `${name} ${JSON.stringify(cond[name])}`).join(', ')}`;
  scope.expect(point, 'true', 'false');
  const probe = scope.probe;
  return (value, frame, subject) => {
    const holds = bounds.every((name, index) => {
      const limit = limits[index]!(frame, subject);
      return limit !== undefined && within(name, compare(value, limit));
    });
    probe?.(point, String(holds));
    return holds;
  };
}

export function within(bound: 'above' | 'atLeast' | 'below' | 'atMost', order: number): boolean {
  return bound === 'above' ? order > 0 : bound === 'atLeast' ? order >= 0 : bound === 'below' ? order < 0 : order <= 0;
}
