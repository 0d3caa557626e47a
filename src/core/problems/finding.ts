import { defineProblems, text } from './define.js';

export const findingProblems = defineProblems({
  'finding.item_unknown': {
    status: 422,
    zh: text(
      '制度中没有此事项',
      '“{item}”不是现行制度（{edition}）的考核事项',
      '最接近的是 {nearest}；请从事项列表中选择',
    ),
    en: text(
      'No such item',
      '"{item}" is not an item of the edition in force ({edition})',
      'The nearest is {nearest}; choose from the list of items',
    ),
  },
  'finding.milder_applies': {
    status: 422,
    zh: text(
      '应适用较轻的条款',
      '同一事实合于几条时，本单位选定取较轻的一条：{milder}（所选为 {item}）',
      '请改选该事项',
    ),
    en: text(
      'The milder rule applies',
      'Where one fact fits several rules, this office takes the milder: {milder} (chosen: {item})',
      'Choose that item',
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
