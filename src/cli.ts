/** `npm run cli -- COMMAND`: the command line for operators and authors of rules. */
import { type CliCommand, type CliLanguage, UsageError } from './cli/command.js';
import { commands } from './cli/index.js';
import { Problem } from './core/problem.js';
import { describeSettings } from './platform/config/settings.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);

// A reader that closes early (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  const { language, args } = takeLanguage(argv);
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    help(language);
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    console.error(
      language === 'zh' ? `没有命令 ${name}，全部命令见 --help` : `There is no command ${name}; --help lists them all`,
    );
    return 2;
  }
  const { command } = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    helpFor(command, language);
    return 0;
  }
  try {
    return await command.run({ args: rest, language, print });
  } catch (error) {
    return explain(error, command, language);
  }
}

function takeLanguage(argv: readonly string[]): { language: CliLanguage; args: string[] } {
  const args = [...argv];
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  let wanted = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '') ? 'zh' : 'en';
  if (at >= 0) {
    const [taken] = args.splice(at, args[at] === '--lang' ? 2 : 1);
    wanted = taken === '--lang' ? (argv[at + 1] ?? '') : taken!.slice('--lang='.length);
  }
  return { language: wanted.startsWith('zh') ? 'zh' : 'en', args };
}

/** Both languages unless one was asked for in so many words would be long; the other one is named in the last line. */
function help(language: CliLanguage): void {
  const zh = language === 'zh';
  print(
    zh
      ? '考评命令行\n\n用法：npm run cli -- 命令 [参数]\n\n命令：'
      : 'Kaoping command line\n\nUsage: npm run cli -- COMMAND [ARGUMENTS]\n\nCommands:',
  );
  for (const [name, entry] of Object.entries(commands)) print(`  ${name.padEnd(12)} ${entry[language]}`);
  print(
    zh
      ? '\n某个命令的用法：npm run cli -- 命令 --help\n\n设置（环境变量）：'
      : '\nHow to use one: npm run cli -- COMMAND --help\n\nSettings (environment):',
  );
  for (const { name, text, otherwise } of describeSettings(language)) {
    print(
      `  ${name.padEnd(28)} ${text}${otherwise ? (zh ? `（默认：${otherwise}）` : ` (default: ${otherwise})`) : ''}`,
    );
  }
  print(zh ? '\nEnglish: --lang en' : '\n中文：--lang zh');
}

function helpFor(command: CliCommand, language: CliLanguage): void {
  print(`npm run cli -- ${command.usage}\n\n${command[language]}`);
  if (command.help) print(`\n${command.help[language]}`);
}

function explain(error: unknown, command: CliCommand, language: CliLanguage): number {
  if (error instanceof UsageError) {
    console.error(`${error[language]}\n\nnpm run cli -- ${command.usage}`);
    return 2;
  }
  if (error instanceof Problem) {
    const { title, detail, hint } = error.text(language === 'zh' ? 'zh-CN' : 'en');
    console.error(`${title}: ${detail}\n→ ${hint}`);
    for (const line of error.extras.errors ?? []) {
      const message =
        typeof line.message === 'string' ? line.message : line.message[language === 'zh' ? 'zh-CN' : 'en'];
      console.error(`  ${line.where}  ${message}`);
    }
    return 1;
  }
  console.error(error);
  return 1;
}
