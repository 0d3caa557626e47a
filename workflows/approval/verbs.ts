/** What each verb makes of a chain. Pure: context and event in, the changed fields out; guards have been asked before. */
import type { Holder } from '../../src/core/effects.js';
import type { MachineEvent } from '../contract.js';
import type { ApprovalContext, ApprovalVerb, Opinion, PlaceInStep, StepInCase } from './shape.js';
import {
  addedPlace,
  askedFor,
  awaitedIn,
  current,
  holderFor,
  livePlaces,
  nextStep,
  standsAt,
  tallyOf,
  whoOf,
} from './steps.js';

export type AddAt = 'before' | 'beside' | 'after';
export interface Payload {
  remark?: string;
  reason?: string;
  opinion?: string;
  to?: string | string[];
  place?: AddAt;
  name?: string;
}
export const payloadOf = (event: MachineEvent) => (event.payload ?? {}) as Payload;
export const named = (event: MachineEvent): string[] => [payloadOf(event).to ?? []].flat();

export type Change = Partial<ApprovalContext>;

/** The people that a verb speaks about, roles by their name. */
export const names = (who: readonly Holder[]) => who.map((one) => ('person' in one ? one.person : one.role));

export function noted(
  context: ApprovalContext,
  event: MachineEvent,
  verb: ApprovalVerb,
  more: Partial<Opinion> = {},
): Opinion[] {
  const { remark, reason, opinion } = payloadOf(event);
  const { person, onBehalfOf } = event.actor;
  const line: Opinion = {
    verb,
    step: current(context)?.key ?? '',
    person,
    ...(onBehalfOf ? { onBehalfOf } : {}),
    reason: reason ?? opinion ?? remark ?? '',
    at: event.at,
    ...more,
  };
  return [...context.opinions, line];
}

export const inStep = (
  context: ApprovalContext,
  change: (step: StepInCase) => StepInCase,
  index = context.step,
): StepInCase[] => context.chain.map((step, at) => (at === index ? change(step) : step));

export const inPlace = (step: StepInCase, index: number, change: (one: PlaceInStep) => PlaceInStep): StepInCase => ({
  ...step,
  holders: step.holders.map((one, at) => (at === index ? change(one) : one)),
});

/** Goes on to the next step that needs somebody. */
export function settled(context: ApprovalContext, chain: StepInCase[]): Pick<ApprovalContext, 'chain' | 'step'> {
  return { chain, step: nextStep(chain, context.step) };
}
const freshIfMoved = (context: ApprovalContext, step: number): Change =>
  step === context.step ? {} : { urgedAt: null };

/** One more signature in the present step; in a vote it is for or against. */
export function sign(context: ApprovalContext, event: MachineEvent, vote: 'for' | 'against' = 'for'): Change {
  const { remark, reason } = payloadOf(event);
  const words = remark ?? reason;
  const { person, onBehalfOf } = event.actor;
  const chain = inStep(context, (step) => ({
    ...step,
    signatures: [
      ...step.signatures,
      {
        person,
        ...(onBehalfOf ? { onBehalfOf } : {}),
        holder: holderFor(context, event.actor),
        at: event.at,
        ...(words ? { remark: words } : {}),
        ...(step.mode === 'ratio' ? { vote } : {}),
      },
    ],
  }));
  const after = chain[context.step] as StepInCase;
  const { need: _, ...tally } = tallyOf(after);
  const next = settled(context, chain);
  const opinions = noted(
    context,
    event,
    vote === 'for' ? 'approve' : 'refuse',
    after.mode === 'ratio' ? { tally } : {},
  );
  return { ...next, ...freshIfMoved(context, next.step), opinions };
}

/** Back to an earlier step: what was signed from there on counts no more; the opinions keep it. */
export function backTo(context: ApprovalContext, event: MachineEvent): Change {
  const key = String(payloadOf(event).to);
  const target = context.chain.findIndex((step) => step.key === key);
  const chain = context.chain.map((step, index) =>
    index < target
      ? step
      : { ...step, signatures: [], holders: step.holders.map(({ asked: _, ...one }) => one as PlaceInStep) },
  );
  return { step: target, chain, urgedAt: null, opinions: noted(context, event, 'return', { to: [key] }) };
}

/** Puts another person where the actor stands, among those who may sign the place. */
function instead(one: PlaceInStep, event: MachineEvent, other: Holder): PlaceInStep {
  const who = whoOf(one).map((each, index, all) => (index === standsAt(all, event.actor) ? other : each));
  const { addedBy, removedBy, asked, passedBy } = one;
  return {
    ...(who[0] as Holder),
    ...(addedBy ? { addedBy } : {}),
    ...(removedBy ? { removedBy } : {}),
    ...(asked ? { asked } : {}),
    ...(passedBy ? { passedBy } : {}),
    ...(who.length > 1 ? { alternates: who.slice(1) } : {}),
  } as PlaceInStep;
}

const self = (event: MachineEvent) => event.actor.onBehalfOf ?? event.actor.person;

/** The place goes to another person for good. */
export function transfer(context: ApprovalContext, event: MachineEvent): Change {
  const [to = ''] = named(event);
  const at = holderFor(context, event.actor);
  const gone = [...new Set([event.actor.person, self(event)])];
  const chain = inStep(context, (step) =>
    inPlace(step, at, (one) => ({
      ...instead(one, event, { person: to }),
      passedBy: [...(one.passedBy ?? []), ...gone],
    })),
  );
  return { chain, opinions: noted(context, event, 'transfer', { to: [to] }) };
}

/** Somebody is asked for an opinion first; until then the place is theirs, afterwards it is the asker's again. */
export function delegate(context: ApprovalContext, event: MachineEvent): Change {
  const [to = ''] = named(event);
  const own = holderFor(context, event.actor);
  const at = own >= 0 ? own : askedFor(context, event.actor);
  const chain = inStep(context, (step) =>
    inPlace(step, at, (one) => {
      // Who asks by a role gets the task back in person.
      const mine = own >= 0 ? instead(one, event, { person: self(event) }) : one;
      return { ...mine, asked: [...(one.asked ?? []), { person: to, by: self(event) }] };
    }),
  );
  return { chain, opinions: noted(context, event, 'delegate', { to: [to] }) };
}

export function opine(context: ApprovalContext, event: MachineEvent): Change {
  const at = askedFor(context, event.actor);
  const asker = current(context)?.holders[at]?.asked?.at(-1)?.by;
  const chain = inStep(context, (step) =>
    inPlace(step, at, ({ asked = [], ...one }) => {
      const left = asked.slice(0, -1);
      return { ...one, ...(left.length > 0 ? { asked: left } : {}) } as PlaceInStep;
    }),
  );
  return { chain, opinions: noted(context, event, 'opine', asker ? { to: [asker] } : {}) };
}

/** A key that no step of the chain has. */
function freeKey(chain: readonly StepInCase[]): string {
  let n = 1;
  while (chain.some((step) => step.key === `added-${n}`)) n += 1;
  return `added-${n}`;
}

export function addSigner(context: ApprovalContext, event: MachineEvent): Change {
  const to = named(event);
  const by = self(event);
  const place = payloadOf(event).place ?? 'beside';
  const added = to.map((person) => ({ person, addedBy: by }));
  const own = holderFor(context, event.actor);
  const rest: Change = {
    adders: [...new Set([...context.adders, event.actor.person])],
    opinions: noted(context, event, 'addSigner', { to, place }),
  };
  if (place === 'beside') {
    const chain = inStep(context, (step) => {
      // In order, they come right after whoever brought them in; those before have signed and keep their numbers.
      const at = step.mode === 'order' ? own + 1 : step.holders.length;
      return { ...step, holders: [...step.holders.slice(0, at), ...added, ...step.holders.slice(at)] };
    });
    return { chain, ...rest };
  }
  const { due, timeouts } = current(context) as StepInCase;
  const step: StepInCase = {
    key: freeKey(context.chain),
    holders: added,
    mode: 'all',
    ...(due ? { due } : {}),
    ...(timeouts ? { timeouts } : {}),
    signatures: [],
    added: { by, place },
  };
  const at = place === 'before' ? context.step : context.step + 1;
  const chain = [...context.chain.slice(0, at), step, ...context.chain.slice(at)];
  return { chain, ...(place === 'before' ? { urgedAt: null } : {}), ...rest };
}

export function removeSigner(context: ApprovalContext, event: MachineEvent): Change {
  const [to = ''] = named(event);
  const found = addedPlace(context, to);
  if (!found) return {};
  const chain = inStep(
    context,
    (step) => inPlace(step, found.index, (one) => ({ ...one, removedBy: self(event) })),
    found.step,
  );
  const next = settled(context, chain);
  return {
    ...next,
    ...freshIfMoved(context, next.step),
    opinions: noted(context, event, 'removeSigner', { to: [to] }),
  };
}

/** Those who are awaited are joined, or relieved, by others. In a step that all sign the first of these signs for the rest. */
export function escalate(
  context: ApprovalContext,
  to: readonly Holder[],
  replace: boolean,
): Pick<ApprovalContext, 'chain'> {
  const open = awaitedIn(current(context));
  const [first, ...others] = to;
  if (!first) return { chain: context.chain };
  return {
    chain: inStep(context, (step) => {
      const relieved = step.mode === 'order' ? open.slice(0, 1) : open;
      return relieved.reduce((made, { index }, turn) => {
        // A question that was not answered in time lapses.
        if (!replace)
          return inPlace(
            made,
            index,
            ({ asked: _, ...one }) => ({ ...one, alternates: [...(one.alternates ?? []), ...to] }) as PlaceInStep,
          );
        return inPlace(made, index, ({ addedBy, passedBy }) =>
          turn === 0
            ? ({
                ...first,
                ...(others.length > 0 ? { alternates: others } : {}),
                ...(addedBy ? { addedBy } : {}),
                ...(passedBy ? { passedBy } : {}),
              } as PlaceInStep)
            : ({ ...(step.holders[index] as PlaceInStep), removedBy: 'system' } as PlaceInStep),
        );
      }, step);
    }),
  };
}

/** The system signs whatever is still missing in the present step. */
export function signRest(context: ApprovalContext, event: MachineEvent, basis: string | undefined): Change {
  let chain = context.chain;
  for (let left = livePlaces(current(context) as StepInCase).length; left > 0; left -= 1) {
    const [next] = awaitedIn(chain[context.step]);
    if (!next) break;
    chain = inStep({ ...context, chain }, (step) => ({
      ...step,
      signatures: [
        ...step.signatures,
        {
          person: event.actor.person,
          holder: next.index,
          at: event.at,
          ...(step.mode === 'ratio' ? { vote: 'for' as const } : {}),
          ...(basis ? { basis } : {}),
        },
      ],
    }));
  }
  return { ...settled(context, chain), urgedAt: null };
}
