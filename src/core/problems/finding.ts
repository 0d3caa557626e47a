import { defineProblems, text } from './define.js';

export const findingProblems = defineProblems({
  'finding.item_unknown': {
    status: 422,
    zh: text('制度中没有此事项', '“{item}”不是现行制度（{edition}）的考核事项', '请从事项列表中选择'),
    en: text(
      'No such item',
      '"{item}" is not an item of the edition in force ({edition})',
      'Choose from the list of items',
    ),
  },
  'finding.subject_unknown': {
    status: 422,
    zh: text('没有找到被检查对象', '“{subject}”在该日期不是在册窗口或人员', '请从窗口或人员列表中选择'),
    en: text(
      'Subject not found',
      '"{subject}" is no window or person on that day',
      'Choose from the list of windows or people',
    ),
  },
});
