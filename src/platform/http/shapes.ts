/** Shapes that many contracts share. */
import { z } from 'zod';
import { parseUnits, type Units } from '../../core/amount.js';
import { Problem } from '../../core/problem.js';

/** A refusal from inside a zod shape: code, texts and facts travel to the problem body. */
export const refuse = (
  ctx: z.RefinementCtx,
  code: string,
  zh: string,
  en: string,
  more: { facts?: Record<string, string | number>; allowed?: string } = {},
) => ctx.addIssue({ code: 'custom', message: en, params: { code, zh, en, ...more } });

/**
 * An entered amount. Decimal text is the rule; a JSON number is read by its shortest source text, so 99.995 is refused by
 * scale and never becomes 100.00. Result: Units.
 */
export const amount = (scale = 2) =>
  z.union([z.string().max(20), z.number()]).transform((value, ctx): Units => {
    const text = typeof value === 'number' ? String(value) : value;
    try {
      return parseUnits(text, scale);
    } catch (error) {
      const code =
        error instanceof Problem && error.code === 'input.decimal_scale' ? error.code : 'input.type_mismatch';
      if (code === 'input.decimal_scale')
        refuse(ctx, code, `最多 ${scale} 位小数`, `At most ${scale} decimals`, {
          facts: { got: text, scale },
          allowed: `0.${'0'.repeat(scale)}`,
        });
      else refuse(ctx, code, '应为十进制数字', 'A decimal number is due', { allowed: '12.50' });
      return z.NEVER;
    }
  });

// Control characters and bidirectional overrides hide what a text says; line breaks and tabs may stand in notes.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

/** Free text, NFC, trimmed, without hidden characters. */
export const words = (max = 2_000, min = 0) =>
  z.string().transform((value, ctx) => {
    const text = value.normalize('NFC').trim();
    if (hidden.test(text))
      refuse(ctx, 'input.text_characters', '含有控制字符或方向控制字符', 'Contains control or direction characters');
    else if ([...text].length > max)
      refuse(ctx, 'input.invalid', `不得超过 ${max} 字`, `At most ${max} characters`, { allowed: `≤ ${max}` });
    else if ([...text].length < min)
      refuse(ctx, 'input.value_missing', `至少 ${min} 字`, `At least ${min} characters`, { allowed: `≥ ${min}` });
    return text;
  });

export const day = z.iso.date();
export const code = z.string().regex(/^[\p{L}\p{N}_.-]{1,64}$/u);
export const uuid = z.uuid();

/** A whole number in a query, read from digits only. */
const whole = (max: number, initial: number, problem: string) =>
  z
    .string()
    .default(String(initial))
    .transform((text, ctx) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      if (!(value >= 1 && value <= max)) {
        refuse(ctx, problem, `应为 1 至 ${max} 的整数`, `An integer from 1 to ${max}`, {
          facts: { got: text.slice(0, 20), max },
          allowed: `1–${max}`,
        });
        return z.NEVER;
      }
      return value;
    });

/** `page` and `pageSize` of every list. */
export const pageNumber = whole(100_000, 1, 'input.page_invalid');
export const pageSize = whole(200, 50, 'input.page_size');

/** `pageSize` of a list that is not paged: its first lines, at most this many. */
export const firstLines = (max: number) => whole(max, max, 'input.page_size');

/**
 * The query of a list: paging, sorting by an allowlist, and the filters of the resource. Query values are text by nature,
 * so numbers are read from digits only.
 */
export function listQuery<F extends z.ZodRawShape>(options: { sort: readonly [string, ...string[]]; filters: F }) {
  const { sort, filters } = options;
  return z.strictObject({
    page: pageNumber,
    pageSize,
    sort: z
      .string()
      .default(sort[0])
      .transform((text, ctx) => {
        const name = text.replace(/^-/, '');
        if (!sort.some((field) => field.replace(/^-/, '') === name)) {
          const allowed = sort.map((field) => field.replace(/^-/, '')).join(', ');
          refuse(ctx, 'input.sort_field', '不支持按此列排序', 'Cannot sort by this', {
            facts: { got: text.slice(0, 40), allowed },
            allowed,
          });
          return z.NEVER;
        }
        return text;
      }),
    format: z.enum(['json', 'xlsx']).default('json'),
    ...filters,
  });
}

/** Days from–to of a query; refuses more than `max` days. */
export function assertRange(from: string, to: string, max = 400): void {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days < 0 || days > max)
    throw new Problem('input.range_too_wide', { where: '/to', got: to, max, allowed: `≤ ${max} d` });
}
