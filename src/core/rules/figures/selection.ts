/** Facts of an item that are selected by what they say: a field of theirs, or their quantity. */
import type { Fact } from '../../fact.js';
import type { Amount, Expr, ExprObject, Selector } from '../language/expression.js';
import type { Frame, Scope } from './scope.js';

/** Facts of one subject in the period. */
export type Selected = (frame: Frame, subject: number) => readonly Fact[];

/** @param name the item; without a selector all its facts */
export function compileSelection(name: string, selector: Selector | undefined, scope: Scope, where: string): Selected {
  const item = scope.single(name, where);
  if (!selector) return (frame, subject) => frame.singles(item, subject);
  const fits = compileSelector(selector, scope, where);
  return (frame, subject) => frame.singles(item, subject).filter(fits);
}

/** A fact that does not say it fits nothing. Each bound is a threshold that examples must touch from both sides. */
function compileSelector(selector: Selector, scope: Scope, where: string): (fact: Fact) => boolean {
  const { field } = selector;
  const said = (fact: Fact) => fact.values?.[field] ?? (field === 'quantity' ? fact.quantity : undefined);
  const words = selector.in ?? (selector.is === undefined ? undefined : [selector.is]);
  if (words) {
    const allowed = new Set(words.map(String));
    return (fact) => {
      const value = said(fact);
      return value !== undefined && allowed.has(String(value));
    };
  }
  const bounds = (['above', 'atLeast', 'below', 'atMost'] as const).filter((name) => selector[name] !== undefined);
  if (bounds.length === 0) throw scope.missing(field, where, ['is', 'in', 'above', 'atLeast', 'below', 'atMost']);
  const limits = bounds.map((name) => scope.open(selector[name] as Amount));
  const point = `${where}: ${field} ${bounds.map((name) => `${name} ${JSON.stringify(selector[name])}`).join(', ')}`;
  scope.expect(point, 'true', 'false');
  return (fact) => {
    const value = said(fact);
    if (typeof value !== 'number') return false;
    const blank = limits.find((limit) => limit.blank)?.blank;
    if (blank) throw blank;
    const holds = bounds.every((name, index) => {
      const { units } = limits[index]!;
      return name === 'above'
        ? value > units
        : name === 'atLeast'
          ? value >= units
          : name === 'below'
            ? value < units
            : value <= units;
    });
    scope.probe?.(point, String(holds));
    return holds;
  };
}

/** Ids of exactly the facts that a measure selects; `undefined` where it selects none by what they say. */
export function citedFacts(
  expr: Expr,
  scope: Scope,
  where: string,
): ((frame: Frame, subject: number) => readonly string[]) | undefined {
  const leaves = leavesOf(expr);
  if (!leaves.some((leaf) => leaf.selector)) return undefined;
  const all = leaves.map((leaf) => compileSelection(leaf.item, leaf.selector, scope, where));
  return (frame, subject) =>
    [...new Set(all.flatMap((selected) => selected(frame, subject).map((fact) => fact.id)))].sort();
}

function leavesOf(expr: Expr): { item: string; selector?: Selector | undefined }[] {
  if (typeof expr === 'string') return /^[+-]?\d/.test(expr) ? [] : [{ item: expr }];
  const item = itemOf(expr);
  const inner = [
    ...(expr.share ?? []),
    ...(expr.add ?? []),
    ...(expr.minus ?? []),
    ...(expr.times ?? []),
    ...(expr.greatest ?? []),
    ...(expr.least ?? []),
    ...(expr.choose ?? []).map((arm) => arm.take),
    ...(expr.given ? [expr.given.take, expr.given.otherwise ?? '0'] : []),
    ...(expr.round ? [expr.round.of] : []),
    ...(expr.ladder ? [expr.ladder.of] : []),
    ...(expr.before?.otherwise === undefined ? [] : [expr.before.otherwise]),
  ];
  return [...(item === undefined ? [] : [{ item, selector: expr.where }]), ...inner.flatMap(leavesOf)];
}

const itemOf = (expr: ExprObject): string | undefined =>
  expr.sum ??
  expr.count ??
  expr.value ??
  expr.points ??
  expr.days ??
  expr.mean ??
  expr.most ??
  expr.onEach ??
  expr.occurrence;
