/** Findings as an office handles them: an inspector records, another confirms and assesses, the person is told (W2). */
import type { Hall } from './hall.js';

export interface FindingPlan {
  item: string;
  subject: string;
  person?: string;
  on: string;
  note: string;
  quantity?: string;
  values?: Record<string, string | boolean>;
  fault?: 'own' | 'management';
  points?: number;
  money?: number;
}

export interface FindingLine {
  /** Row id for further questions; left out of every summary. */
  readonly id: string;
  key: string;
  item: string;
  subject: string;
  on: string;
  state: string;
}

/** Records, confirms, assesses and notices one finding. */
export async function finding(hall: Hall, plan: FindingPlan, recorder: string, mate?: string): Promise<FindingLine> {
  const { people } = hall;
  const office = hall.one('OFFICE');
  const body = {
    item: plan.item,
    subject: plan.subject,
    happenedOn: plan.on,
    note: plan.note,
    ...(plan.person ? { person: `person:${plan.person}` } : {}),
    ...(plan.quantity ? { quantity: plan.quantity } : {}),
    ...(plan.values ? { values: plan.values } : {}),
    ...(mate ? { team: [mate] } : {}),
  };
  const filed = await people.post<{ id: string; key: string }>(
    recorder,
    '/api/findings',
    body,
    `finding ${plan.item} ${plan.subject} ${plan.on} ${plan.note}`,
  );
  await people.act(office, filed.id, 'finding.confirm', {});
  await people.act(office, filed.id, 'finding.assess', {
    ...(plan.fault ? { fault: plan.fault } : {}),
    ...(plan.points === undefined ? {} : { points: plan.points }),
    ...(plan.money === undefined ? {} : { money: plan.money }),
  });
  let done = await people.act(office, filed.id, 'finding.notice', { deliveredOn: plan.on });
  if (done.state === 'fineDue') done = await people.act(office, filed.id, 'finding.pay', { paidOn: plan.on });
  hall.say(`  ${filed.key} ${plan.item}: ${done.state}`);
  const line = { key: filed.key, item: plan.item, subject: plan.subject, on: plan.on, state: done.state };
  return Object.defineProperty(line, 'id', { value: filed.id, enumerable: false }) as FindingLine;
}
