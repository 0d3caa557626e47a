/** What the form of an assessment asks, from the article: fault, a choice within the range, the head's own amount, values. */
import { formatUnits } from '../../src/core/amount.js';
import type { FieldAsk, MachineEvent } from '../contract.js';
import type { FindingInput, FindingRule } from './facts.js';

type Span = readonly [number, number];
type Words = NonNullable<FieldAsk['hint']>;

const low = ([a, b]: Span): number => Math.min(a, b);
const high = ([a, b]: Span): number => Math.max(a, b);
const sorted = (span: Span): Span => [low(span), high(span)];
const spoken = (span: Span, to: string): string => `${formatUnits(low(span))} ${to} ${formatUnits(high(span))}`;

/** By the field of the payload; other events are asked as their shapes say. */
export function askFinding(_context: unknown, event: Pick<MachineEvent, 'type' | 'facts'>) {
  const rule = event.facts['finding.rule'] as FindingRule | undefined;
  if (event.type !== 'finding.assess' || !rule) return {};
  const asked = rule.inputs.filter((input) => input.asked === 'assess');
  return {
    fault: { isAsked: rule.faultNeeded, isRequired: rule.faultNeeded, article: rule.article },
    ...amounts(rule, rule.range, ['points', 'money'], true),
    ...amounts(rule, rule.headRange, ['headPoints', 'headMoney'], false),
    values: {
      isAsked: asked.length > 0,
      isRequired: asked.some((input) => input.needed),
      parts: Object.fromEntries(asked.map((input) => [input.field, valueAsk(input)])),
    },
  } satisfies Record<string, FieldAsk>;
}

function amounts(
  rule: FindingRule,
  range: { points: Span; money: Span | null } | null,
  [points, money]: readonly [string, string],
  isRequired: boolean,
): Record<string, FieldAsk> {
  return {
    [points]: range ? amount(rule, range.points, isRequired, '分', 'points') : { isAsked: false },
    [money]: range?.money
      ? {
          ...amount(rule, range.money, isRequired, '元', 'yuan'),
          ...(rule.isLinkOffered
            ? { follows: { field: points, from: sorted(range.points), to: sorted(range.money) } }
            : {}),
        }
      : { isAsked: false },
  };
}

const amount = (rule: FindingRule, range: Span, isRequired: boolean, zh: string, en: string): FieldAsk => ({
  isRequired,
  least: low(range),
  most: high(range),
  article: rule.article,
  hint: withFaults(rule, isRequired, {
    'zh-CN': `幅度 ${spoken(range, '至')} ${zh}`,
    en: `from ${spoken(range, 'to')} ${en}`,
  }),
});

/** The head's own amount counts only where the fault is one of some. */
function withFaults(rule: FindingRule, isOwn: boolean, hint: Words): Words {
  const faults = rule.headRange?.faults ?? [];
  if (isOwn || faults.length === 0 || !rule.faultNeeded) return hint;
  const words: Record<string, Words> = {
    own: { 'zh-CN': '本人', en: 'own' },
    management: { 'zh-CN': '管理', en: 'management' },
  };
  const said = (language: keyof Words) =>
    faults.map((fault) => words[fault]?.[language] ?? fault).join(language === 'en' ? ', ' : '、');
  return {
    'zh-CN': `${hint['zh-CN']}；责任为“${said('zh-CN')}”时填写`,
    en: `${hint.en}; only where the fault is: ${said('en')}`,
  };
}

function valueAsk(input: FindingInput): FieldAsk & { type: 'text' | 'number' } {
  const limits = (language: 'zh' | 'en', [range, to, usual]: readonly [string, string, string]) =>
    [
      input.range ? `${range} ${spoken(input.range, to)}${input.unit?.[language] ?? ''}` : '',
      input.usual === null ? '' : `${usual} ${formatUnits(input.usual)}${input.unit?.[language] ?? ''}`,
    ]
      .filter((part) => part !== '')
      .join(language === 'zh' ? '；' : '; ');
  return {
    type: input.type === 'number' ? 'number' : 'text',
    isRequired: input.needed,
    title: { 'zh-CN': input.zh, en: input.en },
    article: input.article,
    ...(input.range ? { least: low(input.range), most: high(input.range) } : {}),
    ...(input.choices ? { choices: input.choices } : {}),
    hint: { 'zh-CN': limits('zh', ['幅度', '至', '不填按']), en: limits('en', ['from', 'to', 'left empty:']) },
  };
}
