/** Finds at start what would otherwise fail at the first case: effects nobody does, facts nobody knows, machines that are gone. */
import { Injectable, Logger } from '@nestjs/common';
import { describe } from '../../workflows/run.js';
import { effectShapes } from '../core/effects.js';
import { Database } from '../platform/database/database.js';
import { EffectRegistry } from '../platform/effects/effect-registry.js';
import { FactProviders } from '../platform/effects/fact-providers.js';
import { CaseRepository } from './case.repository.js';
import { Machines } from './machines.js';

@Injectable()
export class WiringCheck {
  private readonly logger = new Logger('WiringCheck');

  constructor(
    private readonly machines: Machines,
    private readonly registry: EffectRegistry,
    private readonly providers: FactProviders,
    private readonly cases: CaseRepository,
    private readonly database: Database,
  ) {}

  /** Missing effect handlers and fact providers, as sentences; empty when all is wired. */
  faults(): string[] {
    const faults: string[] = [];
    for (const spec of this.machines.all()) {
      const name = `${spec.kind}.v${spec.version}`;
      const description = describe(spec);
      const used = new Set([
        ...description.transitions.flatMap((line) => line.effects),
        ...description.states.flatMap((state) => state.entry),
      ]);
      for (const effect of used) {
        if (Object.hasOwn(effectShapes, effect) && !this.registry.names().includes(effect as never))
          faults.push(`${name} asks for ${effect}, which nobody does`);
      }
      for (const provider of new Set(Object.values(spec.facts ?? {}).flat())) {
        if (!this.providers.names().includes(provider))
          faults.push(`${name} asks for the facts ${provider}, which nobody knows`);
      }
    }
    return faults;
  }

  /** Open cases whose machine version this program does not have. */
  async missingVersions(): Promise<string[]> {
    const institutions = await this.database.system((tx) => tx.query<{ id: string }>('select id from institution'));
    const missing = new Set<string>();
    for (const { id } of institutions) {
      for (const { kind, version } of await this.database.inInstitution(id, (tx) => this.cases.openVersions(tx))) {
        if (!this.machines.find(kind, version))
          missing.add(`open cases need ${kind}.v${version}, which this program does not have`);
      }
    }
    return [...missing];
  }

  /** @throws Error naming everything that is missing; `strict` false only says what nobody does or knows */
  async require(strict: boolean): Promise<void> {
    const faults = this.faults();
    const missing = await this.missingVersions();
    if (!strict && faults.length > 0) this.logger.warn(`workflows are not wired: ${faults.join('; ')}`);
    const all = [...missing, ...(strict ? faults : [])];
    if (all.length > 0) throw new Error(`workflows are not wired:\n${all.join('\n')}`);
  }
}
