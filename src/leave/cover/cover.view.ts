/** How plans and proofs are shown. */
import type { HalfDay } from '../../core/calendar/work-calendar.js';
import type { CoverProof } from '../../core/cover/proof.js';
import type { CoverPlanView, CoverProofView, HalfView } from '../cover.contract.js';
import type { Planned } from './cover.service.js';
import { blockedSaid, namesOf, proofSaid, stepReasonSaid } from './cover.words.js';
import type { HallState } from './cover-world.service.js';
import { lower, nameFor, refOf } from './staffing.service.js';

const halfView = (half: HalfDay): HalfView => ({ day: half.day, half: lower(half.half) });

/** @param took milliseconds of computing */
export function planView({ seat, state, answer }: Omit<Planned, 'world'>, took: number): CoverPlanView {
  const names = namesOf(state);
  const at = (slots: readonly number[]): HalfView[] => slots.map((slot) => halfView(state.slots[slot] as HalfDay));
  return {
    window: seat.window,
    windowName: state.windowNames.get(seat.window) ?? seat.window,
    absent: seat.absent ? { code: seat.absent, name: names.person(seat.absent) } : null,
    halves: state.slots.map(halfView),
    found: answer.found,
    steps: answer.found
      ? answer.steps.map((step) => ({
          person: step.person,
          name: names.person(step.person),
          from: step.from,
          fromName: step.from === null ? null : (state.windowNames.get(step.from) ?? step.from),
          to: step.to,
          toName: state.windowNames.get(step.to) ?? step.to,
          halves: at(step.slots),
          because: step.because.map((reason) => stepReasonSaid(reason, names)),
        }))
      : [],
    halfDays: answer.found ? answer.halfDays : 0,
    isFewestChanges: answer.found ? answer.isFewestChanges : true,
    proofs: answer.found ? [] : proofViews(state, answer.proofs),
    took,
    canApply: answer.found && seat.isOpen && answer.steps.length > 0,
  };
}

/** Half days that the same seats and people prove are told together. */
function proofViews(state: HallState, proofs: readonly CoverProof[]): CoverProofView[] {
  const names = namesOf(state);
  const views = new Map<string, CoverProofView>();
  for (const proof of proofs) {
    const half = halfView(state.slots[proof.slot] as HalfDay);
    const seats = proof.seats.map((seat) => ({
      ...seat.place,
      name: nameFor(state, seat.place),
      people: seat.people,
    }));
    const people = proof.people.map((code) => ({ code, name: names.person(code) }));
    const blocked = proof.blocked.map((one) => ({
      code: one.person,
      name: names.person(one.person),
      ...blockedSaid(one, names),
    }));
    const key = JSON.stringify([seats, people, blocked, proof.unqualified]);
    const known = views.get(key);
    if (known) {
      known.halves.push(half);
      continue;
    }
    const words = proofSaid(
      proof.seats.map((seat) => ({
        name: nameFor(state, seat.place),
        isZone: refOf(seat.place).zone !== null,
        people: seat.people,
      })),
      people.map((one) => one.name),
    );
    views.set(key, { halves: [half], seats, people, blocked, unqualified: proof.unqualified, words });
  }
  return [...views.values()];
}
