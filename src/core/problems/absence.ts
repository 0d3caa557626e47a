import { defineProblems, text } from './define.js';

/** Refusals about absences that were found or proposed. */
export const absenceProblems = defineProblems({
  'absence.decided': {
    status: 409,
    zh: text('已有认定结果', '{key} 已由 {by} 处理，现为“{state}”', '请刷新查看；对已认定的结果有异议，请走申诉'),
    en: text(
      'Already decided',
      '{key} was decided by {by} and is "{state}"',
      'Refresh to see it; against what was confirmed there is the appeal',
    ),
  },
  'absence.still_explaining': {
    status: 409,
    zh: text(
      '本人说明期未满',
      '{key} 的当事人可在 {dueOn} 前说明情况',
      '说明期满或本人说明后再认定；理由充分的可以先不予认定',
    ),
    en: text(
      'The time to explain is not over',
      'The person concerned may explain {key} until {dueOn}',
      'Confirm it afterwards, or once it was explained; it may be dropped before',
    ),
  },
  'absence.found_already': {
    status: 422,
    zh: text(
      '同一半天已有违规记录',
      '{key} 与 {findings} 是同一人同一时段，一事不得两罚',
      '确属另一事实的，写明理由后再认定；否则不予认定',
    ),
    en: text(
      'The same half day carries a finding already',
      '{key} and {findings} are about the same person and time; one fact is not punished twice',
      'If it is another fact, say why and confirm again; otherwise drop it',
    ),
  },
  'absence.rule_missing': {
    status: 422,
    zh: text(
      '现行制度没有对应条款',
      '{key}（{day}）按当日施行的制度没有可记入的项目',
      '请在制度中绑定缺勤对应的项目，或不予认定',
    ),
    en: text(
      'No rule for it',
      'The edition in force on {day} has no item to which {key} could be posted',
      'Bind the items of absence in the edition, or drop it',
    ),
  },
  'absence.file_in_use': {
    status: 409,
    zh: text(
      '不能撤回考勤文件',
      '有 {count} 条依据该文件的缺勤已认定且仍有效：{keys}',
      '请先撤销对应的违规记录（复核或申诉），再撤回文件',
    ),
    en: text(
      'The file cannot be taken back',
      '{count} confirmed absences that rest on it still stand: {keys}',
      'Have their findings revoked first, by review or appeal',
    ),
  },
  'attendance.hours_missing': {
    status: 422,
    zh: text(
      '制度没有规定上下班时间',
      '现行制度 {edition} 没有 attendance.hours，无法判断迟到早退',
      '请在制度中采用“作息与考勤口径”并填写时间',
    ),
    en: text(
      'No working hours',
      'The edition in force, {edition}, has no attendance.hours, so nobody can say who is late',
      'Let the edition use the pack of office hours and fill in the times',
    ),
  },
  'attendance.hours_invalid': {
    status: 422,
    zh: text('上下班时间不成立', '现行制度 {edition} 中的时间为 {got}', '应为 HH:MM，且上午在前、下午在后、起早于止'),
    en: text(
      'The working hours make no day',
      'The edition in force, {edition}, says {got}',
      'They must be HH:MM, the morning before the afternoon, and each half begin before it ends',
    ),
  },
});
