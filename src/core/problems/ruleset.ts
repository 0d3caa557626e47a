import { defineProblems, text } from './define.js';

/** Refusals of drafts of an edition and of the way into force (W13). */
export const ruleSetProblems = defineProblems({
  'ruleset.not_clean': {
    status: 422,
    zh: text('草案检查未通过', '草案还有问题：{faults}', '请在草案页查看全部问题，修改后重新检查'),
    en: text(
      'The draft does not pass the check',
      'There are faults: {faults}',
      'The page of the draft lists all of them; correct them and check again',
    ),
  },
  'ruleset.blanks': {
    status: 422,
    zh: text('还有空白待填', '所选周期用到的参数尚未填写：{blanks}', '请在“待填参数”中填写并注明依据'),
    en: text(
      'Blanks are not filled in',
      'Parameters that the chosen cycles need are blank: {blanks}',
      'Fill them in and state the basis',
    ),
  },
  'ruleset.changed': {
    status: 422,
    zh: text(
      '草案在检查之后又有改动',
      '检查时的版本为 {checked}，现在的草案为 {now}',
      '请退回起草，由起草人重新检查后再送',
    ),
    en: text(
      'The draft has changed since it was checked',
      'Checked was {checked}, the draft is now {now}',
      'Return it, so that it is checked and sent again',
    ),
  },
  'ruleset.period_final': {
    status: 422,
    zh: text(
      '施行日期落在已定案的周期',
      '{period} 的结果已经定案，新版本不能自 {from} 起施行',
      '请选择该周期之后的日期',
    ),
    en: text(
      'A period that is final would be touched',
      'The result of {period} is final, so an edition cannot begin on {from}',
      'Choose a day after that period',
    ),
  },
  'ruleset.period_running': {
    status: 422,
    zh: text(
      '该周期的考核已经开始',
      '{period} 的考核已按开始时的版本进行，新版本不能自 {from} 起施行',
      '请选择该周期之后的日期',
    ),
    en: text(
      'An appraisal of that time is under way',
      'The appraisal of {period} goes by the edition it began with, so another cannot begin on {from}',
      'Choose a day after that period',
    ),
  },
  'ruleset.overlap': {
    status: 422,
    zh: text('施行期与另一版本重叠', '{other} 已经采用，新版本不能自 {from} 起施行', '请选择更晚的施行日期'),
    en: text(
      'Another edition counts at that time',
      '{other} is adopted already, so this one cannot begin on {from}',
      'Choose a later day',
    ),
  },
  'ruleset.not_your_step': {
    status: 422,
    zh: text('现在不由您退回', '只有本环节的办理人可以退回', '请由本环节的复核、审核或批准人退回'),
    en: text(
      'Not yours to return now',
      'Only those who hold the present step can return it',
      'Ask the reviewer, examiner or approver of this step',
    ),
  },
  'ruleset.from_not_first': {
    status: 422,
    zh: text('施行日期须为每月 1 日', '{from} 不是月初；一个考核周期只适用一个版本', '请改为 {earlier} 或 {later}'),
    en: text(
      'An edition begins with a month',
      '{from} is not the first of a month, and a period is appraised by one edition',
      'Choose {earlier} or {later}',
    ),
  },
  'ruleset.item_dropped': {
    status: 422,
    zh: text(
      '年度内不能删去计分条目',
      '{item} 影响全年累计的积分，年中删去会使已登记的记录失去依据',
      '请保留该条目（可改分值），或自 {next} 起施行',
    ),
    en: text(
      'An item of a yearly balance cannot go within the year',
      '{item} moves a balance that runs over the year; entries of it would lose their rule',
      'Keep the item (its amount may change), or begin on {next}',
    ),
  },
  'ruleset.draft_unknown': {
    status: 404,
    zh: text('没有这份草案', '找不到草案 {id}', '请在草案列表中选择'),
    en: text('No such draft', 'Draft {id} was not found', 'Choose one from the list'),
  },
  'ruleset.draft_changed': {
    status: 412,
    zh: text('草案已被他人修改', '您看到的是第 {seen} 版，现在是第 {revision} 版', '请刷新后在最新内容上修改'),
    en: text(
      'Somebody else changed the draft',
      'You saw revision {seen}; it is now {revision}',
      'Reload it and make your change on what is there',
    ),
  },
  'ruleset.draft_locked': {
    status: 409,
    zh: text('草案正在审批或已结束', '草案的流程处于“{state}”，内容不能再改', '请先退回起草，或另起一份草案'),
    en: text(
      'The draft is being signed or finished',
      'Its case is in "{state}", so the text stays as it is',
      'Have it returned first, or start another draft',
    ),
  },
  'ruleset.draft_has_case': {
    status: 409,
    zh: text('草案已送审', '草案已有审批流程（{state}），不能删除', '不再需要时请撤回该流程'),
    en: text(
      'The draft was sent to review',
      'It has a case already ({state}) and cannot be deleted',
      'Withdraw the case if it is no longer wanted',
    ),
  },
  'ruleset.file_unknown': {
    status: 404,
    zh: text('草案中没有该文件', '没有文件 {file}，现有：{allowed}', '请从文件列表中选择'),
    en: text('The draft has no such file', 'There is no {file}; there are {allowed}', 'Choose one from the list'),
  },
  'pack.patch_unknown': {
    status: 422,
    zh: text('没有这个条目', '制度中没有 {rule}，最接近的是 {close}', '请从条目列表中选择'),
    en: text('No such rule', 'The regulation has no {rule}; the nearest is {close}', 'Choose one from the list'),
  },
  'pack.patch_absent': {
    status: 422,
    zh: text('该条目没有这一数额', '{rule} 没有 {field}，可以改的有：{allowed}', '请改其中一项，或在文本中修改'),
    en: text(
      'The rule has no such figure',
      '{rule} has no {field}; it has {allowed}',
      'Change one of those, or the text itself',
    ),
  },
  'pack.patch_bound': {
    status: 422,
    zh: text('该数额由选项或参数给出', '{rule} 的 {field} 由 {allowed} 给出', '请改该选项或参数'),
    en: text(
      'The figure comes from a setting or parameter',
      'The {field} of {rule} is given by {allowed}',
      'Change that setting or parameter',
    ),
  },
});
