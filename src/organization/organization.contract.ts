/** What the organization's routes take and give. */
import { z } from 'zod';
import { roles } from '../core/roles.js';
import { code, day, listQuery, refuse, words } from '../platform/http/shapes.js';

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

/** The yearly notice as `holiday-cn` files it, or days of the office's own. */
export const calendarImport = z.union([
  z
    .strictObject({
      year: z.int().min(2000).max(2100),
      papers: z.array(z.string().max(300)).max(20).optional(),
      days: z
        .array(z.strictObject({ name: words(40), date: day, isOffDay: z.boolean() }))
        .min(1)
        .max(120),
    })
    .superRefine((value, ctx) => {
      const twice = value.days.find(
        (entry, index) => value.days.findIndex((other) => other.date === entry.date) !== index,
      );
      if (twice) refuse(ctx, 'input.invalid', `日期 ${twice.date} 出现两次`, `Day ${twice.date} occurs twice`);
    }),
  z.strictObject({
    ownDays: z
      .array(z.strictObject({ date: day, kind: z.enum(['work', 'off']), name: words(40).optional() }))
      .min(1)
      .max(366),
  }),
]);
export type CalendarImport = z.infer<typeof calendarImport>;

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
  source: string;
}
