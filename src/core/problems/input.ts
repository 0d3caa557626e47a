import { defineProblems, text } from './define.js';

export const inputProblems = defineProblems({
  'input.invalid': {
    status: 400,
    zh: text('填写有误', '有 {count} 处填写不符合要求', '请按下方逐项提示修改后重新提交，已填内容仍在'),
    en: text(
      'Invalid input',
      '{count} field(s) do not meet the requirements',
      'Correct the listed fields and send again; nothing was lost',
    ),
  },
  'input.decimal_scale': {
    status: 400,
    zh: text('小数位过多', '“{got}”超过允许的 {scale} 位小数', '请改为最多 {scale} 位小数，系统不会替您四舍五入'),
    en: text(
      'Too many decimals',
      '"{got}" has more than {scale} decimal places',
      'Use at most {scale} decimals; the system does not round for you',
    ),
  },
  'input.field_not_allowed': {
    status: 400,
    zh: text('含有不允许的字段', '字段 {where} 不在允许的范围内', '请去掉该字段后重新提交'),
    en: text('Field not allowed', 'Field {where} is not allowed here', 'Remove the field and send again'),
  },
  'input.body_not_object': {
    status: 400,
    zh: text('请求内容格式不对', '请求体应为 JSON 对象', '请以 花括号对象 形式提交'),
    en: text('Body must be an object', 'The body must be a JSON object', 'Send an object'),
  },
  'input.type_mismatch': {
    status: 400,
    zh: text('数据类型不对', '{where} 的类型不对，系统不做自动转换', '请按要求的类型填写'),
    en: text('Wrong type', '{where} has the wrong type; nothing is converted', 'Send the type that is asked for'),
  },
  'input.value_missing': {
    status: 400,
    zh: text('缺少必填内容', '缺少 {where}', '请补充后重新提交'),
    en: text('Value missing', '{where} is missing', 'Fill it in and send again'),
  },
  'input.number_not_finite': {
    status: 400,
    zh: text('数字无效', '{where} 不是有限数字', '请填写有限的十进制数字'),
    en: text('Not a finite number', '{where} is not a finite number', 'Send a finite decimal'),
  },
  'input.number_unsafe': {
    status: 400,
    zh: text('数字超出精确范围', '{got} 超出可精确表示的范围', '请改用字符串（文本）提交'),
    en: text('Number not exact', '{got} cannot be represented exactly', 'Send it as a string'),
  },
  'input.duplicate_key': {
    status: 400,
    zh: text('字段重复', '字段“{key}”出现了两次（第 {line} 行第 {column} 列）', '每个字段只保留一个'),
    en: text('Duplicate key', 'Key "{key}" occurs twice (line {line}, column {column})', 'Keep one of them'),
  },
  'input.json_syntax': {
    status: 400,
    zh: text('JSON 格式错误', '第 {line} 行第 {column} 列附近无法识别', '请检查括号、引号与逗号'),
    en: text('JSON syntax error', 'Cannot read near line {line}, column {column}', 'Check brackets, quotes and commas'),
  },
  'input.content_type': {
    status: 415,
    zh: text('内容类型不支持', '请求的内容类型为 {got}', '请使用 {allowed}'),
    en: text('Content type not supported', 'The request was sent as {got}', 'Use {allowed}'),
  },
  'input.body_too_large': {
    status: 413,
    zh: text('内容过大', '请求内容超过 {limit} 的上限', '请精简内容，或把附件改为文件上传'),
    en: text('Body too large', 'The body exceeds the limit of {limit}', 'Shorten it, or upload attachments as files'),
  },
  'input.json_too_deep': {
    status: 400,
    zh: text('内容嵌套过深', 'JSON 嵌套超过 {limit} 层', '请减少嵌套层数'),
    en: text('Nested too deeply', 'JSON is nested deeper than {limit} levels', 'Use fewer levels'),
  },
  'input.array_too_long': {
    status: 400,
    zh: text('列表过长', '列表超过 {limit} 项', '请分批提交'),
    en: text('List too long', 'A list has more than {limit} items', 'Send it in parts'),
  },
  'input.date_invalid': {
    status: 400,
    zh: text('日期不存在', '{where} 的日期“{got}”不存在', '请填写真实存在的日期，格式 YYYY-MM-DD'),
    en: text('No such date', '{where}: "{got}" does not exist', 'Use an existing date as YYYY-MM-DD'),
  },
  'input.text_characters': {
    status: 400,
    zh: text('含有不允许的字符', '{where} 含有控制字符或方向控制字符', '请删除不可见字符后重试'),
    en: text(
      'Characters not allowed',
      '{where} contains control or direction characters',
      'Remove the invisible characters',
    ),
  },
  'input.sort_field': {
    status: 400,
    zh: text('不支持按此列排序', '不能按“{got}”排序', '可用的排序列：{allowed}'),
    en: text('Cannot sort by this', 'Sorting by "{got}" is not possible', 'Allowed: {allowed}'),
  },
  'input.page_size': {
    status: 400,
    zh: text('每页数量超出范围', '每页数量应为 1 至 {max}', '请减小 pageSize'),
    en: text('Page size out of range', 'Page size must be 1 to {max}', 'Lower pageSize'),
  },
  'input.page_invalid': {
    status: 400,
    zh: text('页码无效', '页码“{got}”无效', '请填写 1 至 {max} 之间的整数'),
    en: text('Invalid page', 'Page "{got}" is not valid', 'Use an integer from 1 to {max}'),
  },
  'input.param_repeated': {
    status: 400,
    zh: text('查询参数重复', '参数 {name} 只能出现一次', '请只保留一个 {name}'),
    en: text('Parameter repeated', 'Parameter {name} may occur once only', 'Keep one {name}'),
  },
  'input.param_unknown': {
    status: 400,
    zh: text('未知的查询参数', '不支持参数 {name}', '可用参数：{allowed}'),
    en: text('Unknown parameter', 'Parameter {name} is not supported', 'Allowed: {allowed}'),
  },
  'input.id_format': {
    status: 400,
    zh: text('编号格式不对', '“{got}”不是有效编号', '请从列表重新进入'),
    en: text('Malformed id', '"{got}" is not a valid id', 'Open it from the list again'),
  },
  'input.address_invalid': {
    status: 400,
    zh: text('网址无效', '网址中有无法识别的编码', '请从页面上的链接重新进入'),
    en: text('Invalid address', 'The address is not properly encoded', 'Open it from a link on a page again'),
  },
  'input.range_too_wide': {
    status: 400,
    zh: text('查询范围不合适', '结束须不早于开始，且区间不超过 {max} 天', '请核对并缩小起止日期'),
    en: text(
      'Range does not fit',
      'The end must not lie before the start, and the range may not exceed {max} days',
      'Check and narrow the dates',
    ),
  },
});
