/** What a command of the command line is. */
export type CliLanguage = 'zh' | 'en';

export interface CommandInput {
  /** What follows the command's name. */
  args: readonly string[];
  language: CliLanguage;
  /** Prints a line to standard output. */
  print(line: string): void;
}

export interface CliCommand {
  /** e.g. `rules evaluate EDITION --facts FILE`. */
  usage: string;
  zh: string;
  en: string;
  /** Longer help, shown by `NAME --help`. */
  help?: { zh: string; en: string };
  /** @returns exit code: 0 done, 1 refused or a check failed, 2 used wrongly */
  run(input: CommandInput): Promise<number>;
}

/** Thrown for a wrong use; the frame prints the usage after it and exits with 2. */
export class UsageError extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(en);
  }
}

/** `--name value`, `--name=value` and `--flag` apart from the rest. @throws UsageError for an option that is not known */
export function readOptions(
  args: readonly string[],
  known: { values?: readonly string[]; flags?: readonly string[] },
): { rest: string[]; values: Record<string, string | undefined>; flags: Set<string> } {
  const rest: string[] = [];
  const values: Record<string, string | undefined> = {};
  const flags = new Set<string>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (!arg.startsWith('--')) {
      rest.push(arg);
      continue;
    }
    const [name, inline] = arg.slice(2).split(/=(.*)/s) as [string, string?];
    if (known.flags?.includes(name) && inline === undefined) flags.add(name);
    else if (known.values?.includes(name)) {
      const value = inline ?? args[++at];
      if (value === undefined) throw new UsageError(`--${name} 后面缺少值`, `--${name} needs a value`);
      values[name] = value;
    } else throw new UsageError(`没有选项 --${name}`, `There is no option --${name}`);
  }
  return { rest, values, flags };
}
