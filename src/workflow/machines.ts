/** The machines that this process knows, by kind and version; a case stays on the version it was born with. */
import { Injectable } from '@nestjs/common';
import type { MachineSpec } from '../../workflows/kit.js';

@Injectable()
export class Machines {
  private readonly kinds = new Map<string, Map<number, MachineSpec>>();

  constructor(specs: Iterable<MachineSpec> = []) {
    for (const spec of specs) this.add(spec);
  }

  /** @throws Error when a kind has one version twice. */
  add(spec: MachineSpec): void {
    const versions = this.kinds.get(spec.kind) ?? new Map<number, MachineSpec>();
    if (versions.has(spec.version)) throw new Error(`machine ${spec.kind}.v${spec.version} is registered twice`);
    versions.set(spec.version, spec);
    this.kinds.set(spec.kind, versions);
  }

  find(kind: string, version: number): MachineSpec | undefined {
    return this.kinds.get(kind)?.get(version);
  }

  /** The version on which new cases are born. */
  newest(kind: string): MachineSpec | undefined {
    const versions = this.kinds.get(kind);
    return versions?.get(Math.max(...versions.keys()));
  }

  kindsKnown(): string[] {
    return [...this.kinds.keys()];
  }

  all(): MachineSpec[] {
    return [...this.kinds.values()].flatMap((versions) => [...versions.values()]);
  }
}
