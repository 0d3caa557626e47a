/** The running product with institutions of the example, and the people of one, over HTTP and before screens. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hall } from '../../src/cli/month/hall.js';
import { type TestBrowser, testBrowser } from '../support/browser.js';
import { startService } from '../support/service.js';
import { Screen, type sizes } from './screen.js';

export interface Office {
  url: string;
  chromium: TestBrowser;
  /** An institution of its own with roster, windows and duty, the period of 2026-09 open, on 2 September. */
  hall: Hall;
  institution: string;
  /** Case of the period. */
  cycle: string;
  /** Somebody of this institution before a screen. */
  as(person: string, size: keyof typeof sizes, language?: 'zh-CN' | 'en'): Promise<Screen>;
  close(): Promise<void>;
}

/** @param at address of a service that runs already (`KAOPING_TEST_SERVICE`); else the product is started with a home of its own */
export async function openOffice(at = process.env.KAOPING_TEST_SERVICE): Promise<Office> {
  const home = mkdtempSync(join(tmpdir(), 'kaoping-screens-'));
  // Started by root, the database runs as another user, who has to come in.
  chmodSync(home, 0o755);
  const service = at ? undefined : await startService(home);
  const url = at ?? service!.record().url;
  const chromium = await testBrowser();
  const institution = `screens-${randomBytes(4).toString('hex')}`;
  const hall = await furnish(url, institution);
  return {
    url,
    chromium,
    hall,
    institution,
    cycle: await openPeriod(hall),
    as: async (person, size, language) => {
      const screen = await Screen.open(chromium, url, size, language);
      await screen.signIn(institution, person);
      return screen;
    },
    close: async () => {
      await chromium.close();
      await service?.interrupt();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function furnish(url: string, code: string): Promise<Hall> {
  const hall = new Hall({ url: () => url, institution: code }, 'city-hall', () => undefined);
  await hall.found('示例市政务服务中心');
  for (const [kind, file] of [
    ['units', 'units.xlsx'],
    ['windows', 'windows.xlsx'],
    ['roster', 'roster.xlsx'],
    ['duty', 'duty-2026-09.xlsx'],
  ] as const)
    await hall.take('admin', kind, file);
  await hall.meet();
  await hall.stockBadges('T-01', 'T-03', 'T-07');
  return hall;
}

async function openPeriod(hall: Hall): Promise<string> {
  const supervision = hall.one('SUPERVISION');
  const { id } = await hall.people.post<{ id: string }>(supervision, '/api/cycles', { period: '2026-09' }, 'period');
  await hall.people.act(supervision, id, 'cycle.open');
  await hall.clockTo('2026-09-02T09:00:00+08:00');
  return id;
}
