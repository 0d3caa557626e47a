/** Procedures: stages in an order of which none may be skipped, and the days on which they end. */
import { addDays, daysInMonth } from '../../calendar/day.js';
import type { Day } from '../../fact.js';
import { Problem } from '../../problem.js';
import { blankProblem, type Scope } from '../figures/scope.js';
import type { Amount } from '../language/expression.js';
import type { Procedure } from '../language/parts.js';

export interface StageDays {
  step: string;
  from: Day;
  /** Last day; absent where the text gives the stage no length, and then no later stage has days. */
  to?: Day;
}

export interface CompiledProcedure {
  procedure: Procedure;
  /** @throws Problem regulation.blank where a length or the first day is not filled in, regulation.input without a start */
  dates(start?: Day): StageDays[];
  /**
   * The stage after this one; `undefined` after the last.
   * @param to where somebody wants to go
   * @throws Problem regulation.stage_skipped when that is not the next stage, regulation.unknown
   */
  next(at: string, to?: string): string | undefined;
}

export function compileProcedure(procedure: Procedure, scope: Scope): CompiledProcedure {
  scope.expect(procedure.id, 'hit');
  const fromStart = scope.word(procedure.anchor ?? 'START', ['START', 'PREVIOUS_END'], procedure.id) === 'START';
  const lengths = procedure.steps.map((step) => ({
    step,
    months: length(step.months, scope),
    days: length(step.days, scope),
  }));
  return {
    procedure,
    dates: (given) => {
      const start = given ?? firstDay(procedure, scope);
      const stages: StageDays[] = [];
      let [months, days]: [number, number] = [0, 0];
      let from: Day = start;
      let end: Day = start;
      for (const { step, months: more, days: further } of lengths) {
        if (!more && !further) {
          stages.push({ step: step.id, from });
          break;
        }
        [months, days] = fromStart ? [months + known(more), days + known(further)] : [known(more), known(further)];
        end = addDays(addMonths(fromStart ? start : end, months), days);
        stages.push({ step: step.id, from, to: end });
        from = addDays(end, 1);
      }
      scope.probe?.(procedure.id, 'hit');
      return stages;
    },
    next: (at, to) => {
      const names = procedure.steps.map((step) => step.id);
      for (const name of [at, ...(to === undefined ? [] : [to])])
        if (!names.includes(name)) throw scope.missing(name, procedure.id, names);
      const following = names[names.indexOf(at) + 1];
      if (to !== undefined && to !== following)
        throw new Problem(
          'regulation.stage_skipped',
          { procedure: procedure.id, at, to, next: following ?? '—' },
          { articles: [procedure.article] },
        );
      scope.probe?.(procedure.id, 'hit');
      return following;
    },
  };
}

/** The day that the office filled in. */
function firstDay({ id, start, article }: Procedure, scope: Scope): Day {
  const found = start && scope.composed.parameters[start.parameter];
  if (!start || !found)
    throw new Problem('regulation.input', { decision: id, name: 'start', got: '—' }, { articles: [article] });
  if (found.value === null) throw blankProblem(start.parameter, found.article);
  return found.value as Day;
}

interface Length {
  units: number;
  blank?: Problem;
}

const length = (amount: Amount | undefined, scope: Scope): Length | undefined =>
  amount === undefined ? undefined : scope.open(amount);

function known(length: Length | undefined): number {
  if (length?.blank) throw length.blank;
  return (length?.units ?? 0) / 10_000;
}

/** The day of the same number so many months later, or the last of that month where there is none. */
export function addMonths(day: Day, months: number): Day {
  const serial = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(serial / 12), (serial % 12) + 1];
  const date = Math.min(Number(day.slice(8)), daysInMonth(year, month));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** The procedures of an edition, by their ids. */
export function compileProcedures(
  procedures: readonly Procedure[],
  scope: Scope,
): {
  procedureDates(procedure: string, start?: Day): StageDays[];
  procedureNext(procedure: string, at: string, to?: string): string | undefined;
} {
  const compiled = new Map(procedures.map((item) => [item.id, compileProcedure(item, scope)]));
  const find = (name: string): CompiledProcedure => {
    const found = compiled.get(name);
    if (!found) throw new Problem('regulation.unknown', { name });
    return found;
  };
  return {
    procedureDates: (procedure, start) => find(procedure).dates(start),
    procedureNext: (procedure, at, to) => find(procedure).next(at, to),
  };
}
