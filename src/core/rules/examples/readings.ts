/**
 * Which examples tell the readings of a setting apart: an example of a reading must hold under it and fail under the
 * default, and one of the default must fail under another reading. So a setting that changes nothing cannot hide.
 */
import type { PackCase } from '../language/case-language.js';
import type { Setting } from '../language/language.js';
import type { PackLibrary } from '../pack/compose.js';
import type { PackModel } from '../pack/pack.js';
import { readCases, runCase } from './cases.js';

interface Reading {
  /** A word, or a figure that an example tries. */
  value: string;
  isDefault: boolean;
  /** `<pack> <case>` of an example that only this reading satisfies; absent when there is none. */
  toldBy?: string;
  /** An example chooses the reading, whether its result tells it apart or not. */
  tried: boolean;
}

interface SettingReadings {
  definition: Setting;
  readings: readonly Reading[];
}

interface Example {
  model: PackModel;
  item: PackCase;
}

/**
 * @param packs all packs, since a setting may show only where packs are used together
 * @returns `undefined` where the pack has no such setting
 */
export function readingsOf(
  model: PackModel,
  setting: string,
  packs: readonly PackModel[],
  library: PackLibrary,
): SettingReadings | undefined {
  const definition = model.rules.settings?.[setting];
  if (!definition) return undefined;
  const examples = packs
    .filter((pack) => pack === model || pack.rules.use?.some((use) => use.pack === model.id))
    .flatMap((pack) => readCases(pack).map((item): Example => ({ model: pack, item })));
  return { definition, readings: readings(setting, definition, examples, library) };
}

function readings(setting: string, definition: Setting, examples: readonly Example[], library: PackLibrary): Reading[] {
  const chosen = (example: Example) => example.item.settings?.[setting];
  const figures = [...new Set(examples.flatMap((example) => chosen(example) ?? []))];
  const values = definition.values === 'number' ? figures : definition.values.map((item) => item.value);
  const others = values.filter((value) => value !== definition.default);
  const holds = ({ item, model }: Example, value: string) =>
    runCase(withReading(item, setting, value), model, library, {}).length === 0;
  const first = (list: readonly Example[], tells: (example: Example) => boolean): string | undefined => {
    const found = list.find(tells);
    return found && `${found.model.id} ${found.item.id}`;
  };
  const near = examples.filter(
    (example) =>
      (chosen(example) ?? definition.default) === definition.default &&
      example.item.articles.some((article) => definition.articles.includes(article)),
  );
  const reading = (value: string, list: readonly Example[], against: readonly string[]): Reading => {
    const toldBy = first(list, (example) => holds(example, value) && against.some((other) => !holds(example, other)));
    return {
      value,
      isDefault: value === definition.default,
      tried: list.length > 0,
      ...(toldBy === undefined ? {} : { toldBy }),
    };
  };
  return [
    reading(definition.default, near, others),
    ...others.map((value) =>
      reading(
        value,
        examples.filter((example) => chosen(example) === value),
        [definition.default],
      ),
    ),
  ];
}

/** The example under another reading of the setting; all else stays as it is. */
const withReading = (item: PackCase, setting: string, value: string): PackCase => ({
  ...item,
  settings: { ...item.settings, [setting]: value },
});
