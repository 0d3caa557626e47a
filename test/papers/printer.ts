/** Prints samples with a real browser, without a database. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FrozenDocument, frozenDocument } from '../../src/paper/document.js';
import { Coverage } from '../../src/paper/renderer/coverage.js';
import { PaperRenderer, type RendererSettings } from '../../src/paper/renderer/paper-renderer.js';
import { TemplateLibrary } from '../../src/paper/template.js';

export const library = new TemplateLibrary();
const fonts = join(library.folder, '_shared', 'fonts');
export const coverage = new Coverage(fonts);

export const proof = {
  code: '7K3M-9QXZ-2B4T-8WHV',
  qr: `http://127.0.0.1:8080/v/7K3M9QXZ2B4T8WHV#d=20261020&h=${'A'.repeat(43)}&s=${'B'.repeat(86)}`,
};

export function testRenderer(settings: Partial<RendererSettings> = {}) {
  const cache = mkdtempSync(join(tmpdir(), 'kaoping-test-cache-'));
  const noSandbox = process.env.KAOPING_CHROMIUM_NO_SANDBOX === '1';
  const renderer = new PaperRenderer(
    { cache, fonts, noSandbox, executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, ...settings },
    coverage,
  );
  const close = async () => {
    await renderer.close();
    rmSync(cache, { recursive: true, force: true });
  };
  return {
    renderer,
    cache,
    close,
    print: (id: string, change?: (data: never, document: FrozenDocument) => void) => renderer.render(job(id, change)),
  };
}

/** The sample of a template, changed. */
export function job(id: string, change?: (data: never, document: FrozenDocument) => void) {
  const template = library.get(id);
  const document = frozenDocument.parse(structuredClone(template.sample));
  document.data = template.data.parse(document.data);
  change?.(document.data as never, document);
  const seal =
    template.seal && document.office.seal
      ? new Uint8Array(readFileSync(join(library.folder, '_shared', 'seals', `${document.office.seal}.png`)))
      : undefined;
  return { template, document, proof, title: `${template.name.zh} ${document.number}`, seal };
}
