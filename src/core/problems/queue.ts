import { defineProblems, text } from './define.js';

export const queueProblems = defineProblems({
  'queue.redis_policy': {
    status: 500,
    zh: text(
      'Redis 设置不安全',
      'Redis 的 maxmemory-policy 为“{policy}”，内存不足时会丢弃任务',
      '请执行 CONFIG SET maxmemory-policy noeviction 并写入配置后重新启动',
    ),
    en: text(
      'Unsafe Redis setting',
      'The maxmemory-policy of Redis is "{policy}": it may throw jobs away',
      'Set maxmemory-policy to noeviction, also in its configuration, and start again',
    ),
  },
  'queue.redis_unreachable': {
    status: 503,
    zh: text(
      '连接不上 Redis',
      '连接失败：{reason}',
      '请检查 REDIS_URL 和 Redis 服务；不设置 REDIS_URL 时使用数据库队列',
    ),
    en: text(
      'Redis cannot be reached',
      'The connection failed: {reason}',
      'Check REDIS_URL and the Redis server; without REDIS_URL the database carries the queue',
    ),
  },
  'queue.schema_missing': {
    status: 500,
    zh: text('任务队列未初始化', '数据库中的队列结构不可用：{reason}', '请先运行数据库迁移（npm run cli -- migrate）'),
    en: text(
      'The queue is not set up',
      'The queue schema of the database cannot be used: {reason}',
      'Run the migrations first (npm run cli -- migrate)',
    ),
  },
});
