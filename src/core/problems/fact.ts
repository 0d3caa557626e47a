import { defineProblems, text } from './define.js';

/** Refusals of a fact that does not fit the edition in force: nothing of it is stored. */
export const factProblems = defineProblems({
  'fact.item_unknown': {
    status: 422,
    zh: text('制度中没有此事项', '“{item}”不是 {edition} 的事项', '最接近的是 {nearest}；请从事项列表中选择'),
    en: text('No such item', '"{item}" is not an item of {edition}', 'The nearest is {nearest}; choose from the list'),
  },
  'fact.subject_kind': {
    status: 422,
    zh: text(
      '对象类型不符',
      '“{item}”记在另一类对象（{kind}）名下，收到的是 {got}',
      '请改选该类对象，或另选适用于该对象的事项',
    ),
    en: text(
      'The wrong kind of subject',
      '"{item}" is recorded of another kind ({kind}), not of {got}',
      'Choose a subject of that kind, or an item that fits this one',
    ),
  },
  'fact.subject_unknown': {
    status: 422,
    zh: text('没有找到对象', '名单中没有“{subject}”', '最接近的是 {nearest}；请从名单中选择，或先把它列入名单'),
    en: text(
      'Subject not found',
      '"{subject}" is not on the list',
      'The nearest is {nearest}; choose from the list, or put it there first',
    ),
  },
  'fact.day_invalid': {
    status: 422,
    zh: text('没有这一天', '“{got}”不是存在的日期', '请写成 YYYY-MM-DD，例如 2026-09-03'),
    en: text('No such day', '"{got}" is not a day that exists', 'Write YYYY-MM-DD, e.g. 2026-09-03'),
  },
  'fact.outside_edition': {
    status: 422,
    zh: text(
      '不在制度施行期内',
      '{day} 不在 {edition} 的施行期（{from} 至 {to}）之内',
      '请核对日期；该日期由另一版本管辖的，请按那一版本记录',
    ),
    en: text(
      'Outside the time of the edition',
      '{day} is not within the time in which {edition} counts ({from} to {to})',
      'Check the day; if another edition counted then, record it under that one',
    ),
  },
  'fact.points_outside': {
    status: 422,
    zh: text('分值不在幅度内', '“{item}”的分值为 {allowed}，收到的是 {got}', '请在幅度内选定分值'),
    en: text(
      'Points outside the range',
      '"{item}" takes {allowed} points, not {got}',
      'Choose points within the range',
    ),
  },
  'fact.money_outside': {
    status: 422,
    zh: text('金额不在幅度内', '“{item}”的金额为 {allowed} 元，收到的是 {got}', '请在幅度内选定金额'),
    en: text('Money outside the range', '"{item}" takes ¥{allowed}, not {got}', 'Choose an amount within the range'),
  },
  'fact.percent_outside': {
    status: 422,
    zh: text('百分比超出范围', '“{item}”是百分比，只能在 0 至 100 之间，收到的是 {got}', '请核对数字及其单位'),
    en: text(
      'No such percentage',
      '"{item}" is a percentage and lies between 0 and 100, not {got}',
      'Check the figure and its unit',
    ),
  },
  'fact.value_outside': {
    status: 422,
    zh: text('数值不在幅度内', '“{item}”的“{field}”应为 {allowed}（{article}），收到的是 {got}', '请在幅度内填写'),
    en: text(
      'A value is outside its range',
      '"{item}": "{field}" takes {allowed} ({article}), not {got}',
      'Stay within the range',
    ),
  },
  'fact.quantity_outside': {
    status: 422,
    zh: text('数量无效', '“{item}”的数量应为 {allowed}，收到的是 {got}', '请核对数量'),
    en: text('No such quantity', '"{item}" takes a quantity of {allowed}, not {got}', 'Check the quantity'),
  },
  'regulation.parameter_unit': {
    status: 422,
    zh: text('参数的单位不对', '“{parameter}”以{unit}计，收到的是 {got}', '请只写数字，或写上该单位'),
    en: text(
      'The parameter has another unit',
      '"{parameter}" is counted in {unit}, not {got}',
      'Write the number alone, or with that unit',
    ),
  },
  'regulation.parameter_day': {
    status: 422,
    zh: text('不是日期', '“{parameter}”应为真实存在的日期，收到的是 {got}', '请写成 {allowed} 的样子'),
    en: text('Not a day', '"{parameter}" is a day that exists, not {got}', 'Write it like {allowed}'),
  },
  'regulation.parameter_text': {
    status: 422,
    zh: text(
      '文字不可用',
      '“{parameter}”应为 {allowed} 个字的一行文字，不含花括号，收到的是 {got}',
      '请写成一行，不要花括号',
    ),
    en: text(
      'The words cannot be used',
      '"{parameter}" is one line of {allowed} characters without braces, not {got}',
      'Write it as one line, without braces',
    ),
  },
  'regulation.parameter_range': {
    status: 422,
    zh: text('参数超出范围', '“{parameter}”应在 {allowed} 之间，收到的是 {got}', '请核对原文或本单位的决定'),
    en: text(
      'The parameter is out of range',
      '"{parameter}" lies within {allowed}, not {got}',
      'Check the text or the decision of the office',
    ),
  },
});
