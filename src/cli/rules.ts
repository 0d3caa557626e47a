/** `rules list | show | lint | evaluate`: regulations for their administrator, with neither server nor database. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Problem } from '../core/problem.js';
import { situationFile } from '../core/rules/case-language.js';
import { readCases, runCases, toInput } from '../core/rules/cases.js';
import { compile } from '../core/rules/compile.js';
import { display, fromRational } from '../core/rules/exact.js';
import { type PackModel, parseFile, parsePack } from '../core/rules/pack.js';
import type { CompiledEdition, Evaluation } from '../core/rules/types.js';
import { readYaml } from '../core/rules/yaml.js';
import {
  type LoadedLibrary,
  libraryOf,
  loadLibrary,
  readPackSource,
  readPackSources,
} from '../regulation/pack-loader.js';
import { type CliCommand, type CliLanguage, UsageError } from './command.js';

type Print = (line: string) => void;
/** Exit codes: done; used wrongly; the rules refuse or a check failed. */
const [DONE, WRONG_USE, REFUSED] = [0, 2, 3] as const;

export const command: CliCommand = {
  usage:
    'rules list [--json] | show ID[@EDITION] [--json] | lint [FOLDER] [--json] | evaluate ID[@EDITION] FACTS.yaml [--as-of DAY] [--set NAME=VALUE]… [--fill NAME=VALUE]… [--json]',
  zh: '制度：列出、显示、检查，按事实文件试算',
  en: 'Regulations: list, show, check, and evaluate a file of facts',
  help: {
    zh: 'list 列出制度包；show 显示条款、选项、参数与填写情况；lint 检查写法并运行全部算例（可指定一个制度包文件夹）；evaluate 按事实文件计算并逐行列出理由，--set 选择读法，--fill 填写空白。退出码：0 完成，2 用法有误，3 制度拒绝或检查未通过。',
    en: 'list names the packs; show prints articles, settings and parameters; lint checks the texts and runs every worked example (of one folder if named); evaluate computes a file of facts and prints every line with its reason, --set chooses a reading, --fill fills a blank. Exit codes: 0 done, 2 used wrongly, 3 refused or a check failed.',
  },
  async run({ args, language, print }) {
    try {
      return dispatch(args, language, print);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      if (!(error instanceof Problem)) throw error;
      explain(error, language, print);
      return REFUSED;
    }
  },
};

/** The same command for frames that bring their own streams. */
export const rulesCommand = {
  name: 'rules',
  help: {
    zh: `${command.zh}\n${command.usage}\n${command.help?.zh}`,
    en: `${command.en}\n${command.usage}\n${command.help?.en}`,
  },
  async run(
    args: string[],
    io: { out(s: string): void; err(s: string): void; language: 'zh-CN' | 'en' },
  ): Promise<number> {
    const language: CliLanguage = io.language === 'en' ? 'en' : 'zh';
    try {
      return await command.run({ args, language, print: (line) => io.out(line) });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      io.err(`${error[language]}\n${command.usage}`);
      return WRONG_USE;
    }
  },
};

interface Options {
  rest: string[];
  json: boolean;
  asOf?: string;
  settings: Record<string, string>;
  fill: Record<string, string>;
}

function readArguments(args: readonly string[]): Options {
  const options: Options = { rest: [], json: false, settings: {}, fill: {} };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (!arg.startsWith('--')) {
      options.rest.push(arg);
      continue;
    }
    const [name, inline] = arg.slice(2).split(/=(.*)/s) as [string, string?];
    if (name === 'json') options.json = true;
    else if (name === 'as-of' || name === 'set' || name === 'fill') {
      const value = inline ?? args[++at];
      if (value === undefined) throw new UsageError(`--${name} 后面缺少值`, `--${name} needs a value`);
      if (name === 'as-of') options.asOf = value;
      else {
        const pair = /^([^=]+)=(.*)$/s.exec(value);
        if (!pair) throw new UsageError(`--${name} 应写成 名称=值`, `--${name} takes NAME=VALUE`);
        options[name === 'set' ? 'settings' : 'fill'][pair[1]!] = pair[2]!;
      }
    } else throw new UsageError(`没有选项 --${name}`, `There is no option --${name}`);
  }
  return options;
}

function dispatch(args: readonly string[], language: CliLanguage, print: Print): number {
  const options = readArguments(args);
  const [what, name, file] = options.rest;
  if (what === 'list') return list(options, language, print);
  if (what === 'show') return show(findPack(name, loadLibrary()), options, language, print);
  if (what === 'lint') return lint(name, options, print);
  if (what === 'evaluate') return evaluate(name, file, options, language, print);
  throw new UsageError('请指明 list、show、lint 或 evaluate', 'Say list, show, lint or evaluate');
}

interface Found {
  pack: PackModel;
  library: LoadedLibrary;
}

function findPack(name: string | undefined, library: LoadedLibrary): Found {
  const [id, edition] = (name ?? '').split('@') as [string, string?];
  const pack = library.find(id, edition);
  const known = library.packs.map((item) => `${item.id}@${item.edition}`).join(', ');
  if (!pack)
    throw new UsageError(
      `没有制度包“${name ?? ''}”，现有：${known}`,
      `There is no pack "${name ?? ''}"; known: ${known}`,
    );
  return { pack, library };
}

function list({ json }: Options, language: CliLanguage, print: Print): number {
  const library = loadLibrary();
  const rows = library.packs.map((pack) => {
    const edition = compile(pack, library);
    const blanks = edition.parameters.filter((item) => item.value === undefined).length;
    return {
      id: pack.id,
      edition: pack.edition,
      title: pack.index.title,
      composed: pack.index.composed === true,
      items: edition.items.length,
      blanks,
      cases: readCases(pack).length,
      hash: edition.hash,
    };
  });
  if (json) print(JSON.stringify(rows, null, 2));
  else
    for (const row of rows)
      print(
        `${`${row.id}@${row.edition}`.padEnd(40)} ${row.title[language]}  ${words(language, `${row.items} 项，${row.blanks} 个空白，${row.cases} 个算例`, `${row.items} items, ${row.blanks} blanks, ${row.cases} examples`)}`,
      );
  return DONE;
}

const words = (language: CliLanguage, zh: string, en: string): string => (language === 'zh' ? zh : en);

function show({ pack, library }: Found, options: Options, language: CliLanguage, print: Print): number {
  const edition = compile(pack, library, options);
  if (options.json) {
    const { id, hash, title, items, outputs, rankings, honours, decisions, articles, settings, parameters } = edition;
    print(
      JSON.stringify(
        {
          id,
          edition: edition.edition,
          hash,
          title,
          articles,
          items,
          outputs,
          rankings,
          honours,
          decisions,
          settings,
          parameters,
        },
        null,
        2,
      ),
    );
    return DONE;
  }
  print(`${edition.title[language]}  ${pack.id}@${pack.edition}\n${edition.hash}`);
  for (const note of pack.articles.notes ?? []) print(`  * ${note[language]}`);
  print(words(language, '\n条款', '\nArticles'));
  for (const article of edition.articles) print(`  ${article.article.padEnd(12)} ${article[language]}`);
  print(words(language, '\n选项', '\nSettings'));
  for (const setting of edition.settings)
    print(
      `  ${setting.setting} = ${setting.chosen}  ${setting.ambiguity ?? ''} ${setting[language]}\n      ${setting.note[language]}${setting.values.length ? `\n      ${setting.values.map((item) => `${item.value}: ${item[language]}`).join(' | ')}` : ''}`,
    );
  print(words(language, '\n参数', '\nParameters'));
  for (const item of edition.parameters)
    print(
      `  ${item.parameter} = ${item.value ?? '____'} ${item.unit[language]}  ${item[language]}${item.basis ? `（${item.filledInBy?.[language] ?? ''} ${item.basis[language]}）` : ''}`,
    );
  return DONE;
}

function lint(folder: string | undefined, { json }: Options, print: Print): number {
  const library = loadLibrary();
  const targets: Found[] = folder ? lintTargets(folder) : library.packs.map((pack) => ({ pack, library }));
  const report = targets.map(({ pack, library: known }) => {
    compile(pack, known);
    const { outcomes, coverage } = runCases(pack, known);
    return {
      pack: `${pack.id}@${pack.edition}`,
      cases: outcomes.length,
      faults: outcomes.filter((item) => item.faults.length > 0),
      uncovered: coverage.missing,
    };
  });
  const isGood = report.every((row) => row.faults.length === 0 && row.uncovered.length === 0);
  if (json) print(JSON.stringify(report, null, 2));
  else {
    for (const row of report) {
      print(`${row.faults.length + row.uncovered.length === 0 ? '✓' : '✗'} ${row.pack}  ${row.cases} cases`);
      for (const item of row.faults) for (const fault of item.faults) print(`    ${item.id}: ${fault}`);
      for (const point of row.uncovered) print(`    not covered: ${point}`);
    }
  }
  return isGood ? DONE : REFUSED;
}

/** A pack folder, or one of its editions, which may lie anywhere; what it uses comes from the product. */
function lintTargets(folder: string): Found[] {
  const path = resolve(folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`没有文件夹 ${folder}`, `There is no folder ${folder}`);
  const isEdition = /^\d{4}-\d{2}-\d{2}$/.test(basename(path));
  const own = isEdition
    ? [readPackSource(dirname(path), basename(path))]
    : readPackSources(dirname(path)).filter((source) => source.id === basename(path));
  if (own.length === 0) throw new UsageError(`${folder} 不是制度包`, `${folder} is no pack`);
  for (const source of own) parsePack(source);
  const ids = new Set(own.map((source) => source.id));
  const library = libraryOf([...readPackSources().filter((source) => !ids.has(source.id)), ...own]);
  return library.packs.filter((pack) => own.includes(pack.source)).map((pack) => ({ pack, library }));
}

function evaluate(
  name: string | undefined,
  file: string | undefined,
  options: Options,
  language: CliLanguage,
  print: Print,
): number {
  const { pack, library } = findPack(name, loadLibrary());
  if (!file || !statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`没有事实文件 ${file ?? ''}`, `There is no file of facts ${file ?? ''}`);
  const given = parseFile(readYaml(readFileSync(file, 'utf8'), file), situationFile);
  const edition = compile(pack, library, {
    settings: { ...given.settings, ...options.settings },
    fill: { ...given.fill, ...options.fill },
  });
  const result = edition.evaluate({ ...toInput(given, edition), ...(options.asOf ? { asOf: options.asOf } : {}) });
  if (options.json) print(JSON.stringify({ ...result, subjects: [...result.subjects.values()] }, null, 2));
  else report(result, edition, language, print);
  return DONE;
}

function report(result: Evaluation, edition: CompiledEdition, language: CliLanguage, print: Print): void {
  const names = new Map(edition.outputs.map((output) => [output.output, output[language]]));
  for (const subject of result.subjects.values()) {
    for (const output of Object.values(subject.outputs)) {
      const grade = edition.grades.find((item) => item.output === output.output && item.grade === output.grade);
      print(
        `${subject.subject}  ${names.get(output.output)}  ${output.shown}${grade ? `  ${grade[language]}` : ''}${output.fines === undefined ? '' : words(language, `  罚款 ${output.fines} 元，奖励 ${output.rewards} 元`, `  fines ¥${output.fines}, rewards ¥${output.rewards}`)}`,
      );
      for (const line of output.trace)
        print(
          `    ${display(fromRational(line.amount)).padStart(8)} ${display(fromRational(line.running)).padStart(8)}  ${line.article.padEnd(10)} ${line[language]}`,
        );
      for (const flag of output.flags) print(`    ! ${flag.flag} ${flag.article} ${flag.on ?? ''}`);
    }
  }
  for (const honour of result.honours) {
    print(`${honour.honour} ${honour.group}  ${honour.arithmetic[language]}`);
    for (const reason of honour.reasons) print(`    ${reason.in ? '✓' : '·'} ${reason.subject}  ${reason[language]}`);
  }
  print(`digest ${result.digest}`);
}

function explain(problem: Problem, language: CliLanguage, print: Print): void {
  const { title, detail, hint } = problem.text(language === 'zh' ? 'zh-CN' : 'en');
  print(`${problem.code}  ${title}: ${detail}\n→ ${hint}`);
  for (const line of problem.extras.errors ?? []) {
    const message = typeof line.message === 'string' ? line.message : line.message[language === 'zh' ? 'zh-CN' : 'en'];
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
