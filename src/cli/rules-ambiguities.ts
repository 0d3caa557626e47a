/** `rules ambiguities`: the table of what the texts leave open in docs/ambiguities.md, made from the list and the packs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AmbiguitiesFile,
  type Ambiguity,
  ambiguitiesFile,
  type Decided,
  nameOf,
} from '../core/rules/examples/ambiguities.js';
import { readYaml } from '../core/rules/language/yaml.js';
import { parseFile } from '../core/rules/pack/pack.js';
import { projectRoot } from '../platform/config/project-root.js';
import { regulationsFolder } from '../regulation/pack-loader.js';

/** @throws Problem of the `pack.` family, naming the place in the list */
export function readAmbiguities(root = regulationsFolder()): AmbiguitiesFile {
  const path = join(root, 'ambiguities.yaml');
  return parseFile(readYaml(readFileSync(path, 'utf8'), 'ambiguities.yaml'), ambiguitiesFile);
}

export const ambiguitiesPath = (): string => join(projectRoot, 'docs', 'ambiguities.md');

const cell = (text: string): string => text.replaceAll('|', '\\|');
const links = (examples: readonly string[]): string =>
  [...new Set(examples)].map((item) => `\`${item.slice(item.indexOf(' ') + 1)}\``).join(', ') || '—';

/** The whole file. */
export function ambiguitiesText(list: readonly Ambiguity[]): string {
  return `${[
    '# 原文的歧义与读法 · Ambiguities and readings',
    '',
    '由 `npm run cli -- rules ambiguities` 按 `regulations/ambiguities.yaml` 和各制度包生成。每个编号在哪里决定、默认读法、其他读法，以及哪个算例能把读法分开：该算例在此读法下成立，换成默认读法（默认读法的算例换成另一读法）即不成立。',
    '',
    'Made by `npm run cli -- rules ambiguities` from `regulations/ambiguities.yaml` and the packs: where each number is decided, the default, the other readings, and an example that tells them apart: it holds under its reading and fails under the default (one of the default fails under another reading).',
    '',
    '| | 问题 Question | 决定之处 Decided by | 默认 Default | 其他读法 Other readings |',
    '| --- | --- | --- | --- | --- |',
    ...list.flatMap(rowsOf),
    '',
  ].join('\n')}`;
}

function rowsOf({ id, question, note, decided, also }: Ambiguity): string[] {
  const said = note ? `<br>${note.zh}<br>${note.en}` : '';
  const others = also.length > 0 ? `<br>另见 also: ${also.map((pack) => `\`${pack}\``).join(', ')}` : '';
  return decided.map((entry, index) => {
    const first = index === 0;
    const asked = first ? `${question.zh}<br>${question.en}${said}${others}` : '';
    const [usual, rest] = readingsOf(entry);
    return `| ${first ? id : ''} | ${cell(asked)} | ${decidedText(entry)} | ${cell(usual)} | ${cell(rest)} |`;
  });
}

function decidedText({ by }: Decided): string {
  const kinds = {
    setting: '选项 setting',
    parameter: '空白 blank',
    rule: '规则 rule',
    attribute: '资料 attribute',
    metadata: '目录 metadata',
    validation: '检查 check',
  };
  const kind = Object.keys(kinds).find((key) => key in by) as keyof typeof kinds;
  return `\`${by.pack}\`<br>${kinds[kind]} \`${nameOf(by)}\``;
}

function readingsOf({ by, readings, examples }: Decided): [string, string] {
  if (!('setting' in by)) return [links(examples), '—'];
  const say = (list: typeof readings) =>
    list
      .map(({ value, example, same }) => {
        const told = example === undefined ? (same ? `${same.zh}; ${same.en}` : '—') : links([example]);
        return `\`${value}\` (${told})`;
      })
      .join('<br>');
  return [say(readings.filter((item) => item.isDefault)), say(readings.filter((item) => !item.isDefault))];
}

/** @returns the path of the file that was written */
export function writeAmbiguities(list: readonly Ambiguity[]): string {
  writeFileSync(ambiguitiesPath(), ambiguitiesText(list));
  return ambiguitiesPath();
}
