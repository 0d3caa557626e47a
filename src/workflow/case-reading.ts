/** What a case view says, out of what is stored: pure functions without words of their own. */
import type { MachineSpec } from '../../workflows/contract.js';
import { describe } from '../../workflows/run.js';
import type { CaseFile } from './case-file.js';

/** Whom a paper without a subject of its own is about, from what its source is asked for. */
export function aboutOf({ context }: CaseFile): string | undefined {
  const subject = (context.args as Record<string, unknown> | undefined)?.subject;
  return typeof subject === 'string' ? subject : undefined;
}

export function opinionOf(payload: unknown): string | undefined {
  const said = payload as Record<string, unknown> | null;
  for (const name of ['remark', 'reason', 'opinion', 'note'])
    if (typeof said?.[name] === 'string') return said[name] as string;
  return undefined;
}

/** Lines of a decision's trace, wherever the provider put them. */
export function linesIn(found: unknown): unknown[] {
  if (typeof found !== 'object' || found === null) return [];
  const { lines, trace } = found as { lines?: unknown; trace?: unknown };
  if (Array.isArray(lines)) return lines;
  if (Array.isArray(trace)) return trace;
  return trace ? linesIn(trace) : [];
}

/** States that the machine can still come to: a decided case does not show the decision that was not taken. */
export function reachableFrom(spec: MachineSpec, state: string): Set<string> {
  const { transitions } = describe(spec);
  const seen = new Set<string>();
  for (const open = [...state.split('|'), '*']; open.length > 0; ) {
    const from = open.pop();
    for (const step of transitions)
      for (const to of step.from === from ? step.to.split('|') : [])
        if (!seen.has(to)) {
          seen.add(to);
          open.push(to);
        }
  }
  return seen;
}
