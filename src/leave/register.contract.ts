/** What the registers of leave and of substitution take and give. */
import { z } from 'zod';
import { code, day, listQuery } from '../platform/http/shapes.js';

const yesNo = z.enum(['yes', 'no']).optional();

export const leavesQuery = listQuery({
  sort: ['-filedAt', 'from', 'person', 'window', 'kind', 'days', 'state'],
  filters: {
    state: z.string().max(40).optional(),
    kind: z.string().max(40).optional(),
    person: code.optional(),
    unit: code.optional(),
    window: code.optional(),
    /** Leave that touches the time from this day on, and up to this day. */
    from: day.optional(),
    to: day.optional(),
    /** Whether a substitute was required. */
    substitute: yesNo,
  },
});
export type LeavesQuery = z.output<typeof leavesQuery>;

export const substitutionsQuery = listQuery({
  sort: ['-from', 'window', 'absent', 'substitute', 'issuedAt', 'state'],
  filters: {
    state: z.string().max(40).optional(),
    /** Absent or covering. */
    person: code.optional(),
    unit: code.optional(),
    window: code.optional(),
    from: day.optional(),
    to: day.optional(),
    /** A badge that was not given back in time. */
    overdue: yesNo,
  },
});
export type SubstitutionsQuery = z.output<typeof substitutionsQuery>;

export interface Words {
  zh: string;
  en: string;
}

export interface HalfDayView {
  day: string;
  half: 'am' | 'pm';
}

export interface LeaveRow {
  id: string;
  key: string;
  revision: number;
  state: string;
  stateLabel: string;
  person: string;
  personName: string;
  unit: string | null;
  unitName: string | null;
  window: string | null;
  windowName: string | null;
  kind: string;
  kindTitle: Words;
  from: HalfDayView;
  to: HalfDayView;
  /** Hours of a leave that is counted by hours, such as `09:30–10:00`. */
  hours: string | null;
  /** Working days as decimal text. */
  days: string | null;
  filedAt: string;
  /** Who filed it for somebody who could not. */
  filedByName: string | null;
  /** Who approved, in order. */
  signers: string[];
  substituteRequired: boolean;
  substituteName: string | null;
  /** Last half day away, once the person reported back. */
  returned: HalfDayView | null;
  certificate: 'none' | 'due' | 'given' | 'missing';
}

export interface SubstitutionRow {
  id: string;
  key: string;
  revision: number;
  state: string;
  stateLabel: string;
  window: string;
  windowName: string;
  unit: string | null;
  unitName: string | null;
  absent: string;
  absentName: string;
  substitute: string | null;
  substituteName: string | null;
  /** Who covered before and was replaced. */
  before: string[];
  from: HalfDayView;
  to: HalfDayView;
  /** Instants at which it was filed with supervision and the training was confirmed. */
  filedAt: string | null;
  trainedAt: string | null;
  badge: string | null;
  issuedAt: string | null;
  returnedAt: string | null;
  lostAt: string | null;
  /** A badge is out although it is past its term. */
  overdue: boolean;
}
