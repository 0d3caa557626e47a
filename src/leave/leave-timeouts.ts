/** What happens when nobody signs a step of a leave: as the edition says, in working days. Pure. */
import type { Timeout } from '../../workflows/approval.js';
import type { Holder } from '../core/effects.js';
import type { CompiledEdition } from '../core/rules/types.js';

const acts = ['approve', 'refuse', 'return'] as const;

/**
 * Time-outs of one step. The edition's decision `leave.signing` gives `remindAfter`, `escalateAfter` and `actAfter` in working
 * days (0 or nothing = never) and `act`, what the system does at last; without the decision nothing happens.
 * @param higher who signs instead when a step waits too long; nobody for the highest
 */
export function timeoutsOf(edition: CompiledEdition, higher: readonly Holder[]): Timeout[] {
  if (!edition.decisions.includes('leave.signing')) return [];
  const { value, articles } = edition.decide('leave.signing', {});
  const basis = articles.join('、');
  const after = (days: unknown) => ({ after: { workingDays: Number(days) } });
  const act = acts.find((one) => one === value.act);
  return [
    ...(Number(value.remindAfter) > 0 ? [{ ...after(value.remindAfter), do: 'remind' as const, basis }] : []),
    ...(Number(value.escalateAfter) > 0 && higher.length > 0
      ? [{ ...after(value.escalateAfter), do: 'escalate' as const, to: [...higher], basis }]
      : []),
    ...(act && Number(value.actAfter) > 0 ? [{ ...after(value.actAfter), do: act, basis }] : []),
  ];
}
