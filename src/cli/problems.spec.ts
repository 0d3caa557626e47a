import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { machines } from '../../workflows/index.js';
import { describe as describeMachine } from '../../workflows/kit.js';
import { catalogue } from '../core/problems/index.js';
import { projectRoot } from '../platform/config/project-root.js';
import { command, problemsDocument } from './problems.js';

const specs = Object.entries(catalogue);

/** Every source that is no test and not the catalogue itself. */
function sources(): { path: string; text: string }[] {
  const folders = ['src', 'workflows', 'web/src'];
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => /\.tsx?$/.test(path) && !/\.spec\.ts$|core\/problems\//.test(path))
      .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') })),
  );
}

/** A name that differs by language comes as `{kind}` and `{kindEn}`, or `{roleZh}` and `{roleEn}`. */
const placeholders = (texts: object): string[] =>
  [...new Set(Object.values(texts).flatMap((text: string) => text.match(/\{\w+\}/g) ?? []))]
    .map((name) => name.replace(/(Zh|En)\}$/, '}'))
    .sort();

describe('the catalogue of refusals', () => {
  const files = sources();

  it('has every code that the sources name', () => {
    const events = machines.flatMap((spec) => describeMachine(spec).events.map(({ event }) => event));
    const messages = Object.keys(parse(readFileSync(join(projectRoot, 'src/notification/messages.en.yaml'), 'utf8')));
    const known = new Set([...Object.keys(catalogue), ...events, ...messages]);
    const areas = new Set(Object.keys(catalogue).map((code) => code.split('.')[0]));
    const unknown = files.flatMap(({ path, text }) =>
      [...text.matchAll(/['"`]([a-z]+)\.([a-z0-9]+(?:_[a-z0-9]+)+)['"`]|\bnew Problem\(\s*'([^']+)'/g)]
        .map((match) => match[3] ?? `${match[1]}.${match[2]}`)
        .filter((code) => areas.has(code.split('.')[0] as string) && !known.has(code))
        .map((code) => `${path}: ${code}`),
    );
    expect(unknown).toEqual([]);
  });

  it('has no code that nothing can say', () => {
    const all = files.map(({ text }) => text).join('\n');
    const idle = specs.map(([code]) => code).filter((code) => !["'", '"', '`'].some((q) => all.includes(q + code + q)));
    expect(idle).toEqual([]);
  });

  it.each(specs)('words %s in both languages', (_code, { status, zh, en }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    for (const part of ['title', 'detail', 'hint'] as const) {
      expect(zh[part].replace(/\{\w+\}/g, '')).toMatch(/\p{Script=Han}/u);
      expect(en[part].replace(/\{\w+\}/g, '')).toMatch(/[A-Za-z]{2}/);
      // A Chinese name may be quoted in English, a whole sentence may not.
      expect(en[part].match(/\p{Script=Han}/gu)?.length ?? 0).toBeLessThan(12);
      expect(zh[part]).not.toBe(en[part]);
    }
    expect(placeholders(en)).toEqual(placeholders(zh));
  });

  it('stands in docs/problems.md as it is', () => {
    expect(readFileSync(join(projectRoot, 'docs/problems.md'), 'utf8')).toBe(problemsDocument());
  });

  it('is printed by the command', async () => {
    const lines: string[] = [];
    const input = { language: 'zh' as const, print: (line: string) => void lines.push(line) };
    expect(await command.run({ args: ['--json'], ...input })).toBe(0);
    expect(JSON.parse(lines.join('\n'))).toHaveLength(specs.length);
  });
});
