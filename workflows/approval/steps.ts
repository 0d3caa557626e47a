/** Questions about a chain: who is awaited, has a step enough signatures, which place may this person sign. Pure. */
import type { Holder } from '../../src/core/effects.js';
import type { CaseActor } from '../contract.js';
import { type ApprovalContext, type PlaceInStep, type StepInCase, share } from './shape.js';

export const current = (context: ApprovalContext): StepInCase | undefined => context.chain[context.step];

const hasSigned = (step: StepInCase, index: number) => step.signatures.some((made) => made.holder === index);

/** Numbers of the places that count. */
export const livePlaces = (step: StepInCase): number[] =>
  step.holders.flatMap((one, index) => (one.removedBy === undefined ? [index] : []));

/** In a step that any one signs, an added signer has to sign as well. */
const mustSign = (step: StepInCase, index: number) => step.mode !== 'any' || step.holders[index]?.addedBy !== undefined;

export interface Tally {
  for: number;
  against: number;
  of: number;
  /** How many have to be for it. */
  need: number;
}

export function tallyOf(step: StepInCase): Tally {
  const live = livePlaces(step);
  const counted = step.signatures.filter((made) => live.includes(made.holder));
  const against = counted.filter((made) => made.vote === 'against').length;
  const { p, q } = share(step.ratio ?? '1/1');
  const need = step.mode === 'ratio' ? Math.ceil((p * live.length) / q) : needed(step, live);
  return { for: counted.length - against, against, of: live.length, need };
}

const needed = (step: StepInCase, live: readonly number[]) =>
  step.mode === 'any' ? 1 + live.filter((index) => mustSign(step, index)).length : live.length;

/** Has the step everything that it needs? A step without places needs nothing. */
export function isComplete(step: StepInCase): boolean {
  const live = livePlaces(step);
  if (live.length === 0) return true;
  if (step.mode === 'ratio') {
    const tally = tallyOf(step);
    return tally.for >= tally.need;
  }
  const base = live.filter((index) => !mustSign(step, index));
  return (
    (base.length === 0 || base.some((index) => hasSigned(step, index))) &&
    live.filter((index) => mustSign(step, index)).every((index) => hasSigned(step, index))
  );
}

/** Can the vote not be won any more? */
export function isLost(step: StepInCase): boolean {
  if (step.mode !== 'ratio') return false;
  const tally = tallyOf(step);
  return tally.of - tally.against < tally.need;
}

export interface Awaited {
  /** Number of the place in the step. */
  index: number;
  /** Any of these. */
  who: Holder[];
  /** An opinion is wanted first, not the signature. */
  opinion: boolean;
}

/** Whose turn it is. */
export function awaitedIn(step: StepInCase | undefined): Awaited[] {
  if (!step || isComplete(step) || isLost(step)) return [];
  const open = livePlaces(step).filter((index) => !hasSigned(step, index));
  const baseDone = livePlaces(step).some((index) => !mustSign(step, index) && hasSigned(step, index));
  const turn =
    step.mode === 'order' ? open.slice(0, 1) : baseDone ? open.filter((index) => mustSign(step, index)) : open;
  return turn.map((index) => {
    const one = step.holders[index] as PlaceInStep;
    const asked = one.asked?.at(-1);
    return { index, who: asked ? [{ person: asked.person }] : whoOf(one), opinion: asked !== undefined };
  });
}

/** The holder of a place as the effects know it, and those who may sign it too. */
export const whoOf = (one: PlaceInStep): Holder[] => [bare(one), ...(one.alternates ?? [])];

function bare(one: PlaceInStep): Holder {
  if ('person' in one) return { person: one.person };
  const { role, scope, target } = one;
  return { role, ...(scope ? { scope } : {}), ...(target ? { target } : {}) };
}

const peopleOf = (actor: CaseActor) => [actor.person, ...(actor.onBehalfOf ? [actor.onBehalfOf] : [])];

/** Where in a list of holders this person stands, −1 for nowhere: by name first, then by role. */
export function standsAt(who: readonly Holder[], actor: CaseActor): number {
  const people = peopleOf(actor);
  const named = who.findIndex((one) => 'person' in one && people.includes(one.person));
  // Of a delegate these are the roles of the absent person; that they reach this case, the shell has checked by the task.
  return named >= 0 ? named : who.findIndex((one) => 'role' in one && fills(actor, one));
}

const fills = (actor: CaseActor, one: RoleHolder): boolean =>
  actor.places ? actor.places.some((place) => isSame(place, one)) : actor.roles.includes(one.role);
type RoleHolder = Extract<Holder, { role: unknown }>;
const isSame = (place: Holder, one: RoleHolder): boolean =>
  'role' in place && place.role === one.role && place.scope === one.scope && place.target === one.target;

const signedHere = (step: StepInCase, people: readonly (string | undefined)[]) =>
  step.signatures.some(
    (made) => people.includes(made.person) || (made.onBehalfOf !== undefined && people.includes(made.onBehalfOf)),
  );

/**
 * Which place of the present step this person can sign, −1 for none: by name first (their own, or that of whom they stand
 * in for), then by role. That a role reaches this case, and that a delegate may, the shell has checked by the task.
 */
export function holderFor(context: ApprovalContext, actor: CaseActor): number {
  const step = current(context);
  if (!step || peopleOf(actor).includes(context.applicant) || signedHere(step, peopleOf(actor))) return -1;
  const open = awaitedIn(step).filter((one) => !one.opinion);
  const byName = open.find((one) => {
    const at = standsAt(one.who, actor);
    return at >= 0 && 'person' in (one.who[at] as Holder);
  });
  if (byName) return byName.index;
  // Whoever has a place of his own here, now or later, takes no other by a role; and the task by which somebody is asked for
  // an opinion says nothing of where his roles reach.
  if (peopleIn(step).some((one) => peopleOf(actor).includes(one))) return -1;
  // Who could sign more than one place takes the one that the shell puts first: the others find somebody else.
  for (const place of actor.places ?? []) {
    const found = open.find((one) => standsAt(one.who, { ...actor, places: [place] }) >= 0);
    if (found) return found.index;
  }
  return actor.places ? -1 : (open.find((one) => standsAt(one.who, actor) >= 0)?.index ?? -1);
}

/** Which place waits for this person's opinion, −1 for none. */
export function askedFor(context: ApprovalContext, actor: CaseActor): number {
  if (peopleOf(actor).includes(context.applicant)) return -1;
  const found = awaitedIn(current(context)).find((one) => one.opinion && standsAt(one.who, actor) >= 0);
  return found?.index ?? -1;
}

const namesOf = (who: readonly Holder[]) => who.flatMap((one) => ('person' in one ? [one.person] : []));

/** People who have a part in a step already: named, asked, brought in, or having signed. */
export function peopleIn(step: StepInCase): string[] {
  return [
    ...livePlaces(step).flatMap((index) => {
      const one = step.holders[index] as PlaceInStep;
      return [...namesOf(whoOf(one)), ...(one.asked ?? []).flatMap(({ person, by }) => [person, by])];
    }),
    ...step.signatures.flatMap((made) => [made.person, ...(made.onBehalfOf ? [made.onBehalfOf] : [])]),
  ];
}

/** Who has handed on a place of the present step, or the place with this number. */
export const passedOn = (step: StepInCase, index: number): string[] => step.holders[index]?.passedBy ?? [];

/** People who still have to sign from here on, and those who sent the case to a step put in before them. */
export const peopleAhead = (context: ApprovalContext): string[] =>
  context.chain.slice(context.step).flatMap((step) => [...peopleIn(step), ...(step.added ? [step.added.by] : [])]);

/** First step from `index` on that still needs somebody. */
export function nextStep(chain: readonly StepInCase[], index: number): number {
  let at = index;
  while (at < chain.length && isComplete(chain[at] as StepInCase)) at += 1;
  return at;
}

/** Where a signer who was added can be removed: number of step and place; undefined when there is none, or he has signed. */
export function addedPlace(context: ApprovalContext, person: string): { step: number; index: number } | undefined {
  for (let at = context.step; at < context.chain.length; at += 1) {
    const step = context.chain[at] as StepInCase;
    for (const index of livePlaces(step)) {
      const one = step.holders[index] as PlaceInStep;
      if ('person' in one && one.person === person && one.addedBy !== undefined && !hasSigned(step, index))
        return { step: at, index };
    }
  }
  return undefined;
}
