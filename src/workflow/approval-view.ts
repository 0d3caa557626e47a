/** A chain of approval as people read it: each step, how it is signed, who has, who is awaited, what happens when nobody does. */
import { z } from 'zod';
import { approvalPrefix } from '../../workflows/approval/labels.js';
import { type ApprovalContext, approvalFields, awaitedIn, livePlaces, tallyOf } from '../../workflows/approval.js';
import type { MachineSpec } from '../../workflows/contract.js';
import { describe } from '../../workflows/run.js';
import type { Holder } from '../core/effects.js';
import type { Language } from '../core/problem.js';
import { roleNames } from '../core/roles.js';
import type { CaseEventRow, CaseFile } from './case-file.js';
import type { CaseLabels } from './case-labels.js';
import { personName } from './case-summary.js';
import type { Deadline } from './deadline.repository.js';

const stored = z.object({
  chain: approvalFields.chain,
  step: approvalFields.step,
  opinions: approvalFields.opinions,
});
type Stored = z.output<typeof stored>;
type Step = ApprovalContext['chain'][number];

interface Reader {
  names: ReadonlyMap<string, string>;
  language: Language;
  labels: CaseLabels;
}

/** Who holds a role for a place today, by `roleKey`. */
export type Holding = ReadonlyMap<string, readonly string[]>;
type RoleHolder = { role: string | null; target?: string | null };
export const roleKey = (holder: RoleHolder): string => `${holder.role} ${holder.target ?? ''}`;

/** The roles that have still to sign, as they stand in the chain. */
export const rolesAhead = (found: Stored | undefined): Holder[] =>
  (found?.chain ?? [])
    .slice(found?.step)
    .flatMap((step) =>
      step.holders.filter((place, index) => 'role' in place && !step.signatures.some((one) => one.holder === index)),
    );

/** The chain in the context of a case; undefined for kinds without one, and before it is decided. */
export function chainIn(spec: MachineSpec, caseFile: CaseFile): Stored | undefined {
  if (approvalPrefix(spec) === undefined) return undefined;
  const found = stored.safeParse(caseFile.context);
  return found.success && found.data.chain.length > 0 ? found.data : undefined;
}

/** Codes of everybody whom a chain and its trace name. */
export function peopleInChain(found: Stored | undefined): string[] {
  if (!found) return [];
  const of = (who: readonly Holder[]) => who.flatMap((one) => ('person' in one ? [one.person] : []));
  return [
    ...found.chain.flatMap((step) => [
      ...step.holders.flatMap((place) => [
        ...of([place as Holder, ...(place.alternates ?? [])]),
        ...(place.asked ?? []).flatMap((one) => [one.person, one.by]),
        ...[place.addedBy, place.removedBy].filter((one) => one !== undefined),
      ]),
      ...step.signatures.flatMap((made) => [made.person, ...(made.onBehalfOf ? [made.onBehalfOf] : [])]),
      ...(step.timeouts ?? []).flatMap((one) => of(one.to ?? [])),
      ...(step.added ? [step.added.by] : []),
    ]),
    ...found.opinions.flatMap((one) => one.to ?? []),
  ];
}

const isApproving = (spec: MachineSpec, state: string) =>
  describe(spec).transitions.some((line) => line.from === state && line.event === `${approvalPrefix(spec)}.approve`);

/**
 * @param deadlines of the case, for the days on which time-outs fall
 * @param holding who holds the roles that have still to sign
 */
export function chainView(
  spec: MachineSpec,
  caseFile: CaseFile,
  deadlines: readonly Deadline[],
  holding: Holding,
  reader: Reader,
) {
  const found = chainIn(spec, caseFile);
  if (!found) return undefined;
  const running = isApproving(spec, caseFile.state);
  return found.chain.map((step, index) => {
    const tally = tallyOf(step);
    const status = index < found.step ? 'done' : index > found.step ? 'next' : running ? 'now' : 'stopped';
    const word = (group: 'tasks' | 'values', name: string) =>
      reader.labels.word(caseFile.kind, group, name, reader.language);
    return {
      key: step.key,
      label: word('tasks', step.key),
      mode: step.mode,
      ratio: step.ratio ?? null,
      done: tally.for + tally.against,
      for: tally.for,
      against: tally.against,
      of: tally.of,
      need: tally.need,
      status: status as 'done' | 'next' | 'now' | 'stopped',
      added: step.added ? { by: person(step.added.by, reader), place: step.added.place } : null,
      places: placesOf(step, status === 'now', holding, reader),
      timeouts: (step.timeouts ?? []).map((one, at) => {
        const name = `approval-${one.do}-${step.key}-${at}`;
        const term = deadlines.findLast((deadline) => deadline.name === name && !deadline.cancelledAt);
        return {
          label: word('values', name),
          workingDays: one.after.workingDays,
          dueOn: status === 'now' ? (term?.dueOn ?? null) : null,
          isOver: term?.firedAt != null,
          to: (one.to ?? []).map((who) => nameOf(who, reader)),
          basis: one.basis ?? null,
        };
      }),
    };
  });
}

function placesOf(step: Step, isNow: boolean, holding: Holding, reader: Reader) {
  const awaited = new Set(isNow ? awaitedIn(step).map((one) => one.index) : []);
  const live = new Set(livePlaces(step));
  return step.holders.map((place, index) => {
    const made = step.signatures.find((one) => one.holder === index);
    const asked = place.asked?.at(-1);
    const state = made
      ? made.vote === 'against'
        ? ('against' as const)
        : ('signed' as const)
      : !live.has(index)
        ? ('removed' as const)
        : awaited.has(index)
          ? asked
            ? ('asked' as const)
            : ('awaited' as const)
          : ('open' as const);
    return {
      state,
      person: 'person' in place ? person(place.person, reader) : null,
      role: 'role' in place ? roleName(place.role, reader.language) : null,
      people: made || !('role' in place) ? [] : peopleIn(place, holding, reader.names),
      alternates: (place.alternates ?? []).map((who) => nameOf(who, reader)),
      asked: asked ? person(asked.person, reader) : null,
      addedBy: place.addedBy ? person(place.addedBy, reader) : null,
      signedBy: made ? person(made.person, reader) : null,
      onBehalfOf: made?.onBehalfOf ? person(made.onBehalfOf, reader) : null,
      at: made?.at ?? null,
      remark: made?.remark ?? null,
      basis: made?.basis ?? null,
      isRemovable: place.addedBy !== undefined && !made && live.has(index),
    };
  });
}

/** Who holds a role today, by name. */
export const peopleIn = (holder: RoleHolder, holding: Holding, names: ReadonlyMap<string, string>) =>
  (holding.get(roleKey(holder)) ?? []).map((code) => ({ code, name: names.get(code) ?? code }));

const person = (code: string, reader: Reader) => ({ code, name: personName(code, reader.names, reader.language) });
export const roleName = (role: string, language: Language): string =>
  roleNames[role as keyof typeof roleNames]?.[language === 'en' ? 'en' : 'zh'] ?? role;
const nameOf = (who: Holder, reader: Reader) =>
  'person' in who ? person(who.person, reader).name : roleName(who.role, reader.language);

/** What the trace of a chain adds to one event of the record: whom it concerned, how a vote stood, on what the system acted. */
export function traceOf(found: Stored | undefined, caseFile: CaseFile, event: CaseEventRow, reader: Reader) {
  const at = event.happenedAt.toISOString();
  const line = found?.opinions.find((one) => one.at === at && one.person === event.actor);
  if (!line) return {};
  const word = (name: string) => reader.labels.word(caseFile.kind, 'values', name, reader.language);
  const isStep = line.verb === 'return';
  return {
    detail: event.type === 'deadline.reached' ? word(timeoutIn(event)) : line.place ? word(line.place) : undefined,
    to: (line.to ?? []).map((code) => ({
      code,
      name: isStep
        ? reader.labels.word(caseFile.kind, 'tasks', code, reader.language)
        : (reader.names.get(code) ?? roleName(code, reader.language)),
    })),
    tally: line.tally,
    basis: line.basis,
  };
}

const timeoutIn = (event: CaseEventRow) => String((event.payload as { name?: string } | null)?.name ?? '');
