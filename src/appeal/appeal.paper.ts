/** Content of the re-examination decision (P-DECISION), from the case and what the recompute changed. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { displayUnits } from '../core/amount.js';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PaperData } from '../paper/paper-data.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';

interface Stored {
  applicant: string;
  subject: string;
  period: string;
  ground: string;
  panel: string[];
  fact: {
    item: string;
    article: string;
    points: number | null;
    repost: { happenedOn: string; quantity: number };
  } | null;
  decision: {
    outcome: 'maintained' | 'revoke' | 'reassess' | 'refused';
    points: number | null;
    reasons: string;
  } | null;
}

const dayName = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
const periodName = (key: string): string =>
  /^\d{4}-\d{2}$/.test(key) ? `${key.slice(0, 4)}年${Number(key.slice(5))}月` : key;

const words = {
  maintained: { outcome: 'maintained', decision: '维持原考核结果' },
  refused: { outcome: 'maintained', decision: '维持原考核结果' },
  revoke: { outcome: 'revoked', decision: '撤销原记录，相关得分、名次和荣誉按制度重新计算' },
  reassess: { outcome: 'changed', decision: '变更原记录的扣分，相关得分、名次和荣誉按制度重新计算' },
} as const;

@Injectable()
export class AppealPaper implements OnModuleInit {
  constructor(
    private readonly data: PaperData,
    private readonly cases: CaseRepository,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
  ) {}

  onModuleInit(): void {
    this.data.register('appeal.decision', (tx, args) => this.decision(tx, String(args.key)));
  }

  private async decision(tx: Tx, key: string): Promise<unknown> {
    const file = await this.cases.byKey(tx, 'appeal', key);
    const context = file?.context as unknown as Stored | undefined;
    if (!file || !context?.decision) throw new Problem('case.not_found');
    const { fact, decision } = context;
    const edition = await this.regulation.inForce(tx, fact?.repost.happenedOn ?? file.filedOn);
    const info = edition.items.find((item) => item.item === fact?.item);
    const appellant = await this.organization.person(tx, context.applicant);
    const window = appellant?.window ? await this.organization.window(tx, appellant.window) : undefined;
    const panel = await this.organization.people(tx, context.panel);
    const said = words[decision.outcome];
    const contested =
      fact && info
        ? `${periodName(context.period)}考核中${dayName(fact.repost.happenedOn)}的记录“${info.zh}”（${fact.article}）`
        : `${periodName(context.period)}的考核结果`;
    const before =
      fact?.points ??
      (info?.points === undefined || !fact ? null : Math.round((info.points * fact.repost.quantity) / 10_000));
    const after = decision.outcome === 'revoke' ? 0 : (decision.points ?? before);
    return {
      appellant: { key: `person:${context.applicant}`, name: appellant?.name ?? context.applicant },
      place: window?.name ?? context.subject,
      filedOn: dayName(file.filedOn),
      period: periodName(context.period),
      contested,
      ground: context.ground,
      findings: [decision.reasons],
      outcome: said.outcome,
      decision: said.decision,
      changes:
        decision.outcome === 'maintained' ||
        decision.outcome === 'refused' ||
        !info ||
        before === null ||
        after === null
          ? []
          : [{ item: `${info.zh}（${fact?.article}）`, before: displayUnits(before), after: displayUnits(after) }],
      panel: panel.map((member) => member.name),
      remedy: '对本决定不服的，可在收到之日起按规定向上一级主管机关提出申诉；申诉期间不停止本决定的执行。',
      basis: {
        regulation: edition.title.zh,
        edition: edition.edition,
        articles: [
          ...new Set(
            [fact?.article, ...(edition.citations['appeal.decision'] ?? [])].filter((article): article is string =>
              Boolean(article),
            ),
          ),
        ],
      },
    };
  }
}
