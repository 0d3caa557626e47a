/** The description of the API, read in a real browser under the product's own content policy. */
import { type TestApi, testApi } from '../support/api.js';
import { type TestBrowser, testBrowser } from '../support/browser.js';

describe('the page that shows the API', () => {
  let api: TestApi;
  let chromium: TestBrowser;
  beforeAll(async () => {
    [api, chromium] = await Promise.all([testApi(), testBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await chromium?.close();
    await api?.close();
  });

  it('lists the operations by resource, from this machine alone and without a breach of the policy', async () => {
    const { page, faults } = await chromium.open(`${api.url}/api/docs`, { width: 1280, height: 900 });
    await page.waitForSelector('.opblock-tag', { timeout: 20_000 });
    const tags = await page.$$eval('.opblock-tag', (found) => found.map((one) => one.getAttribute('data-tag')));
    expect(tags).toEqual(expect.arrayContaining(['cases', 'leaves', 'findings', 'papers', 'results', 'imports']));
    expect(faults).toEqual([]);
  });

  it('tries a request out as the application would', async () => {
    const { page, faults } = await chromium.open(`${api.url}/api/docs#/health/HealthController.live`, {
      width: 1280,
      height: 900,
    });
    await page.waitForSelector('.opblock.is-open .try-out__btn', { timeout: 20_000 });
    await page.click('.opblock.is-open .try-out__btn');
    await page.click('.opblock.is-open .execute');
    await page.waitForSelector('.opblock.is-open .live-responses-table', { timeout: 20_000 });
    const answer = await page.$eval('.opblock.is-open .live-responses-table', (table) => table.textContent);
    expect(answer).toContain('live');
    expect(faults).toEqual([]);
  });
});
