/** Shapes of the approval kit: what a chain is made of, and what a case remembers of it. */
import { z } from 'zod';
import { due, holder } from '../../src/core/effects.js';

/**
 * How the holders of a step sign: any one of them (或签), all in whatever order (会签), one after the other (依次), or by vote
 * (票签), which passes as soon as `ratio` of the holders are for it and fails as soon as that cannot be reached any more.
 */
export const signingModes = ['any', 'all', 'order', 'ratio'] as const;
export type SigningMode = (typeof signingModes)[number];

/** What happens when a step has waited so many working days: say so, bring in others, or decide. */
export const timeout = z.strictObject({
  after: z.strictObject({ workingDays: z.int().min(0).max(250) }),
  do: z.enum(['remind', 'escalate', 'approve', 'refuse', 'return']),
  /** Who is brought in by an escalation. */
  to: z.array(holder).min(1).max(10).optional(),
  /** They take the place of those who are awaited, instead of standing beside them. */
  replace: z.boolean().optional(),
  /** Article or parameter that says so; it stays with whatever the system did for it. */
  basis: z.string().max(120).optional(),
});
export type Timeout = z.output<typeof timeout>;

const stepShape = z.strictObject({
  /** Unique within the chain; also the name of the task, e.g. `SHIFT_LEADER`. */
  key: z.string(),
  holders: z.array(holder).min(1),
  mode: z.enum(signingModes).default('any'),
  /** Share of the holders that must be for it, as `p/q`; for the mode `ratio`. */
  ratio: z
    .string()
    .regex(/^[1-9]\d{0,3}\/[1-9]\d{0,3}$/)
    .optional(),
  due: due.optional(),
  timeouts: z.array(timeout).max(10).optional(),
});

/** One step as a decision names it. */
export const chainStep = stepShape
  .refine((step) => (step.mode === 'ratio') === (step.ratio !== undefined), {
    path: ['ratio'],
    message: 'ratio goes with the mode ratio / 票签须写明比例，其他方式不写',
  })
  .refine((step) => step.ratio === undefined || share(step.ratio).p <= share(step.ratio).q, {
    path: ['ratio'],
    message: 'more than all / 比例超过全部',
  })
  .refine((step) => (step.timeouts ?? []).every((one) => (one.do === 'escalate') === (one.to !== undefined)), {
    path: ['timeouts'],
    message: 'an escalation names whom, nothing else does / 只有升级须写明升级给谁',
  });
export type ChainStep = z.output<typeof chainStep>;

/** `2/3` as two integers. */
export function share(ratio: string): { p: number; q: number } {
  const [p = 1, q = 1] = ratio.split('/').map(Number);
  return { p, q };
}

export const signature = z.strictObject({
  person: z.string(),
  onBehalfOf: z.string().optional(),
  /** Which of the step's holders this signature stands for. */
  holder: z.int().min(0),
  at: z.string(),
  remark: z.string().optional(),
  /** In a vote; in the other modes a signature is for it. */
  vote: z.enum(['for', 'against']).optional(),
  /** On what the system signed. */
  basis: z.string().optional(),
});

/** What has become of one place of a step. Places keep their numbers: a removed one stays, and counts no more. */
const marks = {
  addedBy: z.string().optional(),
  removedBy: z.string().optional(),
  /** Others who may sign this place too, brought in by an escalation. */
  alternates: z.array(holder).optional(),
  /** People asked for an opinion, the last of them now; then it is the turn of whoever asked. */
  asked: z.array(z.strictObject({ person: z.string(), by: z.string() })).optional(),
  /** Who had this place and handed it on. */
  passedBy: z.array(z.string()).optional(),
};
const [namedPerson, roleHolder] = holder.options;
export const place = z.union([namedPerson.extend(marks), roleHolder.extend(marks)]);
export type PlaceInStep = z.output<typeof place>;

export const approvalVerbs = [
  'approve',
  'refuse',
  'return',
  'transfer',
  'delegate',
  'opine',
  'addSigner',
  'removeSigner',
  'withdraw',
  'urge',
  'copy',
  'remind',
  'escalate',
] as const;
export type ApprovalVerb = (typeof approvalVerbs)[number];

const tally = z.strictObject({ for: z.int(), against: z.int(), of: z.int() });

const opinion = z.strictObject({
  verb: z.enum(approvalVerbs),
  step: z.string(),
  person: z.string(),
  onBehalfOf: z.string().optional(),
  /** What was said; empty for nothing. */
  reason: z.string(),
  at: z.string(),
  /** Whom it concerns: people by code, roles by name, a step to return to by its key. */
  to: z.array(z.string()).optional(),
  place: z.enum(['before', 'beside', 'after']).optional(),
  /** How a vote stood after this one. */
  tally: tally.optional(),
  /** Article or parameter on which the system acted. */
  basis: z.string().optional(),
});
export type Opinion = z.output<typeof opinion>;

const stepInCase = stepShape.extend({
  holders: z.array(place).min(1),
  signatures: z.array(signature),
  /** Set when the step was put in by adding a signer before or after another step. */
  added: z.strictObject({ by: z.string(), place: z.enum(['before', 'after']) }).optional(),
});
export type StepInCase = z.output<typeof stepInCase>;

/** Spread into the context shape of every machine that approves. */
export const approvalFields = {
  applicant: z.string(),
  chain: z.array(stepInCase),
  /** Index of the step that is being signed; `chain.length` when all have. */
  step: z.int().min(0),
  urgedAt: z.string().nullable(),
  /** Everything that was done with the chain, oldest first; what counts now are the signatures of the steps. */
  opinions: z.array(opinion),
  /** Who added signers, and may remove them again. */
  adders: z.array(z.string()).default([]),
};
const approvalContext = z.object(approvalFields);
export type ApprovalContext = z.output<typeof approvalContext>;

/** Context fields with which a chain begins. */
export const beginChain = (
  chain: readonly ChainStep[],
): Pick<ApprovalContext, 'chain' | 'step' | 'urgedAt' | 'adders'> => ({
  chain: chain.map((step) => ({ ...step, signatures: [] })),
  step: 0,
  urgedAt: null,
  adders: [],
});
