/**
 * Where the content of a paper comes from. Businesses register a source by name (`appraisal.notice`, `leave.slip`, …); the
 * machine that asks for a paper names it. A source reads business data and answers with the shape of the template.
 */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { Tx } from '../platform/database/tx.js';
import type { PaperTemplate } from './template.js';

export interface PaperQuestion {
  template: string;
  today: Day;
  /** The paper's own business key. */
  key: string;
}

/** Texts and business keys only: no row ids, no instants. */
export type PaperSource = (
  tx: Tx,
  args: Readonly<Record<string, unknown>>,
  question: PaperQuestion,
) => Promise<unknown>;

@Injectable()
export class PaperData {
  private readonly sources = new Map<string, PaperSource>();

  register(name: string, source: PaperSource): void {
    if (this.sources.has(name)) throw new Error(`paper source ${name} is registered twice`);
    this.sources.set(name, source);
  }

  names(): string[] {
    return [...this.sources.keys()];
  }

  /** Parsed by the template's shape. @throws Problem `paper.source_unknown`, `paper.data_invalid` and the source's own */
  async provide(
    tx: Tx,
    name: string,
    args: Readonly<Record<string, unknown>>,
    template: PaperTemplate,
    question: PaperQuestion,
  ): Promise<unknown> {
    const source = this.sources.get(name);
    if (!source) throw new Problem('paper.source_unknown', { source: name });
    const parsed = template.data.safeParse(await source(tx, args, question));
    if (parsed.success) return parsed.data;
    const { issues } = parsed.error;
    throw new Problem(
      'paper.data_invalid',
      { template: template.name.zh, count: issues.length },
      { errors: issues.map((issue) => ({ where: `/${issue.path.join('/')}`, message: issue.message })) },
    );
  }
}
