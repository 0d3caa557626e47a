/**
 * What the print fonts can draw. A character that no font has is refused before printing, with its code point: a box on an
 * official paper, or a stray font from the machine, is never an answer.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../core/problem.js';

export const printFonts = ['GovFangSong', 'GovKai', 'GovBiaoSong', 'GovHei'] as const;
export type PrintFont = (typeof printFonts)[number];

/** A name is set in one font as a whole; mixed fonts inside a name look like a forgery. First that has all of it wins. */
const ladder: readonly PrintFont[] = ['GovFangSong', 'GovKai', 'GovBiaoSong'];

export class Coverage {
  private readonly blocks: Readonly<Record<PrintFont, ReadonlyMap<number, Uint8Array>>>;

  constructor(fontFolder: string) {
    this.blocks = Object.fromEntries(
      printFonts.map((font) => [font, readBlocks(join(fontFolder, `${font}.coverage.json`))]),
    ) as never;
  }

  has(font: PrintFont, codePoint: number): boolean {
    const block = this.blocks[font].get(codePoint >> 8);
    return block !== undefined && ((block[(codePoint & 255) >> 3]! >> (codePoint & 7)) & 1) === 1;
  }

  /** Characters of `text` that the font lacks, each once. */
  missing(text: string, fonts: readonly PrintFont[]): string[] {
    const lacking = new Set<string>();
    for (const char of text) {
      const code = char.codePointAt(0)!;
      if (code === 10 || code === 13 || code === 9) continue;
      if (!fonts.some((font) => this.has(font, code))) lacking.add(char);
    }
    return [...lacking];
  }

  /** The one font for a whole name, starting at the font of its surroundings. @throws Problem `paper.glyph_missing` */
  fontForName(name: string, preferred: PrintFont = 'GovFangSong'): PrintFont {
    const steps = [preferred, ...ladder.filter((font) => font !== preferred)];
    const font = steps.find((step) => this.missing(name, [step]).length === 0);
    if (font) return font;
    // The rarest ones exist in no font, or only in different fonts: tell those that the widest font lacks.
    throw glyphMissing(name, this.missing(name, ['GovBiaoSong']));
  }

  /** @throws Problem `paper.glyph_missing` naming each character and where it stands */
  assertPrintable(value: unknown, where = ''): void {
    if (typeof value === 'string') {
      const lacking = this.missing(value, printFonts);
      if (lacking.length > 0) throw glyphMissing(value, lacking, where);
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        this.assertPrintable(item, `${where}/${index}`);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) this.assertPrintable(item, `${where}/${key}`);
    }
  }
}

const codePoint = (char: string): string => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

function glyphMissing(text: string, lacking: readonly string[], where = ''): Problem {
  const named = lacking.map((char) => (/\p{C}|\p{Z}/u.test(char) ? codePoint(char) : `${char}（${codePoint(char)}）`));
  return new Problem(
    'paper.glyph_missing',
    { characters: named, text: [...text].slice(0, 40).join('') },
    {
      errors: [
        {
          where,
          message: { 'zh-CN': '字库中没有这些字', en: 'The print fonts lack these characters' },
          got: named.join(' '),
        },
      ],
    },
  );
}

function readBlocks(file: string): Map<number, Uint8Array> {
  const blocks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(blocks).map(([block, bits]) => [Number.parseInt(block, 16), Buffer.from(bits, 'base64')]),
  );
}
