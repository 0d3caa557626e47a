/** Every step of the schema, in order. A released step is never changed; a correction is a new step. */
import { Attendance1700000930000 } from './attendance/attendance.migration.js';
import { AbsenceKinds1700000960000 } from './attendance/kinds.migration.js';
import { Duty1700000850000 } from './duty/duty.migration.js';
import { Identity1700000250000 } from './identity/identity.migration.js';
import { Importing1700000700000 } from './importing/importing.migration.js';
import { LeaveBalance1700000910000 } from './leave/balance/balance.migration.js';
import { LeaveBalanceTerms1700000980000 } from './leave/balance/balance-terms.migration.js';
import { Cover1700000920000 } from './leave/cover/cover.migration.js';
import { Leave1700000600000 } from './leave/leave.migration.js';
import { BadgeStock1700000940000 } from './leave/substitution/badge.migration.js';
import { Ledger1700000300000 } from './ledger/ledger.migration.js';
import { Notification1700000420000 } from './notification/notification.migration.js';
import { UnitBranch1700000720000 } from './organization/branch.migration.js';
import { Calendar1700000830000 } from './organization/calendar.migration.js';
import { Deputy1700000820000 } from './organization/deputy/deputy.migration.js';
import { StaffingMinimum1700000840000 } from './organization/minimum/minimum.migration.js';
import { Organization1700000200000 } from './organization/organization.migration.js';
import { Presence1700000590000 } from './organization/presence.migration.js';
import { PersonService1700000900000 } from './organization/service.migration.js';
import { PersonSound1700000710000 } from './organization/sound.migration.js';
import { Paper1700000500000 } from './paper/paper.migration.js';
import { Platform1700000000000 } from './platform/database/platform.migration.js';
import { Health1700000100000 } from './platform/health/health.migration.js';
import { Outbox1700000400000 } from './platform/outbox/outbox.migration.js';
import { EditionDraft1700000810000 } from './regulation/draft/draft.migration.js';
import { Regulation1700000350000 } from './regulation/regulation.migration.js';
import { Scoring1700000380000 } from './scoring/scoring.migration.js';
import { Workflow1700000410000 } from './workflow/workflow.migration.js';

export const migrations = [
  Platform1700000000000,
  Health1700000100000,
  Organization1700000200000,
  Identity1700000250000,
  Ledger1700000300000,
  Regulation1700000350000,
  Scoring1700000380000,
  Outbox1700000400000,
  Workflow1700000410000,
  Notification1700000420000,
  Paper1700000500000,
  Presence1700000590000,
  Leave1700000600000,
  Importing1700000700000,
  PersonSound1700000710000,
  UnitBranch1700000720000,
  EditionDraft1700000810000,
  Deputy1700000820000,
  Calendar1700000830000,
  StaffingMinimum1700000840000,
  Duty1700000850000,
  PersonService1700000900000,
  LeaveBalance1700000910000,
  Cover1700000920000,
  Attendance1700000930000,
  BadgeStock1700000940000,
  AbsenceKinds1700000960000,
  LeaveBalanceTerms1700000980000,
];
