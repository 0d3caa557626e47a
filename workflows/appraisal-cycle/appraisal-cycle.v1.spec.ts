import type { CaseActor } from '../contract.js';
import { Walk } from '../walk.js';
import { appraisalCycleV1 } from './appraisal-cycle.v1.js';
import { cycleSamples } from './samples.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const supervision = person('0003', 'SUPERVISION');
const committee = person('0060', 'COMMITTEE');
const head = person('0020', 'WINDOW_HEAD');
const system = person('system');
const usual = cycleSamples.facts as Record<string, Record<string, unknown>>;
const form = cycleSamples.starts[0]?.form;
const digest = usual['cycle.ranking']?.digest as string;
const refusal = (code: string) => expect.objectContaining({ code });
const ranking = (more: object) => ({ facts: { 'cycle.ranking': { ...usual['cycle.ranking'], ...more } } });
const parts = (mine: object) => ({ facts: { 'cycle.parts': { ...usual['cycle.parts'], mine } } });
const deadline = (walk: Walk, name: string, when = {}) => walk.send('deadline.reached', system, { name }, when);
const computed = (walk: Walk, more: Record<string, unknown> = {}) =>
  walk.send('scoring.computed', system, { digest, openTies: [], moved: false, ...more });
const appeal = { appeal: 'appeal-1', subject: 'person:0012' };

const opened = () =>
  Walk.start(appraisalCycleV1, form, { key: '2026-09', actor: supervision }, usual).send('cycle.open', supervision);
const collecting = () => deadline(opened(), 'period');
const scored = () =>
  collecting()
    .send('cycle.handIn', supervision, { section: 'coordination' })
    .send('cycle.handIn', supervision, { section: 'supervision' });
const preliminary = () => computed(scored()).send('cycle.announce', supervision, { minutes: '会议纪要' });
const verified = () =>
  preliminary().send('cycle.confirm', head, { window: 'A01' }).send('cycle.confirm', head, { window: 'A02' });
const publicity = () => verified().send('cycle.approve', committee).send('cycle.publish', supervision);
const final = () => deadline(publicity(), 'publicity');

describe('appraisal cycle', () => {
  it('opens only with an edition, no blank and weights that add up', () => {
    const draft = Walk.start(appraisalCycleV1, form, { key: '2026-09', actor: supervision }, usual);
    for (const more of [{ blanks: ['R28.05a'] }, { weightsAddUp: false }, { edition: null }]) {
      expect(() =>
        draft.send(
          'cycle.open',
          supervision,
          {},
          { facts: { 'cycle.parameters': { ...usual['cycle.parameters'], ...more } } },
        ),
      ).toThrow(refusal('cycle.not_ready'));
    }
    expect(opened().params('deadline.set')).toEqual([{ name: 'period', due: { on: '2026-09-30' } }]);
  });

  it('is not ended before its last day is over', () => {
    expect(() => opened().send('cycle.endPeriod', supervision, {}, { today: '2026-09-30' })).toThrow(
      refusal('cycle.period_running'),
    );
    expect(opened().send('cycle.endPeriod', supervision, {}, { today: '2026-10-01' }).state).toBe('collecting');
  });

  it('each section hands in its own part once; late parts are flagged, not refused; the last one starts the run', () => {
    const cycle = collecting();
    expect(cycle.params('task.assign').map((task) => task.step)).toEqual([
      'hand-in-coordination',
      'hand-in-supervision',
    ]);
    expect(() =>
      cycle.send(
        'cycle.handIn',
        supervision,
        { section: 'coordination' },
        parts({ sections: ['supervision'], windows: [] }),
      ),
    ).toThrow(refusal('cycle.not_own_part'));
    cycle.send('cycle.handIn', supervision, { section: 'coordination' }, { today: '2026-10-07' });
    expect(() => cycle.send('cycle.handIn', supervision, { section: 'coordination' })).toThrow(
      refusal('cycle.part_handed_in'),
    );
    deadline(cycle, 'handIn');
    expect(cycle.params('notification.send')).toMatchObject([
      { message: 'cycle.part_late', args: { section: 'supervision' } },
    ]);
    cycle.send('cycle.handIn', supervision, { section: 'supervision' }, { today: '2026-10-08' });
    expect(cycle.context.sections.map((part: { isLate: boolean }) => part.isLate)).toEqual([false, true]);
    expect(cycle.params('scoring.recompute')).toEqual([{ period: '2026-09', cycle: '2026-09', request: 1 }]);
  });

  it('is announced when it is computed and minuted (R28.03)', () => {
    expect(() => scored().send('cycle.announce', supervision, { minutes: '会议纪要' })).toThrow(
      refusal('cycle.not_computed'),
    );
    expect(() => computed(scored()).send('cycle.announce', supervision)).toThrow(refusal('cycle.minutes_missing'));
    expect(() =>
      computed(scored()).send('cycle.announce', supervision, { minutes: '会议纪要' }, ranking({ digest: 'other' })),
    ).toThrow(refusal('cycle.not_computed'));
    expect(preliminary().params('scoring.freeze')).toEqual([{ cycle: '2026-09', stage: 'preliminary' }]);
  });

  it('each head answers for the own window; when all have, it is verified', () => {
    expect(() =>
      preliminary().send('cycle.confirm', head, { window: 'A02' }, parts({ sections: [], windows: ['A01'] })),
    ).toThrow(refusal('cycle.not_own_window'));
    const half = preliminary().send('cycle.confirm', head, { window: 'A01' });
    expect(half.state).toBe('preliminary');
    expect(() => half.send('cycle.confirm', head, { window: 'A01' })).toThrow(refusal('cycle.window_settled'));
    expect(half.send('cycle.confirm', head, { window: 'A02' }).state).toBe('verified');
  });

  it('silence is consent after the term, but a dispute has to be settled first', () => {
    expect(deadline(preliminary(), 'verify')).toMatchObject({
      state: 'verified',
      context: { windows: { A01: { state: 'silent' } } },
    });
    const disputed = preliminary().send('cycle.object', head, { window: 'A01', reason: '扣分有误' });
    expect(disputed.params('task.assign')).toMatchObject([{ step: 'dispute-A01', holders: [{ role: 'SUPERVISION' }] }]);
    expect(deadline(disputed, 'verify')).toMatchObject({
      state: 'disputed',
      context: { windows: { A02: { state: 'silent' } } },
    });
    expect(disputed.send('cycle.maintain', supervision, { window: 'A01', reason: '事实清楚' }).state).toBe('verified');
  });

  it('a correction scores again and only that window verifies again', () => {
    const reverse = ['018f3a7e-0000-7000-8000-000000000001'];
    const cycle = preliminary()
      .send('cycle.confirm', head, { window: 'A02' })
      .send('cycle.object', head, { window: 'A01', reason: '扣分有误' });
    cycle.send('cycle.correct', supervision, { window: 'A01', reverse, reason: '核实有误' });
    expect(cycle).toMatchObject({ state: 'scored', context: { digest: null } });
    expect(cycle.params('ledger.reverse')).toEqual([{ factIds: reverse, reason: '核实有误' }]);
    computed(cycle).send('cycle.announce', supervision, { minutes: '会议纪要' });
    expect(cycle.params('task.assign').map((task) => task.step)).toEqual(['verify-A01']);
    expect(cycle.send('cycle.confirm', head, { window: 'A01' }).state).toBe('verified');
  });

  it('is approved on the figures that stand, complete and without an open tie', () => {
    expect(() =>
      verified().send('cycle.approve', committee, {}, ranking({ openTies: ['red-flag:approval:A07,A11'] })),
    ).toThrow(refusal('cycle.open_tie'));
    expect(() => verified().send('cycle.approve', committee, {}, ranking({ complete: false }))).toThrow(
      refusal('cycle.incomplete'),
    );
    const cutOff = [{ output: 'subtotal', article: 'R49' }];
    expect(() => verified().send('cycle.approve', committee, {}, ranking({ cutOff }))).toThrow(
      expect.objectContaining({ code: 'cycle.text_cut_off', extras: { articles: ['R49'] } }),
    );
    expect(() => verified().send('cycle.approve', committee, {}, ranking({ digest: 'newer' }))).toThrow(
      refusal('cycle.not_computed'),
    );
    const ruled = verified().send('cycle.rule', committee, {
      honour: 'red-flag',
      subject: 'window:A07',
      award: true,
      reason: '评议',
    });
    expect(() => ruled.send('cycle.approve', committee)).toThrow(refusal('cycle.not_computed'));
    expect(computed(ruled).send('cycle.approve', committee).state).toBe('audited');
  });

  it('becomes final at the end of publicity: frozen, with the notice and a certificate for each honour', () => {
    const cycle = final();
    expect(cycle).toMatchObject({ state: 'final', context: { version: 1, finals: [{ version: 1, digest }] } });
    expect(cycle.params('scoring.freeze')).toEqual([{ cycle: '2026-09', stage: 'final' }]);
    expect(cycle.params('paper.draft').map((paper) => [paper.template, paper.key])).toEqual([
      ['result-notice', '2026-09-v1-notice'],
      ['honour-certificate', '2026-09-v1-red-flag-window-A01'],
    ]);
    expect(() => cycle.send('cycle.notify', supervision, {}, ranking({ openPapers: ['2026-09-v1-notice'] }))).toThrow(
      refusal('cycle.papers_open'),
    );
    expect(cycle.send('cycle.notify', supervision).send('cycle.archive', person('0070', 'HR'))).toMatchObject({
      state: 'archived',
      step: { final: true },
    });
  });

  it('is not final while an appeal is open, also one whose message is still on its way', () => {
    const cycle = deadline(publicity(), 'publicity', ranking({ openAppeals: ['appeal-1'] }));
    expect(cycle).toMatchObject({ state: 'appealed', context: { openAppeals: ['appeal-1'], publicityOver: true } });
    expect(cycle.send('appeal.opened', system, appeal).send('appeal.closed', system, appeal).state).toBe('final');
  });

  it('an appeal that ends in time leaves the rest of the publicity', () => {
    const cycle = publicity().send('appeal.opened', system, appeal);
    expect(cycle.state).toBe('appealed');
    expect(cycle.send('appeal.closed', system, appeal).state).toBe('publicity');
    expect(deadline(cycle, 'publicity').state).toBe('final');
  });

  it('an allowed appeal goes to the committee only if something moved', () => {
    const changed = () => publicity().send('appeal.opened', system, appeal).send('appeal.changed', system, appeal);
    expect(changed()).toMatchObject({ state: 'scored', context: { resume: 'publicity', openAppeals: [] } });
    expect(computed(changed()).state).toBe('publicity');
    expect(computed(changed(), { moved: true })).toMatchObject({ state: 'verified', context: { resume: null } });
    expect(computed(deadline(changed(), 'publicity')).state).toBe('final');
  });

  it('an answer to an earlier request does not count', () => {
    const cycle = publicity()
      .send('appeal.changed', system, appeal)
      .send('appeal.changed', system, { ...appeal, appeal: 'appeal-2' });
    expect(computed(cycle, { request: 2, moved: true })).toMatchObject({ state: 'scored', effects: [] });
    expect(computed(cycle, { request: 3, moved: true }).state).toBe('verified');
  });

  it('a change after the end makes a new version beside the old one', () => {
    const cycle = final().send('cycle.notify', supervision).send('appeal.changed', system, appeal);
    computed(cycle, { digest: 'e'.repeat(64), moved: true });
    const now = ranking({ digest: 'e'.repeat(64) });
    deadline(cycle.send('cycle.approve', committee, {}, now).send('cycle.publish', supervision), 'publicity', now);
    expect(
      cycle.context.finals.map((one: { version: number; digest: string }) => [one.version, one.digest[0]]),
    ).toEqual([
      [1, 'd'],
      [2, 'e'],
    ]);
    expect(cycle.params('paper.draft')[0].key).toBe('2026-09-v2-notice');
    expect(computed(final().send('appeal.changed', system, appeal))).toMatchObject({
      state: 'final',
      context: { version: 1 },
    });
  });
});
