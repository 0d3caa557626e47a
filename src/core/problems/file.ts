import { defineProblems, text } from './define.js';

/** Refusals of uploaded files and of evidence. */
export const fileProblems = defineProblems({
  'file.empty': {
    status: 422,
    zh: text('文件为空', '“{name}”没有内容', '请重新选择文件上传'),
    en: text('The file is empty', '"{name}" has no content', 'Choose the file again'),
  },
  'file.too_large': {
    status: 413,
    zh: text('文件过大', '单个文件不得超过 {limit}', '请压缩或拆分后重新上传'),
    en: text('The file is too large', 'A file may have at most {limit}', 'Compress or split it and upload again'),
  },
  'file.type_not_allowed': {
    status: 415,
    zh: text('不支持的文件类型', '不接受扩展名“{got}”', '请上传以下类型之一：{allowed}'),
    en: text('File type not allowed', 'The extension "{got}" is not accepted', 'Upload one of: {allowed}'),
  },
  'file.type_mismatch': {
    status: 415,
    zh: text('文件内容与扩展名不符', '“{name}”的内容不是 {named}', '请上传原始文件，不要修改扩展名'),
    en: text(
      'Content and name disagree',
      'The content of "{name}" is not {named}',
      'Upload the original file without changing its extension',
    ),
  },
  'file.active_content': {
    status: 422,
    zh: text('PDF 含有可执行内容', '“{name}”含有脚本、自动动作或嵌入文件', '请另存或打印为普通 PDF 后重新上传'),
    en: text(
      'The PDF has active content',
      '"{name}" contains scripts, automatic actions or embedded files',
      'Print it to a plain PDF and upload that',
    ),
  },
  'file.name_invalid': {
    status: 400,
    zh: text('文件名不合法', '文件名“{name}”含有路径或控制字符', '请改名后重新上传'),
    en: text(
      'Invalid file name',
      'The name "{name}" contains a path or control characters',
      'Rename the file and upload it again',
    ),
  },
  'file.name_too_long': {
    status: 400,
    zh: text('文件名过长', '文件名有 {length} 个字符，最多 {max} 个', '请缩短文件名后重新上传'),
    en: text(
      'File name too long',
      'The name has {length} characters; at most {max} are allowed',
      'Shorten the name and upload it again',
    ),
  },
  'file.multipart_malformed': {
    status: 400,
    zh: text('上传内容不完整', '上传的数据在传输中被截断或格式不对', '请重新上传'),
    en: text('Broken upload', 'The uploaded data is cut off or malformed', 'Upload it again'),
  },
  'file.too_many_parts': {
    status: 413,
    zh: text('上传部分过多', '一次只能上传一个文件', '请分次上传'),
    en: text('Too many parts', 'One file at a time', 'Upload the files one by one'),
  },
  'file.missing': {
    status: 400,
    zh: text('没有收到文件', '请求中没有名为 file 的文件', '请选择文件后上传'),
    en: text('No file received', 'The request has no file named "file"', 'Choose a file and upload it'),
  },
  'ledger.fact_unknown': {
    status: 404,
    zh: text('没有找到记录', '有 {count} 条要撤回的记录不存在', '请刷新后重新选择'),
    en: text('Fact not found', '{count} of the facts to take back do not exist', 'Refresh and choose again'),
  },
  'ledger.evidence_unknown': {
    status: 422,
    zh: text('证据文件不存在', '记录引用了 {count} 个没有上传过的证据文件', '请先上传证据再提交'),
    en: text(
      'Evidence not found',
      'The record refers to {count} evidence file(s) that were never uploaded',
      'Upload the evidence first',
    ),
  },
});
