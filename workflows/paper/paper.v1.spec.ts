import type { CaseActor } from '../contract.js';
import { Walk } from '../walk.js';
import { paperV1 } from './paper.v1.js';
import { paperSamples } from './samples.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const office = person('0004', 'OFFICE');
const supervision = person('0003', 'SUPERVISION');
const centre = person('0002', 'CENTRE_LEADER');
const system = person('system');
const form = paperSamples.starts[0]?.form;
const usual = paperSamples.facts as Record<string, object>;
const start = () => Walk.start(paperV1, form, { key: 'p-1', actor: system }, usual);
const signed = () => start().send('paper.review', office).send('paper.sign', supervision).send('paper.sign', centre);
const refusal = (code: string) => expect.objectContaining({ code });
const rendered = { sha256: 'b'.repeat(64) };

describe('paper', () => {
  it('is signed by everybody in turn; the last signature gives the number and freezes the data', () => {
    const paper = start().send('paper.review', office);
    expect(() => paper.send('paper.sign', centre)).toThrow(refusal('paper.not_signer'));
    paper.send('paper.sign', supervision);
    expect(paper).toMatchObject({ state: 'reviewed', effects: ['task.close', 'task.assign'] });
    paper.send('paper.sign', centre);
    expect(paper).toMatchObject({ state: 'signed', effects: ['task.close', 'paper.freeze', 'task.assign'] });
    expect(paper.send('paper.issue', office).effects).toEqual(['task.close', 'paper.render', 'task.assign']);
  });

  it('is not signed by its drafter, nor twice by one person', () => {
    const facts = { ...usual, 'paper.drafter': { drafter: '0003', missingGlyphs: [] } };
    const paper = Walk.start(paperV1, form, { key: 'p-1', actor: supervision }, facts).send('paper.review', office);
    const never = (walk: Walk, event: string) => paperV1.events[event]?.never?.(walk.context as never) ?? [];
    expect(never(paper, 'paper.sign')).toContain('0003');
    expect(never(Walk.start(paperV1, form, { actor: supervision }, facts), 'paper.review')).toContain('0003');
    expect(never(start().send('paper.review', office).send('paper.sign', supervision), 'paper.sign')).toEqual(
      expect.arrayContaining(['0003']),
    );
  });

  it('is not signed before the case behind it is there, nor with characters that no font has', () => {
    const paper = start().send('paper.review', office);
    expect(() =>
      paper.send(
        'paper.sign',
        supervision,
        {},
        { facts: { 'paper.definition': { ...usual['paper.definition'], stateReached: false } } },
      ),
    ).toThrow(refusal('paper.state_not_reached'));
    expect(() =>
      paper.send(
        'paper.sign',
        supervision,
        {},
        { facts: { 'paper.drafter': { drafter: 'system', missingGlyphs: ['𱁬'] } } },
      ),
    ).toThrow(refusal('paper.unprintable'));
  });

  it('loses its signatures when it goes back', () => {
    const paper = start()
      .send('paper.review', office)
      .send('paper.sign', supervision)
      .send('paper.return', centre, { reason: '标题有误' })
      .send('paper.review', office);
    expect(paper.context).toMatchObject({ signatures: [], opinions: [{ verb: 'return', reason: '标题有误' }] });
  });

  it('is delivered once it is printed, and tells the case that waits for it', () => {
    const paper = signed().send('paper.issue', office);
    expect(() => paper.send('paper.deliver', office, { deliveredOn: '2026-10-15' })).toThrow(
      refusal('workflow.transition_refused'),
    );
    paper.send('paper.rendered', system, rendered).send('paper.deliver', office, { deliveredOn: '2026-10-15' });
    expect(paper.params('case.send')).toEqual([
      {
        to: { kind: 'appraisal-cycle', key: '2026-09' },
        event: 'paper.delivered',
        payload: { deliveredOn: '2026-10-15' },
      },
    ]);
    expect(paper.send('paper.file', office).step.final).toBe(true);
  });

  it('an internal form is numbered, frozen and printed at once, without a task', () => {
    const definition = { ...usual['paper.definition'], automatic: true };
    const slip = Walk.start(
      paperV1,
      form,
      { key: 'slip', actor: system },
      { ...usual, 'paper.definition': definition },
    );
    expect(slip).toMatchObject({ state: 'issued', effects: ['paper.freeze', 'paper.render'] });
    slip.send('paper.rendered', system, rendered);
    expect(slip).toMatchObject({
      state: 'filed',
      step: { final: true },
      context: { sha256: rendered.sha256, deliveredOn: '2026-09-07' },
    });
  });

  it('after issue there is only withdrawal', () => {
    const filed = signed()
      .send('paper.issue', office)
      .send('paper.rendered', system, rendered)
      .send('paper.deliver', office, { deliveredOn: '2026-10-15' })
      .send('paper.file', office);
    expect(() => filed.send('paper.discard', office, { reason: '重复' })).toThrow(
      refusal('workflow.transition_refused'),
    );
    const gone = filed.send('paper.withdraw', supervision, { reason: '结果有变' });
    expect(gone).toMatchObject({ state: 'withdrawn', effects: ['task.close', 'paper.withdraw'] });
    expect(start().send('paper.discard', office, { reason: '重复' }).state).toBe('discarded');
  });
});
