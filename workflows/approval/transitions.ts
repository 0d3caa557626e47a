/** The transitions of the approving state and what they ask for: tasks, terms, messages. */
import { and, assign } from 'xstate';
import type { MachineEvent } from '../contract.js';
import type { AnyAction } from '../kit.js';
import type { ApprovalContext, StepInCase } from './shape.js';
import { type Awaited, awaitedIn, current, tallyOf } from './steps.js';
import { broughtIn, namesOfTimeouts, timedOut, timeoutName, timeoutOf } from './timeouts.js';
import {
  addSigner,
  backTo,
  type Change,
  delegate,
  named,
  noted,
  opine,
  payloadOf,
  removeSigner,
  sign,
  transfer,
} from './verbs.js';

type Args = { context: ApprovalContext; event: MachineEvent };
type Verb = (context: ApprovalContext, event: MachineEvent) => Change;

/** Verbs that finish the place of whoever uses them. */
const finishing = ['approve', 'refuse', 'return', 'transfer', 'delegate'];
const opinionStep = (step: StepInCase) => `opinion-${step.key}`;

const rowsOf = (awaited: readonly Awaited[]) =>
  awaited.flatMap((one) => one.who.map((who) => ({ ...one, who: [who] })));
const sameRows = (one: readonly Awaited[], other: readonly Awaited[]) => JSON.stringify(one) === JSON.stringify(other);

/** Tasks of a step: for those who sign, and apart from it for those who are only asked for an opinion. */
function tasksOf(kind: string, step: StepInCase | undefined): Record<string, unknown>[] {
  if (!step) return [];
  const awaited = awaitedIn(step);
  const signers = awaited.filter((one) => !one.opinion);
  const tally = tallyOf(step);
  const count = { of: tally.of, done: tally.for + tally.against, need: tally.need };
  const common = { due: step.due };
  // While an added signer has to sign as well, one signature does not finish what any one could sign.
  const isMixed = step.mode === 'any' && step.holders.some((one) => one.addedBy !== undefined);
  const signing = {
    step: step.key,
    holders: signers.flatMap((one) => one.who),
    mode: isMixed ? 'all' : step.mode,
    ...common,
    ...(step.holders.length > 1 || step.signatures.length > 0 ? { count } : {}),
    events: finishing.map((verb) => `${kind}.${verb}`),
  };
  const asking = {
    step: opinionStep(step),
    holders: awaited.filter((one) => one.opinion).flatMap((one) => one.who),
    mode: 'all',
    ...common,
    events: [`${kind}.opine`, `${kind}.delegate`],
  };
  return [signing, asking].filter((task) => task.holders.length > 0);
}

const hasOpinion = (step: StepInCase) => awaitedIn(step).some((one) => one.opinion);
const closings = (step: StepInCase | undefined) =>
  step ? [{ step: step.key }, ...(hasOpinion(step) ? [{ step: opinionStep(step) }] : [])] : [];

const terms = (step: StepInCase | undefined) =>
  (step?.timeouts ?? []).map((one, index) => ({
    name: timeoutName(step as StepInCase, one, index),
    due: { workingDays: one.after.workingDays },
  }));

/** Who is awaited is another: not only that the one who just signed is gone. */
function turnsTo(before: ApprovalContext, after: ApprovalContext): boolean {
  const [was, is] = [current(before), current(after)];
  if (was?.key !== is?.key) return true;
  const signed = (is?.signatures ?? []).slice(was?.signatures.length ?? 0).map((made) => made.holder);
  // Of several who could sign the place, the others are not awaited any more.
  if (awaitedIn(was).some((one) => signed.includes(one.index) && one.who.length > 1)) return true;
  const left = rowsOf(awaitedIn(was)).filter((one) => !signed.includes(one.index));
  return !sameRows(left, rowsOf(awaitedIn(is)));
}

const ask = (type: string, params: (args: Args) => unknown): AnyAction => ({ type, params });
const orNone = <T>(list: readonly T[]): readonly T[] | null => (list.length > 0 ? list : null);
const set = (change: Verb): AnyAction =>
  assign((({ context, event }: Args) => change(context, event)) as never) as AnyAction;

/** One verb that stays in the state: tasks and terms follow from how the chain was and how it is. */
function moves(kind: string, verb: Verb): AnyAction[] {
  const next = ({ context, event }: Args): ApprovalContext => ({ ...context, ...verb(context, event) });
  const isOther = (args: Args) => current(args.context)?.key !== current(next(args))?.key;
  return [
    ask('task.close', (args) => (turnsTo(args.context, next(args)) ? orNone(closings(current(args.context))) : null)),
    ask('deadline.cancel', (args) => (isOther(args) ? cancelled(args) : null)),
    ask('task.assign', (args) =>
      turnsTo(args.context, next(args)) ? orNone(tasksOf(kind, current(next(args)))) : null,
    ),
    ask('deadline.set', (args) => (isOther(args) ? orNone(terms(current(next(args)))) : null)),
    set(verb),
  ];
}

const cancelled = ({ context }: Args) => orNone(namesOfTimeouts(current(context)).map((name) => ({ name })));

/** The approving state is left: its tasks and terms end, and the verb is kept. */
const leaves = (verb: Verb): AnyAction[] => [
  ask('task.close', ({ context }) => orNone(closings(current(context)))),
  ask('deadline.cancel', cancelled),
  set(verb),
];

/** For a machine whose own events leave the approving state, e.g. somebody who is back before his extension is decided. */
export const closeApproval: AnyAction[] = leaves(() => ({}));

const note =
  (verb: 'refuse' | 'return' | 'withdraw' | 'urge' | 'copy'): Verb =>
  (context, event) => ({
    ...(verb === 'urge' ? { urgedAt: event.at } : {}),
    opinions: noted(context, event, verb, verb === 'copy' ? { to: named(event) } : {}),
  });
const refuse: Verb = (context, event) =>
  current(context)?.mode === 'ratio' ? sign(context, event, 'against') : note('refuse')(context, event);

const tell = (message: string, to: (args: Args) => readonly unknown[]): AnyAction =>
  ask('notification.send', (args) => {
    const people = to(args);
    return people.length > 0 ? { to: people, message, args: { step: current(args.context)?.key ?? '' } } : null;
  });
const waiting = ({ context }: Args) => awaitedIn(current(context)).flatMap((one) => one.who);
/** Whom an escalation brings in; nobody for any other time-out. */
const bosses = ({ context, event }: Args) => {
  const one = timeoutOf(context, event);
  return one?.do === 'escalate' ? broughtIn(context, one) : [];
};

/** What a time-out says before it changes anything: to those awaited, and to those brought in. */
const tellTimeout: AnyAction[] = [
  tell('task.timeout', (args) => (timeoutOf(args.context, args.event)?.do === 'approve' ? [] : waiting(args))),
  tell('task.escalated', bosses),
];
const tellBlocked = tell('task.timeout_blocked', (args) =>
  timeoutOf(args.context, args.event)?.do === 'approve' && isBlocked(args) ? waiting(args) : [],
);
/** The last signature by time alone; when the machine's own conditions forbid it, this comes as an ordinary time-out. */
const isBlocked = ({ context, event }: Args) => (timedOut(context, event).step ?? 0) >= context.chain.length;
const timeoutInside: Verb = (context, event) => timedOut(context, event, isBlocked({ context, event }));
const timeoutAtEnd: Verb = (context, event) => timedOut(context, event);

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
  /** What else the machine hears from `deadline.reached` while it approves. */
  deadlines?: readonly AnyAction[];
}

/** Actions with which the approving state is entered: tasks and terms of the first step. Put `beginChain` into the context before. */
export const openApproval = (kind: string): AnyAction[] => [
  ask('task.assign', ({ context }) => orNone(tasksOf(kind, current(context)))),
  ask('deadline.set', ({ context }) => orNone(terms(current(context)))),
];

const guarded = (...names: string[]): AnyAction => and(names as never);

/** The `on` of the approving state. */
export function approvalTransitions(targets: ApprovalTargets): AnyAction {
  const { kind } = targets;
  const stay = (verb: Verb, ...names: string[]): AnyAction => ({
    guard: guarded(...names),
    actions: moves(kind, verb),
  });
  const own = ['notApplicant', 'maySign'];
  return {
    [`${kind}.approve`]: [
      {
        target: targets.approved,
        guard: guarded(...own, 'completesChain', ...(targets.lastGuards ?? [])),
        actions: [...leaves(sign), ...(targets.onApproved ?? [])],
      },
      stay(sign, ...own, 'leavesChainOpen'),
    ],
    [`${kind}.opine`]: stay(opine, 'notApplicant', 'isAsked'),
    [`${kind}.refuse`]: [
      {
        target: targets.refused,
        guard: guarded(...own, 'decidesAgainst'),
        actions: [...leaves(refuse), ...(targets.onRefused ?? [])],
      },
      stay(refuse, ...own, 'votesAgainst'),
    ],
    [`${kind}.return`]: [
      {
        target: targets.returned,
        guard: guarded(...own, 'returnsToApplicant'),
        actions: [...leaves(note('return')), ...(targets.onReturned ?? [])],
      },
      stay(backTo, ...own, 'returnsToEarlierStep'),
    ],
    [`${kind}.transfer`]: stay(transfer, ...own, 'noCircle', 'mayTakeOver'),
    [`${kind}.delegate`]: stay(delegate, 'notApplicant', 'signsOrIsAsked', 'noCircle', 'mayTakeOver'),
    [`${kind}.addSigner`]: stay(addSigner, ...own, 'mayJoin'),
    [`${kind}.removeSigner`]: stay(
      removeSigner,
      'notApplicant',
      'hasAddedSigner',
      'signsOrAdded',
      'isAddedSigner',
      'leavesSomebody',
    ),
    [`${kind}.withdraw`]: {
      target: targets.withdrawn,
      actions: [...leaves(note('withdraw')), ...(targets.onWithdrawn ?? [])],
    },
    [`${kind}.urge`]: { guard: 'coolDownOver', actions: [tell('task.urged', waiting), set(note('urge'))] },
    [`${kind}.copy`]: {
      actions: [
        ask('task.copy', ({ event }) => ({ to: [payloadOf(event).to ?? []].flat().map((person) => ({ person })) })),
        set(note('copy')),
      ],
    },
    'deadline.reached': deadlines(targets),
  };
}

/** Time-outs of the present step by their names; a term of a step that is over fits none of these and changes nothing. */
function deadlines(targets: ApprovalTargets): AnyAction[] {
  const { kind } = targets;
  return [
    {
      target: targets.approved,
      guard: guarded('timeoutApproves', ...(targets.lastGuards ?? [])),
      actions: [...leaves(timeoutAtEnd), ...(targets.onApproved ?? [])],
    },
    {
      target: targets.refused,
      guard: 'timeoutRefuses',
      actions: [...leaves(timeoutAtEnd), ...(targets.onRefused ?? [])],
    },
    {
      target: targets.returned,
      guard: 'timeoutReturns',
      actions: [...leaves(timeoutAtEnd), ...(targets.onReturned ?? [])],
    },
    { guard: 'timeoutIsDue', actions: [...tellTimeout, tellBlocked, ...moves(kind, timeoutInside)] },
    ...(targets.deadlines ?? []),
  ];
}
