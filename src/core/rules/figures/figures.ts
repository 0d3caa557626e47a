/**
 * Figures that need more than a column of sums: marks and days taken fact by fact, comparison with periods before,
 * ladders and the choice of a formula. Each is handed the compiled measures that it is made of.
 */
import { dayNumber } from '../../calendar/day.js';
import { Problem } from '../../problem.js';
import type { Amount, ExprObject, LadderStep } from '../language/expression.js';
import { add, compare, divide, type Exact, isZero, multiply, spoken, subtract, sum } from './exact.js';
import type { Measure, Test } from './measure.js';
import { cellOf, type Frame, type Scope } from './scope.js';
import { compileSelection, type Selected } from './selection.js';
import { periodBefore, subPeriods } from './sub-periods.js';

const HUNDRED = 1_000_000;

/** Distinct days on which there is such a fact. */
export function distinctDays(expr: ExprObject & { days: string }, scope: Scope, where: string): Measure {
  const facts = compileSelection(expr.days, expr.where, scope, where);
  return (frame, subject) => new Set(facts(frame, subject).map((fact) => fact.happenedOn)).size * 10_000;
}

/** Sum of the facts that were selected, or how many they are. */
export function total(facts: Selected, amount: 'quantity' | 'points' | 'count'): Measure {
  return (frame, subject) =>
    sum(facts(frame, subject).map((fact) => (amount === 'count' ? 10_000 : (fact[amount] ?? 0))));
}

/** The most facts in any stretch of so many calendar days, both ends included, inside the period. */
export function mostWithin(expr: ExprObject & { most: string }, scope: Scope, where: string): Measure {
  if (expr.within === undefined) throw scope.missing('within', where, ['{ most: item, within: "30" }']);
  const facts = compileSelection(expr.most, expr.where, scope, where);
  const length = scope.amount(expr.within) / 10_000;
  return (frame, subject) => {
    const days = facts(frame, subject)
      .map((fact) => dayNumber(fact.happenedOn))
      .sort((a, b) => a - b);
    let [first, most] = [0, 0];
    for (const [last, day] of days.entries()) {
      while (day - days[first]! >= length) first++;
      most = Math.max(most, last - first + 1);
    }
    return most * 10_000;
  };
}

/** Mean of the facts of an item, each within the marks that are allowed; `undefined` without any. */
export function mean(expr: ExprObject & { mean: string }, scope: Scope, where: string): Measure {
  const facts = compileSelection(expr.mean, expr.where, scope, where);
  const isTrimmed = scope.word(expr.drop ?? 'MEAN', ['MEAN', 'TRIMMED'], where) === 'TRIMMED';
  const check = expr.marks ? markCheck(expr.marks, expr.mean, scope) : undefined;
  return (frame, subject) => {
    const marks = facts(frame, subject).map((fact) => fact.quantity);
    if (marks.length === 0) return undefined;
    for (const mark of marks) check?.(mark);
    const kept = isTrimmed && marks.length >= 3 ? marks.toSorted((a, b) => a - b).slice(1, -1) : marks;
    return divide(sum(kept), kept.length * 10_000);
  };
}

function markCheck(marks: NonNullable<ExprObject['marks']>, item: string, scope: Scope): (mark: number) => void {
  const [from, to] = [scope.open(marks.from), scope.open(marks.to)];
  return (mark) => {
    const blank = from.blank ?? to.blank;
    if (blank) throw blank;
    if (mark >= from.units && mark <= to.units && !(marks.whole && mark % 10_000 !== 0)) return;
    const allowed = `${spoken(from.units)}${marks.whole ? ', ' : '–'}${marks.whole ? '… ' : ''}${spoken(to.units)}`;
    throw new Problem(
      'regulation.input',
      { decision: item, name: allowed, got: spoken(mark) },
      {
        errors: [
          {
            where: item,
            got: spoken(mark),
            allowed,
            message: {
              'zh-CN': marks.whole ? '只能给该范围内的整数分' : '评分超出范围',
              en: marks.whole ? 'only whole marks within the range' : 'the mark is out of range',
            },
          },
        ],
      },
    );
  };
}

/** How many of the occurrences of a period are the n-th or a later one. */
export function occurrences(expr: ExprObject & { occurrence: string }, scope: Scope, where: string): Measure {
  const item = scope.item(expr.occurrence, where);
  const before = subtract(scope.amount(expr.from ?? '1'), 10_000);
  return (frame, subject) => {
    const later = subtract(frame.count[cellOf(frame, item, subject)]! * 10_000, before);
    return compare(later, 0) > 0 ? later : 0;
  };
}

/** Answers of a yes-or-no line that were no; an answer is 1 or 0. */
export function unmet(name: string, scope: Scope, where: string): Measure {
  const item = scope.item(name, where);
  return (frame, subject) => {
    const at = cellOf(frame, item, subject);
    const [answers, met] = [frame.count[at]! * 10_000, frame.quantity[at]!];
    if (answers > 0) scope.probe?.(name, 'hit');
    if (met < 0 || met > answers || met % 10_000 !== 0)
      throw new Problem('regulation.input', { decision: name, name: '1 / 0', got: spoken(met) });
    return answers - met;
  };
}

const figureOf = (frame: Frame, name: string, subject: number, period: string): Exact | undefined =>
  frame.history
    .get(name)
    ?.get(frame.subjects[subject]!.key)
    ?.find((entry) => entry.period === period)?.value;

const current = (frame: Frame, name: string, subject: number): Exact | undefined => {
  const own = frame.totals.get(name);
  return own ? own[subject] : figureOf(frame, name, subject, frame.period.key);
};

/** Against the period before: the difference, or the difference in percent of what it was (of nothing: no figure). */
export function change(expr: NonNullable<ExprObject['change']>, scope: Scope, where: string): Measure {
  const name = scope.output(expr.output, where);
  const inPercent = scope.word(expr.as ?? 'ABSOLUTE', ['ABSOLUTE', 'PERCENT'], where) === 'PERCENT';
  return (frame, subject) => {
    const now = current(frame, name, subject);
    const before = figureOf(frame, name, subject, periodBefore(frame.period.key, expr.over));
    if (now === undefined || before === undefined) return undefined;
    const moved = subtract(now, before);
    if (!inPercent) return moved;
    return isZero(before) ? undefined : divide(multiply(moved, HUNDRED), before);
  };
}

/** What an output was in the period before; nothing of the present period is read, so it may be the output itself. */
export function brought(
  { output, over }: NonNullable<ExprObject['before']>,
  otherwise: Measure | undefined,
  scope: Scope,
  where: string,
): Measure {
  const name = scope.output(output, where);
  return (frame, subject) =>
    figureOf(frame, name, subject, periodBefore(frame.period.key, over)) ?? otherwise?.(frame, subject);
}

/** In how many months or quarters of the period a condition on an output held; those without a figure do not count. */
export function periodsIn(
  expr: NonNullable<ExprObject['periods']>,
  holds: (value: Exact, frame: Frame, subject: number) => boolean,
  scope: Scope,
  where: string,
): Measure {
  const name = scope.output(expr.output, where);
  return (frame, subject) => {
    let held = 0;
    for (const key of subPeriods(frame.period.key, expr.over)) {
      const value = key === frame.period.key ? current(frame, name, subject) : figureOf(frame, name, subject, key);
      if (value !== undefined && holds(value, frame, subject)) held++;
    }
    return held * 10_000;
  };
}

interface Rung {
  /** Where the step begins (not included) and ends (included). */
  low: number;
  high: number | undefined;
  each: number;
  amount: number;
  name: string;
}

/**
 * A ladder from 0 upwards. Steps with `each` alone cost their slice unit by unit; steps with an `amount` cost what the
 * one step says into which the figure falls, and `each` goes on from there linearly. No step begins at or below 0.
 * @throws Problem regulation.gap for a figure that no step reaches
 */
export function ladder(of: Measure, expr: NonNullable<ExprObject['ladder']>, scope: Scope, where: string): Measure {
  const climb = compileSteps(expr.steps, scope, where);
  return (frame, subject) => {
    const figure = of(frame, subject);
    return figure === undefined ? undefined : climb(figure);
  };
}

/** The quantity of each fact of an item goes up the ladder by itself, and what they come to is added up. */
export function onEach(expr: ExprObject & { onEach: string }, scope: Scope, where: string): Measure {
  const facts = compileSelection(expr.onEach, expr.where, scope, where);
  if (!expr.steps) throw scope.missing('steps', where, ['onEach', 'steps']);
  const climb = compileSteps(expr.steps, scope, where);
  return (frame, subject) => sum(facts(frame, subject).map((fact) => climb(fact.quantity)));
}

function compileSteps(steps: readonly LadderStep[], scope: Scope, where: string): (figure: Exact) => Exact {
  const rungs = readRungs(steps, scope, where);
  const isFlat = steps.some((step) => step.amount !== undefined);
  return (figure) => {
    if (compare(figure, 0) <= 0) return 0;
    const place = rungs.find(({ high }) => high === undefined || compare(figure, high) <= 0);
    if (!place) throw new Problem('regulation.gap', { rule: where, got: spoken(figure) }, { articles: [where] });
    scope.probe?.(`${where}: step`, place.name);
    if (isFlat) return add(place.amount, multiply(subtract(figure, place.low), place.each));
    let total: Exact = 0;
    for (const { low, high, each } of rungs) {
      if (compare(figure, low) <= 0) break;
      const end = high !== undefined && compare(figure, high) > 0 ? high : figure;
      total = add(total, multiply(subtract(end, low), each));
    }
    return total;
  };
}

function readRungs(steps: readonly LadderStep[], scope: Scope, where: string): Rung[] {
  let low = 0;
  return steps.map((step, index) => {
    const isLast = index === steps.length - 1;
    const high = step.upTo === undefined ? undefined : scope.amount(step.upTo);
    const wrong =
      (high === undefined && !isLast) ||
      (high !== undefined && high <= low) ||
      (step.above !== undefined && scope.amount(step.above) !== low) ||
      (step.each === undefined && step.amount === undefined);
    if (wrong) throw badStep(where, step);
    const name = step.upTo === undefined ? `>${text(steps[index - 1]?.upTo ?? '0')}` : `…${text(step.upTo)}`;
    scope.expect(`${where}: step`, name);
    const rung = { low, high, name, each: scope.amount(step.each ?? '0'), amount: scope.amount(step.amount ?? '0') };
    low = high ?? low;
    return rung;
  });
}

const text = (limit: Amount): string =>
  typeof limit === 'string' ? limit : 'setting' in limit ? limit.setting : limit.parameter;

function badStep(where: string, step: unknown): Problem {
  return new Problem(
    'pack.invalid',
    { where, got: JSON.stringify(step) },
    {
      errors: [
        {
          where,
          got: JSON.stringify(step),
          allowed: ['{ upTo, each }', '{ upTo, amount }', '{ above, each }', '{ above, amount, each }'],
          message: {
            'zh-CN': '阶梯应由低到高首尾相接，只有最后一级可以不设上限，每级要有 each 或 amount',
            en: 'steps rise and meet, only the last has no upper end, and each has `each` or `amount`',
          },
        },
      ],
    },
  );
}

/** The first formula whose condition holds. @throws Problem regulation.gap where none does */
export function choice(arms: readonly { when: Test | boolean; take: Measure }[], scope: Scope, where: string): Measure {
  for (const index of arms.keys()) scope.expect(`${where}: choice`, String(index + 1));
  return (frame, subject) => {
    const index = arms.findIndex(({ when }) => when === true || (when !== false && when(frame, subject)));
    const arm = arms[index];
    if (!arm)
      throw new Problem('regulation.gap', { rule: where, got: frame.subjects[subject]!.key }, { articles: [where] });
    scope.probe?.(`${where}: choice`, String(index + 1));
    return arm.take(frame, subject);
  };
}
