/** What a schema cannot see: bands without gap or overlap, weights that add up, names used once, references that exist. */
import { formatUnits, parseUnits } from '../../amount.js';
import { Problem } from '../../problem.js';
import type { Amount, Band } from '../language/expression.js';
import type { RulesFile } from '../language/language.js';
import type { Blend } from '../language/language-sheet.js';
import type { GradeCap } from '../language/tables.js';
import { nearest, type Path } from '../language/yaml.js';
import type { PackModel } from './pack.js';
import { checkTextParameters } from './parameter-text.js';

function refuse(
  code: string,
  where: string,
  got: string,
  zh: string,
  en: string,
  allowed?: string | readonly string[],
): never {
  throw new Problem(
    code,
    { where, got },
    { errors: [{ where, got, message: { 'zh-CN': zh, en }, ...(allowed ? { allowed } : {}) }] },
  );
}

/** Checks that need nothing but the pack itself. */
export function checkPack(model: PackModel): void {
  checkEditions(model);
  walk(model.rules, [], (value, path) => {
    // Limits that settings choose are checked again when they are known.
    if (Array.isArray(value.bands) && (value.bands as Band[]).every(isPlain))
      checkBands(value.bands as Band[], model.locate([...path, 'bands']));
    if (Array.isArray(value.reweight)) checkReweight(model, value as unknown as Blend, path);
    if (Array.isArray(value.parts)) checkWeights(value.parts as Weighted[], model.locate([...path, 'parts']));
  });
  checkNames(model);
}

/** Checks every `article`, `setting` and `parameter` against what the pack and those it uses declare. */
export function checkReferences(model: PackModel, used: readonly PackModel[]): void {
  const all = [model, ...used];
  const articles = new Set(all.flatMap((pack) => pack.articles.articles.map((entry) => entry.article)));
  const settings = new Set(all.flatMap((pack) => Object.keys(pack.rules.settings ?? {})));
  const parameters = new Set(all.flatMap((pack) => Object.keys(pack.rules.parameters ?? {})));
  const items = new Set(all.flatMap(({ rules }) => itemsIn(rules)));
  const need = (set: Set<string>, name: unknown, path: Path, what: [string, string]) => {
    if (typeof name !== 'string' || set.has(name)) return;
    const close = nearest(name, [...set]);
    refuse(
      'pack.reference_missing',
      model.locate(path),
      name,
      `没有${what[0]} ${name}${close ? `，是否想写 ${close}` : ''}`,
      `no ${what[1]} ${name}${close ? `, did you mean ${close}` : ''}`,
      close,
    );
  };
  walk(model.rules, [], (value, path) => {
    need(articles, value.article, [...path, 'article'], ['条款', 'article']);
    need(articles, value.roundingArticle, [...path, 'roundingArticle'], ['条款', 'article']);
    for (const [index, name] of (Array.isArray(value.articles) ? value.articles : []).entries())
      need(articles, name, [...path, 'articles', index], ['条款', 'article']);
    need(settings, value.setting, [...path, 'setting'], ['选项', 'setting']);
    need(parameters, value.parameter, [...path, 'parameter'], ['参数', 'parameter']);
    need(items, value.finding, [...path, 'finding'], ['事项', 'item']);
  });
  checkTextParameters(model, used);
  for (const [code, list] of Object.entries(model.rules.citations ?? {}))
    for (const [index, name] of list.entries()) need(articles, name, ['citations', code, index], ['条款', 'article']);
  for (const name of Object.keys(model.rules.choose ?? {})) need(settings, name, ['choose', name], ['选项', 'setting']);
  for (const name of Object.keys(model.rules.fill ?? {})) need(parameters, name, ['fill', name], ['参数', 'parameter']);
}

/** What can be recorded by itself: declared facts, and rules that count facts of their own name. */
const itemsIn = (rules: RulesFile): string[] => [
  ...(rules.facts ?? []).map((fact) => fact.item),
  ...(rules.sheets ?? []).flatMap((sheet) => sheet.sections.flatMap((part) => part.rules.map((rule) => rule.id))),
  ...(rules.accounts ?? []).flatMap((account) => account.rules.map((rule) => rule.id)),
];

function walk(value: unknown, path: Path, visit: (value: Record<string, unknown>, path: Path) => void): void {
  if (!value || typeof value !== 'object') return;
  if (!Array.isArray(value)) visit(value as Record<string, unknown>, path);
  for (const [key, child] of Object.entries(value))
    walk(child, [...path, Array.isArray(value) ? Number(key) : key], visit);
}

function checkEditions(model: PackModel): void {
  const editions = model.index.editions.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  for (const [index, next] of editions.entries()) {
    const before = editions[index - 1];
    if (before && (!before.to || before.to >= next.from))
      refuse(
        'pack.effective_overlap',
        model.source.index.path,
        next.edition,
        `与版本 ${before.edition} 重叠`,
        `overlaps edition ${before.edition}`,
      );
  }
}

/** K14: a tier names a grade of the scale, and leaves one. */
function checkGradeCap(model: PackModel, cap: GradeCap, path: Path): void {
  for (const [index, tier] of cap.tiers.entries()) {
    const [grade, last] = 'below' in tier ? [tier.below, cap.scale.length - 2] : [tier.atMost, cap.scale.length - 1];
    const place = cap.scale.indexOf(grade);
    if (place < 0 || place > last)
      refuse(
        'pack.reference_missing',
        model.locate([...path, 'tiers', index]),
        grade,
        `等次表中没有可用的 ${grade}`,
        `the scale leaves no grade for ${grade}`,
        cap.scale.slice(0, last + 1),
      );
  }
}

/** K8: every row names parts of the blend and gives each a weight; a row's weights add up to 100. */
function checkReweight(model: PackModel, blend: Blend, path: Path): void {
  const known = blend.parts.map((part) => part.id);
  for (const [index, row] of (blend.reweight ?? []).entries()) {
    const where = model.locate([...path, 'reweight', index]);
    const strange = row.have.find((name) => !known.includes(name));
    if (strange !== undefined)
      refuse('pack.reference_missing', where, strange, `没有部分 ${strange}`, `no part ${strange}`, known);
    if (row.have.length !== row.weights.length)
      refuse(
        'pack.invalid',
        where,
        String(row.weights.length),
        '每个部分应当恰有一个权重',
        'each part needs exactly one weight',
        String(row.have.length),
      );
    checkWeights(
      row.weights.map((weight) => ({ weight })),
      where,
    );
  }
}

interface Weighted {
  weight?: Amount;
}

/** Weights that settings or parameters give are added up when they are known. */
function checkWeights(parts: readonly Weighted[], where: string): void {
  const weights = parts.map((part) => part.weight);
  if (!weights.every((weight) => typeof weight === 'string')) return;
  const total = weights.reduce((sum, weight) => sum + parseUnits(weight, 4), 0);
  if (total !== 1_000_000)
    refuse(
      'pack.weights_not_100',
      where,
      formatUnits(total),
      `权重之和为 ${formatUnits(total)}`,
      `the weights add up to ${formatUnits(total)}`,
      '100',
    );
}

/** Sorted from low to high, each number belongs to exactly one band; the outermost ends are open. */
export function checkBands(bands: readonly Band[], where: string): void {
  const edges = bands
    .map((band) => ({
      low: limit(band.from ?? band.above),
      lowIn: band.from !== undefined,
      high: limit(band.to ?? band.below),
      highIn: band.to !== undefined,
    }))
    .toSorted((a, b) => (a.low ?? -Infinity) - (b.low ?? -Infinity) || (a.high ?? Infinity) - (b.high ?? Infinity));
  for (const [index, next] of edges.entries()) {
    const before = edges[index - 1];
    if (!before) continue;
    const [high, low] = [before.high ?? Infinity, next.low ?? -Infinity];
    if (high > low || (high === low && before.highIn && next.lowIn))
      refuse(
        'pack.bands_overlap',
        where,
        formatUnits(Number.isFinite(low) ? low : 0),
        '两个档次都包含该数',
        'two bands contain this number',
      );
    if (high < low || (!before.highIn && !next.lowIn))
      refuse(
        'pack.bands_gap',
        where,
        high === low ? formatUnits(low) : `${formatUnits(high)}–${formatUnits(low)}`,
        '该数不属于任何档次',
        'no band contains this number',
      );
  }
}

const isPlain = (band: Band): boolean =>
  [band.from, band.above, band.to, band.below].every((edge) => typeof edge !== 'object');
const limit = (text: Amount | undefined): number | undefined =>
  typeof text === 'string' ? parseUnits(text, 4) : undefined;

/** Outputs and items of dimensions and check-lists share their names with those of sheets; ids of the others are their own. */
function checkPartNames(rules: RulesFile, take: (name: string, path: Path) => void): void {
  for (const [i, list] of (rules.dimensions ?? []).entries()) {
    take(`output ${list.output}`, ['dimensions', i, 'output']);
    for (const [k, part] of list.parts.entries()) take(`fact ${part.id}`, ['dimensions', i, 'parts', k, 'id']);
  }
  for (const [i, list] of (rules.checklists ?? []).entries()) {
    take(`output ${list.output}`, ['checklists', i, 'output']);
    for (const [j, group] of list.groups.entries())
      for (const [k, line] of group.lines.entries())
        take(`fact ${line.id}`, ['checklists', i, 'groups', j, 'lines', k, 'id']);
  }
  for (const [i, item] of (rules.duties ?? []).entries()) take(`duty ${item.id}`, ['duties', i, 'id']);
  for (const [i, item] of (rules.methods ?? []).entries()) take(`method ${item.id}`, ['methods', i, 'id']);
  for (const [i, item] of (rules.outcomes ?? []).entries()) take(`outcome ${item.id}`, ['outcomes', i, 'id']);
  for (const [i, item] of (rules.procedures ?? []).entries()) {
    take(`procedure ${item.id}`, ['procedures', i, 'id']);
    for (const [k, step] of item.steps.entries())
      take(`step ${item.id}.${step.id}`, ['procedures', i, 'steps', k, 'id']);
  }
}

function checkNames(model: PackModel): void {
  const seen = new Map<string, Path>();
  const take = (name: string, path: Path) => {
    if (seen.has(name))
      refuse(
        'pack.name_twice',
        model.locate(path),
        name,
        `与 ${model.locate(seen.get(name)!)} 重复`,
        `already used at ${model.locate(seen.get(name)!)}`,
      );
    seen.set(name, path);
  };
  const { rules } = model;
  for (const [i, sheet] of (rules.sheets ?? []).entries()) {
    take(`output ${sheet.output}`, ['sheets', i, 'output']);
    for (const [j, part] of sheet.sections.entries()) {
      take(`section ${sheet.output}.${part.id}`, ['sheets', i, 'sections', j, 'id']);
      for (const [k, rule] of part.rules.entries())
        take(`rule ${rule.id}`, ['sheets', i, 'sections', j, 'rules', k, 'id']);
    }
  }
  for (const [i, account] of (rules.accounts ?? []).entries()) {
    take(`output ${account.output}`, ['accounts', i, 'output']);
    for (const [k, rule] of account.rules.entries()) take(`rule ${rule.id}`, ['accounts', i, 'rules', k, 'id']);
  }
  for (const [i, blend] of (rules.blends ?? []).entries()) take(`output ${blend.output}`, ['blends', i, 'output']);
  for (const [i, ranking] of (rules.rankings ?? []).entries()) take(`ranking ${ranking.id}`, ['rankings', i, 'id']);
  for (const [i, decision] of (rules.decisions ?? []).entries())
    take(`decision ${decision.id}`, ['decisions', i, 'id']);
  for (const [i, cap] of (rules.gradeCaps ?? []).entries()) {
    take(`decision ${cap.id}`, ['gradeCaps', i, 'id']);
    checkGradeCap(model, cap, ['gradeCaps', i]);
  }
  for (const [i, term] of (rules.terms ?? []).entries()) take(`decision ${term.id}`, ['terms', i, 'id']);
  for (const [i, kind] of (rules.leaveKinds ?? []).entries()) take(`leave kind ${kind.id}`, ['leaveKinds', i, 'id']);
  for (const [i, fact] of (rules.facts ?? []).entries()) take(`fact ${fact.item}`, ['facts', i, 'item']);
  checkPartNames(rules, take);
  const { articles } = model.articles;
  const twice = articles.find((entry, index) => articles.findIndex((one) => one.article === entry.article) < index);
  if (twice)
    refuse(
      'pack.name_twice',
      model.source.articles.path,
      twice.article,
      '条款编号重复',
      'this article stands there twice',
    );
}
