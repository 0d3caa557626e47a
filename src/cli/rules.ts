/** `rules list | show | lint | evaluate | schema | index | ambiguities`: regulations for their administrator, with neither server nor database. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../core/problem.js';
import { compile } from '../core/rules/engine/compile.js';
import { checkAmbiguities } from '../core/rules/examples/ambiguities.js';
import { readCases } from '../core/rules/examples/cases.js';
import { jsonSchemas } from '../core/rules/language/json-schema.js';
import type { PackModel } from '../core/rules/pack/pack.js';
import { type LoadedLibrary, loadLibrary, regulationsFolder } from '../regulation/pack-loader.js';
import { type CliCommand, type CliLanguage, UsageError } from './command.js';
import { readAmbiguities, writeAmbiguities } from './rules-ambiguities.js';
import { BadInput, type EvaluateOptions, evaluate } from './rules-evaluate.js';
import { writeIndex } from './rules-index.js';
import { lint } from './rules-lint.js';
import { explain, type Print, words } from './rules-print.js';
import { showEdition } from './rules-show.js';

/** Exit codes: done; used wrongly or bad input; the rules refuse or a check failed. */
const [DONE, WRONG_USE, REFUSED] = [0, 2, 3] as const;

export const command: CliCommand = {
  usage:
    'rules list [--json] | show ID[@EDITION] [--json] | lint [FOLDER] [--json] | evaluate ID[@EDITION] FACTS.yaml [--as-of DAY] [--set NAME=VALUE]… [--fill NAME=VALUE]… [--json] | schema [FOLDER] | index | ambiguities',
  zh: '制度：列出、显示、检查，按事实文件试算',
  en: 'Regulations: list, show, check, and evaluate a file of facts',
  help: {
    zh: 'list 列出制度包；show 显示条款、评分项、检查表、职责、步骤、选项、参数与填写情况；lint 检查写法并运行全部算例（可指定一个制度包文件夹），逐一指出没有算例的规则；evaluate 按事实文件计算并逐行列出理由，--set 选择读法，--fill 填写空白；schema 写出供编辑器使用的 JSON Schema；index 更新 regulations/README.md 的制度目录；ambiguities 更新 docs/ambiguities.md，缺算例的读法逐一指出。退出码：0 完成，2 用法或输入有误，3 制度拒绝或检查未通过。',
    en: 'list names the packs; show prints articles, dimensions, check-lists, duties, procedures, settings and parameters; lint checks the texts, runs every worked example (of one folder if named) and names each rule without one; evaluate computes a file of facts and prints every line with its reason, --set chooses a reading, --fill fills a blank; schema writes the JSON Schemas for editors; index renews the table in regulations/README.md; ambiguities renews docs/ambiguities.md and names each reading without an example. Exit codes: 0 done, 2 used wrongly or bad input, 3 refused or a check failed.',
  },
  async run({ args, language, print }) {
    try {
      return dispatch(args, language, print);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const problem = error instanceof BadInput ? error.problem : error;
      if (!(problem instanceof Problem)) throw error;
      explain(problem, language, print);
      return error instanceof BadInput ? WRONG_USE : REFUSED;
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

interface Options extends EvaluateOptions {
  rest: string[];
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
  if (what === 'lint') return lint(name, options, language, print) ? DONE : REFUSED;
  if (what === 'schema') return writeSchemas(name ?? join(regulationsFolder(), 'schema'), print);
  if (what === 'index') {
    print(writeIndex());
    return DONE;
  }
  if (what === 'ambiguities') return ambiguities(print);
  if (what === 'evaluate') {
    evaluate(findPack(name, loadLibrary()), file, options, language, print);
    return DONE;
  }
  throw new UsageError(
    '请指明 list、show、lint、evaluate、schema、index 或 ambiguities',
    'Say list, show, lint, evaluate, schema, index or ambiguities',
  );
}

function ambiguities(print: Print): number {
  const library = loadLibrary();
  const found = checkAmbiguities(readAmbiguities(), library.packs, library);
  for (const fault of found.faults) print(fault);
  print(writeAmbiguities(found.ambiguities));
  return found.faults.length > 0 ? REFUSED : DONE;
}

interface Found {
  pack: PackModel;
  library: LoadedLibrary;
}

function findPack(name: string | undefined, library: LoadedLibrary): Found {
  const [id, edition] = (name ?? '').split('@') as [string, string?];
  const pack = library.find(id, edition);
  if (pack) return { pack, library };
  const known = library.entries.map((item) => `${item.id}@${item.edition}`).join(', ');
  throw new UsageError(
    `没有制度包“${name ?? ''}”，现有：${known}`,
    `There is no pack "${name ?? ''}"; known: ${known}`,
  );
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

function show({ pack, library }: Found, options: Options, language: CliLanguage, print: Print): number {
  const edition = compile(pack, library, options);
  // Functions fall away, what they answer is asked for by other commands.
  if (options.json) print(JSON.stringify(edition, null, 2));
  else showEdition(edition, pack.articles.notes ?? [], language, print);
  return DONE;
}

function writeSchemas(folder: string, print: Print): number {
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of Object.entries(jsonSchemas())) {
    const path = join(folder, `${name}.schema.json`);
    writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
    print(path);
  }
  return DONE;
}
