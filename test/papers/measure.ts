/** Measures a printed PDF with poppler: text boxes, fonts, ink. All lengths in mm from the upper left corner of the page. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MM = 25.4 / 72;

export interface Box {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

type Colour = 'red' | 'black' | 'any';

export class Measured {
  private readonly folder = mkdtempSync(join(tmpdir(), 'kaoping-measure-'));
  private readonly file = join(this.folder, 'x.pdf');

  constructor(pdf: Uint8Array) {
    writeFileSync(this.file, pdf);
  }

  done(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(tool: string, ...args: string[]): string {
    return execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 64_000_000 });
  }

  /** Sizes of the pages in points. */
  sizes(): [number, number][] {
    const text = this.run('pdfinfo', '-f', '1', '-l', '999', this.file);
    return [...text.matchAll(/Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)/g)].map((found) => [
      Number(found[1]),
      Number(found[2]),
    ]);
  }

  title(): string {
    return /^Title:\s+(.*)$/m.exec(this.run('pdfinfo', this.file))?.[1] ?? '';
  }

  fonts(): { name: string; type: string; embedded: boolean; subset: boolean }[] {
    return this.run('pdffonts', this.file)
      .split('\n')
      .slice(2)
      .filter(Boolean)
      .map((line) => {
        const found = /^(\S*)\s+(.+?)\s{2,}\S+\s+(yes|no)\s+(yes|no)/.exec(line)!;
        return {
          name: found[1]!.replace(/^[A-Z]{6}\+/, ''),
          type: found[2]!.trim(),
          embedded: found[3] === 'yes',
          subset: found[4] === 'yes',
        };
      });
  }

  images(): { width: number; height: number; ppi: number }[] {
    return this.run('pdfimages', '-list', this.file)
      .split('\n')
      .slice(2)
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => row[2] === 'image')
      .map((row) => ({ width: Number(row[3]), height: Number(row[4]), ppi: Number(row[12]) }));
  }

  text(page?: number): string {
    return this.run('pdftotext', ...(page ? ['-f', `${page}`, '-l', `${page}`] : []), this.file, '-');
  }

  /** Lines of text with their boxes (font boxes, not ink). */
  lines(page: number): Box[] {
    const html = this.run('pdftotext', '-bbox', '-f', `${page}`, '-l', `${page}`, this.file, '-');
    const words = [
      ...html.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g),
    ].map((found) => ({
      left: Number(found[1]) * MM,
      top: Number(found[2]) * MM,
      right: Number(found[3]) * MM,
      bottom: Number(found[4]) * MM,
      text: found[5]!
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    }));
    const lines: Box[] = [];
    for (const word of words.sort((a, b) => a.top + a.bottom - b.top - b.bottom || a.left - b.left)) {
      const line = lines.find((other) => Math.abs((other.top + other.bottom - word.top - word.bottom) / 2) < 1.6);
      if (!line) lines.push({ ...word });
      else {
        line.text += word.text;
        line.left = Math.min(line.left, word.left);
        line.right = Math.max(line.right, word.right);
        line.top = Math.min(line.top, word.top);
        line.bottom = Math.max(line.bottom, word.bottom);
      }
    }
    return lines.sort((a, b) => a.top - b.top);
  }

  /** The line that has the text. */
  line(page: number, text: string): Box {
    const found = this.lines(page).find((line) => line.text.includes(text));
    if (!found)
      throw new Error(
        `page ${page} has no line with ${text}:\n${this.lines(page)
          .map((line) => line.text)
          .join('\n')}`,
      );
    return found;
  }

  /** Box of the ink of a colour inside a part of the page, at 300 dpi. */
  ink(page: number, colour: Colour, within: Partial<Omit<Box, 'text'>> = {}): Omit<Box, 'text'> | undefined {
    const { width, height, pixel } = this.picture(page);
    const dot = 25.4 / 300;
    const from = { x: Math.round((within.left ?? 0) / dot), y: Math.round((within.top ?? 0) / dot) };
    const to = {
      x: Math.min(width, Math.round((within.right ?? 1e6) / dot)),
      y: Math.min(height, Math.round((within.bottom ?? 1e6) / dot)),
    };
    let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
    for (let y = from.y; y < to.y; y++) {
      for (let x = from.x; x < to.x; x++) {
        if (!matches(pixel(x, y), colour)) continue;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
    }
    return right < 0
      ? undefined
      : { left: left * dot, top: top * dot, right: (right + 1) * dot, bottom: (bottom + 1) * dot };
  }

  /** Horizontal strokes (ink across at least `share` of x from…to): middle and thickness of each. */
  strokes(
    page: number,
    colour: Colour,
    left: number,
    right: number,
    dpi = 600,
    share = 0.98,
  ): { y: number; thickness: number }[] {
    const { height, pixel } = this.picture(page, dpi);
    const dot = 25.4 / dpi;
    const found: { y: number; thickness: number }[] = [];
    let start = -1;
    const full = (y: number) => {
      let count = 0;
      const [from, to] = [Math.round(left / dot), Math.round(right / dot)];
      for (let x = from; x < to; x += 3) if (matches(pixel(x, y), colour)) count++;
      return count >= (share * (to - from)) / 3;
    };
    for (let y = 0; y <= height; y++) {
      const on = y < height && full(y);
      if (on && start < 0) start = y;
      if (!on && start >= 0) {
        found.push({ y: ((start + y) / 2) * dot, thickness: (y - start) * dot });
        start = -1;
      }
    }
    return found;
  }

  private readonly pictures = new Map<
    string,
    { width: number; height: number; pixel: (x: number, y: number) => [number, number, number] }
  >();

  private picture(page: number, dpi = 300) {
    const key = `${page}@${dpi}`;
    const known = this.pictures.get(key);
    if (known) return known;
    const root = join(this.folder, `p${page}-${dpi}`);
    this.run('pdftoppm', '-r', `${dpi}`, '-f', `${page}`, '-l', `${page}`, '-singlefile', this.file, root);
    const bytes = readFileSync(`${root}.ppm`);
    const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40))!;
    const [width, height, offset] = [Number(header[1]), Number(header[2]), header[0].length];
    const picture = {
      width,
      height,
      pixel: (x: number, y: number): [number, number, number] => {
        const at = offset + (y * width + x) * 3;
        return [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!];
      },
    };
    this.pictures.set(key, picture);
    return picture;
  }
}

function matches([r, g, b]: [number, number, number], colour: Colour): boolean {
  if (colour === 'red') return r > 180 && g < 110 && b < 110;
  if (colour === 'black') return r < 110 && g < 110 && b < 110;
  return r + g + b < 500;
}
