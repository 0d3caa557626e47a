import { type DynamicModule, Global, Inject, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { MachineSpec } from '../../workflows/kit.js';
import { Background } from './background.js';
import { CaseRepository } from './case.repository.js';
import { CaseActions } from './case-actions.js';
import { CaseCommandService } from './case-command.service.js';
import { CaseEffects } from './case-effects.js';
import { CaseEngine } from './case-engine.js';
import { CaseFacts } from './case-facts.js';
import { CaseHandlers } from './case-handlers.js';
import { CaseIncidents } from './case-incidents.js';
import { CaseLabels } from './case-labels.js';
import { CaseListRepository } from './case-list.repository.js';
import { CaseMoveService } from './case-move.service.js';
import { CasePermission } from './case-permission.js';
import { CasePlaces } from './case-places.js';
import { CaseViewService } from './case-view.service.js';
import { CasesController } from './cases.controller.js';
import { DeadlineRepository } from './deadline.repository.js';
import { DeadlineSweep } from './deadline-sweep.js';
import { Machines } from './machines.js';
import { CaseOutboxPerformer } from './outbox-performer.js';
import { TaskRepository } from './task.repository.js';
import { TaskService } from './task.service.js';
import { TasksController } from './tasks.controller.js';
import { WiringCheck } from './wiring-check.js';

const STRICT = Symbol('strict');

export interface WorkflowOptions {
  machines: Iterable<MachineSpec>;
  role: 'api' | 'worker' | 'test';
  /** False lets a process start while handlers or fact providers are missing; it then says so in the log. */
  strict?: boolean;
}

/** Refuses to start what could not work. */
@Injectable()
class StartCheck implements OnApplicationBootstrap {
  constructor(
    private readonly check: WiringCheck,
    @Inject(STRICT) private readonly strict: boolean,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.check.require(this.strict);
  }
}

/** Runs the machines. `role: 'worker'` also carries the outbox and fires terms; only the API has routes. */
@Global()
@Module({})
export class WorkflowModule {
  static forRoot(options: WorkflowOptions): DynamicModule {
    return {
      module: WorkflowModule,
      controllers: options.role === 'api' ? [CasesController, TasksController] : [],
      providers: [
        { provide: Machines, useFactory: () => new Machines(options.machines) },
        CaseRepository,
        TaskRepository,
        DeadlineRepository,
        CasePermission,
        CasePlaces,
        CaseFacts,
        CaseEffects,
        CaseIncidents,
        CaseEngine,
        CaseHandlers,
        CaseLabels,
        CaseMoveService,
        CaseActions,
        CaseViewService,
        CaseListRepository,
        TaskService,
        CaseCommandService,
        CaseOutboxPerformer,
        DeadlineSweep,
        WiringCheck,
        { provide: STRICT, useValue: options.strict ?? true },
        ...(options.role === 'test' ? [] : [StartCheck]),
        ...(options.role === 'worker' ? [Background] : []),
      ],
      exports: [
        Machines,
        CaseEngine,
        CaseViewService,
        CaseLabels,
        TaskService,
        CaseRepository,
        CaseIncidents,
        WiringCheck,
        DeadlineSweep,
        CaseOutboxPerformer,
        CaseCommandService,
        CaseMoveService,
      ],
    };
  }
}
