/** The renderer of this process: started by the first paper, so only the process that prints ever has a browser. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Problem } from '../core/problem.js';
import { Config } from '../platform/config/config.js';
import type { Proof } from './compose.js';
import type { FrozenDocument } from './document.js';
import { sweepProfiles } from './renderer/browser.js';
import { Coverage } from './renderer/coverage.js';
import type { PaperRenderer, RenderedPaper } from './renderer/paper-renderer.js';
import { type PaperTemplate, TemplateLibrary } from './template.js';

@Injectable()
export class PaperPrinter implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly coverage: Coverage;
  private renderer?: Promise<PaperRenderer>;
  private readonly logger = new Logger('PaperPrinter');
  private readonly seals = new Map<string, Uint8Array>();

  constructor(
    private readonly config: Config,
    private readonly library: TemplateLibrary,
  ) {
    this.coverage = new Coverage(join(library.folder, '_shared', 'fonts'));
  }

  /** @throws Problem `paper.glyph_missing` */
  assertPrintable(value: unknown): void {
    this.coverage.assertPrintable(value);
  }

  /** The picture never leaves this process but inside a paper. @throws Problem `paper.seal_missing` */
  seal(name: string): Uint8Array {
    const known = this.seals.get(name);
    if (known) return known;
    const file = join(this.library.folder, '_shared', 'seals', `${name}.png`);
    if (!/^[a-z0-9-]+$/.test(name) || !existsSync(file)) throw new Problem('paper.seal_missing', { seal: name });
    const picture = new Uint8Array(readFileSync(file));
    this.seals.set(name, picture);
    return picture;
  }

  async print(template: PaperTemplate, document: FrozenDocument, proof: Proof, title: string): Promise<RenderedPaper> {
    const seal = document.office.seal ? this.seal(document.office.seal) : undefined;
    return (await this.current()).render({ template, document, proof, title, seal });
  }

  /** Starts the browser ahead of the first paper and tells what protects it, for the start message. */
  async warm(): ReturnType<PaperRenderer['warm']> {
    return (await this.current()).warm();
  }

  private current(): Promise<PaperRenderer> {
    this.renderer ??= this.make();
    return this.renderer;
  }

  private async make(): Promise<PaperRenderer> {
    // Loaded by the first paper, because what it needs to split PDFs is large and the API never prints.
    const { PaperRenderer } = await import('./renderer/paper-renderer.js');
    const renderer = new PaperRenderer(
      {
        executablePath: this.config.browserPath,
        cache: join(this.config.home, 'cache'),
        fonts: join(this.library.folder, '_shared', 'fonts'),
        uid: this.config.browserUid,
        gid: this.config.browserGid,
        noSandbox: this.config.chromiumNoSandbox,
      },
      this.coverage,
    );
    // What protects the browser depends on the system, so it is told once.
    renderer.warm().then(
      ({ browser, user, sandbox, network }) => this.logger.log({ browser, user, sandbox, network }),
      (error: unknown) => this.logger.warn(`the browser does not start: ${error}`),
    );
    return renderer;
  }

  /** A process that was killed could not clear up behind its browser. */
  onApplicationBootstrap(): void {
    sweepProfiles().catch((error: unknown) => this.logger.warn(`folders of dead browsers were left: ${error}`));
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.renderer)?.close();
  }
}
