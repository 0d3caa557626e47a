/** Which modules exist. The API and the worker are the same modules; only the API listens and only the worker works. */
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { machines } from '../workflows/index.js';
import { AppealModule } from './appeal/appeal.module.js';
import { AppraisalModule } from './appraisal/appraisal.module.js';
import { AttendanceModule, AttendanceWorkerModule } from './attendance/attendance.module.js';
import { DemoModule } from './demo/demo.module.js';
import { DutyModule } from './duty/duty.module.js';
import { FindingModule } from './finding/finding.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { ImportingModule } from './importing/importing.module.js';
import { InspectionModule } from './inspection/inspection.module.js';
import { BalanceWorkerModule } from './leave/balance/balance-turner.js';
import { LeaveModule } from './leave/leave.module.js';
import { LedgerWorkerModule } from './ledger/day-closer.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { migrations } from './migrations.js';
import { NotificationModule } from './notification/notification.module.js';
import { OrganizationModule } from './organization/organization.module.js';
import { PaperModule } from './paper/paper.module.js';
import type { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { DocsModule } from './platform/docs/docs.module.js';
import { EffectsModule } from './platform/effects/effects.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { RequestGuard } from './platform/http/guards.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { OutboxModule } from './platform/outbox/outbox.module.js';
import { RegulationModule } from './regulation/regulation.module.js';
import { ScoringModule } from './scoring/scoring.module.js';
import { WorkflowModule } from './workflow/workflow.module.js';

export type ProcessRole = 'api' | 'worker';

@Module({})
export class AppModule {
  static forRoot(config: Config, role: ProcessRole): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({
          url: (role === 'worker' ? config.workerDatabaseUrl : config.databaseUrl) ?? '',
          poolSize: config.poolSize,
          applicationName: `kaoping-${role}`,
        }),
        EffectsModule,
        OutboxModule,
        OrganizationModule,
        IdentityModule,
        LedgerModule,
        RegulationModule,
        ScoringModule,
        ImportingModule,
        DemoModule,
        WorkflowModule.forRoot({ machines, role }),
        NotificationModule.forRoot({ role }),
        PaperModule,
        FindingModule,
        InspectionModule,
        LeaveModule,
        DutyModule,
        AttendanceModule,
        AppealModule,
        AppraisalModule,
        ...(role === 'api'
          ? [HealthModule.forApi(migrations), MetricsModule, DocsModule]
          : [HealthModule.forWorker(), LedgerWorkerModule, BalanceWorkerModule, AttendanceWorkerModule]),
      ],
      providers: role === 'api' ? [{ provide: APP_GUARD, useClass: RequestGuard }] : [],
    };
  }
}
