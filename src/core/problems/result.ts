import { defineProblems, text } from './define.js';

/** Refusals of regulations' adoption and of results. */
export const resultProblems = defineProblems({
  'result.not_computed': {
    status: 409,
    zh: text('还没有计算结果', '{period} 还没有计算过结果', '请先计算，再报送或公布'),
    en: text(
      'Not computed yet',
      'There is no result of {period} yet',
      'Compute it first, then hand it in or publish it',
    ),
  },
  'result.final_frozen': {
    status: 409,
    zh: text('结果已定案', '{period} 的结果已经定案，不能再改动', '如有异议，请按申诉程序办理'),
    en: text(
      'The result is final',
      'The result of {period} is final and stays as it is',
      'Use the appeal procedure if you disagree',
    ),
  },
  'result.mismatch': {
    status: 500,
    zh: text(
      '结果与复算不一致',
      '{subject} 在 {period} 的结果与按事实复算的不同',
      '请勿使用该结果，并立即通知审计员核查',
    ),
    en: text(
      'The result differs from its recomputation',
      'The result of {subject} for {period} is not what its facts give',
      'Do not use it; tell the auditor at once',
    ),
  },
  'regulation.not_adopted': {
    status: 409,
    zh: text('没有适用的制度', '{day} 没有已采用的考评制度', '请由制度管理员先采用一个制度版本'),
    en: text(
      'No regulation in force',
      'No regulation is adopted for {day}',
      'Let the rule administrator adopt an edition first',
    ),
  },
  'regulation.edition_unknown': {
    status: 404,
    zh: text('没有这个制度版本', '找不到制度 {pack} 的 {edition} 版', '请在制度列表中选择'),
    en: text('No such edition', 'There is no edition {edition} of {pack}', 'Choose one from the list'),
  },
  'regulation.adoption_overlap': {
    status: 409,
    zh: text('采用时间有重叠', '{from} 之后已经采用了其他版本', '请选择更晚的生效日期'),
    en: text(
      'Adoptions overlap',
      'Another edition is already adopted from a later day than {from}',
      'Choose a later day',
    ),
  },
  'regulation.hash_mismatch': {
    status: 500,
    zh: text('制度文本与指纹不符', '保存的制度文本与其指纹 {hash} 不一致', '请停止使用并立即通知审计员核查'),
    en: text(
      'The text does not fit its hash',
      'The stored text of edition {hash} is not the one that was adopted',
      'Stop using it and tell the auditor at once',
    ),
  },
});
