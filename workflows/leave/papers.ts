/**
 * What the papers about a leave tell, version 1. A paper is drawn up by a worker, at once or much later, so the machine hands
 * over what stood when it asked: whatever happens to the leave and its cover afterwards changes nothing of it.
 */
import { z } from 'zod';
import type { AnyEvent } from '../kit.js';
import { halfDay } from '../shapes.js';
import { type LeaveContext, leaveContext } from './context.js';
import { coverSeen, type LeaveSubstitution } from './facts.js';
import { calendarOf, effect } from './parts.js';

const { shape } = leaveContext;

export const leavePaper = z.object({
  key: shape.key,
  applicant: shape.applicant,
  kind: shape.kind,
  kindTitle: shape.kindTitle,
  parts: shape.parts,
  from: shape.from,
  to: shape.to,
  reason: shape.reason,
  documents: shape.documents,
  certificates: shape.certificates,
  certificateRequired: shape.certificateRequired,
  filedBy: shape.filedBy,
  length: shape.length,
  window: shape.window,
  unit: shape.unit,
  chain: shape.chain,
  articles: shape.articles,
  returned: shape.returned,
  countsAs: shape.countsAs,
  /** Null where nobody stood in. */
  cover: coverSeen.nullable(),
});
export type LeavePaperArgs = z.output<typeof leavePaper>;

/** The leave as it was, and what was asked for beyond it. */
export const extensionPaper = leavePaper.extend({
  extension: z.object({ to: halfDay, reason: z.string(), length: z.int(), ordinal: z.int().min(1) }),
});

const told = (context: LeaveContext, event: AnyEvent): LeavePaperArgs => {
  const decided = event.facts['leave.substitution'] as LeaveSubstitution | undefined;
  const cover = context.substituteRequired ? (decided ?? calendarOf(event))?.cover : null;
  return leavePaper.parse({ ...context, cover: cover ?? null });
};

export const slip = effect('paper.draft', (context, event) => ({
  template: 'leave-slip',
  key: `${context.key}-slip`,
  source: 'leave.slip',
  args: told(context, event),
}));

/** While what was asked for still stands in the context. */
export const extensionSlip = effect('paper.draft', (context, event) => {
  if (!context.extension) return null;
  const { to, reason, length, articles } = context.extension;
  const ordinal = context.extensions + 1;
  return {
    template: 'leave-extension',
    key: `${context.key}-extension-${ordinal}`,
    source: 'leave.extension',
    args: { ...told(context, event), articles, extension: { to, reason, length, ordinal } },
  };
});

/** The slip of the return, in the state in which it was decided; one for each decision. */
export const returnSlip = effect('paper.draft', (context, event) => ({
  template: 'leave-return',
  key: `${context.key}-return${context.postings > 1 ? `-${context.postings}` : ''}`,
  source: 'leave.return',
  args: told(context, event),
}));

const numbered = (key: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => (index === 0 ? key : `${key}-${index + 1}`));

/** There was no such leave after all: none of its papers may be shown as valid any more. */
export const revoke = effect('paper.revoke', (context, event) => ({
  keys: [
    `${context.key}-slip`,
    ...Array.from({ length: context.extensions }, (_, index) => `${context.key}-extension-${index + 1}`),
    ...numbered(`${context.key}-return`, context.postings),
  ],
  reason: ['请假已不成立，本单作废', ...(event.payload?.reason ? [String(event.payload.reason)] : [])].join('：'),
}));
