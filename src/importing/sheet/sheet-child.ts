/**
 * Unpacks and parses one workbook in a process of its own with little memory: whatever is wrong with the file ends here.
 * Stands alone (no import of ours), so that it runs the same from source and from the build. Parts are first unpacked with
 * the declared size as the limit, because a directory may lie.
 */
import { inflateRawSync } from 'node:zlib';
import { Workbook } from '@cj-tech-master/excelts';

export interface ChildOrder {
  bytes: Uint8Array;
  maxRows: number;
  maxCols: number;
  maxMerge: number;
}

/** `s` text, `n` number, `d` day, `b` boolean, `f` formula, `e` error value. */
export type ChildCell = readonly [column: number, type: 's' | 'n' | 'd' | 'b' | 'f' | 'e', text: string];

export type ChildAnswer =
  | { ok: true; sheet: string; rows: { row: number; cells: ChildCell[] }[]; merges: string[] }
  | { ok: false; code: string; facts: Record<string, string | number> };

process.on('message', (order: ChildOrder) => {
  void work(order)
    .catch(
      (error: unknown): ChildAnswer => ({
        ok: false,
        code: 'import.file_damaged',
        facts: { reason: String(error).slice(0, 200) },
      }),
    )
    .then((answer) => process.send?.(answer, () => process.exit(0)));
});

async function work(order: ChildOrder): Promise<ChildAnswer> {
  const bytes = Buffer.from(order.bytes);
  const fault = inspectParts(bytes, order);
  if (fault) return fault;
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes, {
    maxRows: order.maxRows + 20,
    maxCols: order.maxCols,
    ignoreNodes: [
      'dataValidations',
      'conditionalFormatting',
      'drawing',
      'picture',
      'extLst',
      'hyperlinks',
      'sheetProtection',
    ],
  });
  const sheet =
    workbook.worksheets.find((entry) => entry.state === 'visible' && entry.actualRowCount > 0) ??
    workbook.worksheets[0];
  if (!sheet) return { ok: false, code: 'import.file_damaged', facts: {} };
  const rows: { row: number; cells: ChildCell[] }[] = [];
  sheet.eachRow((row, number) => {
    const cells: ChildCell[] = [];
    row.eachCell((cell, column) => {
      const own = cell as unknown as { value: unknown; master?: unknown; isMerged?: boolean };
      // A merged area is its first cell.
      if (own.isMerged && own.master !== cell) return;
      const read = readCell(column, own.value);
      if (read) cells.push(read);
    });
    if (cells.length > 0) rows.push({ row: number, cells });
  });
  const { mergeCells = [] } = (sheet as unknown as { model: { mergeCells?: string[] } }).model;
  return { ok: true, sheet: sheet.name, rows, merges: mergeCells.slice(0, 500) };
}

function readCell(column: number, value: unknown): ChildCell | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : [column, 's', value];
  if (typeof value === 'number') return [column, 'n', String(value)];
  if (typeof value === 'boolean') return [column, 'b', String(value)];
  if (value instanceof Date) return [column, 'd', dateText(value)];
  const rich = value as {
    formula?: string;
    sharedFormula?: string;
    error?: string;
    richText?: { text: string }[];
    text?: unknown;
  };
  if (rich.formula !== undefined || rich.sharedFormula !== undefined)
    return [column, 'f', rich.formula ?? rich.sharedFormula ?? ''];
  if (rich.error !== undefined) return [column, 'e', rich.error];
  if (rich.richText) return [column, 's', rich.richText.map((part) => part.text).join('')];
  if (typeof rich.text === 'string') return [column, 's', rich.text];
  return [column, 's', String(value)];
}

/** `2026-09-07`, with the time where there is one; a time alone stands on the day that spreadsheets count from. */
function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  // A time is a fraction of a day, so it comes some thousandths of a second off.
  const text = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString();
  const [day, time] = [text.slice(0, 10), text.slice(11, 19)];
  if (day === '1899-12-30' || day === '1899-12-31') return time;
  return time === '00:00:00' ? day : `${day} ${time}`;
}

/** Unpacks each part within its declared size and looks for what would make the parser run away. */
function inspectParts(bytes: Buffer, order: ChildOrder): ChildAnswer | undefined {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const [packed, unpacked, method] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 24),
      bytes.readUInt16LE(at + 10),
    ];
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + packed);
    let content: Buffer;
    try {
      content = method === 0 ? data : inflateRawSync(data, { maxOutputLength: unpacked + 1 });
    } catch (error) {
      const isLie = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
      return isLie
        ? {
            ok: false,
            code: 'import.xlsx_expands_too_much',
            facts: { size: `> ${unpacked} B`, limit: `${unpacked} B` },
          }
        : { ok: false, code: 'import.file_damaged', facts: {} };
    }
    const fault = name.endsWith('.xml') ? inspectXml(name, content, order) : undefined;
    if (fault) return fault;
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return undefined;
}

function inspectXml(name: string, content: Buffer, order: ChildOrder): ChildAnswer | undefined {
  // No office program writes a document type; entities can grow without end.
  if (content.subarray(0, 2000).includes('<!DOCTYPE') || content.includes('<!ENTITY'))
    return { ok: false, code: 'import.file_damaged', facts: {} };
  if (!/worksheets\/[^/]+\.xml$/i.test(name)) return undefined;
  const text = content.toString('latin1');
  for (const [, range = ''] of text.matchAll(/<mergeCell [^>]*ref="([A-Z0-9:$]{1,30})"/g)) {
    if (areaOf(range) > order.maxMerge) return { ok: false, code: 'import.xlsx_merge_too_large', facts: { range } };
  }
  let rows = 0;
  for (let from = text.indexOf('<row'); from >= 0; from = text.indexOf('<row', from + 4)) rows += 1;
  return rows > order.maxRows + 20
    ? { ok: false, code: 'import.xlsx_too_many_rows', facts: { limit: order.maxRows } }
    : undefined;
}

function areaOf(range: string): number {
  const [from = '', to = from] = range.replaceAll('$', '').split(':');
  const cell = (text: string) => ({
    column: [...text.replace(/\d/g, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0),
    row: Number(text.replace(/\D/g, '')),
  });
  const [a, b] = [cell(from), cell(to)];
  return (Math.abs(b.column - a.column) + 1) * (Math.abs(b.row - a.row) + 1);
}
