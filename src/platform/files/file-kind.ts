/** What an uploaded file really is, by its first bytes, and whether its name says the same. */
import { Problem } from '../../core/problem.js';

interface Kind {
  mime: string;
  extensions: readonly string[];
  fits(bytes: Buffer): boolean;
}

const starts =
  (...signature: number[]) =>
  (bytes: Buffer) =>
    signature.every((byte, index) => bytes[index] === byte);
const ascii = (text: string, at: number) => (bytes: Buffer) =>
  bytes.subarray(at, at + text.length).toString('latin1') === text;

const kinds: readonly Kind[] = [
  { mime: 'image/jpeg', extensions: ['jpg', 'jpeg'], fits: starts(0xff, 0xd8, 0xff) },
  { mime: 'image/png', extensions: ['png'], fits: starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  { mime: 'image/webp', extensions: ['webp'], fits: (bytes) => ascii('RIFF', 0)(bytes) && ascii('WEBP', 8)(bytes) },
  { mime: 'application/pdf', extensions: ['pdf'], fits: ascii('%PDF-', 0) },
  {
    mime: 'audio/mpeg',
    extensions: ['mp3'],
    fits: (bytes) => ascii('ID3', 0)(bytes) || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2),
  },
  { mime: 'video/mp4', extensions: ['mp4', 'm4a'], fits: ascii('ftyp', 4) },
];

export const allowedExtensions: readonly string[] = kinds.flatMap((kind) => kind.extensions);

/** Things in a PDF that act when it is opened. `#` escapes in names are undone first. */
const active = /\/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|RichMedia|XFA)\b/;

/**
 * Checks the name and the bytes of an upload.
 * @returns its media type
 * @throws Problem file.empty | file.name_invalid | file.name_too_long | file.type_not_allowed | file.type_mismatch | file.active_content
 */
export function checkUpload(fileName: string, bytes: Buffer): { mime: string } {
  assertFileName(fileName);
  const extension = fileName.split('.').at(-1)!.toLowerCase();
  const named = kinds.find((kind) => kind.extensions.includes(extension));
  if (!named || !fileName.includes('.')) {
    throw new Problem('file.type_not_allowed', { got: extension.slice(0, 20), allowed: allowedExtensions.join(', ') });
  }
  if (bytes.length === 0) throw new Problem('file.empty', { name: fileName });
  if (!named.fits(bytes)) throw new Problem('file.type_mismatch', { where: 'file', name: fileName, named: named.mime });
  if (named.mime === 'application/pdf' && active.test(unescapeNames(bytes.toString('latin1')))) {
    throw new Problem('file.active_content', { name: fileName });
  }
  return { mime: named.mime };
}

/** @throws Problem file.name_invalid | file.name_too_long */
export function assertFileName(fileName: string): void {
  if (fileName.length > 200) throw new Problem('file.name_too_long', { length: fileName.length, max: 200 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (fileName === '' || fileName.startsWith('.') || /[\\/:\u0000-\u001f\u007f\u202a-\u202e]/.test(fileName)) {
    throw new Problem('file.name_invalid', { name: fileName.slice(0, 60) });
  }
}

const unescapeNames = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
