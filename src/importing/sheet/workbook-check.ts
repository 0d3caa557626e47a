/**
 * Looks at an uploaded workbook from outside, by the directory of its zip, before anything is unpacked: what it is, how large
 * it would become, whether it carries macros or a password.
 */
import { Problem } from '../../core/problem.js';

const MIB = 1024 * 1024;
/** Unpacked size that 20,000 rows of any list stay far below. */
export const MAX_CONTENT = 64 * MIB;
/** Beyond this it is a bomb and no list. */
const MAX_EXPANDED = 200 * MIB;
const MAX_RATIO = 150;
const MAX_ENTRIES = 1000;

interface Entry {
  name: string;
  packed: number;
  unpacked: number;
  isEncrypted: boolean;
}

/**
 * @throws Problem `import.file_type_mismatch`, `import.xls_old_format`, `import.xlsx_encrypted`, `import.xlsx_macro`,
 *   `import.xlsx_expands_too_much`, `import.xlsx_too_large`, `import.file_damaged`
 */
export function checkWorkbook(name: string, bytes: Buffer): void {
  if (bytes.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1') {
    // Both the old format and a protected new one are OLE2 containers; the protected one names its stream.
    const isProtected = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw new Problem(isProtected ? 'import.xlsx_encrypted' : 'import.xls_old_format', { name });
  }
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50)
    throw new Problem('import.file_type_mismatch', { name });
  const entries = readDirectory(name, bytes);
  const names = new Set(entries.map((entry) => entry.name.toLowerCase()));
  if (names.size !== entries.length) throw new Problem('import.file_damaged', { name });
  if (!names.has('[content_types].xml') || !names.has('xl/workbook.xml'))
    throw new Problem('import.file_type_mismatch', { name });
  if (entries.some((entry) => entry.isEncrypted)) throw new Problem('import.xlsx_encrypted', { name });
  if (
    entries.some(
      (entry) => /vbaproject|\.(bin|exe|dll|js|vbs)$/i.test(entry.name) && !/printersettings/i.test(entry.name),
    )
  ) {
    throw new Problem('import.xlsx_macro', { name });
  }
  checkSize(name, entries);
}

function checkSize(name: string, entries: readonly Entry[]): void {
  const total = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  const size = `${Math.ceil(total / MIB)} MiB`;
  const isBomb = total > MAX_EXPANDED || (total > 10 * MIB && total > packed * MAX_RATIO);
  if (isBomb) throw new Problem('import.xlsx_expands_too_much', { name, size, limit: `${MAX_EXPANDED / MIB} MiB` });
  if (total > MAX_CONTENT)
    throw new Problem('import.xlsx_too_large', { name, size, limit: `${MAX_CONTENT / MIB} MiB` });
}

/** The central directory at the end of the file; sizes as declared, which the reader holds it to. */
function readDirectory(name: string, bytes: Buffer): Entry[] {
  const damaged = () => new Problem('import.file_damaged', { name });
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0 || end + 22 > bytes.length) throw damaged();
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  // 0xffff stands for zip64, which no list of ours needs.
  if (count === 0xffff || count > MAX_ENTRIES)
    throw new Problem('import.xlsx_too_large', { name, size: `${count} parts`, limit: `${MAX_ENTRIES} parts` });
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged();
    const [nameLength, extra, comment] = [
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
    ];
    const entryName = bytes
      .subarray(at + 46, at + 46 + nameLength)
      .toString('utf8')
      .replaceAll('\\', '/');
    if (entryName.startsWith('/') || entryName.split('/').includes('..')) throw damaged();
    entries.push({
      name: entryName,
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
