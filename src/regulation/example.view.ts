/** Worked examples as tables: what is given, and what the text demands of whom. */
import { readCases } from '../core/rules/examples/cases.js';
import type { PackModel } from '../core/rules/pack/pack.js';
import type { Names } from './rule-words.js';
import type { StructureView } from './structure.contract.js';

type Example = StructureView['examples'][number];
type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A value on one line: lists by commas, fields by name. */
function told(value: unknown): string {
  if (Array.isArray(value)) return value.map(told).join(', ');
  if (isObject(value))
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${told(inner)}`)
      .join(', ');
  return String(value);
}

const pairs = (value: unknown): { name: string; value: string }[] =>
  isObject(value) ? Object.entries(value).map(([name, inner]) => ({ name, value: told(inner) })) : [];

/** @throws Problem of the `pack.` family when the examples cannot be read */
export function examplesView(model: PackModel, names: Names): Example[] {
  return readCases(model).map((item) => {
    const given = item as unknown as Loose;
    return {
      id: item.id,
      ...item.title,
      articles: item.articles,
      edge: item.edge,
      period: typeof given.period === 'string' ? given.period : null,
      given: [
        ...pairs(given.settings),
        ...pairs(given.fill),
        ...['series', 'history', 'rulings'].flatMap((name) =>
          Array.isArray(given[name]) ? given[name].map((line) => ({ name, value: told(line) })) : [],
        ),
      ],
      facts: (Array.isArray(given.facts) ? given.facts : []).map((line: Loose) => factLine(line, names)),
      expect: [...expected(given.expect), ...asked(given)],
    };
  });
}

function factLine({ item, subject, on, values, ...figures }: Loose, names: Names): Example['facts'][number] {
  const rest = { ...figures, ...(isObject(values) ? values : {}) };
  return { item: String(item), ...wordsOf(item, names), subject: String(subject), on: String(on), told: told(rest) };
}

const wordsOf = (item: unknown, names: Names): { zh: string; en: string } =>
  names.get(String(item)) ?? { zh: String(item), en: String(item) };

function expected(value: unknown): Example['expect'] {
  if (!isObject(value)) return [];
  const lines: Example['expect'] = [];
  if (value.refuses) lines.push({ of: '', what: 'refuses', value: String(value.refuses) });
  for (const [subject, outputs] of Object.entries((value.subjects ?? {}) as Loose))
    for (const [output, figures] of Object.entries(outputs as Loose))
      for (const line of pairs(figures)) lines.push({ of: subject, what: `${output} ${line.name}`, value: line.value });
  for (const [ranking, ranks] of Object.entries((value.ranks ?? {}) as Loose))
    for (const line of pairs(ranks)) lines.push({ of: line.name, what: `${ranking} rank`, value: line.value });
  for (const { honour, group, ...figures } of (value.honours ?? []) as Loose[])
    for (const line of pairs(figures)) lines.push({ of: `${honour} ${group}`, what: line.name, value: line.value });
  return lines;
}

/** Questions that an example asks one by one: a decision, the stages of a procedure, open duties. */
function asked(given: Loose): Example['expect'] {
  return ['decisions', 'procedures', 'duties'].flatMap((kind) =>
    (Array.isArray(given[kind]) ? (given[kind] as Loose[]) : []).map((line) => {
      const { decision, procedure, duty, input, value, refuses, ...rest } = line;
      return {
        of: String(decision ?? procedure ?? duty),
        what: told(input ?? rest),
        value: refuses ? `refuses ${told(refuses)}` : told(value ?? rest),
      };
    }),
  );
}
