/**
 * Finds the table in a sheet as offices make them: a merged title above the header, 合计 and notes at the foot, blank rows
 * between. What is left out is told, and every wrong cell is listed at once.
 */
import { Problem } from '../../core/problem.js';
import { type CellError, type CellValue, type Column, clean, type Known, readCell } from './column.js';
import type { ChildCell } from './sheet-child.js';
import type { Sheet } from './sheet-reader.js';

/** How far down a header may stand. */
const HEADER_ROWS = 12;
const total = /^(合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|total)/i;
const remark = /^(注|备注|说明|填表|制表|审核|单位负责人|note)/i;

export interface TableRow {
  /** Number of the row in the sheet. */
  row: number;
  values: Readonly<Record<string, CellValue>>;
}

export interface Table {
  sheet: string;
  rows: readonly TableRow[];
  errors: readonly CellError[];
  /** Rows and columns that were not taken, with the reason. */
  ignored: readonly { where: string; text: string; reason: 'title' | 'total' | 'note' | 'column' }[];
  /** Where the cell of a column stands, e.g. `Sheet1!D5`. */
  cell(row: number, column: string): string;
}

/** @throws Problem `import.header_missing`, `import.column_missing`, `import.column_duplicate`, `import.merged_cells`, `import.no_rows` */
export function readTable(sheet: Sheet, columns: readonly Column[], known: Known): Table {
  const header = findHeader(sheet, columns);
  const ignored: Table['ignored'][number][] = header.above.map((entry) => ({ ...entry, reason: 'title' }));
  for (const extra of header.extra)
    ignored.push({ where: `${sheet.name}!${letters(extra.column)}${header.row}`, text: extra.text, reason: 'column' });
  refuseMerges(sheet, header.row);
  const where = (row: number, name: string) => `${sheet.name}!${letters(header.columns.get(name) ?? 1)}${row}`;
  const rows: TableRow[] = [];
  const errors: CellError[] = [];
  for (const { row, cells } of sheet.rows) {
    if (row <= header.row) continue;
    const reason = footing(cells);
    if (reason) {
      ignored.push({
        where: `${sheet.name}!${row}`,
        text: cells
          .map((cell) => clean(cell[2]))
          .join(' ')
          .slice(0, 80),
        reason,
      });
      continue;
    }
    // A cell beside the table does not make a row.
    if (!cells.some((cell) => header.taken.has(cell[0]))) continue;
    const byColumn = new Map(cells.map((cell) => [cell[0], cell]));
    const values: Record<string, CellValue> = {};
    for (const column of columns) {
      const place = header.columns.get(column.name);
      const read = readCell(column, place === undefined ? undefined : byColumn.get(place), known);
      if ('error' in read) errors.push({ where: where(row, column.name), ...read.error });
      else values[column.name] = read.value;
    }
    rows.push({ row, values });
  }
  if (rows.length === 0) throw new Problem('import.no_rows');
  return { sheet: sheet.name, rows, errors, ignored, cell: where };
}

interface Header {
  row: number;
  columns: ReadonlyMap<string, number>;
  taken: ReadonlySet<number>;
  extra: readonly { column: number; text: string }[];
  above: readonly { where: string; text: string }[];
}

const spelling = (text: string): string =>
  clean(text)
    .toLowerCase()
    .replace(/[\s*＊()（）:：_]/g, '');

function findHeader(sheet: Sheet, columns: readonly Column[]): Header {
  const names = new Map(
    columns.flatMap((column) =>
      [column.zh, column.en, column.name, ...(column.synonyms ?? [])].map((text) => [spelling(text), column.name]),
    ),
  );
  const scored = sheet.rows
    .filter((entry) => entry.row <= (sheet.rows[0]?.row ?? 1) + HEADER_ROWS)
    .map((entry) => ({ entry, hits: new Set(entry.cells.flatMap((cell) => names.get(spelling(cell[2])) ?? [])).size }))
    .sort((a, b) => b.hits - a.hits || a.entry.row - b.entry.row);
  const best = scored[0];
  const expected = columns.filter((column) => column.isRequired).map((column) => column.zh);
  if (!best || best.hits < Math.min(2, columns.length))
    throw new Problem('import.header_missing', { rows: HEADER_ROWS, expected });
  const places = new Map<string, number>();
  const extra: { column: number; text: string }[] = [];
  for (const [column, , text] of best.entry.cells) {
    const name = names.get(spelling(text));
    if (!name) extra.push({ column, text: clean(text) });
    else if (places.has(name)) throw duplicate(sheet, best.entry.row, clean(text), places.get(name)!, column);
    else places.set(name, column);
  }
  const missing = columns.filter((column) => column.isRequired && !places.has(column.name)).map((column) => column.zh);
  if (missing.length > 0) throw absent(sheet, best.entry, missing);
  return {
    row: best.entry.row,
    columns: places,
    taken: new Set(places.values()),
    extra,
    above: sheet.rows
      .filter((entry) => entry.row < best.entry.row)
      .map((entry) => ({
        where: `${sheet.name}!${entry.row}`,
        text: entry.cells
          .map((cell) => clean(cell[2]))
          .join(' ')
          .slice(0, 80),
      })),
  };
}

function duplicate(sheet: Sheet, row: number, column: string, first: number, second: number): Problem {
  const cells = [`${letters(first)}${row}`, `${letters(second)}${row}`];
  return new Problem(
    'import.column_duplicate',
    { column, cells },
    {
      errors: cells.map((cell) => ({
        where: `${sheet.name}!${cell}`,
        got: column,
        allowed: '×1',
        message: { 'zh-CN': `列“${column}”重复`, en: `Column "${column}" occurs twice` },
      })),
    },
  );
}

function absent(
  sheet: Sheet,
  header: { row: number; cells: readonly ChildCell[] },
  missing: readonly string[],
): Problem {
  const found = header.cells.map((cell) => clean(cell[2]));
  return new Problem(
    'import.column_missing',
    { columns: missing, found },
    {
      errors: missing.map((column) => ({
        where: `${sheet.name}!${header.row}`,
        allowed: column,
        message: { 'zh-CN': `缺少列“${column}”`, en: `Column "${column}" is missing` },
      })),
    },
  );
}

function refuseMerges(sheet: Sheet, headerRow: number): void {
  const lastData = sheet.rows.findLast((entry) => entry.row > headerRow && !footing(entry.cells))?.row ?? headerRow;
  const inside = sheet.merges.filter((range) => {
    const [from = 0, to = from] = range.split(':').map((cell) => Number(cell.replace(/\D/g, '')));
    return (
      to > headerRow && from <= lastData && !sheet.rows.some((entry) => entry.row === from && footing(entry.cells))
    );
  });
  if (inside.length === 0) return;
  throw new Problem(
    'import.merged_cells',
    { range: inside.slice(0, 5) },
    {
      errors: inside.map((range) => ({
        where: `${sheet.name}!${range}`,
        message: { 'zh-CN': '数据区内有合并单元格', en: 'Merged cells inside the table' },
      })),
    },
  );
}

/** A row at the foot that is no data: a total by its first cell, a remark that stands alone. */
function footing(cells: readonly ChildCell[]): 'total' | 'note' | undefined {
  const first = clean(cells[0]?.[2] ?? '');
  if (total.test(first)) return 'total';
  return cells.length <= 2 && remark.test(first) ? 'note' : undefined;
}

/** 1 → A, 27 → AA. */
function letters(column: number): string {
  let text = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26))
    text = String.fromCharCode(65 + ((left - 1) % 26)) + text;
  return text;
}
