import { roles as allRoles } from '../../src/core/roles.js';
import type { CaseActor } from '../contract.js';
import { canSend, restore } from '../run.js';
import { type Circumstances, Walk } from '../walk.js';
import { inspectionV1 } from './inspection.v1.js';
import {
  first,
  hashOf,
  planner,
  sampleAnswers,
  sampleFacts,
  sampleForm,
  sampleList,
  sampleTeam,
  second,
} from './samples.js';

const plan = (more: object = {}, facts: object = {}) =>
  Walk.start(
    inspectionV1,
    { ...sampleForm, ...more },
    { key: 'sample-1', actor: planner, applicant: '0003' },
    { ...sampleFacts, ...facts },
  );
const assigned = (more: object = {}) => plan(more).send('inspection.assign', planner);
const running = (more: object = {}) => assigned(more).send('inspection.start', first);
const filled = (more: object = {}) => running(more).send('inspection.record', first, { answers: sampleAnswers });
const sign = (walk: Walk, who: CaseActor, when: Circumstances = {}) =>
  walk.send('inspection.sign', who, { hash: walk.context.content }, when);
const signed = (more: object = {}) => sign(sign(filled(more), first), second);
const refusal = (code: string, facts: object = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });
const found = (name: keyof typeof sampleFacts, change: object): Circumstances => ({
  facts: { [name]: { ...sampleFacts[name], ...change } },
});
const [one, other] = sampleTeam.members;

describe('inspection', () => {
  it('is planned, assigned, held, signed by all and handed over; each answer counts once, on the day it was held', () => {
    const walk = signed();
    expect(walk.state).toBe('findingsSigned');
    expect(walk.params('paper.draft')).toEqual([
      expect.objectContaining({ template: 'inspection-record', source: 'inspection.record' }),
    ]);
    expect(sign(filled(), first).params('paper.draft')).toEqual([]);
    expect(walk.params('ledger.post')).toEqual([
      {
        facts: [
          {
            key: 'window:A05-R48.display.plate',
            item: 'R48.display.plate',
            subject: 'window:A05',
            happenedOn: '2026-09-07',
            quantity: 10_000,
            values: { inspection: 'sample-1' },
            evidence: [],
          },
          {
            key: 'window:A05-R48.manned',
            item: 'R48.manned',
            subject: 'window:A05',
            happenedOn: '2026-09-07',
            quantity: 0,
            values: { inspection: 'sample-1' },
            note: '无人值守',
            evidence: [],
          },
        ],
      },
    ]);
    expect(walk.params('notification.send')).toMatchObject([
      { message: 'inspection.signed' },
      { message: 'inspection.result', to: [{ person: '0020' }] },
    ]);
    walk.send('inspection.handOver', planner);
    expect(walk).toMatchObject({ state: 'handedOver', step: { final: true } });
    expect(walk.params('ledger.post')).toEqual([]);
    expect(walk.params('case.start')).toEqual([
      {
        kind: 'finding',
        key: 'sample-1-R48.manned-window-A05',
        subject: 'window:A05',
        input: {
          item: 'R11.A4',
          subject: 'window:A05',
          happenedOn: '2026-09-07',
          note: '无人值守',
          evidence: [],
          team: ['0008', '0009'],
          inspection: 'sample-1',
          source: { kind: 'inspection', key: 'sample-1' },
        },
      },
    ]);
  });

  it('posts nothing for what does not apply, and nothing at all where nothing does', () => {
    const none = sampleAnswers.map((answer) => ({ ...answer, answer: 'notApplicable' }));
    const walk = running().send('inspection.record', first, { answers: none });
    sign(sign(walk, first), second);
    expect(walk.params('ledger.post')).toEqual([]);
    expect(walk.send('inspection.handOver', first).params('case.start')).toEqual([]);
  });

  it('is signed only when complete, and only what the signer saw', () => {
    const half = running().send('inspection.record', first, { answers: sampleAnswers.slice(0, 1) });
    expect(() => sign(half, first)).toThrow(
      refusal('inspection.incomplete', { count: 1, lines: ['window:A05 R48.manned'] }),
    );
    expect(() => filled().send('inspection.sign', first, { hash: 'f'.repeat(64) })).toThrow(
      refusal('inspection.content_changed'),
    );
    expect(filled().context.content).toBe(hashOf(sampleAnswers));
    expect(hashOf([...sampleAnswers].reverse())).toBe(hashOf(sampleAnswers));
    expect(hashOf(sampleAnswers, { place: '二楼' })).not.toBe(hashOf(sampleAnswers));
    expect(hashOf(sampleAnswers, { heldOn: '2026-09-08' })).not.toBe(hashOf(sampleAnswers));
  });

  it('takes two different people: nobody signs twice', () => {
    const walk = sign(filled(), first);
    expect(walk.state).toBe('running');
    expect(() => sign(walk, first)).toThrow(refusal('inspection.signed_already'));
    expect(sign(walk, second).context.signatures.map((made: { person: string }) => made.person)).toEqual([
      '0008',
      '0009',
    ]);
    for (const team of [['0008'], ['0008', '0008']]) expect(() => plan({ team })).toThrow();
  });

  it('loses its signatures when an answer changes, and keeps them when the same is sent again', () => {
    const walk = sign(filled(), first).send('inspection.record', second, { answers: sampleAnswers });
    expect(walk).toMatchObject({ context: { signatures: [{ person: '0008' }] }, effects: [] });
    walk.send('inspection.record', second, { answers: [{ ...sampleAnswers[1], answer: 'met' }] });
    expect(walk.context).toMatchObject({ signatures: [], answers: [{ answer: 'met' }, { answer: 'met' }] });
    expect(walk.params('task.close')).toEqual([{ step: 'sign' }]);
    expect(walk.params('task.assign')).toMatchObject([{ step: 'sign', mode: 'all' }]);
    expect(sign(sign(walk, second), first).state).toBe('findingsSigned');
  });

  it('refuses a line or a place that it does not have, evidence that nobody uploaded, and an edition that changed', () => {
    const record = (change: object, when: Circumstances = {}) =>
      running().send('inspection.record', first, { answers: [{ ...sampleAnswers[0], ...change }] }, when);
    expect(() => record({ line: 'R48.old' })).toThrow(
      refusal('inspection.line_unknown', { line: 'R48.old', edition: sampleList.edition }),
    );
    expect(() => record({ subject: 'window:A06' })).toThrow(
      refusal('inspection.line_unknown', { subject: 'window:A06' }),
    );
    const missing = 'e'.repeat(64);
    expect(() => record({ evidence: [missing] }, found('inspection.evidence', { missing: [missing] }))).toThrow(
      refusal('inspection.evidence_unknown', { missing: [missing] }),
    );
    const later = { ...sampleList, edition: 'own@2026-09-01' };
    const list = { ...sampleList.list, lines: sampleList.list?.lines.slice(0, 1) };
    expect(() => sign(filled(), first, found('inspection.checklist', { ...later, list }))).toThrow(
      refusal('inspection.edition_changed', { now: 'own@2026-09-01', lines: ['R48.manned'] }),
    );
    expect(() => sign(filled(), first, found('inspection.checklist', { list: null }))).toThrow(
      refusal('inspection.edition_changed'),
    );
    expect(sign(filled(), first, found('inspection.checklist', later)).context.signatures).toHaveLength(1);
  });

  it('begins on its day and not before, with the lines in force on that day', () => {
    const early = assigned({ day: '2026-09-08' });
    expect(() => early.send('inspection.start', first)).toThrow(refusal('inspection.too_early', { day: '2026-09-08' }));
    const list = { ...sampleList.list, lines: sampleList.list?.lines.slice(0, 1) };
    const now = { today: '2026-09-09', ...found('inspection.checklist', { edition: 'own@2026-09-09', list }) };
    expect(early.send('inspection.start', first, {}, now).context).toMatchObject({
      heldOn: '2026-09-09',
      edition: 'own@2026-09-09',
      lines: [{ id: 'R48.display.plate' }],
    });
    expect(() => assigned().send('inspection.start', first, {}, found('inspection.checklist', { list: null }))).toThrow(
      refusal('inspection.checklist_unknown', { available: ['standard'] }),
    );
  });

  it.each([
    ['own', { members: [one, { ...other, own: ['window:A05'] }] }, 'inspection.own_place', { person: '0009' }],
    ['no inspector', { members: [{ ...one, isInspector: false }] }, 'inspection.not_inspector', { person: '0008' }],
    ['unknown place', { unknown: ['window:Z9'] }, 'inspection.subject_unknown', { subjects: ['window:Z9'] }],
  ])(
    'sends nobody who should not go: %s; at the plan, the naming, the start and the signature',
    (_, change, code, facts) => {
      const when = found('inspection.team', change);
      const refused = refusal(code, facts);
      expect(() => plan({}, when.facts)).toThrow(refused);
      expect(() => plan().send('inspection.assign', planner, {}, when)).toThrow(refused);
      expect(() => assigned().send('inspection.start', first, {}, when)).toThrow(refused);
      expect(() => running().send('inspection.assign', planner, { team: ['0008', '0010'] }, when)).toThrow(refused);
      expect(() => sign(filled(), first, when)).toThrow(refused);
    },
  );

  it.each([
    [{ day: '2026-09-06' }, {}, 'inspection.day_past'],
    [{ checklist: 'other' }, { ...sampleList, list: null }, 'inspection.checklist_unknown'],
    [{ subjects: ['person:0012'] }, sampleList, 'inspection.subject_kind'],
  ])('is not planned with %j', (form, list, code) => {
    expect(() => plan(form, { 'inspection.checklist': list })).toThrow(refusal(code));
  });

  it('names the team anew before and during the inspection; what was signed is then signed no more', () => {
    const again = assigned().send('inspection.assign', planner, { team: ['0008', '0010'] });
    expect(again).toMatchObject({ state: 'assigned', context: { team: ['0008', '0010'] } });
    expect(again.params('task.assign')).toMatchObject([{ holders: [{ person: '0008' }, { person: '0010' }] }]);
    const walk = sign(filled(), first).send('inspection.assign', planner, { team: ['0008', '0010'] });
    expect(walk.context).toMatchObject({ signatures: [], answers: sampleAnswers });
    expect(walk.context.content).toBe(hashOf(sampleAnswers, { team: ['0008', '0010'] }));
  });

  it('asks only the planner about a secret plan, and opens it with the last signature', () => {
    for (const mode of ['secret', 'mysteryGuest', 'phoneSimulation', 'rolePlay']) {
      const walk = plan({ mode });
      expect(walk.context.isConfidential).toBe(true);
      expect(walk.params('task.assign')[0].holders).toEqual([{ person: '0003' }]);
      expect(sign(filled({ mode }), first).context.isConfidential).toBe(true);
      expect(signed({ mode }).context.isConfidential).toBe(false);
    }
    for (const mode of ['open', 'video', 'onSite', 'lookListenCheckVisit'])
      expect(plan({ mode }).context.isConfidential).toBe(false);
    const cancelled = filled({ mode: 'secret' }).send('inspection.cancel', planner, { reason: '走漏消息' });
    expect(cancelled).toMatchObject({ state: 'cancelled', context: { isConfidential: true } });
  });
});

/** Every state, event and role: whom the machine lets send what, guards over facts and payload satisfied. */
describe('who may do what', () => {
  const outsider = (role: string): CaseActor => ({ person: '0099', roles: [role as never] });
  const who: Record<string, CaseActor> = {
    ...Object.fromEntries(allRoles.map((role) => [role, outsider(role)])),
    // Planned by an inspector who does not go himself, so that his right comes from the plan alone.
    planner: { person: '0003', roles: ['INSPECTOR'] },
    team: first,
    system: { person: 'system', roles: [] },
  };
  const at: Record<string, () => Walk> = {
    planned: plan,
    assigned,
    running: filled,
    findingsSigned: signed,
    handedOver: () => signed().send('inspection.handOver', planner),
    cancelled: () => plan().send('inspection.cancel', planner, { reason: '另行安排' }),
  };
  const planning = ['SUPERVISION', 'planner'];
  const rights: Record<string, Record<string, readonly string[]>> = {
    planned: { 'inspection.assign': planning, 'inspection.cancel': planning },
    assigned: { 'inspection.assign': planning, 'inspection.start': ['team'], 'inspection.cancel': planning },
    running: {
      'inspection.assign': planning,
      'inspection.record': ['team'],
      'inspection.sign': ['team'],
      'inspection.cancel': planning,
    },
    findingsSigned: { 'inspection.handOver': ['SUPERVISION', 'OFFICE', 'team'] },
    handedOver: {},
    cancelled: {},
  };

  it.each(Object.keys(at))('in %s', (state) => {
    const walk = (at[state] as () => Walk)();
    expect(walk.state).toBe(state);
    const snapshot = restore(inspectionV1, walk.step.value, walk.context);
    for (const [type, event] of Object.entries(inspectionV1.events)) {
      const may = Object.entries(who).flatMap(([name, actor]) => {
        const named = event.by.some((by) =>
          'role' in by
            ? actor.roles.includes(by.role)
            : by.is === 'named' && codes(walk, by.field).includes(actor.person),
        );
        const asked = { type, payload: undefined as never, actor, today: '2026-09-07', at: '', facts: sampleFacts };
        return named && canSend(inspectionV1, snapshot, asked) ? [name] : [];
      });
      expect([type, may.sort()]).toEqual([type, [...(rights[state]?.[type] ?? [])].sort()]);
    }
  });

  const codes = (walk: Walk, field: string): string[] => [walk.context[field]].flat();
});
