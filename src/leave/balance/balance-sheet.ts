import type { Language } from '../../core/problem.js';
import type { SheetForm } from '../../platform/files/send-sheet.js';
import type { BalanceRow } from '../leave-balance.contract.js';

/** The register of balances as a spreadsheet. */
export function balanceSheet(language: Language): SheetForm<BalanceRow> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  return {
    name: say('假期余额台账', 'Leave balances'),
    columns: [
      { header: say('工号', 'Staff number'), value: (row) => row.person },
      { header: say('姓名', 'Name'), value: (row) => row.personName },
      { header: say('单位', 'Unit'), value: (row) => row.unitName ?? row.unit, width: 18 },
      { header: say('年度', 'Year'), value: (row) => String(row.year) },
      {
        header: say('假期账户', 'Account'),
        value: (row) => (row.title ? say(row.title.zh, row.title.en) : row.account),
        width: 14,
      },
      { header: say('应有', 'Entitled'), value: (row) => row.entitled, numeric: true },
      { header: say('结转', 'Carried over'), value: (row) => row.carried, numeric: true },
      { header: say('到期或转出', 'Lapsed or carried on'), value: (row) => row.expired, numeric: true, width: 12 },
      { header: say('已休', 'Used'), value: (row) => row.used, numeric: true },
      { header: say('待批占用', 'Reserved'), value: (row) => row.reserved, numeric: true, width: 10 },
      { header: say('剩余', 'Left'), value: (row) => row.remaining, numeric: true },
    ],
  };
}
