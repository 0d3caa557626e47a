/** The rules of a pack once its readings are chosen and its blanks filled: cycles are settled, texts tell their parameters. */
import { Problem } from '../../problem.js';
import type { Ranking, RulesFile, Setting } from '../language/language.js';
import type { Blend, Sheet } from '../language/language-sheet.js';
import { type Checklist, cycle, type Dimensions, type Settled } from '../language/parts.js';
import type { PackModel } from './pack.js';
import { type Parameters, toldParts } from './parameter-text.js';

export type SettledRules = Omit<RulesFile, 'sheets' | 'blends' | 'rankings' | 'dimensions' | 'checklists'> & {
  sheets?: Sheet[];
  blends?: Blend[];
  rankings?: Ranking[];
  dimensions?: Dimensions[];
  checklists?: Checklist[];
};

type Settings = Readonly<Record<string, Setting & { chosen: string }>>;

/** @throws Problem pack.invalid for a setting that chooses no cycle */
export function settle({ rules, locate }: PackModel, settings: Settings, parameters: Parameters): SettledRules {
  const { sheets, blends, rankings, dimensions, checklists, ...rest } = toldParts(rules, parameters);
  const list = <T extends { cycle: unknown }>(name: string, items: readonly T[] | undefined) =>
    items && { [name]: items.map((item, index) => settleCycle(item, settings, locate([name, index, 'cycle']))) };
  return {
    ...rest,
    ...list('sheets', sheets),
    ...list('blends', blends),
    ...list('rankings', rankings),
    ...list('dimensions', dimensions),
    ...list('checklists', checklists),
  };
}

function settleCycle<T extends { cycle: unknown }>(item: T, settings: Settings, where: string): Settled<T> {
  const { setting } = item.cycle as { setting?: string };
  const chosen = setting === undefined ? item.cycle : settings[setting]?.chosen;
  const known = cycle.options.find((one) => one === chosen);
  if (known) return { ...item, cycle: known };
  throw new Problem(
    'pack.invalid',
    { where, got: String(chosen) },
    {
      errors: [
        { where, got: String(chosen), allowed: cycle.options, message: { 'zh-CN': '不是考核周期', en: 'not a cycle' } },
      ],
    },
  );
}
