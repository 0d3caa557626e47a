import type { CaseActor } from '../contract.js';
import { Walk } from '../walk.js';
import { substitutionSamples } from './samples.js';
import { substitutionV1 } from './substitution.v1.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const head = person('0020', 'WINDOW_HEAD');
const stand = person('0030', 'SUBSTITUTE');
const supervision = person('0003', 'SUPERVISION');
const system = person('system');
const start = () =>
  Walk.start(
    substitutionV1,
    substitutionSamples.starts[0]?.form,
    { key: 's-1', actor: system },
    substitutionSamples.facts,
  );
const issued = () =>
  start()
    .send('substitution.nominate', head, { substitute: '0030' })
    .send('substitution.accept', stand)
    .send('substitution.file', supervision)
    .send('substitution.train', head, { business: true, norms: true })
    .send('substitution.issueBadge', supervision, { badge: 'T-07' });

describe('substitution', () => {
  it('takes only whom the provider found fit, and never the absent person', () => {
    const nominate = (code: string, found: object) => () =>
      start().send('substitution.nominate', head, { substitute: code }, { facts: { 'substitution.candidate': found } });
    const refused = expect.objectContaining({ code: 'substitution.not_eligible' });
    expect(nominate('0030', { person: '0030', eligible: false, reasons: ['on_leave'] })).toThrow(refused);
    expect(nominate('0031', { person: '0030', eligible: true, reasons: [] })).toThrow(refused);
    expect(nominate('0012', { person: '0012', eligible: true, reasons: [] })).toThrow(refused);
  });

  it('reserves the cover on acceptance and begins anew after a refusal', () => {
    const cover = start().send('substitution.nominate', head, { substitute: '0030' });
    expect(cover.params('task.assign')).toMatchObject([{ holders: [{ person: '0030' }], due: { workingDays: 1 } }]);
    cover.send('substitution.decline', stand, { reason: '当日已有安排' });
    expect(cover).toMatchObject({ state: 'required', context: { substitute: null, declined: [{ person: '0030' }] } });
    cover.send('substitution.nominate', head, { substitute: '0030' }).send('substitution.accept', stand);
    expect(cover.effects).toContain('cover.reserve');
  });

  it('wants both subjects studied before duty (R15.S4)', () => {
    const recorded = start()
      .send('substitution.nominate', head, { substitute: '0030' })
      .send('substitution.accept', stand)
      .send('substitution.file', supervision);
    expect(() => recorded.send('substitution.train', head, { business: true, norms: false })).toThrow();
  });

  it('ends at once when cancelled without a badge, else only after the badge is back', () => {
    expect(start().send('leave.cancelled', system)).toMatchObject({ state: 'cancelled', step: { final: true } });
    const cover = issued().send('leave.cancelled', system);
    expect(cover).toMatchObject({ state: 'ended', step: { final: false } });
    cover.send('substitution.returnBadge', supervision);
    expect(cover.state).toBe('cancelled');
    expect(cover.params('badge.return')).toEqual([{ badge: 'T-07' }]);
  });

  it('follows an extension and frees the cover at the end; a late badge is overdue but can still come back', () => {
    const cover = issued()
      .send('substitution.takeOver', stand, { handover: 'missing' })
      .send('leave.extended', system, { to: { day: '2026-09-10', half: 'pm' } });
    expect(cover).toMatchObject({
      state: 'onDuty',
      context: { to: { day: '2026-09-10' } },
      effects: ['cover.reserve'],
    });
    cover.send('leave.ended', system);
    expect(cover.effects).toContain('cover.release');
    cover.send('deadline.reached', system, { name: 'badge' });
    expect(cover.state).toBe('badgeOverdue');
    expect(cover.send('substitution.returnBadge', supervision).state).toBe('closed');
    expect(cover.send('leave.ended', system).state).toBe('closed');
  });
});
