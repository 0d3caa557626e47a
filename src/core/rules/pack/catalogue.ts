/** What an edition offers to people and screens: items, outputs, settings, parameters, without any computing. */
import { parseUnits } from '../../amount.js';
import { toRational } from '../figures/exact.js';
import type { Scope } from '../figures/scope.js';
import type { Amount, Word, Wording } from '../language/expression.js';
import type { Account, AccountRule, Range } from '../language/language-account.js';
import type { Blend, Sheet, SheetRule } from '../language/language-sheet.js';
import type { CompiledEdition, ItemInfo, OutputInfo, ParameterInfo, SettingInfo } from '../types.js';
import type { Composed } from './compose.js';
import { inputsOf } from './item-inputs.js';

const times: Wording = { zh: '次', en: 'time(s)' };

/** Declares every item of the edition in the scope and describes it. */
export function describeItems(composed: Composed, scope: Scope): ItemInfo[] {
  const items = new Map<string, ItemInfo>();
  for (const fact of composed.rules.facts) {
    items.set(fact.item, {
      item: fact.item,
      subjectKind: fact.subject,
      article: fact.article,
      ...fact.title,
      unit: fact.unit,
      output: '',
      recordable: fact.source === 'finding',
      ...(fact.evidence ? { evidence: fact.evidence } : {}),
      ...(fact.overlaps ? { overlaps: fact.overlaps } : {}),
    });
  }
  for (const sheet of composed.rules.sheets)
    for (const part of sheet.sections)
      for (const rule of part.rules) describeRule(sheet, part.id, rule, items, composed);
  for (const account of composed.rules.accounts) {
    for (const rule of account.rules) {
      const span = (value: Range | undefined): readonly [number, number] | undefined => {
        if (!Array.isArray(value)) return undefined;
        const [least, most] = value.map((edge) => amountOf(edge, composed));
        return least === undefined || most === undefined ? undefined : [least, most];
      };
      const fixed = Array.isArray(rule.points) ? undefined : amountOf(rule.points, composed);
      const [points, money] = [span(rule.points), span(rule.money)];
      items.set(rule.id, {
        item: rule.id,
        subjectKind: account.subject,
        article: rule.article ?? rule.id,
        ...rule.title,
        unit: rule.unit ?? times,
        output: account.output,
        ...(fixed === undefined ? {} : { points: fixed }),
        ...(points ? { range: { points, ...(money ? { money } : {}) } } : {}),
        ...(points && money ? linkOf(account.rangeLink, composed) : {}),
        ...headOf(account, rule, span, composed),
        recordable: (rule.record ?? 'finding') === 'finding',
        ...extras(rule),
      });
    }
  }
  for (const item of items.keys()) scope.declare(item);
  const inputs = inputsOf(composed, [...items.values()]);
  return [...items.values()].map((item) => ({ ...item, ...inputs.get(item.item) }));
}

/** The head's own amount replaces a partial share only, unless it is added to every share. */
function headOf(
  { head }: Account,
  rule: AccountRule,
  span: (value: Range | undefined) => readonly [number, number] | undefined,
  composed: Composed,
): Pick<ItemInfo, 'head'> {
  const points = span(rule.head?.points);
  if (!rule.head || !head || !points) return {};
  const { clause } = rule.head;
  const adds = (typeof clause === 'object' ? composed.settings[clause.setting]?.chosen : clause) === 'ADDS';
  const isFull = (percent: Amount) => amountOf(percent, composed) === 1_000_000;
  const money = span(rule.head.money);
  const when = head.shares.filter(({ percent }) => adds || !isFull(percent)).map((share) => share.is);
  return when.length > 0 ? { head: { points, ...(money ? { money } : {}), field: head.field, when } } : {};
}

/** A35: a form offers, or insists on, the money at the same position as the points. */
function linkOf(link: Word | undefined, composed: Composed): Pick<ItemInfo, 'rangeLink'> {
  const text = typeof link === 'object' ? composed.settings[link.setting]?.chosen : link;
  return text === 'SUGGEST' || text === 'ENFORCE' ? { rangeLink: text } : {};
}

function describeRule(
  sheet: Sheet,
  section: string,
  rule: SheetRule,
  items: Map<string, ItemInfo>,
  composed: Composed,
): void {
  if (rule.kind === 'rule' || rule.kind === 'K4' || rule.kind === 'K16') return;
  const points = rule.kind === 'K6' || rule.kind === 'K3' ? undefined : amountOf(rule.each, composed);
  const range =
    rule.kind === 'K6'
      ? { range: { points: [parseUnits(rule.range.points[0], 4), parseUnits(rule.range.points[1], 4)] as const } }
      : {};
  const place = { output: sheet.output, section, ...(points === undefined ? {} : { points }), ...range };
  for (const pick of rule.facts ?? [rule.id]) {
    const item = typeof pick === 'string' ? pick : pick.item;
    const known = items.get(item);
    if (known) items.set(item, { ...known, ...place, evidence: known.evidence ?? rule.evidence });
    else if (item === rule.id)
      items.set(item, {
        item,
        subjectKind: sheet.subject,
        article: rule.article ?? rule.id,
        ...rule.title,
        unit: rule.unit ?? times,
        ...place,
        recordable: (rule.record ?? 'finding') === 'finding',
        ...extras(rule),
      });
  }
}

function extras(rule: {
  evidence?: string[] | undefined;
  overlaps?: string[] | undefined;
}): Pick<ItemInfo, 'evidence' | 'overlaps'> {
  return {
    ...(rule.evidence ? { evidence: rule.evidence } : {}),
    ...(rule.overlaps ? { overlaps: rule.overlaps } : {}),
  };
}

/** `undefined` for a blank. */
function amountOf(amount: Amount, composed: Composed): number | undefined {
  if (typeof amount === 'string') return parseUnits(amount, 4);
  const text =
    'setting' in amount ? composed.settings[amount.setting]?.chosen : composed.parameters[amount.parameter]?.value;
  return text === undefined || text === null ? undefined : parseUnits(text, 4);
}

export function describeOutputs(composed: Composed, lookbacks: ReadonlyMap<string, number>): OutputInfo[] {
  const { sheets, accounts, blends } = composed.rules;
  const rational = (amount: Amount) => toRational(amountOf(amount, composed) ?? 0);
  return [
    ...sheets.map(
      (sheet): OutputInfo => ({
        output: sheet.output,
        subjectKind: sheet.subject,
        ...sheet.title,
        article: sheet.article,
        cycle: sheet.cycle,
        span: 'period',
        lookbackDays: 0,
        ...unitOf(sheet),
        sections: sheet.sections.map((part) => ({ id: part.id, ...part.title, base: rational(part.base) })),
        ...(sheet.incomplete
          ? {
              incomplete: {
                article: sheet.incomplete.article,
                ...sheet.incomplete.title,
                of: rational(sheet.incomplete.of),
              },
            }
          : {}),
      }),
    ),
    ...blends.map(
      (blend): OutputInfo => ({
        output: blend.output,
        subjectKind: blend.subject,
        ...blend.title,
        article: blend.article,
        cycle: blend.cycle,
        span: 'period',
        lookbackDays: 0,
        ...unitOf(blend),
        sections: blend.parts.map((part) => ({ id: part.id, ...part.title, base: '0' })),
      }),
    ),
    ...accounts.map(
      (account): OutputInfo => ({
        output: account.output,
        subjectKind: account.subject,
        ...account.title,
        article: account.article,
        cycle: 'any',
        span: 'year',
        lookbackDays: lookbacks.get(account.output) ?? 0,
        sections: [{ id: account.output, ...account.title, base: rational(account.start) }],
      }),
    ),
  ];
}

const unitOf = ({ unit, counts }: Pick<Sheet | Blend, 'unit' | 'counts'>): Pick<OutputInfo, 'unit' | 'counts'> => ({
  ...(unit ? { unit } : {}),
  ...(counts ? { counts } : {}),
});

/** Parts that are not computed into a figure, as the pack states them. */
export function describeTexts({
  rules,
}: Composed): Pick<CompiledEdition, 'dimensions' | 'checklists' | 'duties' | 'methods' | 'outcomes' | 'procedures'> {
  const { dimensions, checklists, duties, methods, outcomes, procedures } = rules;
  return { dimensions, checklists, duties, methods, outcomes, procedures };
}

export function describeSettings(composed: Composed): SettingInfo[] {
  return Object.entries(composed.settings).map(([name, setting]) => ({
    setting: name,
    ...(setting.ambiguity ? { ambiguity: setting.ambiguity } : {}),
    articles: setting.articles,
    ...setting.title,
    chosen: setting.chosen,
    default: setting.default,
    values: setting.values === 'number' ? [] : setting.values.map((item) => ({ value: item.value, ...item.title })),
    note: setting.note,
  }));
}

export function describeParameters(composed: Composed): ParameterInfo[] {
  return Object.entries(composed.parameters).map(([name, parameter]) => ({
    parameter: name,
    ...(parameter.ambiguity ? { ambiguity: parameter.ambiguity } : {}),
    ...(parameter.type ? { type: parameter.type } : {}),
    article: parameter.article,
    ...parameter.title,
    unit: parameter.unit,
    ...(parameter.value === null ? {} : { value: parameter.value }),
    ...(parameter.suggestion ? { suggestion: parameter.suggestion } : {}),
    ...(parameter.filled
      ? { filledInBy: parameter.filled.filledInBy, basis: parameter.filled.basis }
      : parameter.basis
        ? { basis: parameter.basis }
        : {}),
  }));
}
