/** `problems`: every refusal of the product in both languages; `docs/problems.md` is its output. */

import { catalogue } from '../core/problems/index.js';
import type { ProblemSpec } from '../core/problems/spec.js';
import { type CliCommand, readOptions } from './command.js';

export const command: CliCommand = {
  usage: 'problems [--json]',
  zh: '列出系统的全部拒绝代码、含义和处理办法',
  en: 'List every refusal with its meaning and what to do',
  help: {
    zh: '输出 Markdown，即 docs/problems.md 的内容；--json 输出 {code, status, zh, en} 数组。',
    en: 'Prints Markdown, which is docs/problems.md; --json prints an array of {code, status, zh, en}.',
  },
  async run({ args, print }) {
    const { flags } = readOptions(args, { flags: ['json'] });
    if (flags.has('json'))
      print(
        JSON.stringify(
          codes().map((code) => ({ code, ...catalogue[code] })),
          null,
          2,
        ),
      );
    else print(problemsDocument().trimEnd());
    return 0;
  },
};

const codes = (): string[] => Object.keys(catalogue).sort();

/** The catalogue as one Markdown page: a table for each area. */
export function problemsDocument(): string {
  const areas = [...new Set(codes().map(areaOf))];
  return [
    '# 拒绝代码 Problem codes',
    '',
    '每次拒绝都是 `application/problem+json`（RFC 9457）：`code` 永不改变含义，文字随 `Accept-Language` 为中文或英文；`{…}` 处填入当时的事实。本页由 `npm run --silent cli -- problems > docs/problems.md` 生成。',
    '',
    'Every refusal is `application/problem+json` (RFC 9457): a `code` never changes its meaning, the words follow `Accept-Language`; the facts of the moment replace `{…}`. Made by `npm run --silent cli -- problems > docs/problems.md`.',
    ...areas.flatMap((area) => ['', `## ${area}`, '', ...tableOf(codes().filter((code) => areaOf(code) === area))]),
    '',
  ].join('\n');
}

const areaOf = (code: string): string => code.slice(0, code.indexOf('.'));

function tableOf(codesOfArea: readonly string[]): string[] {
  const rows = codesOfArea.map((code) => {
    const { status, zh, en } = catalogue[code] as ProblemSpec;
    const words = ({ title, detail, hint }: ProblemSpec['zh']) =>
      `**${title}** ${detail} → ${hint}`.replaceAll('|', '\\|');
    return `| \`${code}\` | ${status} | ${words(zh)} | ${words(en)} |`;
  });
  return ['| code | status | 中文 | English |', '| --- | --- | --- | --- |', ...rows];
}
