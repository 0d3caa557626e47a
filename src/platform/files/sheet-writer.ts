/**
 * Spreadsheets that an office can print and that harm nobody who opens them: title row, frozen header, widths, A4 landscape
 * with page numbers, and text that begins like a formula is kept as text.
 */
import type { Workbook } from '@cj-tech-master/excelts';

export interface SheetColumn<T> {
  header: string;
  /** In characters of the default font; default by the header. */
  width?: number;
  value(row: T): string | number | boolean | null | undefined;
  /** Decimal text is written as a number. */
  numeric?: boolean;
  /** Values offered by the cell in a template. */
  choices?: readonly string[];
}

export interface SheetContent<T> {
  name: string;
  title?: string;
  columns: readonly SheetColumn<T>[];
  rows: readonly T[];
  /** A line under the table, e.g. how to fill it in. */
  note?: string;
}

const risky = /^[=+\-@\t\r]/;
const number = /^-?\d{1,15}(\.\d+)?$/;

/** Text that a spreadsheet program could run as a formula gets an apostrophe before it. */
export const safeText = (text: string): string => (risky.test(text) ? `'${text}` : text);

/** One workbook with one or more sheets as .xlsx bytes. */
export async function writeSheets(sheets: readonly SheetContent<never>[]): Promise<Buffer> {
  // Loaded by the first export: a process that writes none does without its 80 MB.
  const { Workbook } = await import('@cj-tech-master/excelts');
  const workbook = new Workbook();
  workbook.creator = '考评';
  for (const sheet of sheets) addSheet(workbook, sheet);
  return Buffer.from((await workbook.xlsx.writeBuffer()) as Uint8Array);
}

export const writeSheet = <T>(sheet: SheetContent<T>): Promise<Buffer> => writeSheets([sheet as SheetContent<never>]);

function addSheet<T>(workbook: Workbook, content: SheetContent<T>): void {
  const headerRow = content.title ? 2 : 1;
  const sheet = workbook.addWorksheet(content.name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31), {
    views: [{ state: 'frozen', ySplit: headerRow }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `1:${headerRow}`,
    },
    headerFooter: { oddFooter: '第 &P 页 共 &N 页' },
  });
  content.columns.forEach((column, index) => {
    sheet.getColumn(index + 1).width = column.width ?? Math.max(10, column.header.length * 2 + 4);
  });
  if (content.title) {
    const cell = sheet.getCell(1, 1);
    cell.value = safeText(content.title);
    cell.font = { bold: true, size: 16 };
    cell.alignment = { horizontal: 'center' };
    if (content.columns.length > 1) sheet.mergeCells(1, 1, 1, content.columns.length);
  }
  content.columns.forEach((column, index) => {
    const cell = sheet.getCell(headerRow, index + 1);
    cell.value = safeText(column.header);
    cell.font = { bold: true };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEFF3F8' } };
    if (column.choices) offerChoices(sheet, index + 1, headerRow, column.choices);
  });
  content.rows.forEach((row, line) => {
    content.columns.forEach((column, index) => {
      const value = cellValue(column.value(row), column.numeric ?? false);
      if (value !== null) sheet.getCell(headerRow + 1 + line, index + 1).value = value;
    });
  });
  if (content.note) sheet.getCell(headerRow + content.rows.length + 2, 1).value = safeText(content.note);
}

function offerChoices(
  sheet: ReturnType<Workbook['addWorksheet']>,
  column: number,
  headerRow: number,
  choices: readonly string[],
): void {
  for (let row = headerRow + 1; row <= headerRow + 50; row += 1) {
    sheet.getCell(row, column).dataValidation = {
      type: 'list',
      allowBlank: true,
      formulae: [`"${choices.join(',')}"`],
    };
  }
}

function cellValue(
  value: string | number | boolean | null | undefined,
  numeric: boolean,
): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') return value;
  return numeric && number.test(value) ? Number(value) : safeText(value);
}
