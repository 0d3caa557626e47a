import type { Office } from '../office.js';
import type { Screen } from '../screen.js';
import { barriersOf } from '../support.js';

/** The check-list of R48 on two phones: planned, filled in with and without a connection, signed by both, seen in the score. */
export function inspection(office: () => Office): void {
  it('carries a check-list from two phones to the explained share in the score', async () => {
    const first = await office().as('0111', 'phone');
    await first.go('/findings');
    await first.press('检查计划与检查表', 'a');
    await first.press('计划检查', 'a, button');
    await first.choose('检查表', 'R48');
    await first.choose('检查哪些窗口', 'A12');
    await first.key('Escape');
    await first.choose('检查组成员', '0112');
    await first.key('Escape');
    expect(await barriersOf(first)).toEqual([]);
    await first.press('建立计划', 'button[type=submit]');
    await first.page.waitForFunction(() => /\/inspections\/[0-9a-f-]{36}/.test(location.pathname));
    const path = new URL(first.page.url()).pathname;
    await first.see('已计划', '检查开始后由检查组填写');
    await step(first, '派定检查组', '已派组');
    await step(first, '开始检查', '检查中');

    await answer(first, '台面干净，没有零食饮料等杂物', '不符合');
    await first.type('说明：台面干净，没有零食饮料等杂物', '台面放有饮料');
    await first.see('已填 1 / 29 项', '有 1 项还没有保存');
    await first.page.setOfflineMode(true);
    await first.see('现在连不上服务器');
    await answer(first, '窗口不缺位', '符合');
    await first.page.setOfflineMode(false);
    await first.gone('现在连不上服务器');
    expect(await heightOf(first)).toBeGreaterThanOrEqual(44);
    // What asked by itself while there was no connection says so, and nothing else is wrong.
    const cut = (fault: string) => fault.includes('ERR_INTERNET_DISCONNECTED');
    expect((await barriersOf(first)).filter((fault) => !cut(fault))).toEqual([]);
    await first.press('保存', '.foot button');
    await first.see('已填 2 / 29 项');
    await first.gone('还没有保存');

    // What is typed outlives leaving the page.
    for (let group = 0; group < 6; group++) await first.press('本组其余符合', '.ant-card button');
    await first.see('已填 29 / 29 项', '有 27 项还没有保存');
    await first.go(path);
    await first.see('已填 29 / 29 项', '有 27 项还没有保存');
    await first.press('保存', '.foot button');
    await first.gone('还没有保存');
    await first.press('签字', '.foot button');
    await first.see('已签字', '尚未签字');

    const second = await office().as('0112', 'phone');
    await second.see('填写检查表并签字');
    await second.go(path);
    await second.see('已填 29 / 29 项');
    await second.press('签字', '.foot button');
    await second.see('符合 28 / 29 项', '台面干净，没有零食饮料等杂物', '台面放有饮料', 'R48.3-2');
    expect(await barriersOf(second)).toEqual([]);
    await second.press('看得分', 'a');
    await second.see('96.55', '未达到：台面干净');
    const head = await office().as('0120', 'desk');
    await head.go(path);
    await head.see('已签字', '符合 28 / 29 项');
    await head.press('移交', '.foot button');
    await head.press('移交', '[role=dialog] button, .ant-drawer-footer button');
    await head.see('已移交');
    for (const screen of [first, second, head]) await screen.close();
  }, 300_000);
}

async function step(screen: Screen, button: string, state: string): Promise<void> {
  await screen.press(button, '.foot button');
  await screen.press(button, '[role=dialog] button, .ant-drawer-footer button');
  await screen.see(state);
  await screen.page.waitForFunction(() => !document.querySelector('.ant-drawer-open'));
}

/** Presses one of the three targets of a line, as a thumb would. */
async function answer(screen: Screen, line: string, word: string): Promise<void> {
  const target = await screen.page.waitForFunction(
    (title, text) => {
      const group = [...document.querySelectorAll('.check-answers')].find(
        (one) => one.getAttribute('aria-label') === title,
      );
      return [...(group?.querySelectorAll('label') ?? [])].find((one) => one.textContent === text) ?? false;
    },
    {},
    line,
    word,
  );
  const element = target.asElement() as Awaited<ReturnType<Screen['page']['$']>>;
  await element?.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  await element?.click();
}

const heightOf = (screen: Screen): Promise<number> =>
  screen.page.$eval('.check-answers label', (one) => one.getBoundingClientRect().height);
