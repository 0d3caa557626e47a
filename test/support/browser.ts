/** A real browser for tests of pages: what it reports as wrong is collected, and it reaches nothing but this machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxePuppeteer } from '@axe-core/puppeteer';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { chooseBrowser } from '../../src/paper/renderer/browser-choice.js';

type Violations = Exclude<Awaited<ReturnType<AxePuppeteer['analyze']>>, null>['violations'];

export interface OpenPage {
  page: Page;
  /** Errors of scripts, the console and the content policy, and addresses that failed or lay elsewhere. */
  faults: string[];
}

export interface TestBrowser {
  browser: Browser;
  /** A page of its own session. Sizes in CSS pixels. */
  open(url: string, size: { width: number; height: number }, language?: 'zh-CN' | 'en'): Promise<OpenPage>;
  close(): Promise<void>;
}

export async function testBrowser(): Promise<TestBrowser> {
  const cache = mkdtempSync(join(tmpdir(), 'kaoping-pages-'));
  const choice = await chooseBrowser({ cache, executablePath: process.env.PUPPETEER_EXECUTABLE_PATH });
  const browser = await puppeteer.launch({
    executablePath: choice.executable,
    headless: choice.headless,
    // Without a UTF-8 locale the browser cannot name a file in Chinese.
    env: { ...process.env, LANG: 'C.UTF-8', ...choice.env },
    userDataDir: join(cache, 'profile'),
    // The pages are our own and the tests may run as root, where the sandbox needs another user.
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  return {
    browser,
    open: (url, size, language = 'zh-CN') => open(browser, url, size, language),
    close: async () => {
      await browser.close();
      rmSync(cache, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function open(
  browser: Browser,
  url: string,
  size: { width: number; height: number },
  language: string,
): Promise<OpenPage> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults: string[] = [];
  const origin = new URL(url).origin;
  page.on('pageerror', (error) => void faults.push(`error: ${error instanceof Error ? error.message : String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(origin) && !/^(data|blob):/.test(address)) faults.push(`elsewhere: ${address}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url().slice(origin.length)}`);
  });
  await page.setViewport({ ...size, isMobile: size.width < 600, hasTouch: size.width < 600 });
  await page.evaluateOnNewDocument((chosen) => {
    // Once: whoever changes the language on a page keeps it. An empty page has no storage.
    if (location.protocol.startsWith('http') && !localStorage.getItem('kp.language'))
      localStorage.setItem('kp.language', chosen);
  }, language);
  await visit(page, url);
  return { page, faults };
}

/** Opens an address and waits until nothing is on its way but the stream of messages, which never ends. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForNetworkIdle({ idleTime: 150, concurrency: 1 });
}

/** Waits until a page that was opened shows its heading and all that it asked for. @throws TimeoutError */
export async function drawn(page: Page): Promise<void> {
  const isDrawn = () =>
    document.querySelector('h1') !== null && document.querySelector('.ant-skeleton, .ant-spin-spinning') === null;
  await page.waitForFunction(isDrawn, { timeout: 60_000 });
  await page.waitForNetworkIdle({ idleTime: 150, concurrency: 1, timeout: 60_000 });
}

/**
 * Violations that axe finds on the page. The rest of its answer, every element that is as it should be, is not worked out;
 * nor is the page handed to a second one for it, as that serves only frames from elsewhere.
 */
export async function violationsOn(page: Page, tags?: string[]): Promise<Violations> {
  const axe = new AxePuppeteer(page as never).setLegacyMode().options({ resultTypes: ['violations'] });
  return (await (tags ? axe.withTags(tags) : axe).analyze()).violations;
}
