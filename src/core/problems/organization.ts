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
  'organization.zone_unknown': {
    status: 422,
    zh: text('没有这个区域', '大厅没有编号为“{zone}”的区域', '请先在窗口页建立区域，或从列表中选择'),
    en: text(
      'No such zone',
      'The hall has no zone "{zone}"',
      'Set up the zone on the page of windows first, or choose one',
    ),
  },
  'organization.zone_elsewhere': {
    status: 422,
    zh: text('区域不在这个大厅', '区域“{zone}”属于大厅 {hall}', '请选择同一大厅的区域'),
    en: text('The zone lies elsewhere', 'Zone "{zone}" belongs to hall {hall}', 'Choose a zone of the same hall'),
  },
  'organization.hall_unknown': {
    status: 422,
    zh: text('没有这个大厅', '没有编号为“{hall}”的大厅', '请从已有的大厅中选择'),
    en: text('No such hall', 'There is no hall "{hall}"', 'Choose one of the halls there are'),
  },
  'organization.deputy_self': {
    status: 422,
    zh: text('不能把自己设为代理人', '{person} 是本人，本人不能代理本人', '请选择别的人员'),
    en: text('Nobody stands in for himself', '{person} is the person whose list this is', 'Choose somebody else'),
  },
  'organization.deputy_unknown': {
    status: 422,
    zh: text('没有这位在职人员', '编号“{person}”不在花名册上，或已离开单位', '请从花名册中选择在职人员'),
    en: text(
      'No such person at work here',
      '"{person}" is not on the roster, or has left',
      'Choose somebody from the roster',
    ),
  },
  'organization.deputy_circle': {
    status: 422,
    zh: text(
      '代理绕成了一圈',
      '{circle}：这样几个人同时不在时，谁也找不到代理人',
      '请改选不会绕回来的人员，或先请对方把您从其代理人中去掉',
    ),
    en: text(
      'The deputies go round in a circle',
      '{circle}: when these people are away together, nobody is left to sign',
      'Choose somebody from whom it does not lead back, or ask the other to take you off the list first',
    ),
  },
});
