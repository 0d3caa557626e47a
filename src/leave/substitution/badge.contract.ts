/** What the routes of temporary badges take and give. */
import { z } from 'zod';
import { code, day, listQuery, words } from '../../platform/http/shapes.js';

export const badgesQuery = listQuery({
  sort: ['-issuedAt', 'issuedAt', 'badge'],
  filters: {
    state: z.enum(['out', 'returned', 'lost', 'overdue']).optional(),
    badge: words(40).optional(),
    window: code.optional(),
    person: code.optional(),
    from: day.optional(),
    to: day.optional(),
  },
});
export type BadgesQuery = z.infer<typeof badgesQuery>;

/** One hand-out of a badge. */
export interface BadgeRow {
  badge: string;
  hall: string | null;
  person: string;
  personName: string;
  window: string;
  windowName: string;
  caseId: string;
  key: string;
  /** Instants, ISO 8601. */
  issuedAt: string;
  returnedAt: string | null;
  lostAt: string | null;
  /** Last half day of the cover. */
  dueOn: string;
  state: 'out' | 'returned' | 'lost' | 'overdue';
}

export const stockQuery = z.strictObject({
  state: z.enum(['free', 'out', 'lost']).optional(),
  window: code.optional(),
});
export type StockQuery = z.infer<typeof stockQuery>;

const badgeCode = words(40, 1);
export const addBadges = z.strictObject({ codes: z.array(badgeCode).min(1).max(200), hall: code.optional() });
export type AddBadges = z.infer<typeof addBadges>;

/** Found again, or gone without a cover that lost it; a badge that is out is settled in its case. */
export const changeBadge = z.strictObject({ badge: badgeCode, state: z.enum(['free', 'lost']), reason: words(500, 2) });
export type ChangeBadge = z.infer<typeof changeBadge>;

export interface StockRow {
  badge: string;
  hall: string | null;
  state: 'free' | 'out' | 'lost';
  note: string | null;
}
