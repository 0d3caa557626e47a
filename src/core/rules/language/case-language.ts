/** What `cases.yaml`, and a file of facts on the command line, may say. */
import { z } from 'zod';
import { decimal, wording } from './expression.js';

const scalar = z.union([z.string(), z.boolean()]);
const factLine = z.strictObject({
  item: z.string(),
  subject: z.string(),
  on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  quantity: decimal.optional(),
  points: decimal.optional(),
  money: decimal.optional(),
  values: z.record(z.string(), scalar).optional(),
  person: z.string().optional(),
  id: z.string().optional(),
  reverses: z.string().optional(),
});
const subjectLine = z.strictObject({
  key: z.string(),
  group: z.string().optional(),
  relations: z.record(z.string(), z.string()).optional(),
  attributes: z.record(z.string(), scalar).optional(),
});
/** Subjects `<prefix>1…n` with one figure each, as the history has it. */
const series = z.strictObject({
  prefix: z.string(),
  group: z.string().optional(),
  output: z.string(),
  period: z.string(),
  values: z.array(z.string()).min(1),
});
const ruling = z.strictObject({ honour: z.string(), subject: z.string(), award: z.boolean(), reason: z.string() });

const situation = {
  period: z.string(),
  asOf: z.string().optional(),
  settings: z.record(z.string(), z.string()).optional(),
  fill: z.record(z.string(), z.string()).optional(),
  subjects: z.array(subjectLine).optional(),
  facts: z.array(factLine).optional(),
  series: z.array(series).optional(),
  history: z
    .array(z.strictObject({ subject: z.string(), period: z.string(), output: z.string(), value: z.string() }))
    .optional(),
  rulings: z.array(ruling).optional(),
};
export const situationFile = z.strictObject(situation);
export type Situation = z.infer<typeof situationFile>;

const expectedOutput = z.strictObject({
  total: z.string().optional(),
  /** As it is shown, rounded to the edition's places. */
  shown: z.string().optional(),
  grade: z.string().optional(),
  fines: z.string().optional(),
  rewards: z.string().optional(),
  sections: z.record(z.string(), z.string()).optional(),
  flags: z.array(z.string()).optional(),
  absent: z.boolean().optional(),
});
const heading = { id: z.string(), title: wording, articles: z.array(z.string()).min(1), edge: wording };
export const evaluationCase = z.strictObject({
  ...heading,
  ...situation,
  expect: z.strictObject({
    refuses: z.string().optional(),
    /** Of `regulation.blank`: the parameter that the refusal must name. */
    blank: z.string().optional(),
    subjects: z.record(z.string(), z.record(z.string(), expectedOutput)).optional(),
    honours: z
      .array(
        z.strictObject({
          honour: z.string(),
          group: z.string(),
          places: z.string(),
          awarded: z.array(z.string()).optional(),
          held: z.array(z.string()).optional(),
          out: z.record(z.string(), z.string()).optional(),
        }),
      )
      .optional(),
    ranks: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  }),
});
const dutyCase = z.strictObject({
  duty: z.string(),
  /** `2026`, `2026-H1`, `2026-Q3`, `2026-09`, `2026-W36`, a day, or `from/to`. */
  period: z.string(),
  subjects: z.array(z.union([z.string(), subjectLine])).optional(),
  facts: z.array(factLine).optional(),
  /** For whom it is not fulfilled; `institution` for a duty that is counted altogether. */
  open: z.array(z.string()).optional(),
  refuses: z.string().optional(),
});
const procedureCase = z.strictObject({
  procedure: z.string(),
  start: z.string().optional(),
  stages: z
    .array(z.strictObject({ step: z.string(), from: z.string().optional(), to: z.string().optional() }))
    .optional(),
  at: z.string().optional(),
  to: z.string().optional(),
  /** `null` where the last stage is reached. */
  next: z.union([z.string(), z.null()]).optional(),
  refuses: z.string().optional(),
});
export type DutyCase = z.infer<typeof dutyCase>;
export type ProcedureCase = z.infer<typeof procedureCase>;
export const decisionCase = z.strictObject({
  ...heading,
  settings: z.record(z.string(), z.string()).optional(),
  fill: z.record(z.string(), z.string()).optional(),
  duties: z.array(dutyCase).min(1).optional(),
  procedures: z.array(procedureCase).min(1).optional(),
  /** Kinds of leave as they come out under the settings: minutes and counts whole, days in 1/10000. */
  leaveKinds: z
    .array(z.strictObject({ kind: z.string(), value: z.record(z.string(), z.unknown()) }))
    .min(1)
    .optional(),
  decisions: z
    .array(
      z.strictObject({
        decision: z.string(),
        input: z.record(z.string(), scalar),
        value: z.record(z.string(), z.unknown()).optional(),
        articles: z.array(z.string()).optional(),
        /** K19, K22: the days of the term, counted from the day of the event. */
        term: z
          .strictObject({
            from: z.string(),
            due: z.string(),
            lateFrom: z.string().optional(),
            dated: z.string().optional(),
            /** Days off besides Saturday and Sunday, for a term that asks for a calendar. */
            holidays: z.array(z.string()).optional(),
          })
          .optional(),
        refuses: z.string().optional(),
        /** Of `regulation.blank`: the parameter that the refusal must name. */
        blank: z.string().optional(),
      }),
    )
    .min(1)
    .optional(),
});
export const casesFile = z.strictObject({ cases: z.array(z.union([evaluationCase, decisionCase])).min(1) });
export type PackCase = z.infer<typeof casesFile>['cases'][number];
