/** Shapes of drafts of an edition: what is changed, what a check found, what is still blank, what differs from the base. */
import { z } from 'zod';
import { day, uuid, words } from '../platform/http/shapes.js';
import { editionView, itemView } from './regulation.contract.js';

const wording = { zh: z.string(), en: z.string() };
const name = z.string().regex(/^[\w.-]{1,60}$/);
/** Decimal text as it is written in a pack: at most four places. */
const decimal = z.string().regex(/^[+-]?\d{1,11}(\.\d{1,4})?$/);
const cycleKind = z.enum(['month', 'quarter', 'year']);

/**
 * Another amount for one rule, by its id: an item, a section (`<output>.<section>`), an output, a title of an honour, a part of
 * a blend. A range is given as [least, most]. An amount that comes from a setting or parameter is changed there instead.
 */
export const itemPatch = z.strictObject({
  rule: z.string().regex(/^[\w.-]{1,120}$/),
  /** For one unit; the amount itself of an account's rule. */
  points: z.union([decimal, z.tuple([decimal, decimal])]).optional(),
  money: z.union([decimal, z.tuple([decimal, decimal])]).optional(),
  /** Most that may be earned, or the upper bound of a rule, section or account. */
  cap: decimal.optional(),
  floor: decimal.optional(),
  /** Figure that a section or account starts with. */
  base: decimal.optional(),
  /** Share of the group in percent, or plain number of places, of a title; share of the best grade. */
  quota: decimal.optional(),
  weight: decimal.optional(),
});
export type ItemPatchInput = z.infer<typeof itemPatch>;

/** A number, or words or a day where the parameter is of that type; the edition says which. */
const fillEntry = z.strictObject({ value: words(200, 1), basis: words(500, 2) });
const settings = z.record(name, z.string().min(1).max(60));
const items = z.array(itemPatch).max(200);

/** Starts from what is in force (`adopted`), or from any edition of the library. */
export const openDraft = z.strictObject({
  base: z.union([z.literal('adopted'), z.strictObject({ id: name, edition: day })]),
  /** First day in force: the first of a month. It also names the new edition. */
  from: day,
  title: words(120, 2),
  settings: settings.optional(),
  fill: z.record(name, fillEntry).optional(),
  items: items.optional(),
});
export type OpenDraft = z.infer<typeof openDraft>;

/** Only what is named changes; `null` takes a choice or fill back to what the base says. */
export const changeDraft = z.strictObject({
  title: words(120, 2).optional(),
  from: day.optional(),
  /** Cycles that the office runs under this edition; their blanks must be filled. */
  cycles: z.array(cycleKind).max(3).optional(),
  settings: z.record(name, z.string().min(1).max(60).nullable()).optional(),
  fill: z.record(name, fillEntry.nullable()).optional(),
  items: items.optional(),
});
export type ChangeDraft = z.infer<typeof changeDraft>;

/** `rules.yaml` of the draft's own pack, or `<pack>:rules.yaml` of one that it uses. */
export const draftFile = z.string().regex(/^([\w.-]{1,60}:)?(index|articles|rules|cases)\.yaml$/);

/** `null` goes back to the text of the base. */
export const putSource = z.strictObject({ text: z.string().max(1_048_576).nullable() });
export type PutSource = z.infer<typeof putSource>;

/**
 * Writes the expectations of failing examples anew from what the draft gives now; absent = of all that fail. Those who sign
 * see the changed file.
 */
export const restateCases = z.strictObject({
  cases: z
    .array(z.strictObject({ file: draftFile, id: z.string().max(120) }))
    .max(500)
    .optional(),
});
export type RestateCases = z.infer<typeof restateCases>;

export const draftsQuery = z.strictObject({});

const person = z.strictObject({ code: z.string(), name: z.string() });

/** One thing that is wrong, with its place in a file of the draft where it has one. */
export const fault = z.strictObject({
  code: z.string(),
  /** File of the draft, as in `files`; null where the fault has no place in a text. */
  file: z.string().nullable(),
  line: z.int().nullable(),
  column: z.int().nullable(),
  where: z.string(),
  got: z.string().nullable(),
  allowed: z.array(z.string()),
  ...wording,
  hint: z.strictObject(wording).nullable(),
});
export type Fault = z.infer<typeof fault>;

/** Since when the rules of an adopted edition stand as they do, and which are gone: computed from the editions. */
export const ruleHistory = z.strictObject({
  edition: z.strictObject({ id: z.string(), edition: day, hash: z.string() }),
  /** Day of the first adopted edition: every rule that is not named stands since then. */
  first: day,
  since: z.record(z.string(), day),
  gone: z.array(z.strictObject({ rule: z.string(), ...wording, article: z.string(), until: day })),
});
export type RuleHistory = z.infer<typeof ruleHistory>;

/** A blank of the text, filled in or not, with everything that rests on it. */
export const blankView = z.strictObject({
  parameter: z.string(),
  /** A01–A64 or B01…, where the text leaves it open. */
  ambiguity: z.string().nullable(),
  type: z.enum(['number', 'text', 'day']),
  article: z.string(),
  ...wording,
  unit: z.strictObject(wording),
  suggestion: z.string().nullable(),
  value: z.string().nullable(),
  /** Who filled it in: a person of the office with the instant, or what the pack says. */
  filledIn: z
    .strictObject({
      by: z.strictObject(wording),
      person: person.nullable(),
      at: z.iso.datetime().nullable(),
      basis: z.strictObject(wording),
    })
    .nullable(),
  /** Rules that cannot be computed without it. */
  rules: z.array(
    z.strictObject({ rule: z.string(), article: z.string().nullable(), ...wording, output: z.string().nullable() }),
  ),
  outputs: z.array(z.string()),
  /** Empty when only decisions (chains, terms) rest on it. */
  cycles: z.array(cycleKind),
  decisions: z.array(z.string()),
});
export type BlankView = z.infer<typeof blankView>;
export const blankList = z.strictObject({
  edition: z.strictObject({ id: z.string(), edition: day, hash: z.string() }),
  items: z.array(blankView),
  total: z.int(),
  filled: z.int(),
});
export type BlankList = z.infer<typeof blankList>;

const choiceChange = z.strictObject({
  name: z.string(),
  ...wording,
  before: z.string().nullable(),
  after: z.string().nullable(),
});
/** What one edition says otherwise than another. */
export const editionDiff = z.strictObject({
  before: z.strictObject({ id: z.string(), edition: day, hash: z.string() }),
  after: z.strictObject({ id: z.string(), edition: day, hash: z.string() }),
  items: z.strictObject({
    added: z.array(itemView),
    removed: z.array(itemView),
    /** `fields` names what differs: points, range, title, article, … */
    changed: z.array(
      z.strictObject({ item: z.string(), fields: z.array(z.string()), before: itemView, after: itemView }),
    ),
  }),
  settings: z.array(choiceChange),
  parameters: z.array(choiceChange),
  articles: z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()), changed: z.array(z.string()) }),
  /** Amounts and words anywhere else in the rules: caps, quotas, weights, bands, limits of decisions. */
  others: z.array(
    z.strictObject({
      rule: z.string(),
      field: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type EditionDiff = z.infer<typeof editionDiff>;

export const checkReport = z.strictObject({
  ok: z.boolean(),
  /** Hash of the edition that was checked; null when the text does not compile. */
  hash: z.string().nullable(),
  faults: z.array(fault),
  /** Blanks that the chosen cycles need and nobody has filled in. */
  blanks: z.array(z.strictObject({ parameter: z.string(), article: z.string(), ...wording })),
  /** Worked examples of the changed packs: how many were run, and those whose result is not what they say. */
  cases: z.strictObject({
    total: z.int(),
    failed: z.array(z.strictObject({ file: z.string(), id: z.string(), ...wording, faults: z.array(z.string()) })),
  }),
  /** Rules that no example hits, and thresholds seen from one side only. */
  uncovered: z.array(z.strictObject({ pack: z.string(), point: z.string() })),
  /** Every ambiguity of the texts with the reading that was chosen. */
  ambiguities: z.array(
    z.strictObject({
      ambiguity: z.string(),
      setting: z.string(),
      ...wording,
      chosen: z.string(),
      isDefault: z.boolean(),
    }),
  ),
});
export type CheckReport = z.infer<typeof checkReport>;

export const draftLine = z.strictObject({
  id: z.uuid(),
  revision: z.int(),
  title: z.string(),
  from: day,
  pack: z.strictObject({ id: z.string(), edition: day, ...wording }),
  base: z.strictObject({ id: z.string(), edition: day, hash: z.string() }),
  createdBy: person,
  updatedBy: person,
  updatedAt: z.iso.datetime(),
  /** The case of W13; null while the draft was not sent to review. */
  case: z.strictObject({ id: z.uuid(), state: z.string() }).nullable(),
  /** False from the review on: send it back first. */
  isEditable: z.boolean(),
});
export type DraftLine = z.infer<typeof draftLine>;
export const draftList = z.strictObject({ items: z.array(draftLine), total: z.int() });
export type DraftList = z.infer<typeof draftList>;

export const draftView = draftLine.extend({
  cycles: z.array(cycleKind),
  editors: z.array(person),
  settings: z.record(z.string(), z.string()),
  fill: z.record(
    z.string(),
    z.strictObject({ value: z.string(), basis: z.string(), by: person, at: z.iso.datetime() }),
  ),
  files: z.array(
    z.strictObject({
      file: z.string(),
      pack: z.string(),
      part: z.enum(['index', 'articles', 'rules', 'cases']),
      isChanged: z.boolean(),
      bytes: z.int(),
      faults: z.int(),
    }),
  ),
  faults: z.array(fault),
  /** Null while the texts or choices are faulty. */
  edition: editionView.nullable(),
  blanks: z.array(blankView),
  diff: editionDiff.nullable(),
});
export type DraftView = z.infer<typeof draftView>;

export const sourceView = z.strictObject({
  file: z.string(),
  text: z.string(),
  isChanged: z.boolean(),
  base: z.string(),
});
export type SourceView = z.infer<typeof sourceView>;

/** The case that a draft is sent to. */
export const submittedDraft = z.strictObject({ id: uuid, key: z.string(), state: z.string(), revision: z.int() });
export type SubmittedDraft = z.infer<typeof submittedDraft>;

/** One edition that was adopted, with the days on which it counts. */
export const adoptionLine = z.strictObject({
  hash: z.string(),
  id: z.string(),
  edition: day,
  ...wording,
  from: day,
  /** First day on which it no longer counts. */
  to: day.nullable(),
  isInForce: z.boolean(),
  adoptedBy: person,
  adoptedAt: z.iso.datetime(),
  /** The case of W13 that put it in force; null for the first one of an institution. */
  case: z.strictObject({ id: z.uuid(), state: z.string() }).nullable(),
});
export type AdoptionLine = z.infer<typeof adoptionLine>;
export const adoptionList = z.strictObject({ items: z.array(adoptionLine), total: z.int() });
export type AdoptionList = z.infer<typeof adoptionList>;

/** A frozen edition as it was adopted, and what it changed against the one before. */
export const frozenView = z.strictObject({
  adoption: adoptionLine,
  edition: editionView,
  diff: editionDiff.nullable(),
});
export type FrozenView = z.infer<typeof frozenView>;
