import type { CycleLine, RankingView } from '../../../src/appraisal/appraisal.contract.js';
import type { ItemInput } from '../../../src/core/rules/types.js';
import type { DemoPeople, DemoPersonItem } from '../../../src/demo/demo.contract.js';
import type { Me } from '../../../src/identity/identity.contract.js';
import type {
  ImportColumnView,
  ImportKindView,
  ImportView,
  SampleView,
} from '../../../src/importing/importing.contract.js';
import type { FactView as LedgerFact } from '../../../src/ledger/ledger.contract.js';
import type {
  ColleagueItem,
  DutyItem,
  PersonItem,
  WindowItem,
} from '../../../src/organization/organization.contract.js';
import type { PaperDetail, PaperVerification, PaperView } from '../../../src/paper/paper.contract.js';
import type { EditionView, ItemView, RegulationLine } from '../../../src/regulation/regulation.contract.js';
import type { ExplanationView, ResultLine } from '../../../src/scoring/scoring.contract.js';

export type { DemoPeople, Me };

/** Shapes of the answers that the pages read. Amounts are decimal text; people and windows are known by code. */
export interface Page<T> {
  items: T[];
  total: number;
}
export interface Named {
  code: string;
  name: string;
}
export type MaybeNamed = string | Named | null | undefined;

export type DemoPerson = DemoPersonItem;

export type JsonSchema = {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  readOnly?: boolean;
  additionalProperties?: boolean | JsonSchema;
  /** `person`, `window`, `case`, `item`, `file`; chosen from a list instead of typed. */
  'x-picker'?: string;
  /** Word for each value of `enum`. */
  'x-labels'?: Record<string, string>;
  /** Decimal text. */
  'x-amount'?: boolean;
  /** Limits of an amount in 1/10000, and the article that sets them. */
  'x-least'?: number;
  'x-most'?: number;
  'x-article'?: string;
  /** The amount of another field offers the one that stands at the same place of its range here. */
  'x-follows'?: { field: string; from: readonly [number, number]; to: readonly [number, number] };
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
};

export interface CaseAction {
  event: string;
  label: string;
  button?: 'primary' | 'default' | 'danger' | 'hidden';
  reason?: boolean;
  form?: JsonSchema;
  /** Why it is not possible now, as problem+json; then the button is shown disabled with the reason. */
  refusal?: { title?: string; detail?: string; hint?: string; articles?: string[]; code?: string } | null;
}
export interface Station {
  state: string;
  label: string;
  status: 'done' | 'now' | 'next';
}
export interface CaseTask {
  id: string;
  title?: string;
  label?: string;
  mode?: ChainStepView['mode'];
  /** So many of so many places of the step have signed. */
  done?: number;
  of?: number;
  holder?: MaybeNamed;
  role?: string;
  people?: readonly Named[];
  openedAt?: string;
  dueAt?: string | null;
  doneAt?: string | null;
  state?: string;
}
export interface CaseDeadline {
  name: string;
  /** Last day of the term. */
  dueOn?: string;
  label?: string;
  dueAt: string;
  firedAt?: string | null;
  cancelledAt?: string | null;
}
export interface ChainPlaceView {
  state: 'signed' | 'against' | 'awaited' | 'asked' | 'open' | 'removed';
  person: Named | null;
  role: string | null;
  /** Who holds that role today. */
  people: Named[];
  alternates: string[];
  asked: Named | null;
  addedBy: Named | null;
  signedBy: Named | null;
  onBehalfOf: Named | null;
  at: string | null;
  remark: string | null;
  basis: string | null;
  isRemovable: boolean;
}
export interface ChainStepView {
  key: string;
  label: string;
  mode: 'any' | 'all' | 'order' | 'ratio';
  ratio: string | null;
  done: number;
  for: number;
  against: number;
  of: number;
  need: number;
  status: 'done' | 'now' | 'next' | 'stopped';
  added: { by: Named; place: 'before' | 'after' } | null;
  places: ChainPlaceView[];
  timeouts: {
    label: string;
    workingDays: number;
    dueOn: string | null;
    isOver: boolean;
    to: string[];
    basis: string | null;
  }[];
}
/** Who is awaited in an open step. */
export interface AwaitedView {
  step: string;
  mode: ChainStepView['mode'];
  done: number;
  of: number;
  need: number;
  people: string[];
}
export interface CaseView {
  id: string;
  kind: string;
  kindLabel?: string;
  key: string;
  title: string;
  state: string;
  stateLabel: string;
  final: boolean;
  revision: number;
  applicant?: MaybeNamed;
  subject?: string | { key: string; name?: string } | null;
  filedAt: string;
  closedAt?: string | null;
  stations: Station[];
  summary: { label: string; value: unknown }[];
  context?: Record<string, unknown>;
  actions: CaseAction[];
  tasks: CaseTask[];
  deadlines: CaseDeadline[];
  /** Steps of approval, for kinds that have them. */
  chain?: ChainStepView[];
  editionRef?: { id: string; edition?: string; hash?: string | null } | null;
  links?: {
    kind: string;
    id: string;
    label?: string;
    title?: string;
    state?: string;
    stateLabel?: string;
    rel?: string;
  }[];
}
export interface CaseEvent {
  seq: number;
  type: string;
  label?: string;
  actor?: MaybeNamed;
  onBehalfOf?: MaybeNamed;
  fromState?: string | null;
  toState?: string;
  fromLabel?: string;
  toLabel?: string;
  payload?: Record<string, unknown>;
  opinion?: string;
  /** What a verb of approval adds: whom it concerns, how a vote stood, on what the system acted. */
  detail?: string;
  to?: Named[];
  tally?: { for: number; against: number; of: number };
  basis?: string;
  at: string;
  effects?: { type?: string; name?: string }[] | string[];
  hash?: string;
}
export interface Machine {
  kind: string;
  version?: number;
  label?: string;
  /** Where every case begins. */
  initial?: string;
  states: { state: string; label: string; final?: boolean }[];
  events: { event: string; label: string; by?: unknown }[];
  transitions: { from: string; event: string; to: string; guard?: string; roles?: string[]; effects?: string[] }[];
}
/** One line of a box; columns of the case, and the open place of the person. */
export interface TaskItem {
  id: string;
  caseId: string;
  kind: string;
  kindLabel?: string;
  title: string;
  state?: string;
  stateLabel?: string;
  revision: number;
  applicant?: MaybeNamed;
  subject?: CaseView['subject'];
  summary?: { label: string; value: unknown }[];
  openedAt: string;
  dueAt?: string | null;
  doneAt?: string | null;
  overdue?: boolean;
  urgent?: boolean;
  stepLabel?: string;
  unread?: boolean;
  onBehalfOf?: MaybeNamed;
  awaited?: AwaitedView[];
  /** What may be done from the list; `batch` ones need no further field than an opinion. */
  actions?: CaseAction[];
}

export type ResultView = ExplanationView;
export type OutputView = ExplanationView['outputs'][number];
export type TraceEntry = OutputView['trace'][number];
/** One entry of the ledger; the texts beside the contract's own fields are joined where the service explains a result. */
export type FactView = Partial<LedgerFact> & {
  id: string;
  itemLabel?: string;
  /** What its fields are called, where the edition asks for them. */
  fields?: readonly { field: string; zh: string; en: string }[];
  /** Name of who entered it, where the answer brought it. */
  recorderName?: string;
  article?: string;
  recordedBy?: MaybeNamed;
  caseId?: string;
};
/** A field of a fact that a rule reads; amounts in 1/10000. */
export type FindingInput = ItemInput;
export type FindingItem = Pick<ItemView, 'item' | 'subjectKind' | 'article' | 'zh' | 'en' | 'unit' | 'recordable'> & {
  /** Decimal text from the regulation's page, integers of 1/10000 from the findings' page. */
  points?: string | number | null;
  range?: {
    points: readonly [string | number, string | number];
    money?: readonly [string | number, string | number] | null;
  } | null;
  head?: { points: readonly [number, number]; money?: readonly [number, number] };
  rangeLink?: 'SUGGEST' | 'ENFORCE';
  evidence?: readonly string[];
  overlaps?: readonly string[];
  inputs?: readonly FindingInput[];
  quantity?: { needed: boolean; from?: number; to?: number; whole?: boolean };
};
export type { EditionView, ItemView, RegulationLine };
export type WindowRow = WindowItem;
export type PersonRow = PersonItem;
export type ColleagueRow = ColleagueItem;
export type DutyRow = DutyItem;

export type CycleRow = CycleLine;
/** A cycle with what its head windows said, and its case for those who work on it. */
export interface CycleView extends CycleLine {
  verification: {
    window: string;
    name: string;
    head: string | null;
    state: string;
    by: string | null;
    on: string | null;
    reason: string | null;
  }[];
  case: CaseView | null;
}
export type { PaperDetail, PaperVerification, PaperView, RankingView };
export type HonourView = RankingView['honours'][number];
export type RankingRow = RankingView['rankings'][number]['rows'][number];
interface Standing {
  total: string;
  shown: string;
  grade: string | null;
  rank: number | null;
  honours: readonly string[];
}
export interface Affected {
  subject: string;
  output: string;
  before: Standing | null;
  after: Standing | null;
}
export type { ImportColumnView, ImportKindView, ImportView, ResultLine, SampleView };
