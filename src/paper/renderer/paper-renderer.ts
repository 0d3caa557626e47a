/**
 * One warm browser, two pages, everything else queued. One-page papers of a kind are printed in chunks and split, about
 * twenty times as fast as a page each. A paper that takes too long costs the browser its life, not the next paper's time.
 */
import { createHash } from 'node:crypto';
import type { Page } from 'puppeteer';
import { Problem } from '../../core/problem.js';
import { composeBody, composePage, type Proof, type Spacer } from '../compose.js';
import type { FrozenDocument } from '../document.js';
import type { PaperTemplate } from '../template.js';
import { type BrowserSettings, type RunningBrowser, startBrowser } from './browser.js';
import type { Coverage } from './coverage.js';
import { openPdf, places, split } from './pdf-parts.js';

export interface RenderJob {
  template: PaperTemplate;
  document: FrozenDocument;
  proof: Proof;
  /** Title of the file. */
  title: string;
  /** PNG of the seal. */
  seal?: Uint8Array;
}

export interface RenderedPaper {
  pdf: Uint8Array;
  pages: number;
  sha256: string;
}

export interface RendererSettings extends BrowserSettings {
  /** Milliseconds for one print, default 20,000. */
  timeLimit?: number;
  /** Papers after which the browser is replaced, default 200. */
  recycleAfter?: number;
  /** Papers of one chunk, default 20; 1 switches chunks off. */
  chunk?: number;
  /** Pages printing at the same time, default 2. */
  lanes?: number;
}

const LIMIT_BYTES = 6_000_000;
const LIMIT_PAGES = 500;
/** Milliseconds until a browser that is starting and says nothing is given up. */
const LONGEST_START = 30_000;
const tooLarge = () => new Problem('paper.render_limit', { limit: `${LIMIT_BYTES / 1_000_000} MB`, what: 'HTML' });
/** Head and foot of the page in mm: Chromium gives places as if the type area began at the paper's edge. */
const MARGINS = 37 + 35;

interface Waiting extends RenderJob {
  resolve: (paper: RenderedPaper) => void;
  reject: (error: unknown) => void;
}

/** One browser process and its pages. It is closed when it is used up and nobody prints with it any more. */
interface Generation {
  running: Promise<RunningBrowser>;
  closing?: Promise<void>;
  idle: Page[];
  printing: number;
  printed: number;
  retired: boolean;
  /** Rejects when the browser dies or is given up, so that nobody waits for what it will never say. */
  gone: Promise<never>;
  lose(why: Error): void;
}

export class PaperRenderer {
  private readonly queue: Waiting[] = [];
  private busy = 0;
  private closed = false;
  private generation?: Generation;
  private readonly ending = new Set<Promise<void>>();

  constructor(
    private readonly settings: RendererSettings,
    private readonly coverage: Coverage,
  ) {}

  /**
   * Prints one document.
   * @throws Problem `paper.glyph_missing`, `paper.render_limit`, `paper.render_failed`, `paper.browser_missing`
   */
  render(job: RenderJob): Promise<RenderedPaper> {
    if (this.closed) return Promise.reject(new Error('the renderer is closed'));
    // A template beyond the limit would exhaust the stack of its parser before anything could be measured.
    if (job.template.body.length > LIMIT_BYTES) return Promise.reject(tooLarge());
    return new Promise((resolve, reject) => {
      this.queue.push({ ...job, resolve, reject });
      // A short wait lets papers of one kind come together.
      setTimeout(() => this.pump(), 4);
    });
  }

  /** Starts the browser before the first paper needs it; tells what protects it. */
  async warm(): Promise<RunningBrowser['walls'] & { browser: string }> {
    const { walls, choice, browser } = await this.current().running;
    return { ...walls, browser: `${choice.origin}: ${await browser.version()}` };
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.generation) this.retire(this.generation, true);
    await Promise.all(this.ending);
  }

  private pump(): void {
    const lanes = this.settings.lanes ?? 2;
    while (this.busy < lanes && this.queue.length > 0) {
      const batch = this.take(lanes - this.busy);
      this.busy++;
      void this.printBatch(batch).finally(() => {
        this.busy--;
        this.pump();
      });
    }
  }

  /** The next paper, with others of its kind that can share one print. */
  private take(freeLanes: number): Waiting[] {
    const first = this.queue[0]!;
    const alike = first.template.onePage
      ? this.queue.filter((job) => job.template === first.template && job.seal === first.seal)
      : [first];
    const size = Math.min(this.settings.chunk ?? 20, Math.ceil(alike.length / freeLanes));
    const batch = alike.slice(0, Math.max(1, size));
    for (const job of batch) this.queue.splice(this.queue.indexOf(job), 1);
    return batch;
  }

  private async printBatch(batch: Waiting[]): Promise<void> {
    const ready: Waiting[] = [];
    for (const job of batch) {
      try {
        this.coverage.assertPrintable(job.document);
        ready.push(job);
      } catch (error) {
        job.reject(error);
      }
    }
    try {
      const papers =
        ready.length > 1 ? await this.printChunk(ready) : await Promise.all(ready.map((job) => this.printOne(job)));
      papers.forEach((paper, index) => {
        ready[index]!.resolve(paper);
      });
    } catch (error) {
      // One bad paper must not spoil the others of its chunk.
      if (ready.length > 1 && !(error instanceof Problem && error.code === 'paper.browser_missing')) {
        for (const job of ready) await this.printOne(job).then(job.resolve, job.reject);
      } else for (const job of ready) job.reject(error);
    }
  }

  private async printOne(job: RenderJob): Promise<RenderedPaper> {
    const html = (spacer?: Spacer) =>
      composePage(
        job.template,
        job.title,
        [composeBody(job.template, job.document, job.proof, this.coverage, spacer)],
        job.seal,
      );
    let bytes = await this.print(html(), job.title, 1);
    let file = await openPdf(bytes);
    if (job.template.colophon) {
      const marks = places(file);
      const [before, top, end] = [marks.get('before-colophon'), marks.get('colophon'), marks.get('colophon-end')];
      if (!before || !top || !end || top.page !== end.page)
        throw new Error(`the colophon of ${job.template.id} cannot be measured`);
      const pages = file.getPageCount();
      // Lengths are snapped to whole pixels (0.26 mm), and what lies over the edge is cut or moves to another page, so a little
      // is left free; the standard allows 1 mm.
      for (const slack of [0.27, 0.5, 0.75]) {
        const height = Math.max(0, end.fromBottom - MARGINS - slack);
        bytes = await this.print(html({ height, onNewPage: before.page !== top.page }), job.title, 1);
        file = await openPdf(bytes);
        if (file.getPageCount() === pages && places(file).get('colophon-end')?.page === end.page) break;
      }
    }
    return finished(bytes, file.getPageCount());
  }

  private async printChunk(jobs: readonly RenderJob[]): Promise<RenderedPaper[]> {
    const bodies = jobs.map((job, index) =>
      composeBody(job.template, job.document, job.proof, this.coverage, undefined, `doc-${index}`),
    );
    const bytes = await this.print(
      composePage(jobs[0]!.template, jobs[0]!.title, bodies, jobs[0]!.seal),
      jobs[0]!.title,
      jobs.length,
    );
    const parts = await split(
      bytes,
      jobs.map((job) => job.title),
    );
    return parts.map(({ pdf, pages }) => finished(pdf, pages));
  }

  /** HTML to PDF within the limits; a browser that died is replaced and asked once more. */
  private async print(html: string, title: string, papers: number): Promise<Uint8Array> {
    if (html.length > LIMIT_BYTES) throw tooLarge();
    for (let attempt = 1; ; attempt++) {
      const generation = this.current();
      generation.printing++;
      try {
        return await this.attempt(generation, html, papers === 1);
      } catch (error) {
        this.retire(generation, true);
        if (error instanceof Problem) throw error;
        if (attempt === 2) throw new Problem('paper.render_failed', { title }, { cause: error, retryAfter: 5 });
      } finally {
        generation.printing--;
        generation.printed += papers;
        if (generation.retired || generation.printed >= (this.settings.recycleAfter ?? 200))
          this.retire(generation, false);
      }
    }
  }

  private async attempt(generation: Generation, html: string, tagged: boolean): Promise<Uint8Array> {
    const page = generation.idle.pop() ?? (await this.opened(generation));
    const limit = this.settings.timeLimit ?? 20_000;
    const work = (async () => {
      await page.setContent(html, { waitUntil: 'load', timeout: limit });
      return page.pdf({ preferCSSPageSize: true, printBackground: true, timeout: limit, tagged, outline: false });
    })();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Problem('paper.render_limit', { limit: `${limit / 1000} s`, what: '时间 time' })),
        limit,
      );
    });
    try {
      const bytes = await Promise.race([work, tooLong, generation.gone]);
      // A refresh that slipped into a template leads away from what was to be printed: no blank paper, a refusal.
      if (page.url() !== 'about:blank') throw new Problem('template.remote_resource', { line: 0, name: page.url() });
      generation.idle.push(page);
      return bytes;
    } catch (error) {
      work.catch(() => undefined);
      if ((error as Error).name === 'TimeoutError')
        throw new Problem('paper.render_limit', { limit: `${limit / 1000} s`, what: '时间 time' }, { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A page, unless the browser dies or hangs while it starts: nobody waits for it without end. */
  private async opened(generation: Generation): Promise<Page> {
    let timer: NodeJS.Timeout | undefined;
    const hangs = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the browser does not come up')), LONGEST_START);
    });
    const opening = this.open(generation);
    opening.catch(() => undefined);
    try {
      return await Promise.race([opening, generation.gone, hangs]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A page behind walls. When its own process dies, the browser is replaced: it would never answer. */
  private async open(generation: Generation): Promise<Page> {
    const { browser } = await generation.running;
    const page = await walledPage(await browser.newPage());
    page.on('error', () => this.retire(generation, true));
    return page;
  }

  private current(): Generation {
    if (this.generation && !this.generation.retired) return this.generation;
    let lose: (why: Error) => void = () => undefined;
    const gone = new Promise<never>((_, reject) => {
      lose = reject;
    });
    // Nobody may be printing when it dies.
    gone.catch(() => undefined);
    const running = startBrowser(this.settings);
    const generation: Generation = { running, idle: [], printing: 0, printed: 0, retired: false, gone, lose };
    running.then(
      ({ browser }) => {
        browser.once('disconnected', () => this.retire(generation, true));
        if (!browser.connected) this.retire(generation, true);
      },
      (error: Error) => {
        lose(error);
        this.retire(generation, true);
      },
    );
    this.generation = generation;
    return generation;
  }

  /** No new work for it; closed at once when it is broken, else when its last print is done. */
  private retire(generation: Generation, now: boolean): void {
    generation.retired = true;
    if (this.generation === generation) this.generation = undefined;
    if (now) generation.lose(new Error('the browser is gone'));
    if ((!now && generation.printing > 0) || generation.closing) return;
    const end = generation.running
      .then(
        (running) => running.close(),
        () => undefined,
      )
      .finally(() => this.ending.delete(end));
    generation.closing = end;
    this.ending.add(end);
  }
}

/** No script, no network, nothing but what is in the page itself. */
async function walledPage(page: Page): Promise<Page> {
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const allowed = /^(about:|data:)/.test(request.url());
    void (allowed ? request.continue() : request.abort()).catch(() => undefined);
  });
  await page.setOfflineMode(true);
  return page;
}

function finished(pdf: Uint8Array, pages: number): RenderedPaper {
  if (pages > LIMIT_PAGES) throw new Problem('paper.render_limit', { limit: String(LIMIT_PAGES), what: '页 pages' });
  return { pdf, pages, sha256: createHash('sha256').update(pdf).digest('hex') };
}
