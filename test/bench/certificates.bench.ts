/**
 * 200 honour certificates as the product prints them, beside two others in the same rounds: the limit (the same chunks of
 * twenty on two warm pages, printed and cut, and nothing checked, hashed or given back) and the plain way (a new page for each).
 * All use the same template, fonts, seal and browser. BENCH_CERTIFICATES and BENCH_PLAIN change the numbers.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import type { Page } from 'puppeteer';
import { composeBody, composePage } from '../../src/paper/compose.js';
import { type FrozenDocument, frozenDocument } from '../../src/paper/document.js';
import { type RunningBrowser, startBrowser } from '../../src/paper/renderer/browser.js';
import { Coverage } from '../../src/paper/renderer/coverage.js';
import { PaperRenderer, type RenderJob } from '../../src/paper/renderer/paper-renderer.js';
import { TemplateLibrary } from '../../src/paper/template.js';
import { rounds, timed } from './measure.js';
import type { Report } from './run.js';

const CHUNK = 20;
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const given = [...'伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁贵福生龙'];

export async function run(report: Report): Promise<void> {
  const total = Number(process.env.BENCH_CERTIFICATES ?? 200);
  const plain = Math.min(total, Number(process.env.BENCH_PLAIN ?? 20));
  const cache = mkdtempSync(join(tmpdir(), 'kaoping-bench-'));
  try {
    const press = makePress(cache, total);
    const seen = { product: [] as number[], chunked: [] as number[], plain: [] as number[], kilobytes: 0 };
    for (let turn = 0; turn <= rounds(3); turn++) {
      const [chunked, alone] = await withBrowser(press, async (browser) => [
        await rate(total, () => printChunks(press, browser)),
        await rate(plain, () => printAlone(press, browser, press.jobs.slice(0, plain))),
      ]);
      const product = await productRate(press);
      // The first one writes the caches of the fonts.
      if (turn === 0) continue;
      seen.chunked.push(chunked);
      seen.plain.push(alone);
      seen.product.push(product.rate);
      seen.kilobytes = Math.round(product.bytes / total / 1024);
    }
    const figure = {
      benchmark: 'certificates',
      unit: '1/s',
      values: seen.product,
      with: { certificates: total, kilobytesEach: seen.kilobytes },
    };
    report({
      ...figure,
      figure: `${total} certificates`,
      against: { kind: 'limit', name: 'two warm pages, chunks of 20, cut', values: seen.chunked },
      goal: { at: 'least', value: 0.8, of: 'ratio' },
    });
    report({
      ...figure,
      figure: `${total} certificates, beside the plain way`,
      against: { kind: 'peer', name: `a new page for each (${plain})`, values: seen.plain },
      goal: { at: 'least', value: 15, of: 'ratio' },
    });
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

type Press = ReturnType<typeof makePress>;

function makePress(cache: string, total: number) {
  const library = new TemplateLibrary();
  const fonts = join(library.folder, '_shared', 'fonts');
  const template = library.get('honour-certificate');
  const seal = new Uint8Array(readFileSync(join(library.folder, '_shared', 'seals', 'city-hall.png')));
  const sample = frozenDocument.parse(template.sample);
  const jobs = Array.from({ length: total }, (_, index): RenderJob => {
    const document: FrozenDocument = structuredClone(sample);
    document.number = `ZS-2026-${String(index + 1).padStart(4, '0')}`;
    const name = [surnames[index % 32], given[(index * 7) % 32], given[(index * 13) % 32]].join('');
    document.data = {
      ...(sample.data as object),
      recipient: { key: `person:${index}`, name },
      address: '同志',
    };
    const code = `${String(index).padStart(4, '0')}-9QXZ-2B4T-8WHV`;
    const qr = `http://127.0.0.1:8080/v/${code.replaceAll('-', '')}#d=20261020&h=${'A'.repeat(43)}&s=${'B'.repeat(86)}`;
    return { template, document, proof: { code, qr }, title: `荣誉证书 ${document.number}`, seal };
  });
  const settings = {
    cache,
    fonts,
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    noSandbox: process.env.KAOPING_CHROMIUM_NO_SANDBOX === '1',
  };
  return { settings, coverage: new Coverage(fonts), jobs };
}

async function rate(papers: number, work: () => Promise<unknown>): Promise<number> {
  return (papers * 1000) / (await timed(work)).ms;
}

async function withBrowser<T>(
  { settings }: Press,
  work: (browser: RunningBrowser['browser']) => Promise<T>,
): Promise<T> {
  const running = await startBrowser(settings);
  try {
    return await work(running.browser);
  } finally {
    await running.close();
  }
}

async function set(press: Press, page: Page, jobs: readonly RenderJob[]): Promise<Uint8Array> {
  const bodies = jobs.map((job, index) =>
    composeBody(job.template, job.document, job.proof, press.coverage, undefined, `doc-${index}`),
  );
  const [{ template, title, seal }] = jobs as [RenderJob];
  await page.setContent(composePage(template, title, bodies, seal), { waitUntil: 'load' });
  return page.pdf({ preferCSSPageSize: true, printBackground: true });
}

async function printChunks(press: Press, browser: RunningBrowser['browser']): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(press.jobs.length / CHUNK) }, (_, index) =>
    press.jobs.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  const lane = async () => {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    for (let jobs = chunks.shift(); jobs; jobs = chunks.shift()) {
      const source = await PDFDocument.load(await set(press, page, jobs), { updateMetadata: false });
      if (source.getPageCount() !== jobs.length) throw new Error('a certificate is not one page');
      for (let index = 0; index < jobs.length; index++) {
        const part = await PDFDocument.create({ updateMetadata: false });
        for (const one of await part.copyPages(source, [index])) part.addPage(one);
        await part.save();
      }
    }
    await page.close();
  };
  await Promise.all([lane(), lane()]);
}

async function printAlone(press: Press, browser: RunningBrowser['browser'], jobs: readonly RenderJob[]): Promise<void> {
  for (const job of jobs) {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await set(press, page, [job]);
    await page.close();
  }
}

async function productRate(press: Press): Promise<{ rate: number; bytes: number }> {
  const renderer = new PaperRenderer(press.settings, press.coverage);
  try {
    // The browser is warm in both.
    await renderer.render(press.jobs[0] as RenderJob);
    const { ms, value } = await timed(() => Promise.all(press.jobs.map((job) => renderer.render(job))));
    return { rate: (value.length * 1000) / ms, bytes: value.reduce((sum, paper) => sum + paper.pdf.length, 0) };
  } finally {
    await renderer.close();
  }
}
