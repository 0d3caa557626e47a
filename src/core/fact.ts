/**
 * What happened, as the rules see it. Subjects and people are named by business keys (`window:A01`, `person:0012`,
 * `unit:U03`, `group:approval`), never by row ids, so that a digest is the same on every machine.
 */
import type { Units } from './amount.js';

/** `YYYY-MM-DD` in the institution's time zone. */
export type Day = string;
/** `person:<code>`, `window:<code>`, `unit:<code>` or `group:<code>`. */
export type SubjectKey = string;
export type SubjectKind = 'person' | 'window' | 'unit' | 'group';

export interface Subject {
  key: SubjectKey;
  kind: SubjectKind;
  /** Ranking group, e.g. `approval`; rules name it. */
  group?: string;
  /** Relations to other subjects that rules may follow: `head`, `window`, `unit`, … */
  relations?: Readonly<Record<string, SubjectKey>>;
  /** Scalars that rules may test: `lowVolumeExempt`, `workers`, `post`, … Numbers are Units. */
  attributes?: Readonly<Record<string, string | number | boolean>>;
}

/** One entry of the ledger. */
export interface Fact {
  id: string;
  /** What happened, as the adopted pack names it, e.g. `R11.A4` or `leave.personal.uncovered`. */
  item: string;
  subject: SubjectKey;
  happenedOn: Day;
  /** How much of it, in 1/10000 (days, cases, percent points…); 1 occurrence = 10000. Negative on a reversal. */
  quantity: Units;
  /** 1, or −1 on a reversal. */
  count: 1 | -1;
  /** Points and money chosen by an officer within the rule's range (K6), if the rule has one. */
  points?: Units;
  money?: Units;
  /** Further scalars that rules may test (`fault`: own|management, `inspection`, `kind`…). Numbers are Units. */
  values?: Readonly<Record<string, string | number | boolean>>;
  /** The person who acted when the subject is a window, e.g. the substitute on duty. */
  person?: SubjectKey;
  /** Id of the fact that this one takes back. */
  reverses?: string;
  /** What its rule said on its day, where that was an earlier edition than the one that computes a balance over a year. */
  terms?: FactTerms;
}

/** Amounts of a rule for one unit, as [least, most]; Units. */
export interface FactTerms {
  points: readonly [Units, Units];
  money?: readonly [Units, Units];
  /** The head's own amounts, and whether they come on top of the general share. */
  head?: { points: readonly [Units, Units]; money: readonly [Units, Units]; adds: boolean };
}
