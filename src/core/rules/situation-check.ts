/** What is wrong with a file of facts before anything is computed: names, days, kinds of subjects; all of it at once. */
import { isDay } from '../calendar/day.js';
import { Problem, type ProblemDetail } from '../problem.js';
import type { Situation } from './case-language.js';
import type { CompiledEdition, ItemInfo } from './types.js';
import { nearest } from './yaml.js';

/** Days on which the edition is in force; `to` is absent for the one that still is. */
export interface InForce {
  from: string;
  to?: string | undefined;
}

/** @throws Problem input.invalid with every fault and its place */
export function checkSituation(given: Situation, edition: CompiledEdition, { from, to }: InForce): void {
  const items = new Map(edition.items.map((item) => [item.item, item]));
  const subjects = new Set((given.subjects ?? []).map((subject) => subject.key));
  for (const line of given.series ?? [])
    for (const index of line.values.keys()) subjects.add(`${line.prefix}${index + 1}`);
  const errors = (given.subjects ?? []).flatMap((subject, index) =>
    subjectFaults(subject.key, `subjects.${index}.key`),
  );
  for (const [index, fact] of (given.facts ?? []).entries()) {
    const where = `facts.${index}`;
    const item = items.get(fact.item);
    if (!item) errors.push(unknownItem(fact.item, `${where}.item`, [...items.keys()]));
    else errors.push(...kindFaults(item, fact.subject, `${where}.subject`));
    if (!subjects.has(fact.subject)) errors.push(unlisted(fact.subject, `${where}.subject`, [...subjects]));
    if (!isDay(fact.on)) errors.push(fault(`${where}.on`, fact.on, '没有这一天', 'there is no such day'));
    else if (fact.on < from || (to !== undefined && fact.on > to))
      errors.push({
        ...fault(`${where}.on`, fact.on, '不在该版本施行期内', 'outside the days on which the edition is in force'),
        allowed: `${from} – ${to ?? '…'}`,
      });
  }
  if (errors.length > 0) throw new Problem('input.invalid', { count: errors.length }, { errors });
}

const fault = (where: string, got: string, zh: string, en: string): ProblemDetail => ({
  where,
  got,
  message: { 'zh-CN': zh, en },
});

function subjectFaults(key: string, where: string): ProblemDetail[] {
  if (/^(person|window|unit|group):./.test(key)) return [];
  return [
    {
      ...fault(where, key, '对象应写成 类型:编号', 'a subject is written KIND:CODE'),
      allowed: ['person:…', 'window:…', 'unit:…', 'group:…'],
    },
  ];
}

function unknownItem(item: string, where: string, known: readonly string[]): ProblemDetail {
  const close = nearest(item, known);
  return {
    ...fault(where, item, '制度中没有这个事项', 'the regulation has no such item'),
    ...(close ? { allowed: close, hint: { 'zh-CN': `是否想写 ${close}`, en: `did you mean ${close}` } } : {}),
  };
}

function kindFaults(item: ItemInfo, subject: string, where: string): ProblemDetail[] {
  if (subject.startsWith(`${item.subjectKind}:`)) return [];
  return [
    {
      ...fault(
        where,
        subject,
        `${item.item} 记在另一类对象名下`,
        `${item.item} is recorded for another kind of subject`,
      ),
      allowed: `${item.subjectKind}:…`,
    },
  ];
}

function unlisted(subject: string, where: string, known: readonly string[]): ProblemDetail {
  const close = nearest(subject, known);
  return {
    ...fault(where, subject, '对象不在名单 subjects 中', 'not among the subjects of the file'),
    ...(close ? { allowed: close } : {}),
  };
}
