/** Every step of the schema, in order. A released step is never changed; a correction is a new step. */
import { Platform1700000000000 } from './platform/database/platform.migration.js';

export const migrations = [Platform1700000000000];
