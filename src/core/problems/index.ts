/** The catalogue of refusals, one file for each area; a code is `<area>.<snake_case>` and never changes its meaning. */

import { absenceProblems } from './absence.js';
import { appealProblems } from './appeal.js';
import { archiveProblems } from './archive.js';
import { authProblems } from './auth.js';
import { calendarProblems } from './calendar.js';
import { caseProblems } from './case.js';
import { coverProblems } from './cover.js';
import { cycleProblems } from './cycle.js';
import { dutyProblems } from './duty.js';
import { factProblems } from './fact.js';
import { fileProblems } from './file.js';
import { findingProblems } from './finding.js';
import { identityProblems } from './identity.js';
import { importProblems } from './import.js';
import { inputProblems } from './input.js';
import { inspectionProblems } from './inspection.js';
import { leaveProblems } from './leave.js';
import { leaveBalanceProblems } from './leave-balance.js';
import { machineProblems } from './machine.js';
import { organizationProblems } from './organization.js';
import { packProblems } from './pack.js';
import { paperProblems } from './paper.js';
import { platformProblems } from './platform.js';
import { queueProblems } from './queue.js';
import { resultProblems } from './result.js';
import { ruleSetProblems } from './ruleset.js';
import type { ProblemSpec } from './spec.js';
import { startProblems } from './start.js';
import { substitutionProblems } from './substitution.js';

export const catalogue: Readonly<Record<string, ProblemSpec>> = {
  ...inputProblems,
  ...authProblems,
  ...absenceProblems,
  ...appealProblems,
  ...archiveProblems,
  ...platformProblems,
  ...caseProblems,
  ...coverProblems,
  ...cycleProblems,
  ...calendarProblems,
  ...dutyProblems,
  ...organizationProblems,
  ...identityProblems,
  ...importProblems,
  ...packProblems,
  ...paperProblems,
  ...startProblems,
  ...leaveProblems,
  ...leaveBalanceProblems,
  ...machineProblems,
  ...factProblems,
  ...fileProblems,
  ...findingProblems,
  ...inspectionProblems,
  ...resultProblems,
  ...queueProblems,
  ...ruleSetProblems,
  ...substitutionProblems,
};
