import { defineProblems, text } from './define.js';

export const leaveProblems = defineProblems({
  'leave.period_reversed': {
    status: 422,
    zh: text('结束早于开始', '请假结束 {to} 早于开始 {from}', '请把结束改到开始之后'),
    en: text(
      'Ends before it begins',
      'The leave ends on {to}, before it begins on {from}',
      'Choose an end after the beginning',
    ),
  },
  'leave.period_empty': {
    status: 422,
    zh: text('所选时间没有工作日', '{from} 至 {to} 按工作日历没有需要请假的半天', '休息日和节假日不必请假，请核对日期'),
    en: text(
      'No working time chosen',
      'By the calendar there is no working half day from {from} to {to}',
      'Days off need no leave; check the dates',
    ),
  },
  'leave.in_past': {
    status: 422,
    zh: text(
      '不能补请已过去的假',
      '请假开始 {from} 早于今天 {today}；请假单须在离岗前报督查科备案',
      '请选择今天或以后的日期；确有急事未及请假的，请联系督查科',
    ),
    en: text(
      'The leave lies in the past',
      'It begins on {from}, before today ({today}); the slip must be filed before leaving',
      'Choose today or later; in an emergency contact the supervision section',
    ),
  },
  'leave.overlap': {
    status: 422,
    zh: text(
      '与已有请假或替岗重叠',
      '{day} {half} 已有生效或待批的请假，或已答应替岗',
      '请调整时间，或先撤回原来的申请',
    ),
    en: text(
      'Overlaps another absence',
      'On {day} {half} there is a pending or approved leave or an accepted cover already',
      'Choose another time, or withdraw the earlier one first',
    ),
  },
  'leave.chain_changed': {
    status: 409,
    zh: text(
      '审批人已有变动',
      '填写期间审批链有了变化，现在是：{chain}；申请尚未提交，所填内容都在',
      '请核对新的审批链，再次提交即可',
    ),
    en: text(
      'The approvers have changed',
      'While you were typing the chain changed; now it is: {chain}. Nothing was filed and nothing you typed is lost',
      'Look at the new chain and send again',
    ),
  },
  'leave.approver_missing': {
    status: 422,
    zh: text(
      '审批环节无人',
      '审批链需要“{roleZh}”，但没有在岗可办理的人员，也没有代理人（本人不能审批本人）',
      '请联系督查科补充该岗位的人员，或请其设置代理人',
    ),
    en: text(
      'Nobody can approve',
      'The chain needs the role {roleEn}, but nobody else holds it, or whoever does is away without a deputy',
      'Ask the supervision section to appoint somebody, or the holder to name a deputy',
    ),
  },
  'substitution.double_cover': {
    status: 422,
    zh: text('替岗人员时间冲突', '{person} 在 {day} {half} 已请假或已在其他窗口替岗', '请改选其他替岗人员'),
    en: text(
      'The substitute is taken',
      '{person} is on leave or covers elsewhere on {day} {half}',
      'Choose another substitute',
    ),
  },
  'substitution.badge_out': {
    status: 422,
    zh: text('该临时挂牌尚未归还', '临时挂牌 {badge} 已发出且未归还', '请发放其他编号的挂牌，或先办理归还'),
    en: text(
      'The badge is out',
      'Temporary badge {badge} has been issued and not returned',
      'Hand out another one, or record its return first',
    ),
  },
});
