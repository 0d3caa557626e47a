/**
 * Other amounts for rules without rewriting a pack by hand: the figures are exchanged in the text of `rules.yaml` where they
 * stand, everything else stays as it was written, and the pack is read again with all its checks.
 */
import { isScalar, isSeq, type Node } from 'yaml';
import { Problem } from '../../problem.js';
import { type Edit, edited, exchanged, openText } from '../language/text-edit.js';
import { nearest, type Path } from '../language/yaml.js';
import { type PackModel, type PackSource, parsePack } from './pack.js';

/** Decimal text, or [least, most] of a range. */
type Figure = string | readonly [string, string];

/** What changes at one rule, section (`<output>.<section>`), output, title of an honour or part of a blend. */
export interface ItemPatch {
  rule: string;
  points?: Figure | undefined;
  money?: Figure | undefined;
  cap?: string | undefined;
  floor?: string | undefined;
  base?: string | undefined;
  quota?: string | undefined;
  weight?: string | undefined;
}

/** Fields of the language that a word of a patch may mean, the first that is there. */
const meanings = {
  points: [['each'], ['points'], ['range', 'points']],
  money: [['money'], ['range', 'money']],
  cap: [['upTo'], ['cap'], ['atMost']],
  floor: [['floor'], ['atLeast']],
  base: [['base'], ['start']],
  quota: [['ratio'], ['count'], ['grade', 'quota', 'ratio']],
  weight: [['weight']],
} as const satisfies Record<string, readonly Path[]>;
type Word = keyof typeof meanings;
const words = Object.keys(meanings) as Word[];

/**
 * The pack with other figures.
 * @throws Problem `pack.patch_unknown` (no such rule), `pack.patch_absent` (it has no such figure), `pack.patch_bound` (a
 * setting or parameter gives the figure) or any fault of the text that comes out
 */
export function patchPack(model: PackModel, patches: readonly ItemPatch[]): PackModel {
  return parsePack(patchSource(model, patches));
}

/** The texts only. */
export function patchSource(model: PackModel, patches: readonly ItemPatch[]): PackSource {
  const places = placesOf(model.rules);
  const edits: Edit[] = [];
  const text = model.source.rules.text;
  const doc = openText(text);
  for (const patch of patches) {
    const found = places.get(patch.rule);
    if (!found) throw unknown(patch.rule, [...places.keys()]);
    for (const word of words) {
      const figure = patch[word];
      if (figure !== undefined) edits.push(...editsOf(doc, model, found, { rule: patch.rule, word, figure }));
    }
  }
  return { ...model.source, rules: { ...model.source.rules, text: edited(text, edits) } };
}

/** Whether a pack has such a rule, so that a patch of a composed edition finds the pack that it belongs to. */
export const hasRule = (model: PackModel, rule: string): boolean => placesOf(model.rules).has(rule);

interface Change {
  rule: string;
  word: Word;
  figure: Figure;
}

type Document = ReturnType<typeof openText>;

function editsOf(doc: Document, model: PackModel, places: readonly Path[], change: Change): Edit[] {
  for (const place of places) {
    for (const field of meanings[change.word]) {
      const path = [...place, ...field];
      const node = doc.getIn(path, true) as Node | undefined;
      if (node) return exchange(node, model, path, change);
    }
  }
  const has = words.filter((word) =>
    places.some((place) => meanings[word].some((field) => doc.hasIn([...place, ...field]))),
  );
  throw refusal('pack.patch_absent', model, places[0]!, change, has);
}

function exchange(node: Node, model: PackModel, path: Path, change: Change): Edit[] {
  const { figure } = change;
  if (isSeq(node)) {
    const edges = node.items as Node[];
    const pair = typeof figure === 'string' ? [figure, figure] : figure;
    return edges.flatMap((edge, index) => exchange(edge, model, path, { ...change, figure: pair[index] as string }));
  }
  if (!isScalar(node) || !node.range) throw refusal('pack.patch_bound', model, path, change, namesIn(node));
  if (typeof figure === 'string') return exchanged(node, figure);
  return [{ from: node.range[0], to: node.range[1], text: `[${figure.map((edge) => `"${edge}"`).join(', ')}]` }];
}

const namesIn = (node: Node): string[] => Object.values((node.toJSON?.() ?? {}) as Record<string, string>).map(String);

function refusal(code: string, model: PackModel, path: Path, change: Change, allowed: readonly string[]): Problem {
  const where = model.locate(path);
  return new Problem(
    code,
    { where, rule: change.rule, field: change.word, allowed: allowed.join(', ') || '-' },
    {
      errors: [
        {
          where,
          got: change.word,
          ...(allowed.length > 0 ? { allowed } : {}),
          message: { 'zh-CN': `${change.rule}：${change.word}`, en: `${change.rule}: ${change.word}` },
        },
      ],
    },
  );
}

/** @throws never; builds the refusal for a rule that no pack of an edition has */
export function unknown(rule: string, known: readonly string[]): Problem {
  const close = nearest(rule, known);
  return new Problem(
    'pack.patch_unknown',
    { rule, close: close ?? '-' },
    {
      errors: [
        {
          where: '/items',
          got: rule,
          ...(close ? { allowed: close } : {}),
          message: { 'zh-CN': `没有 ${rule}`, en: `no ${rule}` },
        },
      ],
    },
  );
}

/** Names of the patchable things of a pack, for the nearest name of a refusal. */
export const rulesOf = (model: PackModel): string[] => [...placesOf(model.rules).keys()];

/** Everything with an `id` or an `output`, by its name; what stands inside an output is also known by `<output>.<id>`. */
function placesOf(rules: unknown): Map<string, Path[]> {
  const found = new Map<string, Path[]>();
  const put = (name: unknown, path: Path) => {
    if (typeof name === 'string') found.set(name, [...(found.get(name) ?? []), path]);
  };
  const visit = (value: unknown, path: Path, output: string | undefined): void => {
    if (!value || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        visit(item, [...path, index], output);
      });
      return;
    }
    const { id, output: own } = value as Record<string, unknown>;
    const isPart = path.length > 2 && output !== undefined;
    if (path.length > 0) put(id, path);
    if (isPart && typeof id === 'string') put(`${output}.${id}`, path);
    if (path.length === 2) put(own, path);
    const inside = path.length === 2 && typeof own === 'string' ? own : output;
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key], inside);
  };
  visit(rules, [], undefined);
  return found;
}
