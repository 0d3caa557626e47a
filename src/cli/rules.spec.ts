/** The command as an administrator meets it: what it prints and with which code it ends. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { regulationsFolder } from '../regulation/pack-loader.js';
import { rulesCommand } from './rules.js';

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await rulesCommand.run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    language: 'en',
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const folder = mkdtempSync(join(tmpdir(), 'rules-'));
afterAll(() => rmSync(folder, { recursive: true }));
const facts = (text: string): string => {
  const path = join(folder, 'facts.yaml');
  writeFileSync(path, text);
  return path;
};
const month =
  'period: 2026-09\nsubjects: [{ key: "window:A01", group: approval }]\nfacts:\n  - { item: leave.personal.excused, subject: "window:A01", on: 2026-09-08, quantity: 2 }\n';

describe('rules', () => {
  it('lists every pack and shows one', async () => {
    expect((await run('list')).out).toContain('r11-he-county@2024-01-01');
    const shown = await run('show', 'example-city-hall');
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('leave.twoDayPolicy = UNION  A02');
    expect(shown.out).toContain('publicity.days = 5');
  });

  it('evaluates with the readings and fillings of the command line', async () => {
    const path = facts(month);
    expect((await run('evaluate', 'example-city-hall', path)).out).toContain('Monthly window sheet  100.00');
    const literal = await run(
      'evaluate',
      'example-city-hall@2026-01-01',
      path,
      '--set',
      'deduct.onlyIfSubstituteRequired=NO',
      '--json',
    );
    expect(JSON.parse(literal.out).subjects[0].outputs.window.total).toBe('96');
    expect(
      (
        await run(
          'evaluate',
          'example-city-hall',
          path,
          '--set=deduct.onlyIfSubstituteRequired=NO',
          '--as-of',
          '2026-09-07',
        )
      ).out,
    ).toContain('100.00');
    const person = facts('period: 2026-09\nsubjects: [{ key: "person:a" }]\n');
    expect(await run('evaluate', 'r12-hall-conduct', person)).toMatchObject({
      code: 3,
      out: expect.stringContaining('regulation.blank'),
    });
  });

  it('tells wrong use from a refusal', async () => {
    expect(await run('evaluate', 'r99', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('r11-he-county@2024-01-01'),
    });
    expect((await run('shout')).code).toBe(2);
    expect((await run('list', '--wrong')).code).toBe(2);
    expect(await run('evaluate', 'r11-he-county', facts(`${month}speed: 1\n`))).toMatchObject({
      code: 3,
      out: expect.stringContaining('facts.yaml:5:1'),
    });
    expect(await run('evaluate', 'r11-he-county', facts(month), '--set', 'section.flor=0')).toMatchObject({
      code: 3,
      out: expect.stringContaining('section.floor'),
    });
  });

  it('lints a pack folder that lies elsewhere, with the place of the fault', async () => {
    const copy = join(folder, 'r11-he-county');
    cpSync(join(regulationsFolder(), 'r11-he-county'), copy, { recursive: true });
    expect(await run('lint', copy)).toMatchObject({
      code: 0,
      out: expect.stringContaining('✓ r11-he-county@2024-01-01'),
    });
    const rules = join(copy, '2024-01-01', 'rules.yaml');
    const text = readFileSync(rules, 'utf8');
    writeFileSync(rules, text.replace('kind: K1, id: R11.A4', 'kind: K1, id: R11.A4, eech: 1'));
    expect(await run('lint', join(copy, '2024-01-01'))).toMatchObject({
      code: 3,
      out: expect.stringMatching(/rules\.yaml:\d+:\d+ {2}unknown field eech/),
    });
    writeFileSync(rules, text.replace('each: -3, evidence', 'each: -4, evidence'));
    expect(await run('lint', copy)).toMatchObject({
      code: 3,
      out: expect.stringContaining('G-01: window:A01 window total: expected 76, got 74'),
    });
  });
});
