/** What is wrong with a file of facts before anything is computed: names, days, kinds, amounts; all of it at once. */
import { parseUnits } from '../../amount.js';
import { isDay } from '../../calendar/day.js';
import { Problem, type ProblemDetail, type ProblemFacts } from '../../problem.js';
import { detailOf, factFaults, type InForce } from '../engine/fact-check.js';
import type { Situation } from '../language/case-language.js';
import { nearest, type Path, type YamlFile } from '../language/yaml.js';
import type { CompiledEdition } from '../types.js';

type Fault = { code: string; facts: ProblemFacts; detail: ProblemDetail };

/**
 * @param file where the situation was read, for places as `file:line:column`
 * @throws Problem with the code of the first fault, and all of them with their places
 */
export function checkSituation(
  given: Situation,
  edition: CompiledEdition,
  inForce: InForce,
  file: Pick<YamlFile, 'locate'>,
): void {
  const subjects = new Set((given.subjects ?? []).map((subject) => subject.key));
  for (const line of given.series ?? [])
    for (const index of line.values.keys()) subjects.add(`${line.prefix}${index + 1}`);
  const faults: Fault[] = (given.subjects ?? []).flatMap(({ key }, index) =>
    /^(person|window|unit|group):./.test(key) ? [] : [badKey(key, file.locate(['subjects', index, 'key']))],
  );
  if (given.asOf !== undefined && !isDay(given.asOf)) faults.push(noSuchDay(given.asOf, file.locate(['asOf'])));
  for (const [index, line] of (given.facts ?? []).entries()) {
    const at = (field: string) => file.locate(['facts', index, field] satisfies Path);
    const candidate = {
      item: line.item,
      subject: line.subject,
      happenedOn: line.on,
      quantity: line.quantity === undefined ? undefined : parseUnits(line.quantity, 4),
      points: line.points === undefined ? undefined : parseUnits(line.points, 4),
      money: line.money === undefined ? undefined : parseUnits(line.money, 4),
    };
    for (const fault of factFaults(edition, candidate, inForce)) {
      const where = at(fault.field === 'happenedOn' ? 'on' : fault.field);
      faults.push({ code: fault.code, facts: fault.facts, detail: detailOf(fault, where) });
    }
    if (!subjects.has(line.subject)) faults.push(unlisted(line.subject, at('subject'), [...subjects]));
  }
  const [first] = faults;
  if (first) throw new Problem(first.code, first.facts, { errors: faults.map(({ detail }) => detail) });
}

function badKey(key: string, where: string): Fault {
  const message = { 'zh-CN': '对象应写成 类型:编号', en: 'a subject is written KIND:CODE' };
  const allowed = ['person:…', 'window:…', 'unit:…', 'group:…'];
  return { code: 'input.invalid', facts: { count: 1 }, detail: { where, got: key, allowed, message } };
}

function noSuchDay(got: string, where: string): Fault {
  const message = { 'zh-CN': '没有这一天', en: 'no such day' };
  return { code: 'fact.day_invalid', facts: { got }, detail: { where, got, allowed: 'YYYY-MM-DD', message } };
}

function unlisted(subject: string, where: string, known: readonly string[]): Fault {
  const close = nearest(subject, known);
  const message = { 'zh-CN': '对象不在名单 subjects 中', en: 'not among the subjects of the file' };
  return {
    code: 'fact.subject_unknown',
    facts: { subject, nearest: close ?? '—' },
    detail: { where, got: subject, allowed: close ?? known.slice(0, 5), message },
  };
}
