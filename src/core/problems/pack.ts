import { defineProblems, text } from './define.js';

export const packProblems = defineProblems({
  'regulation.blank': {
    status: 422,
    zh: text('制度条文有空白待填', '“{parameter}”（{article}）在原文中为空白，尚未填写，不能计算', '请制度管理员填写该参数并注明依据'),
    en: text('A blank of the regulation is not filled in', '"{parameter}" ({article}) is blank in the text, so nothing can be computed', 'Ask the rule administrator to fill it in and state the basis'),
  },
});
