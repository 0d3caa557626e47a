import { violationsOn } from '../support/browser.js';
import type { Screen } from './screen.js';

/** What is wrong with the page as it stands: faults of scripts, barriers that a program can find, too wide for the screen. */
export async function barriersOf(screen: Screen): Promise<string[]> {
  const { page } = screen;
  const violations = await violationsOn(page, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [
    // A visitor who is not signed in yet is told so.
    ...screen.faults.splice(0).filter((fault) => !fault.includes('401')),
    ...violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`)),
    ...(wide > 1 ? [`${wide} px too wide`] : []),
  ];
}
