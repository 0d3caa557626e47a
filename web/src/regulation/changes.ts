import { pick } from '../api/words.js';
import type { EditionView, ItemPatchInput, RuleView } from './shapes.js';

/** One thing that is said otherwise: amounts of a rule, a reading, or a parameter. Values are decimal text or words. */
export type Change =
  | { kind: 'rule'; name: string; points?: string; pointsTo?: string; money?: string; moneyTo?: string; cap?: string }
  | { kind: 'setting'; name: string; value: string }
  | { kind: 'parameter'; name: string; value: string };

export const keyOf = (change: Pick<Change, 'kind' | 'name'>): string => `${change.kind}:${change.name}`;

/** Full-width signs and digits as an input method writes them, and the typographic minus, count as their plain ones. */
export const plainNumber = (text: string): string =>
  text.normalize('NFKC').replaceAll('−', '-').replaceAll('—', '-').replace(/\s/g, '');

export const isDecimal = (text: string): boolean => /^[+-]?\d{1,11}(\.\d{1,4})?$/.test(text);

/** The rule as it is, in the fields in which it can be changed; a figure that rests on a parameter is changed there. */
export function changeOf(view: EditionView, key: string): Change | undefined {
  const name = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('setting:')) {
    const setting = view.settings.find((one) => one.setting === name);
    return setting && { kind: 'setting', name, value: setting.chosen };
  }
  if (key.startsWith('parameter:')) {
    const parameter = view.parameters.find((one) => one.parameter === name);
    return parameter && { kind: 'parameter', name, value: parameter.value ?? parameter.suggestion ?? '' };
  }
  const rule = view.structure.rules.find((one) => one.id === name);
  return rule && ruleChange(view, rule);
}

function ruleChange(view: EditionView, rule: RuleView): Change | undefined {
  const source = rule.points ?? rule.range?.points?.[0];
  if (source?.parameter) return changeOf(view, `parameter:${source.parameter}`);
  if (source?.setting) return changeOf(view, `setting:${source.setting}`);
  const [from, to] = rule.range?.points ?? [rule.points, null];
  const [moneyFrom, moneyTo] = rule.range?.money ?? [rule.money, null];
  const text = (amount: { text: string | null; parameter: string | null; setting: string | null } | null) =>
    amount && amount.parameter === null && amount.setting === null ? (amount.text ?? undefined) : undefined;
  return {
    kind: 'rule',
    name: rule.id,
    points: text(from),
    pointsTo: text(to),
    money: text(moneyFrom),
    moneyTo: text(moneyTo),
    cap: text(rule.atMost),
  };
}

/** Only what differs from the edition; an unfinished number stays on the page and is not sent. */
export function patchOf(view: EditionView, changes: readonly Change[]) {
  const items: ItemPatchInput[] = [];
  const settings: Record<string, string> = {};
  const fill: Record<string, string> = {};
  for (const change of changes) {
    const before = changeOf(view, keyOf(change));
    if (JSON.stringify(before) === JSON.stringify(change)) continue;
    if (change.kind === 'setting') settings[change.name] = change.value;
    else if (change.kind === 'parameter') fill[change.name] = change.value.trim();
    else if (before?.kind === 'rule') items.push(itemPatchOf(before, change));
  }
  return { items, settings, fill };
}

type RuleChange = Extract<Change, { kind: 'rule' }>;

function itemPatchOf(before: RuleChange, after: RuleChange): ItemPatchInput {
  const pair = (from: string | undefined, to: string | undefined): string | [string, string] | undefined =>
    from === undefined ? undefined : to === undefined ? from : [from, to];
  const changed = <T>(was: T, is: T): T | undefined => (JSON.stringify(was) === JSON.stringify(is) ? undefined : is);
  const patch: ItemPatchInput = { rule: after.name };
  const points = changed(pair(before.points, before.pointsTo), pair(after.points, after.pointsTo));
  const money = changed(pair(before.money, before.moneyTo), pair(after.money, after.moneyTo));
  const cap = changed(before.cap, after.cap);
  return {
    ...patch,
    ...(points === undefined ? {} : { points }),
    ...(money === undefined ? {} : { money }),
    ...(cap === undefined ? {} : { cap }),
  };
}

/** Whether a value is of the kind of its parameter: a number (a percentage from 0 to 100), one line of words, or a day. */
function fits({ type, unit }: EditionView['parameters'][number], value: string): boolean {
  if (type === 'day') return /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (type === 'text') return value.trim() !== '';
  if (!isDecimal(value)) return false;
  return !isPercentUnit(unit) || (Number(value) >= 0 && Number(value) <= 100);
}

export const isPercentUnit = (unit: { en: string }): boolean => /^[%％]$/.test(unit.en.trim());

/** Fields with a value that nobody could read, or that is not allowed there. */
export const faultyFields = (change: Change, view: EditionView): string[] => {
  if (change.kind === 'parameter') {
    const parameter = view.parameters.find((one) => one.parameter === change.name);
    return parameter === undefined || fits(parameter, change.value) ? [] : ['value'];
  }
  if (change.kind === 'setting') {
    const setting = view.settings.find((one) => one.setting === change.name);
    return setting?.values.length === 0 && !isDecimal(change.value) ? ['value'] : [];
  }
  return (['points', 'pointsTo', 'money', 'moneyTo', 'cap'] as const).filter(
    (field) => change[field] !== undefined && !isDecimal(change[field]),
  );
};

/** Everything that can be changed, to choose from: rules with amounts, readings, parameters. */
export function choicesOf(
  view: EditionView,
  language: string,
  labels: { rules: string; settings: string; parameters: string },
) {
  return [
    {
      label: labels.rules,
      options: view.structure.rules
        .filter((rule) => rule.points || rule.range)
        .map((rule) => ({ value: `rule:${rule.id}`, label: `${rule.id} ${pick(rule, language)}` })),
    },
    {
      label: labels.settings,
      options: view.settings.map((one) => ({
        value: `setting:${one.setting}`,
        label: `${one.ambiguity ?? ''} ${pick(one, language)}`.trim(),
      })),
    },
    {
      label: labels.parameters,
      options: view.parameters.map((one) => ({
        value: `parameter:${one.parameter}`,
        label: `${pick(one, language)} (${one.article})`,
      })),
    },
  ];
}
