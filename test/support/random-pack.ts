/** Regulations that nobody wrote: sections with random floors and caps, random amounts, ranked with random quotas. */
import fc from 'fast-check';
import type { Subject } from '../../src/core/fact.js';
import { periodOf } from '../../src/core/period.js';
import { compile } from '../../src/core/rules/engine/compile.js';
import type { PackSource } from '../../src/core/rules/pack/pack.js';
import { libraryOf } from '../../src/regulation/pack-loader.js';
import type { World } from './worlds.js';

interface RandomRule {
  kind: 'K1' | 'K2' | 'K5' | 'K3' | 'K4';
  each: number;
  upTo: number;
}
interface RandomSection {
  base: number;
  floor: number | null;
  cap: number | null;
  rules: RandomRule[];
}
export interface RandomPack {
  sections: RandomSection[];
  ratios: [number, number];
  mode: 'DISJOINT' | 'CUMULATIVE';
  base: 'GROUP' | 'ALL';
  rounding: 'FLOOR' | 'HALF_UP' | 'CEIL';
  least: number;
}

const quarters = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((value) => value / 4);
const rule = fc.record({
  kind: fc.constantFrom('K1', 'K2', 'K5', 'K3', 'K4'),
  each: quarters(-9, 9).filter((each) => each !== 0),
  upTo: quarters(1, 12),
});
const section = fc
  .record({
    base: fc.integer({ min: 0, max: 60 }),
    below: fc.option(fc.integer({ min: 0, max: 6 })),
    above: fc.option(fc.integer({ min: 0, max: 6 })),
    rules: fc.array(rule, { minLength: 1, maxLength: 4 }),
  })
  // Bounds near the base, so that a handful of facts reaches them.
  .map(
    ({ above, below, ...part }): RandomSection => ({
      ...part,
      floor: below === null ? null : part.base - below,
      cap: above === null ? null : part.base + above,
    }),
  );

export const randomPack: fc.Arbitrary<RandomPack> = fc.record({
  sections: fc.array(section, { minLength: 1, maxLength: 3 }),
  ratios: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 })),
  mode: fc.constantFrom('DISJOINT', 'CUMULATIVE'),
  base: fc.constantFrom('GROUP', 'ALL'),
  rounding: fc.constantFrom('FLOOR', 'HALF_UP', 'CEIL'),
  least: fc.nat(1),
});

const title = 'title: { zh: 题, en: Title }';
const ruleText = ({ kind, each, upTo }: RandomRule, id: string): string => {
  const head = `kind: ${kind}, id: ${id}, article: G, ${title}`;
  if (kind === 'K3') return `{ ${head} }`;
  if (kind === 'K4')
    return `{ ${head}, measure: { value: fig.${id} }, bands: [{ below: 2, amount: "${each}" }, { from: 2, amount: 0 }] }`;
  return kind === 'K5' ? `{ ${head}, each: "${Math.abs(each)}", upTo: "${upTo}" }` : `{ ${head}, each: "${each}" }`;
};

export function randomSource(pack: RandomPack): PackSource {
  const rules = pack.sections.flatMap((part, s) => part.rules.map((one, r) => ({ ...one, id: `G.${s}${r}` })));
  const facts = rules
    .filter((one) => one.kind === 'K4')
    .map(
      ({ id }) =>
        `  - { item: fig.${id}, subject: window, article: G, source: import, unit: { zh: 件, en: cases }, ${title} }`,
    );
  const sections = pack.sections.map(
    (part, s) =>
      `      - { id: s${s}, article: G, base: "${part.base}", ${part.floor === null ? '' : `floor: "${part.floor}", `}${
        part.cap === null ? '' : `cap: "${part.cap}", `
      }${title}, rules: [${part.rules.map((one, r) => ruleText(one, `G.${s}${r}`)).join(', ')}] }`,
  );
  const [first, second] = [...pack.ratios].sort((a, b) => a - b);
  return {
    id: 'generated',
    edition: '2024-01-01',
    index: {
      path: 'generated/index.yaml',
      text: `id: generated\ntitle: { zh: 生成, en: Generated }\nowner: { zh: 生成, en: Generated }\ninstitution: bank\nsource: { zh: 生成, en: Generated }\neditions: [{ edition: 2024-01-01, from: 2024-01-01 }]\n`,
    },
    articles: {
      path: 'generated/2024-01-01/articles.yaml',
      text: 'articles: [{ article: G, gist: { zh: 文, en: text }, place: "1", use: rule }]\n',
    },
    rules: {
      path: 'generated/2024-01-01/rules.yaml',
      text: `${facts.length ? `facts:\n${facts.join('\n')}\n` : ''}sheets:
  - output: sheet
    subject: window
    cycle: month
    article: G
    ${title}
    sections:
${sections.join('\n')}
rankings:
  - { id: month, article: G, ${title}, output: sheet, cycle: month, groups: [{ id: a, ${title} }, { id: b, ${title} }] }
honours:
  - { id: month, article: G, ranking: month, titles: [{ id: first, ${title}, ratio: "${first}", article: G }, { id: second, ${title}, ratio: "${second}", article: G }], mode: ${pack.mode}, base: ${pack.base}, rounding: ${pack.rounding}, roundingArticle: G, least: "${pack.least}" }
`,
    },
  };
}

/** Seven windows in two groups under a random pack. */
export function generatedWorld(pack: RandomPack): World {
  const library = libraryOf([randomSource(pack)]);
  const edition = compile(library.find('generated')!, library);
  const subjects: Subject[] = Array.from({ length: 7 }, (_, index) => ({
    key: `window:${index}`,
    kind: 'window',
    group: index % 2 ? 'b' : 'a',
  }));
  const period = periodOf('2026-09');
  return {
    name: 'a generated pack',
    edition,
    input: { period, asOf: period.to, subjects },
    items: edition.items.map(({ item }) => ({
      item,
      subjects: subjects.map(({ key }) => key),
      most: item.startsWith('fig.') ? 1 : 4,
    })),
    days: ['2026-08-31', '2026-09-01', '2026-09-02', '2026-09-30'],
  };
}
