/**
 * 200 honour certificates as the product prints them (two pages of one warm browser, chunks, split), beside the plain way in
 * the same run: a new page for each, set, printed, closed. Both use the same template, fonts, seal and walls. The plain way
 * is measured on fewer certificates, because it is slow. BENCH_CERTIFICATES and BENCH_PLAIN change the numbers.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeBody, composePage } from '../../src/paper/compose.js';
import { type FrozenDocument, frozenDocument } from '../../src/paper/document.js';
import { startBrowser } from '../../src/paper/renderer/browser.js';
import { Coverage } from '../../src/paper/renderer/coverage.js';
import { PaperRenderer } from '../../src/paper/renderer/paper-renderer.js';
import { TemplateLibrary } from '../../src/paper/template.js';

export const name = 'certificates';

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const given = [...'伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁贵福生龙'];

export async function run(print: (line: Record<string, unknown>) => void): Promise<void> {
  const total = Number(process.env.BENCH_CERTIFICATES ?? 200);
  const plain = Number(process.env.BENCH_PLAIN ?? 30);
  const library = new TemplateLibrary();
  const fonts = join(library.folder, '_shared', 'fonts');
  const coverage = new Coverage(fonts);
  const template = library.get('honour-certificate');
  const seal = new Uint8Array(readFileSync(join(library.folder, '_shared', 'seals', 'city-hall.png')));
  const cache = mkdtempSync(join(tmpdir(), 'kaoping-bench-'));
  const settings = {
    cache,
    fonts,
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    noSandbox: process.env.KAOPING_CHROMIUM_NO_SANDBOX === '1',
  };
  const sample = frozenDocument.parse(template.sample);
  const jobs = Array.from({ length: total }, (_, index) => {
    const document: FrozenDocument = structuredClone(sample);
    document.number = `ZS-2026-${String(index + 1).padStart(4, '0')}`;
    const person =
      surnames[index % surnames.length]! + given[(index * 7) % given.length]! + given[(index * 13) % given.length]!;
    document.data = {
      ...(sample.data as object),
      recipient: { key: `person:${index}`, name: person },
      address: '同志',
    };
    const code = `${String(index).padStart(4, '0')}-9QXZ-2B4T-8WHV`;
    const qr = `http://127.0.0.1:8080/v/${code.replaceAll('-', '')}#d=20261020&h=${'A'.repeat(43)}&s=${'B'.repeat(86)}`;
    return { template, document, proof: { code, qr }, title: `荣誉证书 ${document.number}`, seal };
  });
  try {
    const plainRate = async () => {
      const running = await startBrowser(settings);
      try {
        const one = async (job: (typeof jobs)[number]) => {
          const page = await running.browser.newPage();
          await page.setJavaScriptEnabled(false);
          await page.setContent(
            composePage(template, job.title, [composeBody(template, job.document, job.proof, coverage)], seal),
            { waitUntil: 'load' },
          );
          const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true });
          await page.close();
          return bytes.length;
        };
        await one(jobs[0]!);
        const started = performance.now();
        for (const job of jobs.slice(0, plain)) await one(job);
        return (plain * 1000) / (performance.now() - started);
      } finally {
        await running.close();
      }
    };
    const before = await plainRate();
    const renderer = new PaperRenderer(settings, coverage);
    let rate: number;
    let bytes: number;
    try {
      await renderer.render(jobs[0]!);
      const started = performance.now();
      const papers = await Promise.all(jobs.map((job) => renderer.render(job)));
      rate = (total * 1000) / (performance.now() - started);
      bytes = papers.reduce((sum, paper) => sum + paper.pdf.length, 0) / total;
    } finally {
      await renderer.close();
    }
    // Before and after, so that a busy minute does not make a ratio.
    const peer = (before + (await plainRate())) / 2;
    print({
      name: `${name}.${total}`,
      value: Math.round(rate * 10) / 10,
      unit: '1/s',
      peer: { name: 'a new page for each', value: Math.round(peer * 10) / 10 },
      with: { certificates: total, plain, kilobytesEach: Math.round(bytes / 1024) },
    });
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
