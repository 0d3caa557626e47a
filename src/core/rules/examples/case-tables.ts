/** Worked examples of duties and procedures: what is compared with what came out. */
import type { Fact, Subject } from '../../fact.js';
import { Problem } from '../../problem.js';
import { dutyPeriod, wholeInstitution } from '../engine/duties.js';
import { blankProblem } from '../figures/scope.js';
import type { DutyCase, ProcedureCase } from '../language/case-language.js';
import type { CompiledEdition } from '../types.js';

/** @param read the subjects and facts of the example, in the form of the engine */
export function checkDuty(
  line: DutyCase,
  edition: CompiledEdition,
  read: () => { subjects: readonly Subject[]; facts: readonly Fact[] },
): string[] {
  const name = `${line.duty} ${line.period}`;
  return expectRefusal(name, line.refuses, () => {
    const duty = edition.duties.find((item) => item.id === line.duty);
    if (!duty) throw new Problem('regulation.unknown', { name: line.duty });
    if (duty.atLeast === undefined || duty.fulfilledBy === undefined)
      return [`${name}: not counted, it has no atLeast or no fulfilledBy`];
    const period = dutyPeriod(line.period);
    if (period.rhythm !== undefined && period.rhythm !== duty.every)
      return [`${name}: the duty is for every ${duty.every}, the period is a ${period.rhythm}`];
    const { subjects, facts } = read();
    const standing = edition.openDuties(period, subjects, facts);
    const blank = standing.blank.find((item) => item.duty === line.duty);
    if (blank) throw blankProblem(blank.parameter, duty.article);
    const open = standing.open
      .filter((item) => item.duty === line.duty)
      .map((item) => item.subject ?? wholeInstitution);
    return same(`${name} open`, (line.open ?? []).toSorted(), open.toSorted());
  });
}

export function checkProcedure(line: ProcedureCase, edition: CompiledEdition): string[] {
  const name = `${line.procedure} ${line.start ?? line.at ?? ''}`;
  const hasDates = line.start !== undefined || line.stages !== undefined;
  return expectRefusal(name, line.refuses, () => {
    const faults: string[] = [];
    if (hasDates) {
      const dates = edition.procedureDates(line.procedure, line.start);
      for (const { step, ...want } of line.stages ?? []) {
        const got = dates.find((item) => item.step === step);
        for (const [end, day] of Object.entries(want))
          faults.push(...same(`${name} ${step} ${end}`, day, got?.[end as 'from' | 'to']));
      }
    }
    if (line.at !== undefined) {
      const next = edition.procedureNext(line.procedure, line.at, line.to);
      if (line.next !== undefined) faults.push(...same(`${name} next`, line.next, next ?? null));
    }
    return !hasDates && line.at === undefined ? [`${name}: neither start, stages nor at`] : faults;
  });
}

const same = (name: string, want: unknown, got: unknown): string[] =>
  JSON.stringify(want) === JSON.stringify(got)
    ? []
    : [`${name}: expected ${JSON.stringify(want)}, got ${JSON.stringify(got)}`];

function expectRefusal(name: string, refuses: string | undefined, run: () => string[]): string[] {
  try {
    const faults = run();
    return refuses ? [`${name}: expected refusal ${refuses}`] : faults;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.code === refuses ? [] : [`${name}: refused ${error.code} ${JSON.stringify(error.facts)}`];
  }
}
