import type { Office } from '../office.js';
import type { Screen } from '../screen.js';

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
    await clerk.press(/提交/, 'button[type=submit]');
    await clerk.see('审批中', '家中老人住院，需要陪护', 'A16 医疗机构许可窗口');
    const path = new URL(clerk.page.url()).pathname;
    await drawnUp(clerk, path, '审批中', /替岗 ·/);
    await clerk.press(/^替岗 ·/, 'main a');
    await clerk.see('待指派');
    const cover = new URL(clerk.page.url()).pathname;

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

    const leader = await office().as('0095', 'desk');
    await leader.go(cover);
    await leader.press('指派替岗人员', '.foot button');
    await leader.choose('替岗人员', '王雅晓');
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
    await supervision.fill('临时挂牌编号', 'T-07');
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
    for (const screen of [clerk, leader, substitute, supervision]) await screen.close();
  }, 240_000);
}

/** Looks at the case anew until a worker has made what follows; each look waits until it can be read, however long. */
async function drawnUp(screen: Screen, path: string, state: string, link: RegExp): Promise<void> {
  for (let look = 1; !link.test(await screen.see(state)) && look < 30; look++) {
    await new Promise((done) => setTimeout(done, 1_000));
    await screen.go(path);
  }
}

/** Presses a button of the case and the same in its form, and waits for the new state. */
async function act(screen: Screen, path: string, button: string, state: string | undefined): Promise<void> {
  await screen.go(path);
  await screen.press(button, '.foot button');
  await screen.press(button, '.ant-drawer-footer button');
  await (state ? screen.see(`→ ${state}`) : screen.gone('提交中'));
  await screen.page.waitForFunction(() => !document.querySelector('[role=dialog]')?.getBoundingClientRect().width);
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
