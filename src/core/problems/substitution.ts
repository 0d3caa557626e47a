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
  'substitution.is_absent_person': {
    status: 422,
    zh: text('替岗人员就是请假人', '{person} 本人请假离岗，不能替自己的岗', '请指派具备 {window} 窗口资格的其他人员'),
    en: text(
      'The substitute is the absent person',
      '{person} is on leave himself and cannot stand in for himself',
      'Nominate somebody else who is qualified for window {window}',
    ),
  },
  'substitution.unqualified': {
    status: 422,
    zh: text(
      '不具备替岗资格',
      '{person} 不是 {window} 窗口人员，花名册上也没有该窗口的替岗资格',
      '请从系统列出的人员中选择；确已培训的，请先在花名册“可替岗窗口”中登记',
    ),
    en: text(
      'Not qualified for this window',
      '{person} neither sits at window {window} nor is listed as qualified for it',
      'Choose one of those offered; who has been trained is entered in the roster first',
    ),
  },
  'substitution.circular_cover': {
    status: 422,
    zh: text(
      '不能互相替岗',
      '{absent} 正被安排替 {person} 的岗，时间重叠；两人互相替岗等于两个岗都没有人',
      '请指派第三人，或请系统给出顶岗方案',
    ),
    en: text(
      'They cannot cover for one another',
      '{absent} is to stand in for {person} in overlapping time; covering for one another leaves both posts empty',
      'Nominate a third person, or ask for a cover plan',
    ),
  },
  'substitution.on_leave': {
    status: 422,
    zh: text('替岗人员同时请假', '{person} 在替岗时段内已请假或已申请请假', '请改选其他人员，或请系统给出顶岗方案'),
    en: text(
      'The substitute is on leave',
      '{person} is on leave, or has asked for it, in this time',
      'Nominate somebody else, or ask for a cover plan',
    ),
  },
  'substitution.covers_elsewhere': {
    status: 422,
    zh: text('已在其他窗口替岗', '{person} 在这段时间已答应到其他窗口替岗', '请改选其他人员，或请系统给出顶岗方案'),
    en: text(
      'Covers elsewhere already',
      '{person} has agreed to cover at another window in this time',
      'Nominate somebody else, or ask for a cover plan',
    ),
  },
  'substitution.would_empty': {
    status: 422,
    zh: text(
      '原窗口会低于最少在岗',
      '{person} 调到 {window} 后，其原窗口或区域低于最少在岗人数',
      '请改选其他人员，或请系统给出连带补位的顶岗方案',
    ),
    en: text(
      'His own place would fall short',
      'With {person} at window {window} his own window or zone falls under its minimum',
      'Nominate somebody else, or ask for a cover plan that fills his place too',
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
  'substitution.ends_with_leave': {
    status: 422,
    zh: text('随请假一起结束', '这份替岗属于请假 {leave}', '离岗人员销假后自动结束；替岗人员不能继续的，请提出更换'),
    en: text(
      'Ends with the leave',
      'This cover belongs to leave {leave}',
      'It ends when the person reports back; ask for a replacement if the substitute cannot go on',
    ),
  },
  'substitution.end_implausible': {
    status: 422,
    zh: text('结束时间不在顶岗期间', '本次顶岗自 {from} 至 {to}', '请填写顶岗期间内最后一个顶岗的半天'),
    en: text(
      'Outside the cover',
      'This cover runs from {from} to {to}',
      'Give the last half day within it that was covered',
    ),
  },
  'substitution.nobody_away': {
    status: 422,
    zh: text(
      '窗口 {window} 没有可顶的岗位',
      '这个半天没有排班的A岗人员，或已有人替岗',
      '请在值班表上核对当班人员；确需增加人手的，请窗口负责人安排',
    ),
    en: text(
      'No seat to cover at window {window}',
      'Nobody else is on the roster there in this half day, or somebody covers already',
      'See on the duty board who is on duty; ask the head of the window if more people are needed',
    ),
  },
  'substitution.not_b_post': {
    status: 422,
    zh: text('只有本窗口B岗可以主动顶岗', '您不是窗口 {window} 的B岗', '请窗口负责人或派出单位指派替岗人员'),
    en: text(
      'Only the B post of the window covers unasked',
      'You are not the B post of window {window}',
      'Ask the head of the window or the home unit to name a substitute',
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
  'substitution.badge_none': {
    status: 422,
    zh: text(
      '还没有登记挂牌',
      '挂牌库存中还没有该大厅可用的编号，{badge} 无从发放',
      '请先在菜单“临时挂牌”中登记挂牌编号，再发放',
    ),
    en: text(
      'No badge is registered yet',
      'The stock of badges holds no number for this hall, so there is no {badge}',
      'Register the numbers first under “Temporary badges” in the menu',
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
