/** Contents of leave slip, extension slip and return slip (P-LEAVE, P-EXT, P-RETURN), from the case and its signatures. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/context.js';
import { type Role, roleNames } from '../core/roles.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PaperData } from '../paper/paper-data.js';
import type { Tx } from '../platform/database/tx.js';
import type { CaseFile } from '../workflow/case-file.js';
import { CasePaper, last } from './case-paper.js';
import { dayName, lengthName, type Point, periodsOf, pointName } from './leave-paper-words.js';

/** What the machine hands over with the draft of an extension, as it stood when it was approved. */
interface ExtensionArgs {
  key: string;
  oldEnd: Point;
  newEnd: Point;
  reason: string;
  ordinal: number;
}

@Injectable()
export class LeavePaper implements OnModuleInit {
  constructor(
    private readonly data: PaperData,
    private readonly cases: CasePaper,
    private readonly organization: OrganizationService,
  ) {}

  onModuleInit(): void {
    this.data.register('leave.slip', (tx, args) => this.slip(tx, String(args.key)));
    this.data.register('leave.extension', (tx, args) => this.extension(tx, args as unknown as ExtensionArgs));
    this.data.register('leave.return', (tx, args) => this.back(tx, String(args.key)));
  }

  private async slip(tx: Tx, key: string): Promise<unknown> {
    const { file, context } = await this.read(tx, key);
    return {
      ...(await this.who(tx, context)),
      periods: periodsOf(context.parts),
      length: lengthName(context.length ?? 0),
      reason: context.reason,
      filedOn: dayName(file.filedOn),
      filedBy: context.filedBy ? await this.cases.nameOf(tx, context.filedBy) : null,
      substitute: await this.substitute(tx, context),
      chain: await this.signatures(tx, context),
      attachments: [
        ...context.documents.map((_, index) => `单位文件 ${index + 1}`),
        ...context.certificates.map((_, index) => `证明 ${index + 1}`),
      ],
      returned: context.returned ? `${pointName(context.returned)}止，${outcomeOf(context, context.returned)}` : null,
      remarks: null,
      basis: await this.cases.basis(tx, context.from.day, context.articles),
    };
  }

  private async extension(tx: Tx, args: ExtensionArgs): Promise<unknown> {
    const { file, context } = await this.read(tx, args.key);
    const asked = last(await this.cases.events(tx, file.id), 'leave.extend');
    return {
      ...(await this.who(tx, context)),
      from: pointName(context.from),
      oldEnd: pointName(args.oldEnd),
      newEnd: pointName(args.newEnd),
      length: lengthName(context.length ?? 0),
      ordinal: args.ordinal,
      reason: args.reason,
      requestedOn: asked ? await this.cases.dayOf(tx, asked.happenedAt) : '—',
      substitute: await this.substitute(tx, context),
      chain: await this.signatures(tx, context),
      basis: await this.cases.basis(tx, context.from.day, context.articles),
    };
  }

  private async back(tx: Tx, key: string): Promise<unknown> {
    const { file, context } = await this.read(tx, key);
    const events = await this.cases.events(tx, file.id);
    const reported = last(events, 'leave.reportBack', 'leave.excuse');
    const decided = last(events, ...decisions);
    const returned = context.returned ?? context.to;
    const cover = await this.substitute(tx, context);
    return {
      ...(await this.who(tx, context)),
      from: pointName(context.from),
      end: pointName(context.to),
      length: lengthName(context.length ?? 0),
      returned: pointName(returned),
      reportedOn: reported ? await this.cases.dayOf(tx, reported.happenedAt) : '—',
      outcome: outcomeOf(context, returned),
      certificate: certificateOf(context, decided?.type),
      substitute: cover && `${cover.name}（${cover.code}），${cover.confirmation}`,
      confirmed: await this.cases.signed(tx, decided),
      remarks: remarkOf(decided?.payload),
      basis: await this.cases.basis(tx, context.from.day, context.articles),
    };
  }

  private async read(tx: Tx, key: string): Promise<{ file: CaseFile; context: LeaveContext }> {
    const file = await this.cases.file(tx, 'leave', key);
    return { file, context: file.context as unknown as LeaveContext };
  }

  private async who(tx: Tx, context: LeaveContext) {
    const person = await this.organization.person(tx, context.applicant, context.from.day);
    return {
      applicant: { key: `person:${context.applicant}`, name: person?.name ?? context.applicant },
      code: context.applicant,
      window: await this.cases.windowName(tx, context.window),
      unit: await this.cases.unitName(tx, context.unit),
      kind: context.kindTitle?.zh ?? context.kind,
    };
  }

  private async substitute(tx: Tx, context: LeaveContext) {
    return context.substituteRequired ? this.cases.substitute(tx, `${context.key}-s${context.round}`) : null;
  }

  private async signatures(tx: Tx, context: LeaveContext) {
    const lines = [];
    for (const step of context.chain) {
      for (const made of step.signatures) {
        // Where several sign a step, each line names the role of its own place; an added signer has none.
        const holder = step.holders[made.holder];
        const role = holder && 'role' in holder ? holder.role : (step.key.split('+')[0] as Role);
        lines.push({
          step: `${roleNames[role]?.zh ?? '加签'}意见`,
          opinion: made.remark?.trim() || '同意',
          name: await this.cases.nameOf(tx, made.person),
          on: await this.cases.dayOf(tx, new Date(made.at)),
          onBehalfOf: made.onBehalfOf ? await this.cases.nameOf(tx, made.onBehalfOf) : null,
        });
      }
    }
    return lines;
  }
}

/** Events by which supervision confirms that somebody is back. */
const decisions = ['leave.confirmReturn', 'leave.acceptCertificate', 'leave.reclassify', 'leave.excuse'];
const stamp = (point: Point) => `${point.day}${point.half}`;

function outcomeOf(context: LeaveContext, returned: Point): string {
  if (stamp(returned) < stamp(context.to)) return '提前返岗';
  return stamp(returned) > stamp(context.to) ? '逾期返岗' : '按时返岗';
}

function certificateOf(context: LeaveContext, decided: string | undefined): string {
  if (decided === 'leave.reclassify') return '未交证明，按制度改按其他类别处理';
  if (context.certificates.length > 0)
    return `证明已交（${context.certificates.length} 份）${decided === 'leave.acceptCertificate' ? '，已核对' : ''}`;
  return context.certificateRequired ? '应交证明，尚未交' : '无须证明';
}

const remarkOf = (payload: unknown): string | null => {
  const { remark, reason } = (payload ?? {}) as { remark?: string; reason?: string };
  return (remark ?? reason)?.slice(0, 300) ?? null;
};
