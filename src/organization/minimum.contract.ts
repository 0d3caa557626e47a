/** What the routes of minimum staffing take and give. */
import { z } from 'zod';
import { code, words } from '../platform/http/shapes.js';

export const zonesQuery = z.strictObject({});

/** People who must be present at a window in every half day, and the zone of the hall to which it belongs. */
export const windowMinimum = z.strictObject({
  least: z.int().min(0).max(99),
  zone: code.nullable(),
  reason: words(500, 2),
});
export type WindowMinimum = z.infer<typeof windowMinimum>;

export const zoneMinimum = z.strictObject({
  name: words(80, 1),
  hall: code.nullable(),
  least: z.int().min(0).max(999),
  reason: words(500, 2),
});
export type ZoneMinimum = z.infer<typeof zoneMinimum>;

export interface ZoneItem {
  code: string;
  name: string;
  hall: string | null;
  least: number;
  windows: string[];
}
