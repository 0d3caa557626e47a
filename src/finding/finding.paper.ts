/** Content of the penalty notice (P-PENALTY, R63.J2, R63.J4): what was found, what it costs, who answers with, how to object. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { displayUnits } from '../core/amount.js';
import type { SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, TraceLine } from '../core/rules/types.js';
import { placeOf } from '../ledger/subject-view.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PaperData } from '../paper/paper-data.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import { FindingPenalty, finesOf, unitsOf } from './finding.penalty.js';

interface Stored {
  item: string;
  article: string;
  subject: SubjectKey;
  happenedOn: string;
  note?: string;
  joint: string[];
  fineDueDays: number;
}

const dayName = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

@Injectable()
export class FindingPaper implements OnModuleInit {
  constructor(
    private readonly data: PaperData,
    private readonly cases: CaseRepository,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
    private readonly penalty: FindingPenalty,
  ) {}

  onModuleInit(): void {
    this.data.register('finding.notice', (tx, args) => this.notice(tx, String(args.key)));
  }

  private async notice(tx: Tx, key: string): Promise<unknown> {
    const file = await this.cases.byKey(tx, 'finding', key);
    if (!file) throw new Problem('case.not_found');
    const context = file.context as unknown as Stored;
    const { subject, happenedOn } = context;
    const edition = await this.regulation.inForce(tx, happenedOn);
    const facts = await this.penalty.factsOf(tx, file.id, subject, happenedOn);
    const lines = await this.penalty.linesOf(tx, subject, happenedOn, facts);
    const shares = await this.shares(tx, context, facts);
    const fine = finesOf(lines);
    return {
      addressee: { key: subject, name: await this.nameOf(tx, subject, happenedOn) },
      place: await this.placeNameOf(tx, subject, happenedOn),
      opening: `经${dayName(happenedOn)}检查核实，你有下列违规行为，按照规定予以处理：`,
      findings: lines.map((line) => ({
        on: dayName(happenedOn),
        fact: factText(edition, context),
        article: context.article,
        points: pointsOf([line]),
        fine: displayUnits(finesOf([line])),
        doubled: line.kind === 'repeat' ? '期限内重复违规，加倍' : null,
      })),
      shares: shares.map(({ name, role, lines: own }) => ({
        name,
        role,
        points: pointsOf(own),
        fine: displayUnits(finesOf(own)),
      })),
      totalPoints: pointsOf(lines),
      totalFine: displayUnits(fine),
      payment:
        fine > 0
          ? `请自本通知送达之日起${context.fineDueDays}日内到考核办公室缴纳罚款${displayUnits(fine)}元；逾期未缴的，按规定另行记录。`
          : '本次不处罚款。',
      remedy: remedyOf(edition),
      basis: {
        regulation: edition.title.zh,
        edition: edition.edition,
        articles: [
          ...new Set([
            context.article,
            ...[...lines, ...shares.flatMap((one) => one.lines)].map((line) => line.article),
          ]),
        ],
      },
    };
  }

  /** Heads who answer with the person, each with what falls on them. */
  private async shares(tx: Tx, context: Stored, facts: readonly string[]) {
    const shares: { name: string; role: string; lines: TraceLine[] }[] = [];
    for (const head of await this.organization.people(tx, context.joint, context.happenedOn)) {
      const lines = await this.penalty.linesOf(tx, `person:${head.code}`, context.happenedOn, facts);
      if (lines.length > 0) shares.push({ name: head.name, role: head.post ?? '第一责任人', lines });
    }
    return shares;
  }

  private async nameOf(tx: Tx, subject: SubjectKey, on: string): Promise<string> {
    const place = placeOf(subject);
    const found = place.window
      ? await this.organization.window(tx, place.window)
      : await this.organization.person(tx, place.person ?? '', on);
    return found?.name ?? subject;
  }

  private async placeNameOf(tx: Tx, subject: SubjectKey, on: string): Promise<string> {
    const located = await this.organization.locate(tx, placeOf(subject), on);
    const window = located.window ? await this.organization.window(tx, located.window) : undefined;
    const unit = (await this.organization.units(tx)).find((one) => one.code === located.unit);
    return window?.name ?? unit?.name ?? '—';
  }
}

const pointsOf = (lines: readonly TraceLine[]): string =>
  displayUnits(Math.abs(lines.reduce((total, line) => total + unitsOf(line.amount), 0)));

function factText(edition: CompiledEdition, context: Stored): string {
  const title = edition.items.find((item) => item.item === context.item)?.zh ?? context.item;
  return context.note ? `${title}：${context.note}`.slice(0, 500) : title;
}

function remedyOf(edition: CompiledEdition): string {
  const days = edition.decisions.includes('appeal.procedure')
    ? String(edition.decide('appeal.procedure', {}).value.appealWorkingDays)
    : undefined;
  return days ? `如有异议，可自收到本通知之日起${days}个工作日内申请复核。` : '如有异议，可申请复核。';
}
