import { HALL } from '../../support/hall.js';
import type { Office } from '../office.js';
import { Screen } from '../screen.js';

/** Sign-in by clicking a person, and what the first screen says. */
export function entrance(office: () => Office): void {
  describe('sign-in', () => {
    it.each([
      ['0016', '鲁诚', 'phone'],
      ['0111', '冯静明', 'phone'],
      ['0109', '柳新', 'desk'],
      ['0104', '朱松', 'desk'],
    ] as const)(
      'brings %s %s to the four boxes on a %s',
      async (code, name, size) => {
        const screen = await Screen.open(office().chromium, office().url, size);
        await screen.signIn(HALL, code);
        const text = await screen.see('待我处理', '我已处理', '我发起的', '抄送我的');
        expect(text).toContain(name);
        for (const box of ['我已处理', '我发起的', '抄送我的']) {
          await screen.press(box, '[role=tab]');
          await screen.page.waitForFunction(
            (label) => document.querySelector('[role=tab][aria-selected=true]')?.textContent?.includes(label),
            {},
            box,
          );
        }
        await screen.close();
      },
      60_000,
    );

    it('lets somebody choose the institution, change the language and leave', async () => {
      const screen = await Screen.open(office().chromium, office().url, 'desk');
      await screen.go('/sign-in');
      await screen.press('English');
      await screen.see('Window worker');
      await screen.press('中文');
      await screen.signIn('demo-bank', '0001');
      await screen.see('示例银行营业部');
      await screen.press(/个人菜单/);
      await screen.press('换人（退出登录）', '[role=menuitem]');
      await screen.see('点一个人');
      await screen.close();
    }, 240_000);
  });
}
