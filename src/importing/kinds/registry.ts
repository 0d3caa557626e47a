import type { KindName } from '../importing.contract.js';
import { deputies } from './deputy-kind.js';
import { cases, peerReview, survey } from './fact-kinds.js';
import { figures } from './figures.js';
import type { Kind } from './kind.js';
import { leaveBalances } from './leave-balances.js';
import { attendance } from './punch-kind.js';
import { duty, roster, units, windows } from './roster-kinds.js';

export const kinds: Readonly<Record<KindName, Kind>> = {
  units,
  windows,
  roster,
  deputies,
  duty,
  cases,
  survey,
  'peer-review': peerReview,
  figures,
  'leave-balances': leaveBalances,
  attendance,
};
