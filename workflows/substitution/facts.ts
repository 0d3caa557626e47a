import { z } from 'zod';
import { roles } from '../../src/core/roles.js';

/** What must be done before duty; an office may shorten it for the B post of the same window (decision `substitution.steps`). */
export const coverSteps = z.strictObject({
  /** Business and norms are confirmed as studied (R15.S4). */
  training: z.boolean(),
  /** A temporary badge is collected (R15.S3). */
  badge: z.boolean(),
});
export type CoverSteps = z.output<typeof coverSteps>;

/** `substitution.rule`, for the start: who names the substitute here, who may cover unasked, and how often is reminded. */
export const substitutionRule = z.strictObject({
  /** The home unit's leader; the head of the window where A and B are away or the home unit has none (R15.L5, R21.04). */
  nominators: z.array(z.enum(roles)).min(1),
  /** Codes of the window's B posts, the absent person left out. */
  bPosts: z.array(z.string()),
  /** Reminders to a nominated person before the nominators are asked again. */
  reminders: z.int().min(0),
  /** Reminders to give a badge back before supervision is told. */
  badgeReminders: z.int().min(0),
});
export type SubstitutionRule = z.output<typeof substitutionRule>;

/**
 * `substitution.candidate`, for `substitution.nominate` (the person of the payload) and `substitution.coverUnasked` (who
 * sends it): whether this person may stand in here and then, and what has to be done before duty.
 */
export const substitutionCandidate = z.strictObject({
  person: z.string(),
  eligible: z.boolean(),
  /**
   * Why not: `is_absent_person`, `unqualified`, `on_leave`, `covers_elsewhere`, `circular_cover`, `would_empty` (his own place
   * falls under its minimum), `unknown`.
   */
  reasons: z.array(z.string()),
  steps: coverSteps,
  /** The edition lets this person cover the window without being asked (R21.04). */
  unasked: z.boolean(),
  /** Who names the substitute as things stand now. */
  nominators: z.array(z.enum(roles)).min(1),
});
export type SubstitutionCandidate = z.output<typeof substitutionCandidate>;

/** `substitution.free`, for `leave.extended`: whether the present substitute is free until the new end. */
export const substitutionFree = z.strictObject({ free: z.boolean() });
export type SubstitutionFree = z.output<typeof substitutionFree>;
