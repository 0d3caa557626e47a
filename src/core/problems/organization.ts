import { defineProblems, text } from './define.js';

export const organizationProblems = defineProblems({
  'organization.still_used': {
    status: 409,
    zh: text('仍被其他记录引用', '这些人员、单位或窗口已被后来的记录引用，不能撤回', '请先撤回后来的导入，再撤回本批'),
    en: text(
      'Still referred to',
      'Later records refer to these people, units or windows, so they cannot be withdrawn',
      'Undo the later imports first, then this one',
    ),
  },
});
