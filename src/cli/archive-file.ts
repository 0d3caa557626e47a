/** An archive of a period on disk: gzip of one JSON text a line, the head first. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Problem } from '../core/problem.js';
import { type ArchiveEntry, type ArchiveHead, FORMAT } from '../scoring/archive.js';

/** Writes beside the place and renames, so that a half-written file never bears the name. @returns number of entries */
export async function writeArchive(file: string, lines: AsyncIterable<ArchiveHead | ArchiveEntry>): Promise<number> {
  let count = -1;
  async function* text() {
    for await (const line of lines) {
      count++;
      yield `${JSON.stringify(line)}\n`;
    }
  }
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(text()), createGzip(), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return count;
}

/** @throws Problem archive.unreadable naming the line */
export async function readArchive(file: string): Promise<{ head: ArchiveHead; entries: ArchiveEntry[] }> {
  const entries: ArchiveEntry[] = [];
  let head: ArchiveHead | undefined;
  let number = 0;
  const unreadable = (what: string, cause?: unknown) =>
    new Problem(
      'archive.unreadable',
      { what },
      { errors: [{ where: `${file}:${number}`, message: { 'zh-CN': '无法识别', en: 'cannot be read' } }], cause },
    );
  const source = createReadStream(file);
  const unzipped = createGunzip();
  source.on('error', (error) => unzipped.destroy(error));
  try {
    for await (const line of createInterface({ input: source.pipe(unzipped), crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      const value = JSON.parse(line) as ArchiveHead | ArchiveEntry;
      if (head) entries.push(value as ArchiveEntry);
      else head = value as ArchiveHead;
      if (head.format !== FORMAT) break;
    }
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error), error);
  }
  if (head?.format !== FORMAT) throw unreadable(`format ${FORMAT}`);
  return { head, entries };
}
