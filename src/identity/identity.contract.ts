import { z } from 'zod';
import type { Grant } from '../core/roles.js';
import { code } from '../platform/http/shapes.js';

export const signIn = z.strictObject({
  institution: z.string().min(1).max(64),
  account: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
});
export type SignIn = z.infer<typeof signIn>;

export const setPassword = z.strictObject({ token: z.string().min(1).max(100), password: z.string().min(1).max(256) });
export type SetPassword = z.infer<typeof setPassword>;

export const linkRequest = z.strictObject({ person: code });
export type LinkRequest = z.infer<typeof linkRequest>;

/** What the page shows and who may see it. */
export const sections = [
  'todo',
  'mine',
  'leave',
  'findings',
  'appraisal',
  'honours',
  'appeals',
  'papers',
  'rules',
  'figures',
  'people',
  'imports',
  'admin',
] as const;
export type Section = (typeof sections)[number];

export interface Me {
  institution: { code: string; name: string; kind: string };
  person: {
    code: string;
    name: string;
    window: { code: string; name: string } | null;
    unit: { code: string; name: string } | null;
    post: string | null;
  };
  grants: readonly Grant[];
  sections: readonly Section[];
  clock: ClockAnswer;
  csrf: string;
}

export interface ClockAnswer {
  today: string;
  /** Business time, ISO text without zone, in the institution's time zone. */
  at: string;
  /** True when business time may be moved. */
  demo: boolean;
}
