/** So many violation records within a window (K10): each set triggers once and its records are used up. */
import type { Fact } from '../fact.js';
import { daysBetween } from './days.js';
import type { Draft } from './draft.js';
import type { Account } from './language.js';
import { type Entry, inspection } from './pricing.js';
import type { Scope } from './scope.js';

export type Streak = (draft: Draft, entries: readonly Entry[], clean: readonly Fact[], year: string) => void;

type Kind = 'ANY' | 'SAME_RULE' | 'CONSECUTIVE_INSPECTIONS';

/** Open sets by what they count together. */
class Sets {
  private readonly open = new Map<string, Entry[]>();

  constructor(
    private readonly count: number,
    private readonly kind: Kind,
  ) {}

  /** @returns the set that this entry completes, first to last; it stays open until `use` */
  take(entry: Entry): readonly Entry[] | undefined {
    const key = this.keyOf(entry);
    const list = this.open.get(key) ?? [];
    // Several findings of one inspection count as one when consecutive inspections are asked for.
    if (
      this.kind === 'CONSECUTIVE_INSPECTIONS' &&
      list.some((item) => inspection(item.fact) === inspection(entry.fact))
    )
      return undefined;
    list.push(entry);
    if (list.length > this.count) list.shift();
    this.open.set(key, list);
    return list.length < this.count ? undefined : list;
  }

  use(entry: Entry): void {
    this.open.set(this.keyOf(entry), []);
  }

  /** An inspection that found nothing ends a row of consecutive ones; it is no matter to the other kinds. */
  interrupt(fact: Fact): void {
    if (this.kind !== 'CONSECUTIVE_INSPECTIONS') return;
    const list = this.open.get('') ?? [];
    if (!list.some((item) => inspection(item.fact) === inspection(fact))) this.open.delete('');
  }

  private keyOf(entry: Entry): string {
    return this.kind === 'SAME_RULE' ? entry.fact.item : '';
  }
}

/** @returns a function that flags every completed set of the year; `entries` are the violations in order */
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
      // What a clean inspection interrupts are the days before it; findings of its own day come first.
      while (next < pauses.length && pauses[next]!.happenedOn < entry.fact.happenedOn) sets.interrupt(pauses[next++]!);
      const list = sets.take(entry);
      if (!list) continue;
      const within = daysBetween(list[0]!.fact.happenedOn, entry.fact.happenedOn) <= window;
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
