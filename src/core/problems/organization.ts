import { defineProblems, text } from './define.js';

export const organizationProblems = defineProblems({
  'organization.institution_unknown': {
    status: 404,
    zh: text('没有这个单位', '没有代码为“{code}”的单位', '要新建单位，请同时给出 --institution-name 和 --kind'),
    en: text(
      'No such institution',
      'There is no institution "{code}"',
      'To make one, give --institution-name and --kind as well',
    ),
  },
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
