/** Somebody falls out of a cover: a plan without him is sought at once, and those who name substitutes are told of it (G27). */
import { Injectable } from '@nestjs/common';
import type { SubstitutionContext } from '../../../workflows/substitution/context.js';
import { type CoverStep, coverPlan } from '../../core/cover/plan.js';
import type { Day } from '../../core/fact.js';
import type { Role } from '../../core/roles.js';
import { OrganizationService } from '../../organization/organization.service.js';
import type { Tx } from '../../platform/database/tx.js';
import type { EffectCall } from '../../platform/effects/effect-registry.js';
import { Messages } from '../../platform/effects/message-port.js';
import { CaseRepository } from '../../workflow/case.repository.js';
import { CoverService } from './cover.service.js';
import { namesOf } from './cover.words.js';

/** A message names so many moves; the case shows all of them. */
const TOLD = 4;

@Injectable()
export class CoverAgainService {
  constructor(
    private readonly files: CaseRepository,
    private readonly organization: OrganizationService,
    private readonly covers: CoverService,
    private readonly messages: Messages,
  ) {}

  /** Nothing is told once somebody else is named: the case asks anew whenever it is open again. */
  async propose(tx: Tx, call: EffectCall<'cover.propose'>): Promise<void> {
    const file = await this.files.byId(tx, call.caseFile.id);
    if (file?.state !== 'required') return;
    const context = file.context as unknown as SubstitutionContext;
    const seat = await this.covers.seatOf(tx, { caseId: file.id });
    if (seat.pieces.length === 0) return;
    const { state, world, asked } = await this.covers.question(tx, seat);
    const answer = await coverPlan(world, asked, this.covers.solve);
    const names = namesOf(state);
    await this.messages.tell(tx, {
      people: await this.namers(tx, context, call.today),
      ...(answer.found ? { message: 'substitution.proposed_again' } : { message: 'substitution.none_again' }),
      args: {
        key: file.key,
        window: context.window,
        who: names.person(call.params.person),
        ...(answer.found ? { steps: movesOf(answer.steps, names.person) } : {}),
      },
      key: call.id,
      at: call.at,
    });
  }

  private async namers(tx: Tx, context: SubstitutionContext, today: Day): Promise<string[]> {
    const people = new Set<string>();
    const roles: Role[] = [...context.nominators, 'WINDOW_HEAD', 'SUPERVISION'];
    for (const role of new Set(roles)) {
      const place =
        role === 'SUPERVISION'
          ? {}
          : role === 'HOME_DEPT_LEADER' && context.unit
            ? { unit: context.unit }
            : { window: context.window };
      for (const one of await this.organization.peopleHolding(tx, role, place, today)) people.add(one);
    }
    people.delete(context.absent);
    return [...people];
  }
}

/** `王五 A16→A18；赵六 →A16`: the same in every language. */
function movesOf(steps: readonly CoverStep[], nameOf: (code: string) => string): string {
  const moves = [...new Set(steps.map((step) => `${nameOf(step.person)} ${step.from ?? ''}→${step.to}`))];
  return `${moves.slice(0, TOLD).join('；')}${moves.length > TOLD ? '…' : ''}`;
}
