/** The value of a parameter as somebody writes it: a number, with or without the unit in which the regulation counts; words; a day. */
import { formatUnits, parseUnits } from '../../amount.js';
import { isDay } from '../../calendar/day.js';
import { Problem, type ProblemDetail } from '../../problem.js';
import { isPercent } from '../engine/fact-check.js';
import type { Wording } from '../language/expression.js';

const written = /^([+-]?\d{1,11}(?:\.\d+)?)\s*(.*)$/s;

/**
 * @param where place for the refusal: `file:line:column`, or the parameter's name
 * @returns decimal text without unit, the words without spaces around them, or the day
 * @throws Problem regulation.parameter_unit | regulation.parameter_range | input.decimal_scale, regulation.parameter_text,
 * regulation.parameter_day
 */
export function parameterValue(
  parameter: { name: string; article: string; unit: Wording; type?: 'text' | 'day' | undefined },
  text: string,
  where: string,
): string {
  const { name, article, unit, type } = parameter;
  const refuse = (code: string, allowed: string, zh: string, en: string): Problem => {
    const detail: ProblemDetail = { where, got: text.slice(0, 40), allowed, message: { 'zh-CN': zh, en } };
    const facts = { parameter: name, got: text.slice(0, 40), allowed, unit: `${unit.zh} / ${unit.en}` };
    return new Problem(code, facts, { errors: [detail], articles: [article] });
  };
  if (type === 'day') {
    if (isDay(text.trim())) return text.trim();
    throw refuse('regulation.parameter_day', '2026-09-01', '应为真实存在的日期', 'a day that exists is due');
  }
  if (type === 'text') {
    const words = text.trim();
    if (words.length > 0 && words.length <= 200 && !/[\p{Cc}{}]/u.test(words)) return words;
    throw refuse('regulation.parameter_text', '1–200', '应为一行文字', 'one line of words is due');
  }
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
