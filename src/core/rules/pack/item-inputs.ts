/**
 * What a record of an item has to say besides that it happened: which quantity fits, and the fields of a fact that some
 * rule reads. Found in the rules themselves, so that a form asks for what the edition needs and for nothing else.
 */
import { parseUnits, type Units } from '../../amount.js';
import type { Amount, Wording } from '../language/expression.js';
import type { Account } from '../language/language-account.js';
import type { ItemInfo, ItemInput, QuantityInfo } from '../types.js';
import type { Composed } from './compose.js';

type Loose = Readonly<Record<string, unknown>>;
type Asked = Pick<ItemInfo, 'inputs' | 'quantity'>;

const eventTitle: Wording = { zh: '同一事件的名称', en: 'Name of the event' };
const percentUnit: Wording = { zh: '%', en: '%' };
/** Measures that may select facts by a field. */
const selecting = ['sum', 'count', 'points', 'days', 'most', 'mean', 'onEach'] as const;

/** @param items every item of the edition; @returns only those that have something to say */
export function inputsOf(composed: Composed, items: readonly ItemInfo[]): ReadonlyMap<string, Asked> {
  const found = new Found(composed, new Set(items.map((item) => item.item)));
  for (const list of [composed.rules.sheets, composed.rules.blends, composed.rules.rankings])
    for (const top of list) found.walk(top, top as Loose);
  for (const account of composed.rules.accounts) ofAccount(account, found);
  ofOverlap(composed, items, found);
  return found.all;
}

class Found {
  readonly all = new Map<string, { inputs?: ItemInput[]; quantity?: QuantityInfo }>();

  constructor(
    readonly composed: Composed,
    private readonly known: ReadonlySet<string>,
  ) {}

  /** A field that several rules read is asked for once; choices of a word add up. */
  add(item: string, input: ItemInput): void {
    if (!this.known.has(item)) return;
    const entry = this.entry(item);
    const same = entry.inputs?.find((one) => one.field === input.field);
    if (!same) entry.inputs = [...(entry.inputs ?? []), input];
    else if (same.choices && input.choices) same.choices = [...new Set([...same.choices, ...input.choices])];
  }

  /** Every expression below; `rule` is the innermost thing with a name and an article. */
  walk(value: unknown, rule: Loose): void {
    if (!value || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      for (const one of value) this.walk(one, rule);
      return;
    }
    const own = value as Loose;
    const inner = typeof own.id === 'string' && own.title ? own : rule;
    this.measured(own);
    this.selected(own, inner);
    for (const child of Object.values(own)) this.walk(child, inner);
  }

  /** A figure that is taken as it is recorded must be recorded; one of several marks lies within what may be given. */
  private measured(own: Loose): void {
    const item = own.mean ?? own.value;
    if (typeof item !== 'string' || !this.known.has(item)) return;
    const marks = own.marks as { from: Amount; to: Amount; whole?: boolean } | undefined;
    const [from, to] = [amountOf(marks?.from, this.composed), amountOf(marks?.to, this.composed)];
    this.entry(item).quantity = {
      needed: true,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(marks?.whole ? { whole: true } : {}),
    };
  }

  /** `where`: the words that the rules tell apart, or a number; the quantity has a field of its own. */
  private selected(own: Loose, rule: Loose): void {
    const where = own.where as { field: string; is?: string | boolean; in?: string[] } | undefined;
    const item = selecting.map((name) => own[name]).find((one): one is string => typeof one === 'string');
    if (!where || item === undefined || where.field === 'quantity') return;
    const words = where.in ?? (where.is === undefined ? undefined : [String(where.is)]);
    this.add(item, {
      field: where.field,
      article: String(rule.article ?? rule.id),
      ...((rule.title as Wording | undefined) ?? { zh: where.field, en: where.field }),
      type: words ? 'choice' : 'number',
      ...(words ? { choices: words } : {}),
      needed: false,
      asked: 'record',
    });
  }

  private entry(item: string) {
    const entry = this.all.get(item) ?? {};
    this.all.set(item, entry);
    return entry;
  }
}

/** K11: the percentage that those above bear, chosen for the fact; a name of the event where one penalty stands in for a share. */
function ofAccount(account: Account, found: Found): void {
  for (const { items, percent, article, title } of account.superiors ?? []) {
    const [from, to] = [amountOf(percent.from, found.composed), amountOf(percent.to, found.composed)];
    const usual = amountOf(percent.otherwise, found.composed);
    for (const item of items)
      found.add(item, {
        field: percent.field,
        article,
        zh: `${title.zh}的比例`,
        en: `${title.en}: the percentage`,
        type: 'number',
        unit: percentUnit,
        ...(from === undefined || to === undefined ? {} : { range: [from, to] }),
        ...(usual === undefined ? {} : { usual }),
        needed: usual === undefined,
        asked: 'assess',
      });
  }
  for (const { item, field, clause } of account.head?.instead ?? []) {
    if (wordOf(clause, found.composed) !== 'REPLACES') continue;
    const event = eventOf(field, account.rules.find((rule) => rule.id === item)?.article ?? item);
    for (const rule of account.rules) if (rule.joint !== false || rule.id === item) found.add(rule.id, event);
  }
}

/** Records of one event that fit several rules are told apart by the name of their event (A34). */
function ofOverlap(composed: Composed, items: readonly ItemInfo[], found: Found): void {
  const joined = new Set(items.flatMap(({ item, overlaps }) => (overlaps?.length ? [item, ...overlaps] : [])));
  for (const { field, article, policy } of composed.rules.overlap) {
    if (['SEPARATE_FACTS', 'BOTH'].includes(wordOf(policy, composed) ?? '')) continue;
    for (const item of joined) found.add(item, eventOf(field, article));
  }
}

const eventOf = (field: string, article: string): ItemInput => ({
  field,
  article,
  ...eventTitle,
  type: 'text',
  needed: false,
  asked: 'record',
});

const wordOf = (word: string | { setting: string }, composed: Composed): string | undefined =>
  typeof word === 'object' ? composed.settings[word.setting]?.chosen : word;

/** `undefined` for a blank. */
function amountOf(amount: Amount | undefined, composed: Composed): Units | undefined {
  if (amount === undefined) return undefined;
  if (typeof amount === 'string') return parseUnits(amount, 4);
  const text =
    'setting' in amount ? composed.settings[amount.setting]?.chosen : composed.parameters[amount.parameter]?.value;
  return text === undefined || text === null ? undefined : parseUnits(text, 4);
}
