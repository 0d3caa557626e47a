import type { MaybeNamed } from './types.js';

/** Name of a person, window or unit that may come as a code or as an object. */
export const nameOf = (who: MaybeNamed): string =>
  who == null ? '' : typeof who === 'string' ? who.replace(/^(person|window|unit|group):/, '') : who.name || who.code;
export const codeOf = (who: MaybeNamed): string =>
  who == null ? '' : typeof who === 'string' ? who.replace(/^(person|window|unit|group):/, '') : who.code;

/** Minutes east of Greenwich where the institution is; what the service says of its clock sets it. */
let zone = 480;

/** Takes the institution's offset from an instant of its clock, such as `2026-09-07T09:30:00+08:00`. */
export function setZone(at: string | undefined): void {
  const match = /([+-])(\d{2}):(\d{2})$/.exec(at ?? '');
  if (match) zone = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** An instant as the clock on the institution's wall shows it, wherever the reader sits; without an offset it is that already. */
const wall = (value: string): string =>
  /(Z|[+-]\d{2}:\d{2})$/.test(value) ? new Date(Date.parse(value) + zone * 60_000).toISOString() : value;

/** Milliseconds of an instant; without an offset it was read off the institution's wall. */
export const moment = (value: string): number =>
  /(Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Date.parse(`${value}Z`) - zone * 60_000;

export const day = (value: string | null | undefined): string =>
  value ? (value.length <= 10 ? value : wall(value).slice(0, 10)) : '';
/** An instant to the minute; a term that ends with its day stays a day. */
export const instant = (value: string | null | undefined): string =>
  value ? (value.length <= 10 ? value : wall(value).slice(0, 16).replace('T', ' ')) : '';

/** Text that the service sends either as one string or in both languages. */
export function pick(text: unknown, language: string): string {
  if (text == null) return '';
  if (typeof text === 'object' && !Array.isArray(text)) {
    const both = text as { zh?: string; en?: string; 'zh-CN'?: string };
    return (language === 'en' ? both.en : (both.zh ?? both['zh-CN'])) ?? both.zh ?? both.en ?? JSON.stringify(text);
  }
  return Array.isArray(text) ? text.map((part) => pick(part, language)).join('、') : String(text);
}

/**
 * A figure for display: at most two decimals, computed on the text so that no binary fraction creeps in.
 * Takes decimal text or an exact rational `p/q`.
 */
export function figure(text: string | number | null | undefined, places = 2): string {
  if (text == null || text === '') return '';
  const raw = String(text);
  const [top, bottom] = raw.split('/');
  const scale = 10n ** BigInt(places);
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(top ?? '');
  if (!match) return raw;
  const [, sign, whole = '0', fraction = ''] = match;
  const digits = BigInt(whole + fraction) * scale;
  const divisor = 10n ** BigInt(fraction.length) * BigInt(bottom ?? '1');
  const rounded = (digits * 2n + divisor) / (divisor * 2n);
  const body = `${rounded / scale}.${String(rounded % scale).padStart(places, '0')}`.replace(/\.?0+$/, '');
  return `${sign === '-' && rounded !== 0n ? '−' : ''}${body}`;
}

/** Signed figure of a movement: `+2`, `−0.5`. */
export const movement = (text: string | number): string => {
  const shown = figure(text);
  return shown.startsWith('−') || shown === '0' ? shown : `+${shown}`;
};

/** Units of 1/10000 as numbers (rules' own form) or decimal text, as decimal text. */
export const unitsText = (value: string | number): string =>
  typeof value === 'number' ? figure(`${value}/10000`.replace(/^-/, '-')) : figure(value);

/** An exact rational as decimal text where it has one (`123/2` is 61.5), else as it is. */
export function exact(text: string): string {
  const [top, bottom] = text.split('/');
  if (!bottom) return text;
  let rest = BigInt(bottom);
  let places = 0;
  while (rest % 10n === 0n) rest /= 10n;
  while (rest % 2n === 0n) rest /= 2n;
  while (rest % 5n === 0n) rest /= 5n;
  if (rest !== 1n) return text;
  while ((BigInt(top ?? '0') * 10n ** BigInt(places)) % BigInt(bottom) !== 0n) places += 1;
  return figure(text, places);
}
