/** What one kind of list is: its columns, what is checked beyond single cells, and what it does when it is taken over. */
import type { WorkCalendar } from '../../core/calendar/work-calendar.js';
import type { Day } from '../../core/fact.js';
import type { Role } from '../../core/roles.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import type { FactInput } from '../../ledger/ledger.types.js';
import type { PersonRow, RosterKind } from '../../organization/roster.service.js';
import type { KindName } from '../importing.contract.js';
import type { CellError, Column, Known } from '../sheet/column.js';
import type { Table, TableRow } from '../sheet/table.js';

export interface CheckContext {
  known: Known;
  today: Day;
  calendar: WorkCalendar;
  /** What counted on a day on which something of the list happened; absent where nothing had been adopted. */
  editionOn(day: Day): CompiledEdition | undefined;
}

interface KindBase {
  name: KindName;
  zh: string;
  en: string;
  /** Who may take over such a list. */
  roles: readonly Role[];
  columns: readonly Column[];
  /** What makes a row the same as another one, within the file. */
  keyOf(row: TableRow): string;
  /** What single cells cannot tell. Row errors of `keyOf` are found by the caller. */
  check?(table: Table, context: CheckContext): CellError[];
  /** Figures for the preview. */
  summary(rows: readonly TableRow[]): { zh: string; en: string; value: number }[];
}

/** A list of the organization: taken over as it is, taken back from a snapshot. */
export interface RosterList extends KindBase {
  writes: RosterKind;
  /** Keys of the stored rows that a list touches. */
  storedKeys(rows: readonly TableRow[]): string[];
  rowsOf(rows: readonly TableRow[]): unknown[];
}

/** A list of what happened: becomes facts, taken back by reversing them. */
export interface FactList extends KindBase {
  /** The day of a row, if it can be told: its edition says what the row means. */
  dayOf(row: TableRow): Day | undefined;
  /** What may be recorded once only, over all imports. */
  onceKeys(rows: readonly TableRow[]): { key: string; row: TableRow; column: string }[];
  facts(rows: readonly TableRow[], context: Pick<CheckContext, 'calendar' | 'editionOn'>): FactInput[];
  /**
   * A count that such a list gives for every window: a window of which neither this list nor an earlier one says anything in a
   * month of the list had none, and that is a fact too (R11.B9, fewer than 2 cases).
   */
  countsEveryWindow?: { means: string; day: string };
}

/** A list that a business keeps in a book of its own; the import knows the book by its name. */
export interface BookList extends KindBase {
  book: string;
  /** The day whose edition says what a row means. */
  dayOf(row: TableRow): Day | undefined;
  rowsOf(rows: readonly TableRow[], context: Pick<CheckContext, 'editionOn'>): Record<string, unknown>[];
}

export type Kind = RosterList | FactList | BookList;
export const isFactList = (kind: Kind): kind is FactList => 'facts' in kind;
export const isBookList = (kind: Kind): kind is BookList => 'book' in kind;

export const text = (row: TableRow, column: string): string => String(row.values[column] ?? '');
export const textOrNull = (row: TableRow, column: string): string | null => {
  const value = row.values[column];
  return value === null || value === undefined ? null : String(value);
};
export const numberOf = (row: TableRow, column: string): number => Number(row.values[column] ?? 0);
export const listOf = (row: TableRow, column: string): string[] => {
  const value = row.values[column];
  return Array.isArray(value) ? [...(value as string[])] : [];
};

export const count = (rows: readonly TableRow[], zh = '行数', en = 'Rows') => ({ zh, en, value: rows.length });
export const distinct = (rows: readonly TableRow[], column: string, zh: string, en: string) => ({
  zh,
  en,
  value: new Set(rows.map((row) => row.values[column]).filter((value) => value !== null)).size,
});

export const cellError = (where: string, code: string, zh: string, en: string, got?: string): CellError => ({
  where,
  code,
  message: { 'zh-CN': zh, en },
  ...(got === undefined ? {} : { got }),
});

export type { PersonRow };
