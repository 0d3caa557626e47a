import { defineProblems, text } from './define.js';

/** Refusals of the machines themselves: the state of a case or a guard of the regulation forbids it. */
export const machineProblems = defineProblems({
  'workflow.snapshot_invalid': {
    status: 500,
    zh: text(
      '案卷状态无法读取',
      '“{kind}”第 {version} 版流程不认识保存的状态 {state}',
      '已记为异常待运维处理，案卷内容没有改变',
    ),
    en: text(
      'The stored state cannot be read',
      'Version {version} of "{kind}" does not know the stored state {state}',
      'It is filed as an incident; the case itself was not changed',
    ),
  },
  'approval.not_holder': {
    status: 422,
    zh: text(
      '不是本环节的办理人',
      '本环节（{step}）不由您办理，或您已在本环节签署过',
      '同一环节每人只签一次；如需他人办理请转办',
    ),
    en: text(
      'Not yours to sign',
      'The step {step} is not yours, or you have signed it already',
      'Everybody signs a step once; transfer the task if another person should act',
    ),
  },
  'approval.urged_recently': {
    status: 422,
    zh: text('刚刚催办过', '同一环节 {hours} 小时内只能催办一次', '请稍后再催办'),
    en: text('Urged a short time ago', 'A step can be urged once in {hours} hours', 'Try again later'),
  },
  'approval.no_such_step': {
    status: 422,
    zh: text('不能退回到该环节', '只能退回申请人或之前的环节', '可退回的环节：{available}'),
    en: text(
      'Cannot be returned to that step',
      'A case goes back to the applicant or to an earlier step',
      'Earlier steps: {available}',
    ),
  },
  'approval.cannot_transfer': {
    status: 422,
    zh: text('不能转办给该人员', '{person} 是申请人、您本人，或已是本环节办理人', '请另选一位办理人'),
    en: text(
      'Cannot be transferred to this person',
      '{person} is the applicant, yourself, or already acts in this step',
      'Choose another person',
    ),
  },
  'approval.circle': {
    status: 422,
    zh: text(
      '不能转回上一位',
      '{person} 已把这件事转给或委派给您，再交回去就成了循环',
      '请直接提出意见、同意、不同意或退回；也可以另选一位',
    ),
    en: text(
      'This would go round in a circle',
      '{person} has passed this on or asked you; handing it back would never end',
      'Give your opinion, approve, refuse or return it, or choose somebody else',
    ),
  },
  'approval.person_unknown': {
    status: 422,
    zh: text('没有这个人', '本机构没有代码为 {people} 的人员', '请从人员列表中选择'),
    en: text('There is no such person', 'Nobody here has the code {people}', 'Choose from the list of people'),
  },
  'approval.cannot_add': {
    status: 422,
    zh: text(
      '不能加签该人员',
      '{person} 中有申请人、您本人、重复的人，或本来就要在本环节或以后的环节签署的人',
      '请另选加签人员；本来就要签的不必再加',
    ),
    en: text(
      'Cannot be added as a signer',
      'Among {person} is the applicant, yourself, somebody named twice, or somebody who signs this or a later step anyway',
      'Choose others; whoever signs anyway need not be added',
    ),
  },
  'approval.not_added': {
    status: 422,
    zh: text('不能减签该人员', '{person} 不是加签的人，或已经签署', '只能减去尚未签署的加签人员；其他办理人请转办'),
    en: text(
      'Cannot be removed',
      '{person} was not added as a signer, or has signed already',
      'Remove only added signers who have not signed; transfer the task of others',
    ),
  },
  'approval.last_signer': {
    status: 422,
    zh: text('不能减去最后一位', '减去 {person} 后本环节无人可签，或票签就此定局', '请由其签署，或由其转办'),
    en: text(
      'The last one cannot be removed',
      'Without {person} nobody would be left to sign this step, or the vote would be decided by it',
      'Let them sign, or let them transfer the task',
    ),
  },
  'approval.no_added_signer': {
    status: 422,
    zh: text('没有可减的加签', '本案卷没有尚未签署的加签人员', '无需减签'),
    en: text('Nobody to remove', 'No added signer is left who has not signed', 'There is nothing to do'),
  },
  'approval.not_asked': {
    status: 422,
    zh: text('没有向您征求意见', '本环节（{step}）没有等您提出意见', '如由您签署，请直接同意、不同意或退回'),
    en: text(
      'Your opinion was not asked for',
      'The step {step} does not wait for an opinion of yours',
      'If it is yours to sign, approve, refuse or return it',
    ),
  },
  'leave.document_missing': {
    status: 422,
    zh: text(
      '缺少申请时须附的文件',
      '{kind}须在申请时附上依据（公函、通知等）',
      '请上传文件后再提交，已填内容不会丢失',
    ),
    en: text(
      'The document is missing',
      '{kindEn} rests on a document (a letter, a notice) that is attached to the request',
      'Attach the document and submit again; what you filled in is kept',
    ),
  },
  'leave.certificate_open': {
    status: 422,
    zh: text('证明尚未收下', '该假须有证明，最迟 {dueOn}；收下证明即确认返岗', '请核收证明，或按规定改类别'),
    en: text(
      'The certificate is still open',
      'This leave needs its certificate by {dueOn}; accepting it confirms the return',
      'Accept the certificate, or reclassify the leave',
    ),
  },
  'leave.certificate_not_due': {
    status: 422,
    zh: text('该假无须证明', '不能因缺少证明而改类别', '确认返岗即可'),
    en: text(
      'No certificate is due',
      'A leave that needs none cannot be reclassified for want of it',
      'Confirm the return',
    ),
  },
  'leave.certificate_mismatch': {
    status: 422,
    zh: text(
      '证明与请假不符',
      '证明开给 {issuedTo}，{certifiedFrom} 至 {certifiedTo}；请假人 {person}，{from} 至 {to}',
      '请核对姓名和日期，或请本人补交相符的证明',
    ),
    en: text(
      'The certificate does not fit',
      'It is for {issuedTo} from {certifiedFrom} to {certifiedTo}; the leave is of {person} from {from} to {to}',
      'Check name and days, or ask for a certificate that fits',
    ),
  },
  'leave.deceit_not_here': {
    status: 422,
    zh: text('制度未规定骗假如何处理', '现行制度没有把骗取该种假认定为旷工', '请按其他程序处理'),
    en: text(
      'No rule on deceit',
      'The regulation in force does not make deceit of this kind absenteeism',
      'Deal with it by another procedure',
    ),
  },
  'leave.understaffed': {
    status: 422,
    zh: text(
      '批准后在岗人数不足',
      '{place} 在 {day} {half} 只剩 {present} 人，最少须 {least} 人；另有 {more} 个半天或区域不足',
      '请先安排替岗，或请系统给出顶岗方案；也可以调整请假时间',
    ),
    en: text(
      'Too few would be present',
      'At {place} only {present} would be left on {day} {half}, where {least} must be; {more} more half days or zones are short',
      'Arrange cover first, or ask for a cover plan; or choose another time',
    ),
  },
  'leave.substitute_missing': {
    status: 422,
    zh: text(
      '替岗人员未到位',
      '本次请假须安排替岗，替岗人员还没有到位，到位后才能批准',
      '请先办理替岗：指派、接受、备案、培训、领取挂牌',
    ),
    en: text(
      'The substitute is not in place',
      'This leave needs a substitute, and approval is possible once the substitute is in place',
      'See to the substitution first: nominate, accept, file, train, issue the badge',
    ),
  },
  'leave.filed_late': {
    status: 422,
    zh: text('请假单须在离岗前备案', '请假自 {from} 开始，现已过备案时间', '请联系督查科说明情况'),
    en: text(
      'The slip must be filed before leaving',
      'The leave began on {from}; it is too late to file',
      'Explain it to the supervision section',
    ),
  },
  'leave.extension_late': {
    status: 422,
    zh: text('续假须在假期结束前提出', '假期已于 {to} 结束', '请先销假，或向督查科说明理由'),
    en: text(
      'An extension is asked for before the end',
      'The leave ended on {to}',
      'Report back, or give your reasons to the supervision section',
    ),
  },
  'leave.extension_not_longer': {
    status: 422,
    zh: text('续假日期有误', '新的结束时间须晚于 {to}', '请重新选择结束时间'),
    en: text('The extension is not longer', 'The new end must be later than {to}', 'Choose a later end'),
  },
  'leave.return_implausible': {
    status: 422,
    zh: text(
      '销假日期不对',
      '实际结束须在 {from} 至 {to} 之间，且不晚于今天（{today}）',
      '提前返岗填实际的最后半天；超过准假时间的，由督查科办理',
    ),
    en: text(
      'The day of return does not fit',
      'The actual end lies between {from} and {to} and not after today ({today})',
      'Give the last half day that was really taken; staying longer is for the supervision section',
    ),
  },
  'leave.certificate_missing': {
    status: 422,
    zh: text('缺少病假证明', '销假时须交医院病假证明，否则不按病假处理', '请上传证明，或改按事假处理'),
    en: text(
      'The certificate is missing',
      "Sick leave needs the hospital's certificate at the latest when reporting back",
      'Attach the certificate, or reclassify the leave',
    ),
  },
  'leave.not_begun': {
    status: 422,
    zh: text('请假尚未开始', '请假自 {from} 开始，尚不能认定旷工', '请在开始之后办理'),
    en: text(
      'The leave has not begun',
      'The leave begins on {from}; absence cannot be marked yet',
      'Act after it has begun',
    ),
  },
  'substitution.not_eligible': {
    status: 422,
    zh: text('该人员不能替岗', '{person} 不能替岗：{reasons}', '请指派其他人员'),
    en: text('This person cannot stand in', '{person} cannot stand in: {reasons}', 'Nominate somebody else'),
  },
  'finding.not_recordable': {
    status: 422,
    zh: text('该条目不能登记', '制度中的“{item}”不由人工登记，或与考核对象不符', '请从条目列表中选择'),
    en: text(
      'This item cannot be recorded',
      '"{item}" is not recorded by hand, or does not fit the subject',
      'Choose from the list of items',
    ),
  },
  'finding.in_future': {
    status: 422,
    zh: text('日期在未来', '发生日期 {day} 晚于今天', '请核对日期'),
    en: text('The day lies ahead', 'The day {day} is later than today', 'Check the day'),
  },
  'finding.team_too_small': {
    status: 422,
    zh: text('检查人数不足', '检查须 {needed} 人以上，现只有 {team} 人', '请填写同组检查人员'),
    en: text(
      'The team is too small',
      'The check takes {needed} people; there are {team}',
      'Name the other members of the team',
    ),
  },
  'finding.evidence_missing': {
    status: 422,
    zh: text('缺少证据', '该条目须附证据：{needed}', '请上传照片或文件'),
    en: text('Evidence is missing', 'This item needs evidence: {needed}', 'Attach photos or files'),
  },
  'finding.duplicate': {
    status: 422,
    zh: text('可能重复扣分', '同一对象当日已有相近记录：{duplicates}；一事只适用一条', '如确属另一事实，请写明理由'),
    en: text(
      'Possibly the same fact',
      'There are findings of that day about the same subject: {duplicates}; one fact, one rule',
      'State why it is another fact, or drop it',
    ),
  },
  'finding.fault_missing': {
    status: 422,
    zh: text('未注明责任', '该条目须注明本人责任或管理责任', '请选择责任后再认定'),
    en: text(
      'The fault is not stated',
      'This item needs to know whose fault it was',
      'Choose the fault and assess again',
    ),
  },
  'finding.head_out_of_range': {
    status: 422,
    zh: text(
      '负责人承担的数额未选或超出幅度',
      '{article} 对负责人另有规定：须在 {allowed} 分的幅度内选定，有罚款幅度的一并选定；其他情形留空',
      '请填写负责人承担的分值和金额，或改选责任',
    ),
    en: text(
      "The head's own amount is missing or outside its range",
      '{article} says what the head bears: choose within {allowed} points, and the money where it has a range; in other cases leave it empty',
      'State the points and money that the head bears, or choose another fault',
    ),
  },
  'finding.out_of_range': {
    status: 422,
    zh: text(
      '分值超出条文范围',
      '分值或金额不在 {article} 规定的范围内，或该条为固定分值',
      '请按条文范围填写；固定分值请留空',
    ),
    en: text(
      'Outside the range of the rule',
      'Points or money are outside what {article} allows, or its value is fixed',
      'Stay in the range; leave fixed values empty',
    ),
  },
  'appeal.no_target': {
    status: 422,
    zh: text('未指明申诉对象', '没有找到被申诉的记录或结果', '请从得分明细中选择一条记录'),
    en: text('Nothing to appeal against', 'The record or result was not found', 'Choose a line of the score'),
  },
  'appeal.not_concerned': {
    status: 422,
    zh: text('与本人无关', '只有当事人或所在窗口负责人可以申诉', '请由当事人提出'),
    en: text(
      'Not your matter',
      'Only the person or the window concerned may appeal',
      'Let the person concerned appeal',
    ),
  },
  'appeal.late': {
    status: 422,
    zh: text('超过申诉期限', '申诉截止日为 {lastDay}', '如有特殊情况请联系办公室'),
    en: text('Too late', 'The last day for appeals was {lastDay}', 'Ask the office if there are special reasons'),
  },
  'appeal.not_on_panel': {
    status: 422,
    zh: text('不是复核小组成员', '只有复核小组成员可以作出决定', '请由小组成员办理'),
    en: text('Not on the panel', 'Only members of the panel decide', 'Leave it to the panel'),
  },
  'appeal.conflict': {
    status: 422,
    zh: text('复核小组成员须回避', '申诉人或参与原决定的人员（{people}）不能参加复核', '请另选成员'),
    en: text(
      'Members must stand aside',
      'The applicant and those who took part in the first decision ({people}) cannot sit on the panel',
      'Choose other members',
    ),
  },
  'appeal.worse': {
    status: 422,
    zh: text('不得加重', '复核不得作出更重的处理', '请维持、减轻或撤销'),
    en: text(
      'Not to be made worse',
      'A re-examination may not end in a heavier penalty',
      'Maintain, lighten or revoke it',
    ),
  },
  'paper.state_not_reached': {
    status: 422,
    zh: text('尚不能签发', '来源案卷未到可签发 {code} 的状态', '请先办结前一环节'),
    en: text(
      'Cannot be signed yet',
      'The case behind it has not reached the state in which {code} may be issued',
      'Finish the step before',
    ),
  },
  'paper.unprintable': {
    status: 422,
    zh: text('有无法印出的字', '以下字符没有字形：{characters}', '请补充字库或更正姓名'),
    en: text('Some characters cannot be printed', 'No font has: {characters}', 'Correct the names or add the glyphs'),
  },
  'paper.not_signer': {
    status: 422,
    zh: text('不由您签发', '下一位签发人应为 {role}', '请由规定的签发人签发'),
    en: text('Not yours to sign', 'The next signature is that of {role}', 'Leave it to the signer'),
  },
  'cycle.not_ready': {
    status: 422,
    zh: text('不能启动考核', '没有生效的制度版本，或有空白参数未填：{blanks}', '请制度管理员填写后再启动'),
    en: text(
      'The cycle cannot open',
      'No edition is in force, or parameters are blank: {blanks}',
      'Ask the rule administrator to fill them in',
    ),
  },
  'cycle.period_running': {
    status: 422,
    zh: text('考核期未结束', '考核期到 {to} 结束', '请在考核期结束后办理'),
    en: text('The period is still running', 'It ends on {to}', 'Wait for its end'),
  },
  'cycle.not_computed': {
    status: 422,
    zh: text('结果尚未计算完成', '正在计算，或计算后又有新的记录', '请稍候；如长时间未完成请重新计算'),
    en: text(
      'The scores are not ready',
      'They are being computed, or facts were added since',
      'Wait a little, or compute again',
    ),
  },
  'cycle.open_tie': {
    status: 422,
    zh: text('有并列名次待裁定', '以下名额并列未定：{ties}', '请领导小组裁定后再审定'),
    en: text('A tie is open', 'Places still to be decided: {ties}', 'The committee rules on them first'),
  },
  'cycle.text_cut_off': {
    status: 422,
    zh: text(
      '制度原文不完整，结果只供预览',
      '{outputs} 的原文被截断，算出的只是小计，不能审定和公示',
      '请制度管理员补全条款并采用新版本，再重新计算；在此之前只能预览',
    ),
    en: text(
      'The text breaks off, so the result is a preview',
      'The source of {outputs} is cut: what is computed is a sub-total, which is neither approved nor published',
      'Let the rule administrator complete the text and adopt a new edition, then compute again; until then it is a preview',
    ),
  },
  'cycle.incomplete': {
    status: 422,
    zh: text('结果不完整', '否决、取消资格或名额尚未计算', '请重新计算'),
    en: text('The result is incomplete', 'Vetoes, disqualifications or quotas are not computed', 'Compute again'),
  },
  'cycle.papers_open': {
    status: 422,
    zh: text('文书未全部印发', '以下文书尚未印发：{papers}', '请先办结文书'),
    en: text('Papers are not issued yet', 'Still open: {papers}', 'Issue the papers first'),
  },
  'cycle.not_own_part': {
    status: 422,
    zh: text('不是本科室的分项', '只能报送本科室负责的分项', '请由负责科室报送'),
    en: text('Not your part', 'Each section hands in its own part only', 'Leave it to the section in charge'),
  },
  'cycle.part_handed_in': {
    status: 422,
    zh: text('该分项已报送', '分项已报送，不能重复报送', '如需更正请联系督查科'),
    en: text('Already handed in', 'This part was handed in', 'Ask the supervision section to correct it'),
  },
  'cycle.minutes_missing': {
    status: 422,
    zh: text('缺少会议纪要', '公布初步结果前须有楼层值班长会议纪要', '请填写纪要'),
    en: text(
      'The minutes are missing',
      "The floor duty leaders' meeting has to be minuted before the announcement",
      'Enter the minutes',
    ),
  },
  'cycle.not_own_window': {
    status: 422,
    zh: text('不是您负责的窗口', '只能核对本窗口的结果', '请由该窗口负责人办理'),
    en: text('Not your window', 'A head verifies the own window only', 'Leave it to its head'),
  },
  'cycle.window_settled': {
    status: 422,
    zh: text('该窗口已核对', '该窗口已经确认或正在处理异议', '无需重复办理'),
    en: text('Already settled', 'This window has answered', 'Nothing more to do'),
  },
  'cycle.window_not_disputed': {
    status: 422,
    zh: text('该窗口没有异议', '没有待处理的异议', '请刷新后查看'),
    en: text('No dispute', 'This window has no open dispute', 'Refresh and look again'),
  },
});
