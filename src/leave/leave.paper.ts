/** Contents of leave slip, extension slip and return slip (P-LEAVE, P-EXT, P-RETURN), from the case and its signatures. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { extensionPaper, type LeavePaperArgs, leavePaper } from '../../workflows/leave/papers.js';
import { type Role, roleNames } from '../core/roles.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PaperData } from '../paper/paper-data.js';
import type { Tx } from '../platform/database/tx.js';
import { CasePaper, last } from './case-paper.js';
import { dayName, lengthName, type Point, periodsOf, pointName } from './leave-paper-words.js';

@Injectable()
export class LeavePaper implements OnModuleInit {
  constructor(
    private readonly data: PaperData,
    private readonly cases: CasePaper,
    private readonly organization: OrganizationService,
  ) {}

  onModuleInit(): void {
    this.data.register('leave.slip', (tx, args, { key }) => this.slip(tx, leavePaper.parse(args), key));
    this.data.register('leave.extension', (tx, args, { key }) => this.extension(tx, args, key));
    this.data.register('leave.return', (tx, args, { key }) => this.back(tx, leavePaper.parse(args), key));
  }

  private async slip(tx: Tx, leave: LeavePaperArgs, paperKey: string): Promise<unknown> {
    const { file } = await this.cases.asked(tx, 'leave', leave.key, paperKey);
    return {
      ...(await this.who(tx, leave)),
      periods: periodsOf(leave.parts),
      length: lengthName(leave.length ?? 0),
      reason: leave.reason,
      filedOn: dayName(file.filedOn),
      filedBy: leave.filedBy ? await this.cases.nameOf(tx, leave.filedBy) : null,
      substitute: await this.cases.substitute(tx, leave.cover),
      chain: await this.signatures(tx, leave),
      attachments: [
        ...leave.documents.map((_, index) => `单位文件 ${index + 1}`),
        ...leave.certificates.map((_, index) => `证明 ${index + 1}`),
      ],
      remarks: null,
      basis: await this.cases.basis(tx, leave.from.day, leave.articles),
    };
  }

  private async extension(tx: Tx, args: unknown, paperKey: string): Promise<unknown> {
    const { extension, ...leave } = extensionPaper.parse(args);
    const asked = last((await this.cases.asked(tx, 'leave', leave.key, paperKey)).events, 'leave.extend');
    return {
      ...(await this.who(tx, leave)),
      from: pointName(leave.from),
      oldEnd: pointName(leave.to),
      newEnd: pointName(extension.to),
      length: lengthName(extension.length),
      ordinal: extension.ordinal,
      reason: extension.reason,
      requestedOn: asked ? await this.cases.dayOf(tx, asked.happenedAt) : '—',
      substitute: await this.cases.substitute(tx, leave.cover),
      chain: await this.signatures(tx, leave),
      basis: await this.cases.basis(tx, leave.from.day, leave.articles),
    };
  }

  private async back(tx: Tx, leave: LeavePaperArgs, paperKey: string): Promise<unknown> {
    const { events } = await this.cases.asked(tx, 'leave', leave.key, paperKey);
    const reported = last(events, 'leave.reportBack');
    const decided = last(events, ...decisions);
    const isExcused = last(events, 'leave.excuse') !== undefined;
    const returned = leave.returned ?? leave.to;
    const cover = await this.cases.substitute(tx, leave.cover);
    return {
      ...(await this.who(tx, leave)),
      from: pointName(leave.from),
      end: pointName(leave.to),
      length: lengthName(leave.length ?? 0),
      returned: pointName(returned),
      reported: await this.cases.signed(tx, reported),
      outcome: `${outcomeOf(leave, returned)}${isExcused ? '，理由成立' : ''}`,
      certificate: certificateOf(leave, decided?.type),
      substitute: cover && `${cover.name}（${cover.code}），${cover.confirmation}`,
      confirmed: await this.cases.signed(tx, decided),
      remarks: remarkOf(decided?.payload),
      basis: await this.cases.basis(tx, leave.from.day, leave.articles),
    };
  }

  private async who(tx: Tx, leave: LeavePaperArgs) {
    const person = await this.organization.person(tx, leave.applicant, leave.from.day);
    return {
      applicant: { key: `person:${leave.applicant}`, name: person?.name ?? leave.applicant },
      code: leave.applicant,
      window: await this.cases.windowName(tx, leave.window),
      unit: await this.cases.unitName(tx, leave.unit),
      kind: leave.kindTitle?.zh ?? leave.kind,
    };
  }

  private async signatures(tx: Tx, leave: LeavePaperArgs) {
    const lines = [];
    for (const step of leave.chain) {
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

function outcomeOf(leave: LeavePaperArgs, returned: Point): string {
  if (stamp(returned) < stamp(leave.to)) return '提前返岗';
  return stamp(returned) > stamp(leave.to) ? '逾期返岗' : '按时返岗';
}

function certificateOf(leave: LeavePaperArgs, decided: string | undefined): string {
  if (leave.countsAs !== null && leave.countsAs !== leave.kind) return '未交证明，按制度改按其他类别处理';
  if (leave.certificates.length > 0)
    return `证明已交（${leave.certificates.length} 份）${decided === 'leave.acceptCertificate' ? '，已核对' : ''}`;
  return leave.certificateRequired ? '应交证明，尚未交' : '无须证明';
}

const remarkOf = (payload: unknown): string | null => {
  const { remark, reason } = (payload ?? {}) as { remark?: string; reason?: string };
  return (remark ?? reason)?.slice(0, 300) ?? null;
};
