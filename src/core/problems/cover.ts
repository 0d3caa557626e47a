import { defineProblems, text } from './define.js';

/** What cover plans refuse. */
export const coverProblems = defineProblems({
  'cover.none': {
    status: 422,
    zh: text(
      '没有可行的顶岗方案',
      '窗口 {window} 在这段时间没有任何可行的安排',
      '请查看方案页上的证明，调整请假时间或请派出单位另派人员',
    ),
    en: text(
      'No cover plan exists',
      'There is no arrangement for window {window} in this time',
      'See the proof on the plan page; choose another time or ask the home unit for somebody else',
    ),
  },
  'cover.plan_stale': {
    status: 409,
    zh: text('在岗情况已变化', '计算之后窗口 {window} 相关人员的安排有变，原方案不再成立', '请重新计算方案'),
    en: text(
      'The hall has changed',
      'Since the plan was computed somebody around window {window} was taken, and it no longer holds',
      'Compute the plan again',
    ),
  },
});
