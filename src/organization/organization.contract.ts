/** What the organization's routes take and give. */
import { z } from 'zod';
import { roles } from '../core/roles.js';
import { code, day, firstLines, listQuery, words } from '../platform/http/shapes.js';

export const personSortNames = ['code', 'name', 'unit', 'window', 'since'] as const;
export const windowSortNames = ['code', 'name', 'group', 'unit', 'workers'] as const;

export const peopleQuery = listQuery({
  sort: personSortNames,
  filters: {
    q: words(40).optional(),
    unit: code.optional(),
    window: code.optional(),
    role: z.enum(roles).optional(),
    on: day.optional(),
  },
});
export type PeopleQuery = z.infer<typeof peopleQuery>;

/** Most lines that the directory of colleagues answers with; it is for choosing somebody, not for copying it. */
export const COLLEAGUES = 20;

export const colleaguesQuery = z.strictObject({ q: words(40, 1).optional(), pageSize: firstLines(COLLEAGUES) });
export type ColleaguesQuery = z.infer<typeof colleaguesQuery>;

export const windowsQuery = listQuery({
  sort: windowSortNames,
  filters: { q: words(40).optional(), group: code.optional(), unit: code.optional() },
});
export type WindowsQuery = z.infer<typeof windowsQuery>;

export const unitsQuery = z.strictObject({});

export const dutyQuery = listQuery({
  sort: ['day'],
  filters: { from: day, to: day, window: code.optional(), person: code.optional() },
});
export type DutyQuery = z.infer<typeof dutyQuery>;

/** Query values are text; the year is read from four digits. */
export const calendarQuery = z.strictObject({
  year: z
    .string()
    .regex(/^20\d\d$/)
    .transform(Number),
});
export type CalendarQuery = z.infer<typeof calendarQuery>;

export interface PersonItem {
  code: string;
  name: string;
  gender: 'male' | 'female' | null;
  since: string | null;
  leftOn: string | null;
  post: string | null;
  ab: 'A' | 'B' | null;
  unit: string | null;
  unitName: string | null;
  window: string | null;
  windowName: string | null;
  roles: string[];
}

/** What everybody may know of everybody: enough to tell two people of one name apart. `window`, `unit`: their names. */
export interface ColleagueItem {
  code: string;
  name: string;
  window: string | null;
  unit: string | null;
}

export interface PersonDetail extends PersonItem {
  grants: { role: string; scope: string; target: string | null; from: string; to: string | null }[];
  placements: { unit: string | null; window: string | null; post: string | null; from: string; to: string | null }[];
  qualifiedFor: string[];
}

export interface WindowItem {
  code: string;
  name: string;
  group: string;
  unit: string;
  unitName: string;
  hall: string | null;
  workers: number;
  lowVolumeExempt: boolean;
  /** People who must be present in every half day, and the zone with a minimum of its own. */
  least: number;
  zone: string | null;
  head: string | null;
  headName: string | null;
}

export interface WindowDetail extends WindowItem {
  people: { code: string; name: string; post: string | null; ab: 'A' | 'B' | null }[];
}

export interface DutyItem {
  day: string;
  half: 'AM' | 'PM';
  window: string;
  windowName: string;
  person: string;
  personName: string;
}

export interface CalendarDayItem {
  date: string;
  kind: 'work' | 'off';
  name: string | null;
  /** `state`: the State Council's notice; `office`: a day of the office's own. */
  source: 'state' | 'office';
  /** Why the office has a day of its own. */
  reason: string | null;
}

export interface CalendarYearView {
  year: number;
  loaded: boolean;
  /** Every year that is loaded. */
  years: number[];
  /** A year that will soon be needed and is not loaded; the next one from 1 November on. */
  missing: number | null;
  /** Where the arrangement came from; no importer for a year that ships with the product. */
  source: { papers: string[]; fileName: string | null; importedBy: string | null; importedAt: string } | null;
  /** `makeUp`: Saturdays and Sundays on which people work; `own`: days of the office's own. */
  counts: { days: number; working: number; off: number; makeUp: number; own: number };
  items: CalendarDayItem[];
}
