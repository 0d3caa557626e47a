/** The registry: every kind with all its versions. A case stays on the version it was born with, so none is ever removed. */
import { appealV1 } from './appeal/appeal.v1.js';
import { appraisalCycleV1 } from './appraisal-cycle/appraisal-cycle.v1.js';
import type { MachineSpec } from './contract.js';
import { findingV1 } from './finding/finding.v1.js';
import { inspectionV1 } from './inspection/inspection.v1.js';
import { leaveV1 } from './leave/leave.v1.js';
import { paperV1 } from './paper/paper.v1.js';
import { ruleSetV1 } from './rule-set/rule-set.v1.js';
import { substitutionV1 } from './substitution/substitution.v1.js';

/** All machines, in the order in which people meet them. */
export const machines: readonly MachineSpec[] = [
  appraisalCycleV1,
  findingV1,
  inspectionV1,
  leaveV1,
  substitutionV1,
  appealV1,
  paperV1,
  ruleSetV1,
];

/**
 * Machines by kind, versions ascending.
 * @throws Error when a kind has a version twice
 */
export function registryOf(specs: readonly MachineSpec[]): ReadonlyMap<string, readonly MachineSpec[]> {
  const kinds = new Map<string, MachineSpec[]>();
  for (const spec of specs) {
    const versions = kinds.get(spec.kind) ?? [];
    if (versions.some((other) => other.version === spec.version))
      throw new Error(`${spec.kind}.v${spec.version} is registered twice`);
    kinds.set(
      spec.kind,
      [...versions, spec].sort((a, b) => a.version - b.version),
    );
  }
  return kinds;
}

export const registry = registryOf(machines);
