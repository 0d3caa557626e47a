import { defineProblems, text } from './define.js';

export const platformProblems = defineProblems({
  'platform.not_found': {
    status: 404,
    zh: text('没有找到', '所请求的内容不存在，或不在您的查看范围内', '请返回列表重新选择'),
    en: text('Not found', 'It does not exist or is outside what you may see', 'Go back to the list and choose again'),
  },
  'platform.unexpected': {
    status: 500,
    zh: text('系统出现意外错误', '操作没有完成，编号 {traceId} 已记录', '请稍后重试；若仍出现，请把编号告知运维人员'),
    en: text('Unexpected error', 'The operation did not complete; it was recorded as {traceId}', 'Try again later; if it persists, give this number to the operator'),
  },
});
