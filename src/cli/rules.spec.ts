/** The command as an administrator meets it: what it prints and with which code it ends. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
/** A pack with one dimension that its only example marks with 90, and one outcome under this condition. */
function writePack(pack: string, when = '{ recorded: X.a }'): void {
  const t = '{ zh: 标题, en: Title }';
  mkdirSync(join(pack, '2026-01-01'), { recursive: true });
  const editions =
    '[{ edition: 2026-01-01, from: 2026-01-01, to: 2026-12-31 }, { edition: 2027-01-01, from: 2027-01-01 }]';
  writeFileSync(
    join(pack, 'index.yaml'),
    `id: x-marks\ntitle: ${t}\nowner: ${t}\ninstitution: bank\nsource: ${t}\neditions: ${editions}\n`,
  );
  writeFileSync(join(pack, '2026-01-01', 'articles.yaml'), `articles: [{ article: X, gist: ${t}, place: "1" }]\n`);
  writeFileSync(
    join(pack, '2026-01-01', 'rules.yaml'),
    `dimensions: [{ output: year, subject: person, cycle: year, article: X, title: ${t}, missing: REFUSE, parts: [{ id: X.a, article: X, title: ${t} }] }]
outcomes: [{ id: X.praise, article: X, title: ${t}, output: year, when: ${when} }]
`,
  );
  writeFileSync(
    join(pack, '2026-01-01', 'cases.yaml'),
    `cases: [{ id: one, title: ${t}, articles: [X], edge: ${t}, period: 2026, subjects: [{ key: "person:a" }], facts: [{ item: X.a, subject: "person:a", on: 2026-05-01, quantity: 90 }], expect: { subjects: { "person:a": { year: { total: "90" } } } } }]
`,
  );
}
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
      code: 2,
      out: expect.stringContaining('facts.yaml:5:1'),
    });
    expect(await run('evaluate', 'example-city-hall', facts(month), '--set', 'section.flor=0')).toMatchObject({
      code: 2,
      out: expect.stringContaining('section.floor'),
    });
  });

  it('names every fault of a file of facts at once, with its place', async () => {
    const wrong = `period: 2026-09
subjects: [{ key: "window:A01" }, { key: A02 }]
facts:
  - { item: R11.A44, subject: "window:A01", on: 2026-09-08 }
  - { item: R11.A4, subject: "person:a", on: 2026-02-30 }
  - { item: R11.A4, subject: "window:A01", on: 2023-12-31 }
`;
    const { code, out } = await run('evaluate', 'r11-he-county', facts(wrong));
    expect(code).toBe(2);
    for (const line of [
      'facts.yaml:2:37  a subject is written KIND:CODE（A02）; allowed: person:…',
      'facts.yaml:4:7  no such item（R11.A44）; allowed: R11.A4',
      'facts.yaml:5:21  R11.A4 is recorded of a window（person:a）; allowed: window:…',
      'facts.yaml:5:21  not among the subjects of the file（person:a）; allowed: window:A01',
      'facts.yaml:5:42  no such day（2026-02-30）',
      'facts.yaml:6:44  outside the time of the edition（2023-12-31）; allowed: 2024-01-01 – …',
    ])
      expect(out).toContain(line);
    expect((await run('evaluate', 'r11-he-county', facts('period: 2026-13\n'))).code).toBe(2);
  });

  it('names what no example touches, and counts what there is', async () => {
    const pack = join(folder, 'x-marks');
    writePack(pack);
    expect(await run('lint', pack)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/✓ x-marks@2026-01-01 {2}1 cases\n1 packs, 1 cases, 2 rules/),
    });
    writePack(pack, '{ measure: { value: X.a }, atLeast: 95 }');
    expect(await run('lint', pack)).toMatchObject({
      code: 3,
      out: expect.stringMatching(/not covered: X\.praise → hit\n.*atLeast "95" → true\n.*; 1 not good/),
    });
  });

  it('goes on to the next pack when one cannot be read', async () => {
    const pack = join(folder, 'x-marks');
    writePack(pack);
    mkdirSync(join(pack, '2027-01-01'));
    const rest = (file: string) => cpSync(join(pack, '2026-01-01', file), join(pack, '2027-01-01', file));
    rest('articles.yaml');
    writeFileSync(join(pack, '2027-01-01', 'rules.yaml'), 'dimensions: 1\n');
    const { code, out } = await run('lint', pack);
    expect(code).toBe(3);
    expect(out).toContain('✓ x-marks@2026-01-01');
    expect(out).toContain('✗ x-marks@2027-01-01');
    expect(out).toContain('2 packs, 1 cases');
    rmSync(join(pack, '2027-01-01'), { recursive: true });
  });

  it('writes the schemas for editors', async () => {
    const { code, out } = await run('schema', join(folder, 'schema'));
    expect([code, out.split('\n').length]).toEqual([0, 4]);
    const rules = JSON.parse(readFileSync(join(folder, 'schema', 'rules.schema.json'), 'utf8'));
    expect(Object.keys(rules.properties)).toContain('dimensions');
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
