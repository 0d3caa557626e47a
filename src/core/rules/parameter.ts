/** The value of a parameter as somebody writes it: a number, with or without the unit in which the regulation counts. */
import { formatUnits, parseUnits } from '../amount.js';
import { Problem, type ProblemDetail } from '../problem.js';
import type { Wording } from './expression.js';
import { isPercent } from './fact-check.js';

const written = /^([+-]?\d{1,11}(?:\.\d+)?)\s*(.*)$/s;

/**
 * @param where place for the refusal: `file:line:column`, or the parameter's name
 * @returns decimal text without unit
 * @throws Problem regulation.parameter_unit | regulation.parameter_range | input.decimal_scale
 */
export function parameterValue(
  parameter: { name: string; article: string; unit: Wording },
  text: string,
  where: string,
): string {
  const { name, article, unit } = parameter;
  const refuse = (code: string, allowed: string, zh: string, en: string): Problem => {
    const detail: ProblemDetail = { where, got: text.slice(0, 40), allowed, message: { 'zh-CN': zh, en } };
    const facts = { parameter: name, got: text.slice(0, 40), allowed, unit: `${unit.zh} / ${unit.en}` };
    return new Problem(code, facts, { errors: [detail], articles: [article] });
  };
  const [, number, suffix = ''] = written.exec(text.trim()) ?? [];
  const names = [unit.zh, unit.en, unit.zh.replace('%', '％')].map(plain);
  if (number === undefined || (suffix !== '' && !names.includes(plain(suffix))))
    throw refuse(
      'regulation.parameter_unit',
      `${unit.zh} / ${unit.en}`,
      `应为以${unit.zh}计的数字`,
      `a number of ${unit.en} is due`,
    );
  const units = parseUnits(number, 4);
  if (isPercent(unit) && (units < 0 || units > 1_000_000))
    throw refuse('regulation.parameter_range', '0–100', '百分比应在 0 至 100 之间', 'a percentage from 0 to 100');
  return formatUnits(units);
}

const plain = (unit: string): string => unit.toLowerCase().replace(/[\s()]|s$/g, '');
