/** Tests that need a program of the machine run with the real one; without it they are skipped and counted. */
import { spawnSync } from 'node:child_process';

const known = new Map<string, boolean>();

/** Is the program on the path? */
export function has(program: string): boolean {
  let found = known.get(program);
  if (found === undefined) {
    found = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;
    known.set(program, found);
  }
  return found;
}

/** `describe`, or `describe.skip` where one of the programs is missing; with CI=true the runner fails on any skip. */
export function describeWith(programs: readonly string[]): typeof describe | typeof describe.skip {
  return programs.every(has) ? describe : describe.skip;
}
