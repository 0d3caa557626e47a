/**
 * What an edition says, laid out for reading: every rule with its amounts and limits, weights, check-lists, duties,
 * procedures, consequences and worked examples. The figures are those of the texts and fills; nothing is computed.
 */
import { z } from 'zod';

const wording = z.strictObject({ zh: z.string(), en: z.string() });
const day = z.iso.date();

/** Decimal text or a word; `text` is null while the blank it names is not filled in. */
const amountView = z.strictObject({
  text: z.string().nullable(),
  parameter: z.string().nullable(),
  setting: z.string().nullable(),
});
export type AmountView = z.infer<typeof amountView>;
const span = z.tuple([amountView, amountView]);

const bandView = z.strictObject({
  from: amountView.nullable(),
  above: amountView.nullable(),
  to: amountView.nullable(),
  below: amountView.nullable(),
  amount: amountView.nullable(),
  grade: z.string().nullable(),
  title: wording.nullable(),
});
export type BandView = z.infer<typeof bandView>;

const ruleView = z.strictObject({
  id: z.string(),
  article: z.string(),
  ...wording.shape,
  /** `K1`…`K23`, or `rule` for the primitive. */
  kind: z.string(),
  output: z.string(),
  section: z.string().nullable(),
  unit: wording.nullable(),
  points: amountView.nullable(),
  money: amountView.nullable(),
  range: z.strictObject({ points: span.nullable(), money: span.nullable() }).nullable(),
  bands: z.array(bandView),
  atLeast: amountView.nullable(),
  atMost: amountView.nullable(),
  /** K16: the threshold from which each unit counts. */
  threshold: amountView.nullable(),
  /** Amounts in slices; null where one amount counts for all. */
  ladder: wording.nullable(),
  /** The head's own amount, and how it stands to the general share. */
  head: z.strictObject({ points: span, money: span.nullable(), clause: amountView }).nullable(),
  /** What is measured and when it applies, told in words; null when it is simply the recorded fact. */
  measure: wording.nullable(),
  when: wording.nullable(),
});
export type RuleView = z.infer<typeof ruleView>;

const rowView = z.strictObject({
  id: z.string(),
  articles: z.array(z.string()),
  ...wording.shape,
  when: wording.nullable(),
  gives: z.array(z.strictObject({ name: z.string(), value: amountView })),
});

const partView = z.strictObject({
  id: z.string(),
  article: z.string(),
  ...wording.shape,
  weight: amountView.nullable(),
});

const titled = { id: z.string(), article: z.string(), ...wording.shape };

export const structureView = z.strictObject({
  /** Days of the edition in its own index; `assumed` when the source bears no date. */
  from: day,
  to: day.nullable(),
  assumed: z.boolean(),
  /** The pack itself and those it uses; an article belongs to one of them. */
  packs: z.array(
    z.strictObject({
      id: z.string(),
      edition: day,
      ...wording.shape,
      from: day,
      to: day.nullable(),
      assumed: z.boolean(),
      articles: z.array(z.string()),
    }),
  ),
  rules: z.array(ruleView),
  sections: z.array(
    z.strictObject({
      output: z.string(),
      ...titled,
      base: amountView,
      floor: amountView.nullable(),
      cap: amountView.nullable(),
    }),
  ),
  /** Several sections share a cap or a floor. */
  budgets: z.array(
    z.strictObject({
      output: z.string(),
      ...titled,
      sections: z.array(z.string()),
      atLeast: amountView.nullable(),
      atMost: amountView.nullable(),
    }),
  ),
  /** How one event that fits several rules is counted. */
  overlaps: z.array(z.strictObject({ ...titled, policy: amountView })),
  incomplete: z.array(
    z.strictObject({ output: z.string(), article: z.string(), ...wording.shape, of: amountView, mode: amountView }),
  ),
  /** Weighted figures: parts, their weights and the grades that follow. */
  blends: z.array(
    z.strictObject({
      output: z.string(),
      article: z.string(),
      ...wording.shape,
      parts: z.array(partView),
      /** Marks that may be given, both ends included. */
      marks: span.nullable(),
      /** Every part must reach it. */
      each: z.strictObject({ atLeast: amountView, article: z.string(), otherwise: z.string() }).nullable(),
      grades: z.array(bandView),
    }),
  ),
  honours: z.array(
    z.strictObject({
      ...titled,
      ranking: z.string(),
      titles: z.array(z.strictObject({ ...titled, ratio: amountView.nullable(), count: amountView.nullable() })),
      conditions: z.array(z.strictObject({ article: z.string(), ...wording.shape, excludes: z.boolean() })),
    }),
  ),
  decisions: z.array(z.strictObject({ ...titled, rows: z.array(rowView) })),
  checklists: z.array(
    z.strictObject({
      output: z.string(),
      article: z.string(),
      ...wording.shape,
      each: amountView.nullable(),
      groups: z.array(z.strictObject({ ...titled, lines: z.array(z.strictObject(titled)) })),
    }),
  ),
  duties: z.array(
    z.strictObject({
      ...titled,
      every: z.string(),
      who: z.string(),
      atLeast: amountView.nullable(),
      per: z.string().nullable(),
      fulfilledBy: z.string().nullable(),
    }),
  ),
  methods: z.array(z.strictObject({ ...titled, feeds: z.array(z.string()) })),
  outcomes: z.array(
    z.strictObject({
      ...titled,
      output: z.string().nullable(),
      grades: z.array(z.string()),
      when: wording.nullable(),
      ladder: z.string().nullable(),
      step: z.string().nullable(),
    }),
  ),
  procedures: z.array(
    z.strictObject({
      ...titled,
      steps: z.array(z.strictObject({ ...titled, months: amountView.nullable(), days: amountView.nullable() })),
    }),
  ),
  examples: z.array(
    z.strictObject({
      id: z.string(),
      ...wording.shape,
      articles: z.array(z.string()),
      edge: wording,
      period: z.string().nullable(),
      /** Readings and fills that the example sets. */
      given: z.array(z.strictObject({ name: z.string(), value: z.string() })),
      facts: z.array(
        z.strictObject({
          item: z.string(),
          ...wording.shape,
          subject: z.string(),
          on: z.string(),
          told: z.string(),
        }),
      ),
      /** What the text demands: of whom or what, which figure, which value. */
      expect: z.array(z.strictObject({ of: z.string(), what: z.string(), value: z.string() })),
    }),
  ),
});
export type StructureView = z.infer<typeof structureView>;
