/** One person before one screen: finds what is on it by the words that a reader sees, and waits as a reader would. */
import type { ElementHandle, KeyInput, Page } from 'puppeteer';
import { type TestBrowser, visit } from '../support/browser.js';

export const sizes = { phone: { width: 360, height: 780 }, desk: { width: 1440, height: 900 } } as const;

/** How long a reader waits for what should come, in milliseconds. */
const PATIENCE = Number(process.env.KAOPING_TEST_PATIENCE ?? 60_000);

/** What an open list offers. */
const options = '.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option';

/** A drawer slides in: what is clicked on the way is missed. Ends when the element has kept its place for three frames. */
async function standStill(one: Element): Promise<void> {
  one.scrollIntoView({ block: 'center' });
  let [before, kept] = ['', 0];
  for (let frame = 0; frame < 120 && kept < 3; frame++) {
    await new Promise((done) => requestAnimationFrame(done));
    const { x, y } = one.getBoundingClientRect();
    kept = `${x} ${y}` === before ? kept + 1 : 0;
    before = `${x} ${y}`;
  }
}

export class Screen {
  private constructor(
    readonly page: Page,
    readonly url: string,
    readonly faults: string[],
  ) {}

  static async open(
    chromium: TestBrowser,
    url: string,
    size: keyof typeof sizes,
    language: 'zh-CN' | 'en' = 'zh-CN',
  ): Promise<Screen> {
    const { page, faults } = await chromium.open(`${url}/v`, sizes[size], language);
    await page.evaluate((to) => localStorage.setItem('kp.language', to), language);
    return new Screen(page, url, faults);
  }

  async close(): Promise<void> {
    await this.page.browserContext().close();
  }

  async go(path: string): Promise<void> {
    await visit(this.page, `${this.url}${path}`);
  }

  /** By a click on a person of the sign-in page, found by the number. */
  async signIn(institution: string, person: string): Promise<void> {
    await this.go(`/sign-in?institution=${institution}`);
    const search = await this.page.waitForSelector('.ant-card input[type=search], .ant-card .ant-input-search input');
    await search?.type(person);
    await this.click(() => this.reading('.people button', person));
    await this.page.waitForFunction(() => location.pathname === '/tasks', { timeout: PATIENCE });
    await this.page.waitForSelector('h1');
  }

  /** Waits until the words can be read, and answers everything that can. @throws Error with what stands there instead */
  async see(...words: (string | RegExp)[]): Promise<string> {
    const wanted = words.map((word) => (typeof word === 'string' ? { text: word } : { source: word.source }));
    const isThere = (list: { text?: string; source?: string }[]) =>
      list.every(({ text, source }) =>
        text === undefined
          ? new RegExp(source!, 's').test(document.body.innerText)
          : document.body.innerText.includes(text),
      );
    await this.page.waitForFunction(isThere, { timeout: PATIENCE }, wanted).catch(async () => {
      throw new Error(`${words.join(' + ')} not on ${this.page.url()}:\n${(await this.text()).slice(0, 3000)}`);
    });
    return this.text();
  }

  async gone(words: string): Promise<void> {
    await this.page.waitForFunction((text) => !document.body.innerText.includes(text), { timeout: PATIENCE }, words);
  }

  text(): Promise<string> {
    return this.page.evaluate(() => document.body.innerText);
  }

  /** Presses what bears this name: in the open dialog if there is one. */
  async press(
    name: string | RegExp,
    selector = 'button, a, [role=tab], [role=menuitem], label, .ant-segmented-item',
  ): Promise<void> {
    await this.click(() => this.named(name, selector));
  }

  /** What moves or was just read again is sought and clicked anew. */
  private async click(find: () => Promise<ElementHandle<Element>>, count = 1): Promise<ElementHandle<Element>> {
    for (let attempt = 1; ; attempt++) {
      const element = await find();
      try {
        await element.evaluate(standStill);
        await element.click({ count });
        return element;
      } catch (error) {
        if (attempt === 8) throw error;
        await new Promise((done) => setTimeout(done, 200));
      }
    }
  }

  private async named(name: string | RegExp, selector: string): Promise<ElementHandle<Element>> {
    const isPlain = typeof name === 'string';
    const found = await this.page
      .waitForFunction(
        (text, source, of) => {
          const seen = (one: Element) => {
            const box = one.getBoundingClientRect();
            return box.width > 0 && box.height > 0 && !one.closest('[aria-hidden=true]');
          };
          const dialogs = [...document.querySelectorAll('[role=dialog], .ant-popover, .ant-popconfirm')].filter(seen);
          const within = dialogs.at(-1) ?? document.body;
          const named = (one: Element) => [one.textContent?.trim() ?? '', one.getAttribute('aria-label') ?? ''];
          const all = [...within.querySelectorAll(of)].filter(seen);
          const fits = (test: (word: string) => boolean) => all.find((one) => named(one).some(test));
          if (source !== null) return fits((word) => new RegExp(source).test(word)) ?? false;
          return fits((word) => word === text) ?? fits((word) => word.includes(text!)) ?? false;
        },
        { timeout: PATIENCE, polling: 100 },
        isPlain ? name : null,
        isPlain ? null : name.source,
        selector,
      )
      .catch(async () => {
        throw new Error(`nothing to press named ${name} on ${this.page.url()}:\n${(await this.text()).slice(0, 3000)}`);
      });
    return found as ElementHandle<Element>;
  }

  /** Types into the field with this label. */
  async fill(label: string, text: string): Promise<void> {
    const field = await this.field(label);
    if ((await field.evaluate((one) => (one as HTMLInputElement).type)) === 'date') {
      await field.evaluate((one, value) => {
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
        set?.call(one, value);
        one.dispatchEvent(new Event('input', { bubbles: true }));
        one.dispatchEvent(new Event('change', { bubbles: true }));
      }, text);
      return;
    }
    await this.click(() => this.field(label), 3);
    await field.type(text);
    // A drawn calendar takes the day that is clicked.
    if (await field.evaluate((one) => one.closest('.ant-picker') !== null)) {
      await this.click(() => this.visible(`.ant-picker-dropdown td[title="${text}"]`));
    }
  }

  /** Types into the field that bears this name for screen readers. */
  async type(name: string, text: string): Promise<void> {
    const field = await this.click(() => this.visible(`[aria-label="${name}"]`), 3);
    await field.type(text);
  }

  /** Puts another text into the one large text field of the page, as pasting does. */
  async replace(text: string): Promise<void> {
    await this.page.$eval(
      'textarea',
      (one, to) => {
        const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
        set?.call(one, to);
        one.dispatchEvent(new Event('input', { bubbles: true }));
      },
      text,
    );
  }

  /** Picks from the list of the field with this label: what is typed, then the first that is offered with it. */
  async choose(label: string, typed: string): Promise<void> {
    const field = await this.click(() => this.field(label));
    await field.type(typed);
    await this.click(() => this.reading(options, typed));
  }

  /** The same in a list that only bears a name for screen readers. */
  async pick(name: string, typed: string): Promise<void> {
    const field = await this.click(() => this.visible(`input[aria-label="${name}"]`));
    await field.type(typed);
    await this.click(() => this.reading(options, typed));
  }

  /** Hands a file to the file input of the page (of the field, when one is named). */
  async attach(path: string): Promise<void> {
    const input = await this.page.waitForSelector('input[type=file]');
    await (input as ElementHandle<HTMLInputElement>).uploadFile(path);
  }

  async key(key: KeyInput): Promise<void> {
    await this.page.keyboard.press(key);
  }

  private async visible(selector: string): Promise<ElementHandle<Element>> {
    const found = await this.page.waitForSelector(selector, { visible: true, timeout: PATIENCE });
    if (!found) throw new Error(`${selector} not on ${this.page.url()}`);
    return found;
  }

  /** The first of these elements in which the words stand. */
  private async reading(selector: string, words: string): Promise<ElementHandle<Element>> {
    const found = await this.page
      .waitForFunction(
        (of, text) => [...document.querySelectorAll(of)].find((one) => one.textContent?.includes(text)) ?? false,
        { timeout: PATIENCE },
        selector,
        words,
      )
      .catch(async () => {
        throw new Error(`${words} not in ${selector} on ${this.page.url()}:\n${(await this.text()).slice(0, 3000)}`);
      });
    return found as ElementHandle<Element>;
  }

  private async field(label: string): Promise<ElementHandle<Element>> {
    const found = await this.page
      .waitForFunction(
        (text) => {
          const labels = [...document.querySelectorAll('label')].filter((one) => one.getBoundingClientRect().width > 0);
          const named =
            labels.find((one) => one.textContent?.trim() === text) ??
            labels.find((one) => one.textContent?.includes(text));
          return (named?.htmlFor && document.getElementById(named.htmlFor)) || false;
        },
        { timeout: PATIENCE },
        label,
      )
      .catch(async () => {
        throw new Error(`no field ${label} on ${this.page.url()}:\n${(await this.text()).slice(0, 2000)}`);
      });
    return found as ElementHandle<Element>;
  }
}
