/** What scoring does when a machine asks. Both can run twice with the same effect id and change nothing the second time. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { Problem } from '../core/problem.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { ScoringService } from './scoring.service.js';
import { type Ruling, type Stage, stages } from './scoring.types.js';

@Injectable()
export class ScoringEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly scoring: ScoringService,
  ) {}

  onModuleInit(): void {
    this.registry.register('scoring.recompute', async (tx, call) => {
      await this.scoring.recomputeFor(tx, call, rulingsOf(call.caseFile.context.rulings));
    });
    this.registry.register('scoring.freeze', async (tx, call) => {
      await this.scoring.freeze(tx, call.params.cycle, stageOf(call), call.id);
    });
  }
}

const rulings = z.array(z.object({ honour: z.string(), subject: z.string(), award: z.boolean(), reason: z.string() }));

/** What the committee decided stands in the case that asks. */
function rulingsOf(value: unknown): Ruling[] | undefined {
  return value === undefined
    ? undefined
    : rulings.parse(value).map(({ honour, subject, award, reason }) => ({ honour, subject, award, reason }));
}

function stageOf(call: EffectCall<'scoring.freeze'>): Exclude<Stage, 'live'> {
  const stage = stages.find((name) => name === call.params.stage.toLowerCase());
  if (!stage || stage === 'live')
    throw new Problem(
      'input.invalid',
      { count: 1 },
      {
        errors: [
          {
            where: '/stage',
            got: call.params.stage,
            allowed: stages.slice(1),
            message: { 'zh-CN': '没有这个阶段', en: 'no such stage' },
          },
        ],
      },
    );
  return stage;
}
