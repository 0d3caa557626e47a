/** Decision tables (K17–K21): typed inputs, rows with conditions, a declared hit policy; two that clash are an error. */
import { parseUnits } from '../../amount.js';
import { Problem } from '../../problem.js';
import { compare } from '../figures/exact.js';
import { matches, within } from '../figures/measure.js';
import { blankProblem, type Scope } from '../figures/scope.js';
import type { Cond, Expr } from '../language/expression.js';
import type { Decision, DecisionValue } from '../language/language.js';
import type { DecisionResult } from '../types.js';

type Inputs = Readonly<Record<string, unknown>>;
type Row = (inputs: Readonly<Record<string, Value | undefined>>) => boolean;
/** Numbers are Units. */
type Value = number | boolean | string;

export interface CompiledDecision {
  decision: Decision;
  decide(input: Inputs): DecisionResult;
}

export function compileDecision(decision: Decision, scope: Scope): CompiledDecision {
  const rows = decision.rows.map((row) => {
    scope.expect(`${decision.id}.${row.id}`, 'hit');
    return { row, fits: row.when ? compileCond(row.when, scope, `${decision.id}.${row.id}`, decision) : () => true };
  });
  return {
    decision,
    decide: (input) => {
      const inputs = readInputs(decision, input);
      // Rows after the one that decides are not looked at, so a blank in them refuses nobody.
      const fitting =
        decision.hit === 'first'
          ? [rows.find(({ fits }) => fits(inputs))].filter((found) => found !== undefined)
          : rows.filter(({ fits }) => fits(inputs));
      const hits = fitting.map(({ row }) => row);
      if (hits.length === 0)
        throw new Problem(
          'regulation.gap',
          { rule: decision.id, got: JSON.stringify(input) },
          { articles: [decision.article] },
        );
      if (decision.hit === 'unique' && hits.length > 1)
        throw new Problem(
          'regulation.conflict',
          { rule: decision.id, first: hits[0]!.id, second: hits[1]!.id },
          { articles: hits.flatMap((row) => row.articles) },
        );
      for (const row of hits) scope.probe?.(`${decision.id}.${row.id}`, 'hit');
      const value: Record<string, unknown> = {};
      // Of several rows that fit the earlier one has the say on what both state.
      for (const row of hits.toReversed()) Object.assign(value, resolve(row.gives, scope) as Record<string, unknown>);
      return {
        value,
        lines: hits.map((row) => ({ rule: row.id, article: row.articles[0]!, zh: row.title.zh, en: row.title.en })),
        articles: [...new Set(hits.flatMap((row) => row.articles))],
      };
    },
  };
}

/** Numbers come as decimal text or as numbers of few decimals; nothing else is guessed. */
function readInputs(decision: Decision, input: Inputs): Record<string, Value | undefined> {
  const out: Record<string, Value | undefined> = {};
  for (const [name, type] of Object.entries(decision.inputs)) {
    const given = input[name];
    if (given === undefined || given === null) continue;
    const refuse = (): never => {
      throw new Problem('regulation.input', { decision: decision.id, name, got: String(given).slice(0, 40) });
    };
    if (type === 'number')
      out[name] = typeof given === 'number' || typeof given === 'string' ? parseUnits(String(given), 4) : refuse();
    else if (type === 'boolean') out[name] = typeof given === 'boolean' ? given : refuse();
    else out[name] = typeof given === 'string' ? given : refuse();
  }
  return out;
}

function compileCond(cond: Cond, scope: Scope, where: string, decision: Decision): Row {
  if (cond.all) {
    const parts = cond.all.map((item) => compileCond(item, scope, where, decision));
    return (inputs) => parts.every((part) => part(inputs));
  }
  if (cond.any) {
    const parts = cond.any.map((item) => compileCond(item, scope, where, decision));
    return (inputs) => parts.some((part) => part(inputs));
  }
  if (cond.not) {
    const part = compileCond(cond.not, scope, where, decision);
    return (inputs) => !part(inputs);
  }
  if (cond.setting !== undefined) {
    const holds = matches(scope.setting(cond.setting), cond);
    return () => holds;
  }
  const name = cond.input;
  if (name === undefined || !(name in decision.inputs))
    throw scope.missing(name ?? 'input', where, Object.keys(decision.inputs));
  if (cond.is !== undefined || cond.in)
    return (inputs) => {
      if (inputs[name] === undefined) throw new Problem('regulation.input', { decision: decision.id, name, got: '—' });
      return matches(inputs[name], cond);
    };
  const bounds = (['above', 'atLeast', 'below', 'atMost'] as const).filter((bound) => cond[bound] !== undefined);
  const limits = bounds.map((bound) => limitOf(cond[bound]!, scope, where));
  const point = `${where}: ${name} ${bounds.map((bound) => `${bound} ${JSON.stringify(cond[bound])}`).join(', ')}`;
  scope.expect(point, 'true', 'false');
  return (inputs) => {
    const found = inputs[name];
    if (typeof found !== 'number')
      throw new Problem('regulation.input', { decision: decision.id, name, got: String(found ?? '—') });
    const blank = limits.find((limit) => limit.blank)?.blank;
    if (blank) throw blank;
    const holds = bounds.every((bound, index) => within(bound, compare(found, limits[index]!.units)));
    scope.probe?.(point, String(holds));
    return holds;
  };
}

/** A blank limit refuses whoever asks for it, never anybody else. */
function limitOf(expr: Expr, scope: Scope, where: string): { units: number; blank?: Problem } {
  if (typeof expr === 'string') return { units: parseUnits(expr, 4) };
  if (expr.setting !== undefined) return scope.open({ setting: expr.setting });
  if (expr.parameter !== undefined) return scope.open({ parameter: expr.parameter });
  throw scope.missing('limit', where, ['setting', 'parameter']);
}

/** Settings, parameters and bound inputs inside a row's value become what they stand for; decimal text stays text. */
function resolve(value: DecisionValue, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [key, inner] = entries[0] as [string, DecisionValue];
    if (key === 'setting' && typeof inner === 'string') return scope.setting(inner);
    if (key === 'bound' && typeof inner === 'string') return scope.composed.bind[inner] ?? null;
    if (key === 'number' && typeof inner === 'string') return Number(inner);
    if (key === 'parameter' && typeof inner === 'string') return parameter(inner, scope);
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner, scope)]));
}

function parameter(name: string, scope: Scope): number | string {
  const found = scope.composed.parameters[name];
  if (!found) throw scope.missing(name, name, Object.keys(scope.composed.parameters));
  if (found.value === null) throw blankProblem(name, found.article);
  return found.type ? found.value : Number(found.value);
}
