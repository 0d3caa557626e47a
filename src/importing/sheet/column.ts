/** What a column of a list may hold, and how one cell of it is read. Nothing is guessed; what does not fit is named. */
import { parseUnits } from '../../core/amount.js';
import { isDay } from '../../core/calendar/day.js';
import { Problem, type ProblemDetail } from '../../core/problem.js';
import type { ChildCell } from './sheet-child.js';

export type ColumnType =
  /** An identifier such as 工号: text, because a number loses leading zeros. */
  | { type: 'code'; of?: 'person' | 'window' | 'unit' }
  | { type: 'codes'; of: 'window' | 'person' }
  | { type: 'text'; max: number }
  | { type: 'day' }
  /** A time of the day, with its day or without: `08:26:31` or `2026-09-07 08:26:31`. */
  | { type: 'moment' }
  | { type: 'month' }
  | { type: 'integer'; min: number; max: number }
  /** Read as Units. */
  | { type: 'decimal'; min: number; max: number; scale: number }
  | { type: 'choice'; choices: Readonly<Record<string, readonly string[]>> }
  | { type: 'roles' };

export type Column = ColumnType & {
  name: string;
  zh: string;
  en: string;
  /** Further headers that offices use. */
  synonyms?: readonly string[];
  isRequired?: boolean;
  /** Filled in when the cell is empty. */
  otherwise?: string | number;
  example: string;
};

export type CellValue = string | number | null | readonly string[];

/** What is known of the institution, to check references against. */
export interface Known {
  person: ReadonlySet<string>;
  window: ReadonlySet<string>;
  /** Unit codes, and names that lead to a code. */
  unit: ReadonlyMap<string, string>;
  /** Units to which others belong. */
  branch: ReadonlySet<string>;
  /** People who have left. */
  left?: ReadonlySet<string>;
  /** Whom people have named to sign for them, in order. */
  deputies?: ReadonlyMap<string, readonly string[]>;
  /** Choices beside those of a column, by its name: what the adopted edition calls its groups. */
  choices?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export type CellError = ProblemDetail & { code: string };
export type Read = { value: CellValue } | { error: Omit<CellError, 'where'> };

const wrong = (
  code: string,
  zh: string,
  en: string,
  more: { got?: string; allowed?: string; hint?: { zh: string; en: string } } = {},
): Read => ({
  error: {
    code,
    message: { 'zh-CN': zh, en },
    ...(more.got === undefined ? {} : { got: more.got.slice(0, 60) }),
    ...(more.allowed ? { allowed: more.allowed } : {}),
    ...(more.hint ? { hint: { 'zh-CN': more.hint.zh, en: more.hint.en } } : {}),
  },
});

/** Width variants, inner blanks and control characters out; the text as people mean it. */
export const clean = (text: string): string =>
  text
    .normalize('NFKC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060\ufeff]+/g, ' ')
    .trim();

export function readCell(column: Column, cell: ChildCell | undefined, known: Known): Read {
  if (!cell || clean(cell[2]) === '') {
    if (column.otherwise !== undefined) return { value: column.otherwise };
    if (column.isRequired)
      return wrong('import.value_missing', `“${column.zh}”必填`, `"${column.en}" is required`, {
        allowed: rangeOf(column),
      });
    return { value: null };
  }
  const [, type, raw] = cell;
  if (type === 'f')
    return wrong('import.cell_formula', '单元格是公式', 'The cell holds a formula', {
      got: `=${raw}`,
      allowed: rangeOf(column),
      hint: { zh: '请复制后粘贴为数值', en: 'Copy and paste it as a value' },
    });
  if (type === 'e')
    return wrong('import.cell_error_value', '单元格是错误值', 'The cell holds an error value', {
      got: raw,
      allowed: rangeOf(column),
    });
  const text = clean(raw);
  switch (column.type) {
    case 'code':
      return readCode(column, type, text, known);
    case 'codes':
      return readCodes(column, type, text, known);
    case 'text':
      return [...text].length <= column.max
        ? { value: text }
        : wrong('import.value_invalid', `不得超过 ${column.max} 字`, `At most ${column.max} characters`, { got: text });
    case 'day':
      return readDay(text);
    case 'moment':
      return readMoment(text);
    case 'month':
      return readMonth(text);
    case 'integer':
    case 'decimal':
      return readNumber(column, text);
    case 'choice':
      return readChoice(
        { ...column, choices: { ...known.choices?.[column.name], ...column.choices } },
        type === 'b' ? (text === 'true' ? '是' : '否') : text,
      );
    case 'roles':
      return { value: text.split(/[、,;，；\s]+/).filter(Boolean) };
  }
}

function readCode(column: Column & { type: 'code' }, type: ChildCell[1], text: string, known: Known): Read {
  if (column.of === 'unit') {
    const code = known.unit.get(text);
    return code ? { value: code } : unknown(column, text, similar(text, [...known.unit.keys()]));
  }
  const list = column.of ? [...known[column.of]] : [];
  if (type === 'n') {
    const meant = list.filter((code) => /^\d+$/.test(code) && BigInt(code) === BigInt(Math.trunc(Number(text))));
    return wrong(
      'import.staff_id_not_text',
      `“${column.zh}”被存成了数字，前面的 0 可能已丢失`,
      `"${column.en}" was stored as a number and may have lost leading zeros`,
      {
        got: text,
        ...(meant.length > 0 ? { allowed: meant.join('、') } : {}),
        hint:
          meant.length > 0
            ? {
                zh: `名单中有 ${meant.join('、')}，请以文本格式重填`,
                en: `The list has ${meant.join(', ')}; fill it in again as text`,
              }
            : { zh: '请把该列设为文本后重填', en: 'Format the column as text and fill it in again' },
      },
    );
  }
  if (!/^[\p{L}\p{N}_.-]{1,64}$/u.test(text))
    return wrong('import.value_invalid', '编号只能含文字、数字、- _ .', 'A code holds letters, digits, - _ . only', {
      got: text,
    });
  if (column.of && !known[column.of].has(text)) return unknown(column, text, similar(text, list));
  return { value: text };
}

function readCodes(column: Column & { type: 'codes' }, type: ChildCell[1], text: string, known: Known): Read {
  const values = text.split(/[、,;，；\s]+/).filter(Boolean);
  for (const value of values) {
    const read = readCode({ ...column, type: 'code', of: column.of }, type, value, known);
    if ('error' in read) return read;
  }
  return { value: values };
}

function unknown(column: Column, text: string, near: readonly string[]): Read {
  return wrong('import.reference_unknown', `“${column.zh}”不在名单中`, `"${column.en}" is not on the list`, {
    got: text,
    ...(near.length > 0
      ? { allowed: near.join('、'), hint: { zh: `是否为 ${near.join('、')}？`, en: `Perhaps ${near.join(', ')}?` } }
      : { hint: { zh: '请核对，或先导入对应的名单', en: 'Check it, or import its list first' } }),
  });
}

/** At most three known codes that differ in one place, or have the same digits. */
function similar(text: string, list: readonly string[]): string[] {
  const digits = (code: string) => code.replace(/^\D*0*/, '');
  return list
    .filter(
      (code) =>
        code.toLowerCase() === text.toLowerCase() ||
        (digits(code) !== '' && digits(code) === digits(text)) ||
        (code.length === text.length && [...code].filter((sign, index) => sign !== text[index]).length === 1),
    )
    .slice(0, 3);
}

/** 2026-09-03, 2026/9/3, 2026.9.3, 2026年9月3日, each with or without a time; cells that are dates come as the first. */
function readDay(text: string): Read {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(
    text,
  );
  const day = match ? `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}` : '';
  if (!isDay(day))
    return wrong('import.date_invalid', '不是有效日期', 'Not a date', {
      got: text,
      allowed: '2026-09-03 / 2026年9月3日',
    });
  return { value: day };
}

/** 08:26, 8:26:31, 08:26:31.000, each alone or behind a day. */
function readMoment(text: string): Read {
  const match = /^(?:(.*?[日\d])[ T]+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text);
  const [hour, minute, second] = [Number(match?.[2]), Number(match?.[3]), Number(match?.[4] ?? 0)];
  const day = match?.[1] === undefined ? undefined : readDay(match[1]);
  if (!match || hour > 23 || minute > 59 || second > 59 || (day && 'error' in day))
    return wrong('import.time_invalid', '不是有效时间', 'Not a time', {
      got: text,
      allowed: '08:26 / 2026-09-07 08:26:31',
    });
  const time = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
  return { value: day ? `${day.value} ${time}` : time };
}

function readMonth(text: string): Read {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*月|-\d{2})?$/.exec(text);
  const month = match ? `${match[1]}-${match[2]?.padStart(2, '0')}` : '';
  if (!isDay(`${month}-01`))
    return wrong('import.date_invalid', '不是有效月份', 'Not a month', { got: text, allowed: '2026-09 / 2026年9月' });
  return { value: month };
}

/** The values that a column of numbers takes, with its steps; other columns are told by their own refusals. */
function rangeOf(column: Column): string | undefined {
  if (column.type === 'integer') return `${column.min}–${column.max}`;
  if (column.type === 'decimal') return `${column.min}–${column.max}, ${(10 ** -column.scale).toFixed(column.scale)}`;
  return column.type === 'day' || column.type === 'month' ? column.example : undefined;
}

function readNumber(column: Column & { type: 'integer' | 'decimal' }, text: string): Read {
  const scale = column.type === 'integer' ? 0 : column.scale;
  const allowed = rangeOf(column);
  const plain = text.replace(/[%％]$/, '').replaceAll(',', '');
  try {
    const units = parseUnits(plain, scale);
    if (units < column.min * 10_000 || units > column.max * 10_000) {
      return wrong(
        'import.value_out_of_range',
        `应在 ${column.min} 至 ${column.max} 之间`,
        `Must be from ${column.min} to ${column.max}`,
        { got: text, allowed },
      );
    }
    return { value: column.type === 'integer' ? units / 10_000 : units };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const isScale = error.code === 'input.decimal_scale';
    return isScale
      ? wrong('import.value_out_of_range', `至多 ${scale} 位小数`, `At most ${scale} decimals`, { got: text, allowed })
      : wrong('import.value_invalid', '应为数字', 'A number is due', { got: text, allowed });
  }
}

function readChoice(column: Column & { type: 'choice' }, text: string): Read {
  const wanted = text.toLowerCase();
  for (const [value, words] of Object.entries(column.choices)) {
    if (value.toLowerCase() === wanted || words.some((word) => word.toLowerCase() === wanted)) return { value };
  }
  const allowed = Object.values(column.choices)
    .map((words) => words[0])
    .join('、');
  return wrong('import.value_invalid', `“${column.zh}”应为其中之一`, `"${column.en}" is one of a few`, {
    got: text,
    allowed,
  });
}

export const yesNo = { yes: ['是', 'Y', 'yes', '√', '有'], no: ['否', 'N', 'no', '×', '无'] } as const;
