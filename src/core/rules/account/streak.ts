/** So many violation records within a window (K10): each set triggers once and its records are used up. */
import type { Fact } from '../../fact.js';
import type { Draft } from '../engine/draft.js';
import { compare } from '../figures/exact.js';
import type { Scope } from '../figures/scope.js';
import type { Account } from '../language/language-account.js';
import { type Entry, inspection } from './pricing.js';

export type Streak = (draft: Draft, entries: readonly Entry[], clean: readonly Fact[], year: string) => void;

type Kind = 'ANY' | 'SAME_RULE' | 'CONSECUTIVE_INSPECTIONS';

/** Open sets by what they count together. */
class Sets {
  private readonly open = new Map<string, Entry[]>();
  /** The one set where all violations count together. */
  private readonly only: Entry[] = [];

  constructor(
    private readonly count: number,
    private readonly kind: Kind,
  ) {}

  /** @returns the set that this entry completes, first to last; it stays open until `use` */
  take(entry: Entry): readonly Entry[] | undefined {
    const list = this.setOf(entry);
    // Several findings of one inspection count as one when consecutive inspections are asked for.
    if (
      this.kind === 'CONSECUTIVE_INSPECTIONS' &&
      list.some((item) => inspection(item.fact) === inspection(entry.fact))
    )
      return undefined;
    list.push(entry);
    if (list.length > this.count) list.shift();
    return list.length < this.count ? undefined : list;
  }

  use(entry: Entry): void {
    this.setOf(entry).length = 0;
  }

  /** An inspection that found nothing ends a row of consecutive ones; it is no matter to the other kinds. */
  interrupt(fact: Fact): void {
    if (this.kind !== 'CONSECUTIVE_INSPECTIONS') return;
    if (!this.only.some((item) => inspection(item.fact) === inspection(fact))) this.only.length = 0;
  }

  private setOf(entry: Entry): Entry[] {
    if (this.kind !== 'SAME_RULE') return this.only;
    const { item } = entry.fact;
    const list = this.open.get(item) ?? [];
    this.open.set(item, list);
    return list;
  }
}

/** @returns a function that flags every completed set of the year; `entries` are in order, the violations among them count */
export function compileStreak(account: Account, scope: Scope): Streak | undefined {
  const { streak } = account;
  if (!streak) return undefined;
  const [count, window] = [scope.amount(streak.count) / 10_000, scope.amount(streak.window) / 10_000];
  const kind = scope.word(streak.of, ['ANY', 'SAME_RULE', 'CONSECUTIVE_INSPECTIONS'], streak.id);
  scope.expect(streak.id, 'hit', 'miss');
  return (draft, entries, clean, year) => {
    const sets = new Sets(count, kind);
    const pauses = clean.toSorted((a, b) => (a.happenedOn < b.happenedOn ? -1 : 1));
    let next = 0;
    for (const entry of entries) {
      if (compare(entry.points, 0) >= 0) continue;
      // What a clean inspection interrupts are the days before it; findings of its own day come first.
      while (next < pauses.length && pauses[next]!.happenedOn < entry.fact.happenedOn) sets.interrupt(pauses[next++]!);
      const list = sets.take(entry);
      if (!list) continue;
      const within = entry.day - list[0]!.day <= window;
      scope.probe?.(streak.id, within ? 'hit' : 'miss');
      if (!within) continue;
      if (entry.fact.happenedOn.startsWith(year))
        draft.flags.push({
          flag: streak.flag,
          article: streak.article,
          facts: list.map((item) => item.fact.id),
          on: entry.fact.happenedOn,
        });
      sets.use(entry);
    }
  };
}
