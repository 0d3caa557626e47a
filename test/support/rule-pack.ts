/** A small pack made of the text of a test; its articles are those that its rules name. */

import { compile } from '../../src/core/rules/engine/compile.js';
import { runCases, toInput } from '../../src/core/rules/examples/cases.js';
import type { Situation } from '../../src/core/rules/language/case-language.js';
import type { Choices } from '../../src/core/rules/pack/compose.js';
import { type PackSource, parsePack } from '../../src/core/rules/pack/pack.js';
import type { CompiledEdition, SubjectResult } from '../../src/core/rules/types.js';

export const noLibrary = { find: () => undefined };

/** Titles are given by the words `T` in the text of the rules. */
export function packSource(rules: string, cases?: string): PackSource {
  const titled = (text: string) => text.replaceAll(/\bT\b/g, '{ zh: 标题, en: Title }');
  const text = titled(rules);
  const articles = new Set([
    'X',
    ...[...text.matchAll(/\b(?:article|roundingArticle): "?([\w.]+)/g)].map((hit) => hit[1]),
  ]);
  return {
    id: 'x',
    edition: '2026-01-01',
    index: {
      path: 'index.yaml',
      text: titled(
        'id: x\ntitle: T\nowner: T\ninstitution: bank\nsource: T\neditions: [{ edition: 2026-01-01, from: 2026-01-01 }]',
      ),
    },
    articles: {
      path: 'articles.yaml',
      text: titled(`articles:\n${[...articles].map((id) => `  - { article: ${id}, gist: T, place: "1" }`).join('\n')}`),
    },
    rules: { path: 'rules.yaml', text },
    ...(cases === undefined ? {} : { cases: { path: 'cases.yaml', text: titled(cases) } }),
  };
}

export const editionOf = (rules: string, choices: Choices = {}): CompiledEdition =>
  compile(parsePack(packSource(rules)), noLibrary, choices);

/** What one subject gets in a situation. */
export function resultOf(edition: CompiledEdition, given: Situation, subject: string): SubjectResult {
  const found = edition.evaluate(toInput(given, edition)).subjects.get(subject);
  if (!found) throw new Error(`no result for ${subject}`);
  return found;
}

/** Rules that the worked examples leave out, and what is wrong with the examples. */
export function coverageOf(rules: string, cases: string): { missing: readonly string[]; faults: readonly string[] } {
  const { coverage, outcomes } = runCases(parsePack(packSource(rules, cases)), noLibrary);
  return { missing: coverage.missing, faults: outcomes.flatMap((item) => item.faults) };
}
