/**
 * What the papers about cover tell, version 1: handed over as it stood when the machine asked, because a worker may draw them
 * up when somebody else stands in and the badge is back.
 */
import { z } from 'zod';
import { type AnyEvent, actionsFor } from '../kit.js';
import { type SubstitutionContext, substitutionContext } from './context.js';

const { shape } = substitutionContext;

export const coverPaper = z.object({
  key: shape.key,
  leave: shape.leave,
  window: shape.window,
  unit: shape.unit,
  absent: shape.absent,
  from: shape.from,
  to: shape.to,
  parts: shape.parts,
  why: shape.why,
  coverFrom: shape.coverFrom,
  substitute: shape.substitute,
  isUnasked: shape.isUnasked,
  steps: shape.steps,
  stints: shape.stints,
  lent: shape.lent,
  badgeReturnWorkingDays: shape.badgeReturnWorkingDays,
});
export type CoverPaperArgs = z.output<typeof coverPaper>;

export const receiptPaper = coverPaper.extend({ badge: z.string(), what: z.enum(['out', 'back']) });
export type ReceiptPaperArgs = z.output<typeof receiptPaper>;

const { effect } = actionsFor<SubstitutionContext>();

export const filingPaper = effect('paper.draft', (context) => ({
  template: 'substitute-filing',
  key: `${context.key}-filing-${context.round}`,
  source: 'leave.substitution',
  args: coverPaper.parse(context),
}));

/** One badge may go out, come back and go out again within a round, so that who had it is part of the key. */
const receipt = (
  badge: (context: SubstitutionContext, event: AnyEvent) => string | undefined,
  what: ReceiptPaperArgs['what'],
) =>
  effect('paper.draft', (context, event) => {
    const meant = badge(context, event);
    const holder = context.lent.find((out) => out.badge === meant)?.person;
    return meant && holder
      ? {
          template: 'badge-receipt',
          key: `${context.key}-badge-${context.round}-${meant}-${holder}-${what}`,
          source: 'leave.badge',
          args: receiptPaper.parse({ ...context, badge: meant, what }),
        }
      : null;
  });
export const receiptOut = receipt((context) => context.badge ?? undefined, 'out');
/** While the badge is still among those that are out. */
export const receiptBack = (meant: (context: SubstitutionContext, event: AnyEvent) => string | undefined) =>
  receipt(meant, 'back');
