/** The running product with the example bank department, whose month of September is closed, and its people before screens. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bankMonth } from '../../src/cli/month/bank-department.js';
import { Hall } from '../../src/cli/month/hall.js';
import { testBrowser } from '../support/browser.js';
import { startService } from '../support/service.js';
import { Screen, type sizes } from './screen.js';

export interface Bank {
  /** The institution over HTTP; business time is the middle of October 2026. */
  hall: Hall;
  as(person: string, size: keyof typeof sizes, language?: 'zh-CN' | 'en'): Promise<Screen>;
  close(): Promise<void>;
}

/** @param at address of a service that runs already; else the product is started with a home of its own */
export async function openBank(at = process.env.KAOPING_TEST_SERVICE): Promise<Bank> {
  const home = mkdtempSync(join(tmpdir(), 'kaoping-bank-'));
  // Started by root, the database runs as another user, who has to come in.
  chmodSync(home, 0o755);
  const service = at ? undefined : await startService(home);
  const url = at ?? service!.record().url;
  const chromium = await testBrowser();
  const institution = `bank-${randomBytes(4).toString('hex')}`;
  const hall = new Hall({ url: () => url, institution }, 'bank-department', () => undefined);
  await bankMonth(hall, '2026-09', join(home, 'out'));
  return {
    hall,
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
