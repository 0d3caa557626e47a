/** `rules show`: everything that an edition says, in the order in which a reader asks for it. */
import type { CompiledEdition } from '../core/rules/types.js';
import type { CliLanguage } from './command.js';
import { type Print, words } from './rules-print.js';

/** @param notes what the text leaves out and the limits of what was formalised */
export function showEdition(
  edition: CompiledEdition,
  notes: readonly { zh: string; en: string }[],
  language: CliLanguage,
  print: Print,
): void {
  print(`${edition.title[language]}  ${edition.id}@${edition.edition}\n${edition.hash}`);
  for (const note of notes) print(`  * ${note[language]}`);
  const part = <T>(zh: string, en: string, rows: readonly T[], say: (row: T) => string) => {
    if (rows.length > 0) print(`\n${words(language, zh, en)}`);
    for (const row of rows) print(`  ${say(row)}`);
  };
  part('条款', 'Articles', edition.articles, (item) => `${item.article.padEnd(12)} ${item[language]}`);
  part(
    '输出',
    'Outputs',
    edition.outputs,
    (item) => `${item.output.padEnd(16)} ${item.article.padEnd(10)} ${item[language]}`,
  );
  showParts(edition, language, part);
  part('选项', 'Settings', edition.settings, (item) => {
    const readings = item.values.map((value) => `${value.value}: ${value[language]}`).join(' | ');
    return `${item.setting} = ${item.chosen}  ${item.ambiguity ?? ''} ${item[language]}\n      ${item.note[language]}${readings ? `\n      ${readings}` : ''}`;
  });
  part('参数', 'Parameters', edition.parameters, (item) => {
    const basis = item.basis ? `（${item.filledInBy?.[language] ?? ''} ${item.basis[language]}）` : '';
    const unit = item.type ? '' : ` ${item.unit[language]}`;
    const open = item.ambiguity ? `  ${item.ambiguity}` : '';
    return `${item.parameter} = ${item.value ?? '____'}${unit}${open}  ${item[language]}${basis}`;
  });
}

type Part = <T>(zh: string, en: string, rows: readonly T[], say: (row: T) => string) => void;

/** Dimensions, check-lists, duties, methods, outcomes and procedures. */
function showParts(edition: CompiledEdition, language: CliLanguage, part: Part): void {
  const amount = (value: unknown): string =>
    typeof value === 'object' && value !== null ? `{${Object.values(value).join()}}` : String(value);
  const line = (item: { id: string; article: string; title: { zh: string; en: string } }, more = '') =>
    `${item.id.padEnd(16)} ${item.article.padEnd(10)} ${item.title[language]}${more}`;
  const list = (rows: readonly string[]) => rows.map((row) => `\n      ${row}`).join('');
  part('逐项评分', 'Dimensions', edition.dimensions, (item) => {
    const parts = item.parts.map((one) => line(one, one.weight === undefined ? '' : `  ${amount(one.weight)} %`));
    return `${item.output}  ${item.title[language]}${list(parts)}`;
  });
  part('检查表', 'Check-lists', edition.checklists, (item) => {
    const lines = item.groups.flatMap((group) => group.lines.map((one) => line(one)));
    return `${item.output}  ${item.title[language]}${list(lines)}`;
  });
  part('工作日历', 'Duties', edition.duties, (item) => {
    const least = item.atLeast === undefined ? '' : ` ≥ ${amount(item.atLeast)}${item.per ? ` / ${item.per}` : ''}`;
    return line(item, `  ${item.every} ${item.who}${least}`);
  });
  part('考核方法', 'Methods', edition.methods, (item) =>
    line(item, item.feeds?.length ? `  → ${item.feeds.join(', ')}` : ''),
  );
  part('结果运用', 'Outcomes', edition.outcomes, (item) => {
    if ('ladder' in item) return line(item, `  ${item.ladder} ${amount(item.step)}`);
    return line(item, `  ${item.output}${'grades' in item ? `: ${item.grades.join(', ')}` : ''}`);
  });
  part('步骤', 'Procedures', edition.procedures, (item) => {
    const length = (step: (typeof item.steps)[number]) =>
      `${step.months === undefined ? '' : `  ${amount(step.months)} ${words(language, '个月', 'month(s)')}`}${step.days === undefined ? '' : `  ${amount(step.days)} ${words(language, '天', 'day(s)')}`}`;
    return `${line(item)}${list(item.steps.map((step) => line(step, length(step))))}`;
  });
}
