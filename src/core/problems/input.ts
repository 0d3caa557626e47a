import { defineProblems, text } from './define.js';

export const inputProblems = defineProblems({
  'input.invalid': {
    status: 400,
    zh: text('填写有误', '有 {count} 处填写不符合要求', '请按下方逐项提示修改后重新提交，已填内容仍在'),
    en: text('Invalid input', '{count} field(s) do not meet the requirements', 'Correct the listed fields and send again; nothing was lost'),
  },
  'input.decimal_scale': {
    status: 400,
    zh: text('小数位过多', '“{got}”超过允许的 {scale} 位小数', '请改为最多 {scale} 位小数，系统不会替您四舍五入'),
    en: text('Too many decimals', '"{got}" has more than {scale} decimal places', 'Use at most {scale} decimals; the system does not round for you'),
  },
});
