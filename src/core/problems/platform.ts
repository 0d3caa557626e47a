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
    en: text(
      'Unexpected error',
      'The operation did not complete; it was recorded as {traceId}',
      'Try again later; if it persists, give this number to the operator',
    ),
  },
  'platform.database_unavailable': {
    status: 503,
    zh: text('数据库暂时不可用', '操作没有完成，也没有留下半截数据', '系统正在自动恢复，请稍候重试；重试不会重复办理'),
    en: text(
      'Database unavailable',
      'The operation did not complete and left nothing half done',
      'The system is recovering; retry shortly, a retry never acts twice',
    ),
  },
  'platform.solver_overdue': {
    status: 503,
    zh: text('计算没有在限定时间内完成', '顶岗方案没有算完，什么也没有改动', '请稍后重试，或缩短要安排的时段'),
    en: text(
      'The computation did not finish in time',
      'The plan was not completed and nothing was changed',
      'Try again later, or ask for a shorter time',
    ),
  },
  'platform.busy': {
    status: 503,
    zh: text('系统繁忙', '同时办理的人较多，操作没有完成', '请稍候重试；重试不会重复办理'),
    en: text(
      'Busy',
      'Too many people act on the same records; the operation did not complete',
      'Retry shortly; a retry never acts twice',
    ),
  },
  'platform.outcome_unknown': {
    status: 503,
    zh: text('结果暂时不明', '提交时连接中断，暂不知道是否已经生效', '请直接重试，系统会告诉您真实结果，不会重复办理'),
    en: text(
      'Outcome unknown',
      'The connection broke while committing; it may or may not have taken effect',
      'Retry the same request: the answer will be the true one and nothing happens twice',
    ),
  },
  'request.idempotency_key_required': {
    status: 400,
    zh: text(
      '缺少请求编号',
      '提交类请求必须带 Idempotency-Key 请求头',
      '请由客户端生成一个 UUID 放入 Idempotency-Key，重试时保持不变',
    ),
    en: text(
      'Idempotency-Key missing',
      'A changing request must carry the header Idempotency-Key',
      'Make a UUID on the client, send it as Idempotency-Key and keep it for retries',
    ),
  },
  'request.idempotency_mismatch': {
    status: 422,
    zh: text(
      '请求编号已用于另一内容',
      '编号 {key} 已办理过内容不同的请求',
      '如确为新的请求，请换用新的 Idempotency-Key',
    ),
    en: text(
      'Key used for another request',
      'Key {key} has already been used with another content',
      'Use a new Idempotency-Key for a new request',
    ),
  },
  'request.in_flight': {
    status: 409,
    zh: text('同一请求正在办理', '编号 {key} 的请求尚未完成', '请稍候用同一编号重试，会得到同一结果'),
    en: text(
      'Still being handled',
      'The request with key {key} has not finished',
      'Retry with the same key in a moment',
    ),
  },
  'request.if_match_required': {
    status: 428,
    zh: text(
      '缺少版本号',
      '办理案卷须带 If-Match 请求头，注明所见版本',
      '请刷新案卷，以其 ETag 作为 If-Match 重新提交',
    ),
    en: text(
      'If-Match missing',
      'A case event must say which revision it was decided on',
      'Reload the case and send its ETag as If-Match',
    ),
  },
  'request.too_many': {
    status: 429,
    zh: text('请求过于频繁', '短时间内请求次数超过上限', '请等待 {seconds} 秒后重试'),
    en: text('Too many requests', 'The limit for this time span is reached', 'Wait {seconds} seconds and try again'),
  },
  'clock.backward': {
    status: 409,
    zh: text('业务时钟不能倒退', '业务时间现为 {at}', '请选择更晚的时间'),
    en: text('The business clock does not go back', 'Business time is {at}', 'Choose a later time'),
  },
  'clock.work_under_way': {
    status: 503,
    zh: text('后台工作尚未完成', '当前时间之前的后台工作还有 {count} 项未完成', '请等待片刻后重试'),
    en: text(
      'Background work is under way',
      '{count} pieces of background work of the time so far are not done',
      'Wait a moment and try again',
    ),
  },
});
