/** What the routes of calendar administration take and give. */
import { z } from 'zod';
import { day, refuse, words } from '../platform/http/shapes.js';

const notice = z.strictObject({
  year: z.int().min(2000).max(2100),
  papers: z.array(words(300)).max(20).default([]),
  fileName: words(200).optional(),
  days: z
    .array(z.strictObject({ name: words(40), date: day, isOffDay: z.boolean() }))
    .min(1)
    .max(120),
});
const ownDay = z.strictObject({ date: day, kind: z.enum(['work', 'off']), name: words(40, 1), reason: words(200, 2) });

/** One of three: a yearly notice as `holiday-cn` files it, days of the office's own, or own days taken back. */
export const calendarChange = z
  .strictObject({
    notice: notice.optional(),
    ownDays: z.array(ownDay).min(1).max(366).optional(),
    takeBack: z.array(day).min(1).max(366).optional(),
    /** From the preview; needed when open matters are touched, so that nobody changes them unseen. */
    accept: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  })
  .superRefine((value, ctx) => {
    const given = [value.notice, value.ownDays, value.takeBack].filter((one) => one !== undefined).length;
    if (given !== 1)
      refuse(
        ctx,
        'input.invalid',
        '请给出放假安排、本单位安排或撤回之一',
        'Give a notice, own days, or days to take back',
      );
    const twice = value.ownDays?.find(
      (entry, index) => value.ownDays?.findIndex((other) => other.date === entry.date) !== index,
    );
    if (twice) refuse(ctx, 'input.invalid', `日期 ${twice.date} 出现两次`, `Day ${twice.date} occurs twice`);
  });
export type CalendarChange = z.output<typeof calendarChange>;

/** A file as it was read: one notice for each year that it holds. */
export interface NoticeFileView {
  fileName: string;
  items: {
    year: number;
    papers: readonly string[];
    days: readonly { name: string; date: string; isOffDay: boolean }[];
  }[];
}

export interface TouchedCase {
  id: string;
  kind: string;
  key: string;
  state: string;
  /** The state in the reader's words. */
  stateLabel: string;
  person: string | null;
  personName: string | null;
  from: string;
  to: string;
  /** Name of the term, for terms. */
  term: string | null;
}

export interface CalendarPreview {
  /** Days that will be different, with what they were (`null`: the year was not loaded). */
  changed: { date: string; name: string | null; before: 'work' | 'off' | null; after: 'work' | 'off' }[];
  /** Days of a notice that belong to another year and are left out. */
  leftOut: string[];
  /** Working days of the year or years before and after. */
  working: { year: number; before: number | null; after: number }[];
  /** Open leaves, covers and terms over a changed day; the first 50 of each. */
  touched: {
    count: number;
    leaves: TouchedCase[];
    covers: TouchedCase[];
    terms: TouchedCase[];
    /** Roster lines on days that become free. */
    duty: number;
  };
  /** Sent back to say that the list was seen. */
  accept: string;
}
