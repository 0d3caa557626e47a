import type { CaseActor } from '../contract.js';
import { explore } from '../explore.js';
import { describe as describeMachine } from '../run.js';
import { Walk } from '../walk.js';
import { substitutionSamples } from './samples.js';
import { substitutionV1 } from './substitution.v1.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const head = person('0020', 'WINDOW_HEAD');
const leader = person('0005', 'HOME_DEPT_LEADER');
const stand = person('0030', 'SUBSTITUTE');
const other = person('0031', 'SUBSTITUTE');
const absent = person('0012', 'STAFF');
const supervision = person('0003', 'SUPERVISION');
const system = person('system');
const usual = substitutionSamples.facts as Record<string, object>;
const facts: Record<string, object> = {
  ...usual,
  'substitution.rule': { ...usual['substitution.rule'], reminders: 1 },
};
const nodes = explore(substitutionV1, substitutionSamples);
const rule = (change: object) => ({ ...facts, 'substitution.rule': { ...facts['substitution.rule'], ...change } });
const candidate = (change: object) => ({
  facts: { 'substitution.candidate': { ...facts['substitution.candidate'], ...change } },
});
const bPost = candidate({ person: '0031', unasked: true, steps: { training: false, badge: false } });
const start = (found: object = facts) =>
  Walk.start(substitutionV1, substitutionSamples.starts[0]?.form, { key: 's-1', actor: system }, found as never);
const accepted = (found?: object) =>
  start(found).send('substitution.nominate', head, { substitute: '0030' }).send('substitution.accept', stand);
const trained = () =>
  accepted().send('substitution.file', supervision).send('substitution.train', head, { business: true, norms: true });
const issued = (badge = 'T-07') => trained().send('substitution.issueBadge', supervision, { badge });
const onDuty = () =>
  issued().send('substitution.handOver', absent).send('substitution.takeOver', stand, { handover: 'done' });
const overdue = (cover: Walk, name: string) => cover.send('deadline.reached', system, { name });
const refusal = (code: string) => expect.objectContaining({ code });
const told = (cover: Walk) =>
  cover.params('notification.send').map(({ message, to }) => [message, to.map((one: object) => Object.values(one)[0])]);
const tuesday = { day: '2026-09-08', half: 'am' };

describe('who is named', () => {
  it('is whom the provider found fit, and never the absent person', () => {
    const nominate = (code: string, found: object) => () =>
      start().send('substitution.nominate', head, { substitute: code }, candidate(found));
    expect(nominate('0030', { eligible: false, reasons: ['on_leave'] })).toThrow(refusal('substitution.on_leave'));
    expect(nominate('0031', {})).toThrow(refusal('substitution.not_eligible'));
    for (const reason of ['unqualified', 'circular_cover', 'covers_elsewhere', 'would_empty'])
      expect(nominate('0030', { eligible: false, reasons: ['something', reason] })).toThrow(
        refusal(`substitution.${reason}`),
      );
    expect(nominate('0012', { person: '0012' })).toThrow(refusal('substitution.is_absent_person'));
  });

  it('is said by the home unit, and by the head of the window only where A and B are away (R15.L5, R21.04)', () => {
    const byHome = { nominators: ['HOME_DEPT_LEADER'] };
    const cover = start(rule(byHome));
    expect(cover.params('task.assign')).toMatchObject([{ holders: [{ role: 'HOME_DEPT_LEADER', target: 'U01' }] }]);
    expect(() => cover.send('substitution.nominate', head, { substitute: '0030' }, candidate(byHome))).toThrow(
      refusal('substitution.not_nominator'),
    );
    cover.send('substitution.nominate', leader, { substitute: '0030' }, candidate(byHome));
    expect(cover.state).toBe('nominated');
  });

  it('answers for himself: accepting reserves the cover, declining begins anew', () => {
    const cover = start().send('substitution.nominate', head, { substitute: '0030' });
    expect(cover.params('task.assign')).toMatchObject([{ holders: [{ person: '0030' }], due: { workingDays: 1 } }]);
    cover.send('substitution.decline', stand, { reason: '当日已有安排' });
    expect(cover).toMatchObject({ state: 'required', context: { substitute: null, declined: [{ person: '0030' }] } });
    cover.send('substitution.nominate', head, { substitute: '0030' }).send('substitution.accept', stand);
    expect(cover.effects).toContain('cover.reserve');
  });

  it('is reminded when silent; then those who named him are asked again, then supervision, and it never rests', () => {
    const cover = start().send('substitution.nominate', head, { substitute: '0030' });
    overdue(cover, 'accept');
    expect(told(cover)).toEqual([['substitution.answer_due', ['0030']]]);
    expect(cover.params('deadline.set')).toEqual([{ name: 'accept', due: { workingDays: 1 } }]);
    expect(() => cover.send('substitution.nominate', head, { substitute: '0031' }, bPost)).toThrow(
      refusal('workflow.transition_refused'),
    );
    overdue(cover, 'accept');
    expect(told(cover)).toEqual([
      ['substitution.answer_due', ['0030']],
      ['substitution.no_answer', ['HOME_DEPT_LEADER', 'WINDOW_HEAD']],
    ]);
    expect(cover.params('task.assign')).toMatchObject([{ step: 'nominate', events: ['substitution.nominate'] }]);
    overdue(cover, 'accept');
    expect(cover.params('task.assign')).toMatchObject([{ step: 'appoint', holders: [{ role: 'SUPERVISION' }] }]);
    overdue(cover, 'accept');
    expect(told(cover)).toContainEqual(['substitution.unresolved', ['SUPERVISION']]);
    expect(cover.params('deadline.set')).toHaveLength(1);
    cover.send('substitution.nominate', supervision, { substitute: '0031' }, bPost);
    expect(cover).toMatchObject({ state: 'nominated', context: { substitute: '0031', silences: 0 } });
    expect(told(cover)).toEqual([
      ['substitution.released', ['0030']],
      ['substitution.nominated', ['0031']],
    ]);
  });

  it('is named by supervision at last, where nobody names anybody', () => {
    const cover = start();
    expect(() => cover.send('substitution.nominate', supervision, { substitute: '0030' })).toThrow(
      refusal('substitution.not_nominator'),
    );
    overdue(cover, 'nominate');
    expect(told(cover)).toEqual([['substitution.nominate_due', ['HOME_DEPT_LEADER', 'WINDOW_HEAD']]]);
    overdue(cover, 'nominate');
    expect(told(cover)).toContainEqual(['substitution.unresolved', ['SUPERVISION']]);
    expect(cover.send('substitution.nominate', supervision, { substitute: '0030' }).state).toBe('nominated');
  });
});

describe('before duty', () => {
  it('wants both subjects studied (R15.S4) and a badge (R15.S3)', () => {
    const recorded = accepted().send('substitution.file', supervision);
    expect(recorded.params('paper.draft')).toMatchObject([{ template: 'substitute-filing', key: 's-1-filing-1' }]);
    expect(() => recorded.send('substitution.train', head, { business: true, norms: false })).toThrow();
    recorded.send('substitution.train', head, { business: true, norms: true });
    recorded.send('substitution.issueBadge', supervision, { badge: 'T-07' });
    expect(recorded.params('badge.issue')).toEqual([{ badge: 'T-07', person: '0030', window: 'A01' }]);
    expect(recorded.params('paper.draft')).toMatchObject([{ template: 'badge-receipt', args: { what: 'out' } }]);
  });

  it.each([
    [{ training: false, badge: true }, 'trained'],
    [{ training: false, badge: false }, 'ready'],
    [{ training: true, badge: true }, 'recorded'],
  ])('is as short as the edition says: %j leads to %s', (steps, state) => {
    const cover = start()
      .send('substitution.nominate', head, { substitute: '0030' }, candidate({ steps }))
      .send('substitution.accept', stand)
      .send('substitution.file', supervision);
    expect(cover.state).toBe(state);
  });

  it('is signed by both: A hands over with the open matters, B takes over; that there was none is noted as it is', () => {
    const cover = issued();
    const takeOver = (handover: string) => () => cover.send('substitution.takeOver', stand, { handover });
    expect(takeOver('done')).toThrow(refusal('substitution.handover_missing'));
    cover.send('substitution.handOver', absent, { matters: ['两件待补正', '钥匙一把'] });
    expect(takeOver('missing')).toThrow(refusal('substitution.handover_given'));
    expect(takeOver('done')()).toMatchObject({
      state: 'onDuty',
      context: { handover: 'done', handedOver: { matters: ['两件待补正', '钥匙一把'] } },
    });
    const without = issued().send('substitution.takeOver', stand, { handover: 'missing' });
    expect(without.context).toMatchObject({ handover: 'missing', handedOver: null });
    expect(told(without)).toEqual([['substitution.no_handover', ['SUPERVISION', 'WINDOW_HEAD']]]);
  });

  it('alarms when nobody has taken over on the first day', () => {
    const cover = issued();
    expect(cover.params('deadline.set')).toEqual([{ name: 'takeOver', due: { on: '2026-09-07' } }]);
    overdue(cover, 'takeOver');
    expect(told(cover)).toEqual([['substitution.not_taken_over', ['0030', 'SUPERVISION', 'WINDOW_HEAD']]]);
    expect(cover.params('deadline.set')).toEqual([{ name: 'takeOver', due: { workingDays: 1 } }]);
  });
});

describe('the B post', () => {
  it('covers unasked where the edition says so, and is filed afterwards (R21.04)', () => {
    const cover = start().send('substitution.coverUnasked', other, {}, bPost);
    expect(cover).toMatchObject({
      state: 'onDuty',
      context: { substitute: '0031', isUnasked: true, isFiled: false, handover: null },
    });
    expect(cover.effects).toEqual(expect.arrayContaining(['cover.reserve', 'task.assign']));
    cover.send('substitution.file', supervision).send('leave.ended', system);
    expect(cover).toMatchObject({ state: 'closed', context: { isFiled: true } });
  });

  it('steps in while somebody else still has not answered, and before the first day is only in place', () => {
    const cover = start()
      .send('substitution.nominate', head, { substitute: '0030' })
      .send('substitution.coverUnasked', other, {}, { ...bPost, today: '2026-09-05' });
    expect(cover.state).toBe('ready');
    expect(told(cover)[0]).toEqual(['substitution.released', ['0030']]);
  });

  it('is not closed before it is filed', () => {
    const cover = start().send('substitution.coverUnasked', other, {}, bPost).send('leave.ended', system);
    expect(cover.state).toBe('ended');
    expect(cover.send('substitution.file', supervision).state).toBe('closed');
  });

  it('is refused where no rule says so, and whoever is away himself', () => {
    const unasked = (found: object) => () =>
      start().send('substitution.coverUnasked', other, {}, candidate({ person: '0031', ...found }));
    expect(unasked({ unasked: false })).toThrow(refusal('substitution.not_unasked'));
    expect(unasked({ unasked: true, eligible: false, reasons: ['on_leave'] })).toThrow(
      refusal('substitution.on_leave'),
    );
  });
});

describe('the end', () => {
  it('is at once when cancelled without a badge, else only after the badge is back', () => {
    expect(start().send('leave.cancelled', system)).toMatchObject({ state: 'cancelled', step: { final: true } });
    const cover = issued().send('leave.cancelled', system);
    expect(cover).toMatchObject({ state: 'ended', step: { final: false } });
    expect(cover.params('cover.release')).toEqual([{}]);
    cover.send('substitution.returnBadge', supervision);
    expect(cover.state).toBe('cancelled');
    expect(cover.params('badge.return')).toEqual([{ badge: 'T-07' }]);
  });

  it.each(['required', 'nominated', 'accepted', 'recorded', 'trained', 'ready', 'badgeIssued', 'onDuty'])(
    'can be a cancellation in %s',
    (state) => {
      for (const node of nodes.values()) {
        if (node.state !== state) continue;
        const ends = node.next.filter((line) => line.event === 'leave.cancelled').map((line) => line.to.split(' ')[0]);
        expect(ends).toEqual([(node.context.lent as unknown[]).length > 0 ? 'ended' : 'cancelled']);
      }
    },
  );

  it('keeps what was served and gives back the rest', () => {
    const early = onDuty().send('leave.ended', system, { returned: { day: '2026-09-07', half: 'am' } });
    expect(early.params('cover.release')).toEqual([{ after: { day: '2026-09-07', half: 'am' } }]);
    const today = onDuty().send('leave.ended', system, {}, { today: '2026-09-08' });
    expect(today.params('cover.release')).toEqual([{ after: { day: '2026-09-08', half: 'pm' } }]);
    expect(onDuty().send('leave.ended', system, {}, { today: '2026-09-01' }).params('cover.release')).toEqual([{}]);
  });

  it('chases the badge for ever: the person first, then supervision and the head of the window too', () => {
    const cover = onDuty().send('leave.ended', system);
    expect(told(cover)).toEqual([['substitution.return_badge', ['0030']]]);
    overdue(cover, 'badge');
    expect(cover.state).toBe('badgeOverdue');
    expect(told(cover)).toEqual([['substitution.badge_overdue', ['0030']]]);
    for (let more = 0; more < 5; more += 1) {
      overdue(cover, 'badge');
      expect(told(cover)).toEqual([
        ['substitution.badge_overdue', ['0030']],
        ['substitution.badge_chased', ['SUPERVISION', 'WINDOW_HEAD']],
      ]);
      expect(cover.params('deadline.set')).toEqual([{ name: 'badge', due: { workingDays: 1 } }]);
    }
    cover.send('substitution.returnBadge', supervision);
    expect(cover).toMatchObject({ state: 'closed', context: { lent: [] } });
    expect(cover.effects).toContain('deadline.cancel');
    expect(cover.send('leave.ended', system).state).toBe('closed');
  });

  it('may be that the badge is lost', () => {
    const cover = onDuty().send('leave.ended', system);
    cover.send('substitution.loseBadge', supervision, { reason: '途中遗失' });
    expect(cover.state).toBe('closed');
    expect(cover.params('badge.lose')).toEqual([{ badge: 'T-07', reason: '途中遗失' }]);
  });

  it('takes no badge that is not of this case', () => {
    const cover = onDuty().send('leave.ended', system);
    expect(() => cover.send('substitution.returnBadge', supervision, { badge: 'T-99' })).toThrow(
      refusal('substitution.badge_not_here'),
    );
  });
});

describe('a substitute who falls out in the middle', () => {
  const replaced = () => onDuty().send('substitution.replace', stand, { from: tuesday, reason: '发烧' });

  it('is replaced in a new round: the old half days stay, the leave hears of it, the badge is asked back', () => {
    const cover = replaced();
    expect(cover).toMatchObject({
      state: 'required',
      context: {
        round: 2,
        substitute: null,
        badge: null,
        coverFrom: tuesday,
        lent: [{ badge: 'T-07', person: '0030' }],
        stints: [{ substitute: '0030', to: { day: '2026-09-07', half: 'pm' }, badge: 'T-07', handover: 'done' }],
      },
    });
    expect(cover.params('cover.release')).toEqual([{ after: { day: '2026-09-07', half: 'pm' } }]);
    expect(cover.params('case.send')).toMatchObject([
      { to: { kind: 'leave', key: 'leave-1' }, event: 'substitution.lost', payload: { person: '0030' } },
    ]);
    expect(told(cover).map(([message]) => message)).toEqual(['substitution.replacing', 'substitution.return_badge']);
    expect(cover.params('task.assign').map(({ step }) => step)).toEqual(['badgeBack', 'nominate']);
  });

  it('gives his badge back while the next one is found, and nothing ends before it is back', () => {
    const cover = replaced().send('substitution.nominate', head, { substitute: '0031' }, bPost);
    overdue(cover, 'badge');
    expect(told(cover)).toEqual([['substitution.badge_overdue', ['0030']]]);
    expect(cover.state).toBe('nominated');
    cover.send('substitution.accept', other).send('leave.cancelled', system);
    expect(cover.state).toBe('ended');
    cover.send('substitution.returnBadge', supervision);
    expect(cover.params('badge.return')).toEqual([{ badge: 'T-07' }]);
    expect(cover.state).toBe('cancelled');
  });

  it('leaves two badges out at the end of the second round: each is taken back by its number', () => {
    const cover = replaced()
      .send('substitution.nominate', head, { substitute: '0031' }, candidate({ person: '0031' }))
      .send('substitution.accept', other)
      .send('substitution.file', supervision)
      .send('substitution.train', head, { business: true, norms: true })
      .send('substitution.issueBadge', supervision, { badge: 'T-08' });
    expect(() => cover.send('substitution.returnBadge', supervision, { badge: 'T-08' })).toThrow(
      refusal('substitution.badge_not_here'),
    );
    cover.send('substitution.takeOver', other, { handover: 'missing' }).send('leave.ended', system);
    expect(cover.send('substitution.returnBadge', supervision, { badge: 'T-08' }).state).toBe('ended');
    expect(cover.send('substitution.returnBadge', supervision, { badge: 'T-07' }).state).toBe('closed');
  });

  it('served: the case is closed and not cancelled when the leave ends before another is found', () => {
    const cover = replaced().send('substitution.returnBadge', supervision).send('leave.ended', system);
    expect(cover.state).toBe('closed');
  });

  it.each([[{ day: '2026-09-06', half: 'pm' }], [{ day: '2026-09-09', half: 'am' }]])(
    'is not replaced from %j, outside the cover',
    (from) => {
      expect(() => onDuty().send('substitution.replace', stand, { from, reason: '发烧' })).toThrow(
        refusal('substitution.replacement_implausible'),
      );
    },
  );
});

describe('an extension', () => {
  const to = { day: '2026-09-10', half: 'pm' };
  it('is followed by the substitute who is free', () => {
    const cover = onDuty().send('leave.extended', system, { to });
    expect(cover).toMatchObject({
      state: 'onDuty',
      context: { to },
      effects: ['cover.reserve', 'notification.send'],
    });
    expect(told(cover)).toEqual([['substitution.extended', ['0030']]]);
  });

  it('is covered by another from the day on which the first is not free', () => {
    const cover = onDuty().send('leave.extended', system, { to }, { facts: { 'substitution.free': { free: false } } });
    expect(cover).toMatchObject({
      state: 'required',
      context: {
        to,
        coverFrom: { day: '2026-09-09', half: 'am' },
        stints: [{ to: { day: '2026-09-08', half: 'pm' } }],
      },
    });
    expect(cover.params('cover.release')).toEqual([{ after: { day: '2026-09-08', half: 'pm' } }]);
  });

  it('is only noted while nobody has accepted', () => {
    const cover = start().send('leave.extended', system, { to });
    expect(cover).toMatchObject({ state: 'required', context: { to }, effects: [] });
  });
});

describe('a stretch of an absence that others share', () => {
  const form = { ...(substitutionSamples.starts[0]?.form as object), endsAlone: true };
  const stretch = () =>
    Walk.start(substitutionV1, form, { key: 's-1', actor: system }, facts as never)
      .send('substitution.nominate', head, { substitute: '0030' })
      .send('substitution.accept', stand);

  it('ends with its own last day, and its badge is asked back then', () => {
    const cover = Walk.start(substitutionV1, form, { key: 's-1', actor: system }, facts as never);
    expect(cover.params('deadline.set')).toContainEqual({ name: 'coverEnd', due: { on: '2026-09-08' } });
    const served = stretch()
      .send('substitution.file', supervision)
      .send('substitution.train', head, { business: true, norms: true })
      .send('substitution.issueBadge', supervision, { badge: 'T-07' })
      .send('substitution.takeOver', stand, { handover: 'missing' });
    overdue(served, 'coverEnd');
    expect(served.state).toBe('ended');
    expect(told(served)).toEqual([['substitution.return_badge', ['0030']]]);
  });

  it('that nobody served is cancelled with its day', () => {
    expect(overdue(stretch(), 'coverEnd').state).toBe('cancelled');
    expect(overdue(onDuty(), 'coverEnd').state).toBe('onDuty');
  });

  it('is what remains for the first case once others take the rest', () => {
    const parts = [{ from: tuesday, to: { day: '2026-09-08', half: 'pm' } }];
    const cover = start().send('cover.divided', system, { from: tuesday, to: parts[0]?.to, parts });
    expect(cover).toMatchObject({ state: 'required', context: { from: tuesday, coverFrom: tuesday, parts } });
    expect(() => accepted().send('cover.divided', system, { from: tuesday, to: parts[0]?.to, parts })).toThrow();
  });
});

describe('a cover without a leave', () => {
  const alone = () =>
    Walk.start(
      substitutionV1,
      { ...(substitutionSamples.starts[0]?.form as object), leave: null, endsAlone: true },
      { key: 's-1', actor: system },
      facts as never,
    ).send('substitution.coverUnasked', other, {}, bPost);

  it('is ended by whoever covers when the A post is back, and waits for its filing', () => {
    const half = { day: '2026-09-07', half: 'am' };
    const cover = alone().send('substitution.finish', other, { returned: half });
    expect(cover.state).toBe('ended');
    expect(cover.params('cover.release')).toEqual([{ after: half }]);
    expect(cover.send('substitution.file', supervision).state).toBe('closed');
    expect(() => alone().send('substitution.finish', other, { returned: { day: '2026-09-09', half: 'am' } })).toThrow(
      refusal('substitution.end_implausible'),
    );
  });

  it('ends with its day when nobody says so, and tells no leave when the B post falls out', () => {
    expect(overdue(alone(), 'coverEnd').state).toBe('ended');
    const gone = alone().send('substitution.replace', other, { from: tuesday, reason: '发烧' });
    expect(gone.params('case.send')).toEqual([]);
    expect(gone.params('cover.propose')).toEqual([{ person: '0031' }]);
  });

  it('is no way to end the cover of a leave', () => {
    expect(() => onDuty().send('substitution.finish', stand, {})).toThrow(refusal('substitution.ends_with_leave'));
  });
});

describe('whoever declines', () => {
  it('makes a new plan without him be proposed, and the task says so', () => {
    const cover = start()
      .send('substitution.nominate', head, { substitute: '0030' })
      .send('substitution.decline', stand, { reason: '当日已有安排' });
    expect(cover.params('cover.propose')).toEqual([{ person: '0030' }]);
    expect(cover.params('task.assign').map(({ step }) => step)).toEqual(['nominateAgain']);
  });
});

describe('who may send what', () => {
  it('is listed for every event', () => {
    const by = Object.fromEntries(
      describeMachine(substitutionV1).events.map(({ event, by: who }) => [
        event,
        who.map((one) => ('role' in one ? one.role : one.is === 'named' ? one.field : one.is)).join(' '),
      ]),
    );
    expect(by).toEqual({
      'substitution.nominate': 'HOME_DEPT_LEADER WINDOW_HEAD SUPERVISION',
      'substitution.accept': 'substitute',
      'substitution.decline': 'substitute',
      'substitution.coverUnasked': 'bPosts',
      'substitution.file': 'SUPERVISION',
      'substitution.train': 'HOME_DEPT_LEADER WINDOW_HEAD',
      'substitution.issueBadge': 'SUPERVISION',
      'substitution.handOver': 'absent',
      'substitution.takeOver': 'substitute',
      'substitution.replace': 'substitute SUPERVISION HOME_DEPT_LEADER WINDOW_HEAD',
      'substitution.finish': 'substitute SUPERVISION HOME_DEPT_LEADER WINDOW_HEAD',
      'substitution.returnBadge': 'SUPERVISION',
      'substitution.loseBadge': 'SUPERVISION',
      'cover.divided': 'system',
      'leave.ended': 'system',
      'leave.cancelled': 'system',
      'leave.extended': 'system',
      'deadline.reached': 'system',
    });
  });

  it('is nothing for whoever would decide about himself', () => {
    const never = (event: string) =>
      (substitutionV1.events[event]?.never as ((context: object) => unknown[]) | undefined)?.(onDuty().context) ?? [];
    for (const event of ['nominate', 'coverUnasked', 'replace'])
      expect(never(`substitution.${event}`)).toEqual(['0012']);
    for (const event of ['file', 'train', 'issueBadge', 'returnBadge', 'loseBadge'])
      expect(never(`substitution.${event}`)).toEqual(['0030']);
  });
});
