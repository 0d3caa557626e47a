/** Workbooks for tests, well made and badly made. */
import { crc32, deflateRawSync } from 'node:zlib';
import { Workbook } from '@cj-tech-master/excelts';

export type CellInput = string | number | Date | null | { formula: string; result?: number } | { error: string };

/** One sheet from rows of cells as given. */
export async function workbook(
  rows: readonly (readonly CellInput[])[],
  options: { name?: string; merges?: readonly string[] } = {},
): Promise<Buffer> {
  const book = new Workbook();
  const sheet = book.addWorksheet(options.name ?? 'Sheet1');
  rows.forEach((row, r) => {
    row.forEach((value, c) => {
      if (value !== null) sheet.getCell(r + 1, c + 1).value = value as never;
    });
  });
  for (const range of options.merges ?? []) sheet.mergeCells(range);
  return Buffer.from((await book.xlsx.writeBuffer()) as Uint8Array);
}

interface Part {
  name: string;
  content: Buffer | string;
  /** What the directory says of its size, if it lies. */
  claims?: number;
  isEncrypted?: boolean;
  /** Already packed: then `content` is not looked at, and `claims` says what it unpacks to. */
  packed?: Buffer;
}

/** A zip file as told, lies included. */
export function zip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const packed = part.packed ?? deflateRawSync(content);
    const name = Buffer.from(part.name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(part.isEncrypted ? 1 : 0, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(part.claims ?? content.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), head, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), head, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`;
const rels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const book = `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const bookRels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`;

/** The parts of a minimal workbook around the XML of its sheet. */
export const parts = (sheetData: string | Buffer, after = ''): Part[] => [
  { name: '[Content_Types].xml', content: types },
  { name: '_rels/.rels', content: rels },
  { name: 'xl/workbook.xml', content: book },
  { name: 'xl/_rels/workbook.xml.rels', content: bookRels },
  {
    name: 'xl/worksheets/sheet1.xml',
    content: Buffer.concat([
      Buffer.from(
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
      ),
      Buffer.from(sheetData),
      Buffer.from(`</sheetData>${after}</worksheet>`),
    ]),
  },
];
