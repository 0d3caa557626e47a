/**
 * The one approval kit: a chain of steps, worked off in one state. A step is signed by any one of its holders (或签), by all
 * (会签), one after the other (依次) or by vote (票签). Verbs: approve, refuse, return to any earlier step or to the
 * applicant, transfer, delegate and return, add and remove a signer, withdraw, urge, copy. Time-outs on a step remind,
 * escalate and act, in working days. Whatever is done changes `chain` and needs no other state.
 */
export { approvalEvents } from './approval/events.js';
export { approvalBecause, approvalGuards, approvalPayloadGuards } from './approval/guards.js';
export { approvalEssence } from './approval/samples.js';
export type { ApprovalContext, ChainStep, SigningMode, StepInCase, Timeout } from './approval/shape.js';
export { approvalFields, beginChain, chainStep } from './approval/shape.js';
export { type Awaited, awaitedIn, livePlaces, tallyOf } from './approval/steps.js';
export { type ApprovalTargets, approvalTransitions, closeApproval, openApproval } from './approval/transitions.js';
