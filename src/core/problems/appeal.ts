import { defineProblems, text } from './define.js';

export const appealProblems = defineProblems({
  'appeal.already_open': {
    status: 422,
    zh: text(
      '已有申诉在办理',
      '对同一记录或结果的申诉 {key} 尚未办结',
      '请在“我发起的”中查看进展，可补充证据或撤回后重新提出',
    ),
    en: text(
      'An appeal is open already',
      'Appeal {key} against the same entry or result is not closed',
      'Follow it under "started by me"; add evidence, or withdraw and file again',
    ),
  },
});
