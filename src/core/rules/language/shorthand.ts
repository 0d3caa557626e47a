/**
 * The rule kinds are shorthands: each is rewritten here to the one primitive rule (select, measure, look up or multiply,
 * bound, when) that the compiler knows. A new kind is a new case here and nothing else.
 */
import type { Amount, Band, Cond, Expr, Wording } from './expression.js';
import type { SheetRule } from './language-sheet.js';

export interface PrimitiveRule {
  id: string;
  article: string;
  title: Wording;
  unit: Wording;
  /** `count` per unit, `band` by a look-up, `range` chosen by an officer. */
  line: 'count' | 'band' | 'range' | 'share' | 'zero';
  /** Items whose facts the line rests on. */
  items: readonly string[];
  measure: Expr;
  each?: Amount;
  bands?: readonly Band[];
  when?: Cond;
  atLeast?: Amount;
  atMost?: Amount;
  /** Looked at after all other rules of its section. */
  last?: true;
}

const times: Wording = { zh: '次', en: 'time(s)' };
const points: Wording = { zh: '分', en: 'point(s)' };
const percent: Wording = { zh: '%', en: '%' };

export function expand(rule: SheetRule): PrimitiveRule {
  const common = {
    id: rule.id,
    article: rule.article ?? rule.id,
    title: rule.title,
    unit: rule.unit ?? times,
    atLeast: rule.atLeast,
    atMost: rule.atMost,
  };
  switch (rule.kind) {
    case 'K1':
    case 'K2':
    case 'K5': {
      const picks = rule.facts ?? [rule.id];
      const figure = (item: string): Expr => (rule.by === 'count' ? { count: item } : { sum: item });
      const parts = picks.map(
        (pick): Expr =>
          typeof pick === 'string' ? figure(pick) : { given: { when: pick.when, take: figure(pick.item) } },
      );
      return {
        ...common,
        line: 'count',
        items: picks.map((pick) => (typeof pick === 'string' ? pick : pick.item)),
        measure: parts.length === 1 ? parts[0]! : { add: parts },
        each: rule.each,
        when: rule.when,
        ...(rule.kind === 'K5' ? { atMost: rule.upTo } : {}),
      };
    }
    case 'K3': {
      const picks = (rule.facts ?? [rule.id]).map((pick) => (typeof pick === 'string' ? { item: pick } : pick));
      const happened = picks.map(
        (pick): Cond => ('when' in pick ? { all: [{ recorded: pick.item }, pick.when] } : { recorded: pick.item }),
      );
      return {
        ...common,
        unit: rule.unit ?? points,
        line: 'zero',
        items: picks.map((pick) => pick.item),
        measure: { greatest: ['0', { running: true }] },
        each: '-1',
        when: { all: [{ any: happened }, ...(rule.when ? [rule.when] : [])] },
        last: true,
      };
    }
    case 'K6': {
      const picks = (rule.facts ?? [rule.id]).map((pick) => (typeof pick === 'string' ? pick : pick.item));
      return {
        ...common,
        line: 'range',
        items: picks,
        measure: { add: picks.map((item) => ({ points: item })) },
        each: '1',
        when: rule.when,
      };
    }
    case 'K4':
      return {
        ...common,
        unit: rule.unit ?? percent,
        line: 'band',
        items: itemsOf(rule.measure),
        measure: rule.measure,
        bands: rule.bands,
        when: measurable(rule.measure, rule.when),
      };
    case 'K16':
      return {
        ...common,
        unit: rule.unit ?? percent,
        line: 'share',
        items: itemsOf(rule.measure),
        measure: { round: { of: { minus: [figureOf(rule.below), rule.measure] }, mode: rule.partial } },
        each: rule.each,
        when: measurable(rule.measure, {
          all: [{ measure: rule.measure, below: figureOf(rule.below) }, ...(rule.when ? [rule.when] : [])],
        }),
      };
    case 'rule':
      return {
        ...common,
        line: rule.bands || rule.ladder ? 'band' : 'count',
        items: itemsOf(rule.measure),
        measure: rule.ladder ? { ladder: { of: rule.measure, steps: rule.ladder } } : rule.measure,
        each: rule.each,
        bands: rule.bands,
        when: rule.when,
      };
  }
}

const figureOf = (amount: Amount): Expr => (typeof amount === 'string' ? amount : amount);

/** A figure that nobody measured triggers nothing: its items must be on record. */
function measurable(measure: Expr, when: Cond | undefined): Cond {
  return { all: [...itemsOf(measure).map((item) => ({ recorded: item })), ...(when ? [when] : [])] };
}

const isAnswer = (expr: Expr): boolean => typeof expr === 'object' && expr.unmet !== undefined;

/** Items that an expression reads; the part of a share may be nought and need not be on record. */
function itemsOf(expr: Expr): string[] {
  if (typeof expr === 'string') return /^[+-]?\d/.test(expr) ? [] : [expr];
  const direct = [
    expr.sum,
    expr.count,
    expr.value,
    expr.points,
    expr.days,
    expr.mean,
    expr.most,
    expr.onEach,
    expr.occurrence,
    expr.unmet,
  ].filter((item) => item !== undefined);
  // Of a share of answers those that were no are the reason.
  if (expr.share) return itemsOf(isAnswer(expr.share[0]) ? expr.share[0] : expr.share[1]);
  const inner = [
    ...(expr.add ?? []),
    ...(expr.minus ?? []),
    ...(expr.times ?? []),
    ...(expr.greatest ?? []),
    ...(expr.least ?? []),
  ];
  if (expr.round) inner.push(expr.round.of);
  if (expr.given) inner.push(expr.given.take);
  if (expr.ladder) inner.push(expr.ladder.of);
  if (expr.before?.otherwise !== undefined) inner.push(expr.before.otherwise);
  for (const arm of expr.choose ?? []) inner.push(arm.take);
  return [...direct, ...inner.flatMap(itemsOf)];
}
