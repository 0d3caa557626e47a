import { defineProblems, text } from './define.js';

/** What substitutions and temporary badges refuse. */
export const substitutionProblems = defineProblems({
  'substitution.not_nominator': {
    status: 422,
    zh: text('现在不由您指派', '此窗口的替岗由 {roles} 指派', '请由其指派；A、B 岗都不在时由窗口负责人指派'),
    en: text(
      'Not yours to name',
      'The substitute of this window is named by {roles}',
      'Ask them; the head of the window names one when A and B are both away',
    ),
  },
  'substitution.not_unasked': {
    status: 422,
    zh: text('本单位制度未规定主动顶岗', '现行制度中没有由 B 岗未经指派直接顶岗的规定', '请由派出单位指派后再接岗'),
    en: text(
      'Nobody covers unasked here',
      'The regulation in force has no rule by which the B post covers without being named',
      'Ask the home unit to name you',
    ),
  },
  'substitution.handover_missing': {
    status: 422,
    zh: text('离岗人员尚未交接', '{absent} 尚未签字交接', '请先由离岗人员交接；确实无法交接的，选择“无交接”'),
    en: text(
      'Not handed over yet',
      '{absent} has not signed the hand-over',
      'Let the absent person hand over first, or choose that there is none',
    ),
  },
  'substitution.handover_given': {
    status: 422,
    zh: text('离岗人员已交接', '{absent} 已签字交接，不能登记为“无交接”', '请核对未结事项后选择“已交接”'),
    en: text(
      'The hand-over is there',
      '{absent} has signed the hand-over, so it is not missing',
      'Look at the open matters and choose that it was handed over',
    ),
  },
  'substitution.replacement_implausible': {
    status: 422,
    zh: text('更换时间不在替岗期间', '本轮替岗自 {from} 至 {to}', '请填写替岗期间内不能继续到岗的第一个半天'),
    en: text(
      'Outside the cover',
      'This cover runs from {from} to {to}',
      'Give the first half day within it on which the person cannot cover',
    ),
  },
  'substitution.badge_not_here': {
    status: 422,
    zh: text('该挂牌不在此案卷名下', '此案卷在外的挂牌：{badges}', '请核对挂牌编号'),
    en: text('Not a badge of this case', 'Badges of this case that are out: {badges}', 'Check the number of the badge'),
  },
  'substitution.badge_unknown': {
    status: 422,
    zh: text('没有该编号的挂牌', '挂牌 {badge} 不在库存中；可发放：{free}', '请选择库存中的空闲挂牌，或先登记入库'),
    en: text(
      'No such badge',
      'Badge {badge} is not in the stock; free: {free}',
      'Choose a free one of the stock, or enter it first',
    ),
  },
  'substitution.badge_lost': {
    status: 422,
    zh: text('该挂牌已登记遗失', '挂牌 {badge} 已登记遗失；可发放：{free}', '请选择其他挂牌；找回的先改为空闲'),
    en: text(
      'The badge is lost',
      'Badge {badge} is recorded as lost; free: {free}',
      'Choose another one; set a badge that was found to free first',
    ),
  },
  'substitution.badge_other_hall': {
    status: 422,
    zh: text('该挂牌属于其他大厅', '挂牌 {badge} 属于大厅 {hall}；可发放：{free}', '请选择本大厅的挂牌'),
    en: text(
      'Badge of another hall',
      'Badge {badge} belongs to hall {hall}; free: {free}',
      'Choose a badge of this hall',
    ),
  },
  'substitution.badge_in_stock': {
    status: 409,
    zh: text('该编号已在库存中', '挂牌 {badge} 已登记', '请换一个编号'),
    en: text('Already in the stock', 'Badge {badge} is already entered', 'Choose another number'),
  },
});
