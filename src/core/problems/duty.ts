import { defineProblems, text } from './define.js';

export const dutyProblems = defineProblems({
  'duty.feed_forbidden': {
    status: 403,
    zh: text(
      '不能订阅该窗口的日历',
      '窗口 {window} 的日历地址只能由该窗口负责人或督查科生成',
      '请联系窗口负责人；您可以生成自己的日历地址',
    ),
    en: text(
      'No calendar of this window for you',
      'The calendar address of window {window} is made by its head or the supervision section',
      'Ask the head of the window; you can make an address for your own calendar',
    ),
  },
});
