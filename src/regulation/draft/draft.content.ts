/** What a draft says: its texts with the choices and fills on top, read as far as they can be read. Pure. */
import type { Day } from '../../core/fact.js';
import { Problem, type ProblemDetail } from '../../core/problem.js';
import { compile } from '../../core/rules/engine/compile.js';
import { readCases } from '../../core/rules/examples/cases.js';
import { type Composed, compose } from '../../core/rules/pack/compose.js';
import { type PackModel, type PackSource, parsePack } from '../../core/rules/pack/pack.js';
import { hasRule, type ItemPatch, patchSource, rulesOf, unknown } from '../../core/rules/pack/patch.js';
import { renewed } from '../../core/rules/pack/renew.js';
import type { CompiledEdition, Period } from '../../core/rules/types.js';
import type { Fault } from '../draft.contract.js';
import type { LoadedLibrary } from '../pack-loader.js';

/** Who filled a blank in, when, and on what basis. */
export interface FillRecord {
  value: string;
  basis: string;
  by: string;
  at: string;
}

/** Choices as they are frozen with an edition; `filled` tells of the fills and takes no part in computing. */
export interface FrozenChoices {
  settings: Record<string, string>;
  fill: Record<string, string>;
  filled?: Record<string, FillRecord>;
}

export interface DraftContent {
  from: Day;
  /** The draft's own pack first, then those that it uses, with the texts as they were last written. */
  sources: readonly PackSource[];
  baseSources: readonly PackSource[];
  baseChoices: FrozenChoices;
  settings: Record<string, string>;
  fill: Record<string, FillRecord>;
}

export interface Reading {
  /** The texts as they would be adopted: a new edition of the day wherever something changed. */
  sources: readonly PackSource[];
  choices: FrozenChoices;
  /** Ids of the packs that would have a new edition. */
  changed: ReadonlySet<string>;
  faults: readonly Fault[];
  /** The same as it was raised, for a refusal. */
  problem?: Problem;
  /** Absent while there are faults. */
  whole?: { model: PackModel; library: LoadedLibrary; composed: Composed; edition: CompiledEdition };
}

export const parts = ['index', 'articles', 'rules', 'cases'] as const;
export type Part = (typeof parts)[number];

/** Reads a draft; nothing is thrown for what its author got wrong. */
export function readDraft(content: DraftContent): Reading {
  const base = new Map(content.baseSources.map((source) => [source.id, source]));
  const sources = renewed(content.sources, base, content.from);
  const changed = new Set(sources.filter((source) => source.edition === content.from).map((source) => source.id));
  return readTexts(sources, choicesOf(content), changed);
}

/** What a draft started from, as it was. */
export const readBase = ({ baseSources, baseChoices }: DraftContent): Reading =>
  readTexts(baseSources, baseChoices, new Set());

function readTexts(sources: readonly PackSource[], choices: FrozenChoices, changed: ReadonlySet<string>): Reading {
  const reading = { sources, choices, changed };
  const own = sources[0]?.id;
  const fileOf = filesBy(sources);
  const parsed = sources.map((source) => attempt(() => parsePack(source)));
  const broken = parsed.flatMap((one) => (one.problem ? [one.problem] : []));
  const packs = parsed.flatMap((one) => (one.value ? [one.value] : []));
  const examples = packs.flatMap((pack) => attempt(() => readCases(pack)).problem ?? []);
  const faults = [...broken, ...examples].flatMap((problem) => faultsOf(problem, fileOf));
  if (broken[0]) return { ...reading, faults, problem: broken[0] };
  const library = libraryOver(packs);
  const model = packs.find((pack) => pack.id === own);
  if (!model) return { ...reading, faults };
  const result = attempt(() => ({
    model,
    library,
    composed: compose(model, library, choices),
    edition: compile(model, library, choices),
  }));
  if (result.problem)
    return { ...reading, faults: [...faults, ...faultsOf(result.problem, fileOf)], problem: result.problem };
  return {
    ...reading,
    faults,
    ...(examples[0] ? { problem: examples[0] } : {}),
    ...(result.value ? { whole: result.value } : {}),
  };
}

function choicesOf({ baseChoices, settings, fill }: DraftContent): FrozenChoices {
  return {
    settings: { ...baseChoices.settings, ...settings },
    fill: {
      ...baseChoices.fill,
      ...Object.fromEntries(Object.entries(fill).map(([name, entry]) => [name, entry.value])),
    },
    filled: { ...baseChoices.filled, ...fill },
  };
}

/** The texts with other figures. @throws Problem `pack.patch_*`, or that of a text that cannot be read */
export function patched(sources: readonly PackSource[], patches: readonly ItemPatch[]): PackSource[] {
  const packs = sources.map(parsePack);
  const known = packs.flatMap(rulesOf);
  const byPack = new Map<string, ItemPatch[]>();
  for (const patch of patches) {
    const pack = packs.find((model) => hasRule(model, patch.rule));
    if (!pack) throw unknown(patch.rule, known);
    byPack.set(pack.id, [...(byPack.get(pack.id) ?? []), patch]);
  }
  return packs.map((pack) => patchSource(pack, byPack.get(pack.id) ?? []));
}

/** Cycles for which something is computed: the ones that an office runs unless it says otherwise. */
export const cyclesOf = (edition: CompiledEdition): Period['kind'][] =>
  (['month', 'quarter', 'year'] as const).filter((kind) =>
    [...edition.outputs, ...edition.rankings].some(({ cycle }) => cycle === kind),
  );

/** Name of a file of the draft: of its own pack, or with the pack's id before it. */
export const fileName = (own: string, pack: string, part: Part): string =>
  pack === own ? `${part}.yaml` : `${pack}:${part}.yaml`;

/** The text behind a name; undefined when the draft has no such file. */
export function findFile(sources: readonly PackSource[], file: string): { pack: PackSource; part: Part } | undefined {
  const own = sources[0]?.id ?? '';
  for (const pack of sources)
    for (const part of parts)
      if (fileName(own, pack.id, part) === file && (part !== 'index' || pack.index)) return { pack, part };
  return undefined;
}

/** Texts of one pack with another one of them. A pack may get examples that it never had. */
export function withText(
  sources: readonly PackSource[],
  at: { pack: PackSource; part: Part },
  text: string,
): PackSource[] {
  return sources.map((source) => {
    if (source.id !== at.pack.id) return source;
    const path = source[at.part]?.path ?? source.rules.path.replace('rules.yaml', 'cases.yaml');
    return { ...source, [at.part]: { path, text } };
  });
}

export const isChanged = (content: DraftContent, pack: string, part: Part): boolean =>
  content.sources.find((source) => source.id === pack)?.[part]?.text !==
  content.baseSources.find((source) => source.id === pack)?.[part]?.text;

function libraryOver(packs: readonly PackModel[]): LoadedLibrary {
  return {
    packs,
    entries: packs,
    find: (id, edition) =>
      packs.filter((pack) => pack.id === id && (edition === undefined || pack.edition === edition)).at(-1),
  };
}

function attempt<T>(read: () => T): { value?: T; problem?: Problem } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

type FileOf = (where: string) => { file: string; line: number | null; column: number | null } | undefined;

function filesBy(sources: readonly PackSource[]): FileOf {
  const own = sources[0]?.id ?? '';
  const names = new Map(
    sources.flatMap((source) =>
      parts.flatMap((part): [string, string][] => {
        const path = source[part]?.path;
        return path === undefined ? [] : [[path, fileName(own, source.id, part)]];
      }),
    ),
  );
  return (where) => {
    const [, path = where, line, column] = /^(.*?):(\d+):(\d+)$/.exec(where) ?? [];
    const file = names.get(path);
    return file === undefined
      ? undefined
      : { file, line: line === undefined ? null : Number(line), column: column === undefined ? null : Number(column) };
  };
}

/** Every fault of a refusal, each with its place; one that names no place is told by its own sentence. */
export function faultsOf(problem: Problem, fileOf: FileOf): Fault[] {
  const zh = problem.text('zh-CN');
  const en = problem.text('en');
  const details: readonly ProblemDetail[] = problem.extras.errors ?? [
    { where: String(problem.facts.where ?? ''), message: { 'zh-CN': zh.detail, en: en.detail } },
  ];
  return details.map((detail) => {
    const place = fileOf(detail.where);
    const said = typeof detail.message === 'string' ? { 'zh-CN': detail.message, en: detail.message } : detail.message;
    const hint = typeof detail.hint === 'string' ? { 'zh-CN': detail.hint, en: detail.hint } : detail.hint;
    return {
      code: problem.code,
      file: place?.file ?? null,
      line: place?.line ?? null,
      column: place?.column ?? null,
      where: detail.where,
      got: detail.got ?? null,
      allowed: detail.allowed === undefined ? [] : [detail.allowed].flat(),
      zh: `${zh.title}：${said['zh-CN']}`,
      en: `${en.title}: ${said.en}`,
      hint: hint ? { zh: hint['zh-CN'], en: hint.en } : { zh: zh.hint, en: en.hint },
    };
  });
}
