/** Reads the first sheet of a workbook with the help of a child that may die without harm. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Problem } from '../../core/problem.js';
import type { ChildAnswer, ChildCell, ChildOrder } from './sheet-child.js';
import { checkWorkbook } from './workbook-check.js';

export const MAX_ROWS = 20_000;
const MAX_COLS = 60;
/** A merged title over a wide list; anything larger is a mistake or an attack. */
const MAX_MERGE = 400;
const MEMORY_MIB = 384;
const TIME_LIMIT = 30_000;

export interface Sheet {
  name: string;
  rows: readonly { row: number; cells: readonly ChildCell[] }[];
  /** Ranges such as `A1:H1`. */
  merges: readonly string[];
}

/** How many workbooks may be open at once; others wait. */
const PARALLEL = 2;

@Injectable()
export class SheetReader {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws Problem `import.*` for everything that is wrong with the file itself */
  async read(name: string, bytes: Buffer): Promise<Sheet> {
    try {
      checkWorkbook(name, bytes);
    } catch (error) {
      throw withPlace(name, error);
    }
    if (this.running >= PARALLEL) await new Promise<void>((go) => this.waiting.push(go));
    this.running += 1;
    try {
      return await readInChild(name, bytes);
    } catch (error) {
      throw withPlace(name, error);
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}

/** What is wrong with the whole of a file stands in the file, or in the area that is named. */
function withPlace(name: string, error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const { range, limit } = error.facts;
  const allowed = range ? `≤ ${MAX_MERGE}` : limit ? `≤ ${limit}` : '.xlsx';
  return new Problem(error.code, { ...error.facts, where: String(range ?? name), allowed }, error.extras);
}

function readInChild(name: string, bytes: Buffer): Promise<Sheet> {
  const source = import.meta.url.endsWith('.ts') ? './sheet-child.ts' : './sheet-child.js';
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL(source, import.meta.url)), [], {
      execArgv: [`--max-old-space-size=${MEMORY_MIB}`, '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
      settle();
    };
    const unreadable = () => end(() => reject(new Problem('import.file_unreadable', { name })));
    const timer = setTimeout(unreadable, TIME_LIMIT);
    child.once('message', (answer) => end(() => settle(name, answer as ChildAnswer, resolve, reject)));
    child.once('error', unreadable);
    child.once('exit', unreadable);
    child.send({ bytes, maxRows: MAX_ROWS, maxCols: MAX_COLS, maxMerge: MAX_MERGE } satisfies ChildOrder, (error) => {
      if (error) unreadable();
    });
  });
}

function settle(
  name: string,
  answer: ChildAnswer,
  resolve: (sheet: Sheet) => void,
  reject: (error: Error) => void,
): void {
  if (!answer.ok) reject(new Problem(answer.code, { name, ...answer.facts }));
  else if (answer.rows.length > MAX_ROWS + 10) reject(new Problem('import.xlsx_too_many_rows', { limit: MAX_ROWS }));
  else resolve({ name: answer.sheet, rows: answer.rows, merges: answer.merges });
}
