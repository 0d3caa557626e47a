/** `rules evaluate`: a file of facts to results, every line with its article and reason. */
import { readFileSync, statSync } from 'node:fs';
import { Problem } from '../core/problem.js';
import { compile } from '../core/rules/engine/compile.js';
import { toInput } from '../core/rules/examples/cases.js';
import { checkSituation } from '../core/rules/examples/situation-check.js';
import { display, fromRational } from '../core/rules/figures/exact.js';
import { situationFile } from '../core/rules/language/case-language.js';
import { readYaml } from '../core/rules/language/yaml.js';
import type { Choices, PackLibrary } from '../core/rules/pack/compose.js';
import { type PackModel, parseFile } from '../core/rules/pack/pack.js';
import { unitName } from '../core/rules/pack/unit-names.js';
import type { CompiledEdition, Evaluation, OutputInfo, OutputResult } from '../core/rules/types.js';
import { type CliLanguage, UsageError } from './command.js';
import { type Print, words } from './rules-print.js';

export interface EvaluateOptions extends Required<Choices> {
  json: boolean;
  asOf?: string;
}

/** A file of facts, or a choice on the command line, that cannot be read: not the regulation refuses, the input is bad. */
export class BadInput extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** @throws UsageError, BadInput, Problem where the regulation refuses */
export function evaluate(
  { pack, library }: { pack: PackModel; library: PackLibrary },
  file: string | undefined,
  options: EvaluateOptions,
  language: CliLanguage,
  print: Print,
): void {
  if (!file || !statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`没有事实文件 ${file ?? ''}`, `There is no file of facts ${file ?? ''}`);
  const { edition, input } = read(() => {
    const text = readYaml(readFileSync(file, 'utf8'), file);
    const given = parseFile(text, situationFile);
    const edition = compile(pack, library, {
      settings: { ...given.settings, ...options.settings },
      fill: { ...given.fill, ...options.fill },
    });
    const inForce = pack.index.editions.find((item) => item.edition === pack.edition);
    checkSituation(given, edition, inForce ?? { from: pack.edition }, text);
    return { edition, input: { ...toInput(given, edition), ...(options.asOf ? { asOf: options.asOf } : {}) } };
  });
  const result = edition.evaluate(input);
  if (options.json) print(JSON.stringify({ ...result, subjects: [...result.subjects.values()] }, null, 2));
  else report(result, edition, language, print);
}

/** Weights, bands and units that a filling breaks are refused by the regulation; everything else is bad input. */
function read<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Problem) || /^pack\.(weights|bands|units)_/.test(error.code)) throw error;
    throw new BadInput(error);
  }
}

function report(result: Evaluation, edition: CompiledEdition, language: CliLanguage, print: Print): void {
  const outputs = new Map(edition.outputs.map((output) => [output.output, output]));
  const outcomes = new Map(edition.outcomes.map((item) => [item.id, item.title[language]]));
  for (const subject of result.subjects.values()) {
    for (const output of Object.values(subject.outputs)) {
      const grade = edition.grades.find((item) => item.output === output.output && item.grade === output.grade);
      const fines =
        output.fines === undefined
          ? ''
          : words(
              language,
              `  罚款 ${output.fines} 元，奖励 ${output.rewards} 元`,
              `  fines ¥${output.fines}, rewards ¥${output.rewards}`,
            );
      print(
        `${subject.subject}  ${outputs.get(output.output)?.[language]}  ${shown(output, language, outputs.get(output.output)?.counts)}${grade ? `  ${grade[language]}` : ''}${fines}`,
      );
      for (const line of output.trace)
        print(
          `    ${display(fromRational(line.amount)).padStart(8)} ${display(fromRational(line.running)).padStart(8)}  ${line.article.padEnd(10)} ${line[language]}`,
        );
      for (const flag of output.flags)
        print(`    ! ${flag.flag} ${flag.article} ${[outcomes.get(flag.flag), flag.on].filter(Boolean).join(' ')}`);
    }
  }
  for (const honour of result.honours) {
    print(`${honour.honour} ${honour.group}  ${honour.arithmetic[language]}`);
    for (const reason of honour.reasons) print(`    ${reason.in ? '✓' : '·'} ${reason.subject}  ${reason[language]}`);
  }
  print(`digest ${result.digest}`);
}

function shown({ shown: figure, unit }: OutputResult, language: CliLanguage, counts?: OutputInfo['counts']): string {
  if (unit === undefined || unit === 'points') return figure;
  if (unit === 'yuan') return words(language, `${figure} 元`, `¥${figure}`);
  const name = unitName(unit, counts);
  return words(language, `${figure} ${name.zh}`, `${figure} ${name.en}`);
}
