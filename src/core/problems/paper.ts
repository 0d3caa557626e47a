import { defineProblems, text } from './define.js';

export const paperProblems = defineProblems({
  'paper.browser_missing': {
    status: 503,
    zh: text(
      '没有可用的打印浏览器',
      '没有找到可以运行的 Chrome 或 Chromium（{path}）',
      '请安装 Chrome/Chromium，或在 PUPPETEER_EXECUTABLE_PATH 中写明其路径',
    ),
    en: text(
      'No browser to print with',
      'No Chrome or Chromium that can run was found ({path})',
      'Install Chrome or Chromium, or name its path in PUPPETEER_EXECUTABLE_PATH',
    ),
  },
  'paper.glyph_missing': {
    status: 422,
    zh: text(
      '字库缺字，不能印制',
      '“{text}”中的 {characters} 在公文字库中没有字形，印出来会是方框',
      '请核对是否录入了自造字或错字；确为生僻字的，请管理员补充字库后再印',
    ),
    en: text(
      'A character cannot be printed',
      'The print fonts have no glyph for {characters} in "{text}"',
      'Check for private-use or mistyped characters; for a truly rare one ask the administrator to extend the fonts',
    ),
  },
  'paper.render_limit': {
    status: 422,
    zh: text('文书过大，不能印制', '文书超过 {limit}（{what}），已停止排版', '请减少表格行数或分成几份文书'),
    en: text(
      'The paper is too large',
      'The paper exceeds {limit} ({what}); typesetting was stopped',
      'Use fewer rows or split it into several papers',
    ),
  },
  'paper.render_failed': {
    status: 503,
    zh: text('排版没有成功', '打印浏览器两次中断，文书“{title}”没有生成', '系统会自动重试；若持续出现，请联系运维人员'),
    en: text(
      'Typesetting failed',
      'The browser ended twice while printing "{title}"',
      'It is tried again by itself; if it persists, call the operator',
    ),
  },
  'paper.data_invalid': {
    status: 422,
    zh: text('文书数据不完整', '“{template}”所需的 {count} 项数据缺失或不合规', '请按逐项提示补正业务数据后重新制发'),
    en: text(
      'The data of the paper is incomplete',
      '{count} field(s) that "{template}" needs are missing or wrong',
      'Correct the listed fields of the business and issue again',
    ),
  },
  'paper.source_unknown': {
    status: 500,
    zh: text('没有文书数据来源', '系统中没有名为“{source}”的数据来源', '请联系运维人员'),
    en: text('No such source of paper data', 'Nobody has registered the source "{source}"', 'Call the operator'),
  },
  'paper.template_unknown': {
    status: 422,
    zh: text('没有这个文书模板', '没有“{template}”（第 {version} 版）', '请使用：{available}'),
    en: text('No such paper template', 'There is no "{template}" version {version}', 'Use one of: {available}'),
  },
  'paper.office_missing': {
    status: 422,
    zh: text(
      '尚未设置发文机关',
      '本单位没有设置发文机关名称、机关代字和印章图样，不能编号',
      '请管理员先填写发文机关设置',
    ),
    en: text(
      'The issuing office is not set',
      'Name, prefix and seal of the issuing office are not set, so no number can be given',
      'Ask the administrator to fill in the issuing office',
    ),
  },
  'paper.seal_missing': {
    status: 422,
    zh: text('没有印章图样', '印章图样“{seal}”不存在', '请管理员核对发文机关设置'),
    en: text(
      'The seal picture is missing',
      'There is no picture of the seal "{seal}"',
      'Ask the administrator to check the issuing office',
    ),
  },
  'paper.not_found': {
    status: 404,
    zh: text('没有找到文书', '文书不存在，或不在您的查看范围内', '请返回列表重新选择'),
    en: text(
      'Paper not found',
      'The paper does not exist or is outside what you may see',
      'Go back to the list and choose again',
    ),
  },
  'paper.not_ready': {
    status: 409,
    zh: text('文书正在排版', '文书 {number} 已编号，文件尚未生成', '请稍候片刻再打开'),
    en: text(
      'The paper is being typeset',
      'Paper {number} has its number; the file is not there yet',
      'Open it again in a moment',
    ),
  },
  'paper.file_damaged': {
    status: 500,
    zh: text('存档文件已损坏', '文书 {number} 的存档文件与登记的摘要不符，已停止提供', '请运维人员从备份恢复该文件'),
    en: text(
      'The archived file is damaged',
      'The stored file of {number} does not match its recorded hash and is withheld',
      'Ask the operator to restore it from the backup',
    ),
  },
  'paper.code_unknown': {
    status: 404,
    zh: text('核验码不存在', '没有核验码为“{code}”的文书', '请核对 16 位核验码；字母不含 I、L、O、U'),
    en: text(
      'Unknown verification code',
      'No paper has the code "{code}"',
      'Check the 16 characters; the letters I, L, O and U are not used',
    ),
  },
  'template.syntax': {
    status: 422,
    zh: text('模板语法错误', '第 {line} 行：{message}', '请检查成对的标记是否闭合'),
    en: text('Template syntax error', 'Line {line}: {message}', 'Check that every block is closed'),
  },
  'template.unknown_variable': {
    status: 422,
    zh: text('模板中有未知的数据项', '第 {line} 行的“{name}”不是本文书的数据项', '您是否想写：{suggestion}'),
    en: text(
      'Unknown variable in the template',
      '"{name}" in line {line} is not data of this paper',
      'Did you mean: {suggestion}',
    ),
  },
  'template.raw_output': {
    status: 422,
    zh: text('模板不得输出未转义的内容', '第 {line} 行使用了三重花括号或 &', '请改用双花括号'),
    en: text('Raw output is not allowed', 'Line {line} uses triple braces or &', 'Use double braces'),
  },
  'template.forbidden_tag': {
    status: 422,
    zh: text('模板中有不允许的标签或属性', '第 {line} 行的“{name}”不允许使用', '可用的标签：{allowed}'),
    en: text('Tag or attribute not allowed', '"{name}" in line {line} is not allowed', 'Allowed tags: {allowed}'),
  },
  'template.remote_resource': {
    status: 422,
    zh: text('模板不得引用外部资源', '第 {line} 行引用了“{name}”', '图片请随模板一起存放，由模板助手插入'),
    en: text(
      'Outside resources are not allowed',
      'Line {line} refers to "{name}"',
      'Ship pictures with the template and insert them by a helper',
    ),
  },
  'template.forbidden_path': {
    status: 422,
    zh: text(
      '模板访问了不允许的路径',
      '第 {line} 行的“{name}”不允许使用',
      '只能使用本文书的数据项和列出的助手：{allowed}',
    ),
    en: text(
      'Path or helper not allowed',
      '"{name}" in line {line} is not allowed',
      'Only data of the paper and these helpers: {allowed}',
    ),
  },
  'template.unquoted_attribute': {
    status: 422,
    zh: text('属性值须加引号且不得含数据', '第 {line} 行的“{name}”', '请给 class 属性加双引号，其他属性不要写入数据'),
    en: text(
      'Attribute values must be quoted and fixed',
      '"{name}" in line {line}',
      'Quote the attribute; data may stand in class only',
    ),
  },
});
