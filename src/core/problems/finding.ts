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
  'finding.value_missing': {
    status: 422,
    zh: text(
      '缺少计算所需的数值',
      '“{item}”还须填写：{fields}；缺少时该条无法计算',
      '请填写后重新提交；若本单位已统一规定该数值，请在“待填参数”中补填',
    ),
    en: text(
      'A value is missing without which the rule cannot be computed',
      '"{item}" also needs: {fields}',
      'State it and send again; where the office has one value for all, fill it in as a parameter',
    ),
  },
  'finding.quantity_missing': {
    status: 422,
    zh: text('缺少数量', '“{item}”按所填数值计算（{unit}，{allowed}），不能留空', '请填写数值后重新提交'),
    en: text(
      'The quantity is missing',
      '"{item}" is computed from the figure itself ({unit}, {allowed}); it cannot be left empty',
      'State the figure and send again',
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
