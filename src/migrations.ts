/** Every step of the schema, in order. A released step is never changed; a correction is a new step. */
import { Organization1700000200000 } from './organization/organization.migration.js';
import { Ledger1700000300000 } from './ledger/ledger.migration.js';
import { Platform1700000000000 } from './platform/database/platform.migration.js';
import { Health1700000100000 } from './platform/health/health.migration.js';

export const migrations = [
  Platform1700000000000,
  Health1700000100000,
  Organization1700000200000,
  Ledger1700000300000,
];
