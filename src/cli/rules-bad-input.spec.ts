/** B-YML-01 … 12 of the bad-input corpus, and what a file of facts may get wrong, as the command line answers it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { regulationsFolder } from '../regulation/pack-loader.js';
import { rulesCommand } from './rules.js';

const folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(language: 'zh-CN' | 'en', ...args: string[]): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  const print = (line: string) => out.push(line);
  const code = await rulesCommand.run(args, { out: print, err: print, language });
  return { code, out: out.join('\n') };
}

const han = /\p{Script=Han}/u;
/** What every refusal owes its reader, in both languages: the code, the place, what to do. */
async function expectRefused(args: string[], exit: number, code: string, says: readonly (string | RegExp)[]) {
  const en = await run('en', ...args);
  const zh = await run('zh-CN', ...args);
  for (const { code: found, out } of [en, zh]) {
    expect([found, out]).toEqual([exit, expect.stringContaining(code)]);
    expect(out).toMatch(/→ .{5,}/);
  }
  expect(zh.out.split('→')[1]).toMatch(han);
  expect(en.out.split('→')[1]?.split('\n')[0]).not.toMatch(han);
  for (const part of says)
    expect(en.out).toEqual(typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part));
}

type Change = (text: string) => string;
const swap =
  (from: string | RegExp, to: string): Change =>
  (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`the test changes nothing: ${from}`);
    return changed;
  };
const bomb = [
  'a0: &a0 [x,x,x,x,x,x,x,x,x]',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`),
].join('\n');

const rules = /rules\.yaml:\d+:\d+/;
const packs: [id: string, what: string, pack: string, file: string, Change, code: string, says: (string | RegExp)[]][] =
  [
    ['B-YML-01', 'a tab', 'r14-guangxi', 'rules', swap('\nblends:', '\n\tblends:'), 'pack.syntax', [rules, 'spaces']],
    [
      'B-YML-02',
      'a key twice',
      'r14-guangxi',
      'rules',
      (text) => `${text}\nblends: []\n`,
      'pack.duplicate_key',
      [rules],
    ],
    [
      'B-YML-03',
      'a tag that runs code',
      'r14-guangxi',
      'rules',
      (text) => `${text}\nfill: !!js/function "x"\n`,
      'pack.tag_forbidden',
      [rules],
    ],
    ['B-YML-04', 'nine levels of aliases', 'r14-guangxi', 'rules', () => bomb, 'pack.alias_forbidden', [rules]],
    [
      'B-YML-05',
      'a field that does not exist',
      'r14-guangxi',
      'rules',
      swap('weight: 30', 'weigth: 30'),
      'pack.field_unknown',
      [rules, 'weigth', 'allowed: weight'],
    ],
    [
      'B-YML-06',
      'weights that add up to 95',
      'r14-guangxi',
      'rules',
      swap('weight: 40', 'weight: 35'),
      'pack.weights_not_100',
      [rules, '95', 'allowed: 100'],
    ],
    [
      'B-YML-07',
      'two closed bands that share a number',
      'r14-guangxi',
      'rules',
      swap('from: 75, below: 95', 'from: 75, to: 95'),
      'pack.bands_overlap',
      [rules, '95'],
    ],
    [
      'B-YML-08',
      'bands with a gap',
      'r14-guangxi',
      'rules',
      swap('from: 75, below: 95', 'from: 75, to: 94'),
      'pack.bands_gap',
      [rules, '94–95'],
    ],
    [
      'B-YML-10',
      'a reference to nothing',
      'r11-he-county',
      'rules',
      swap('partial: { setting: perPercent }', 'partial: { setting: perPercnt }'),
      'pack.reference_missing',
      [rules, 'allowed: perPercent'],
    ],
    [
      'B-YML-11',
      'a cap without end',
      'r14-guangxi',
      'rules',
      (text) => `${text}\nfill: { x: { value: .inf } }\n`,
      'pack.number_not_finite',
      [rules, '.inf'],
    ],
    [
      'B-YML-12',
      'editions that overlap in time',
      'r14-guangxi',
      'index',
      swap('editions:', 'editions:\n  - { edition: 2023-01-01, from: 2023-01-01 }'),
      'pack.effective_overlap',
      ['2023-01-01'],
    ],
  ];

describe('a pack that cannot be read', () => {
  it.each(packs.map((row) => [row[0], row[1], row] as const))(
    '%s: %s',
    async (_id, _what, [, , pack, file, change, code, says]) => {
      const copy = join(folder, pack);
      rmSync(copy, { recursive: true, force: true });
      cpSync(join(regulationsFolder(), pack), copy, { recursive: true });
      const path = file === 'index' ? join(copy, 'index.yaml') : join(copy, '2024-01-01', `${file}.yaml`);
      writeFileSync(path, change(readFileSync(path, 'utf8')));
      await expectRefused(['lint', copy], 3, code, says);
    },
    60_000,
  );

  it('B-YML-09: a blank refuses by name whatever rests on it, and nothing else', async () => {
    const path = join(folder, 'blank.yaml');
    writeFileSync(path, 'period: 2026-09\nsubjects: [{ key: "person:a" }]\n');
    await expectRefused(['evaluate', 'r12-hall-conduct', path], 3, 'regulation.blank', ['R12.base', 'R12']);
    expect((await run('en', 'evaluate', 'r12-hall-conduct', path, '--fill', 'R12.base=100')).code).toBe(0);
  });
});

const month = 'period: 2026-09\nsubjects: [{ key: "window:A01", group: approval }, { key: "person:a" }]\nfacts:\n';
const fact = (more: string) => `${month}  - { ${more} }\n`;
const bank = `period: 2026-09\nsubjects: [{ key: "person:a" }]\nfacts:\n`;
const facts: [what: string, pack: string, text: string, code: string, says: (string | RegExp)[], more?: string[]][] = [
  [
    'a day before the edition',
    'r11-he-county',
    fact('item: R11.A4, subject: "window:A01", on: 2023-12-31'),
    'fact.outside_edition',
    [/facts\.yaml:4:\d+/, '2023-12-31', 'allowed: 2024-01-01 – …'],
  ],
  [
    'a subject of the wrong kind',
    'r11-he-county',
    fact('item: R11.A4, subject: "person:a", on: 2026-09-01'),
    'fact.subject_kind',
    [/facts\.yaml:4:\d+/, 'person:a', 'allowed: window:…'],
  ],
  [
    'a rule that does not exist',
    'r11-he-county',
    fact('item: R11.A44, subject: "window:A01", on: 2026-09-01'),
    'fact.item_unknown',
    [/facts\.yaml:4:\d+/, 'R11.A44', 'allowed: R11.A4'],
  ],
  [
    'points outside the range',
    'example-bank-department',
    `${bank}  - { item: R63.P13, subject: "person:a", on: 2026-09-01, points: "-4", money: "-200", values: { fault: own } }\n`,
    'fact.points_outside',
    [/facts\.yaml:4:\d+/, '-4', 'allowed: -3 – -1'],
  ],
  [
    'money outside the range',
    'example-bank-department',
    `${bank}  - { item: R63.P13, subject: "person:a", on: 2026-09-01, points: "-2", money: "-900", values: { fault: own } }\n`,
    'fact.money_outside',
    [/facts\.yaml:4:\d+/, '-900', 'allowed: -300 – -100'],
  ],
  [
    'a percentage over 100',
    'r11-he-county',
    fact('item: hall.satisfactionRate, subject: "window:A01", on: 2026-09-30, quantity: 101'),
    'fact.percent_outside',
    [/facts\.yaml:4:\d+/, '101', 'allowed: 0–100'],
  ],
  [
    'a date that does not exist',
    'r11-he-county',
    fact('item: R11.A4, subject: "window:A01", on: 2026-02-30'),
    'fact.day_invalid',
    [/facts\.yaml:4:\d+/, '2026-02-30'],
  ],
  [
    'a subject that nobody listed',
    'r11-he-county',
    fact('item: R11.A4, subject: "window:A02", on: 2026-09-01'),
    'fact.subject_unknown',
    ['allowed: window:A01'],
  ],
  [
    'a parameter of another unit',
    'r28-city-centre',
    month.replace('facts:\n', ''),
    'regulation.parameter_unit',
    ['publicity.days', '5分'],
    ['--fill', 'publicity.days=5分'],
  ],
  [
    'a share over 100 %',
    'r14-guangxi',
    month.replace('facts:\n', ''),
    'regulation.parameter_range',
    ['R14.excellentRatio', '120', 'allowed: 0–100'],
    ['--fill', 'R14.excellentRatio=120%'],
  ],
];

describe('a file of facts that does not fit', () => {
  it.each(facts.map((row) => [row[0], row] as const))('%s', async (_what, [, pack, text, code, says, more]) => {
    const path = join(folder, 'facts.yaml');
    writeFileSync(path, text);
    await expectRefused(['evaluate', pack, path, ...(more ?? [])], 2, code, says);
  });

  it('the same event under two rules without a reason is refused by the regulation', async () => {
    const path = join(folder, 'facts.yaml');
    const line = (item: string, more = '') =>
      `  - { item: ${item}, subject: "person:a", on: 2026-09-01, values: { fault: own, event: E1${more} } }\n`;
    writeFileSync(path, bank + line('R63.P03a') + line('R63.P12'));
    await expectRefused(['evaluate', 'example-bank-department', path], 3, 'regulation.conflict', [
      'R63.P03a',
      'R63.P12',
    ]);
    writeFileSync(path, bank + line('R63.P03a') + line('R63.P12', ', overlapReason: another hour'));
    expect((await run('en', 'evaluate', 'example-bank-department', path)).code).toBe(0);
  });
});
