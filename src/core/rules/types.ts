/**
 * What the rule engine takes and gives. Everything is plain data: the shell fetches before and stores after.
 */
import type { Units } from '../amount.js';
import type { Day, Fact, FactTerms, Subject, SubjectKey } from '../fact.js';
import type { Problem } from '../problem.js';
import type { OpenDuties } from './engine/duties.js';
import type { StageDays } from './engine/procedure.js';
import type { LeaveParts } from './language/leave-kind.js';
import type { Checklist, Dimensions, Duty, Method, Outcome, Procedure, UnitOfOutput } from './language/parts.js';

export interface Period {
  /** `2026-09`, `2026-Q3`, `2026`. */
  key: string;
  kind: 'month' | 'quarter' | 'year';
  from: Day;
  to: Day;
}

/** A figure as an exact rational in canonical text `p/q` or `p` (whole points, not Units), e.g. `472/5`. */
export type Rational = string;

/** One line of an explanation; the amounts of the lines of a sheet add up to its total exactly. */
export interface TraceLine {
  rule: string;
  article: string;
  /** Rule title and reason, already worded, in both languages. */
  zh: string;
  en: string;
  amount: Rational;
  /** Money that goes with it, in yuan. */
  money?: Rational;
  /** Total of the sheet after this line. */
  running: Rational;
  /** The facts it rests on; empty for bases, floors and caps. */
  facts: readonly string[];
  /** `base`, `count`, `band`, `floor`, `cap`, `weight`, `repeat`, `share`, … */
  kind: string;
}

export interface SectionResult {
  id: string;
  base: Rational;
  total: Rational;
}

/** One sheet, account or blend of one subject. */
export interface OutputResult {
  /** Name in the pack, e.g. `window`, `staff`, `quarter`, `points`. */
  output: string;
  total: Rational;
  /** For display, rounded by the edition's own rule. */
  shown: string;
  /** What the total counts; points when nothing is said. A total in yuan stands in `money` too. */
  unit?: UnitOfOutput;
  /** Rewards less fines, in yuan, for outputs that carry money. */
  money?: Rational;
  /** Money to pay and to receive, in yuan, never netted against each other. */
  fines?: Rational;
  rewards?: Rational;
  grade?: string;
  sections: readonly SectionResult[];
  /** Consequences that were triggered: `retraining`, `disqualified`, `candidate`… with their article. */
  flags: readonly { flag: string; article: string; facts: readonly string[]; on?: Day }[];
  trace: readonly TraceLine[];
}

/** As much of an earlier result as others can rest on. */
export type KnownOutput = Pick<OutputResult, 'output' | 'total' | 'sections' | 'grade'>;

export interface SubjectResult {
  subject: SubjectKey;
  outputs: Readonly<Record<string, OutputResult>>;
  /** SHA-256 over the canonical form; holds business keys only. */
  digest: string;
}

export interface RankRow {
  subject: SubjectKey;
  value: Rational;
  rank: number;
  /** Others with the same place after all tie-breaks. */
  tiedWith: readonly SubjectKey[];
  /** Which tie-break decided, if one did. */
  decidedBy?: string;
}

export interface HonourResult {
  honour: string;
  ranking: string;
  group: string;
  /** `20 × 15 % = 3`, with the rounding article; in both languages. */
  arithmetic: { zh: string; en: string };
  article: string;
  places: number;
  awarded: readonly SubjectKey[];
  /** Tied at the cut; the committee decides (empty when nothing is open). */
  held: readonly SubjectKey[];
  /** One reason line for each candidate, in or out. */
  reasons: readonly { subject: SubjectKey; in: boolean; article: string; zh: string; en: string }[];
}

export interface RankingResult {
  ranking: string;
  group: string;
  rows: readonly RankRow[];
}

export interface Evaluation {
  edition: EditionRef;
  period: Period;
  subjects: ReadonlyMap<SubjectKey, SubjectResult>;
  rankings: readonly RankingResult[];
  honours: readonly HonourResult[];
  digest: string;
}

export interface EditionRef {
  id: string;
  edition: Day;
  hash: string;
}

/** Per (subject, item): what the rules that only count and sum need. */
export interface ItemSum {
  subject: SubjectKey;
  item: string;
  count: number;
  quantity: Units;
  points: Units;
  money: Units;
}

export interface EvaluationInput {
  period: Period;
  asOf: Day;
  subjects: readonly Subject[];
  facts: readonly Fact[];
  /** Sums instead of facts for items where `CompiledEdition.needs(item)` says `sum`. */
  sums?: readonly ItemSum[];
  /** Outputs of earlier periods, e.g. the months of a quarter. */
  history?: readonly { subject: SubjectKey; period: string; output: string; value: Rational }[];
  /** Decisions of the committee on held places and vetoes. */
  rulings?: readonly { honour: string; subject: SubjectKey; award: boolean; reason: string }[];
  /** Only these subjects (and whom they depend on); absent = all. */
  only?: readonly SubjectKey[];
  /**
   * Figures of the others as they stand, from an earlier evaluation of the same edition and period: with them exactly the
   * subjects of `only` are computed, and rankings and honours are made of both.
   */
  known?: readonly { subject: SubjectKey; outputs: readonly KnownOutput[] }[];
  traces?: boolean;
  /** SHA-256 in lower-case hexadecimal where the caller has a faster one than pure code can be, e.g. the machine's own. */
  sha256?: (bytes: Uint8Array) => string;
}

/** A field of a fact that a rule reads, as a form asks for it. */
export interface ItemInput {
  /** Name among the values of the fact, e.g. `event`, `directorPercent`. */
  field: string;
  article: string;
  zh: string;
  en: string;
  type: 'text' | 'choice' | 'number';
  /** Words that the rules tell apart; another one, or none, is no fault. */
  choices?: readonly string[];
  /** Least and most of a number. */
  range?: readonly [Units, Units];
  unit?: { zh: string; en: string };
  /** What counts where the fact says nothing. */
  usual?: Units;
  /** Without it the rule cannot be computed. */
  needed: boolean;
  /** Seen on the spot, or judged when it is assessed. */
  asked: 'record' | 'assess';
}

/** Which quantity fits an item. */
export interface QuantityInfo {
  /** It is a figure that must be told; else one occurrence is meant when nothing is said. */
  needed: boolean;
  from?: Units;
  to?: Units;
  /** Only whole numbers. */
  whole?: boolean;
}

/** An item that people can choose when they record a fact, or that imports and leave post. */
export interface ItemInfo {
  item: string;
  subjectKind: 'person' | 'window' | 'unit' | 'group';
  article: string;
  zh: string;
  en: string;
  /** What `quantity` counts: `次`, `人日`, `件`… */
  unit: { zh: string; en: string };
  output: string;
  section?: string;
  /** Points for one unit (negative = deduction), or the range an officer chooses from. */
  points?: Units;
  range?: { points: readonly [Units, Units]; money?: readonly [Units, Units] };
  /** What the head bears by this rule itself, chosen from a range, where the field of the fact has one of these values. */
  head?: { points: readonly [Units, Units]; money?: readonly [Units, Units]; field: string; when: readonly string[] };
  /** The money at the same position as the points (`linkedMoney`) is to be offered, or is the only one allowed (A35). */
  rangeLink?: 'SUGGEST' | 'ENFORCE';
  /** Evidence kinds that must be attached. */
  evidence?: readonly string[];
  /** Recorded by a person as a finding; others come from imports, leave or the system. */
  recordable: boolean;
  /** Other items that the same fact might fit (A34). */
  overlaps?: readonly string[];
  /** Fields of a fact of this item that some rule reads. */
  inputs?: readonly ItemInput[];
  quantity?: QuantityInfo;
}

export interface DecisionResult {
  /** `value` is what the pack says, e.g. `{ chain: ['SHIFT_LEADER','CENTRE_LEADER'] }` or `{ required: true }`. */
  value: Readonly<Record<string, unknown>>;
  lines: readonly { rule: string; article: string; zh: string; en: string }[];
  articles: readonly string[];
}

/** A kind of leave that people can ask for. Days are Units, minutes whole numbers. */
export interface LeaveKindInfo {
  id: string;
  article: string;
  zh: string;
  en: string;
  parts: readonly LeaveParts[];
  /** Minutes of a step of hours; a begun one counts whole. */
  step: number;
  mostMinutes?: number;
  mostDays?: Units;
  /** Absent: as the decision `leave.length` says. */
  counts?: 'workingDays' | 'calendarDays';
  proof: {
    when: 'none' | 'application' | 'return';
    document?: { zh: string; en: string };
    fromDays?: Units;
    withinWorkingDays?: number;
  };
  account?: string;
  scoredAs?: string;
  note?: { zh: string; en: string };
  /** A figure of this kind is a blank that nobody has filled in: nobody can ask for it. */
  blank?: Problem;
}

export interface OutputInfo {
  output: string;
  subjectKind: 'person' | 'window' | 'unit' | 'group';
  zh: string;
  en: string;
  article: string;
  /** The kind of period for which it exists; `any` for a balance that is known on every day of its year. */
  cycle: Period['kind'] | 'any';
  /** Facts that it rests on: those of the period, or of the year so far and so many days before it. */
  span: 'period' | 'year';
  lookbackDays: number;
  sections: readonly { id: string; zh: string; en: string; base: Rational }[];
  /** What the figure counts; points when nothing is said. */
  unit?: UnitOfOutput;
  /** With `count`: of what. */
  counts?: { zh: string; en: string };
  /** The source breaks off: a result is a sub-total out of so many points and never final. */
  incomplete?: { article: string; zh: string; en: string; of: Rational };
}

export interface SettingInfo {
  setting: string;
  ambiguity?: string;
  articles: readonly string[];
  zh: string;
  en: string;
  chosen: string;
  default: string;
  /** Empty for a number. */
  values: readonly { value: string; zh: string; en: string }[];
  note: { zh: string; en: string };
}

export interface ParameterInfo {
  parameter: string;
  /** A01–A64 or B01…, where the text leaves it open. */
  ambiguity?: string;
  /** Words or a day; a number when nothing is said. */
  type?: 'text' | 'day';
  article: string;
  zh: string;
  en: string;
  unit: { zh: string; en: string };
  /** Absent while the blank is not filled in. */
  value?: string;
  suggestion?: string;
  filledInBy?: { zh: string; en: string };
  basis?: { zh: string; en: string };
}

/** What a change can move. */
export interface Reach {
  /** Subjects whose own figures may change, the touched ones among them. */
  subjects: ReadonlySet<SubjectKey>;
  /** `ranking <id> <group>` and `honours <ranking> <group>` whose places may change; group `all` = everybody. */
  places: ReadonlySet<string>;
}

/** What must be known to compute somebody. */
export interface Sources {
  /** Subjects whose facts are read. */
  read: ReadonlySet<SubjectKey>;
  /** Subjects whose figures are computed on the way, the asked ones among them. */
  computed: ReadonlySet<SubjectKey>;
  /** Places count too, so whole rankings take part. */
  isRanked: boolean;
}

export interface DependencyGraph {
  /** Names of the relations that rules follow. */
  relations: readonly string[];
  reach(touched: Iterable<SubjectKey>, subjects: readonly Subject[], cycle?: Period['kind']): Reach;
  /** @param places that are given anew (as `Reach` names them): everyone who competes for them is read too */
  sources(
    asked: Iterable<SubjectKey>,
    subjects: readonly Subject[],
    cycle?: Period['kind'],
    places?: Iterable<string>,
  ): Sources;
}

export interface CompiledEdition extends EditionRef {
  title: { zh: string; en: string };
  items: readonly ItemInfo[];
  outputs: readonly OutputInfo[];
  /** What the edition ranks and which titles it gives. */
  rankings: readonly {
    ranking: string;
    output: string;
    cycle: Period['kind'];
    groups: readonly { id: string; zh: string; en: string }[];
    tieBreaks: readonly { id: string; zh: string; en: string }[];
  }[];
  honours: readonly {
    honour: string;
    ranking: string;
    cycle: Period['kind'];
    article: string;
    zh: string;
    en: string;
  }[];
  /** What a column of an office's list is under this edition: the name of its meaning → item. */
  imports: Readonly<Record<string, string>>;
  /** Articles that refusals and papers of a procedure rest on, by the code of the refusal. */
  citations: Readonly<Record<string, readonly string[]>>;
  /** What people can ask for, in the order of the pack. */
  leaveKinds: readonly LeaveKindInfo[];
  /** Ids of the decision tables. */
  decisions: readonly string[];
  articles: readonly { article: string; zh: string; en: string; place: string }[];
  settings: readonly SettingInfo[];
  parameters: readonly ParameterInfo[];
  grades: readonly { output: string; grade: string; zh: string; en: string }[];
  /** Names of the relations by which figures of one subject are made from those of others. */
  relations: readonly string[];
  /**
   * Subjects whose own figures may change when these are touched, and nobody else: themselves, the heads who share in their
   * penalties, those made up of them, those who stand in their quota; by all the steps that there are.
   * @param cycle figures of periods of this kind; absent = of any
   */
  dependents(touched: readonly SubjectKey[], subjects: readonly Subject[], cycle?: Period['kind']): SubjectKey[];
  /** The same with the rankings and honours whose places may change. */
  reach: DependencyGraph['reach'];
  /** Whose facts and figures must be known to compute these subjects. */
  sources: DependencyGraph['sources'];
  /** Keys of the periods before this one with which some figure is compared. */
  before(period: string): string[];
  /** Marks by part, check-lists, calendar of duties, methods, outcomes and procedures: for people and screens. */
  dimensions: readonly Dimensions[];
  checklists: readonly Checklist[];
  duties: readonly Duty[];
  methods: readonly Method[];
  outcomes: readonly Outcome[];
  procedures: readonly Procedure[];
  /**
   * @param start the first day; where the text sets it, its parameter when nothing is said
   * @throws Problem regulation.blank where the length of a stage or the first day is not filled in
   */
  procedureDates(procedure: string, start?: Day): StageDays[];
  /** The next stage; `to` = where somebody wants to go. @throws Problem regulation.stage_skipped */
  procedureNext(procedure: string, at: string, to?: string): string | undefined;
  /** Duties of a stretch of time that are not fulfilled by its facts, and beside them those whose number is blank. */
  openDuties: OpenDuties;
  needs(item: string): 'sum' | 'facts' | 'unknown';
  /** Amounts of an item that moves a balance, to be put on facts of its time; undefined for others and for blanks. */
  terms(item: string): FactTerms | undefined;
  /** @throws Problem regulation.blank | regulation.gap | regulation.conflict */
  evaluate(input: EvaluationInput): Evaluation;
  /** A decision table of the edition, e.g. `leave.chain`, `leave.substitute`, `leave.certificate`. */
  decide(decision: string, input: Readonly<Record<string, unknown>>): DecisionResult;
}
