import { formatUnits } from '../core/amount.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { compile } from '../core/rules/engine/compile.js';
import { readCases } from '../core/rules/examples/cases.js';
import type { Choices, PackLibrary } from '../core/rules/pack/compose.js';
import type { PackModel } from '../core/rules/pack/pack.js';
import type { CompiledEdition, ItemInfo, LeaveKindInfo } from '../core/rules/types.js';
import type { LoadedLibrary } from './pack-loader.js';
import type { EditionView, ItemView, RegulationList } from './regulation.contract.js';
import type { Adoption } from './regulation.repository.js';
import { structureOf } from './structure.view.js';

/** Every edition that comes with the product; `adopted` marks what the institution ever adopted. */
export function listOf(library: LoadedLibrary, adoptions: readonly Adoption[], today: Day): RegulationList {
  const current = adoptions.find((one) => one.from <= today && (one.to === null || one.to > today));
  const parts = current ? partsInForce(library, current.packId, current.edition) : new Set<string>();
  const items = library.packs.map((pack) => {
    const entry = pack.index.editions.find((edition) => edition.edition === pack.edition);
    if (!entry) throw new Problem('regulation.edition_unknown', { pack: pack.id, edition: pack.edition });
    return {
      id: pack.id,
      edition: pack.edition,
      ...pack.index.title,
      owner: pack.index.owner,
      institution: pack.index.institution,
      composed: pack.index.composed ?? false,
      from: entry.from,
      to: entry.to ?? null,
      assumed: entry.assumed ?? false,
      adopted: adoptions.some((adoption) => adoption.packId === pack.id && adoption.edition === pack.edition),
      inForce: parts.has(`${pack.id} ${pack.edition}`),
      articles: pack.articles.articles.length,
      cases: casesOf(pack),
      settings: Object.keys(pack.rules.settings ?? {}).length,
      blanks: Object.values(pack.rules.parameters ?? {}).filter((one) => one.value === null).length,
    };
  });
  return { items, total: items.length };
}

/** The adopted pack with all that it uses. */
function partsInForce(library: LoadedLibrary, id: string, edition: string, found = new Set<string>()): Set<string> {
  const pack = library.find(id, edition);
  if (!pack || found.has(`${id} ${edition}`)) return found;
  found.add(`${id} ${edition}`);
  for (const used of pack.rules.use ?? []) partsInForce(library, used.pack, used.edition, found);
  return found;
}

/** A model is never changed, so its examples are counted once. */
const counted = new WeakMap<PackModel, number>();
function casesOf(pack: PackModel): number {
  const known = counted.get(pack) ?? readCases(pack).length;
  counted.set(pack, known);
  return known;
}

function leaveKindView(kind: LeaveKindInfo): EditionView['leaveKinds'][number] {
  const { id, article, zh, en, mostDays, mostMinutes } = kind;
  const days = mostDays === undefined ? undefined : formatUnits(mostDays);
  return {
    id,
    article,
    zh,
    en,
    parts: [...kind.parts],
    counts: kind.counts ?? null,
    most:
      mostMinutes !== undefined
        ? { zh: `${mostMinutes} 分钟`, en: `${mostMinutes} minutes` }
        : days !== undefined
          ? { zh: `${days} 天`, en: `${days} days` }
          : null,
    proof: kind.proof.when,
    document: kind.proof.document ?? null,
    account: kind.account ?? null,
    scoredAs: kind.scoredAs ?? null,
    note: kind.note ?? null,
  };
}

/** @throws Problem `regulation.edition_unknown` */
export function viewOfPack(library: LoadedLibrary, id: string, edition: string): EditionView {
  const model = library.find(id, edition);
  if (!model) throw new Problem('regulation.edition_unknown', { pack: id, edition });
  return editionView(compile(model, library), model, library);
}

/** @param choices what the office filled in and chose on top of the pack, as it was compiled */
export function editionView(
  edition: CompiledEdition,
  model: PackModel,
  library: PackLibrary,
  choices?: Choices,
): EditionView {
  const items = edition.items.map(itemView);
  return {
    id: edition.id,
    edition: edition.edition,
    hash: edition.hash,
    ...edition.title,
    owner: model.index.owner,
    source: model.index.source,
    notes: model.articles.notes ?? [],
    articles: edition.articles.map((entry) => ({
      ...entry,
      items: items.filter((item) => item.article === entry.article),
    })),
    items,
    outputs: edition.outputs.map(({ output, subjectKind, zh, en, article, cycle, sections }) => ({
      output,
      subjectKind,
      zh,
      en,
      article,
      cycle,
      sections: [...sections],
    })),
    rankings: edition.rankings.map((ranking) => ({
      ...ranking,
      groups: [...ranking.groups],
      tieBreaks: [...ranking.tieBreaks],
    })),
    honours: [...edition.honours],
    grades: [...edition.grades],
    settings: edition.settings.map(({ ambiguity, articles, values, ...rest }) => ({
      ...rest,
      ambiguity: ambiguity ?? null,
      articles: [...articles],
      values: [...values],
    })),
    parameters: edition.parameters.map(({ ambiguity, type, value, suggestion, filledInBy, basis, ...rest }) => ({
      ...rest,
      ambiguity: ambiguity ?? null,
      type: type ?? 'number',
      value: value ?? null,
      suggestion: suggestion ?? null,
      filledInBy: filledInBy ?? null,
      basis: basis ?? null,
    })),
    leaveKinds: edition.leaveKinds.map(leaveKindView),
    decisions: [...edition.decisions],
    cases: model.source.cases?.text ?? null,
    structure: structureOf(model, library, choices),
  };
}

export function itemView(info: ItemInfo): ItemView {
  const { item, subjectKind, article, zh, en, unit, output, recordable } = info;
  const pair = (range: readonly [number, number]): [string, string] => [formatUnits(range[0]), formatUnits(range[1])];
  return {
    item,
    subjectKind,
    article,
    zh,
    en,
    unit,
    output,
    section: info.section ?? null,
    points: info.points === undefined ? null : formatUnits(info.points),
    range: info.range
      ? { points: pair(info.range.points), money: info.range.money ? pair(info.range.money) : null }
      : null,
    evidence: [...(info.evidence ?? [])],
    recordable,
    overlaps: [...(info.overlaps ?? [])],
  };
}
