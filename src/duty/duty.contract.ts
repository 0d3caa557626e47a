/** What the routes of the duty board and of calendar feeds take and give. */
import { z } from 'zod';
import { code, day } from '../platform/http/shapes.js';

export const boardQuery = z.strictObject({ from: day, to: day });
export type BoardQuery = z.output<typeof boardQuery>;

export const cellQuery = z.strictObject({ window: code, day, half: z.enum(['AM', 'PM']) });
export type CellQuery = z.output<typeof cellQuery>;

/**
 * How somebody stands in a half day: there, there in place of somebody else, gone for some hours, gone for all of it, or
 * there with a request for leave that is not decided.
 */
export type Mark = 'on' | 'cover' | 'part' | 'away' | 'asked';

export interface BoardWindow {
  code: string;
  name: string;
  /** Hall in which the window stands. */
  hall: string | null;
  hallName: string | null;
  /** Part of the hall with a minimum of its own. */
  zone: string | null;
  zoneName: string | null;
  unitName: string;
  workers: number;
  /** Two for each day of the board, morning first: who the roster or a cover puts there, by code. */
  cells: [person: string, mark: Mark][][];
}

export interface BoardView {
  from: string;
  to: string;
  today: string;
  /** `kind` is null for a day of a year that is not loaded. */
  days: { date: string; kind: 'work' | 'off' | null; name: string | null }[];
  /** Names of everybody on the board. */
  people: Record<string, string>;
  windows: BoardWindow[];
}

export interface CellPerson {
  code: string;
  name: string;
  post: string | null;
  ab: 'A' | 'B' | null;
  mark: Mark;
  /** When the person is gone, such as `AM` or `09:30–10:00`. */
  gone: string[];
  /** The leave or cover behind it, for those who may look at it. */
  caseId: string | null;
}

export interface CellView {
  window: string;
  windowName: string;
  day: string;
  half: 'AM' | 'PM';
  people: CellPerson[];
}

/** One's own calendar, or that of a window. */
export const feedRequest = z.union([
  z.strictObject({ kind: z.literal('person') }),
  z.strictObject({ kind: z.literal('window'), window: code }),
]);
export type FeedRequest = z.output<typeof feedRequest>;

export const noBody = z.union([z.undefined(), z.null(), z.strictObject({})]);

export interface FeedItem {
  id: string;
  kind: 'person' | 'window';
  window: string | null;
  windowName: string | null;
  createdAt: string;
  /** When a calendar program last asked for it. */
  readAt: string | null;
}

export interface FeedsView {
  items: FeedItem[];
  /** Windows for which the reader may make one. */
  windows: { code: string; name: string }[];
}

export interface FeedCreated {
  id: string;
  /** Shown this once: only its hash is kept. Null when the answer to the first sending was lost; then make another. */
  path: string | null;
}
