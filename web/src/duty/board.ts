/** What the board shows, worked out from what the service says; no drawing here. */
import dayjs from 'dayjs';
import type { BoardView, BoardWindow, Mark } from '../../../src/duty/duty.contract.js';
import type { StaffingItem } from '../../../src/leave/cover.contract.js';

export type View = 'day' | 'week' | 'month';
export type Cell = BoardWindow['cells'][number];

export interface Hole {
  present: number;
  least: number;
}

export interface Group {
  key: string;
  name: string;
  windows: BoardWindow[];
  /** Half days in which the zone as a whole has too few, by index of the cell. */
  holes: ReadonlyMap<number, Hole>;
}

/** Sits there for at least part of the half day. */
const present: ReadonlySet<Mark> = new Set(['on', 'cover', 'part', 'asked']);

export const isThere = (mark: Mark): boolean => present.has(mark);

/** Index of a half day among the cells of a row. */
const indexOf = (board: BoardView, day: string, half: string): number => {
  const at = board.days.findIndex((one) => one.date === day);
  return at < 0 ? -1 : at * 2 + (half === 'pm' ? 1 : 0);
};

/**
 * Too few people, by window and half day. The service counts by the minimum of each place; where it says nothing, a seat on
 * the roster with nobody in it is a hole.
 */
export function holesOf(board: BoardView, staffing: readonly StaffingItem[] | undefined): ReadonlyMap<string, Hole> {
  const holes = new Map<string, Hole>();
  if (staffing) {
    for (const item of staffing) {
      if (!item.hole) continue;
      const name = item.place.window ? `w:${item.place.window}` : `z:${item.place.zone}`;
      holes.set(`${name} ${indexOf(board, item.day, item.half)}`, { present: item.present, least: item.least });
    }
    return holes;
  }
  for (const window of board.windows) {
    window.cells.forEach((cell, index) => {
      if (cell.length === 0 || board.days[index >> 1]?.kind === 'off') return;
      if (!cell.some(([, mark]) => isThere(mark))) holes.set(`w:${window.code} ${index}`, { present: 0, least: 1 });
    });
  }
  return holes;
}

/**
 * Days on which people work and that no roster reaches: nobody can say who is missing there. Covers do not count, they come
 * from leaves.
 */
export function daysWithoutRoster(board: BoardView): string[] {
  return board.days.flatMap(({ date, kind }, at) => {
    const cells = board.windows.flatMap(({ cells }) => [...(cells[at * 2] ?? []), ...(cells[at * 2 + 1] ?? [])]);
    return kind !== 'off' && !cells.some(([, mark]) => mark !== 'cover') ? [date] : [];
  });
}

/** Windows by zone, or by hall where there are none. */
export function groupsOf(board: BoardView, holes: ReadonlyMap<string, Hole>): Group[] {
  const groups = new Map<string, Group & { holes: Map<number, Hole> }>();
  for (const window of board.windows) {
    const key = window.zone ? `z:${window.zone}` : `h:${window.hall ?? ''}`;
    const name = window.zone ? (window.zoneName ?? window.zone) : (window.hallName ?? window.hall ?? '');
    const group = groups.get(key) ?? { key, name, windows: [], holes: new Map<number, Hole>() };
    groups.set(key, group);
    group.windows.push(window);
  }
  for (const [key, hole] of holes) {
    const [place = '', index] = key.split(' ');
    groups.get(place)?.holes.set(Number(index), hole);
  }
  return [...groups.values()];
}

/** The board in pieces of a week, Monday to Sunday: a month of names is too wide for a small sheet. */
export function weeksOf(board: BoardView): BoardView[] {
  const starts = board.days.flatMap((day, at) => (at === 0 || dayjs(day.date).day() === 1 ? [at] : []));
  return starts.map((start, nth) => {
    const end = starts[nth + 1] ?? board.days.length;
    return {
      ...board,
      days: board.days.slice(start, end),
      windows: board.windows.map((window) => ({ ...window, cells: window.cells.slice(start * 2, end * 2) })),
    };
  });
}

/** One sign for each mark, beside its word; a colour alone would say nothing to many. */
export const signOf: Record<Mark, string> = { on: '', cover: '⇄', part: '◐', away: '✕', asked: '?' };
