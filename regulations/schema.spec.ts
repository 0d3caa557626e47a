/** The schemas for editors are those of today, and they hold for every file of every pack as an editor reads it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { jsonSchemas, type SchemaName } from '../src/core/rules/language/json-schema.js';
import { readPackSources } from '../src/regulation/pack-loader.js';

const schemas = jsonSchemas();
const names = Object.keys(schemas) as SchemaName[];
const ajv = new Ajv({ strictTypes: false, allErrors: true });
const validators = new Map(names.map((name) => [name, ajv.compile(schemas[name])]));
const sources = readPackSources('regulations');
const rulesOf = (text: string) => validators.get('rules')!(parse(text));

describe('schemas for editors', () => {
  it.each(names)('%s.schema.json is fresh (npm run cli -- rules schema)', (name) => {
    const written = readFileSync(join('regulations', 'schema', `${name}.schema.json`), 'utf8');
    expect(JSON.parse(written)).toEqual(schemas[name]);
  });

  it.each(sources.map((source) => [source.id, source] as const))('%s is valid', (_id, source) => {
    const faults = names.flatMap((name) => {
      const file = source[name];
      const validate = validators.get(name)!;
      if (!file || validate(parse(file.text))) return [];
      return (validate.errors ?? []).map((error) => `${file.path}${error.instancePath} ${error.message}`);
    });
    expect(faults).toEqual([]);
  });

  it('find what is misspelt, missing or not a word of the language', () => {
    const dimension = (rest: string) =>
      `dimensions: [{ output: a, subject: person, cycle: year, article: X, title: { zh: 甲, en: A }, missing: REFUSE, parts: [{ id: p, article: X, title: { zh: 甲, en: A } }]${rest} }]`;
    expect(rulesOf(dimension(''))).toBe(true);
    expect(rulesOf(dimension(', wieght: 3'))).toBe(false);
    expect(rulesOf(dimension('').replace('cycle: year', 'cycle: decade'))).toBe(false);
    expect(rulesOf(dimension('').replace('missing: REFUSE, ', ''))).toBe(false);
    expect(rulesOf(dimension(', each: { atLeast: 80, article: X, otherwise: fail }'))).toBe(true);
    expect(rulesOf(dimension(', each: { atLeast: eighty, article: X, otherwise: fail }'))).toBe(false);
  });

  it('explain the parts of rules.yaml', () => {
    const { properties } = schemas.rules as { properties: Record<string, { description?: string }> };
    expect(Object.entries(properties).filter(([, part]) => !part.description)).toEqual([]);
  });
});
