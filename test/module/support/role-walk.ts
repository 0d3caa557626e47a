/** Drives a kind of case along its samples through the real engine, and asks what everybody may do on the way. */
import { jest } from '@jest/globals';
import { type Actor, rolesOf, systemActor } from '../../../src/core/actor.js';
import { effectShapes } from '../../../src/core/effects.js';
import { Problem } from '../../../src/core/problem.js';
import type { Grant } from '../../../src/core/roles.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import { EffectRegistry } from '../../../src/platform/effects/effect-registry.js';
import { FactProviders } from '../../../src/platform/effects/fact-providers.js';
import { CaseEngine } from '../../../src/workflow/case-engine.js';
import { type Holding, TaskRepository } from '../../../src/workflow/task.repository.js';
import type { CaseActor, MachineEvent, MachineSpec } from '../../../workflows/contract.js';
import { explore, type Node, type SampleEvent, type Samples, sampleEvent } from '../../../workflows/explore.js';
import { canSend, describe as describeMachine, restore } from '../../../workflows/run.js';
import { actor, type House, house } from './house.js';

/** Somebody, and by which entries of the committed table he may act; what he is to a case is read from the case. */
export interface Player {
  is: string;
  person: string;
  grants: readonly Grant[];
  /** Entries such as `SUPERVISION` or `WINDOW_HEAD (window)` that hold for him wherever the samples lie. */
  listed: readonly string[];
  /** Whom he stands in for. */
  principal?: string;
}

export type RoleTable = Record<string, Record<string, readonly string[]>>;
type Line = { player: string; event: string; got: string; due: string };

export class RoleWalk {
  private facts: Record<string, unknown> = {};
  private today = '2026-09-07';
  private keys = 0;
  readonly nodes: Node[];

  private constructor(
    readonly house: House,
    private readonly spec: MachineSpec,
    private readonly samples: Samples,
    private readonly subject: string,
  ) {
    this.nodes = chosen(explore(spec, samples, (event, context) => mayBe(spec, event, context)));
  }

  /** What the machine asks of other modules is heard and not done: here only rights and states are in question. */
  static async open(spec: MachineSpec, samples: Samples, subject: string): Promise<RoleWalk> {
    let walk: RoleWalk | undefined;
    const own = await house([spec], undefined, (app) => {
      const asked = new Set(Object.values(spec.facts ?? {}).flat());
      for (const name of asked) app.get(FactProviders).register(name, async () => walk?.facts[name] ?? null);
      const { states, transitions } = describeMachine(spec);
      const effects = new Set([...states.flatMap((one) => one.entry), ...transitions.flatMap((one) => one.effects)]);
      const engines = /^(task|deadline|case|notification)\./;
      for (const name of Object.keys(effectShapes) as (keyof typeof effectShapes)[])
        if (effects.has(name) && !engines.test(name)) app.get(EffectRegistry).register(name, async () => undefined);
    });
    walk = new RoleWalk(own, spec, samples, subject);
    const on = walk;
    jest.spyOn(own.get(Clock), 'now').mockImplementation(async () => {
      const at = new Date(`${on.today}T01:00:00.000Z`);
      return { real: at, at, today: on.today, local: `${on.today}T09:00:00.000` };
    });
    return walk;
  }

  /** Replays the way to a situation through the engine. @returns the case, whose state is the machine's */
  async reach(node: Node): Promise<string> {
    const [first = 0, ...rest] = node.trail;
    const { form, start } = this.samples.starts[first]!;
    this.set({});
    const begun = await this.inHall((tx) =>
      this.house.get(CaseEngine).start(tx, {
        kind: this.spec.kind,
        key: `sample-${++this.keys}`,
        input: form as Record<string, unknown>,
        applicant: '0012',
        subject: this.subject as never,
        actor: this.actorOf(start?.actor ?? { person: '0012', roles: ['STAFF'] }),
      }),
    );
    let { state } = begun;
    for (const index of rest) {
      const sample = this.samples.events[index]!;
      ({ state } = await this.inHall((tx) =>
        this.dispatch(tx, begun.id, sample, this.actorOf(sample.actor ?? { person: '0012', roles: ['STAFF'] })),
      ));
    }
    if (state !== node.state) throw new Error(`${node.path.join(' → ')} led to ${state} and not to ${node.state}`);
    return begun.id;
  }

  /** Sends every event of the kind as one person; all of it is undone. @returns where the answer is not the one that is due */
  async ask(node: Node, caseId: string, player: Player, table: RoleTable): Promise<Line[]> {
    const wrong: Line[] = [];
    const undo = new Error('undone');
    await this.inHall(async (tx) => {
      const open = await this.house.get(TaskRepository).openHoldings(tx, caseId);
      for (const event of Object.keys(this.spec.events)) {
        const held = open.filter((one) => holds(one, player));
        const may = this.mayBy(node, event, player, table[node.state]?.[event] ?? [], held);
        const sample = this.fitting(node, event, player, held);
        const due = !may ? 'refused' : sample.taken ? 'taken' : 'not now';
        const got = await this.outcome(tx, caseId, sample.sample, player, may);
        if (!answers(got, due)) wrong.push({ player: player.is, event, got, due });
      }
      throw undo;
    }).catch((error: unknown) => {
      if (error !== undo) throw error;
    });
    return wrong;
  }

  /** @param undo false where a refusal is due, which changes nothing; were it taken all the same, what follows would show it */
  private async outcome(tx: Tx, caseId: string, sample: SampleEvent, player: Player, undo: boolean): Promise<string> {
    if (undo) await tx.query('savepoint event');
    try {
      await this.dispatch(tx, caseId, sample, this.actorAs(player));
      return 'taken';
    } catch (error) {
      if (error instanceof Problem) return error.code;
      throw error;
    } finally {
      if (undo) await tx.query('rollback to savepoint event');
    }
  }

  /** What the committed list of the state says, for what he is to this case. */
  private mayBy(
    node: Node,
    event: string,
    player: Player,
    listed: readonly string[],
    held: readonly Holding[],
  ): boolean {
    const never = this.spec.events[event]?.never?.(node.context as never) ?? [];
    if (never.includes(player.person)) return false;
    return listed.some((entry) => {
      if (entry === 'system') return player.person === 'system';
      if (entry === 'applicant') return player.person === '0012';
      if (entry === 'holder') return held.length > 0 && !(player.principal && player.person === '0012');
      const field = /^named: (.+)$/.exec(entry)?.[1];
      if (field) return [node.context[field]].flat().includes(player.person);
      return player.listed.includes(entry);
    });
  }

  /** The sample that the machine takes from him now, else any. */
  private fitting(node: Node, type: string, player: Player, held: readonly Holding[]) {
    const isHolders = this.spec.events[type]?.by.some((who) => 'is' in who && who.is === 'holder');
    const places = held.flatMap((one) => (one.role ? [one.role] : []));
    const all = rolesOf(this.actorAs(player));
    const as: CaseActor = {
      person: player.person,
      roles: (isHolders && (places.length > 0 || player.principal) ? places : all) as CaseActor['roles'],
      ...(isHolders && player.principal && held.length > 0 ? { onBehalfOf: player.principal } : {}),
    };
    const snapshot = restore(this.spec, node.value, node.context);
    const own = this.samples.events.filter((one) => one.type === type);
    const taken = own.find((one) =>
      canSend(this.spec, snapshot, sampleEvent(this.spec, this.samples, { ...one, actor: as })),
    );
    return { sample: taken ?? own[0]!, taken: taken !== undefined };
  }

  private dispatch(tx: Tx, caseId: string, sample: SampleEvent, by: Actor) {
    this.set(sample);
    return this.house.get(CaseEngine).dispatch(tx, {
      caseId,
      event: { type: sample.type, payload: sample.payload ?? {} },
      actor: by,
      idempotencyKey: `k${++this.keys}`,
      requestHash: 'h',
    });
  }

  private set(sample: Partial<SampleEvent>): void {
    this.facts = { ...this.samples.facts, ...sample.facts };
    this.today = sample.today ?? '2026-09-07';
  }

  private actorOf({ person, roles }: CaseActor): Actor {
    if (person === 'system') return systemActor(this.house.hall);
    return actor(this.house.hall, person, ...roles.map((role): Grant => ({ role, scope: 'institution' })));
  }

  private actorAs({ person, grants }: Player): Actor {
    return person === 'system' ? systemActor(this.house.hall) : actor(this.house.hall, person, ...grants);
  }

  inHall<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    return this.house.database.inInstitution(this.house.hall, fn);
  }
}

const holds = (one: Holding, player: Player): boolean =>
  one.person !== null
    ? one.person === (player.principal ?? player.person)
    : player.person !== '0012' &&
      (player.principal !== undefined
        ? player.listed.includes(`${one.role} of ${player.principal}`)
        : player.grants.some(
            ({ role, scope, target }) =>
              role === one.role && (scope === 'institution' || one.places.includes(`${scope}:${target}`)),
          ));

/** A refusal of rights tells neither that a state forbids it nor why a guard does; and the other way round. */
function answers(got: string, due: string): boolean {
  if (due === 'taken') return got === 'taken';
  const byRight = /^auth\.|^case\.not_found$|^workflow\.event_unknown$/.test(got);
  return due === 'not now'
    ? got !== 'taken' && !byRight
    : got !== 'taken' && (byRight || got === 'workflow.transition_refused');
}

/** The nearest situation of every state, and as many more as show every event that some situation of the state takes. */
function chosen(nodes: ReadonlyMap<string, Node>): Node[] {
  const seen = new Set<string>();
  return [...nodes.values()].filter((node) => {
    const fresh = [node.state, ...node.next.map(({ event }) => `${node.state} ${event}`)].filter(
      (one) => !seen.has(one),
    );
    for (const one of fresh) seen.add(one);
    return fresh.length > 0;
  });
}

/** Whether a sample's person could send it; who holds a task is left to the machine. */
function mayBe(spec: MachineSpec, { type, actor: by }: MachineEvent, context: Record<string, unknown>): boolean {
  return (spec.events[type]?.by ?? []).some((who) => {
    if ('role' in who) return by.roles.includes(who.role);
    if (who.is === 'named') return [context[who.field]].flat().includes(by.person);
    return who.is === 'holder' || (who.is === 'system' ? by.person === 'system' : by.person === '0012');
  });
}
