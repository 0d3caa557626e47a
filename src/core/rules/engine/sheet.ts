/** Sheets (sections with bases, floors and caps) and tables of grades, compiled to functions over columns. */
import { formatUnits, parseUnits } from '../../amount.js';
import { Problem } from '../../problem.js';
import { add, compare, type Exact, isZero, multiply, spoken } from '../figures/exact.js';
import { compileMeasure, compileTest, type Measure, type Test } from '../figures/measure.js';
import type { Frame, Scope } from '../figures/scope.js';
import { citedFacts } from '../figures/selection.js';
import type { Amount, Band, Word } from '../language/expression.js';
import type { Sheet } from '../language/language-sheet.js';
import type { GradeTable } from '../language/parts.js';
import { expand, type PrimitiveRule } from '../language/shorthand.js';
import { checkBands } from '../pack/check.js';
import { compileBudgets } from './budget.js';
import { bound, type Draft, type LineHead, lineHead, newDraft, pushLine } from './draft.js';

/** Computes one output of one subject; `undefined` where the subject has none. */
export type Compute = (frame: Frame, subject: number) => Draft | undefined;

interface CompiledRule {
  rule: PrimitiveRule;
  head: LineHead;
  measure: Measure;
  /** What a ladder stands on, for the sentence of the line. */
  climbed?: Measure;
  when: Test | boolean;
  /** The facts of its lines, where it selects some of them by what they say. */
  cited: ReturnType<typeof citedFacts>;
  each?: Exact;
  /** What the sentence of a line names as the amount for one. */
  told?: Exact;
  /** The amount is a blank of the text: whoever has such a fact cannot be computed. */
  blank?: Problem;
  bands?: readonly CompiledBand[];
  floor?: Exact;
  cap?: Exact;
}

export interface CompiledBand {
  low?: number;
  lowIn: boolean;
  high?: number;
  highIn: boolean;
  amount: Exact;
  grade?: string;
  name: string;
}

export function compileSheet(sheet: Sheet, scope: Scope): Compute {
  const when = sheet.when ? compileTest(sheet.when, scope, sheet.output) : true;
  const sections = sheet.sections.map((part) => ({
    part,
    base: scope.amount(part.base),
    head: lineHead({ rule: part.id, article: part.article, kind: 'base', title: part.title }),
    limits: { floor: limitOf(part.floor, scope), cap: limitOf(part.cap, scope) },
    rules: part.rules
      .map((rule) => expand(rule))
      .toSorted((a, b) => Number(a.last ?? false) - Number(b.last ?? false))
      .map((rule) => compileRule(rule, scope))
      .filter((rule) => rule.when !== false),
  }));
  const mark = compileIncomplete(sheet, scope);
  const scale = scaleOf(sheet.displayScale, scope);
  const share = sheet.budgets && compileBudgets(sheet, scope);
  if (when === false) {
    // A setting leaves it out for everybody, so its blanks stop nobody.
    scope.takeBlanks();
    return () => undefined;
  }
  return (frame, subject) => {
    if (when !== true && !when(frame, subject)) return undefined;
    const draft = newDraft(sheet.output, frame.lines);
    draft.unit = sheet.unit;
    draft.scale = scale;
    for (const { part, base, head, limits, rules } of sections) {
      let figure: Exact = base;
      if (!isZero(base)) pushLine(draft, head, base);
      for (const rule of rules) {
        frame.running = figure;
        figure = add(figure, apply(rule, frame, subject, draft, scope));
      }
      figure = bound(draft, figure, limits, { rule: part.id, article: part.article });
      draft.sections.push({ id: part.id, base, total: figure });
    }
    share?.(draft);
    mark?.(draft);
    return draft;
  };
}

/** Decimal places that an output is shown with (A27), whole and at most 4. */
export function scaleOf(amount: Amount | undefined, scope: Scope): number | undefined {
  if (amount === undefined) return undefined;
  const places = scope.amount(amount) / 10_000;
  if (Number.isInteger(places) && places >= 0 && places <= 4) return places;
  throw new Problem('pack.invalid', { where: 'displayScale', got: String(places) });
}

/** A sheet whose source breaks off is computed as a marked sub-total, or not at all. */
function compileIncomplete(sheet: Sheet, scope: Scope): ((draft: Draft) => void) | undefined {
  if (!sheet.incomplete) return undefined;
  const { article, mode, of } = sheet.incomplete;
  const preview = scope.word(mode, ['PREVIEW', 'REFUSE'], sheet.output) === 'PREVIEW';
  const whole = spoken(scope.amount(of));
  return (draft) => {
    if (!preview)
      throw new Problem('regulation.incomplete', { output: sheet.output, of: whole }, { articles: [article] });
    draft.flags.push({ flag: 'incomplete', article, facts: [] });
  };
}

/** `NONE` or absent means no limit. */
export function limitOf(word: Word | undefined, scope: Scope): Exact | undefined {
  const text = typeof word === 'object' ? scope.setting(word.setting) : word;
  return text === undefined || text === 'NONE' ? undefined : parseUnits(text, 4);
}

function compileRule(rule: PrimitiveRule, scope: Scope): CompiledRule {
  scope.expect(rule.id, 'hit');
  const each = rule.each === undefined ? undefined : scope.open(rule.each);
  const isPlain = rule.line !== 'range' && rule.line !== 'zero';
  return {
    rule,
    head: lineHead({
      rule: rule.id,
      article: rule.article,
      kind: rule.line,
      title: rule.title,
      unit: rule.unit,
      items: rule.items.map((item) => scope.item(item, rule.id)),
    }),
    measure: compileMeasure(rule.measure, scope, rule.id),
    ...(typeof rule.measure === 'object' && rule.measure.ladder && each === undefined
      ? { climbed: compileMeasure(rule.measure.ladder.of, scope, rule.id) }
      : {}),
    cited: citedFacts(rule.measure, scope, rule.id),
    when: rule.when ? compileTest(rule.when, scope, rule.id) : true,
    ...(each === undefined ? {} : { each: each.units, ...(isPlain ? { told: each.units } : {}) }),
    ...(each?.blank ? { blank: each.blank } : {}),
    ...(rule.bands ? { bands: compileBands(rule.bands, scope, rule.id) } : {}),
    ...(rule.atLeast === undefined ? {} : { floor: scope.amount(rule.atLeast) }),
    ...(rule.atMost === undefined ? {} : { cap: scope.amount(rule.atMost) }),
  };
}

function apply(compiled: CompiledRule, frame: Frame, subject: number, draft: Draft, scope: Scope): Exact {
  const { rule, head, when, each, told, bands, cited, climbed } = compiled;
  if (when !== true && (when === false || !when(frame, subject))) return 0;
  const measured = compiled.measure(frame, subject);
  if (measured === undefined || (!bands && isZero(measured))) return 0;
  if (compiled.blank) throw compiled.blank;
  let amount = bands ? lookUp(bands, measured, rule.id, scope).amount : multiply(measured, each ?? 10_000);
  if (compiled.floor !== undefined && compare(amount, compiled.floor) < 0) amount = compiled.floor;
  if (compiled.cap !== undefined && compare(amount, compiled.cap) > 0) amount = compiled.cap;
  scope.probe?.(rule.id, 'hit');
  // A rule that was looked at and costs nothing leaves no line: adding and taking back a fact leaves no mark.
  if (!isZero(amount))
    pushLine(
      draft,
      head,
      amount,
      undefined,
      draft.lines.explains
        ? { measured: climbed ? climbed(frame, subject) : measured, each: told, facts: cited?.(frame, subject) }
        : undefined,
    );
  return amount;
}

function compileBands(bands: readonly Band[], scope: Scope, where: string): CompiledBand[] {
  const edge = (limit: Amount | undefined) => (limit === undefined ? undefined : scope.amount(limit));
  const text = (limit: Amount | undefined) => (limit === undefined ? undefined : formatUnits(scope.amount(limit)));
  // A limit that the office fills in keeps its name, so that examples with other fillings count for the same band.
  const called = (limit: Amount | undefined, figure: string | undefined) =>
    typeof limit === 'object' && 'parameter' in limit ? `{${limit.parameter}}` : figure;
  const isOpen = (limit: Amount | undefined) => limit !== undefined && scope.open(limit).blank !== undefined;
  const hasBlank = bands.some((band) => [band.from, band.above, band.to, band.below].some(isOpen));
  const plain = bands.map((band) => ({
    from: text(band.from),
    above: text(band.above),
    to: text(band.to),
    below: text(band.below),
  }));
  if (!hasBlank) checkBands(plain, where);
  return bands.map((band, index) => {
    const { from, above, to, below } = plain[index]!;
    const [low, high] = [called(band.from ?? band.above, from ?? above), called(band.to ?? band.below, to ?? below)];
    const name = `${above ? '>' : ''}${low ?? ''}…${below ? '<' : ''}${high ?? ''}`;
    scope.expect(`${where}: band`, name);
    return {
      low: edge(band.from ?? band.above),
      lowIn: from !== undefined,
      high: edge(band.to ?? band.below),
      highIn: to !== undefined,
      amount: band.amount === undefined ? 0 : scope.amount(band.amount),
      name,
      ...(band.grade ? { grade: band.grade } : {}),
    };
  });
}

/** @throws Problem regulation.gap | regulation.conflict */
export function lookUp(bands: readonly CompiledBand[], measured: Exact, where: string, scope: Scope): CompiledBand {
  let found: CompiledBand | undefined;
  for (const band of bands) {
    if (band.low !== undefined && (band.lowIn ? compare(measured, band.low) < 0 : compare(measured, band.low) <= 0))
      continue;
    if (band.high !== undefined && (band.highIn ? compare(measured, band.high) > 0 : compare(measured, band.high) >= 0))
      continue;
    if (found)
      throw new Problem(
        'regulation.conflict',
        { rule: where, first: found.name, second: band.name },
        { articles: [where] },
      );
    found = band;
  }
  if (!found) throw new Problem('regulation.gap', { rule: where, got: spoken(measured) }, { articles: [where] });
  scope.probe?.(`${where}: band`, found.name);
  return found;
}

/** Grades by score; the best one may also need a place, which the ranking gives afterwards. */
export function compileGrades(
  table: GradeTable,
  scope: Scope,
  where: string,
): { bands: CompiledBand[]; quota?: GradeTable['quota'] } {
  return { bands: compileBands(table.bands, scope, `${where}.grade`), ...(table.quota ? { quota: table.quota } : {}) };
}
