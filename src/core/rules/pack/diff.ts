/** What one composed edition says otherwise than another, down to the single figure or word. */
import type { Day } from '../../fact.js';
import type { Composed } from './compose.js';

export interface WordChange {
  /** Innermost thing with a name: rule, section (`<output>.<section>`), output, title, row of a decision. */
  rule: string;
  /** Path inside it, e.g. `each`, `bands.1.amount`, `quota.ratio`. */
  field: string;
  before: string | null;
  after: string | null;
}

/** Differences in the order of the later edition, what is gone at the end. */
export function changedWords(before: Composed, after: Composed): WordChange[] {
  const [old, fresh] = [wordsOf(before.rules), wordsOf(after.rules)];
  const names = [...new Set([...fresh.keys(), ...old.keys()])];
  return names.flatMap((name) => {
    const [a, b] = [old.get(name), fresh.get(name)];
    if (a?.text === b?.text) return [];
    const place = (b ?? a)!;
    return [{ rule: place.rule, field: place.field, before: a?.text ?? null, after: b?.text ?? null }];
  });
}

/** Since when each rule stands as it does, and until when those stood that are gone: by the days of the editions. */
export interface RuleSpans {
  /** Only rules that came or changed after the first edition; the others stand since that one. */
  since: ReadonlyMap<string, Day>;
  /** First day on which it was there no more. */
  gone: ReadonlyMap<string, Day>;
}

/** @param editions in the order in which they came into force; the last one is looked at */
export function ruleSpans(editions: readonly { from: Day; composed: Composed }[]): RuleSpans {
  const since = new Map<string, Day>();
  const gone = new Map<string, Day>();
  const last = editions.at(-1);
  const standing = new Set(last ? [...wordsOf(last.composed.rules).values()].map((said) => said.rule) : []);
  for (const [index, { from, composed }] of editions.entries()) {
    const before = editions[index - 1];
    if (!before) continue;
    for (const { rule } of changedWords(before.composed, composed)) {
      if (standing.has(rule)) since.set(rule, from);
      else gone.set(rule, from);
    }
  }
  return { since, gone };
}

interface Said {
  rule: string;
  field: string;
  text: string;
}

function wordsOf(rules: Composed['rules']): Map<string, Said> {
  const found = new Map<string, Said>();
  const visit = (value: unknown, rule: string, field: readonly string[], outer: string): void => {
    if (value === null || value === undefined) return;
    if (typeof value !== 'object' || isReference(value)) {
      const text = typeof value === 'object' ? Object.values(value).join('') : String(value);
      found.set(`${outer} ${rule} ${field.join('.')}`, { rule, field: field.join('.'), text });
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        visit(item, rule, nameOf(item) === undefined ? [...field, String(index)] : field, outer);
      });
      return;
    }
    const own = nameOf(value);
    // A section is known by its output, because the letters of sections repeat.
    const name = own === undefined ? rule : 'rules' in value && rule !== '' ? `${rule}.${own}` : own;
    const path = own === undefined ? field : [];
    for (const [key, inner] of Object.entries(value)) if (key !== 'title') visit(inner, name, [...path, key], outer);
  };
  for (const [list, items] of Object.entries(rules)) visit(items, '', [], list);
  return found;
}

/** `{ setting: … }` and `{ parameter: … }` are told by their name. */
const isReference = (value: object): boolean => {
  const [key, ...rest] = Object.keys(value);
  return rest.length === 0 && (key === 'setting' || key === 'parameter');
};

function nameOf(value: unknown): string | undefined {
  if (!value || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { id, output, item, sections, parts, rules } = value as Record<string, unknown>;
  if (typeof id === 'string') return id;
  if (typeof item === 'string' && 'source' in value) return item;
  return typeof output === 'string' && (sections || parts || rules) ? output : undefined;
}
