/** Who could take one seat for a whole absence, best first, and why the others are not offered (G25). */
import { applied } from './check.js';
import { type CoverPerson, type CoverWorld, presentAt, seatOf, sumOver, windowsOf } from './world.js';

/** Classes of candidates; in which order they are offered is for the regulation to say. */
export const candidateClasses = ['bPost', 'sameWindow', 'offDuty', 'onDuty'] as const;
export type CandidateClass = (typeof candidateClasses)[number];

/** Why somebody is not offered. */
export const notOfferedReasons = [
  'is_absent_person',
  'unqualified',
  'on_leave',
  'covers_elsewhere',
  'circular_cover',
  'declined',
  'asked_elsewhere',
  'would_empty',
] as const;
export type NotOfferedReason = (typeof notOfferedReasons)[number];

export interface CoverCandidate {
  person: string;
  class: CandidateClass;
  /** Window that he leaves for it in some of the half days, and what remains there at the fewest. */
  leaves: { window: string; present: number; least: number }[];
}

export interface NotOffered {
  person: string;
  reasons: { why: NotOfferedReason; place?: string; slot?: number }[];
}

export interface CandidateQuestion {
  world: CoverWorld;
  window: string;
  absent: string;
  /** People for whom the absent person stands in, or is asked to, in overlapping time. */
  coveredByAbsent?: readonly string[];
  /** People who are asked to stand in elsewhere in overlapping time and have not answered. */
  askedElsewhere?: ReadonlyMap<string, string>;
  /** Place of each class, less is better; classes of one place are equals. */
  rank: Readonly<Record<CandidateClass, number>>;
}

export function candidates(question: CandidateQuestion): { offered: CoverCandidate[]; notOffered: NotOffered[] } {
  const offered: CoverCandidate[] = [];
  const notOffered: NotOffered[] = [];
  for (const person of question.world.people) {
    const judged = judge(question, person);
    if ('reasons' in judged) notOffered.push(judged);
    else offered.push(judged);
  }
  offered.sort(
    (a, b) =>
      question.rank[a.class] - question.rank[b.class] ||
      a.leaves.length - b.leaves.length ||
      (a.person < b.person ? -1 : 1),
  );
  return { offered, notOffered };
}

function judge(question: CandidateQuestion, person: CoverPerson): CoverCandidate | NotOffered {
  const { world, window, absent } = question;
  const reasons: NotOffered['reasons'] = [];
  if (person.code === absent) reasons.push({ why: 'is_absent_person' });
  if (!person.qualified.includes(window)) reasons.push({ why: 'unqualified', place: window });
  if (question.coveredByAbsent?.includes(person.code)) reasons.push({ why: 'circular_cover' });
  if (person.stays) reasons.push({ why: person.stays });
  const leave = person.at.findIndex((at) => at.is === 'leave');
  if (leave >= 0 && person.code !== absent) reasons.push({ why: 'on_leave', slot: leave });
  const cover = person.at.findIndex((at) => at.is === 'cover');
  const covers = person.at[cover];
  if (covers?.is === 'cover') reasons.push({ why: 'covers_elsewhere', place: covers.window, slot: cover });
  const asked = question.askedElsewhere?.get(person.code);
  if (asked !== undefined) reasons.push({ why: 'asked_elsewhere', place: asked });
  if (reasons.length > 0) return { person: person.code, reasons };
  const left = leavesOf(world, person, window);
  const emptied = left.filter((one) => one.falls);
  if (emptied.length > 0)
    return {
      person: person.code,
      reasons: emptied.map(({ place, slot }) => ({ why: 'would_empty' as const, place, slot })),
    };
  return {
    person: person.code,
    class: classOf(person, window),
    leaves: left.filter((one) => one.isWindow).map(({ place, present, least }) => ({ window: place, present, least })),
  };
}

function classOf(person: CoverPerson, window: string): CandidateClass {
  if (person.home === window) return person.ab === 'B' ? 'bPost' : 'sameWindow';
  return person.at.every((at) => at.is === 'off') ? 'offDuty' : 'onDuty';
}

/** Windows and zones that somebody would leave, in their worst half day. */
function leavesOf(world: CoverWorld, person: CoverPerson, window: string) {
  const after = applied(world, [
    { person: person.code, from: null, to: window, slots: person.at.map((_, slot) => slot) },
  ]);
  const worst = new Map<
    string,
    { place: string; isWindow: boolean; present: number; least: number; slot: number; falls: boolean }
  >();
  person.at.forEach((_, slot) => {
    const seat = seatOf(person, slot);
    if (seat === null || seat === window) return;
    const zone = world.windows.find((one) => one.window === seat)?.zone ?? null;
    const rule = world.zones.find((one) => one.zone === zone);
    const [before, present] = [presentAt(world, slot), presentAt(after, slot)];
    const note = (place: string, isWindow: boolean, least: number, windows: readonly string[]) => {
      const [was, there] = [sumOver(windows, before), sumOver(windows, present)];
      const known = worst.get(place);
      if (!known || there < known.present)
        worst.set(place, { place, isWindow, present: there, least, slot, falls: there < was && there < least });
    };
    note(seat, true, world.windows.find((one) => one.window === seat)?.least ?? 0, [seat]);
    if (rule) note(rule.zone, false, rule.least, windowsOf(world, { zone: rule.zone }));
  });
  return [...worst.values()];
}
