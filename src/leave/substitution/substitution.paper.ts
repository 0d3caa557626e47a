/** Contents of the substitute filing form and of the badge receipt (P-SUB, P-BADGE), from the case and its signatures. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type CoverPaperArgs,
  coverPaper,
  type ReceiptPaperArgs,
  receiptPaper,
} from '../../../workflows/substitution/papers.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { PaperData } from '../../paper/paper-data.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/tx.js';
import type { CaseEventRow } from '../../workflow/case-file.js';
import { CasePaper, last } from '../case-paper.js';
import { dayName, periodsOf, pointName } from '../leave-paper-words.js';

@Injectable()
export class SubstitutionPaper implements OnModuleInit {
  constructor(
    private readonly data: PaperData,
    private readonly cases: CasePaper,
    private readonly organization: OrganizationService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.data.register('leave.substitution', (tx, args, { key }) => this.filing(tx, coverPaper.parse(args), key));
    this.data.register('leave.badge', (tx, args, { key }) => this.receipt(tx, receiptPaper.parse(args), key));
  }

  private async filing(tx: Tx, context: CoverPaperArgs, paperKey: string): Promise<unknown> {
    const { events, event: filed } = await this.cases.asked(tx, 'substitution', context.key, paperKey);
    const code = context.substitute ?? context.stints.at(-1)?.substitute ?? '';
    const person = await this.organization.person(tx, code, context.coverFrom.day);
    return {
      window: `${await this.cases.windowName(tx, context.window)}（${context.window}）`,
      unit: await this.cases.unitName(tx, context.unit),
      absent: { key: `person:${context.absent}`, name: await this.cases.nameOf(tx, context.absent) },
      absentCode: context.absent,
      from: pointName(context.coverFrom),
      to: pointName(context.to),
      periods: context.parts.length > 1 ? periodsOf(context.parts) : [],
      why: context.why || '—',
      leave: context.leave ?? '—',
      substitute: { key: `person:${code}`, name: person?.name ?? code },
      substituteCode: code,
      post: await this.post(tx, context, person?.window ?? null, person?.ab ?? null),
      nomination: await this.nomination(tx, context, events),
      accepted: await this.cases.signed(tx, last(events, 'substitution.accept', 'substitution.coverUnasked')),
      training: await this.training(tx, context, events),
      badge: context.steps.badge ? '上岗前到督查科领取' : '按制度无须另领',
      filing: {
        opinion: remarkOf(filed) ?? '准予备案。',
        by: await this.cases.signed(tx, filed),
      },
      before: await this.before(tx, context),
      basis: await this.cases.basis(tx, context.from.day, context.why ? context.why.split('、') : ['—']),
    };
  }

  private async receipt(tx: Tx, context: ReceiptPaperArgs, paperKey: string): Promise<unknown> {
    const { badge } = context;
    const { events, event: asked } = await this.cases.asked(tx, 'substitution', context.key, paperKey);
    const issued = events.findLast(
      (event) => event.type === 'substitution.issueBadge' && (event.payload as { badge?: string }).badge === badge,
    );
    const isBack = context.what === 'back';
    const returned = isBack ? asked : undefined;
    const code = context.lent.find((out) => out.badge === badge)?.person ?? '';
    const past = context.stints.findLast((stint) => stint.badge === badge && stint.substitute === code);
    const returnedBy = await this.receiptBy(tx, returned);
    return {
      what: isBack ? '归还' : '领取',
      badge,
      substitute: { key: `person:${code}`, name: await this.cases.nameOf(tx, code) },
      code,
      window: `${await this.cases.windowName(tx, context.window)}（${context.window}）`,
      from: pointName(past?.from ?? context.coverFrom),
      to: pointName(past?.to ?? context.to),
      term: `替岗结束后 ${context.badgeReturnWorkingDays} 个工作日内`,
      issued: (await this.receiptBy(tx, issued)) ?? { name: '—', on: '—', onBehalfOf: null },
      returned: returnedBy,
      state: returnedBy ? (remarkOf(returned) ?? '挂牌已收回。') : '尚未归还。',
      basis: await this.cases.basis(tx, context.from.day, context.why ? context.why.split('、') : ['—']),
    };
  }

  /** A receipt says the half day too; the register of badges has the minute. */
  private async receiptBy(tx: Tx, event: CaseEventRow | undefined) {
    const signed = await this.cases.signed(tx, event);
    if (!signed || !event) return null;
    const isMorning = (await this.clock.timeOf(tx, event.happenedAt)) < '12:00';
    return { ...signed, on: `${signed.on}${isMorning ? '上午' : '下午'}` };
  }

  private async post(tx: Tx, context: CoverPaperArgs, window: string | null, ab: string | null): Promise<string> {
    if (window === context.window) return `本窗口${ab ? `${ab}岗` : ''}`;
    return window ? this.cases.windowName(tx, window) : '—';
  }

  private async nomination(tx: Tx, context: CoverPaperArgs, events: readonly CaseEventRow[]) {
    if (context.isUnasked) return { label: '主动顶岗', opinion: '本窗口B岗未经指派先行顶岗，事后备案。', by: null };
    const named = last(events, 'substitution.nominate');
    const isHead = named !== undefined && (await this.isHead(tx, context.window, named.actor));
    return {
      label: isHead ? '窗口负责人意见' : '派出单位意见',
      opinion: remarkOf(named) ?? '指派该同志替岗。',
      by: await this.cases.signed(tx, named),
    };
  }

  private async isHead(tx: Tx, window: string, person: string): Promise<boolean> {
    return (await this.organization.peopleHolding(tx, 'WINDOW_HEAD', { window })).includes(person);
  }

  private async training(tx: Tx, context: CoverPaperArgs, events: readonly CaseEventRow[]): Promise<string> {
    if (!context.steps.training) return '本窗口人员，平时已按计划培训，按制度免另行培训';
    // What somebody learned who was replaced since is not his.
    const since = last(events, 'substitution.accept', 'substitution.coverUnasked')?.seq ?? 0;
    const done = await this.cases.signed(
      tx,
      last(
        events.filter((event) => event.seq > since),
        'substitution.train',
      ),
    );
    return done
      ? `审批业务、服务规范均已学习，${done.name}${done.on}确认`
      : '上岗前学习审批业务与服务规范，完成后由窗口负责人确认';
  }

  private async before(tx: Tx, context: CoverPaperArgs): Promise<string[]> {
    const lines = [];
    for (const { substitute, from, to, reason } of context.stints.slice(-10)) {
      const served = to ? `${pointName(from)}至${pointName(to)}` : `${dayName(from.day)}起，未到岗`;
      lines.push(`${await this.cases.nameOf(tx, substitute)}（${served}；${reason}）`.slice(0, 500));
    }
    return lines;
  }
}

const remarkOf = (event: CaseEventRow | undefined): string | undefined =>
  (event?.payload as { remark?: string } | undefined)?.remark?.trim().slice(0, 300) || undefined;
