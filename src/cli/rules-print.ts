/** How the rules commands print: words of the reader's language, and a refusal with its places and what is allowed. */
import type { Problem } from '../core/problem.js';
import type { CliLanguage } from './command.js';

export type Print = (line: string) => void;

export const words = (language: CliLanguage, zh: string, en: string): string => (language === 'zh' ? zh : en);

/** A refusal: what happened, what to do, and each place with what was found and what is allowed. */
export function explain(problem: Problem, language: CliLanguage, print: Print): void {
  const locale = language === 'zh' ? 'zh-CN' : 'en';
  const { title, detail, hint } = problem.text(locale);
  print(`${problem.code}  ${title}: ${detail}\n→ ${hint}`);
  for (const line of problem.extras.errors ?? []) {
    const message = typeof line.message === 'string' ? line.message : line.message[locale];
    const allowed =
      line.allowed === undefined
        ? ''
        : words(
            language,
            `；允许：${[line.allowed].flat().join('、')}`,
            `; allowed: ${[line.allowed].flat().join(', ')}`,
          );
    print(`  ${line.where}  ${message}${line.got ? `（${line.got}）` : ''}${allowed}`);
  }
}
