import type { Language } from '../../core/problem.js';
import type { Wall } from '../../organization/wall-clock.js';
import type { SheetForm } from '../../platform/files/send-sheet.js';
import type { BadgeRow } from './badge.contract.js';

/** The register of temporary badges as a spreadsheet. */
export function badgeSheet(language: Language, wall: Wall): SheetForm<BadgeRow> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  const states = {
    out: say('在外', 'Out'),
    returned: say('已归还', 'Returned'),
    lost: say('遗失', 'Lost'),
    overdue: say('逾期未还', 'Overdue'),
  };
  return {
    name: say('临时挂牌台账', 'Temporary badges'),
    columns: [
      { header: say('挂牌编号', 'Badge'), value: (row) => row.badge },
      { header: say('领用人', 'Person'), value: (row) => row.personName },
      { header: say('窗口', 'Window'), width: 24, value: (row) => `${row.window} ${row.windowName}` },
      { header: say('领取时间', 'Handed out'), width: 22, value: (row) => wall(row.issuedAt) },
      { header: say('替岗结束', 'Cover ends'), value: (row) => row.dueOn },
      { header: say('归还时间', 'Returned'), width: 22, value: (row) => wall(row.returnedAt ?? row.lostAt) },
      { header: say('状态', 'State'), value: (row) => states[row.state] },
      { header: say('替岗编号', 'Substitution'), width: 28, value: (row) => row.key },
    ],
  };
}
