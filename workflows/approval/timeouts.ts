/** Time-outs of a step: named terms that are set when the step begins, cancelled when it ends and answered by name. Pure. */
import type { Holder } from '../../src/core/effects.js';
import type { MachineEvent } from '../contract.js';
import type { ApprovalContext, StepInCase, Timeout } from './shape.js';
import { awaitedIn, current, peopleIn } from './steps.js';
import { type Change, escalate, names, noted, payloadOf, signRest } from './verbs.js';

/** Name of the term: what it does, of which step, and which of its time-outs. */
export const timeoutName = (step: Pick<StepInCase, 'key'>, one: Timeout, index: number) =>
  `approval-${one.do}-${step.key}-${index}`;

export const namesOfTimeouts = (step: StepInCase | undefined): string[] =>
  step ? (step.timeouts ?? []).map((one, index) => timeoutName(step, one, index)) : [];

/** The time-out of the present step that an event `deadline.reached` names; undefined for any other term. */
export function timeoutOf(context: ApprovalContext, event: MachineEvent): Timeout | undefined {
  const step = current(context);
  const name = payloadOf(event).name;
  const index = namesOfTimeouts(step).indexOf(name ?? '');
  return index < 0 ? undefined : step?.timeouts?.[index];
}

/** Whom an escalation can bring in: never the applicant, nobody twice. */
export function broughtIn(context: ApprovalContext, one: Timeout): Holder[] {
  const step = current(context);
  if (!step) return [];
  const there = [context.applicant, ...peopleIn(step)];
  return (one.to ?? []).filter((who) => !('person' in who) || !there.includes(who.person));
}

/**
 * What a time-out makes of the chain. An approval that the machine's own conditions forbid (the last step of a leave whose
 * substitute is missing) is a reminder: nobody is let through by time alone.
 */
export function timedOut(context: ApprovalContext, event: MachineEvent, isBlocked = false): Change {
  const one = timeoutOf(context, event);
  if (!one) return {};
  const more = one.basis ? { basis: one.basis } : {};
  if (one.do === 'escalate') {
    const to = broughtIn(context, one);
    const verb = to.length > 0 ? 'escalate' : 'remind';
    const opinions = noted(context, event, verb, { ...more, to: names(to) });
    return { ...escalate(context, to, one.replace ?? false), opinions };
  }
  if (one.do === 'approve' && !isBlocked)
    return { ...signRest(context, event, one.basis), opinions: noted(context, event, 'approve', more) };
  if (one.do === 'refuse' || one.do === 'return') return { opinions: noted(context, event, one.do, more) };
  const to = awaitedIn(current(context)).flatMap(({ who }) => names(who));
  return { opinions: noted(context, event, 'remind', { ...more, to }) };
}
