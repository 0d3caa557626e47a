import { z } from 'zod';

/** `substitution.candidate`, for `substitution.nominate`: whether the person of the payload may stand in here and then. */
export const substitutionCandidate = z.strictObject({
  person: z.string(),
  eligible: z.boolean(),
  /** Why not: `on_leave`, `covers_elsewhere`, `is_absent_person`, `unknown`. */
  reasons: z.array(z.string()),
});
export type SubstitutionCandidate = z.output<typeof substitutionCandidate>;
