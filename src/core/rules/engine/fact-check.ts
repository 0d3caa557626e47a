/** Does a fact fit an edition? Asked before it is stored, wherever it comes from: a form, a sheet, a file, the ledger. */
import { formatUnits, parseUnits, type Units } from '../../amount.js';
import { isDay } from '../../calendar/day.js';
import type { Day, Fact, SubjectKey, SubjectKind } from '../../fact.js';
import { Problem, type ProblemDetail, type ProblemFacts } from '../../problem.js';
import { nearest } from '../language/yaml.js';
import type { CompiledEdition, ItemInfo, ItemInput } from '../types.js';

/** A fact as somebody wants to record it. */
export interface Candidate {
  item: string;
  subject: SubjectKey;
  happenedOn: Day;
  quantity?: Units | undefined;
  points?: Units | undefined;
  money?: Units | undefined;
  /** Fields of the fact; a number as decimal text or in 1/10000. */
  values?: Fact['values'];
}

/** When the edition counts, both days included; absent = without an end. */
export interface InForce {
  from?: Day | undefined;
  to?: Day | undefined;
}

export interface FactFault {
  code: string;
  facts: ProblemFacts;
  field: keyof Candidate;
  /** Which of the values. */
  key?: string;
  got: string;
  allowed: string;
  message: { 'zh-CN': string; en: string };
}

const kindNames: Readonly<Record<SubjectKind, { zh: string; en: string }>> = {
  person: { zh: '人员', en: 'person' },
  window: { zh: '窗口', en: 'window' },
  unit: { zh: '单位', en: 'unit' },
  group: { zh: '上级单位', en: 'branch' },
};

/** Everything that is wrong with a fact, in the order of its fields. */
export function factFaults(edition: CompiledEdition, fact: Candidate, inForce: InForce = {}): FactFault[] {
  const info = edition.items.find((item) => item.item === fact.item);
  return [
    ...(info ? subjectFaults(info, fact) : [unknownItem(edition, fact.item)]),
    ...dayFaults(edition, fact.happenedOn, inForce),
    ...(info ? [...amountFaults(info, fact), ...valueFaults(info, fact.values)] : []),
  ];
}

/**
 * Values as rules read them: a number that was typed as decimal text in 1/10000, everything else as it is.
 * @param inputs what the item asks for
 */
export function readValues<V>(
  values: Readonly<Record<string, V>>,
  inputs: readonly Pick<ItemInput, 'field' | 'type'>[],
): Record<string, V | Units> {
  const numbers = new Set(inputs.filter((input) => input.type === 'number').map((input) => input.field));
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      numbers.has(field) && typeof value === 'string' ? (decimal(value) ?? value) : value,
    ]),
  );
}

/** The first fault as a refusal, with all of them listed. @param where of a fault's field, e.g. a JSON pointer or `file:line:column` */
export function refuseFaults(faults: readonly FactFault[], where: (fault: FactFault) => string): void {
  const [first] = faults;
  if (first)
    throw new Problem(first.code, first.facts, { errors: faults.map((fault) => detailOf(fault, where(fault))) });
}

export const detailOf = ({ message, got, allowed }: FactFault, where: string): ProblemDetail => ({
  where,
  message,
  got,
  allowed,
});

function unknownItem(edition: CompiledEdition, got: string): FactFault {
  const titled = edition.items.find((item) => item.zh === got || item.en === got);
  const close =
    titled?.item ??
    nearest(
      got,
      edition.items.map((item) => item.item),
    );
  return {
    code: 'fact.item_unknown',
    facts: { item: got, edition: `${edition.id}@${edition.edition}`, nearest: close ?? '—' },
    field: 'item',
    got,
    allowed:
      close ??
      edition.items
        .slice(0, 5)
        .map((item) => item.item)
        .join(', '),
    message: { 'zh-CN': '制度中没有此事项', en: 'no such item' },
  };
}

function subjectFaults(info: ItemInfo, { subject }: Candidate): FactFault[] {
  if (subject.startsWith(`${info.subjectKind}:`)) return [];
  const kind = kindNames[info.subjectKind];
  return [
    {
      code: 'fact.subject_kind',
      facts: { item: info.item, kind: `${kind.zh} / ${kind.en}`, got: subject },
      field: 'subject',
      got: subject,
      allowed: `${info.subjectKind}:…`,
      message: { 'zh-CN': `${info.item} 记在${kind.zh}名下`, en: `${info.item} is recorded of a ${kind.en}` },
    },
  ];
}

function dayFaults(edition: CompiledEdition, day: Day, { from, to }: InForce): FactFault[] {
  const fault = (code: string, allowed: string, zh: string, en: string): FactFault => ({
    code,
    facts: { got: day, day, edition: `${edition.id}@${edition.edition}`, from: from ?? '…', to: to ?? '…' },
    field: 'happenedOn',
    got: day,
    allowed,
    message: { 'zh-CN': zh, en },
  });
  if (!isDay(day)) return [fault('fact.day_invalid', 'YYYY-MM-DD', '没有这一天', 'no such day')];
  if ((from === undefined || day >= from) && (to === undefined || day <= to)) return [];
  return [
    fault(
      'fact.outside_edition',
      `${from ?? '…'} – ${to ?? '…'}`,
      '不在制度施行期内',
      'outside the time of the edition',
    ),
  ];
}

function amountFaults(info: ItemInfo, { quantity, points, money }: Candidate): FactFault[] {
  const faults: FactFault[] = [];
  const add = (code: string, field: FactFault['field'], got: Units, allowed: string, zh: string, en: string) => {
    const facts = { item: info.item, got: formatUnits(got), allowed };
    faults.push({ code, facts, field, got: formatUnits(got), allowed, message: { 'zh-CN': zh, en } });
  };
  if (quantity !== undefined && isPercent(info.unit) && (quantity < 0 || quantity > 1_000_000))
    add(
      'fact.percent_outside',
      'quantity',
      quantity,
      '0–100',
      '百分比应在 0 至 100 之间',
      'a percentage from 0 to 100',
    );
  else if (quantity !== undefined && quantity < 0)
    add('fact.quantity_outside', 'quantity', quantity, '≥ 0', '数量不能为负', 'no negative quantity');
  else if (quantity !== undefined && !fitsQuantity(info, quantity))
    add(
      'fact.quantity_outside',
      'quantity',
      quantity,
      quantitySpan(info),
      '不在可填的范围内',
      'outside what may be given',
    );
  const range = info.range ?? (info.points === undefined ? undefined : { points: [info.points, info.points] as const });
  if (points !== undefined && range && !isWithin(points, range.points))
    add('fact.points_outside', 'points', points, spanOf(range.points), '分值不在幅度内', 'points outside the range');
  if (money !== undefined && info.range?.money && !isWithin(money, info.range.money))
    add('fact.money_outside', 'money', money, spanOf(info.range.money), '金额不在幅度内', 'money outside the range');
  return faults;
}

function fitsQuantity({ quantity: rule }: ItemInfo, quantity: Units): boolean {
  return (
    quantity >= (rule?.from ?? quantity) &&
    quantity <= (rule?.to ?? quantity) &&
    !(rule?.whole && quantity % 10_000 !== 0)
  );
}

function quantitySpan({ quantity: rule }: ItemInfo): string {
  const edge = (value: Units | undefined) => (value === undefined ? '…' : formatUnits(value));
  return `${edge(rule?.from)} – ${edge(rule?.to)}${rule?.whole ? '（整数 · whole）' : ''}`;
}

/** A number that is none, or outside what its article allows. */
function valueFaults(info: ItemInfo, values: Candidate['values']): FactFault[] {
  return (info.inputs ?? []).flatMap((input): FactFault[] => {
    const said = values?.[input.field];
    if (input.type !== 'number' || said === undefined || said === '') return [];
    const units = typeof said === 'string' ? decimal(said) : said;
    if (typeof units === 'number' && (!input.range || isWithin(units, input.range))) return [];
    const got = typeof units === 'number' ? formatUnits(units) : String(said);
    const allowed = input.range ? `${spanOf(input.range)}${input.unit?.zh ?? ''}` : '0';
    return [
      {
        code: 'fact.value_outside',
        facts: { item: info.item, field: `${input.zh} / ${input.en}`, got, allowed, article: input.article },
        field: 'values',
        key: input.field,
        got,
        allowed,
        message: { 'zh-CN': `${input.zh}：不在幅度内`, en: `${input.en}: outside its range` },
      },
    ];
  });
}

function decimal(text: string): Units | undefined {
  try {
    return parseUnits(text, 4);
  } catch {
    return undefined;
  }
}

export const isPercent = (unit: { zh: string; en: string }): boolean => /^[%％]$/.test(unit.en.trim());

const isWithin = (value: Units, [a, b]: readonly [Units, Units]): boolean =>
  value >= Math.min(a, b) && value <= Math.max(a, b);

function spanOf([a, b]: readonly [Units, Units]): string {
  return a === b ? formatUnits(a) : `${formatUnits(Math.min(a, b))} – ${formatUnits(Math.max(a, b))}`;
}
