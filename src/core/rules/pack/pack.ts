/** From the texts of a pack to its typed model; errors name file:line:column, what was found and what is allowed. */
import { z } from 'zod';
import { Problem, type ProblemDetail } from '../../problem.js';
import {
  type ArticlesFile,
  articlesFile,
  type IndexFile,
  indexFile,
  type RulesFile,
  rulesFile,
} from '../language/language.js';
import { nearest, type Path, readYaml, type YamlFile } from '../language/yaml.js';
import { checkPack } from './check.js';

/** The texts of one edition; the key of `files` is the path that errors name. */
export interface PackSource {
  id: string;
  edition: string;
  index: { path: string; text: string };
  articles: { path: string; text: string };
  rules: { path: string; text: string };
  cases?: { path: string; text: string };
}

export interface PackModel {
  id: string;
  edition: string;
  index: IndexFile;
  articles: ArticlesFile;
  rules: RulesFile;
  source: PackSource;
  /** `file:line:column` of a path in rules.yaml, for checks that come later. */
  locate(path: Path): string;
}

/** What a pack says of itself. @throws Problem of the `pack.` family */
export const parseIndex = (index: PackSource['index']): IndexFile =>
  parseFile(readYaml(index.text, index.path), indexFile);

/** @throws Problem of the `pack.` family; `errors` holds every fault of the first faulty file. */
export function parsePack(source: PackSource): PackModel {
  const index = parseIndex(source.index);
  const articles = parseFile(readYaml(source.articles.text, source.articles.path), articlesFile);
  const file = readYaml(source.rules.text, source.rules.path);
  const rules = parseFile(file, rulesFile);
  const model: PackModel = {
    id: index.id,
    edition: source.edition,
    index,
    articles,
    rules,
    source,
    locate: (path) => file.locate(path),
  };
  if (!index.editions.some((item) => item.edition === source.edition))
    throw new Problem(
      'pack.reference_missing',
      { where: source.index.path, got: source.edition },
      {
        errors: [
          {
            where: source.index.path,
            got: source.edition,
            message: { 'zh-CN': '目录中未登记该版本', en: 'this edition is not listed in the index' },
          },
        ],
      },
    );
  checkPack(model);
  return model;
}

/** Parses one YAML value by a strict schema. */
export function parseFile<T>(file: YamlFile, schema: z.ZodType<T>): T {
  const result = schema.safeParse(file.value);
  if (result.success) return result.data;
  const details = result.error.issues.flatMap((issue) => describe(issue, file, []));
  // A misspelt field is the cause, the missing one that zod reports beside it only the consequence.
  const unknown = details.some((detail) => detail.code === 'pack.field_unknown');
  const sorted = details.toSorted(
    (a, b) => Number(b.code === 'pack.field_unknown') - Number(a.code === 'pack.field_unknown'),
  );
  const errors = sorted.map(({ code: _code, ...detail }) => detail);
  const first = errors[0] as ProblemDetail;
  throw new Problem(
    unknown ? 'pack.field_unknown' : 'pack.invalid',
    { where: first.where, got: first.got ?? '' },
    { errors },
  );
}

type Detail = ProblemDetail & { code: string };

function describe(issue: z.core.$ZodIssue, file: YamlFile, prefix: Path): Detail[] {
  const path = [...prefix, ...(issue.path as (string | number)[])];
  const found = valueAt(file.value, path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(key, path, file, found));
  if (issue.code === 'invalid_union') {
    // The alternative that got furthest is the one that was meant.
    const branches = issue.errors.filter((list) => list.length > 0);
    const best = branches.toSorted((a, b) => depth(b) - depth(a))[0];
    if (best && (depth(best) > 0 || best.some((item) => item.code === 'unrecognized_keys')))
      return best.flatMap((item) => describe(item, file, path));
  }
  const allowed = issue.code === 'invalid_value' ? issue.values.map(String) : undefined;
  const close = allowed && typeof found === 'string' ? nearest(found, allowed) : undefined;
  return [
    {
      code: 'pack.invalid',
      where: file.locate(path),
      got: found === undefined ? '' : JSON.stringify(found).slice(0, 60),
      ...(allowed ? { allowed } : {}),
      ...(close ? { hint: { 'zh-CN': `是否想写 ${close}`, en: `did you mean ${close}` } } : {}),
      message: { 'zh-CN': `${path.join('.')}：${issue.message}`, en: `${path.join('.')}: ${issue.message}` },
    },
  ];
}

const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

/** Names that any schema of the language knows at such a place are taken from its neighbours in the schema. */
function unknownField(key: string, path: Path, file: YamlFile, found: unknown): Detail {
  const present = found && typeof found === 'object' ? Object.keys(found) : [];
  const close = nearest(
    key,
    knownFields.filter((field) => !present.includes(field)),
  );
  return {
    code: 'pack.field_unknown',
    where: file.locate([...path, key]),
    got: key,
    ...(close ? { allowed: close, hint: { 'zh-CN': `是否想写 ${close}`, en: `did you mean ${close}` } } : {}),
    message: { 'zh-CN': `不认识字段 ${key}`, en: `unknown field ${key}` },
  };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, step) => (node && typeof node === 'object' ? (node as Record<string, unknown>)[step] : undefined),
    value,
  );
}

const knownFields: readonly string[] = [
  ...new Set([rulesFile, articlesFile, indexFile].flatMap((schema) => fieldNames(schema, 0))),
];

function fieldNames(schema: unknown, level: number): string[] {
  if (!schema || typeof schema !== 'object' || level > 12) return [];
  const def = (schema as { _zod?: { def: Record<string, unknown> } })._zod?.def;
  if (!def) return [];
  const inner = [def.innerType, def.element, def.valueType, ...((def.options as unknown[]) ?? [])];
  const shape = def.type === 'object' ? Object.entries(def.shape as Record<string, unknown>) : [];
  return [
    ...shape.flatMap(([key, child]) => [key, ...fieldNames(child, level + 1)]),
    ...inner.flatMap((child) => fieldNames(child, level + 1)),
  ];
}
