import { assign } from 'xstate';
import { z } from 'zod';
import {
  canSend,
  defineEvents,
  defineMachine,
  describe as describeMachine,
  dialect,
  type MachineEvent,
  restore,
  send,
  startCase,
  whyNot,
} from './kit.js';

const context = z.strictObject({ n: z.int(), who: z.string() });
const form = z.strictObject({ who: z.string() });
const events = defineEvents({
  'door.open': { payload: z.strictObject({ width: z.int() }), by: [{ is: 'applicant' }] },
  'door.close': { payload: z.strictObject({}), by: [{ is: 'applicant' }] },
  'door.burn': { payload: z.strictObject({}), by: [{ is: 'system' }], button: 'hidden' },
});
const m = dialect({
  context,
  events,
  form,
  guards: { fewTimes: ({ context }) => context.n < 2 },
  payloadGuards: { wide: ({ event }) => event.type === 'door.open' && event.payload.width > 3 },
});
const door = defineMachine({
  kind: 'door',
  version: 1,
  context,
  form,
  events,
  because: {
    fewTimes: (stored: { n: number }) => ({ code: 'case.changed', facts: { seen: stored.n }, articles: ['R1.1'] }),
  },
  machine: m.createMachine({
    id: 'door',
    context: ({ input }) => ({ n: 0, who: input.form.who }),
    initial: 'closed',
    states: {
      closed: {
        entry: { type: 'task.assign', params: ({ context }) => ({ step: 'door', holders: [{ person: context.who }] }) },
        on: {
          'door.open': {
            target: 'open',
            guard: 'wide',
            actions: [
              assign({ n: ({ context, event }) => context.n + event.payload.width }),
              { type: 'deadline.set', params: ({ context }) => ({ name: 'close', due: { days: context.n } }) },
              { type: 'task.copy', params: () => null },
              {
                type: 'notification.send',
                params: ({ event }) => ['a', 'b'].map((message) => ({ to: [{ person: event.actor.person }], message })),
              },
            ],
          },
        },
      },
      open: { on: { 'door.close': { target: 'closed', guard: 'fewTimes' }, 'door.burn': 'burnt' } },
      burnt: { type: 'final' },
    },
  }),
});
const event = (type: string, payload?: unknown): MachineEvent =>
  ({
    type,
    payload,
    actor: { person: 'p1', roles: [] },
    today: '2026-09-01',
    at: '2026-09-01T00:00:00Z',
    facts: {},
  }) as MachineEvent;
const start = {
  key: 'k',
  actor: { person: 'p1', roles: [] as const },
  today: '2026-09-01',
  at: '2026-09-01T00:00:00Z',
  facts: {},
};

describe('the dialect', () => {
  it('starts with JSON context and parsed entry effects', () => {
    const step = startCase(door, { who: '0012' }, start);
    expect(step).toMatchObject({ value: 'closed', context: { n: 0, who: '0012' }, final: false });
    expect(step.effects).toEqual([
      { name: 'task.assign', params: { step: 'door', holders: [{ person: '0012' }], mode: 'any' } },
    ]);
  });

  it('refuses a form that does not fit, with pointers', () => {
    expect(() => startCase(door, { whom: 1 }, start)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });

  it('resolves effects after the assigns before them; null is none, a list is several', () => {
    const step = send(door, restore(door, 'closed', { n: 0, who: 'x' }), event('door.open', { width: 5 }));
    expect(step.value).toBe('open');
    expect(step.effects.map((effect) => effect.name)).toEqual([
      'deadline.set',
      'notification.send',
      'notification.send',
    ]);
    expect(step.effects[0]?.params).toEqual({ name: 'close', due: { days: 5 } });
  });

  it('asks without payload for buttons and with payload for the decision', () => {
    const closed = restore(door, 'closed', { n: 0, who: 'x' });
    expect(canSend(door, closed, event('door.open'))).toBe(true);
    expect(canSend(door, closed, event('door.open', { width: 1 }))).toBe(false);
    expect(canSend(door, closed, event('door.close', {}))).toBe(false);
    expect(() => send(door, closed, event('door.close', {}))).toThrow(
      expect.objectContaining({ code: 'workflow.transition_refused', extras: { available: ['door.open'] } }),
    );
  });

  it('names the reason of a guard', () => {
    const open = restore(door, 'open', { n: 5, who: 'x' });
    expect(whyNot(door, open, event('door.close', {}))).toEqual({
      code: 'case.changed',
      facts: { seen: 5 },
      articles: ['R1.1'],
    });
    expect(() => send(door, open, event('door.close', {}))).toThrow(
      expect.objectContaining({ code: 'case.changed', extras: { articles: ['R1.1'] } }),
    );
  });

  it('never passes undeclared or internal event names on', () => {
    const open = restore(door, 'open', { n: 0, who: 'x' });
    for (const type of ['xstate.after.300.door.open', 'xstate.init', 'xstate.stop', '*', 'toString']) {
      expect(canSend(door, open, event(type, {}))).toBe(false);
      expect(() => send(door, open, event(type, {}))).toThrow(
        expect.objectContaining({ code: 'workflow.event_unknown' }),
      );
    }
  });

  it('turns a snapshot that does not fit into a typed error in place', () => {
    expect(() => restore(door, 'renamed', { n: 0, who: 'x' })).toThrow(
      expect.objectContaining({ code: 'workflow.snapshot_invalid' }),
    );
    expect(() => restore(door, { closed: 'deep' }, { n: 0, who: 'x' })).toThrow(
      expect.objectContaining({ code: 'workflow.snapshot_invalid' }),
    );
    expect(() => restore(door, 'open', { n: 'many' })).toThrow(
      expect.objectContaining({ code: 'workflow.snapshot_invalid' }),
    );
  });

  it('describes itself', () => {
    const described = describeMachine(door);
    expect(described.initial).toBe('closed');
    expect(described.transitions).toContainEqual({
      from: 'closed',
      event: 'door.open',
      to: 'open',
      guards: ['wide'],
      by: [{ is: 'applicant' }],
      effects: ['deadline.set', 'task.copy', 'notification.send'],
    });
    expect(described.states.find((state) => state.state === 'burnt')).toMatchObject({ final: true });
  });
});
