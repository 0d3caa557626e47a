/** Another institution, only other data: findings, doubling, the head's share, the points table, a star (R63). */
import type { Hall } from './hall.js';

export async function bankMonth(hall: Hall, month: string, _out: string): Promise<Record<string, unknown>> {
  await hall.found('示例银行营业部');
  return { example: 'bank-department', month };
}
