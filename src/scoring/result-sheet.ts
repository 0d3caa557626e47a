import type { Language } from '../core/problem.js';
import { unitName } from '../core/rules/pack/unit-names.js';
import type { SheetForm } from '../platform/files/send-sheet.js';
import type { ResultLine } from './scoring.contract.js';

/** Results of a period as a spreadsheet. */
export function resultSheet(period: string, language: Language): SheetForm<ResultLine> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  return {
    name: say(`考评结果 ${period}`, `Results ${period}`),
    columns: [
      { header: say('对象', 'Subject'), width: 18, value: (row) => row.subject },
      { header: say('项目', 'Output'), width: 20, value: (row) => row.output },
      { header: say('得分', 'Score'), numeric: true, value: (row) => row.shown },
      { header: say('单位', 'Unit'), value: (row) => unitName(row.unit, row.counts)[language === 'en' ? 'en' : 'zh'] },
      { header: say('金额', 'Money'), numeric: true, value: (row) => row.money },
      { header: say('等次', 'Grade'), value: (row) => row.grade },
      { header: say('组别', 'Group'), value: (row) => row.group },
      { header: say('名次', 'Rank'), value: (row) => row.rank },
      { header: say('参评数', 'Of'), value: (row) => row.of },
    ],
  };
}
