/**
 * Parameters that are words or days instead of figures: the name of a window in a phrase, the first day of a contest.
 * Where an article, duty, check-list or procedure says `{parameter}` by name, what the office filled in is told, or a blank.
 */
import { Problem } from '../../problem.js';
import type { Parameter, RulesFile } from '../language/language.js';
import { nearest, type Path } from '../language/yaml.js';
import type { PackModel } from './pack.js';

export type Parameters = Readonly<
  Record<string, Pick<Parameter, 'unit' | 'type'> & { value?: Parameter['value'] | undefined }>
>;

const named = /\{([\w.-]{1,60})\}/g;
/** Parts of a pack whose words may name a parameter, besides the articles. */
const tellingParts = ['dimensions', 'checklists', 'duties', 'methods', 'outcomes', 'procedures'] as const;

/** @returns the same with every `{parameter}` in a text of two languages told, `____` while it is blank */
export function tellParameters<T>(value: T, parameters: Parameters): T {
  if (!value || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => tellParameters(item, parameters)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'string' && (key === 'zh' || key === 'en')
        ? inner.replaceAll(named, (whole, name: string) => tell(parameters[name], key) ?? whole)
        : tellParameters(inner, parameters),
    ]),
  ) as T;
}

function tell(parameter: Parameters[string] | undefined, language: 'zh' | 'en'): string | undefined {
  if (!parameter) return undefined;
  const { value, type, unit } = parameter;
  if (value === null || value === undefined) return '____';
  if (type) return value;
  return unit[language] === '%' ? `${value}%` : `${value} ${unit[language]}`;
}

/** Articles and the parts of a pack that are told to people, with their parameters. */
export function toldParts(rules: RulesFile, parameters: Parameters): RulesFile {
  const told = { ...rules };
  for (const part of tellingParts)
    if (rules[part]) Object.assign(told, { [part]: tellParameters(rules[part], parameters) });
  return told;
}

/**
 * Every parameter that a text names exists, and words and days stand only where no figure is due: as a value that a
 * decision gives, or as the first day of a procedure.
 * @throws Problem pack.reference_missing | pack.invalid
 */
export function checkTextParameters(model: PackModel, used: readonly PackModel[]): void {
  const parameters: Parameters = Object.assign({}, ...[model, ...used].map((pack) => pack.rules.parameters ?? {}));
  for (const entry of model.articles.articles)
    checkTold(entry.gist, parameters, `${model.source.articles.path} ${entry.article}`);
  for (const part of tellingParts) checkTold(model.rules[part], parameters, `${model.source.rules.path} ${part}`);
  const visit = (value: unknown, path: Path): void => {
    if (!value || typeof value !== 'object') return;
    if ('parameter' in value && typeof value.parameter === 'string')
      checkPlace(value.parameter, parameters[value.parameter]?.type, path, model);
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(model.rules, []);
}

function checkTold(value: unknown, parameters: Parameters, where: string): void {
  if (typeof value === 'string') {
    for (const [, name = ''] of value.matchAll(named)) {
      if (parameters[name]) continue;
      const close = nearest(name, Object.keys(parameters));
      throw refusal('pack.reference_missing', where, name, `没有参数 ${name}`, `no parameter ${name}`, close);
    }
  } else if (value && typeof value === 'object')
    for (const inner of Object.values(value)) checkTold(inner, parameters, where);
}

function checkPlace(name: string, type: Parameter['type'], path: Path, model: PackModel): void {
  const isStart = path[0] === 'procedures' && path.at(-1) === 'start';
  if (isStart ? type === 'day' : type === undefined || path.includes('gives')) return;
  const [zh, en] = isStart ? ['日期', 'a day'] : ['数字', 'a number'];
  throw refusal('pack.invalid', model.locate(path), name, `此处应为${zh}参数`, `a parameter that is ${en} is due here`);
}

function refusal(code: string, where: string, got: string, zh: string, en: string, allowed?: string): Problem {
  return new Problem(
    code,
    { where, got },
    { errors: [{ where, got, message: { 'zh-CN': zh, en }, ...(allowed ? { allowed } : {}) }] },
  );
}
