import type { Screen } from '../screen.js';

/** Looks at the case anew until a worker has made what follows; each look waits until it can be read, however long. */
export async function drawnUp(screen: Screen, path: string, state: string, link: RegExp): Promise<void> {
  for (let look = 1; !link.test(await screen.see(state)) && look < 30; look++) {
    await new Promise((done) => setTimeout(done, 1_000));
    await screen.go(path);
  }
}

/** Presses a button of the case and the same in its form, and waits for the new state. */
export async function act(screen: Screen, path: string, button: string, state: string | undefined): Promise<void> {
  await screen.go(path);
  await screen.press(button, '.foot button');
  await screen.press(button, '.ant-drawer-footer button');
  await (state ? screen.see(`→ ${state}`) : screen.gone('提交中'));
  await screen.page.waitForFunction(() => !document.querySelector('[role=dialog]')?.getBoundingClientRect().width);
}
