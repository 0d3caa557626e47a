/**
 * From the roles that a rule names to a chain that somebody can sign: those who are away are stood in for, a role that nobody
 * can fill is signed by the next higher, and in a step that several sign nobody signs twice.
 */
import type { Role } from './roles.js';

/** Somebody who may sign for a role, himself or for somebody away. */
export interface Signatory {
  code: string;
  for?: string;
}

/** One signature of a step. `covers`: roles that nobody can fill, for which it counts as well. */
export interface ChainPlace {
  role: Role;
  covers: Role[];
}

export interface ChainQuestion {
  /** Steps in order; the roles of one step all sign, in whatever order. */
  chain: readonly (readonly Role[])[];
  /** Who could sign for a role today, the applicant never among them. */
  signatories: (role: Role) => readonly Signatory[];
  /** Who signs where a role has nobody, in the order in which they are asked. */
  instead: (role: Role) => readonly Role[];
}

/** @returns the steps, each with its places; or the first role for which nobody can be found */
export function resolveChain(question: ChainQuestion): { steps: ChainPlace[][] } | { missing: Role } {
  const steps = question.chain.map((roles) => roles.map((role): ChainPlace => ({ role, covers: [] })));
  for (const step of steps) {
    for (let open = unfilled(step, question); open; open = unfilled(step, question)) {
      // Where one person would have to sign twice, either role may be the one that a higher one signs for.
      const isShared = question.signatories(open.role).length > 0;
      const tries = isShared ? [open, ...step.filter((place) => place !== open)] : [open];
      if (!tries.some((place) => replace(steps, step, place, question))) return { missing: open.role };
    }
  }
  return { steps: steps.filter((step) => step.length > 0) };
}

/** Lets a higher role of the chain sign for this one too, or puts one in its place. */
function replace(steps: ChainPlace[][], step: ChainPlace[], open: ChainPlace, question: ChainQuestion): boolean {
  const at = step.indexOf(open);
  for (const role of question.instead(open.role)) {
    if (role === open.role || open.covers.includes(role) || question.signatories(role).length === 0) continue;
    const standing = steps.flat().find((place) => place.role === role);
    if (standing) {
      step.splice(at, 1);
      standing.covers = [...new Set([...standing.covers, open.role, ...open.covers])].filter((one) => one !== role);
      return true;
    }
    const changed: ChainPlace = { role, covers: [open.role, ...open.covers] };
    if (unfilled(step.with(at, changed), question) === changed) continue;
    step[at] = changed;
    return true;
  }
  return false;
}

/** A place that cannot be signed by somebody who does not sign another place of the step. */
function unfilled(step: readonly ChainPlace[], question: ChainQuestion): ChainPlace | undefined {
  const [open] = unseated(step.map((place) => question.signatories(place.role).map((one) => one.code)));
  return open === undefined ? undefined : step[open];
}

/**
 * Places that stay empty when nobody takes two; the earlier ones are filled first.
 * @param places who could take each
 * @returns their numbers, as few as can be
 */
export function unseated(places: readonly (readonly string[])[]): number[] {
  const taken = new Map<string, number>();
  const seat = (place: number, tried: Set<string>): boolean => {
    for (const code of places[place] ?? []) {
      if (tried.has(code)) continue;
      tried.add(code);
      const other = taken.get(code);
      if (other !== undefined && !seat(other, tried)) continue;
      taken.set(code, place);
      return true;
    }
    return false;
  };
  return places.flatMap((_, place) => (seat(place, new Set()) ? [] : [place]));
}

/**
 * Which place somebody takes who could take several: one after which the others can still all be taken by other people, or as
 * many as can be.
 * @param places who else could take each; `mine`: numbers of those that he could take, at least one
 */
export function placeToTake(places: readonly (readonly string[])[], mine: readonly number[]): number {
  const left = (taken: number) => unseated(places.filter((_, place) => place !== taken)).length;
  const [first, ...others] = mine.map((place) => ({ place, left: left(place) }));
  return others.reduce((best, one) => (one.left < best.left ? one : best), first!).place;
}

/**
 * Who takes each place in some way of taking them all by different people: somebody without whom another place stays empty
 * takes only that one. Where they cannot all be taken, everybody who could take a place.
 */
export function takers(places: readonly (readonly string[])[]): string[][] {
  const isFull = unseated(places).length === 0;
  const leavesTheRest = (code: string, at: number) =>
    unseated(places.flatMap((one, place) => (place === at ? [] : [one.filter((other) => other !== code)]))).length ===
    0;
  return places.map((one, at) => one.filter((code) => !isFull || leavesTheRest(code, at)));
}
