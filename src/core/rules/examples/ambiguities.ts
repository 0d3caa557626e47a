/**
 * The list of what the texts leave open (A01–A64, and from B01 on what came up since), held against the packs: each must be a
 * setting whose readings the examples tell apart, a parameter that the office fills in, or something said by rules, data or
 * the checks of a pack.
 */
import { z } from 'zod';
import { name, wording } from '../language/expression.js';
import { ambiguityId } from '../language/language.js';
import type { PackLibrary } from '../pack/compose.js';
import type { PackModel } from '../pack/pack.js';
import { readCases } from './cases.js';
import { readingsOf } from './readings.js';

const cases = z.array(z.string()).min(1);
const decidedBy = z.union([
  z.strictObject({ pack: name, setting: name }),
  z.strictObject({ pack: name, parameter: name }),
  z.strictObject({ pack: name, rule: name, cases }),
  z.strictObject({ pack: name, attribute: name, cases }),
  z.strictObject({ pack: name, metadata: z.enum(['owner', 'source', 'scale', 'cycle']) }),
  z.strictObject({ pack: name, validation: z.string() }),
]);
export type DecidedBy = z.infer<typeof decidedBy>;

export const ambiguitiesFile = z.strictObject({
  ambiguities: z.array(
    z.strictObject({
      id: ambiguityId,
      question: wording,
      note: wording.optional(),
      by: z.array(decidedBy).min(1),
    }),
  ),
  /** Readings whose result is the same as the default's by their nature. */
  same: z.array(z.strictObject({ pack: name, setting: name, value: z.string(), why: wording })),
});
export type AmbiguitiesFile = z.infer<typeof ambiguitiesFile>;

interface Told {
  /** Word or figure. */
  value: string;
  isDefault: boolean;
  /** `<pack> <case>`. */
  example?: string;
  /** Why no example can tell it apart. */
  same?: { zh: string; en: string };
}

export interface Decided {
  by: DecidedBy;
  /** What stands in the pack: a setting with its readings, or the examples of the rest. */
  readings: readonly Told[];
  examples: readonly string[];
}

export interface Ambiguity {
  id: string;
  question: { zh: string; en: string };
  note?: { zh: string; en: string };
  decided: readonly Decided[];
  /** Packs besides those named that carry a setting or parameter of this number. */
  also: readonly string[];
}

const NUMBERS = Array.from({ length: 64 }, (_, index) => `A${String(index + 1).padStart(2, '0')}`);

/** @returns every ambiguity with where it is decided, and what is missing; empty when nothing is */
export function checkAmbiguities(
  list: AmbiguitiesFile,
  packs: readonly PackModel[],
  library: PackLibrary,
): { ambiguities: Ambiguity[]; faults: string[] } {
  const faults: string[] = [];
  for (const id of NUMBERS)
    if (!list.ambiguities.some((item) => item.id === id)) faults.push(`${id} is not in the list`);
  const ambiguities = list.ambiguities.map(({ id, question, note, by }): Ambiguity => {
    const decided = by.map((entry): Decided => {
      const model = packs.find((pack) => pack.id === entry.pack);
      const found = model
        ? decide(id, entry, model, { list, packs, library })
        : { readings: [], examples: [], faults: ['no such pack'] };
      faults.push(...found.faults.map((fault) => `${id} ${entry.pack} ${nameOf(entry)}: ${fault}`));
      return { by: entry, readings: found.readings, examples: found.examples };
    });
    const named = new Set(by.map((entry) => entry.pack));
    // Other packs with the same question must tell their readings apart too.
    const others = packs.filter((pack) => !named.has(pack.id)).flatMap((pack) => settingsOf(pack, id));
    for (const entry of others) {
      const model = packs.find((pack) => pack.id === entry.pack)!;
      const told = decideSetting(id, entry, model, { list, packs, library });
      faults.push(...told.faults.map((fault) => `${id} ${entry.pack} ${entry.setting}: ${fault}`));
    }
    const also = [...new Set(others.map((entry) => entry.pack))];
    return { id, question, ...(note ? { note } : {}), decided, also };
  });
  return { ambiguities, faults };
}

/** What the entry is called in its pack. */
export function nameOf(by: DecidedBy): string {
  const { pack: _pack, cases: _cases, ...named } = by as Record<string, unknown>;
  return String(Object.values(named)[0]);
}

const settingsOf = (pack: PackModel, id: string): { pack: string; setting: string }[] =>
  Object.entries(pack.rules.settings ?? {}).flatMap(([setting, { ambiguity }]) =>
    ambiguity === id ? [{ pack: pack.id, setting }] : [],
  );

interface Packs {
  list: AmbiguitiesFile;
  packs: readonly PackModel[];
  library: PackLibrary;
}

interface Verdict {
  readings: readonly Told[];
  examples: readonly string[];
  faults: readonly string[];
}

function decide(id: string, by: DecidedBy, model: PackModel, all: Packs): Verdict {
  if ('setting' in by) return decideSetting(id, by, model, all);
  if ('parameter' in by) return decideParameter(id, by.parameter, model, all.packs);
  if ('metadata' in by) return { readings: [], examples: [], faults: metadataOf(by.metadata, model) ? [] : ['empty'] };
  const examples = readCases(model);
  if ('validation' in by) {
    const told = examples.filter((item) => 'expect' in item && item.expect.refuses === by.validation);
    return named(model, told, told.length > 0 ? [] : ['no example is refused so']);
  }
  const wanted = new Set(by.cases);
  const told = examples.filter((item) => wanted.has(item.id));
  const missing = by.cases.filter((item) => !told.some((one) => one.id === item));
  const what = 'rule' in by ? [`"id":"${by.rule}"`, `"output":"${by.rule}"`] : [`"attribute":"${by.attribute}"`];
  const stands = what.some((text) => JSON.stringify(model.rules).includes(text));
  return named(model, told, [...(stands ? [] : ['not in the pack']), ...missing.map((item) => `no example ${item}`)]);
}

const named = (model: PackModel, list: readonly { id: string }[], faults: readonly string[]): Verdict => ({
  readings: [],
  examples: list.map((item) => `${model.id} ${item.id}`),
  faults,
});

function decideSetting(
  id: string,
  by: { pack: string; setting: string },
  model: PackModel,
  { list, packs, library }: Packs,
): Verdict {
  const found = readingsOf(model, by.setting, packs, library);
  if (!found) return { readings: [], examples: [], faults: ['no such setting'] };
  const faults = found.definition.ambiguity === id ? [] : [`the setting names ${found.definition.ambiguity ?? 'none'}`];
  if (found.readings.length < 2) faults.push('no example tries another reading');
  const sameAs = (value: string) =>
    list.same.find((item) => item.pack === by.pack && item.setting === by.setting && item.value === value);
  const others = found.readings.filter((reading) => !reading.isDefault);
  const readings = found.readings.map((reading): Told => {
    const same = sameAs(reading.value);
    // Where every other reading agrees there is nothing by which the default could be told.
    const isSame = same ? reading.tried : reading.isDefault && others.every(({ value }) => sameAs(value));
    if (reading.toldBy === undefined && !isSame) faults.push(`no example tells the reading ${reading.value} apart`);
    return {
      value: reading.value,
      isDefault: reading.isDefault,
      ...(reading.toldBy === undefined ? {} : { example: reading.toldBy }),
      ...(same ? { same: same.why } : {}),
    };
  });
  return { readings, examples: [], faults };
}

/** A parameter is filled in by at least one example, of its pack or of one that uses it. */
function decideParameter(id: string, parameter: string, model: PackModel, packs: readonly PackModel[]): Verdict {
  const definition = model.rules.parameters?.[parameter];
  if (!definition) return { readings: [], examples: [], faults: ['no such parameter'] };
  const faults = definition.ambiguity === id ? [] : [`the parameter names ${definition.ambiguity ?? 'none'}`];
  const told = packs
    .filter((pack) => pack === model || pack.rules.use?.some((use) => use.pack === model.id))
    .flatMap((pack) =>
      readCases(pack)
        .filter((item) => 'fill' in item && item.fill?.[parameter] !== undefined)
        .map((item) => `${pack.id} ${item.id}`),
    );
  return { readings: [], examples: told, faults: [...faults, ...(told.length > 0 ? [] : ['no example fills it in'])] };
}

function metadataOf(what: 'owner' | 'source' | 'scale' | 'cycle', model: PackModel): boolean {
  if (what === 'owner' || what === 'source') return model.index[what].zh.length > 0;
  return JSON.stringify(model.rules).includes(`"${what}":`);
}
