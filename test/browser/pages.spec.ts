/**
 * The pages in a real browser, on a phone and on a wide screen: no script error, no refused request, nothing from the
 * internet, nothing wider than the screen, and no barrier that WCAG 2.2 AA names and a program can find.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { projectRoot } from '../../src/platform/config/project-root.js';
import { drawn, type TestBrowser, testBrowser, violationsOn, visit } from '../support/browser.js';
import { HALL, type Hall, startHall } from '../support/hall.js';

const pages = join(projectRoot, 'dist', 'web');
const sizes = { phone: { width: 360, height: 780 }, wide: { width: 1440, height: 900 } } as const;

describe('the pages', () => {
  let hall: Hall;
  let chromium: TestBrowser;
  beforeAll(async () => {
    if (!existsSync(join(pages, 'index.html'))) throw new Error('the pages are not built: npm run build');
    [hall, chromium] = await Promise.all([startHall({ pages }), testBrowser()]);
  }, 180_000);
  afterAll(async () => {
    await chromium?.close();
    await hall?.close();
  });

  /** What a person with this role opens; the sign-in and the public pages need nobody. */
  const visits: [string, string, string[]][] = [
    ['phone', 'STAFF', ['/tasks', '/leaves/new', '/mine', '/leaves', '/apply']],
    ['phone', 'INSPECTOR', ['/findings/new', '/findings', '/inspections', '/inspections/new']],
    [
      'wide',
      'SUPERVISION',
      [
        '/tasks',
        '/cycles',
        '/cycles/2026-09',
        '/papers',
        '/people',
        '/windows',
        '/regulations/adopted',
        '/cases',
        '/appeals',
        '/duty',
      ],
    ],
    ['wide', 'SYSTEM_ADMIN', ['/imports', '/admin', '/regulations']],
  ];

  it.each(visits)(
    'on a %s screen stand firm for %s',
    async (size, role, paths) => {
      const person = (await hall.people()).find((one) => one.roles.includes(role));
      expect(person).toBeDefined();
      const { page, faults } = await chromium.open(`${hall.url}/sign-in`, sizes[size as keyof typeof sizes]);
      await signIn(page, person?.code ?? '');
      const found: string[] = [];
      faults.length = 0;
      for (const path of paths) {
        await visit(page, `${hall.url}${path}`);
        await drawn(page);
        if (await page.$('.ant-result-404, .ant-result-403')) found.push(`${path} is not there`);
        found.push(...(await barriers(page)).map((one) => `${path} ${one}`));
        found.push(...(await tooWide(page)).map((one) => `${path} ${one}`));
        found.push(...faults.splice(0).map((one) => `${path} ${one}`));
      }
      expect(found.join('\n')).toBe('');
    },
    240_000,
  );

  it.each(['zh-CN', 'en'] as const)(
    'greet a visitor in %s',
    async (language) => {
      const { page, faults } = await chromium.open(`${hall.url}/sign-in`, sizes.phone, language);
      await page.waitForSelector('h1');
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      const found = [...(await barriers(page)), ...(await tooWide(page)), ...faults];
      expect(found.filter((one) => !one.includes('/api/auth/me')).join('\n')).toBe('');
    },
    60_000,
  );

  it('are looked at by eyes that see', async () => {
    const { page, faults } = await chromium.open(`${hall.url}/sign-in`, sizes.phone);
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="/icon.svg" style="width: 900px; height: 9px">');
      document.body.insertAdjacentHTML('beforeend', '<img alt="" src="http://192.0.2.1/x.png">');
      console.error('a fault');
    });
    await page.waitForNetworkIdle();
    expect((await barriers(page)).join('\n')).toContain('image-alt');
    expect(await tooWide(page)).toHaveLength(1);
    expect(faults).toEqual(expect.arrayContaining(['console: a fault']));
    expect(faults.join('\n')).toMatch(/192\.0\.2\.1/);
  }, 60_000);

  it('say what is wrong with a verification code that nobody issued', async () => {
    const { page } = await chromium.open(`${hall.url}/v/AAAA-BBBB-CCCC-DDDD`, sizes.phone);
    await page.waitForSelector('h1');
    expect([...(await barriers(page)), ...(await tooWide(page))].join('\n')).toBe('');
  }, 60_000);
});

/** As the sign-in page does when a person is clicked. */
async function signIn(page: Page, personCode: string): Promise<void> {
  const status = await page.evaluate(
    async (body) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
      return (await fetch('/api/demo/sign-in', { method: 'POST', headers, body })).status;
    },
    JSON.stringify({ personCode, institution: HALL }),
  );
  expect(status).toBe(200);
}

async function barriers(page: Page): Promise<string[]> {
  const violations = await violationsOn(page, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`));
}

/** What sticks out of the screen sideways, unless it scrolls in a frame of its own. */
async function tooWide(page: Page): Promise<string[]> {
  const screen = page.viewport()?.width ?? 0;
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width > screen ? [`wider than the screen: ${width} > ${screen}`] : [];
}
