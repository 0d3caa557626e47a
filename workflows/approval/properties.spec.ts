/**
 * Random chains and random verbs by random people, refused or not. People who hold a role here are not also named in a step:
 * whether somebody who has signed the step already is the only one to hold a role of it, only the organization knows.
 */
import fc from 'fast-check';
import { Problem } from '../../src/core/problem.js';
import { request } from '../../test/module/support/request.js';
import type { CaseActor } from '../contract.js';
import { Walk } from '../walk.js';
import { removable } from './guards.js';
import type { ApprovalContext, StepInCase } from './shape.js';
import { awaitedIn, current, livePlaces } from './steps.js';
import { namesOfTimeouts } from './timeouts.js';

const pool = ['bob', 'cat', 'dan', 'eve', 'fay', 'gil', 'hal'];
const everybody: CaseActor[] = [
  ...[...pool, 'ann'].map((code) => ({ person: code, roles: [] })),
  { person: 'lea', roles: ['SHIFT_LEADER'] },
  { person: 'lou', roles: ['SHIFT_LEADER', 'CENTRE_LEADER'] },
  { person: 'lan', roles: ['CENTRE_LEADER'] },
  ...['bob', 'cat'].map((code): CaseActor => ({ person: 'zoe', onBehalfOf: code, roles: [] })),
  // For somebody away one acts with his roles.
  { person: 'zoe', onBehalfOf: 'lou', roles: ['SHIFT_LEADER', 'CENTRE_LEADER'] },
];
const system: CaseActor = { person: 'system', roles: [] };

const timeout = fc.oneof(
  fc.constantFrom('remind', 'approve', 'refuse', 'return').map((verb) => ({ after: { workingDays: 1 }, do: verb })),
  fc.record({
    after: fc.constant({ workingDays: 2 }),
    do: fc.constant('escalate'),
    to: fc
      .uniqueArray(fc.constantFrom(...pool, 'ann'), { minLength: 1, maxLength: 2 })
      .map((codes) => codes.map((code) => ({ person: code }))),
    replace: fc.boolean(),
  }),
);
const stepOf = (key: string) =>
  fc
    .record({
      holders: fc.uniqueArray(
        fc.oneof(
          fc.constantFrom(...pool.slice(0, 4)).map((code) => ({ person: code })),
          fc.constantFrom('SHIFT_LEADER', 'CENTRE_LEADER').map((role) => ({ role })),
        ),
        { minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one) },
      ),
      mode: fc.constantFrom('any', 'all', 'order', 'ratio'),
      timeouts: fc.array(timeout, { maxLength: 2 }),
    })
    .map((step) => ({ key, ...step, ...(step.mode === 'ratio' ? { ratio: '2/3' } : {}) }));
const chains = fc.integer({ min: 1, max: 3 }).chain((n) => fc.tuple(...['s', 't', 'u'].slice(0, n).map(stepOf)));

const target = fc.constantFrom(...pool, 'ann');
const act = fc.record({
  /** A number stands for somebody whose turn it is. */
  actor: fc.oneof(fc.constantFrom(...everybody), { weight: 3, arbitrary: fc.nat(2) }),
  event: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ type: 'approve', payload: {} }) },
    { weight: 7, arbitrary: fc.constant({ type: 'opine', payload: { opinion: '可以' } }) },
    fc
      .constantFrom({}, { to: 's' }, { to: 't' })
      .map((to) => ({ type: 'return', payload: { ...to, reason: '请再核' } })),
    fc.constant({ type: 'refuse', payload: { reason: '不妥' } }),
    fc.constant({ type: 'urge', payload: {} }),
    target.map((to) => ({ type: 'transfer', payload: { to } })),
    // Without a name: the first of those who were added.
    {
      weight: 4,
      arbitrary: fc.option(target, { freq: 1 }).map((to) => ({ type: 'removeSigner', payload: { to } })),
    },
    { weight: 4, arbitrary: target.map((to) => ({ type: 'delegate', payload: { to } })) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.array(target, { minLength: 1, maxLength: 2 }), fc.constantFrom('before', 'beside', 'after'))
        .map(([to, place]) => ({ type: 'addSigner', payload: { to, place } })),
    },
    fc.nat(1).map((turn) => ({ type: 'timeout', payload: { turn } })),
  ),
});
type Act = { actor: CaseActor | number; event: { type: string; payload: Record<string, unknown> } };

/** What the shell would keep of tasks and terms, from effects and sign-offs alone. */
class Desk {
  tasks: { step: string; mode: string; events: string[]; rows: { who: string; done: boolean }[] }[] = [];
  terms = new Set<string>();

  take(walk: Walk, type: string, actor: CaseActor): void {
    const closes = walk.params('task.close').map((one: { step: string }) => one.step);
    for (const task of this.tasks) {
      if (!task.events.includes(type) || (closes.length > 0 && !closes.includes(task.step))) continue;
      const who = actor.onBehalfOf ?? actor.person;
      const roles = everybody.find((one) => one.person === who)?.roles ?? [];
      const mine = task.rows.filter(
        (row) => !row.done && (row.who === who || roles.some((role) => row.who === `role ${role}`)),
      );
      mine.sort((a, b) => Number(a.who.startsWith('role')) - Number(b.who.startsWith('role')));
      for (const row of task.mode === 'any' ? mine : mine.slice(0, 1)) row.done = true;
      if (mine.length > 0 && task.mode === 'any') task.rows = [];
    }
    this.tasks = this.tasks.filter((task) => !closes.includes(task.step) && task.rows.some((row) => !row.done));
    for (const { name } of walk.params('deadline.cancel')) this.terms.delete(name);
    this.open(walk);
  }

  /** The shell lets nobody send a verb of holders who holds nothing, in person or for whom he acts. */
  hasFor(actor: CaseActor): boolean {
    const who = actor.onBehalfOf ?? actor.person;
    const roles = everybody.find((one) => one.person === who)?.roles ?? [];
    const mine = [who, ...roles.map((role) => `role ${role}`)];
    return this.tasks.some((task) => task.rows.some((row) => !row.done && mine.includes(row.who)));
  }

  open(walk: Walk): void {
    for (const { step, mode, events, holders } of walk.params('task.assign'))
      this.tasks.push({ step, mode, events, rows: holders.map((who: object) => ({ who: named(who), done: false })) });
    for (const { name } of walk.params('deadline.set')) this.terms.add(name);
  }
}
const named = (who: object) =>
  'person' in who ? String(who.person) : `role ${(who as unknown as { role: string }).role}`;

/** The person of an act; for a number one of those who are awaited. */
function actorOf(context: ApprovalContext, actor: CaseActor | number): CaseActor {
  if (typeof actor !== 'number') return actor;
  const awaited = awaitedIn(current(context)).flatMap((one) => one.who.map(named));
  const who = awaited[actor % awaited.length] ?? 'ann';
  return everybody.find(
    (one) => one.onBehalfOf === undefined && (one.person === who || one.roles.some((role) => who === `role ${role}`)),
  ) as CaseActor;
}

function attempt(walk: Walk, desk: Desk, { actor: whom, event }: Act): { type: string; actor: CaseActor } | undefined {
  const context = walk.context as ApprovalContext;
  const actor = actorOf(context, whom);
  const isTimeout = event.type === 'timeout';
  const name = namesOfTimeouts(current(context))[Number(event.payload.turn)] ?? 'none';
  const type = isTimeout ? 'deadline.reached' : `request.${event.type}`;
  const by = isTimeout ? system : actor;
  const isHolderVerb = !isTimeout && event.type !== 'urge' && event.type !== 'removeSigner';
  if (isHolderVerb && !desk.hasFor(actor)) return undefined;
  try {
    const to = event.payload.to === null ? (removable(context)[0] ?? 'bob') : event.payload.to;
    walk.send(type, by, isTimeout ? { name } : { ...event.payload, ...(to === undefined ? {} : { to }) });
    return { type, actor: by };
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return undefined;
    throw error;
  }
}

const start = (chain: unknown[]) =>
  Walk.start(request, { chain }, { actor: everybody[0] as CaseActor, applicant: 'ann' });

function sound(context: ApprovalContext): void {
  for (const step of context.chain) {
    const live = livePlaces(step).map((index) => step.holders[index] as StepInCase['holders'][number]);
    const people = live.flatMap((one) => [
      ...('person' in one ? [one.person] : []),
      ...(one.asked ?? []).map((asked) => asked.person),
    ]);
    expect(new Set(people).size).toBe(people.length);
    expect(people).not.toContain('ann');
    const signed = step.signatures
      .filter((made) => made.person !== 'system')
      .flatMap((made) => [made.onBehalfOf ?? made.person]);
    expect(new Set(signed).size).toBe(signed.length);
    expect(signed).not.toContain('ann');
    const places = step.signatures.map((made) => made.holder);
    expect(new Set(places).size).toBe(places.length);
    expect(places.filter((index) => step.holders[index]?.removedBy !== undefined)).toEqual([]);
  }
}

/** Somebody is always able to go on: by approving, or by giving the opinion that is waited for. */
function finish(walk: Walk, desk: Desk): void {
  for (let turn = 0; walk.state === 'review'; turn += 1) {
    if (turn > 100) throw new Error(`no end in sight: ${JSON.stringify(walk.context.chain)}`);
    const moved = everybody.some((actor) =>
      [
        { type: 'approve', payload: {} },
        { type: 'opine', payload: { opinion: '可以' } },
      ].some((event) => {
        const accepted = attempt(walk, desk, { actor, event });
        if (accepted) desk.take(walk, accepted.type, accepted.actor);
        return accepted !== undefined;
      }),
    );
    if (!moved) throw new Error(`nobody can go on: ${JSON.stringify(walk.context.chain)}`);
  }
}

describe('any sequence of verbs', () => {
  it('keeps the chain sound, its tasks those of whose turn it is, its trace whole, and an end in reach', () => {
    const done: Record<string, number> = {};
    fc.assert(
      fc.property(chains, fc.array(act, { maxLength: 30 }), (chain, acts) => {
        const walk = start(chain);
        const desk = new Desk();
        desk.open(walk);
        for (const one of acts) {
          const before = JSON.parse(JSON.stringify(walk.context.opinions)) as unknown[];
          const accepted = walk.state === 'review' ? attempt(walk, desk, one) : undefined;
          if (!accepted) continue;
          const context = walk.context as ApprovalContext;
          sound(context);
          const isHeard = accepted.type !== 'deadline.reached' || context.opinions.length > before.length;
          expect(context.opinions.slice(0, before.length)).toEqual(before);
          expect(context.opinions).toHaveLength(before.length + (isHeard ? 1 : 0));
          const verb = context.opinions.at(-1)?.verb ?? 'none';
          if (isHeard) done[verb] = (done[verb] ?? 0) + 1;
          desk.take(walk, accepted.type, accepted.actor);
          const turn = walk.state === 'review' ? awaitedIn(current(context)) : [];
          expect(
            desk.tasks.flatMap((task) => task.rows.filter((row) => !row.done).map((row) => row.who)).sort(),
          ).toEqual(turn.flatMap((awaited) => awaited.who.map(named)).sort());
          expect([...desk.terms].sort()).toEqual(
            walk.state === 'review' ? [...new Set(namesOfTimeouts(current(context)))].sort() : [],
          );
        }
        finish(walk, desk);
      }),
      { numRuns: 500, seed: 4 },
    );
    // The sequences do what they are meant to: every verb was taken many times.
    for (const verb of ['approve', 'opine', 'refuse', 'return', 'transfer', 'delegate', 'addSigner', 'removeSigner'])
      expect([verb, (done[verb] ?? 0) >= 10]).toEqual([verb, true]);
  });
});
