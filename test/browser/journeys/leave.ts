import type { Office } from '../office.js';
import type { Screen } from '../screen.js';
import { act, drawnUp } from './steps.js';

/** A leave from a phone: days, chain and cover before sending; cover, badge, three signatures, the slip. */
export function leave(office: () => Office): void {
  it('files a leave on a phone, finds cover, passes the chain and prints the slip', async () => {
    const clerk = await office().as('0047', 'phone');
    await clerk.go('/leaves/new');
    await clerk.fill('开始', '2026-09-10');
    await clerk.fill('结束', '2026-09-11');
    await clerk.fill('事由', '家中老人住院，需要陪护');
    const before = await clerk.see('提交前先看', '2 天', '王雅晓', '本窗口B岗');
    expect(before).toMatch(/王峰霜|韩晨青/);
    expect(before).toContain('秦竹诚');
    expect(before).toContain('贺哲川');
    const { chain } = await office().hall.people.post<{ chain: { people: { code: string }[] }[] }>(
      '0047',
      '/api/leaves/preview',
      {
        kind: 'personal',
        parts: [{ from: { day: '2026-09-10', half: 'am' }, to: { day: '2026-09-11', half: 'pm' } }],
      },
      'preview',
    );
    const approvers = chain.map((step) => step.people[0]?.code ?? '');
    expect(approvers).toHaveLength(3);
    await clerk.press(/提交/, 'button[type=submit]');
    await clerk.see('审批中', '家中老人住院，需要陪护', 'A16 医疗机构许可窗口');
    const path = new URL(clerk.page.url()).pathname;
    await drawnUp(clerk, path, '审批中', /替岗 ·/);
    await clerk.press(/^替岗 ·/, 'main a');
    await clerk.see('待指派');
    const cover = new URL(clerk.page.url()).pathname;

    const leader = await office().as('0095', 'desk');
    await leader.go(cover);
    await leader.press('指派替岗人员', '.foot button');
    await leader.press(/王雅晓/, '[role=dialog] .ant-radio-wrapper');
    await leader.press('指派替岗人员', '[role=dialog] button');
    await leader.see('→ 已指派');

    const substitute = await office().as('0048', 'phone');
    await substitute.see('替岗 · A16 医疗机构许可窗口');
    await act(substitute, cover, '接受', '已接受');
    const supervision = await office().as('0109', 'desk');
    await act(supervision, cover, '备案', '已备案');
    await clerk.go(cover);
    await clerk.press('确认培训', '.foot button');
    for (const box of ['已学习审批业务', '已学习服务规范']) await clerk.press(box, '[role=dialog] label');
    await clerk.press('确认培训', '[role=dialog] button');
    await clerk.see('→ 已培训');
    await supervision.go(cover);
    await supervision.press('发放临时挂牌', '.foot button');
    await supervision.choose('临时挂牌编号', 'T-07');
    await supervision.press('发放临时挂牌', '[role=dialog] button');
    await supervision.see('→ 已领挂牌', 'T-07');

    await approveByKeyboard(await office().as(approvers[0] ?? '', 'desk'), '齐和');
    for (const approver of approvers.slice(1)) {
      const screen = await office().as(approver, 'desk');
      await screen.see('请假 · 齐和');
      await act(screen, path, '同意', undefined);
      await screen.close();
    }
    await act(supervision, path, '请假单备案', '已备案');
    await drawnUp(supervision, path, '已备案', /请假单 ·/);
    await supervision.press(/^请假单 ·/, 'main a');
    await supervision.press('查看文书', 'main a');
    await supervision.see('QJ-2026-', '齐和');
    const pdf = await supervision.page.evaluate(async () => {
      const address = `/api/papers/${location.pathname.split('/').at(-1)}/file`;
      for (let attempt = 0; attempt < 40; attempt++) {
        const answer = await fetch(address);
        if (answer.ok) return (await answer.text()).slice(0, 5);
        await new Promise((done) => setTimeout(done, 500));
      }
      return 'none';
    });
    expect(pdf).toBe('%PDF-');

    const { hall } = office();
    await hall.clockTo('2026-09-10T08:30:00+08:00');
    const id = path.split('/').at(-1) ?? '';
    const { revision } = await hall.reach('0109', id, ['onLeave'], 'the leave begins');
    await hall.people.act('0047', cover.split('/').at(-1) ?? '', 'substitution.handOver', {
      matters: ['两件待补正材料'],
    });
    await substitute.go(cover);
    await substitute.press('接岗签字', '.foot button');
    await substitute.press('已交接', '[role=dialog] label');
    await substitute.press('接岗签字', '.ant-drawer-footer button');
    await substitute.see('→ 替岗中');
    await hall.clockTo('2026-09-11T17:00:00+08:00');
    // Whoever opens the form before the reminder was recorded is asked to look again.
    await hall.people.until('the reminder of the return', async () =>
      (await hall.case('0109', id)).revision > revision ? true : undefined,
    );
    await clerk.go(path);
    await clerk.press('销假', '.foot button');
    await clerk.fill('日期', '2026-09-11');
    await clerk.press('下午', '[role=dialog] label');
    await clerk.press('销假', '.ant-drawer-footer button');
    await clerk.see('→ 已返岗待确认');
    await act(supervision, path, '确认返岗', '已销假');
    await drawnUp(supervision, path, '已销假', /销假单 ·/);
    await supervision.go(cover);
    await act(supervision, cover, '归还挂牌', '已办结');
    for (const screen of [clerk, leader, substitute, supervision]) await screen.close();
  }, 240_000);
}

/** j to the first, Enter to open, a for the form, Ctrl+Enter to sign: no mouse. */
async function approveByKeyboard(screen: Screen, applicant: string): Promise<void> {
  await screen.see(`请假 · ${applicant}`);
  for (let step = 0; step < 20; step++) {
    await screen.key('j');
    const title = await screen.page.evaluate(() => document.activeElement?.textContent ?? '');
    if (title.includes(applicant)) break;
  }
  await screen.key('Enter');
  await screen.page.waitForFunction(() => location.pathname.startsWith('/cases/'));
  await screen.see(`请假 · ${applicant}`, '审批中');
  await screen.page.waitForSelector('.foot button');
  await screen.key('a');
  await screen.page.waitForSelector('[role=dialog] form');
  await screen.page.keyboard.down('Control');
  await screen.key('Enter');
  await screen.page.keyboard.up('Control');
  await screen.see(/同意 \S+\s+2026/);
  await screen.close();
}
