/** The examples that an institution of the demonstration can be made from; their spreadsheets lie in `examples/`. */
import type { Institution } from '../organization/organization.entity.js';

export interface Example {
  kind: Institution['kind'];
  /** First day of the records: people and rights are there from then on. */
  beginsOn: string;
  /** Business time of a new empty institution: before the month that the records tell of. */
  startsAt: string;
  /** Business time of the furnished demonstration: the last working day of the month, so that it can be closed at once. */
  opensAt: string;
}

export const examples: Readonly<Record<'city-hall' | 'bank-department', Example>> = {
  'city-hall': {
    kind: 'city-hall',
    beginsOn: '2026-01-05',
    startsAt: '2026-09-01T08:30:00+08:00',
    opensAt: '2026-09-30T08:30:00+08:00',
  },
  'bank-department': {
    kind: 'bank-department',
    beginsOn: '2026-01-05',
    startsAt: '2026-09-01T08:00:00+08:00',
    opensAt: '2026-09-30T08:00:00+08:00',
  },
};
