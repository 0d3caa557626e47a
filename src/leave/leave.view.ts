/** How leaves, substitutions and candidates are shown in lists and sheets. */
import type { LeaveContext } from '../../workflows/leave/context.js';
import type { SubstitutionContext } from '../../workflows/substitution/context.js';
import { formatUnits } from '../core/amount.js';
import { writeSheet } from '../platform/files/sheet-writer.js';
import type { LeaveRow, SubstitutionRow } from './leave.contract.js';
import type { CaseRow } from './leave.repository.js';

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
    kindTitle: context.kindTitle ?? { zh: context.kind, en: context.kind },
    parts: context.parts,
    filedBy: context.filedBy,
    from: context.from,
    to: context.to,
    days: context.length === null ? null : formatUnits(context.length),
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

export function leaveSheet(rows: readonly LeaveRow[]): Promise<Buffer> {
  return writeSheet({
    name: '请假台账',
    columns: [
      { header: '单号', value: (row: LeaveRow) => row.key, width: 28 },
      { header: '姓名', value: (row: LeaveRow) => row.personName },
      { header: '窗口', value: (row: LeaveRow) => row.window ?? '' },
      { header: '类别', value: (row: LeaveRow) => row.kindTitle.zh },
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
