/** A result while it is being computed: exact amounts and the lines that add up to the total. */
import { add, compare, type Exact, fromRational, spoken, subtract } from '../figures/exact.js';
import { type Imprint, jsonBytes } from '../figures/imprint.js';
import type { Wording } from '../language/expression.js';
import type { UnitOfOutput } from '../language/parts.js';
import type { KnownOutput } from '../types.js';

/** What all lines of one rule have in common; made once when an edition is compiled. */
export interface LineHead {
  rule: string;
  article: string;
  kind: string;
  title: Wording;
  unit?: Wording | undefined;
  /** Items whose facts such a line rests on, unless it names them itself. */
  items?: readonly number[] | undefined;
  /** Makes the story of a line from what was kept for it; absent: the story itself was kept. */
  tell?: ((about: unknown) => LineStory) | undefined;
  /** Its start in a digest. */
  bytes?: Uint8Array;
}

/** What only the explanation of a line says. */
export interface LineStory {
  /** What was measured and the amount for one; for the sentence of the line. */
  measured?: Exact | undefined;
  each?: Exact | undefined;
  /** Further words, e.g. why a penalty was doubled. */
  note?: Wording | undefined;
  /** Facts that are named directly. */
  facts?: readonly string[] | undefined;
}

/** A line that is put together when it is needed; for those that come seldom. */
export type Line = LineHead & LineStory & { amount: Exact; money?: Exact };

/**
 * The lines of all drafts of one output, in columns, those of a draft side by side: hundreds of lines for each of ten
 * thousand subjects cost too much as objects.
 */
export class Lines {
  readonly heads: LineHead[] = [];
  readonly amounts: Exact[] = [];
  readonly money: (Exact | undefined)[] = [];
  /** A story, or what the head of the line tells one from. */
  readonly stories: unknown[] = [];

  /** @param explains false: nobody will ask for the explanation, so nothing is kept for it */
  constructor(readonly explains: boolean) {}
}

export interface Draft {
  output: string;
  /** What the total counts; points when nothing is said. */
  unit: UnitOfOutput | undefined;
  /** Decimal places that are shown. */
  scale: number | undefined;
  total: Exact;
  lines: Lines;
  /** Where its lines begin, and end before. */
  first: number;
  end: number;
  sections: { id: string; base: Exact; total: Exact }[];
  flags: { flag: string; article: string; facts: readonly string[]; on?: string }[];
  fines: Exact | undefined;
  rewards: Exact | undefined;
  grade: string | undefined;
}

export function newDraft(output: string, lines: Lines = new Lines(true)): Draft {
  const first = lines.heads.length;
  return {
    output,
    unit: undefined,
    scale: undefined,
    total: 0,
    lines,
    first,
    end: first,
    sections: [],
    flags: [],
    fines: undefined,
    rewards: undefined,
    grade: undefined,
  };
}

/** As much of a result of before as others can rest on; it has no lines. */
export function restoreDraft({ output, total, sections, grade }: KnownOutput): Draft {
  return {
    ...newDraft(output),
    total: fromRational(total),
    sections: sections.map((part) => ({
      id: part.id,
      base: fromRational(part.base),
      total: fromRational(part.total),
    })),
    grade,
  };
}

/** @param story a story, or what the head tells one from; not kept where nobody will ask */
export function pushLine(
  draft: Draft,
  head: LineHead,
  amount: Exact,
  money?: Exact | undefined,
  story?: unknown,
): void {
  const { lines } = draft;
  lines.heads.push(head);
  lines.amounts.push(amount);
  lines.money.push(money);
  if (lines.explains) lines.stories.push(story);
  draft.end = lines.heads.length;
  draft.total = add(draft.total, amount);
}

export function push(draft: Draft, line: Line): void {
  pushLine(draft, line, line.amount, line.money, line);
}

const unitNames: Record<UnitOfOutput, Wording> = {
  points: { zh: ' 分', en: '' },
  yuan: { zh: ' 元', en: ' yuan' },
  days: { zh: ' 天', en: ' days' },
  hours: { zh: ' 小时', en: ' hours' },
  years: { zh: ' 年', en: ' years' },
  times: { zh: ' 次', en: ' times' },
  percent: { zh: '%', en: '%' },
  count: { zh: '', en: '' },
};

/** Adds the line that lifts a figure to its floor or lowers it to its cap; gives the bounded figure. */
export function bound(
  draft: Draft,
  figure: Exact,
  limits: { floor?: Exact; cap?: Exact },
  line: { rule: string; article: string },
): Exact {
  const { floor, cap } = limits;
  const unit = unitNames[draft.unit ?? 'points'];
  if (floor !== undefined && compare(figure, floor) < 0) {
    push(draft, {
      ...line,
      kind: 'floor',
      amount: subtract(floor, figure),
      title: {
        zh: `扣至 ${spoken(floor)}${unit.zh}为止`,
        en: `Deducted down to ${spoken(floor)}${unit.en} and no further`,
      },
    });
    return floor;
  }
  if (cap !== undefined && compare(figure, cap) > 0) {
    push(draft, {
      ...line,
      kind: 'cap',
      amount: subtract(cap, figure),
      title: { zh: `最高 ${spoken(cap)}${unit.zh}`, en: `At most ${spoken(cap)}${unit.en}` },
    });
    return cap;
  }
  return figure;
}

/** Writes what goes into a digest: business keys and amounts, neither ids of facts nor sentences. */
export function imprintDraft(draft: Draft, to: Imprint): void {
  to.raw('[');
  to.text(draft.output);
  to.raw(',');
  to.exact(draft.total);
  to.raw(',');
  to.text(draft.grade ?? '');
  to.raw(',');
  amountOrNothing(draft.fines, to);
  to.raw(',');
  amountOrNothing(draft.rewards, to);
  to.raw(',[');
  for (const [index, part] of draft.sections.entries()) {
    to.raw(index === 0 ? '[' : ',[');
    to.text(part.id);
    to.raw(',');
    to.exact(part.total);
    to.raw(']');
  }
  to.raw('],[');
  for (const [index, flag] of draft.flags.entries()) {
    to.raw(index === 0 ? '[' : ',[');
    to.text(flag.flag);
    to.raw(',');
    to.text(flag.article);
    to.raw(',');
    to.text(flag.on ?? '');
    to.raw(']');
  }
  to.raw('],[');
  const { heads, amounts, money } = draft.lines;
  for (let at = draft.first; at < draft.end; at++) {
    if (at > draft.first) to.raw(',');
    const head = heads[at]!;
    if (head.bytes) to.copy(head.bytes);
    else {
      to.raw('[');
      to.text(head.rule);
      to.raw(',');
      to.text(head.kind);
      to.raw(',');
    }
    to.exact(amounts[at]!);
    to.raw(',');
    amountOrNothing(money[at], to);
    to.raw(']');
  }
  to.raw(']]');
}

function amountOrNothing(amount: Exact | undefined, to: Imprint): void {
  if (amount === undefined) to.raw('""');
  else to.exact(amount);
}

/** A head for many lines, with its start in a digest written once. */
export function lineHead(head: LineHead): LineHead {
  const [rule, kind] = [jsonBytes(head.rule), jsonBytes(head.kind)];
  const bytes = new Uint8Array(rule.length + kind.length + 3);
  bytes[0] = 0x5b;
  bytes.set(rule, 1);
  bytes[rule.length + 1] = 0x2c;
  bytes.set(kind, rule.length + 2);
  bytes[bytes.length - 1] = 0x2c;
  return { ...head, bytes };
}
