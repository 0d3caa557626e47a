import type { Office } from '../office.js';
import { act } from './steps.js';

interface Preview {
  chain: { people: { code: string; name: string }[] }[];
  substitute: { required: boolean; candidates: { code: string; isFree: boolean }[] };
}

const wholeDay = (day: string) => [{ from: { day, half: 'am' }, to: { day, half: 'pm' } }];

/** Files a leave over HTTP, the way the form does, and gives back who signs. */
async function filed(office: Office, person: string, kind: string, day: string) {
  const { people } = office.hall;
  const request = { kind, parts: wholeDay(day) };
  const preview = await people.post<Preview>(person, '/api/leaves/preview', request, `preview ${person} ${day}`);
  const { id, key } = await people.post<{ id: string; key: string }>(
    person,
    '/api/leaves',
    { ...request, reason: '家中有事需要处理' },
    `file ${person} ${day}`,
  );
  return { id, key, preview, approvers: preview.chain.map((step) => step.people[0]?.code ?? '') };
}

/** R15.S1 and L5: whoever works alone at a window goes only when the substitute is in place. */
export function singleWindow(office: () => Office): void {
  it('keeps a window with a single worker from standing empty until its cover is in place', async () => {
    const { hall } = office();
    const supervision = hall.one('SUPERVISION');
    const alone = await singleWorker(office());
    const leave = await filed(office(), alone.code, 'personal', '2026-09-08');
    expect(leave.preview.substitute.required).toBe(true);

    const leader = await office().as(leave.approvers[0] ?? '', 'desk');
    await leader.go(`/cases/${leave.id}`);
    await leader.press('同意', '.foot button');
    await leader.see('替岗人员未到位', 'R15.L5');
    const isBarred = await leader.page.$eval('.ant-drawer-footer button.ant-btn-primary', (one) =>
      one.hasAttribute('disabled'),
    );
    expect(isBarred).toBe(true);
    await leader.key('Escape');

    const cover = await hall.people.until('the cover is asked for', () =>
      hall.find(supervision, 'substitution', `${leave.key}-s1`),
    );
    const substitute = leave.preview.substitute.candidates.find((one) => one.isFree)?.code ?? '';
    const unit = alone.unit?.code ?? '';
    const head = hall.one('HOME_DEPT_LEADER', { unit });
    await hall.people.act(head, cover.id, 'substitution.nominate', { substitute });
    const phone = await office().as(substitute, 'phone');
    await act(phone, `/cases/${cover.id}`, '接受', '已接受');
    await hall.people.act(supervision, cover.id, 'substitution.file', {});
    await hall.people.act(alone.code, cover.id, 'substitution.train', { business: true, norms: true });
    await hall.people.act(supervision, cover.id, 'substitution.issueBadge', { badge: 'T-03' });

    await act(leader, `/cases/${leave.id}`, '同意', '已批准');
    for (const screen of [leader, phone]) await screen.close();
  }, 240_000);
}

/** G51: the tasks of an approver on leave go to the deputy, who signs for him, until he is back. */
export function absentApprover(office: () => Office): void {
  it('puts the tasks of an approver on leave before the deputy as B for A', async () => {
    const { hall } = office();
    const worker = await officeWorker(office());
    const before = await hall.people.post<Preview>(
      worker,
      '/api/leaves/preview',
      { kind: 'personal', parts: wholeDay('2026-09-09') },
      'who signs',
    );
    const absent = before.chain[0]?.people[0]?.code ?? '';
    const deputy = hall.holding('FLOOR_DUTY').find((one) => one.code !== absent)?.code ?? hall.one('OFFICE');

    const desk = await office().as(absent, 'desk');
    await desk.go('/deputies');
    await desk.see('我的代理人', '还没有代理人');
    await desk.pick('添加代理人', deputy);
    await desk.press('添加代理人', 'main button');
    await desk.press('保存', 'main button');
    await desk.see('代理人已保存', hall.person(deputy).name);

    const own = await filed(office(), absent, 'personal', '2026-09-09');
    for (const approver of own.approvers) await hall.people.act(approver, own.id, 'leave.approve', {});
    await hall.people.act(hall.one('SUPERVISION'), own.id, 'leave.file', {});
    await hall.clockTo('2026-09-09T08:30:00+08:00');
    await hall.reach(hall.one('SUPERVISION'), own.id, ['onLeave'], 'the approver is away');

    const asked = await filed(office(), worker, 'personal', '2026-09-15');
    expect(asked.approvers[0]).toBe(deputy);
    const phone = await office().as(deputy, 'phone');
    await phone.see(`代 ${hall.person(absent).name}`);
    await act(phone, `/cases/${asked.id}`, '同意', '已批准');
    await phone.see(new RegExp(`代.*${hall.person(absent).name}`));
    for (const screen of [desk, phone]) await screen.close();
  }, 240_000);
}

/** R15.L6: without the hospital's certificate the absence is no sick leave. */
export function noCertificate(office: () => Office): void {
  it('makes another leave of a sick leave whose certificate never comes', async () => {
    const { hall } = office();
    const supervision = hall.one('SUPERVISION');
    const worker = await officeWorker(office());
    const leave = await filed(office(), worker, 'sick', '2026-09-16');
    for (const approver of leave.approvers) await hall.people.act(approver, leave.id, 'leave.approve', {});
    await hall.people.act(supervision, leave.id, 'leave.file', {});
    await hall.clockTo('2026-09-16T08:30:00+08:00');
    await hall.reach(supervision, leave.id, ['onLeave'], 'the sick leave begins');
    await hall.clockTo('2026-09-16T17:30:00+08:00');
    await hall.people.act(worker, leave.id, 'leave.reportBack', { returned: { day: '2026-09-16', half: 'pm' } });
    const desk = await office().as(supervision, 'desk');
    await desk.go(`/cases/${leave.id}`);
    await desk.see('病假');
    await desk.press('无证明，改类别', '.foot button');
    await desk.fill('理由', '销假时未交病假证明，期限已过');
    await desk.press('无证明，改类别', '.ant-drawer-footer button');
    await desk.see('→ 已改');
    await desk.close();
  }, 240_000);
}

/** Somebody who sits alone at a window on the days of the journeys. */
async function singleWorker(office: Office) {
  const { items } = await office.hall.people.get<{ items: { code: string; workers: number }[] }>(
    office.hall.one('SUPERVISION'),
    '/api/windows?pageSize=200',
  );
  const window = items.find((one) => one.workers === 1);
  const person = office.hall.everyone.find((one) => one.window?.code === window?.code && one.roles.includes('STAFF'));
  if (!person) throw new Error('the example has no window with a single worker');
  return person;
}

/** Somebody whose one day away needs neither cover nor more than one signature. */
async function officeWorker(office: Office): Promise<string> {
  const { people } = office.hall;
  for (const person of office.hall.everyone.filter((one) => one.roles.includes('STAFF') && one.window)) {
    // The window of the long journey.
    if (person.window?.code === 'A16') continue;
    const request = { kind: 'personal', parts: wholeDay('2026-09-15') };
    const preview = await people
      .post<Preview>(person.code, '/api/leaves/preview', request, `try ${person.code}`)
      .catch(() => undefined);
    if (preview && !preview.substitute.required && preview.chain.length === 1) return person.code;
  }
  throw new Error('the example has nobody who may simply be away');
}
