/** A case in the hand, for specs and for trying a machine out: start it, send events, look at what it asks for. Pure. */
import type { CaseActor, MachineEvent, MachineSpec, StartContext } from './contract.js';
import { canSend, restore, type Step, send, startCase, stateText } from './run.js';

export interface Circumstances {
  today?: string;
  at?: string;
  facts?: Record<string, unknown>;
}

export class Walk {
  private constructor(
    readonly spec: MachineSpec,
    public step: Step,
    private readonly usual: Record<string, unknown>,
  ) {}

  /** @param facts found by the providers, unless an event brings its own */
  static start(
    spec: MachineSpec,
    form: unknown,
    start: Partial<StartContext>,
    facts: Record<string, unknown> = {},
  ): Walk {
    const base = {
      key: 'case-1',
      actor: { person: '0012', roles: [] },
      today: '2026-09-07',
      at: '2026-09-07T01:00:00.000Z',
    };
    return new Walk(spec, startCase(spec, form, { ...base, facts, ...start }), facts);
  }

  get state(): string {
    return stateText(this.step.value);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the context of whatever machine is walked
  get context(): any {
    return this.step.context;
  }

  /** Names of the effects of the last event, in order. */
  get effects(): string[] {
    return this.step.effects.map((effect) => effect.name);
  }

  /** Params of all effects of this name of the last event. */
  // biome-ignore lint/suspicious/noExplicitAny: compared in specs
  params(name: string): any[] {
    return this.step.effects.filter((effect) => effect.name === name).map((effect) => effect.params);
  }

  can(type: string, actor: CaseActor, payload?: Record<string, unknown>, when: Circumstances = {}): boolean {
    return canSend(this.spec, this.snapshot(), { ...this.event(type, actor, {}, when), payload } as MachineEvent);
  }

  /** Stored as JSON and restored in between, as the engine does. */
  send(type: string, actor: CaseActor, payload: Record<string, unknown> = {}, when: Circumstances = {}): this {
    this.step = send(this.spec, this.snapshot(), this.event(type, actor, payload, when));
    return this;
  }

  private snapshot() {
    const stored = JSON.parse(JSON.stringify({ value: this.step.value, context: this.step.context }));
    return restore(this.spec, stored.value, stored.context);
  }

  private event(type: string, actor: CaseActor, payload: Record<string, unknown>, when: Circumstances): MachineEvent {
    const today = when.today ?? '2026-09-07';
    const parsed = this.spec.events[type]?.payload.parse(payload) as Record<string, unknown>;
    return {
      type,
      payload: parsed,
      actor,
      today,
      at: when.at ?? `${today}T01:00:00.000Z`,
      facts: { ...this.usual, ...when.facts },
    };
  }
}
