/** What the routes of leave balances take and give. Days are decimal text, e.g. `1.5`. */
import { z } from 'zod';
import type { EntryType } from '../core/leave/account.js';
import { amount, code, listQuery, words } from '../platform/http/shapes.js';

const year = z.int().min(2000).max(2100);
const yearText = z
  .string()
  .regex(/^2[01]\d\d$/)
  .transform(Number);
const account = z.string().regex(/^[A-Za-z][A-Za-z0-9.-]{0,63}$/);

export const balancesQuery = listQuery({
  sort: ['person', 'remaining', '-remaining'],
  filters: { year: yearText.optional(), account: account.optional(), person: code.optional(), unit: code.optional() },
});
export type BalancesQuery = z.infer<typeof balancesQuery>;

export const personBalancesQuery = z.strictObject({ year: yearText.optional() });
export type PersonBalancesQuery = z.infer<typeof personBalancesQuery>;

/**
 * What personnel verified of a person's year, for the cases in which the year's leave falls away. Days and months are added to
 * what the leaves on record come to, or taken off where they are negative.
 */
const verified = z.strictObject({
  person: code,
  schoolHolidays: z.boolean().default(false),
  paidPersonalDays: amount(1).default(0),
  sickMonths: amount(2).default(0),
  reason: words(200).nullable().default(null),
});

export const openingRequest = z.strictObject({ year, verified: z.array(verified).max(2000).default([]) });
export type OpeningRequest = z.infer<typeof openingRequest>;

export const adjustmentRequest = z.strictObject({
  person: code,
  account,
  year,
  /** Signed days, e.g. `-0.5`. */
  days: amount(4).refine((units) => units !== 0, { params: { zh: '调整不能为 0', en: 'Nothing to adjust' } }),
  reason: words(500, 2),
});
export type AdjustmentRequest = z.infer<typeof adjustmentRequest>;

export interface Line {
  zh: string;
  en: string;
  article?: string;
}

export interface BalanceRow {
  person: string;
  personName: string;
  unit: string | null;
  unitName: string | null;
  account: string;
  title: { zh: string; en: string } | null;
  year: number;
  limited: boolean;
  entitled: string;
  carried: string;
  expired: string;
  used: string;
  reserved: string;
  /** Null where the account has no limit. */
  remaining: string | null;
}

export interface BalanceEntryRow {
  type: EntryType;
  /** Signed as it moves its figure. */
  days: string;
  caseId: string | null;
  caseKey: string | null;
  note: Line | null;
  by: string;
  byName: string;
  at: string;
}

export interface BalanceWithEntries extends BalanceRow {
  entries: BalanceEntryRow[];
  /** In which order carried and own days go, and until when; none where nothing was carried over. */
  lines: Line[];
}

export interface PersonBalances {
  person: string;
  personName: string;
  year: number;
  /** Years with accounts, the newest first. */
  years: number[];
  items: BalanceWithEntries[];
}

export interface OpeningRow {
  person: string;
  personName: string;
  unit: string | null;
  unitName: string | null;
  account: string;
  title: { zh: string; en: string };
  yearsOfService: number | null;
  yearsHere: number | null;
  /** What the year gives by the edition. */
  entitled: string;
  /** What applying would add to the account now; `0` when it stands already. */
  change: string;
  /** What would come from the year before. */
  carried: string;
  state: 'new' | 'changed' | 'same' | 'imported' | 'missing';
  lines: Line[];
  /** What personnel verified so far; signed decimal text. */
  verified: { schoolHolidays: boolean; paidPersonalDays: string; sickMonths: string; reason: string | null } | null;
}

export interface Opening {
  year: number;
  edition: { zh: string; en: string };
  articles: string[];
  counts: Record<OpeningRow['state'], number>;
  items: OpeningRow[];
}
