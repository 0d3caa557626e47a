import type { Language } from '../core/problem.js';
import type { SheetForm } from '../platform/files/send-sheet.js';
import type { FactView } from './ledger.contract.js';

/** The entries of the ledger as a spreadsheet. */
export function factSheet(language: Language): SheetForm<FactView> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  return {
    name: say('考评记录', 'Entries'),
    columns: [
      { header: say('发生日期', 'Happened on'), width: 14, value: (row) => row.happenedOn },
      { header: say('条款', 'Item'), width: 14, value: (row) => row.item },
      { header: say('对象', 'Subject'), width: 18, value: (row) => row.subject },
      { header: say('当事人', 'Person'), width: 18, value: (row) => row.person },
      { header: say('数量', 'Quantity'), numeric: true, value: (row) => row.quantity },
      { header: say('分值', 'Points'), numeric: true, value: (row) => row.points },
      { header: say('金额', 'Money'), numeric: true, value: (row) => row.money },
      { header: say('说明', 'Note'), width: 40, value: (row) => row.note },
      { header: say('记录人', 'Recorder'), width: 18, value: (row) => row.recorder },
      { header: say('记录时间', 'Recorded at'), width: 22, value: (row) => row.recordedAt },
      { header: say('冲销', 'Reversal'), value: (row) => reversal(row, say) },
    ],
  };
}

function reversal(row: FactView, say: (zh: string, en: string) => string): string | null {
  if (row.reverses) return say('冲销记录', 'reverses an entry');
  return row.reversedBy ? say('已冲销', 'reversed') : null;
}
