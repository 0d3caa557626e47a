/** Kinds of leave of a composed edition: references that only the whole can answer, and amounts as figures. */
import { parseUnits, type Units } from '../../amount.js';
import { Problem } from '../../problem.js';
import { blankProblem } from '../figures/scope.js';
import type { Amount } from '../language/expression.js';
import type { LeaveKind } from '../language/leave-kind.js';
import { nearest } from '../language/yaml.js';
import type { LeaveKindInfo } from '../types.js';
import type { Composed } from './compose.js';

const UNIT = 10_000;

/** Where `leave.length` has nothing to say about a kind. */
const countsOf = (kind: LeaveKind, composed: Composed): LeaveKindInfo['counts'] => {
  if (kind.counts === undefined) return undefined;
  const word = typeof kind.counts === 'string' ? kind.counts : composed.settings[kind.counts.setting]?.chosen;
  if (word === 'workingDays' || word === 'calendarDays') return word;
  throw new Problem(
    'pack.invalid',
    { where: `leaveKinds.${kind.id}.counts`, got: String(word) },
    {
      errors: [
        {
          where: `leaveKinds.${kind.id}.counts`,
          got: String(word),
          allowed: ['workingDays', 'calendarDays'],
          message: { 'zh-CN': '不是计算长度的方式', en: 'not a way to count a length' },
        },
      ],
    },
  );
};

/**
 * @throws Problem pack.reference_missing when a kind names a decision that the edition does not have, pack.invalid for a
 * reading that is no way to count
 */
export function describeLeaveKinds(composed: Composed): LeaveKindInfo[] {
  const decisions = composed.rules.decisions.map((decision) => decision.id);
  const accounts = accountsIn(composed);
  return composed.rules.leaveKinds.map((kind): LeaveKindInfo => {
    if (kind.account?.entitlement)
      expect(kind.account.entitlement, decisions, `leaveKinds.${kind.id}.account`, '判定表');
    if (kind.account && accounts) expect(kind.account.id, accounts, `leaveKinds.${kind.id}.account`, '假期账户');
    const blanks: Problem[] = [];
    const read = (value: Amount | undefined): Units | undefined => {
      if (value === undefined) return undefined;
      const found = unitsOf(value, composed);
      if (found instanceof Problem) blanks.push(found);
      return found instanceof Problem ? undefined : found;
    };
    const whole = (value: Amount | undefined): number | undefined => {
      const units = read(value);
      return units === undefined ? undefined : Math.ceil(units / UNIT);
    };
    const counts = countsOf(kind, composed);
    const { when, document } = kind.proof ?? { when: 'none' as const, document: undefined };
    const [step, mostMinutes, mostDays] = [whole(kind.step), whole(kind.mostMinutes), read(kind.mostDays)];
    const [fromDays, within] = [read(kind.proof?.fromDays), whole(kind.proof?.withinWorkingDays)];
    return {
      id: kind.id,
      article: kind.article,
      ...kind.title,
      parts: kind.parts,
      step: step ?? 1,
      ...(mostMinutes === undefined ? {} : { mostMinutes }),
      ...(mostDays === undefined ? {} : { mostDays }),
      ...(counts ? { counts } : {}),
      proof: {
        when,
        ...(document ? { document } : {}),
        ...(fromDays === undefined ? {} : { fromDays }),
        ...(within === undefined ? {} : { withinWorkingDays: within }),
      },
      ...(kind.account ? { account: kind.account.id } : {}),
      ...(kind.scoredAs ? { scoredAs: kind.scoredAs } : {}),
      ...(kind.note ? { note: kind.note } : {}),
      ...(blanks[0] ? { blank: blanks[0] } : {}),
    };
  });
}

/** Ids of the accounts that `leave.accounts` opens; undefined where the edition keeps none. */
function accountsIn(composed: Composed): string[] | undefined {
  const table = composed.rules.decisions.find((decision) => decision.id === 'leave.accounts');
  return table?.rows.flatMap((row) => Object.keys(row.gives));
}

function unitsOf(value: Amount, composed: Composed): Units | Problem {
  if (typeof value === 'string') return parseUnits(value, 4);
  if ('setting' in value) return parseUnits(composed.settings[value.setting]?.chosen ?? '0', 4);
  const parameter = composed.parameters[value.parameter];
  if (!parameter || parameter.value === null) return blankProblem(value.parameter, parameter?.article ?? '');
  return parseUnits(parameter.value, 4);
}

function expect(name: string, known: readonly string[], where: string, what: string): void {
  if (known.includes(name)) return;
  const close = nearest(name, known);
  throw new Problem(
    'pack.reference_missing',
    { where, got: name },
    {
      errors: [
        {
          where,
          got: name,
          allowed: known,
          message: {
            'zh-CN': `没有${what} ${name}${close ? `，是否想写 ${close}` : ''}`,
            en: `there is no ${name}${close ? `, did you mean ${close}` : ''}`,
          },
        },
      ],
    },
  );
}
