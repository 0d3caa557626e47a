/** A result while it is being computed: exact amounts and the lines that add up to the total. */
import { add, compare, display, type Exact, fromRational, isZero, spoken, subtract, toRational } from './exact.js';
import type { Wording } from './expression.js';
import type { UnitOfOutput } from './parts.js';
import type { KnownOutput, OutputResult, TraceLine } from './types.js';

export interface Line {
  rule: string;
  article: string;
  kind: string;
  amount: Exact;
  money?: Exact;
  title: Wording;
  /** What was measured, with its unit, and the amount for one; for the sentence of the line. */
  measured?: Exact;
  unit?: Wording;
  each?: Exact;
  /** Further words, e.g. why a penalty was doubled. */
  note?: Wording;
  /** Facts are named directly (accounts) or by their items (sheets). */
  facts?: readonly string[];
  items?: readonly number[];
}

export interface Draft {
  output: string;
  /** What the total counts; points when nothing is said. */
  unit?: UnitOfOutput;
  /** Decimal places that are shown. */
  scale?: number;
  total: Exact;
  lines: Line[];
  sections: { id: string; base: Exact; total: Exact }[];
  flags: { flag: string; article: string; facts: readonly string[]; on?: string }[];
  fines?: Exact;
  rewards?: Exact;
  grade?: string;
}

export function newDraft(output: string): Draft {
  return { output, total: 0, lines: [], sections: [], flags: [] };
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
    ...(grade === undefined ? {} : { grade }),
  };
}

export function push(draft: Draft, line: Line): void {
  draft.lines.push(line);
  draft.total = add(draft.total, line.amount);
}

/** Adds the line that lifts a figure to its floor or lowers it to its cap; gives the bounded figure. */
export function bound(
  draft: Draft,
  figure: Exact,
  limits: { floor?: Exact; cap?: Exact },
  line: { rule: string; article: string },
): Exact {
  const { floor, cap } = limits;
  if (floor !== undefined && compare(figure, floor) < 0) {
    push(draft, {
      ...line,
      kind: 'floor',
      amount: subtract(floor, figure),
      title: { zh: `扣至 ${spoken(floor)} 分为止`, en: `Deducted down to ${spoken(floor)} and no further` },
    });
    return floor;
  }
  if (cap !== undefined && compare(figure, cap) > 0) {
    push(draft, {
      ...line,
      kind: 'cap',
      amount: subtract(cap, figure),
      title: { zh: `最高 ${spoken(cap)} 分`, en: `At most ${spoken(cap)}` },
    });
    return cap;
  }
  return figure;
}

/**
 * What goes into a digest: business keys and amounts, neither ids of facts nor sentences. Lists of text only, so that
 * plain JSON is already the canonical form and a full recompute need not sort keys.
 */
export function canonicalDraft(draft: Draft): unknown[] {
  return [
    draft.output,
    toRational(draft.total),
    draft.grade ?? '',
    draft.fines === undefined ? '' : toRational(draft.fines),
    draft.rewards === undefined ? '' : toRational(draft.rewards),
    draft.sections.map((part) => [part.id, toRational(part.total)]),
    draft.flags.map((flag) => [flag.flag, flag.article, flag.on ?? '']),
    draft.lines.map((line) => [
      line.rule,
      line.kind,
      toRational(line.amount),
      line.money === undefined ? '' : toRational(line.money),
    ]),
  ];
}

export function toOutputResult(draft: Draft, factsOf: ((line: Line) => readonly string[]) | undefined): OutputResult {
  let running: Exact = 0;
  const trace: TraceLine[] = [];
  if (factsOf) {
    for (const line of draft.lines) {
      running = add(running, line.amount);
      trace.push({
        rule: line.rule,
        article: line.article,
        kind: line.kind,
        ...sentence(line),
        amount: toRational(line.amount),
        ...(line.money === undefined ? {} : { money: toRational(line.money) }),
        running: toRational(running),
        facts: factsOf(line),
      });
    }
  }
  const { fines, rewards } = draft;
  return {
    output: draft.output,
    total: toRational(draft.total),
    shown: display(draft.total, draft.scale),
    ...(draft.unit ? { unit: draft.unit } : {}),
    ...(draft.unit === 'yuan' ? { money: toRational(draft.total) } : {}),
    ...(fines === undefined
      ? {}
      : {
          money: toRational(subtract(rewards ?? 0, fines)),
          fines: toRational(fines),
          rewards: toRational(rewards ?? 0),
        }),
    ...(draft.grade ? { grade: draft.grade } : {}),
    sections: draft.sections.map((part) => ({
      id: part.id,
      base: toRational(part.base),
      total: toRational(part.total),
    })),
    flags: draft.flags,
    trace,
  };
}

function sentence(line: Line): Wording {
  const say = (language: 'zh' | 'en'): string => {
    const colon = language === 'zh' ? '：' : ': ';
    const note = line.note ? `${language === 'zh' ? '；' : '; '}${line.note[language]}` : '';
    const unit = line.unit ? `${line.unit[language] === '%' ? '' : ' '}${line.unit[language]}` : '';
    const measured = line.measured === undefined ? '' : `${colon}${spoken(line.measured)}${unit}`;
    const each = line.each === undefined ? '' : ` × ${spoken(line.each)}`;
    return `${line.title[language]}${measured}${each}${note}`;
  };
  return { zh: say('zh'), en: say('en') };
}

export const hasWeight = (line: { amount: Exact; money?: Exact }): boolean =>
  !isZero(line.amount) || (line.money !== undefined && !isZero(line.money));
