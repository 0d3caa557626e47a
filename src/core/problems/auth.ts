import { defineProblems, text } from './define.js';

export const authProblems = defineProblems({
  'auth.required': {
    status: 401,
    zh: text('请先登录', '此操作需要登录', '请登录后重试，页面上已填写的内容会保留'),
    en: text('Sign-in required', 'This needs a signed-in person', 'Sign in and try again; what you typed is kept'),
  },
  'auth.forbidden': {
    status: 403,
    zh: text('没有权限', '您的岗位权限不包括此操作', '如确需办理，请联系有权限的人员或系统管理员'),
    en: text(
      'Not allowed',
      'Your roles do not include this action',
      'Ask someone who holds the right, or the administrator',
    ),
  },
  'auth.self_decision': {
    status: 403,
    zh: text('不能审批与本人有关的事项', '您是本事项的当事人、记录人或须回避的人员', '请由其他有权限的人员办理'),
    en: text(
      'You may not decide on your own matter',
      'You are a party to this matter, recorded it, or must withdraw',
      'Leave it to another person who holds the right',
    ),
  },
  'auth.csrf_rejected': {
    status: 403,
    zh: text('请求来源校验未通过', '缺少防伪令牌，或请求来自其他网站', '请在本系统页面刷新后重试'),
    en: text(
      'Origin check failed',
      'The anti-forgery token is missing or the request came from another site',
      'Reload the page of this system and try again',
    ),
  },
});
