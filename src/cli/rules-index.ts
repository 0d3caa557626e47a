/** `rules index`: the table of the corpus in regulations/README.md, made from the packs that are there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { PackSource } from '../core/rules/pack/pack.js';
import { readPackSources, regulationsFolder } from '../regulation/pack-loader.js';

const [START, END] = ['<!-- index -->', '<!-- /index -->'] as const;

interface Listed {
  id: string;
  edition: string;
  title: { zh: string; en: string };
}

/** Markdown lines of the table: number, title in both languages, folder of the newest edition. */
export function indexTable(sources: readonly PackSource[]): string[] {
  const newest = new Map<string, Listed>();
  for (const { id, edition, index } of sources) {
    const { title } = parse(index.text) as Pick<Listed, 'title'>;
    newest.set(id, { id, edition, title });
  }
  const rows = [...newest.values()]
    .flatMap((item) => ({ item, number: /^r(\d{2})-/.exec(item.id)?.[1] }))
    .filter(({ number }) => number !== undefined)
    .toSorted((a, b) => a.number!.localeCompare(b.number!));
  return [
    '| | 制度 | Regulation | 版本 Edition |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ item, number }) =>
        `| R${number} | ${item.title.zh} | ${item.title.en} | [${item.id}](${item.id}/${item.edition}) |`,
    ),
  ];
}

/** The text with its table made anew. @throws Error when it has no marks for the table */
export function withIndex(text: string, sources: readonly PackSource[]): string {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`no ${START} … ${END} in the text`);
  return `${text.slice(0, start + START.length)}\n${indexTable(sources).join('\n')}\n${text.slice(end)}`;
}

/** @returns the path of the file that was written */
export function writeIndex(): string {
  const path = join(regulationsFolder(), 'README.md');
  writeFileSync(path, withIndex(readFileSync(path, 'utf8'), readPackSources()));
  return path;
}
