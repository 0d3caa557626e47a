import { defineProblems, text } from './define.js';

export const leaveBalanceProblems = defineProblems({
  'leave.beyond_balance': {
    status: 422,
    zh: text(
      '假期余额不足',
      '{year} 年{account}还剩 {remaining} 天，本次需要 {wanted} 天（应有 {entitled}，结转 {carried}，已休 {used}，待批占用 {reserved}）',
      '请缩短天数，或改选其他假别；余额有误的，请联系人事部门核对',
    ),
    en: text(
      'Not enough days left',
      '{accountEn} of {year} has {remaining} days left and {wanted} more are asked for ({entitled} entitled, {carried} carried over, {used} used, {reserved} reserved)',
      'Ask for fewer days or choose another kind of leave; if the balance is wrong, contact personnel',
    ),
  },
  'leave.beyond_own_days': {
    status: 422,
    zh: text(
      '结转天数到期后，当年天数不足',
      '本次有 {wanted} 天在 {until} 之后，只能用 {year} 年当年的{account}，还剩 {remaining} 天；结转的 {carriedLeft} 天只能休到 {until}（应有 {entitled}，结转 {carried}，已休 {used}，待批占用 {reserved}）',
      '请把部分天数提前到 {until} 以前，或缩短天数；余额有误的，请联系人事部门核对',
    ),
    en: text(
      'Not enough of the year’s own days after the carried ones end',
      '{wanted} of these days lie after {until} and only the own days of {accountEn} {year} can give them, of which {remaining} are left; the {carriedLeft} carried days end on {until} ({entitled} entitled, {carried} carried over, {used} used, {reserved} reserved)',
      'Move some days to {until} or earlier, or ask for fewer; if the balance is wrong, contact personnel',
    ),
  },
  'leave.balance_not_opened': {
    status: 422,
    zh: text(
      '该年度的假期账户尚未开立',
      '{year} 年的{account}还没有核定天数',
      '请联系人事部门开立 {year} 年度，或改选其他假别',
    ),
    en: text(
      'The year has no balances yet',
      'The days of {accountEn} of {year} have not been settled',
      'Ask personnel to open {year}, or choose another kind of leave',
    ),
  },
  'leave.balance_below_used': {
    status: 422,
    zh: text(
      '调整后余额不够',
      '{person} {year} 年已休 {used} 天、待批占用 {reserved} 天，调整 {amount} 天后不足以抵减',
      '请减小调减的天数，或先撤销相应的请假',
    ),
    en: text(
      'The correction takes too much',
      '{person} has used {used} and reserved {reserved} days of {year}; after {amount} days they would not be covered',
      'Take away less, or cancel leave first',
    ),
  },
  'leave.account_unknown': {
    status: 422,
    zh: text('没有这个假期账户', '施行中的制度没有“{account}”账户', '可选：{allowed}'),
    en: text('No such account', 'The regulation in force knows no account "{account}"', 'Choose from: {allowed}'),
  },
  'leave.person_not_here': {
    status: 422,
    zh: text('该年度没有此人', '{year} 年本单位没有工号 {person} 的人员', '请核对工号和年度'),
    en: text(
      'Nobody of that year',
      'Nobody with staff number {person} belonged to the institution in {year}',
      'Check number and year',
    ),
  },
});
