import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { MachineSpec } from '../../workflows/kit.js';
import { Background } from './background.js';
import { CaseRepository } from './case.repository.js';
import { CaseEffects } from './case-effects.js';
import { CaseEngine } from './case-engine.js';
import { CaseFacts } from './case-facts.js';
import { CaseHandlers } from './case-handlers.js';
import { CaseIncidents } from './case-incidents.js';
import { CasePermission } from './case-permission.js';
import { DeadlineRepository } from './deadline.repository.js';
import { DeadlineSweep } from './deadline-sweep.js';
import { Machines } from './machines.js';
import { CaseOutboxPerformer } from './outbox-performer.js';
import { TaskRepository } from './task.repository.js';
import { WiringCheck } from './wiring-check.js';

/** Runs the machines. `role: 'worker'` also carries the outbox and fires terms; only the API has routes. */
@Global()
@Module({})
export class WorkflowModule {
  static forRoot(options: { machines: Iterable<MachineSpec>; role: 'api' | 'worker' | 'test' }): DynamicModule {
    return {
      module: WorkflowModule,
      controllers: [],
      providers: [
        { provide: Machines, useFactory: () => new Machines(options.machines) },
        CaseRepository,
        TaskRepository,
        DeadlineRepository,
        CasePermission,
        CaseFacts,
        CaseEffects,
        CaseIncidents,
        CaseEngine,
        CaseHandlers,
        CaseOutboxPerformer,
        DeadlineSweep,
        WiringCheck,
        ...(options.role === 'worker' ? [Background] : []),
      ],
      exports: [Machines, CaseEngine, CaseRepository, CaseIncidents, WiringCheck, DeadlineSweep, CaseOutboxPerformer],
    };
  }
}
