import type { Language } from '../core/problem.js';
import type { SheetForm } from '../platform/files/send-sheet.js';
import type { SubstitutionRow } from './leave.contract.js';

/** Who sat in for whom, as a spreadsheet. */
export function substitutionSheet(language: Language): SheetForm<SubstitutionRow> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  const half = (name: string) => (name.toLowerCase() === 'am' ? say('上午', 'a.m.') : say('下午', 'p.m.'));
  return {
    name: say('顶岗台账', 'Substitutions'),
    columns: [
      { header: say('编号', 'Key'), width: 24, value: (row) => row.key },
      { header: say('窗口', 'Window'), value: (row) => row.window },
      { header: say('离岗人员', 'Absent'), value: (row) => row.absentName },
      { header: say('顶岗人员', 'Substitute'), value: (row) => row.substituteName },
      { header: say('开始', 'From'), width: 18, value: (row) => `${row.from.day} ${half(row.from.half)}` },
      { header: say('结束', 'To'), width: 18, value: (row) => `${row.to.day} ${half(row.to.half)}` },
      { header: say('顶岗牌', 'Badge'), value: (row) => row.badge },
      { header: say('状态', 'State'), width: 18, value: (row) => row.state },
    ],
  };
}
