/** The context of a case as lines for people. Lists and objects are for the pages that know them. */
import { formatUnits } from '../core/amount.js';
import type { Language } from '../core/problem.js';
import type { CaseFile } from './case-file.js';
import type { CaseLabels } from './case-labels.js';

export interface SummaryLine {
  label: string;
  value: string | number;
}

/** Fields by which a machine counts, not what the case is about. */
const internal = new Set(['step', 'key', 'round', 'applicant', 'subject', 'version']);
/** Fields that hold integers of 1/10000. */
const amounts = new Set(['quantity', 'points', 'money', 'headPoints', 'headMoney', 'fine', 'amount', 'length']);
/** Fields that hold the code of a person. */
const people = new Set([
  'absent',
  'recorder',
  'confirmer',
  'assessor',
  'substitute',
  'person',
  'approver',
  'decider',
  'drafter',
  'reviewer',
  'signer',
  'recordedBy',
  'confirmedBy',
  'filedBy',
]);
/** Fields that hold the code of a window or unit. */
const places = new Set(['window', 'unit']);
/** Fields that say something only when they are not nought. */
const quietAtNought = new Set(['fine', 'money', 'points', 'extensions', 'runs']);
/** Fields that say something only when there is something to it. */
const quietAtNone = new Set(['confirmation']);
const opaque = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64})$/;

/** Codes in the context whose names the summary wants: people by their code, places as `window:A05`, `unit:U01`. */
export const namesIn = (caseFile: CaseFile): string[] =>
  Object.entries(caseFile.context).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    if (people.has(name)) return [value.replace(/^person:/, '')];
    return places.has(name) ? [`${name}:${value}`] : [];
  });

/** @param fields names in the order of reading, `decision.outcome` for one inside of another; absent = all that have a label */
export function summaryOf(
  caseFile: CaseFile,
  fields: readonly string[] | undefined,
  names: ReadonlyMap<string, string>,
  language: Language,
  labels: CaseLabels,
): SummaryLine[] {
  return (fields ?? Object.keys(caseFile.context)).flatMap((path) => {
    const name = path.split('.').at(-1) ?? path;
    const label = labels.wordIfAny(caseFile.kind, 'fields', name, language);
    if (label === undefined || internal.has(name)) return [];
    const word = (value: string) => labels.word(caseFile.kind, 'values', value, language);
    const said = say(name, at(caseFile.context, path), names, word, language);
    return said === undefined ? [] : [{ label, value: said }];
  });
}

const at = (context: object, path: string): unknown =>
  path.split('.').reduce<unknown>((found, name) => (found as Record<string, unknown> | null)?.[name], context);

function say(
  name: string,
  value: unknown,
  names: ReadonlyMap<string, string>,
  word: (value: string) => string,
  language: Language,
): string | number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  // What is not so needs no line.
  if (typeof value === 'boolean') return value ? (language === 'en' ? 'yes' : '是') : undefined;
  if (typeof value === 'number') {
    if (value === 0 && quietAtNought.has(name)) return undefined;
    return amounts.has(name) ? formatUnits(value) : value;
  }
  if (typeof value === 'string') {
    if (opaque.test(value) || (value === 'none' && quietAtNone.has(name))) return undefined;
    if (places.has(name)) return names.get(`${name}:${value}`) ?? value;
    return people.has(name) ? personName(value.replace(/^person:/, ''), names, language) : word(value);
  }
  if (name === 'why' && Array.isArray(value)) return value.join('、');
  if (name === 'name') return (value as Record<string, string>)[language];
  const { zh, en } = value as { zh?: unknown; en?: unknown };
  if (typeof zh === 'string' && typeof en === 'string') return language === 'en' ? en : zh;
  const { day, half } = value as { day?: unknown; half?: unknown };
  if (typeof day !== 'string') return undefined;
  return typeof half === 'string' ? `${day} ${word(half)}` : day;
}

export function personName(code: string, names: ReadonlyMap<string, string>, language: Language): string {
  if (code === 'system') return language === 'en' ? 'system' : '系统';
  return names.get(code) ?? code;
}
