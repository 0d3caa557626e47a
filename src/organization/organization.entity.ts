/** Rows of the organization as the rest of the product sees them; codes are business keys inside the institution. */
import type { Half } from '../core/calendar/work-calendar.js';
import type { Day } from '../core/fact.js';
import type { Grant } from '../core/roles.js';

export const institutionKinds = ['city-hall', 'bank-department', 'hospital'] as const;

export interface Institution {
  id: string;
  code: string;
  name: string;
  kind: (typeof institutionKinds)[number];
  timeZone: string;
  /** Folder of `examples/` whose samples are offered, if it was made from one. */
  example: string | null;
  isDemonstration: boolean;
}

export interface Unit {
  code: string;
  name: string;
  /** The unit to which it belongs, e.g. the branch of an outlet. */
  branch: string | null;
}

export interface ServiceWindow {
  code: string;
  name: string;
  /** Ranking group: `approval`, `publicService`, … */
  group: string;
  unit: string;
  hall: string | null;
  /** Established posts at the window; R15.S1 counts them. */
  workers: number;
  /** The window is not judged by its number of cases (R11.B9a). */
  lowVolumeExempt: boolean;
  /** People who must be present in every half day (G26). */
  least: number;
  /** Zone of the hall, which has a minimum of its own. */
  zone: string | null;
}

export interface Person {
  code: string;
  name: string;
  gender: 'male' | 'female' | null;
  since: Day | null;
  leftOn: Day | null;
  unit: string | null;
  window: string | null;
  /** Post as the roster names it, e.g. 受理岗. */
  post: string | null;
  ab: 'A' | 'B' | null;
}

/** Somebody with the window at which he is placed. */
export interface PlacedPerson {
  person: Person;
  window: ServiceWindow | undefined;
}

export interface Placement {
  person: string;
  unit: string | null;
  window: string | null;
  post: string | null;
  ab: 'A' | 'B' | null;
  from: Day;
  to: Day | null;
}

export interface HeldGrant extends Grant {
  person: string;
  from: Day;
  to: Day | null;
}

export interface Duty {
  day: Day;
  half: Half;
  person: string;
  window: string;
}

/** Where something is: any of the codes that are known; the wider ones are looked up. */
export interface Place {
  person?: string;
  window?: string;
  unit?: string;
  hall?: string;
}
