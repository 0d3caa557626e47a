import { defineProblems, text } from './define.js';

export const identityProblems = defineProblems({
  'auth.login_failed': {
    status: 401,
    zh: text('登录没有成功', '单位、账号或密码不对', '请核对后重试；忘记密码请联系本单位系统管理员'),
    en: text(
      'Sign-in failed',
      'Institution, account or password is wrong',
      'Check them and try again; ask your administrator if the password is lost',
    ),
  },
  'auth.login_locked': {
    status: 429,
    zh: text('尝试次数过多', '多次密码不对，暂停登录', '请 {minutes} 分钟后再试；忘记密码请联系本单位系统管理员'),
    en: text(
      'Too many attempts',
      'The password was wrong several times, so sign-in rests',
      'Try again in {minutes} minute(s); ask your administrator if the password is lost',
    ),
  },
  'auth.session_expired': {
    status: 401,
    zh: text('登录已过期', '长时间没有操作，或登录已满 12 小时', '请重新登录，页面上已填写的内容会保留'),
    en: text(
      'Session expired',
      'Nothing was done for a while, or twelve hours are over',
      'Sign in again; what you typed is kept',
    ),
  },
  'auth.session_invalid': {
    status: 401,
    zh: text('登录凭据无效', '登录凭据不存在、已退出或被改动', '请重新登录，页面上已填写的内容会保留'),
    en: text(
      'Session not valid',
      'The session does not exist, was ended or was altered',
      'Sign in again; what you typed is kept',
    ),
  },
  'auth.csrf_rejected': {
    status: 403,
    zh: text('请求来源没有通过核对', '请求缺少防伪标记，或来自其他网站', '请回到本系统页面刷新后重试'),
    en: text(
      'Request rejected',
      'The anti-forgery token is missing or the request came from another site',
      'Reload a page of this system and try again',
    ),
  },
  'auth.password_too_short': {
    status: 422,
    zh: text('密码太短', '密码至少 {min} 个字符', '可用几个词连成一句，便于记忆'),
    en: text(
      'Password too short',
      'A password has at least {min} characters',
      'Several words in a row are easy to remember',
    ),
  },
  'auth.password_too_long': {
    status: 422,
    zh: text('密码太长', '密码至多 {max} 个字符', '请缩短后重试'),
    en: text('Password too long', 'A password has at most {max} characters', 'Shorten it'),
  },
  'auth.password_too_common': {
    status: 422,
    zh: text(
      '密码太容易被猜中',
      '该密码属于常见密码，或含有单位名称、账号、姓名',
      '请换用不常见的几个词，不要含单位名称、账号或姓名',
    ),
    en: text(
      'Password too easy to guess',
      'It is a common one, or holds the name of the office, the account or the person',
      'Use several uncommon words without those names',
    ),
  },
  'auth.link_invalid': {
    status: 410,
    zh: text('链接已失效', '该链接已用过、已过期或不存在', '请系统管理员重新签发一次性链接'),
    en: text(
      'The link is no longer valid',
      'It was used, has expired or does not exist',
      'Ask the administrator for a new one-time link',
    ),
  },
  'demo.off': {
    status: 404,
    zh: text('未启用演示', '本系统没有启用演示方式', '请用账号和密码登录'),
    en: text('No demonstration here', 'The demonstration is not switched on', 'Sign in with account and password'),
  },
  'demo.loopback_only': {
    status: 403,
    zh: text(
      '演示登录只限本机',
      '演示人员没有密码，只能在运行本系统的电脑上登录',
      '请在本机用 127.0.0.1 打开，或使用账号密码登录',
    ),
    en: text(
      'Demonstration sign-in is for this machine only',
      'Demonstration people have no password, so they sign in only where the system runs',
      'Open 127.0.0.1 on that machine, or use an account',
    ),
  },
  'demo.institution_exists': {
    status: 409,
    zh: text('单位代码已被使用', '代码“{code}”已有单位', '请换一个代码'),
    en: text('The code is taken', 'There is an institution "{code}" already', 'Choose another code'),
  },
});
