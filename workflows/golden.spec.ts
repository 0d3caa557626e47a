/** G-08 to G-10, the part that the machines do: chains are signed in order, and no leave is approved before the substitute is in place. */
import type { CaseActor } from './contract.js';
import type { LeaveDecision } from './leave/facts.js';
import { leaveV1 } from './leave/leave.v1.js';
import { describe as describeMachine } from './run.js';
import { isInPlace } from './substitution/context.js';
import { substitutionSamples } from './substitution/samples.js';
import { substitutionV1 } from './substitution/substitution.v1.js';
import { Walk } from './walk.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const applicant = person('0012', 'STAFF');
const leaders: Record<string, CaseActor> = {
  SHIFT_LEADER: person('0001', 'SHIFT_LEADER'),
  HOME_DEPT_LEADER: person('0005', 'HOME_DEPT_LEADER'),
  CENTRE_LEADER: person('0002', 'CENTRE_LEADER'),
};
const form = {
  kind: 'personal',
  parts: [{ from: { day: '2026-09-08', half: 'am' }, to: { day: '2026-09-08', half: 'am' } }],
  reason: '家中有事',
};
const decision = (chain: string[], required: boolean): LeaveDecision => ({
  title: { zh: '事假', en: 'Personal leave' },
  length: 5_000,
  window: 'A01',
  unit: 'U01',
  chain: chain.map((role) => ({ key: role, holders: [{ role: role as 'SHIFT_LEADER' }], mode: 'any' })),
  substitute: { required, why: 'R15.S1' },
  documentRequired: false,
  certificateRequired: false,
  proofDueOn: null,
  expectedOn: '2026-09-08',
  remindOn: null,
  articles: ['R15.L2'],
  parameters: { acceptWorkingDays: 1, badgeReturnWorkingDays: 1 },
});
const submitted = (chain: string[], required = false) =>
  Walk.start(
    leaveV1,
    form,
    { key: 'leave-1', actor: applicant, applicant: '0012' },
    { 'leave.decision': decision(chain, required) },
  ).send('leave.submit', applicant);

describe.each([
  ['半天、1天', ['SHIFT_LEADER']],
  ['1.5天；2天按 STAFF_TIER', ['SHIFT_LEADER', 'CENTRE_LEADER']],
  ['2天按 UNION，3天、6天', ['SHIFT_LEADER', 'HOME_DEPT_LEADER', 'CENTRE_LEADER']],
  ['2天窗口负责人按 HEADS_ONLY', ['HOME_DEPT_LEADER', 'CENTRE_LEADER']],
])('G-08, G-09: %s', (_, chain) => {
  it('is signed in this order and by nobody out of turn', () => {
    const leave = submitted(chain);
    for (const role of chain) {
      expect(leave.state).toBe('pending');
      for (const [other, leader] of Object.entries(leaders))
        expect(leave.can('leave.approve', leader, {})).toBe(other === role);
      leave.send('leave.approve', leaders[role] as CaseActor);
    }
    expect(leave.state).toBe('approved');
    expect(leave.context.chain.map((step: { signatures: { person: string }[] }) => step.signatures[0]?.person)).toEqual(
      chain.map((role) => leaders[role]?.person),
    );
    expect(leave.params('paper.draft')).toMatchObject([
      { template: 'leave-slip', key: 'leave-1-slip', source: 'leave.slip', args: { key: 'leave-1' } },
    ]);
  });
});

describe('G-10', () => {
  const supervision = person('0003', 'SUPERVISION');
  const head = person('0020', 'WINDOW_HEAD');
  const stand = person('0030', 'SUBSTITUTE');

  it('refuses the final approval until the badge is issued; W4 closes only after the badge is back', () => {
    const leave = submitted(['SHIFT_LEADER'], true);
    const [asked] = leave.params('case.start');
    expect(asked).toMatchObject({ kind: 'substitution', key: 'leave-1-s1', subject: 'window:A01' });
    const cover = Walk.start(
      substitutionV1,
      asked.input,
      { key: asked.key, actor: person('system') },
      substitutionSamples.facts,
    );
    const found = () => ({
      facts: {
        'leave.substitution': {
          state: cover.state,
          inPlace: isInPlace(cover.state),
          substitute: cover.context.substitute,
        },
      },
    });
    const approve = () => leave.send('leave.approve', leaders.SHIFT_LEADER as CaseActor, {}, found());
    // Its articles come from the edition of the case.
    const refused = expect.objectContaining({ code: 'leave.substitute_missing' });

    expect(() => leave.send('leave.approve', leaders.SHIFT_LEADER as CaseActor)).toThrow(refused);
    const steps: [string, CaseActor, Record<string, unknown>][] = [
      ['substitution.nominate', head, { substitute: '0030' }],
      ['substitution.accept', stand, {}],
      ['substitution.file', supervision, {}],
      ['substitution.train', head, { business: true, norms: true }],
    ];
    for (const [type, actor, payload] of steps) {
      expect(approve).toThrow(refused);
      cover.send(type, actor, payload);
    }
    expect(approve).toThrow(refused);
    cover.send('substitution.issueBadge', supervision, { badge: 'T-07' });
    expect(cover.params('badge.issue')).toEqual([{ badge: 'T-07', person: '0030', window: 'A01' }]);
    approve();
    expect(leave.state).toBe('approved');

    cover
      .send('substitution.handOver', applicant, { matters: ['一件待补正'] })
      .send('substitution.takeOver', stand, { handover: 'done' })
      .send('leave.ended', person('system'));
    expect(cover.step.final).toBe(false);
    expect(() => cover.send('substitution.takeOver', stand, { handover: 'done' })).toThrow(
      expect.objectContaining({ code: 'workflow.transition_refused' }),
    );
    cover.send('substitution.returnBadge', supervision);
    expect(cover.params('badge.return')).toEqual([{ badge: 'T-07' }]);
    expect(cover).toMatchObject({ state: 'closed', step: { final: true } });
  });

  it('asks for no substitute where none is required (three-person window, 3 days)', () => {
    const leave = submitted(['SHIFT_LEADER'], false);
    expect(leave.params('case.start')).toEqual([]);
    expect(leave.send('leave.approve', leaders.SHIFT_LEADER as CaseActor).state).toBe('approved');
  });

  it('knows the states of the substitution by their names', () => {
    const states = describeMachine(substitutionV1).states.map((one) => one.state);
    expect(states.filter(isInPlace)).toEqual(['ready', 'badgeIssued', 'onDuty']);
  });
});
