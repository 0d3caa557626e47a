import { defineProblems, text } from './define.js';

/** Refusals of inspections (W12). */
export const inspectionProblems = defineProblems({
  'inspection.day_past': {
    status: 422,
    zh: text('检查日期已过', '计划日期 {day} 早于今天（{today}）', '请选择今天或以后的日期'),
    en: text('That day is past', 'The planned day {day} is before today ({today})', 'Choose today or a later day'),
  },
  'inspection.checklist_unknown': {
    status: 422,
    zh: text(
      '现行制度中没有此检查表',
      '“{checklist}”不是当日现行制度（{edition}）的检查表',
      '可用的检查表：{available}；没有可用的，请先由制度管理员采用含检查表的制度版本',
    ),
    en: text(
      'No such check-list in force',
      '"{checklist}" is no check-list of the edition in force on that day ({edition})',
      'Check-lists that can be used: {available}; where there is none, a rule administrator adopts an edition that has one',
    ),
  },
  'inspection.subject_kind': {
    status: 422,
    zh: text(
      '检查对象的种类不对',
      '“{subject}”不是本检查表所查的种类（{kind}）',
      '请选择窗口或人员中检查表所要求的一种',
    ),
    en: text(
      'Wrong kind of subject',
      '"{subject}" is not of the kind that this check-list is about ({kind})',
      'Choose windows or people, as the check-list asks',
    ),
  },
  'inspection.subject_unknown': {
    status: 422,
    zh: text('没有找到检查对象', '{subjects} 在该日期不是在册的窗口或人员', '请从窗口或人员列表中选择'),
    en: text(
      'Subject not found',
      '{subjects} is no window or person on that day',
      'Choose from the list of windows or people',
    ),
  },
  'inspection.not_inspector': {
    status: 422,
    zh: text('检查组成员不是检查人员', '{person} 当日不具有检查人员、督查科或神秘人的职责', '请改选有检查职责的人员'),
    en: text(
      'Not an inspector',
      '{person} holds none of the roles inspector, supervision section and mystery guest on that day',
      'Choose somebody who does',
    ),
  },
  'inspection.own_place': {
    status: 422,
    zh: text(
      '不得检查自己的窗口',
      '{person} 与检查对象 {subjects} 有关（本人、所在或负责的窗口）',
      '请换人，或改查其他窗口',
    ),
    en: text(
      'Nobody inspects his own window',
      '{person} belongs to {subjects} (in person, by seat, by duty or as head)',
      'Send somebody else, or inspect another window',
    ),
  },
  'inspection.too_early': {
    status: 422,
    zh: text('尚未到检查日期', '计划日期为 {day}，今天是 {today}', '请在计划日期当天或以后开始'),
    en: text('Not yet the day', 'It is planned for {day}; today is {today}', 'Begin on that day or later'),
  },
  'inspection.line_unknown': {
    status: 422,
    zh: text(
      '检查项不属于本次检查',
      '“{line}”（{subject}）不在本次检查所依据的制度版本（{edition}）和对象之内',
      '请重新打开检查表，按其中的检查项填写',
    ),
    en: text(
      'Not a line of this inspection',
      '"{line}" ({subject}) is no line or subject of this inspection, which rests on {edition}',
      'Open the check-list again and answer the lines that it has',
    ),
  },
  'inspection.evidence_unknown': {
    status: 422,
    zh: text('证据材料尚未上传', '没有找到这些材料：{missing}', '请先上传照片或文件，再保存检查结果'),
    en: text(
      'Evidence not uploaded',
      'These files are not here: {missing}',
      'Upload them first, then save the answers',
    ),
  },
  'inspection.incomplete': {
    status: 422,
    zh: text('检查表没有填完', '还有 {count} 项没有结论，例如 {lines}', '每项选择符合、不符合或不适用后再签字'),
    en: text(
      'The check-list is not complete',
      '{count} lines have no answer, e.g. {lines}',
      'Say met, not met or does not apply for each, then sign',
    ),
  },
  'inspection.edition_changed': {
    status: 422,
    zh: text(
      '检查当日的制度版本已变',
      '检查依据 {edition}，当日现行的是 {now}，其中没有 {lines}',
      '请取消本次检查，按现行检查表重新计划',
    ),
    en: text(
      'Another edition is in force for that day',
      'It rests on {edition}; in force on that day is {now}, which does not have {lines}',
      'Cancel this inspection and plan it anew with the check-list in force',
    ),
  },
  'inspection.signed_already': {
    status: 422,
    zh: text('您已签字', '同一内容每人只签一次', '请等待检查组其他成员签字'),
    en: text('Signed already', 'Everybody signs the same content once', 'Wait for the other members of the team'),
  },
  'inspection.content_changed': {
    status: 422,
    zh: text('内容与您看到的不一致', '检查结果在您打开后有改动，签字内容须与全组一致', '请核对最新内容后再签字'),
    en: text(
      'Not what you saw',
      'The answers changed after you opened them; all members sign the same content',
      'Read them again, then sign',
    ),
  },
});
