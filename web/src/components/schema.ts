import { formatUnits } from '../../../src/core/amount.js';
import { linkedMoney } from '../../../src/core/rules/account/range-link.js';
import type { ProblemLine } from '../api/client.js';
import type { JsonSchema } from '../api/types.js';

/** Follows `$ref`, drops `null` alternatives and joins `allOf`, so that a field's own shape stands at the top. */
export function plain(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let now = schema;
  for (let depth = 0; depth < 8; depth += 1) {
    if (now.$ref) {
      const name = now.$ref.split('/').pop() ?? '';
      const { $ref, ...own } = now;
      now = { ...(root.$defs?.[name] ?? {}), ...own };
    } else if (now.allOf?.length) {
      const { allOf, ...own } = now;
      now = Object.assign({}, ...allOf, own) as JsonSchema;
    } else if (now.anyOf?.some((part) => part.type === 'null')) {
      const rest = now.anyOf.filter((part) => part.type !== 'null');
      const { anyOf, ...own } = now;
      now = rest.length === 1 ? { ...rest[0], ...own } : { ...own, oneOf: rest };
      if (rest.length !== 1) break;
    } else break;
  }
  return now;
}

export type FieldKind =
  | 'choice'
  | 'choices'
  | 'yesNo'
  | 'number'
  | 'day'
  | 'month'
  | 'text'
  | 'long'
  | 'person'
  | 'people'
  | 'window'
  | 'substitute'
  | 'freeBadge'
  | 'badgeOut'
  | 'files'
  | 'list'
  | 'group'
  | 'words'
  | 'fixed'
  | 'units'
  | 'decimal'
  | 'confirm'
  | 'none';

const personNames =
  /^(person|to|substitute|involved|substituteCode|head|handler|delegate|signer|nominee|colleague|candidate)$/;
const peopleNames = /^(people|persons|cc|copies|signers|panel|members|team|to)$/;
/** Amounts inside of machines are integers of 1/10000; people type decimals. */
const unitNames = /^(points|money|quantity|headPoints|headMoney)$/;
const longNames =
  /^(opinion|reason|note|text|detail|remark|ground|minutes|finding|statement|comment|description|handover)$/;

export const options = (schema: JsonSchema): { value: unknown; title?: string }[] | null => {
  if (schema.enum) return schema.enum.map((value) => ({ value, title: schema['x-labels']?.[String(value)] }));
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants?.length && variants.every((part) => part.const !== undefined))
    return variants.map((part) => ({ value: part.const, title: part.title }));
  return null;
};

/** Which control a field gets: by its shape first, by its name where the shape is only text. */
export function kindOf(name: string, schema: JsonSchema): FieldKind {
  if (schema.const === true) return 'confirm';
  if (schema.const !== undefined) return 'fixed';
  if (schema['x-amount']) return 'decimal';
  const picker = schema['x-picker'];
  if (picker === 'person') return schema.type === 'array' ? 'people' : 'person';
  if (picker === 'window' || picker === 'substitute' || picker === 'freeBadge' || picker === 'badgeOut') return picker;
  if (picker === 'file' || schema.items?.pattern?.includes('{64}')) return 'files';
  if (options(schema)) return 'choice';
  const type = Array.isArray(schema.type) ? schema.type.find((part) => part !== 'null') : schema.type;
  if (type === 'array') {
    if (peopleNames.test(name)) return 'people';
    if (schema.items && options(schema.items)) return 'choices';
    return schema.items?.type === 'object' ? 'list' : 'words';
  }
  if (type === 'object' || schema.properties) return schema.properties ? 'group' : 'none';
  if (type === 'boolean') return 'yesNo';
  if (type === 'integer' && unitNames.test(name)) return 'units';
  if (type === 'integer' || type === 'number') return 'number';
  if (schema.format === 'date') return 'day';
  if (personNames.test(name)) return 'person';
  if (name === 'window') return 'window';
  return longNames.test(name) || (schema.maxLength ?? 0) > 120 ? 'long' : 'text';
}

/** Path of a field from a JSON pointer; the envelope (`/payload`, `/input`) is not part of the form. */
export function pathOf(pointer: string | undefined): string[] {
  const parts = (pointer ?? '').split(/[/.]/).filter((part) => part !== '' && part !== '#');
  return parts[0] === 'payload' || parts[0] === 'input' ? parts.slice(1) : parts;
}

/** Splits refused lines into those that belong beside a field of this form and the rest. */
export function placeErrors(
  lines: readonly ProblemLine[] | undefined,
  has: (path: string[]) => boolean,
): { beside: { name: (string | number)[]; errors: string[] }[]; rest: ProblemLine[] } {
  const beside: { name: (string | number)[]; errors: string[] }[] = [];
  const rest: ProblemLine[] = [];
  for (const line of lines ?? []) {
    const path = pathOf(line.pointer ?? line.where);
    if (path.length > 0 && has(path)) {
      const hint = line.hint ? `${line.message}（${line.hint}）` : line.message;
      beside.push({ name: path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)), errors: [hint] });
    } else rest.push(line);
  }
  return { beside, rest };
}

/** Removes what was left empty, so that an optional field is absent instead of blank. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy).filter((part) => part !== undefined);
  if (value && typeof value === 'object') {
    const kept = Object.entries(value)
      .map(([key, part]) => [key, tidy(part)] as const)
      .filter(([, part]) => part !== undefined);
    return kept.length ? Object.fromEntries(kept) : undefined;
  }
  return value === '' || value === null ? undefined : value;
}

/** Integer of 1/10000 from decimal text, without binary fractions. */
export function unitsOf(text: string): number {
  const [whole = '0', fraction = ''] = text.trim().replace(/^[+-]/, '').split('.');
  const units = Number(whole) * 10_000 + Number(fraction.padEnd(4, '0').slice(0, 4));
  return text.trim().startsWith('-') ? -units : units;
}

/** The amounts that follow from another one that was just typed, as decimal text; the article ties the two ranges (A35). */
export function followed(schema: JsonSchema, changed: Record<string, unknown>): [field: string, amount: string][] {
  return Object.entries(schema.properties ?? {}).flatMap(([field, part]): [string, string][] => {
    const link = part['x-follows'];
    const typed = link && changed[link.field];
    if (!link || typed === undefined || typed === null || typed === '') return [];
    const amount = linkedMoney(unitsOf(String(typed)), { points: link.from, money: link.to });
    return amount === undefined ? [] : [[field, formatUnits(amount)]];
  });
}

/** Whether typed decimal text lies within the limits of a field; one without limits takes anything. */
export function isWithin(schema: JsonSchema, typed: unknown): boolean {
  const { 'x-least': least, 'x-most': most } = schema;
  if (typed === undefined || typed === null || typed === '' || least === undefined || most === undefined) return true;
  const units = unitsOf(String(typed));
  return units >= least && units <= most;
}

/** What the form holds, as the service takes it: decimals as units, files as their hashes, blanks left out. */
export function payloadOf(
  schema: JsonSchema,
  values: Record<string, unknown>,
  root: JsonSchema = schema,
): Record<string, unknown> {
  const shape = plain(schema, root);
  const made: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(values)) {
    const part = plain(shape.properties?.[name] ?? {}, root);
    const kind = kindOf(name, part);
    const value = tidy(raw);
    if (value === undefined) continue;
    if (kind === 'units') made[name] = unitsOf(String(value));
    else if (kind === 'files')
      made[name] = (value as ({ hash: string } | string)[]).map((file) =>
        typeof file === 'string' ? file : file.hash,
      );
    else if (kind === 'group') made[name] = payloadOf(part, value as Record<string, unknown>, root);
    else if (kind === 'list')
      made[name] = (value as Record<string, unknown>[]).map((row) => payloadOf(part.items ?? {}, row, root));
    else made[name] = value;
  }
  return made;
}
