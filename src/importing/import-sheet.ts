import type { Language } from '../core/problem.js';
import type { SheetForm } from '../platform/files/send-sheet.js';
import type { ImportView } from './importing.contract.js';
import { kinds } from './kinds/registry.js';

const states: Record<ImportView['state'], { zh: string; en: string }> = {
  previewed: { zh: '待确认', en: 'previewed' },
  refused: { zh: '有错误', en: 'refused' },
  committed: { zh: '已导入', en: 'imported' },
  undone: { zh: '已撤销', en: 'undone' },
};

/** Which spreadsheets came in, when, by whom, and what became of them. */
export function importSheet(language: Language): SheetForm<ImportView> {
  const pick = (texts: { zh: string; en: string } | undefined) => texts?.[language === 'en' ? 'en' : 'zh'];
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  return {
    name: say('导入记录', 'Imports'),
    columns: [
      { header: say('表格', 'List'), value: (row) => pick(kinds[row.kind as keyof typeof kinds]) ?? row.kind },
      { header: say('文件', 'File'), width: 36, value: (row) => row.fileName },
      { header: say('行数', 'Rows'), value: (row) => row.total },
      { header: say('错误', 'Errors'), value: (row) => row.errors.length },
      { header: say('状态', 'State'), value: (row) => pick(states[row.state]) },
      { header: say('上传时间', 'Uploaded at'), width: 26, value: (row) => row.uploadedAt },
      { header: say('上传人', 'Uploaded by'), value: (row) => row.uploadedBy },
      { header: say('导入时间', 'Imported at'), width: 26, value: (row) => row.committedAt },
      { header: say('撤销时间', 'Undone at'), width: 26, value: (row) => row.undoneAt },
    ],
  };
}
