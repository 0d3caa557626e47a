/** How leaves, substitutions and candidates are shown in lists and sheets. */
import type { LeaveContext } from '../../workflows/leave/parts.js';
import type { SubstitutionContext } from '../../workflows/substitution/context.js';
import type { Candidate } from '../organization/organization.service.js';
import { writeSheet } from '../platform/files/sheet-writer.js';
import type { LeaveRow, SubstitutionRow } from './leave.contract.js';
import type { CaseRow } from './leave.repository.js';
import { daysText } from './leave-decision.service.js';

export function whyOf(one: Candidate, isFree: boolean, sits: boolean): { zh: string; en: string } {
  if (!isFree) return { zh: '该时段已请假或已在他处替岗', en: 'On leave or covering elsewhere in this time' };
  const zh = [
    one.isOwn ? `本窗口${one.ab ? `${one.ab}岗` : ''}` : '具备本窗口资格',
    sits ? '当日在原窗口有班，需调整' : '当日空闲',
  ];
  const en = [
    one.isOwn ? `Same window${one.ab ? `, ${one.ab} post` : ''}` : 'Qualified for this window',
    sits ? 'on duty at another window then' : 'free then',
  ];
  return { zh: zh.join('，'), en: en.join(', ') };
}

export function leaveRow(row: CaseRow, names: ReadonlyMap<string, string>): LeaveRow {
  const context = row.context as unknown as LeaveContext;
  return {
    id: row.id,
    key: row.key,
    revision: row.revision,
    state: row.state,
    person: context.applicant,
    personName: names.get(context.applicant) ?? context.applicant,
    window: context.window,
    kind: context.kind,
    from: context.from,
    to: context.to,
    days: context.halfDays === null ? null : daysText(context.halfDays),
    substituteRequired: context.substituteRequired,
    filedAt: row.filedAt.toISOString(),
  };
}

export function substitutionRow(row: CaseRow, names: ReadonlyMap<string, string>): SubstitutionRow {
  const context = row.context as unknown as SubstitutionContext;
  return {
    id: row.id,
    key: row.key,
    revision: row.revision,
    state: row.state,
    window: context.window,
    absent: context.absent,
    absentName: names.get(context.absent) ?? context.absent,
    substitute: context.substitute,
    substituteName: context.substitute ? (names.get(context.substitute) ?? context.substitute) : null,
    from: context.from,
    to: context.to,
    badge: context.badge,
  };
}

const kindNames: Record<string, string> = { personal: '事假', sick: '病假', annual: '公休假', official: '因公外出' };

export function leaveSheet(rows: readonly LeaveRow[]): Promise<Buffer> {
  return writeSheet({
    name: '请假台账',
    columns: [
      { header: '单号', value: (row: LeaveRow) => row.key, width: 28 },
      { header: '姓名', value: (row: LeaveRow) => row.personName },
      { header: '窗口', value: (row: LeaveRow) => row.window ?? '' },
      { header: '类别', value: (row: LeaveRow) => kindNames[row.kind] ?? row.kind },
      {
        header: '起',
        value: (row: LeaveRow) => `${row.from.day} ${row.from.half === 'am' ? '上午' : '下午'}`,
        width: 18,
      },
      { header: '止', value: (row: LeaveRow) => `${row.to.day} ${row.to.half === 'am' ? '上午' : '下午'}`, width: 18 },
      { header: '天数', value: (row: LeaveRow) => row.days ?? '', numeric: true },
      { header: '须替岗', value: (row: LeaveRow) => (row.substituteRequired ? '是' : '否') },
      { header: '状态', value: (row: LeaveRow) => row.state },
    ],
    rows,
  });
}
