/** What W9 wants to know: the definition of the paper, who drafted it, and whether its data can be printed. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { Problem } from '../core/problem.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { PaperData } from './paper-data.js';
import { PaperPrinter } from './printer.js';
import { type PaperTemplate, TemplateLibrary } from './template.js';

/** The start form before the case exists, the context afterwards. */
const wish = z.object({
  template: z.string(),
  version: z.int().optional(),
  source: z.string(),
  args: z.record(z.string(), z.unknown()).default({}),
  origin: z.object({ kind: z.string(), key: z.string() }).nullish(),
  drafter: z.string().optional(),
});

@Injectable()
export class PaperFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly cases: Cases,
    private readonly library: TemplateLibrary,
    private readonly data: PaperData,
    private readonly printer: PaperPrinter,
  ) {}

  onModuleInit(): void {
    this.providers.register('paper.definition', (tx, question) => this.definition(tx, question));
    this.providers.register('paper.drafter', (tx, question) => this.drafter(tx, question));
  }

  private async definition(tx: Tx, question: FactQuestion) {
    const asked = wish.safeParse(wishOf(question));
    const template = asked.success ? this.find(asked.data.template, asked.data.version) : undefined;
    if (!asked.success || !template) return undefined;
    return {
      template: template.id,
      version: template.version,
      code: template.code,
      name: { 'zh-CN': template.name.zh, en: template.name.en },
      signers: template.signers,
      automatic: template.automatic,
      stateReached: await this.stateReached(tx, template, asked.data.origin ?? undefined),
    };
  }

  /** A paper that no case asked for (issued by hand) has no state to wait for. */
  private async stateReached(
    tx: Tx,
    template: PaperTemplate,
    origin: { kind: string; key: string } | undefined,
  ): Promise<boolean> {
    if (!origin) return true;
    if (origin.kind !== template.issuedAt.kind) return false;
    const state = await this.cases.stateOf(tx, origin.kind, origin.key);
    // Where the state cannot be asked, the origin's own machine vouches for it: it asks for a paper only when it is due.
    return state === undefined || template.issuedAt.states.includes(state);
  }

  private async drafter(tx: Tx, question: FactQuestion) {
    const asked = wish.parse(wishOf(question));
    if (question.event.type === 'case.start') return { drafter: question.actor.person, missingGlyphs: [] };
    return {
      drafter: asked.drafter ?? question.actor.person,
      missingGlyphs: await this.obstacles(tx, asked, question),
    };
  }

  /** Characters that no font has, or why the data cannot be had; empty when the paper can be printed. */
  private async obstacles(tx: Tx, asked: z.infer<typeof wish>, question: FactQuestion): Promise<string[]> {
    try {
      const template = this.library.get(asked.template, asked.version);
      const found = await this.data.provide(tx, asked.source, asked.args, template, {
        template: template.id,
        today: question.today,
        key: question.caseFile.key,
      });
      this.printer.assertPrintable(found);
      return [];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'paper.glyph_missing') return [...(error.facts.characters as readonly string[])];
      return [error.text('zh-CN').detail];
    }
  }

  private find(id: string, version: number | undefined): PaperTemplate | undefined {
    return this.library.all().some((template) => template.id === id) ? this.library.get(id, version) : undefined;
  }
}

const wishOf = (question: FactQuestion): unknown =>
  question.event.type === 'case.start' ? question.event.payload : question.caseFile.context;
