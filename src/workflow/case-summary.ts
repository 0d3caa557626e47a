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
const amounts = new Set(['quantity', 'points', 'money', 'fine', 'amount']);
/** Fields that hold the code of a person. */
const people = new Set([
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
]);
const opaque = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64})$/;

/** Codes in the context whose names the summary wants. */
export const peopleIn = (caseFile: CaseFile): string[] =>
  Object.entries(caseFile.context).flatMap(([name, value]) =>
    people.has(name) && typeof value === 'string' ? [value.replace(/^person:/, '')] : [],
  );

export function summaryOf(
  caseFile: CaseFile,
  names: ReadonlyMap<string, string>,
  language: Language,
  labels: CaseLabels,
): SummaryLine[] {
  return Object.entries(caseFile.context).flatMap(([name, value]) => {
    const label = labels.wordIfAny(caseFile.kind, 'fields', name, language);
    if (label === undefined || internal.has(name)) return [];
    const said = say(name, value, names, (word) => labels.word(caseFile.kind, 'values', word, language), language);
    return said === undefined ? [] : [{ label, value: said }];
  });
}

function say(
  name: string,
  value: unknown,
  names: ReadonlyMap<string, string>,
  word: (value: string) => string,
  language: Language,
): string | number | undefined {
  if (value === null || value === '') return undefined;
  if (typeof value === 'boolean') return language === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否';
  if (typeof value === 'number') return amounts.has(name) ? formatUnits(value) : value;
  if (typeof value === 'string') {
    if (opaque.test(value)) return undefined;
    return people.has(name) ? (names.get(value.replace(/^person:/, '')) ?? value) : word(value);
  }
  const { day, half } = value as { day?: unknown; half?: unknown };
  if (typeof day !== 'string') return undefined;
  return typeof half === 'string' ? `${day} ${word(half)}` : day;
}
