/** Workbooks as an office makes them: a merged title, who filled it in, a header, rows, a total, a remark. */
import { Workbook } from '@cj-tech-master/excelts';

export type OfficeCell = string | number | null | { formula: string; result: number };

/** First day of work of somebody who joined on a day: up to 26 years before, spread over the list. */
export const workedSince = (joined: string, index: number): string =>
  `${Number(joined.slice(0, 4)) - ((index * 7) % 27)}${joined.slice(4).replace('-02-29', '-02-28')}`;

export interface OfficeSheet {
  title?: string;
  filledInBy?: string;
  header: readonly string[];
  rows: readonly (readonly OfficeCell[])[];
  total?: readonly OfficeCell[];
  remark?: string;
}

/** The day on which all examples were made, so that the same content gives the same bytes. */
const MADE = new Date(Date.UTC(2026, 0, 5));

export async function officeWorkbook(sheet: OfficeSheet): Promise<Buffer> {
  const book = new Workbook();
  book.creator = '示例';
  book.lastModifiedBy = '示例';
  book.created = MADE;
  book.modified = MADE;
  const page = book.addWorksheet('Sheet1');
  let at = 1;
  const write = (cells: readonly OfficeCell[], bold = false) => {
    cells.forEach((value, index) => {
      if (value === null) return;
      const cell = page.getCell(at, index + 1);
      cell.value = value as never;
      if (typeof value === 'string') cell.numFmt = '@';
      if (bold) cell.font = { bold: true };
    });
    at += 1;
  };
  if (sheet.title) {
    write([sheet.title], true);
    page.mergeCells(1, 1, 1, sheet.header.length);
  }
  if (sheet.filledInBy) write([`填报单位：${sheet.filledInBy}`]);
  write(sheet.header, true);
  for (const row of sheet.rows) write(row);
  if (sheet.total) write(sheet.total, true);
  if (sheet.remark) write([sheet.remark]);
  sheet.header.forEach((header, index) => {
    page.getColumn(index + 1).width = Math.max(10, header.length * 2 + 4);
  });
  return Buffer.from((await book.xlsx.writeBuffer()) as Uint8Array);
}
