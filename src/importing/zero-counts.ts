/** What a list does not say of a window is a count of none (R11.B9): recorded as such, so that the rule finds it on record. */
import type { SubjectKey } from '../core/fact.js';
import { periodOf } from '../core/period.js';
import type { LedgerService } from '../ledger/ledger.service.js';
import type { FactInput } from '../ledger/ledger.types.js';
import type { Tx } from '../platform/database/tx.js';
import { type FactList, text } from './kinds/kind.js';
import type { TableRow } from './sheet/table.js';

/** @param windows codes of all windows */
export async function zeroCounts(
  tx: Tx,
  ledger: LedgerService,
  counting: NonNullable<FactList['countsEveryWindow']>,
  rows: readonly TableRow[],
  windows: readonly string[],
  /** The item of the count on a day, as its edition names it; `undefined` where it takes none. */
  itemOn: (day: string) => string | undefined,
): Promise<FactInput[]> {
  const made: FactInput[] = [];
  const lastDays = new Map<string, string>();
  for (const row of rows) {
    const day = text(row, counting.day);
    const month = day.slice(0, 7);
    if (day > (lastDays.get(month) ?? '')) lastDays.set(month, day);
  }
  for (const [month, happenedOn] of [...lastDays].sort()) {
    const item = itemOn(happenedOn);
    if (item === undefined) continue;
    const known = new Set<SubjectKey>();
    for (const row of rows) if (text(row, counting.day).startsWith(month)) known.add(`window:${text(row, 'window')}`);
    for (const sum of await ledger.sums(tx, periodOf(month), { items: [item] }))
      if (sum.count > 0) known.add(sum.subject);
    for (const window of windows)
      if (!known.has(`window:${window}`))
        made.push({
          key: `${item}:${window}:${month}:none`,
          item,
          subject: `window:${window}`,
          happenedOn,
          quantity: 0,
        });
  }
  return made;
}
