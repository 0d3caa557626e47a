/** Two days of personal leave from a window with two workers: cover first, then three signatures, badge, return (R15, W3, W4). */
import type { Hall } from './hall.js';
import type { CaseView } from './people.js';

export interface LeaveStory {
  key: string;
  applicant: string;
  substitute: string;
  chain: string[];
  days: string;
  state: string;
  substitution: string;
}

interface Preview {
  days: string;
  chain: { key: string; people: { code: string }[] }[];
  substitute: { required: boolean; candidates: { code: string; isFree: boolean }[] };
}

interface Plan {
  applicant: string;
  window: string;
  from: string;
  to: string;
  badge: string;
}

/** Everything until the substitute sits at the window: filed, covered, approved, recorded. */
export async function fileLeave(
  hall: Hall,
  plan: Plan,
): Promise<{ leave: CaseView; substitution: string; story: LeaveStory }> {
  const { people } = hall;
  const parts = [{ from: { day: plan.from, half: 'am' }, to: { day: plan.to, half: 'pm' } }];
  const request = { kind: 'personal', parts };
  const preview = await people.post<Preview>(plan.applicant, '/api/leaves/preview', request, 'preview leave');
  if (!preview.substitute.required) throw new Error('the example leave must need a substitute');
  const substitute = preview.substitute.candidates.find((one) => one.isFree)?.code;
  if (!substitute) throw new Error('nobody is free to stand in');
  const filed = await people.post<{ id: string; key: string }>(
    plan.applicant,
    '/api/leaves',
    { ...request, reason: '家中老人住院，需要陪护' },
    'file leave',
  );
  const supervision = hall.one('SUPERVISION');
  const cover = await people.until('the substitution is opened', () =>
    hall.find(supervision, 'substitution', `${filed.key}-s1`),
  );
  const unit = hall.person(plan.applicant).unit?.code;
  const head = hall.holding('WINDOW_HEAD', { window: plan.window })[0]?.code;
  const nominator = hall.holding('HOME_DEPT_LEADER', unit ? { unit } : {})[0]?.code ?? head ?? '';
  await people.act(nominator, cover.id, 'substitution.nominate', { substitute });
  await people.act(substitute, cover.id, 'substitution.accept');
  await people.act(supervision, cover.id, 'substitution.file', {});
  await people.act(head ?? nominator, cover.id, 'substitution.train', { business: true, norms: true });
  await hall.stockBadges(plan.badge);
  await people.act(supervision, cover.id, 'substitution.issueBadge', { badge: plan.badge });
  for (const step of preview.chain) {
    const approver = step.people[0]?.code ?? '';
    await people.act(approver, filed.id, 'leave.approve', { remark: '同意' });
  }
  const leave = await people.act(supervision, filed.id, 'leave.file', {});
  hall.say(`  ${filed.key}: ${leave.state}`);
  const story = {
    key: filed.key,
    applicant: plan.applicant,
    substitute,
    chain: preview.chain.map((step) => step.key),
    days: preview.days,
    state: leave.state,
    substitution: cover.state,
  };
  return { leave, substitution: cover.id, story };
}

/** The days themselves: the substitute takes over, the worker reports back, the badge comes back. */
export async function liveLeave(
  hall: Hall,
  plan: Plan,
  filed: Awaited<ReturnType<typeof fileLeave>>,
): Promise<LeaveStory> {
  const { people } = hall;
  const supervision = hall.one('SUPERVISION');
  await hall.clockTo(`${plan.from}T09:00:00+08:00`);
  await hall.reach(supervision, filed.leave.id, ['onLeave'], 'the leave begins');
  await people.act(plan.applicant, filed.substitution, 'substitution.handOver', { matters: ['两件待补正材料'] });
  await people.act(filed.story.substitute, filed.substitution, 'substitution.takeOver', { handover: 'done' });
  await hall.clockTo(`${plan.to}T17:00:00+08:00`);
  await people.act(plan.applicant, filed.leave.id, 'leave.reportBack', { returned: { day: plan.to, half: 'pm' } });
  const back = await people.act(supervision, filed.leave.id, 'leave.confirmReturn', {});
  await hall.reach(supervision, filed.substitution, ['ended'], 'the cover ends');
  const closed = await people.act(supervision, filed.substitution, 'substitution.returnBadge', {});
  return { ...filed.story, state: back.state, substitution: closed.state };
}
