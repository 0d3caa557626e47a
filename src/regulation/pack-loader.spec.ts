/** A library over a folder reads what is asked for, and nothing else. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../core/problem.js';
import { compile } from '../core/rules/engine/compile.js';
import { loadLibrary, regulationsFolder } from './pack-loader.js';

const folder = mkdtempSync(join(tmpdir(), 'kaoping-packs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a library over a folder of packs', () => {
  const names = [
    'r11-he-county',
    'r12-hall-conduct',
    'r15-leave',
    'r63-bank-zhangjiakou',
    'x06-paid-annual-leave',
    'example-bank-department',
  ];
  beforeAll(() => {
    for (const name of names) cpSync(join(regulationsFolder(), name), join(folder, name), { recursive: true });
  });

  it('finds a pack with all that it uses although another is faulty, and refuses when that one is asked for', () => {
    const edition = loadLibrary(folder).find('r11-he-county')!.edition;
    writeFileSync(join(folder, 'r11-he-county', edition, 'rules.yaml'), 'sheets: 5\n');
    const library = loadLibrary(folder);
    const bank = library.find('example-bank-department')!;
    expect(compile(bank, library).outputs.map((output) => output.output)).toContain('points');
    expect(library.find('example-bank-department')).toBe(bank);
    expect(() => library.find('r11-he-county')).toThrow(Problem);
    expect(() => library.packs).toThrow(Problem);
  });

  it('tells what each pack says of itself without reading its rules', () => {
    expect(loadLibrary(folder).entries.map((entry) => entry.id)).toEqual(names.toSorted());
    expect(loadLibrary(folder).entries.find((entry) => entry.index.composed)?.id).toBe('example-bank-department');
  });

  it('finds nothing under a name or a day that is not there', () => {
    const library = loadLibrary(folder);
    expect(library.find('r99-nowhere')).toBeUndefined();
    expect(library.find('r12-hall-conduct', '1999-01-01')).toBeUndefined();
  });
});
