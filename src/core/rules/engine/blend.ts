/**
 * Blends: weighted means of figures (K7), with other weights where only some are known (K8), and a floor that every
 * part must reach. A blank weight stops the computation by its name; weights that are all known add up to 100.
 */
import { Problem } from '../../problem.js';
import { compare, divide, type Exact, multiply, spoken } from '../figures/exact.js';
import { compileMeasure, compileTest, type Measure } from '../figures/measure.js';
import type { Scope } from '../figures/scope.js';
import type { Amount } from '../language/expression.js';
import type { Blend } from '../language/language-sheet.js';
import { type Draft, newDraft, push } from './draft.js';
import { type Compute, scaleOf } from './sheet.js';

const HUNDRED = 1_000_000;

interface CompiledPart {
  part: Blend['parts'][number];
  share: Exact;
  measure: Measure;
}

export function compileBlend(blend: Blend, scope: Scope): Compute {
  const when = blend.when ? compileTest(blend.when, scope, blend.output) : true;
  const missing = scope.word(blend.missing, ['REFUSE', 'NO_SCORE'], blend.output);
  const parts = compileParts(blend, scope);
  for (const { part } of parts) scope.expect(part.id, 'hit');
  const rows = compileReweight(blend, scope);
  const blank = blend.parts.flatMap(({ weight }) => (weight === undefined ? [] : (scope.open(weight).blank ?? [])))[0];
  const floor = compileFloor(blend, scope);
  const scale = scaleOf(blend.displayScale, scope);
  if (when === false) {
    // A setting leaves it out for everybody, so its blanks stop nobody.
    scope.takeBlanks();
    return () => undefined;
  }
  return (frame, subject) => {
    if (when !== true && !when(frame, subject)) return undefined;
    const draft = newDraft(blend.output, frame.lines);
    draft.scale = scale;
    draft.unit = blend.unit;
    const figures = parts.map((item) => ({ ...item, measured: item.measure(frame, subject) }));
    const have = figures.flatMap(({ part, measured }) => (measured === undefined ? [] : part.id));
    // A blank weight stops whoever has something to weigh, or must have it.
    if (blank && (have.length > 0 || missing === 'REFUSE')) throw blank;
    const row = have.length < parts.length ? rows(have) : undefined;
    for (const { part, share: usual, measured } of figures) {
      if (measured === undefined) {
        if (row) continue;
        if (missing === 'NO_SCORE') return undefined;
        throw new Problem(
          'regulation.gap',
          { rule: part.id, got: frame.subjects[subject]!.key },
          { articles: [part.article] },
        );
      }
      scope.probe?.(part.id, 'hit');
      const share = row?.shares.get(part.id) ?? usual;
      const amount = multiply(measured, share);
      push(draft, {
        rule: part.id,
        article: row?.article ?? part.article,
        kind: 'weight',
        amount,
        title: part.title,
        measured,
        each: share,
        items: scope.indexOf(part.id) === undefined ? [] : [scope.indexOf(part.id)!],
      });
      draft.sections.push({ id: part.id, base: 0, total: amount });
    }
    floor?.(draft, figures);
    return draft;
  };
}

function compileParts(blend: Blend, scope: Scope): CompiledPart[] {
  const shares = sharesOf(
    blend.parts.map((part) => part.weight),
    scope,
    blend.output,
  );
  return blend.parts.map((part, index) => ({
    part,
    share: shares[index]!,
    measure: compileMeasure(part.measure, scope, part.id),
  }));
}

/**
 * Weights as shares of 1; without any weight all parts count alike.
 * @throws Problem pack.weights_not_100 | pack.invalid where only some parts have a weight
 */
function sharesOf(weights: readonly (Amount | undefined)[], scope: Scope, where: string): Exact[] {
  if (weights.every((weight) => weight === undefined))
    return weights.map(() => divide(10_000, weights.length * 10_000));
  const known = weights.map((weight) => {
    if (weight === undefined) throw someWeights(where);
    const { units, blank } = scope.open(weight);
    return { units, isBlank: blank !== undefined };
  });
  const total = known.reduce((all, weight) => all + weight.units, 0);
  if (total !== HUNDRED && !known.some((weight) => weight.isBlank))
    throw new Problem(
      'pack.weights_not_100',
      { where, got: spoken(total) },
      {
        errors: [
          {
            where,
            got: spoken(total),
            allowed: '100',
            message: { 'zh-CN': `权重之和为 ${spoken(total)}`, en: `the weights add up to ${spoken(total)}` },
          },
        ],
      },
    );
  return known.map((weight) => divide(weight.units, HUNDRED));
}

function someWeights(where: string): Problem {
  return new Problem(
    'pack.invalid',
    { where, got: 'weight' },
    {
      errors: [
        {
          where,
          message: {
            'zh-CN': '要么每个部分都有权重，要么都没有（取平均）',
            en: 'either every part has a weight or none has (a plain mean)',
          },
        },
      ],
    },
  );
}

/** K8: the row of the table for the parts that are known; exactly these, none more. */
function compileReweight(
  blend: Blend,
  scope: Scope,
): (have: readonly string[]) => { article: string; shares: ReadonlyMap<string, Exact> } | undefined {
  const keyOf = (names: readonly string[]) => names.toSorted().join('+');
  const rows = new Map(
    (blend.reweight ?? []).map((row) => {
      const key = keyOf(row.have);
      scope.expect(`${blend.output}.weights: ${key}`, 'hit');
      const list = sharesOf(row.weights, scope, `${blend.output}.weights: ${key}`);
      const shares = new Map(row.have.map((part, index) => [part, list[index]!]));
      return [key, { article: row.article, shares }];
    }),
  );
  return (have) => {
    const row = rows.get(keyOf(have));
    if (row) scope.probe?.(`${blend.output}.weights: ${keyOf(have)}`, 'hit');
    return row;
  };
}

type Figures = readonly { measured: Exact | undefined }[];

/** Sets the flag of `each` when a part that is known stays below the floor. */
function compileFloor(blend: Blend, scope: Scope): ((draft: Draft, figures: Figures) => void) | undefined {
  if (!blend.each) return undefined;
  const { atLeast, article, otherwise } = blend.each;
  const limit = scope.open(atLeast);
  const point = `${blend.output}: each part at least ${JSON.stringify(atLeast)}`;
  scope.expect(point, 'true', 'false');
  return (draft, figures) => {
    if (limit.blank) throw limit.blank;
    const holds = figures.every(({ measured }) => measured === undefined || compare(measured, limit.units) >= 0);
    scope.probe?.(point, String(holds));
    if (!holds) draft.flags.push({ flag: otherwise, article, facts: [] });
  };
}
