import { request } from '../../test/module/support/request.js';
import type { CaseActor } from '../contract.js';
import { Walk } from '../walk.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const [ann, bob, cat, dan, eve, fay] = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay'].map((code) => person(code)) as [
  CaseActor,
  CaseActor,
  CaseActor,
  CaseActor,
  CaseActor,
  CaseActor,
];
const system = person('system');
const people = (...codes: string[]) => codes.map((code) => ({ person: code }));
const refusal = (code: string) => expect.objectContaining({ code });
const asked = (chain: unknown[], more: object = {}) =>
  Walk.start(request, { chain, ...more }, { actor: ann, applicant: 'ann' });
const step = (key: string, holders: unknown[], more: object = {}) => ({ key, holders, ...more });
const deadline = (name: string) => ['deadline.reached', system, { name }] as const;
const verbs = (walk: Walk) => walk.context.opinions.map((one: { verb: string }) => one.verb);

describe('in order (依次签)', () => {
  const inOrder = () => asked([step('s', people('bob', 'cat', 'dan'), { mode: 'order' }), step('t', people('eve'))]);

  it('awaits one after the other, and nobody before his turn', () => {
    const walk = inOrder();
    expect(walk.params('task.assign')).toEqual([
      {
        step: 's',
        holders: people('bob'),
        mode: 'order',
        count: { of: 3, done: 0, need: 3 },
        events: ['approve', 'refuse', 'return', 'transfer', 'delegate'].map((verb) => `request.${verb}`),
      },
    ]);
    expect(() => walk.send('request.approve', cat)).toThrow(refusal('approval.not_holder'));
    walk.send('request.approve', bob);
    expect(walk.params('task.assign')).toMatchObject([
      { step: 's', holders: people('cat'), count: { of: 3, done: 1 } },
    ]);
    walk.send('request.approve', cat).send('request.approve', dan);
    expect(walk.params('task.assign')).toMatchObject([{ step: 't', holders: people('eve') }]);
    expect(walk.send('request.approve', eve).state).toBe('approved');
  });

  it('lets an added signer come right after whoever added him', () => {
    const walk = inOrder()
      .send('request.addSigner', bob, { to: ['fay'], place: 'beside' })
      .send('request.approve', bob);
    expect(walk.params('task.assign')).toMatchObject([{ holders: people('fay'), count: { of: 4, done: 1, need: 4 } }]);
  });
});

describe('by vote (票签)', () => {
  const vote = (ratio: string, n = 3) =>
    asked([step('v', people(...['bob', 'cat', 'dan', 'eve', 'fay'].slice(0, n)), { mode: 'ratio', ratio })]);
  const no = { reason: '不赞成' };

  it('passes as soon as enough are for it', () => {
    const walk = vote('2/3').send('request.refuse', bob, no);
    expect(walk).toMatchObject({ state: 'review', effects: [] });
    walk.send('request.approve', cat);
    expect(walk.context.opinions.at(-1)).toMatchObject({ verb: 'approve', tally: { for: 1, against: 1, of: 3 } });
    expect(walk.send('request.approve', dan).state).toBe('approved');
  });

  it('fails as soon as it cannot be reached any more', () => {
    expect(vote('2/3').send('request.refuse', bob, no).send('request.refuse', cat, no).state).toBe('refused');
    expect(vote('3/5', 5).send('request.refuse', bob, no).send('request.refuse', cat, no).state).toBe('review');
    expect(vote('1/1').send('request.refuse', bob, no).state).toBe('refused');
  });

  it('takes one vote from each, and a share that is none of all is not a step', () => {
    const walk = vote('2/3').send('request.approve', bob);
    expect(() => walk.send('request.refuse', bob, no)).toThrow(refusal('approval.not_holder'));
    for (const wrong of [{ mode: 'ratio' }, { mode: 'ratio', ratio: '4/3' }, { mode: 'all', ratio: '1/2' }])
      expect(() => asked([step('v', people('bob'), wrong)])).toThrow(refusal('input.invalid'));
  });

  it.each([
    ['1/2', 3, 2],
    ['1/2', 4, 2],
    ['2/3', 4, 3],
    ['1/3', 3, 1],
  ])('%s of %i are %i', (ratio, n, need) => {
    expect(vote(ratio, n).params('task.assign')).toMatchObject([{ count: { of: n, need } }]);
  });
});

describe('delegate and return (委派)', () => {
  const two = () => asked([step('s', people('bob', 'cat'), { mode: 'all' })]);

  it('asks for an opinion, then the task is back', () => {
    const walk = two().send('request.delegate', bob, { to: 'dan', remark: '人手够吗' });
    expect(walk.params('task.assign')).toMatchObject([
      { step: 's', holders: people('cat') },
      { step: 'opinion-s', holders: people('dan'), events: ['request.opine', 'request.delegate'] },
    ]);
    expect(() => walk.send('request.approve', dan)).toThrow(refusal('approval.not_holder'));
    expect(() => walk.send('request.approve', bob)).toThrow(refusal('approval.not_holder'));
    walk.send('request.opine', dan, { opinion: '够的' });
    expect(walk.params('task.close')).toEqual([{ step: 's' }, { step: 'opinion-s' }]);
    expect(walk.params('task.assign')).toMatchObject([{ step: 's', holders: people('bob', 'cat') }]);
    expect(walk.send('request.approve', bob).send('request.approve', cat).state).toBe('approved');
    expect(walk.context.opinions).toMatchObject([
      { verb: 'delegate', person: 'bob', to: ['dan'], reason: '人手够吗' },
      { verb: 'opine', person: 'dan', to: ['bob'], reason: '够的' },
      { verb: 'approve' },
      { verb: 'approve' },
    ]);
  });

  it('may be asked on, but never in a circle, and comes back the same way', () => {
    const walk = two().send('request.delegate', bob, { to: 'dan' }).send('request.delegate', dan, { to: 'eve' });
    for (const back of ['bob', 'dan']) {
      expect(() => walk.send('request.delegate', eve, { to: back })).toThrow(
        refusal(back === 'dan' || back === 'bob' ? 'approval.circle' : ''),
      );
    }
    expect(() => walk.send('request.delegate', eve, { to: 'cat' })).toThrow(refusal('approval.cannot_transfer'));
    walk.send('request.opine', eve, { opinion: '可以' });
    expect(() => walk.send('request.opine', eve, { opinion: '可以' })).toThrow(refusal('approval.not_asked'));
    walk.send('request.opine', dan, { opinion: '同上' }).send('request.approve', bob).send('request.approve', cat);
    expect(walk.state).toBe('approved');
  });

  it('gives a task that was held by role back to the person who asked', () => {
    const shift = person('bob', 'SHIFT_LEADER');
    const walk = asked([step('s', [{ role: 'SHIFT_LEADER' }])]).send('request.delegate', shift, { to: 'dan' });
    walk.send('request.opine', dan, { opinion: '可以' });
    expect(walk.params('task.assign')).toMatchObject([{ step: 's', holders: people('bob') }]);
  });

  it('a task that was handed over does not go back to who handed it on', () => {
    const walk = two().send('request.transfer', bob, { to: 'dan' });
    expect(() => walk.send('request.transfer', dan, { to: 'bob' })).toThrow(refusal('approval.circle'));
    expect(() => walk.send('request.delegate', dan, { to: 'bob' })).toThrow(refusal('approval.circle'));
  });
});

describe('add and remove a signer (加签、减签)', () => {
  const one = (mode = 'any') => asked([step('s', people('bob', 'cat'), { mode }), step('t', people('eve'))]);
  const add = (place: string, ...to: string[]) => ['request.addSigner', bob, { to, place }] as const;

  it('before: a step of its own, then it is back', () => {
    const walk = one().send(...add('before', 'dan'));
    expect(walk.params('task.assign')).toMatchObject([{ step: 'added-1', holders: people('dan') }]);
    expect(() => walk.send('request.approve', bob)).toThrow(refusal('approval.not_holder'));
    walk.send('request.approve', dan);
    expect(walk.params('task.assign')).toMatchObject([{ step: 's', holders: people('bob', 'cat') }]);
  });

  it('after: a step behind the present one', () => {
    const walk = one()
      .send(...add('after', 'dan', 'fay'))
      .send('request.approve', bob);
    expect(walk.params('task.assign')).toMatchObject([
      { step: 'added-1', holders: people('dan', 'fay'), mode: 'all', count: { of: 2, done: 0, need: 2 } },
    ]);
    walk.send('request.approve', dan).send('request.approve', fay).send('request.approve', eve);
    expect(walk.state).toBe('approved');
  });

  it('beside: what any one could sign now needs the added one too', () => {
    const walk = one().send(...add('beside', 'dan'));
    expect(walk.params('task.assign')).toMatchObject([{ holders: people('bob', 'cat', 'dan'), mode: 'all' }]);
    walk.send('request.approve', bob);
    expect(walk.params('task.assign')).toMatchObject([{ holders: people('dan'), count: { done: 1, need: 2 } }]);
    expect(() => walk.send('request.approve', cat)).toThrow(refusal('approval.not_holder'));
    walk.send('request.approve', dan);
    expect(walk.context.step).toBe(1);
  });

  it('adds neither the applicant, oneself, a holder, a later signer, nor anybody twice', () => {
    for (const to of [['ann'], ['bob'], ['cat'], ['eve'], ['dan', 'dan']])
      for (const place of ['before', 'beside', 'after'])
        expect(() => one().send(...add(place, ...to))).toThrow(refusal('approval.cannot_add'));
    const walk = one().send(...add('before', 'dan'));
    expect(() => walk.send('request.addSigner', dan, { to: ['bob'], place: 'before' })).toThrow(
      refusal('approval.cannot_add'),
    );
  });

  it('removes only who was added and has not signed, and never the last', () => {
    const walk = one('all').send(...add('beside', 'dan', 'fay'));
    expect(() => walk.send('request.removeSigner', bob, { to: 'cat' })).toThrow(refusal('approval.not_added'));
    walk.send('request.approve', dan);
    expect(() => walk.send('request.removeSigner', bob, { to: 'dan' })).toThrow(refusal('approval.not_added'));
    walk.send('request.approve', bob).send('request.approve', cat);
    expect(() => walk.send('request.removeSigner', bob, { to: 'fay' })).toThrow(refusal('approval.last_signer'));
    expect(walk.send('request.approve', fay).context.step).toBe(1);
  });

  it('takes a signer back before he signed: the step that was put in for him goes', () => {
    const walk = one()
      .send(...add('before', 'dan'))
      .send('request.removeSigner', bob, { to: 'dan' });
    expect(walk.params('task.close')).toEqual([{ step: 'added-1' }]);
    expect(walk.params('task.assign')).toMatchObject([{ step: 's', holders: people('bob', 'cat') }]);
    walk.send('request.approve', bob).send('request.approve', eve);
    expect(walk.state).toBe('approved');
    expect(verbs(walk)).toEqual(['addSigner', 'removeSigner', 'approve', 'approve']);
  });

  it('is not for strangers, and has no button while nobody was added', () => {
    const walk = one();
    expect(() => walk.send('request.removeSigner', bob, { to: 'dan' })).toThrow(refusal('approval.no_added_signer'));
    walk.send(...add('after', 'dan'));
    expect(() => walk.send('request.removeSigner', fay, { to: 'dan' })).toThrow(refusal('approval.not_holder'));
  });
});

describe('time-outs', () => {
  const timeouts = [
    { after: { workingDays: 1 }, do: 'remind', basis: 'leave.signWithin' },
    { after: { workingDays: 2 }, do: 'escalate', to: people('dan', 'ann'), basis: 'leave.signWithin' },
    { after: { workingDays: 3 }, do: 'approve', basis: 'leave.signWithin' },
  ];
  const late = (mode = 'any', more: object = {}) =>
    asked([step('s', people('bob', 'cat'), { mode, timeouts }), step('t', people('eve'))], more);
  const names = ['approval-remind-s-0', 'approval-escalate-s-1', 'approval-approve-s-2'] as const;

  it('are terms of the step, set with it and cancelled with it', () => {
    const walk = late();
    expect(walk.params('deadline.set')).toEqual([
      { name: names[0], due: { workingDays: 1 } },
      { name: names[1], due: { workingDays: 2 } },
      { name: names[2], due: { workingDays: 3 } },
    ]);
    walk.send('request.approve', bob);
    expect(walk.params('deadline.cancel')).toEqual(names.map((name) => ({ name })));
    const before = JSON.stringify(walk.context);
    for (const name of names) walk.send(...deadline(name));
    expect([JSON.stringify(walk.context), walk.effects]).toEqual([before, []]);
  });

  it('remind those who are awaited', () => {
    const walk = late('all')
      .send('request.approve', bob)
      .send(...deadline(names[0]));
    expect(walk.params('notification.send')).toEqual([
      { to: people('cat'), message: 'task.timeout', args: { step: 's' } },
    ]);
    expect(walk.context.opinions.at(-1)).toMatchObject({ verb: 'remind', person: 'system', basis: 'leave.signWithin' });
  });

  it('escalate: others may sign too, never the applicant', () => {
    const walk = late('all').send(...deadline(names[1]));
    expect(walk.params('notification.send')).toEqual([
      { to: people('bob', 'cat'), message: 'task.timeout', args: { step: 's' } },
      { to: people('dan'), message: 'task.escalated', args: { step: 's' } },
    ]);
    expect(walk.params('task.assign')).toMatchObject([{ holders: people('bob', 'dan', 'cat', 'dan') }]);
    walk.send('request.approve', dan);
    expect(walk.params('task.assign')).toMatchObject([{ holders: people('cat', 'dan'), count: { done: 1 } }]);
    expect(() => walk.send('request.approve', dan)).toThrow(refusal('approval.not_holder'));
    expect(walk.send('request.approve', cat).context.step).toBe(1);
  });

  it('escalate in their place: one signature for the rest', () => {
    const instead = [{ ...timeouts[1], replace: true }];
    const walk = asked([step('s', people('bob', 'cat'), { mode: 'all', timeouts: instead })]);
    walk.send(...deadline('approval-escalate-s-0'));
    expect(walk.params('task.assign')).toMatchObject([{ holders: people('dan') }]);
    expect(() => walk.send('request.approve', bob)).toThrow(refusal('approval.not_holder'));
    expect(walk.send('request.approve', dan).state).toBe('approved');
  });

  it.each(['any', 'all', 'order'])('act: the system signs what is missing (%s), and says on what it rests', (mode) => {
    const walk = late(mode).send(...deadline(names[2]));
    expect(walk.context.step).toBe(1);
    expect(walk.context.chain[0].signatures.at(-1)).toMatchObject({ person: 'system', basis: 'leave.signWithin' });
    expect(walk.params('task.assign')).toMatchObject([{ step: 't' }]);
  });

  it.each([
    ['refuse', 'refused'],
    ['return', 'returned'],
  ])('act: %s', (verb, state) => {
    const chain = [step('s', people('bob'), { timeouts: [{ after: { workingDays: 1 }, do: verb, basis: 'R15.L1' }] })];
    const walk = asked(chain).send(...deadline(`approval-${verb}-s-0`));
    expect(walk.state).toBe(state);
    expect(walk.context.opinions).toMatchObject([{ verb, person: 'system', basis: 'R15.L1' }]);
    expect(walk.effects).toEqual(['task.close', 'deadline.cancel']);
  });

  it('let nobody through whom the conditions of the case forbid', () => {
    const chain = [step('s', people('bob'), { timeouts: timeouts.slice(2) })];
    const name = 'approval-approve-s-0';
    expect(asked(chain).send(...deadline(name)).state).toBe('approved');
    const walk = asked(chain, { isReady: false }).send(...deadline(name));
    expect(walk).toMatchObject({ state: 'review' });
    expect(walk.params('notification.send')).toMatchObject([{ message: 'task.timeout_blocked', to: people('bob') }]);
    walk.send('request.prepare', ann);
    expect(walk.send('request.approve', bob).state).toBe('approved');
  });

  it('names whom it escalates to, and nothing else does', () => {
    for (const wrong of [
      { after: { workingDays: 1 }, do: 'escalate' },
      { after: { workingDays: 1 }, do: 'remind', to: people('dan') },
    ])
      expect(() => asked([step('s', people('bob'), { timeouts: [wrong] })])).toThrow(refusal('input.invalid'));
  });
});
