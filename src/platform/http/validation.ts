/**
 * Every body and query is a strict zod shape; nothing is coerced. This turns zod's issues into refusals that say where, what
 * was found, what is allowed and what to do.
 */
import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { Problem, type ProblemDetail } from '../../core/problem.js';
import { keysAt } from './shape-keys.js';

type Issue = z.core.$ZodIssue;

/** Nest's pipe with our own parsing, because a refusal says what was found and which fields there are. */
class ShapePipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, { schema, type }: ArgumentMetadata): Promise<T> {
    if (!schema || type === 'custom') return value;
    try {
      return parse(schema as unknown as z.ZodType, value) as T;
    } catch (error) {
      throw type === 'query' ? asParameter(error) : error;
    }
  }
}

/** Behind the question mark stand parameters, not fields. */
function asParameter(error: unknown): unknown {
  if (!(error instanceof Problem) || error.code !== 'input.field_not_allowed') return error;
  const [line] = error.extras.errors ?? [];
  const errors = error.extras.errors?.map((one) => ({ ...one, code: 'input.param_unknown' }));
  const { where = '', allowed = '-' } = line ?? {};
  return new Problem('input.param_unknown', { name: where.slice(1), allowed }, { ...error.extras, errors });
}

export const validationPipe = () => new ShapePipe();

/** Parses by a shape outside the HTTP pipe (multipart fields, event payloads). @throws Problem input.* */
export function parse<T extends z.ZodType>(shape: T, value: unknown, prefix = ''): z.infer<T> {
  const result = shape.safeParse(value, { reportInput: true });
  if (!result.success) throw invalid(result.error.issues, prefix, shape);
  return result.data;
}

/** One code when all issues mean the same, `input.invalid` when they are mixed; every issue is listed. */
export function invalid(issues: readonly Issue[], prefix = '', shape?: z.core.$ZodType): Problem {
  const lines = issues.flatMap((issue) => linesOf(issue, prefix, shape));
  const codes = new Set(lines.map((line) => line.code));
  const first = lines[0];
  const code = codes.size === 1 && first ? first.code : 'input.invalid';
  const errors = lines.map(({ code: _code, ...line }) => ({ ...line, code: _code }) as ProblemDetail);
  return new Problem(
    code,
    { count: lines.length, where: first?.where ?? '', got: first?.got ?? '', ...(first?.facts ?? {}) },
    { errors },
  );
}

type Line = ProblemDetail & { code: string; facts?: Record<string, string | number> };

function linesOf(issue: Issue, prefix: string, shape?: z.core.$ZodType): Line[] {
  const where = `${prefix}${issue.path.map((part) => `/${String(part)}`).join('')}`;
  const got = isSecret.test(String(issue.path.at(-1))) ? undefined : shorten((issue as { input?: unknown }).input);
  if (issue.code === 'custom') {
    const { code, facts, zh, en, allowed, hint } = (issue.params ?? {}) as Record<string, never>;
    return [
      {
        where,
        got,
        code: code ?? 'input.invalid',
        facts,
        allowed,
        hint,
        message: zh ? { 'zh-CN': zh, en: en ?? zh } : issue.message,
      },
    ];
  }
  if (issue.code === 'unrecognized_keys') {
    const allowed = shape ? keysAt(shape, issue.path) : [];
    return issue.keys.map((key) => ({
      where: `${where}/${key}`,
      ...(allowed.length > 0 ? { allowed } : {}),
      code: 'input.field_not_allowed',
      message: { 'zh-CN': `不允许的字段 ${key}`, en: `Field ${key} is not allowed` },
    }));
  }
  if (issue.code === 'invalid_union') return unionLines(issue, where, prefix, shape);
  return [{ where, got, ...wordingOf(issue) }];
}

/** The branch of a union that fits best speaks for it. */
function unionLines(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  where: string,
  prefix: string,
  shape?: z.core.$ZodType,
): Line[] {
  const branches = issue.errors.map((errors) =>
    errors.flatMap((inner) => linesOf({ ...inner, path: [...issue.path, ...inner.path] } as Issue, prefix, shape)),
  );
  branches.sort(
    (a, b) =>
      a.length - b.length ||
      Number(a[0]?.code === 'input.type_mismatch') - Number(b[0]?.code === 'input.type_mismatch'),
  );
  return branches[0] ?? [{ where, code: 'input.invalid', message: { 'zh-CN': '内容不符合要求', en: 'Does not fit' } }];
}

function wordingOf(
  issue: Exclude<Issue, { code: 'custom' | 'unrecognized_keys' | 'invalid_union' }>,
): Omit<Line, 'where' | 'got'> {
  switch (issue.code) {
    case 'invalid_type': {
      const missing =
        (issue as { input?: unknown }).input === undefined && !/received (?!undefined)/.test(issue.message);
      if (missing)
        return {
          code: 'input.value_missing',
          message: { 'zh-CN': '缺少此项', en: 'Missing' },
          allowed: issue.expected,
        };
      if (issue.path.length === 0 && issue.expected === 'object') {
        return {
          code: 'input.body_not_object',
          message: { 'zh-CN': '应为 JSON 对象', en: 'An object is due' },
          allowed: 'object',
        };
      }
      return {
        code: 'input.type_mismatch',
        message: { 'zh-CN': `类型应为 ${issue.expected}`, en: `Must be of type ${issue.expected}` },
        allowed: issue.expected,
      };
    }
    case 'invalid_format':
      if (issue.format === 'date')
        return {
          code: 'input.date_invalid',
          message: { 'zh-CN': '日期不存在或格式不对', en: 'No such date, or not YYYY-MM-DD' },
          allowed: 'YYYY-MM-DD',
        };
      if (issue.format === 'uuid' || issue.format === 'guid')
        return { code: 'input.id_format', message: { 'zh-CN': '编号格式不对', en: 'Not an id' }, allowed: 'UUID' };
      return {
        code: 'input.invalid',
        message: { 'zh-CN': '格式不对', en: 'Wrong format' },
        allowed: issue.pattern ?? issue.format,
      };
    case 'invalid_value':
      return {
        code: 'input.invalid',
        message: { 'zh-CN': '不在可选范围内', en: 'Not one of the choices' },
        allowed: issue.values.map(String),
      };
    case 'too_small':
      return {
        code: 'input.invalid',
        message: { 'zh-CN': `不得少于 ${issue.minimum}`, en: `At least ${issue.minimum}` },
        allowed: `≥ ${issue.minimum}`,
      };
    case 'too_big':
      return {
        code: 'input.invalid',
        message: { 'zh-CN': `不得超过 ${issue.maximum}`, en: `At most ${issue.maximum}` },
        allowed: `≤ ${issue.maximum}`,
      };
    default:
      return { code: 'input.invalid', message: { 'zh-CN': '内容不符合要求', en: 'Does not fit' } };
  }
}

/** What must not come back to a screen or into a log. */
const isSecret = /password|token|secret/i;

function shorten(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? undefined : text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
