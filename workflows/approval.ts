/**
 * The one approval kit: a chain of steps, worked off in one state. Each step is signed by any one of its holders (或签) or by
 * all of them (会签). Verbs: approve, refuse, return, withdraw, transfer, urge, copy. Later verbs (delegate and return, add
 * or remove a signer, vote by ratio) change `chain` in the same way and need no other state.
 */
import { and, assign } from 'xstate';
import { z } from 'zod';
import { due, holder } from '../src/core/effects.js';
import type { CaseActor, Refusal } from './contract.js';
import { defineEvents, type MachineEvent } from './kit.js';
import { personCode, reason, remark } from './shapes.js';

export const signature = z.strictObject({
  person: z.string(),
  onBehalfOf: z.string().optional(),
  /** Which of the step's holders this signature stands for. */
  holder: z.int().min(0),
  at: z.string(),
  remark: z.string().optional(),
});

export const chainStep = z.strictObject({
  /** Unique within the chain; also the name of the task, e.g. `SHIFT_LEADER`. */
  key: z.string(),
  holders: z.array(holder).min(1),
  mode: z.enum(['any', 'all']).default('any'),
  due: due.optional(),
});

/** Spread into the context shape of every machine that approves. */
export const approvalFields = {
  applicant: z.string(),
  chain: z.array(chainStep.extend({ signatures: z.array(signature) })),
  /** Index of the step that is being signed; `chain.length` when all have. */
  step: z.int().min(0),
  urgedAt: z.string().nullable(),
  /** Refusals and returns with their reasons, oldest first. */
  opinions: z.array(
    z.strictObject({
      verb: z.enum(['refuse', 'return']),
      step: z.string(),
      person: z.string(),
      reason: z.string(),
      at: z.string(),
    }),
  ),
};
const approvalContext = z.object(approvalFields);
export type ApprovalContext = z.output<typeof approvalContext>;
export type ChainStep = z.output<typeof chainStep>;

/** Hours between two urgings of the same step. */
export const URGE_COOL_DOWN_HOURS = 4;

type Args = { context: ApprovalContext; event: MachineEvent };
type Payload = { remark?: string; reason?: string; to?: unknown };
const payloadOf = (event: MachineEvent) => (event.payload ?? {}) as Payload;

/** Context fields with which a chain begins. */
export const beginChain = (chain: readonly ChainStep[]): Pick<ApprovalContext, 'chain' | 'step' | 'urgedAt'> => ({
  chain: chain.map((step) => ({ ...step, signatures: [] })),
  step: 0,
  urgedAt: null,
});

const current = (context: ApprovalContext) => context.chain[context.step];

/**
 * Which holder of the present step this person can sign for, −1 for none: by name first (their own, or that of whom they
 * stand in for), then by role. That a role reaches this case, and that a delegate may, the shell has checked by the task.
 */
export function holderFor(context: ApprovalContext, actor: CaseActor): number {
  const step = current(context);
  if (!step) return -1;
  const people = [actor.person, actor.onBehalfOf];
  if (people.includes(context.applicant)) return -1;
  if (
    step.signatures.some(
      (made) => people.includes(made.person) || (made.onBehalfOf && people.includes(made.onBehalfOf)),
    )
  )
    return -1;
  const isOpen = (index: number) => !step.signatures.some((made) => made.holder === index);
  const named = step.holders.findIndex((one, index) => isOpen(index) && 'person' in one && people.includes(one.person));
  if (named >= 0) return named;
  return step.holders.findIndex(
    (one, index) =>
      isOpen(index) && 'role' in one && (actor.onBehalfOf !== undefined || actor.roles.includes(one.role)),
  );
}

const completesStep = (context: ApprovalContext): boolean => {
  const step = current(context);
  return step !== undefined && (step.mode === 'any' || step.signatures.length + 1 >= step.holders.length);
};
const isLastStep = (context: ApprovalContext) => context.step === context.chain.length - 1;

/** Guards by name; a machine spreads them into its own. */
export const approvalGuards = {
  notApplicant: ({ context, event }: Args) => ![event.actor.person, event.actor.onBehalfOf].includes(context.applicant),
  maySign: ({ context, event }: Args) => holderFor(context, event.actor) >= 0,
  completesChain: ({ context }: Args) => isLastStep(context) && completesStep(context),
  completesStep: ({ context }: Args) => !isLastStep(context) && completesStep(context),
  waitsForOthers: ({ context }: Args) => !completesStep(context),
  coolDownOver: ({ context, event }: Args) =>
    context.urgedAt === null || Date.parse(event.at) - Date.parse(context.urgedAt) >= URGE_COOL_DOWN_HOURS * 3_600_000,
};

/** Guards that look at the payload. */
export const approvalPayloadGuards = {
  returnsToApplicant: ({ event }: Args) => payloadOf(event).to === undefined,
  returnsToEarlierStep: ({ context, event }: Args) => {
    const index = context.chain.findIndex((step) => step.key === payloadOf(event).to);
    return index >= 0 && index < context.step;
  },
  mayTakeOver: ({ context, event }: Args) => {
    const to = String(payloadOf(event).to);
    const step = current(context);
    return (
      to !== context.applicant &&
      to !== event.actor.person &&
      !step?.signatures.some((made) => made.person === to || made.onBehalfOf === to) &&
      !step?.holders.some((one) => 'person' in one && one.person === to)
    );
  },
};

export const approvalBecause: Record<string, (context: never, event: never) => Refusal> = {
  notApplicant: () => ({ code: 'auth.self_decision' }),
  maySign: (context: ApprovalContext) => ({
    code: 'approval.not_holder',
    facts: { step: current(context)?.key ?? '' },
  }),
  coolDownOver: () => ({ code: 'approval.urged_recently', facts: { hours: URGE_COOL_DOWN_HOURS } }),
  returnsToEarlierStep: (context: ApprovalContext) => ({
    code: 'approval.no_such_step',
    facts: { available: context.chain.slice(0, context.step).map((step) => step.key) },
  }),
  mayTakeOver: (_: ApprovalContext, event: MachineEvent) => ({
    code: 'approval.cannot_transfer',
    facts: { person: String(payloadOf(event).to) },
  }),
};

/** Events of the verbs, named `<kind>.approve`, `<kind>.refuse`, … */
export const approvalEvents = <K extends string>(kind: K) => {
  const never = (context: ApprovalContext) => [context.applicant];
  const holders = [{ is: 'holder' as const }];
  const list = defineEvents({
    approve: { payload: z.strictObject({ remark }), by: holders, never, button: 'primary' },
    refuse: { payload: z.strictObject({ reason }), by: holders, never, button: 'danger', reason: true },
    return: {
      payload: z.strictObject({ to: z.string().optional(), reason }),
      by: holders,
      never,
      button: 'default',
      reason: true,
    },
    transfer: { payload: z.strictObject({ to: personCode, remark }), by: holders, never, button: 'default' },
    withdraw: { payload: z.strictObject({ remark }), by: [{ is: 'applicant' }], button: 'danger' },
    urge: { payload: z.strictObject({}), by: [{ is: 'applicant' }], button: 'default' },
    copy: {
      payload: z.strictObject({ to: z.array(personCode).min(1).max(50) }),
      by: [{ is: 'applicant' }, { is: 'holder' }],
      button: 'default',
    },
  });
  type List = typeof list;
  return Object.fromEntries(Object.entries(list).map(([verb, event]) => [`${kind}.${verb}`, event])) as {
    [V in keyof List & string as `${K}.${V}`]: List[V];
  };
};

// The actions below are spread into machines whose contexts contain `approvalFields`; their precise types differ by machine.
// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyAction = any;

const set = (change: (args: Args) => Partial<ApprovalContext>): AnyAction => assign(change as never);

const sign = set(({ context, event }) => ({
  chain: context.chain.map((step, index) =>
    index === context.step
      ? {
          ...step,
          signatures: [
            ...step.signatures,
            {
              person: event.actor.person,
              ...(event.actor.onBehalfOf ? { onBehalfOf: event.actor.onBehalfOf } : {}),
              holder: holderFor(context, event.actor),
              at: event.at,
              ...(payloadOf(event).remark ? { remark: payloadOf(event).remark } : {}),
            },
          ],
        }
      : step,
  ),
}));

const advance = set(({ context }) => ({ step: context.step + 1, urgedAt: null }));

const note = (verb: 'refuse' | 'return') =>
  set(({ context, event }) => ({
    opinions: [
      ...context.opinions,
      {
        verb,
        step: current(context)?.key ?? '',
        person: event.actor.person,
        reason: payloadOf(event).reason ?? '',
        at: event.at,
      },
    ],
  }));

const backTo = set(({ context, event }) => {
  const target = context.chain.findIndex((step) => step.key === payloadOf(event).to);
  return {
    step: target,
    urgedAt: null,
    chain: context.chain.map((step, index) => (index >= target ? { ...step, signatures: [] } : step)),
  };
});

const handOver = set(({ context, event }) => {
  const from = holderFor(context, event.actor);
  return {
    chain: context.chain.map((step, index) =>
      index === context.step
        ? {
            ...step,
            holders: step.holders.map((one, place) => (place === from ? { person: String(payloadOf(event).to) } : one)),
          }
        : step,
    ),
  };
});

/** Those of the present step who have not signed. */
const openHolders = (context: ApprovalContext) => {
  const step = current(context);
  return step ? step.holders.filter((_, index) => !step.signatures.some((made) => made.holder === index)) : [];
};

const closeTask: AnyAction = { type: 'task.close', params: ({ context }: Args) => ({ step: current(context)?.key }) };

const openTask = (kind: string): AnyAction => ({
  type: 'task.assign',
  params: ({ context }: Args) => {
    const step = current(context);
    if (!step) return null;
    const events = ['approve', 'refuse', 'return', 'transfer'].map((verb) => `${kind}.${verb}`);
    return { step: step.key, holders: openHolders(context), mode: step.mode, due: step.due, events };
  },
});

const remind: AnyAction = {
  type: 'notification.send',
  params: ({ context }: Args) => ({
    to: openHolders(context),
    message: 'task.urged',
    args: { step: current(context)?.key ?? '' },
  }),
};
const copy: AnyAction = {
  type: 'task.copy',
  params: ({ event }: Args) => ({ to: (payloadOf(event).to as string[]).map((person) => ({ person })) }),
};

export interface ApprovalTargets {
  kind: string;
  approved: string;
  refused: string;
  /** Where a return to the applicant leads. */
  returned: string;
  withdrawn: string;
  /** Guards of the machine for the last signature, e.g. that the substitute is in place. */
  lastGuards?: readonly string[];
  onApproved?: readonly AnyAction[];
  onRefused?: readonly AnyAction[];
  onReturned?: readonly AnyAction[];
  onWithdrawn?: readonly AnyAction[];
}

/** Actions with which the approving state is entered: the first task is opened. Put `beginChain` into the context before. */
export const openApproval = (kind: string): AnyAction => openTask(kind);

/** The `on` of the approving state. */
export function approvalTransitions(targets: ApprovalTargets): AnyAction {
  const { kind } = targets;
  const guarded = (...names: string[]): AnyAction => and(names as never);
  return {
    [`${kind}.approve`]: [
      {
        target: targets.approved,
        guard: guarded('notApplicant', 'maySign', 'completesChain', ...(targets.lastGuards ?? [])),
        actions: [sign, closeTask, advance, ...(targets.onApproved ?? [])],
      },
      {
        guard: guarded('notApplicant', 'maySign', 'completesStep'),
        actions: [sign, closeTask, advance, openTask(kind)],
      },
      { guard: guarded('notApplicant', 'maySign', 'waitsForOthers'), actions: [sign] },
    ],
    [`${kind}.refuse`]: {
      target: targets.refused,
      guard: guarded('notApplicant', 'maySign'),
      actions: [note('refuse'), closeTask, ...(targets.onRefused ?? [])],
    },
    [`${kind}.return`]: [
      {
        target: targets.returned,
        guard: guarded('notApplicant', 'maySign', 'returnsToApplicant'),
        actions: [note('return'), closeTask, ...(targets.onReturned ?? [])],
      },
      {
        guard: guarded('notApplicant', 'maySign', 'returnsToEarlierStep'),
        actions: [note('return'), closeTask, backTo, openTask(kind)],
      },
    ],
    [`${kind}.transfer`]: {
      guard: guarded('notApplicant', 'maySign', 'mayTakeOver'),
      actions: [closeTask, handOver, openTask(kind)],
    },
    [`${kind}.withdraw`]: { target: targets.withdrawn, actions: [closeTask, ...(targets.onWithdrawn ?? [])] },
    [`${kind}.urge`]: { guard: 'coolDownOver', actions: [set(({ event }) => ({ urgedAt: event.at })), remind] },
    [`${kind}.copy`]: { actions: [copy] },
  };
}
