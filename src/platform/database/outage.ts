import { Problem } from '../../core/problem.js';
import { sqlState } from './database.js';

const outages = new Set(['platform.database_unavailable', 'platform.busy', 'platform.outcome_unknown']);

/** The database was away or overrun: nobody's fault, to be tried again and never counted against the work. */
export const isOutage = (error: unknown): boolean =>
  error instanceof Problem
    ? outages.has(error.code)
    : /^(57P0[1-3]|08...|53300|ECONN|EPIPE)/.test(sqlState(error) ?? '');
