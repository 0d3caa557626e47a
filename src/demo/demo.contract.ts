import { z } from 'zod';
import { code, refuse, words } from '../platform/http/shapes.js';

const institutionCode = z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/);
const instant = z.iso.datetime({ offset: true });

export const demoPeopleQuery = z.strictObject({ institution: institutionCode.optional() });
export type DemoPeopleQuery = z.infer<typeof demoPeopleQuery>;

export const demoSignIn = z.strictObject({ personCode: code, institution: institutionCode.optional() });
export type DemoSignIn = z.infer<typeof demoSignIn>;

export const demoInstitution = z.strictObject({
  example: z.enum(['city-hall', 'bank-department']),
  code: institutionCode,
  name: words(80, 2),
  /** Business time at which the institution begins; the example's own when absent. */
  startsAt: instant.optional(),
});
export type DemoInstitution = z.infer<typeof demoInstitution>;

export const demoClock = z
  .strictObject({
    to: instant.optional(),
    advanceDays: z.int().min(1).max(92).optional(),
    /** Only when nothing is left to do of the time so far; what is done later bears a later date. */
    whenQuiet: z.boolean().optional(),
  })
  .superRefine((value, ctx) => {
    if ((value.to === undefined) === (value.advanceDays === undefined)) {
      refuse(ctx, 'input.invalid', '请填写 to 或 advanceDays 其中一项', 'Give either to or advanceDays', {
        allowed: 'to | advanceDays',
      });
    }
  });
export type DemoClock = z.infer<typeof demoClock>;

export interface DemoPersonItem {
  code: string;
  name: string;
  title: string | null;
  window: { code: string; name: string } | null;
  unit: { code: string; name: string } | null;
  roles: string[];
}

export interface DemoPeople {
  institution: { code: string; name: string; kind: string } | null;
  institutions: { code: string; name: string; kind: string }[];
  items: DemoPersonItem[];
}
