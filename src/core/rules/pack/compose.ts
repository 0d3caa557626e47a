/**
 * One institution adopts one composed pack: it uses others at fixed editions, binds their inputs to outputs, chooses
 * settings and fills blanks. Composing gives one flat edition in which every name is settled, and a hash over all of it.
 */
import { parseUnits } from '../../amount.js';
import { digestOf } from '../../digest.js';
import { Problem } from '../../problem.js';
import type { ArticlesFile, Decision, DeclaredFact, Fill, Parameter, Setting } from '../language/language.js';
import { expandChecklist, expandDimensions } from '../language/part-shorthand.js';
import { expandGradeCap, expandTerm } from '../language/tables.js';
import { nearest } from '../language/yaml.js';
import { checkReferences } from './check.js';
import type { PackModel } from './pack.js';
import { parameterValue } from './parameter.js';
import { tellParameters } from './parameter-text.js';
import { type SettledRules, settle } from './settle.js';
import { checkUnits } from './unit-check.js';

/** Finds the packs that a pack uses. */
export interface PackLibrary {
  find(id: string, edition: string): PackModel | undefined;
}

/** Settings chosen and blanks filled by the office on top of what the pack itself says; values are decimal text or words. */
export interface Choices {
  settings?: Readonly<Record<string, string>>;
  fill?: Readonly<Record<string, string>>;
}

interface ComposedParameter extends Parameter {
  /** Who filled a blank and on what basis. */
  filled?: Fill;
}
interface ComposedSetting extends Setting {
  chosen: string;
}

export interface Composed {
  model: PackModel;
  /** The pack and all that it uses, in the order in which they were found. */
  packs: readonly PackModel[];
  hash: string;
  articles: readonly ArticlesFile['articles'][number][];
  settings: Readonly<Record<string, ComposedSetting>>;
  parameters: Readonly<Record<string, ComposedParameter>>;
  /** Input name → output or item; unbound inputs are fed from the history. */
  bind: Readonly<Record<string, string>>;
  imports: Readonly<Record<string, string>>;
  citations: Readonly<Record<string, readonly string[]>>;
  inputs: ReadonlySet<string>;
  /** Everything in full; shorthands are rewritten. */
  rules: Required<
    Pick<
      SettledRules,
      | 'facts'
      | 'sheets'
      | 'accounts'
      | 'blends'
      | 'rankings'
      | 'honours'
      | 'decisions'
      | 'leaveKinds'
      | 'dimensions'
      | 'checklists'
      | 'duties'
      | 'methods'
      | 'outcomes'
      | 'procedures'
      | 'overlap'
    >
  >;
}

/** @throws Problem pack.reference_missing | pack.name_twice | pack.invalid */
export function compose(model: PackModel, library: PackLibrary, choices: Choices = {}): Composed {
  const packs = collect(model, library, []);
  for (const pack of packs)
    checkReferences(
      pack,
      packs.filter((other) => other !== pack && uses(pack, other, library)),
    );
  const settings = chooseSettings(packs, choices);
  const parameters = fillParameters(packs, choices);
  const bind = Object.assign({}, ...packs.toReversed().map((pack) => pack.rules.bind ?? {})) as Record<string, string>;
  const settled = packs.map((pack) => settle(pack, settings, parameters));
  const rules = {
    facts: settled.flatMap(factsOf),
    sheets: settled.flatMap(({ sheets = [], checklists = [] }) => [
      ...sheets,
      ...checklists.flatMap((list) => expandChecklist(list).sheets),
    ]),
    accounts: settled.flatMap((own) => own.accounts ?? []),
    blends: settled.flatMap(({ blends = [], dimensions = [] }) => [
      ...blends,
      ...dimensions.map((list) => expandDimensions(list).blend),
    ]),
    rankings: overridden(settled, (own) => own.rankings),
    honours: overridden(settled, (own) => own.honours),
    decisions: overridden(settled, decisionsOf),
    leaveKinds: overridden(settled, (own) => own.leaveKinds),
    dimensions: settled.flatMap((own) => own.dimensions ?? []),
    checklists: settled.flatMap((own) => own.checklists ?? []),
    duties: overridden(settled, (own) => own.duties),
    methods: overridden(settled, (own) => own.methods),
    outcomes: overridden(settled, (own) => own.outcomes),
    procedures: overridden(settled, (own) => own.procedures),
    overlap: overridden(settled, (own) => own.overlap),
  };
  onlyOnce(rules, model);
  const content = packs.map(({ id, edition, articles, rules: text }) => ({ id, edition, articles, rules: text }));
  const composed: Composed = {
    model,
    packs,
    settings,
    parameters,
    bind,
    imports: Object.assign({}, ...packs.toReversed().map((pack) => pack.rules.imports ?? {})),
    citations: Object.assign({}, ...packs.toReversed().map((pack) => pack.rules.citations ?? {})),
    rules,
    inputs: new Set(packs.flatMap((pack) => Object.keys(pack.rules.inputs ?? {}))),
    articles: packs.flatMap((pack) => tellParameters(pack.articles.articles, parameters)),
    hash: digestOf({
      packs: content,
      settings: mapValues(settings, (item) => item.chosen),
      parameters: mapValues(parameters, (item) => item.value ?? '____'),
    }),
  };
  checkUnits(composed);
  return composed;
}

const mapValues = <T, U>(map: Readonly<Record<string, T>>, fn: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, fn(value)]));

function collect(model: PackModel, library: PackLibrary, path: readonly string[]): PackModel[] {
  if (path.includes(model.id))
    throw reference(model, ['use'], path.join(' → '), '制度包互相引用', 'packs use one another in a circle');
  const found = [model];
  for (const [index, use] of (model.rules.use ?? []).entries()) {
    const pack = library.find(use.pack, use.edition);
    if (!pack)
      throw reference(
        model,
        ['use', index],
        `${use.pack}@${use.edition}`,
        '没有这个制度包或版本',
        'no such pack or edition',
      );
    for (const item of collect(pack, library, [...path, model.id]))
      if (!found.some((known) => known.id === item.id)) found.push(item);
  }
  return found;
}

function uses(pack: PackModel, other: PackModel, library: PackLibrary): boolean {
  return collect(pack, library, []).some((item) => item.id === other.id);
}

function reference(model: PackModel, path: readonly (string | number)[], got: string, zh: string, en: string): Problem {
  const where = model.locate(path);
  return new Problem(
    'pack.reference_missing',
    { where, got },
    { errors: [{ where, got, message: { 'zh-CN': zh, en } }] },
  );
}

function chooseSettings(packs: readonly PackModel[], choices: Choices): Record<string, ComposedSetting> {
  const settings: Record<string, ComposedSetting> = {};
  for (const pack of packs.toReversed()) {
    for (const [name, setting] of Object.entries(pack.rules.settings ?? {}))
      settings[name] = { ...setting, chosen: setting.default };
    for (const [name, value] of Object.entries(pack.rules.choose ?? {}))
      choose(settings, name, value, pack.locate(['choose', name]));
  }
  for (const [name, value] of Object.entries(choices.settings ?? {})) choose(settings, name, value, name);
  for (const [name, setting] of Object.entries(settings)) choose(settings, name, setting.chosen, name);
  return settings;
}

function choose(settings: Record<string, ComposedSetting>, name: string, value: string, where: string): void {
  const setting = settings[name];
  if (!setting) {
    const close = nearest(name, Object.keys(settings));
    throw new Problem(
      'regulation.unknown',
      { name },
      {
        errors: [
          {
            where,
            got: name,
            message: { 'zh-CN': '没有这个选项', en: 'no such setting' },
            ...(close ? { allowed: close } : {}),
          },
        ],
      },
    );
  }
  const words = setting.values === 'number' ? undefined : setting.values.map((item) => item.value);
  if (words && !words.includes(value))
    throw new Problem(
      'pack.invalid',
      { where, got: value },
      {
        errors: [
          {
            where,
            got: value,
            allowed: words,
            message: { 'zh-CN': `选项 ${name} 不接受该值`, en: `setting ${name} does not take this value` },
          },
        ],
      },
    );
  if (!words) parseUnits(value, 4);
  settings[name] = { ...setting, chosen: value };
}

const isBlank = (value: string | null | undefined): boolean =>
  value === null || value === undefined || /^_+$/.test(value);

function fillParameters(packs: readonly PackModel[], choices: Choices): Record<string, ComposedParameter> {
  const parameters: Record<string, ComposedParameter> = {};
  const put = (name: string, value: string, filled: Fill | undefined, where: string) => {
    const known = parameters[name];
    if (!known)
      throw new Problem(
        'regulation.unknown',
        { name },
        { errors: [{ where, got: name, message: { 'zh-CN': '没有这个参数', en: 'no such parameter' } }] },
      );
    const plain = parameterValue({ name, article: known.article, unit: known.unit, type: known.type }, value, where);
    parameters[name] = { ...known, value: plain, ...(filled ? { filled } : {}) };
  };
  for (const pack of packs.toReversed()) {
    for (const [name, parameter] of Object.entries(pack.rules.parameters ?? {})) {
      if (!isBlank(parameter.value))
        parameterValue({ name, ...parameter }, String(parameter.value), pack.locate(['parameters', name]));
      parameters[name] = { ...parameter, value: isBlank(parameter.value) ? null : parameter.value };
    }
    for (const [name, entry] of Object.entries(pack.rules.fill ?? {}))
      put(name, entry.value, entry, pack.locate(['fill', name]));
  }
  for (const [name, value] of Object.entries(choices.fill ?? {})) put(name, value, undefined, name);
  return parameters;
}

/** Facts that are declared, and those that dimensions and check-lists declare. */
function factsOf(rules: SettledRules): DeclaredFact[] {
  return [
    ...(rules.facts ?? []),
    ...(rules.dimensions ?? []).flatMap((list) => expandDimensions(list).facts),
    ...(rules.checklists ?? []).flatMap((list) => expandChecklist(list).facts),
  ];
}

/** Decision tables, and the kinds that are shorthands for one. */
function decisionsOf(rules: SettledRules): readonly Decision[] {
  return [
    ...(rules.decisions ?? []),
    ...(rules.gradeCaps ?? []).map(expandGradeCap),
    ...(rules.terms ?? []).map(expandTerm),
  ];
}

/** A composed pack may state a decision, ranking or honour of its own in place of one that it uses. */
function overridden<T extends { id: string }>(
  packs: readonly SettledRules[],
  listOf: (rules: SettledRules) => readonly T[] | undefined,
): T[] {
  const seen = new Map<string, T>();
  for (const pack of packs.toReversed()) for (const item of listOf(pack) ?? []) seen.set(item.id, item);
  return [...seen.values()];
}

function onlyOnce(rules: Composed['rules'], model: PackModel): void {
  const names = [
    ...[...rules.sheets, ...rules.accounts, ...rules.blends].map((item) => `output ${item.output}`),
    ...rules.facts.map((item) => `fact ${item.item}`),
    ...rules.sheets.flatMap((sheet) => sheet.sections.flatMap((part) => part.rules.map((rule) => `rule ${rule.id}`))),
  ];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Problem('pack.name_twice', { where: model.source.rules.path, got: twice });
}
