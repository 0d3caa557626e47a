import { defineProblems, text } from './define.js';

export const cycleProblems = defineProblems({
  'cycle.exists': {
    status: 409,
    zh: text('该周期已经建立', '{key} 的考核周期已存在，同一周期只建一次', '请在考核看板打开该周期'),
    en: text('The cycle exists', 'There is a cycle for {key} already; a period has one', 'Open it on the board'),
  },
  'cycle.unknown': {
    status: 404,
    zh: text('没有该考核周期', '没有找到周期 {key}', '请从考核看板选择；周期写作 2026-09、2026-Q3 或 2026'),
    en: text(
      'No such cycle',
      'Cycle {key} was not found',
      'Choose from the board; periods are written 2026-09, 2026-Q3 or 2026',
    ),
  },
  'cycle.not_published': {
    status: 403,
    zh: text(
      '结果尚未公示',
      '该周期的排名还在核对、审定，尚未公示',
      '公示开始后即可查看；本窗口、本人的得分可在“我的得分”查看',
    ),
    en: text(
      'Not published yet',
      'The ranking of this cycle is still being checked and approved',
      'It opens with the publicity; your own figures are under "my score"',
    ),
  },
});
