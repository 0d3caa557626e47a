/** Guards of the approval kit by name, and what a refusal says. A machine spreads them into its own. */
import type { MachineEvent, Refusal } from '../contract.js';
import type { ApprovalContext, StepInCase } from './shape.js';
import {
  addedPlace,
  askedFor,
  awaitedIn,
  current,
  holderFor,
  isComplete,
  isLost,
  livePlaces,
  passedOn,
  peopleAhead,
  peopleIn,
} from './steps.js';
import { timedOut, timeoutOf } from './timeouts.js';
import { named, payloadOf, removeSigner, sign } from './verbs.js';

/** Hours between two urgings of the same step. */
export const URGE_COOL_DOWN_HOURS = 4;

type Args = { context: ApprovalContext; event: MachineEvent };

const after = (context: ApprovalContext, event: MachineEvent) => sign(context, event).step ?? context.step;
const losesVote = (context: ApprovalContext, event: MachineEvent) => {
  const step = current(context);
  return step?.mode !== 'ratio' || isLost(sign(context, event, 'against').chain?.[context.step] as StepInCase);
};
const oneOf = (event: MachineEvent) => [event.actor.person, event.actor.onBehalfOf];

export const approvalGuards = {
  notApplicant: ({ context, event }: Args) => !oneOf(event).includes(context.applicant),
  maySign: ({ context, event }: Args) => holderFor(context, event.actor) >= 0,
  isAsked: ({ context, event }: Args) => askedFor(context, event.actor) >= 0,
  signsOrIsAsked: ({ context, event }: Args) =>
    holderFor(context, event.actor) >= 0 || askedFor(context, event.actor) >= 0,
  completesChain: ({ context, event }: Args) => after(context, event) >= context.chain.length,
  leavesChainOpen: ({ context, event }: Args) => after(context, event) < context.chain.length,
  decidesAgainst: ({ context, event }: Args) => losesVote(context, event),
  votesAgainst: ({ context, event }: Args) => !losesVote(context, event),
  hasAddedSigner: ({ context }: Args) => removable(context).length > 0,
  signsOrAdded: ({ context, event }: Args) =>
    holderFor(context, event.actor) >= 0 || context.adders.includes(event.actor.person),
  coolDownOver: ({ context, event }: Args) =>
    context.urgedAt === null || Date.parse(event.at) - Date.parse(context.urgedAt) >= URGE_COOL_DOWN_HOURS * 3_600_000,
  timeoutApproves: ({ context, event }: Args) =>
    timeoutOf(context, event)?.do === 'approve' && (timedOut(context, event).step ?? 0) >= context.chain.length,
  timeoutRefuses: ({ context, event }: Args) => timeoutOf(context, event)?.do === 'refuse',
  timeoutReturns: ({ context, event }: Args) => timeoutOf(context, event)?.do === 'return',
  timeoutIsDue: ({ context, event }: Args) => timeoutOf(context, event) !== undefined,
};

/** Signers who were added and have not signed, from the present step on. */
export const removable = (context: ApprovalContext): string[] =>
  context.chain
    .slice(context.step)
    .flatMap((step) =>
      livePlaces(step).flatMap((index) => {
        const one = step.holders[index];
        return one && 'person' in one && one.addedBy !== undefined ? [one.person] : [];
      }),
    )
    .filter((person) => addedPlace(context, person) !== undefined);

/** A step that was put in may go as a whole; otherwise somebody must still be awaited, and no vote may be decided by it. */
function leavesSomebody(context: ApprovalContext, event: MachineEvent): boolean {
  const change = removeSigner(context, event);
  const step = change.chain?.[context.step];
  if (!step || (change.step ?? 0) >= context.chain.length) return false;
  if (livePlaces(step).length === 0) return true;
  return !isComplete(step) && !isLost(step) && awaitedIn(step).length > 0;
}

const goesTo = (context: ApprovalContext, event: MachineEvent, taken: readonly string[]) =>
  named(event).every((to) => to !== context.applicant && !oneOf(event).includes(to) && !taken.includes(to));

const isCircle = (context: ApprovalContext, event: MachineEvent): boolean => {
  const step = current(context);
  if (!step) return false;
  const own = holderFor(context, event.actor);
  const at = own >= 0 ? own : askedFor(context, event.actor);
  const askers = (step.holders[at]?.asked ?? []).flatMap(({ person, by }) => [person, by]);
  return named(event).some((to) => passedOn(step, at).includes(to) || askers.includes(to));
};

/** Guards that look at the payload. */
export const approvalPayloadGuards = {
  returnsToApplicant: ({ event }: Args) => payloadOf(event).to === undefined,
  returnsToEarlierStep: ({ context, event }: Args) => {
    const index = context.chain.findIndex((step) => step.key === payloadOf(event).to);
    return index >= 0 && index < context.step && livePlaces(context.chain[index] as StepInCase).length > 0;
  },
  noCircle: ({ context, event }: Args) => !isCircle(context, event),
  mayTakeOver: ({ context, event }: Args) => {
    const step = current(context);
    return step !== undefined && goesTo(context, event, peopleIn(step));
  },
  mayJoin: ({ context, event }: Args) =>
    goesTo(context, event, peopleAhead(context)) && new Set(named(event)).size === named(event).length,
  isAddedSigner: ({ context, event }: Args) =>
    named(event).every((to) => to !== event.actor.person && addedPlace(context, to) !== undefined),
  leavesSomebody: ({ context, event }: Args) => leavesSomebody(context, event),
};

const stepName = (context: ApprovalContext) => current(context)?.key ?? '';

export const approvalBecause: Record<string, (context: never, event: never) => Refusal> = {
  notApplicant: () => ({ code: 'auth.self_decision' }),
  // Somebody else's button is not drawn; whoever sends it all the same is told.
  maySign: (context: ApprovalContext) => ({
    code: 'approval.not_holder',
    facts: { step: stepName(context) },
    silent: true,
  }),
  signsOrIsAsked: (context: ApprovalContext) => ({
    code: 'approval.not_holder',
    facts: { step: stepName(context) },
    silent: true,
  }),
  signsOrAdded: (context: ApprovalContext) => ({
    code: 'approval.not_holder',
    facts: { step: stepName(context) },
    silent: true,
  }),
  isAsked: (context: ApprovalContext) => ({
    code: 'approval.not_asked',
    facts: { step: stepName(context) },
    silent: true,
  }),
  hasAddedSigner: () => ({ code: 'approval.no_added_signer', silent: true }),
  coolDownOver: () => ({ code: 'approval.urged_recently', facts: { hours: URGE_COOL_DOWN_HOURS } }),
  returnsToEarlierStep: (context: ApprovalContext) => ({
    code: 'approval.no_such_step',
    facts: { available: context.chain.slice(0, context.step).map((step) => step.key) },
  }),
  noCircle: (_: ApprovalContext, event: MachineEvent) => ({
    code: 'approval.circle',
    facts: { person: named(event).join('、') },
  }),
  mayTakeOver: (_: ApprovalContext, event: MachineEvent) => ({
    code: 'approval.cannot_transfer',
    facts: { person: named(event).join('、') },
  }),
  mayJoin: (_: ApprovalContext, event: MachineEvent) => ({
    code: 'approval.cannot_add',
    facts: { person: named(event).join('、') },
  }),
  isAddedSigner: (_: ApprovalContext, event: MachineEvent) => ({
    code: 'approval.not_added',
    facts: { person: named(event).join('、') },
  }),
  leavesSomebody: (_: ApprovalContext, event: MachineEvent) => ({
    code: 'approval.last_signer',
    facts: { person: named(event).join('、') },
  }),
};
