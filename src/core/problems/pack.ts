import { defineProblems, text } from './define.js';

const fix = { zh: '请按位置修改后重新检查', en: 'Correct the place that is named and check again' };
const pack = (zh: [string, string], en: [string, string]) => ({
  status: 422,
  zh: text(zh[0], zh[1], fix.zh),
  en: text(en[0], en[1], fix.en),
});

export const packProblems = defineProblems({
  'regulation.blank': {
    status: 422,
    zh: text(
      '制度条文有空白待填',
      '“{parameter}”（{article}）在原文中为空白，尚未填写，不能计算',
      '请制度管理员填写该参数并注明依据',
    ),
    en: text(
      'A blank of the regulation is not filled in',
      '"{parameter}" ({article}) is blank in the text, so nothing can be computed',
      'Ask the rule administrator to fill it in and state the basis',
    ),
  },
  'regulation.gap': {
    status: 422,
    zh: text(
      '制度未作规定',
      '“{rule}”没有任何一行适用于 {got}',
      '请核对所填事实；确属制度空白的，请制度管理员补充规定',
    ),
    en: text(
      'The regulation does not say',
      'No row of "{rule}" fits {got}',
      'Check the facts; if the regulation really is silent, ask the rule administrator to complete it',
    ),
  },
  'regulation.conflict': {
    status: 422,
    zh: text('制度条款相互冲突', '“{rule}”中 {first} 与 {second} 同时适用', '请制度管理员选定冲突条款的读法'),
    en: text(
      'Two provisions clash',
      'In "{rule}" both {first} and {second} apply',
      'Ask the rule administrator to settle which reading holds',
    ),
  },
  'regulation.incomplete': {
    status: 422,
    zh: text(
      '制度原文不完整',
      '“{output}”的原文被截断，只能看到 {of} 分的内容，不能出具结果',
      '请制度管理员补全条款，或者选择只作预览',
    ),
    en: text(
      'The text of the regulation breaks off',
      'The source of "{output}" is cut; only {of} points of it are known, so there is no result',
      'Ask the rule administrator to complete it, or choose the preview',
    ),
  },
  'regulation.range_unlinked': {
    status: 422,
    zh: text(
      '扣分与罚款不在各自幅度的同一位置',
      '“{rule}”选定 {points} 分、{money} 元，本单位要求两者对应，应为 {expected} 元',
      '请改选对应的数额',
    ),
    en: text(
      'Points and fine stand at different places of their ranges',
      'For "{rule}" {points} points and ¥{money} were chosen; this office wants them to correspond: ¥{expected}',
      'Choose the amounts that correspond',
    ),
  },
  'regulation.quota_exceeded': {
    status: 422,
    zh: text('超出名额', '“{honour}”尚余 {left} 个名额，裁定了 {got} 个', '请减少裁定人数'),
    en: text(
      'More than the places left',
      '"{honour}" has {left} place(s) left, but {got} were ruled in',
      'Rule in fewer',
    ),
  },
  'regulation.stage_skipped': {
    status: 422,
    zh: text('不能跳过步骤', '“{procedure}”现处于 {at}，下一步是 {next}，不能直接到 {to}', '请先完成下一步，再继续'),
    en: text(
      'No stage may be skipped',
      '"{procedure}" stands at {at}; the next stage is {next}, not {to}',
      'Complete the next stage first',
    ),
  },
  'regulation.unknown': {
    status: 404,
    zh: text('制度中没有该名称', '所用制度没有“{name}”', '请核对名称'),
    en: text('The regulation has no such name', 'The regulation in use has no "{name}"', 'Check the name'),
  },
  'regulation.input': {
    status: 422,
    zh: text('判定所需信息不全', '“{decision}”需要“{name}”，收到的是 {got}', '请补全后重试'),
    en: text('The decision lacks an input', '"{decision}" needs "{name}" but got {got}', 'Complete it and try again'),
  },
  'pack.too_large': pack(['制度包文件过大', '{where} 超过 1 MiB'], ['Pack file too large', '{where} exceeds 1 MiB']),
  'pack.too_deep': pack(
    ['嵌套过深', '{where} 嵌套超过 12 层'],
    ['Nested too deep', '{where} is nested deeper than 12 levels'],
  ),
  'pack.syntax': pack(['YAML 写法有误', '{where} 处无法识别'], ['YAML syntax error', '{where} cannot be read']),
  'pack.duplicate_key': pack(
    ['键重复', '{where} 的键在同一层出现两次'],
    ['Duplicate key', 'The key at {where} appears twice in one map'],
  ),
  'pack.tag_forbidden': pack(
    ['不允许标签', '{where} 用了标签 {got}'],
    ['Tags are not allowed', '{where} uses the tag {got}'],
  ),
  'pack.alias_forbidden': pack(
    ['不允许别名、锚点与合并键', '{where} 用了 {got}'],
    ['Aliases, anchors and merge keys are not allowed', '{where} uses {got}'],
  ),
  'pack.number_not_finite': pack(['不是有限的数', '{where} 写了 {got}'], ['Not a finite number', '{where} says {got}']),
  'pack.field_unknown': pack(
    ['不认识的字段', '{where} 的字段 {got} 不在制度语言中'],
    ['Unknown field', 'The field {got} at {where} is not part of the language'],
  ),
  'pack.invalid': pack(
    ['内容不符合制度语言', '{where} 写了 {got}'],
    ['Not in the pack language', '{where} says {got}'],
  ),
  'pack.reference_missing': pack(
    ['引用不存在', '{where} 引用的 {got} 不存在'],
    ['Reference missing', '{where} refers to {got}, which does not exist'],
  ),
  'pack.name_twice': pack(
    ['名称重复', '{where} 的 {got} 已被使用'],
    ['Name used twice', '{got} at {where} is already taken'],
  ),
  'pack.weights_not_100': pack(
    ['权重之和不是 100', '{where} 的权重之和为 {got}'],
    ['Weights do not add up to 100', 'The weights at {where} add up to {got}'],
  ),
  'pack.units_mixed': pack(
    ['单位不同，不能相加', '{where} 把 {first} 与 {second} 放在一起'],
    ['Different units are never added', '{where} puts {first} and {second} together'],
  ),
  'pack.bands_gap': pack(
    ['档次有空隙', '{where}：{got} 没有档次'],
    ['Gap between bands', '{where}: {got} falls into no band'],
  ),
  'pack.bands_overlap': pack(
    ['档次重叠', '{where}：{got} 属于两个档次'],
    ['Bands overlap', '{where}: {got} falls into two bands'],
  ),
  'pack.effective_overlap': pack(
    ['版本施行期重叠', '{where}：版本 {got} 的施行期与前一版本重叠'],
    ['Editions overlap in time', '{where}: edition {got} overlaps the one before'],
  ),
});
