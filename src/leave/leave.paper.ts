/** Content of the leave slip (P-LEAVE), from the case and its signatures. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/parts.js';
import type { SubstitutionContext } from '../../workflows/substitution/context.js';
import { Problem } from '../core/problem.js';
import { type Role, roleNames } from '../core/roles.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PaperData } from '../paper/paper-data.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import { daysText } from './leave-decision.service.js';

const kindNames = { personal: '事假', sick: '病假', annual: '公休假', official: '因公外出' } as const;
const dayName = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
const pointName = (point: { day: string; half: string }): string =>
  `${dayName(point.day)}${point.half === 'am' ? '上午' : '下午'}`;

@Injectable()
export class LeavePaper implements OnModuleInit {
  constructor(
    private readonly data: PaperData,
    private readonly cases: CaseRepository,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.data.register('leave.slip', (tx, args) => this.slip(tx, String(args.key)));
  }

  private async slip(tx: Tx, key: string): Promise<unknown> {
    const file = await this.cases.byKey(tx, 'leave', key);
    if (!file) throw new Problem('case.not_found');
    const context = file.context as unknown as LeaveContext;
    const edition = await this.regulation.inForce(tx, context.from.day);
    const person = await this.organization.person(tx, context.applicant, context.from.day);
    const window = context.window ? await this.organization.window(tx, context.window) : undefined;
    const unit = (await this.organization.units(tx)).find((one) => one.code === context.unit);
    return {
      applicant: { key: `person:${context.applicant}`, name: person?.name ?? context.applicant },
      code: context.applicant,
      window: window?.name ?? '—',
      unit: unit?.name ?? '—',
      kind: kindNames[context.kind],
      from: pointName(context.from),
      to: pointName(context.to),
      days: daysText(context.halfDays ?? 0),
      reason: context.reason,
      filedOn: dayName(file.filedOn),
      substitute: await this.substitute(tx, context),
      chain: await this.signatures(tx, context),
      attachments: [
        ...context.documents.map((_, index) => `单位文件 ${index + 1}`),
        ...context.certificates.map((_, index) => `病假证明 ${index + 1}`),
      ],
      returned: null,
      remarks: null,
      basis: { regulation: edition.title.zh, edition: edition.edition, articles: context.articles },
    };
  }

  private async substitute(tx: Tx, context: LeaveContext) {
    if (!context.substituteRequired) return null;
    const file = await this.cases.byKey(tx, 'substitution', `${context.key}-s${context.round}`);
    const found = file?.context as SubstitutionContext | undefined;
    if (!file || !found?.substitute) return null;
    const person = await this.organization.person(tx, found.substitute);
    const events = await this.cases.events(tx, file.id);
    const accepted = events.find((event) => event.type === 'substitution.accept');
    const on = accepted ? `${dayName(await this.dayOf(tx, accepted.happenedAt))}确认` : '待确认';
    return {
      name: person?.name ?? found.substitute,
      code: found.substitute,
      confirmation: `${on}${found.badge ? `，临时挂牌${found.badge}号` : ''}`,
    };
  }

  private async signatures(tx: Tx, context: LeaveContext) {
    const codes = context.chain.flatMap((step) =>
      step.signatures.flatMap((made) => [made.person, made.onBehalfOf ?? '']),
    );
    const names = new Map(
      (
        await this.organization.people(
          tx,
          codes.filter((code) => code !== ''),
        )
      ).map((one) => [one.code, one.name]),
    );
    const lines = [];
    for (const step of context.chain) {
      for (const made of step.signatures) {
        // Where several sign a step, each line names the role of its own place; an added signer has none.
        const holder = step.holders[made.holder];
        const role = holder && 'role' in holder ? holder.role : (step.key.split('+')[0] as Role);
        lines.push({
          step: `${roleNames[role]?.zh ?? '加签'}意见`,
          opinion: made.remark?.trim() || '同意',
          name: names.get(made.person) ?? made.person,
          on: dayName(await this.dayOf(tx, new Date(made.at))),
          onBehalfOf: made.onBehalfOf ? (names.get(made.onBehalfOf) ?? made.onBehalfOf) : null,
        });
      }
    }
    return lines;
  }

  private dayOf(tx: Tx, at: Date): Promise<string> {
    return this.clock.dayOf(tx, at);
  }
}
