/**
 * A changed machine is a new version, and a running case stays on its own. Moving open cases is a decision of its own: first
 * seen for each case, then written as an event of the case like any other.
 */
import { Injectable } from '@nestjs/common';
import { getNextTransitions } from 'xstate';
import type { MachineSpec } from '../../workflows/kit.js';
import { restore } from '../../workflows/run.js';
import { systemActor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { CaseRepository } from './case.repository.js';
import { caseChanged } from './case-changed.js';
import type { CaseFile } from './case-file.js';
import { requestHashOf, sealed } from './case-step.js';
import { Machines } from './machines.js';

/** What a move would make of one case. */
export interface MoveLine {
  id: string;
  key: string;
  state: string;
  revision: number;
  /** The new version restores the state and offers a way on. */
  fits: boolean;
  /** Why not, as the machine says it. */
  why?: string;
  /** Events that people could send before and after; conditions of the moment are not asked. */
  before: string[];
  after: string[];
}

type Restored = ReturnType<typeof restore>;

@Injectable()
export class CaseMoveService {
  constructor(
    private readonly machines: Machines,
    private readonly cases: CaseRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Every open case of the kind on `from`, with what version `to` would offer it. Writes nothing.
   * @throws Problem `case.kind_unknown`, `case.version_unknown` (404)
   */
  async preview(tx: Tx, kind: string, from: number, to: number): Promise<MoveLine[]> {
    const [old, next] = [this.version(kind, from), this.version(kind, to)];
    return (await this.cases.openOn(tx, kind, from)).map((file) => lineOf(file, old, next).line);
  }

  /**
   * Moves one case, if it still is what was seen. State, tasks and terms stay; the context is what the new version reads.
   * @throws Problem `case.cannot_move` (409), `case.changed` (412) when it went on since the preview
   */
  async move(tx: Tx, kind: string, from: number, to: number, seen: Pick<MoveLine, 'id' | 'revision'>): Promise<void> {
    const [old, next] = [this.version(kind, from), this.version(kind, to)];
    const actor = systemActor(tx.institutionId);
    const idempotencyKey = `move:${seen.id}:${from}:${to}`;
    const locked = await this.cases.lockFor(tx, seen.id, actor.person, idempotencyKey);
    if (!locked) throw new Problem('case.not_found');
    const { caseFile, lastHash } = locked;
    const { revision } = caseFile;
    const changed = () =>
      caseChanged(tx, this.cases, {
        caseId: seen.id,
        seen: seen.revision,
        revision,
        language: actor.language,
      });
    if (revision !== seen.revision || caseFile.machineVersion !== from || caseFile.final) throw await changed();
    const { line, restored } = lineOf(caseFile, old, next);
    if (!line.fits || !restored) throw new Problem('case.cannot_move', { key: caseFile.key, to });
    if (lastHash === null) throw new Problem('workflow.chain_broken', { caseId: caseFile.id, seq: revision });
    const now = await this.clock.now(tx);
    const payload = { from, to };
    const moved: CaseFile = {
      ...caseFile,
      machineVersion: to,
      context: restored.context as Record<string, unknown>,
      revision: revision + 1,
    };
    const event = sealed({
      caseId: caseFile.id,
      seq: moved.revision,
      type: 'case.moved',
      payload,
      facts: {},
      actor: actor.person,
      onBehalfOf: null,
      fromState: caseFile.state,
      toState: caseFile.state,
      effects: [],
      idempotencyKey,
      requestHash: requestHashOf(payload),
      happenedAt: now.at,
      prevHash: lastHash,
    });
    if (!(await this.cases.move(tx, moved, event, []))) throw await changed();
  }

  private version(kind: string, version: number): MachineSpec {
    const found = this.machines.find(kind, version);
    if (found) return found;
    const known = this.machines.all().flatMap((spec) => (spec.kind === kind ? [spec.version] : []));
    if (known.length === 0) throw new Problem('case.kind_unknown', { kind });
    throw new Problem('case.version_unknown', { kind, version, known: known.map(String) });
  }
}

function lineOf(file: CaseFile, old: MachineSpec, next: MachineSpec): { line: MoveLine; restored?: Restored } {
  const { id, key, state, revision } = file;
  const before = offered(old, attempt(old, file).restored);
  const { restored, why } = attempt(next, file);
  const after = offered(next, restored);
  const fits = restored !== undefined && (restored.status === 'done' || getNextTransitions(restored).length > 0);
  return { line: { id, key, state, revision, fits, ...(why ? { why } : {}), before, after }, restored };
}

function attempt(spec: MachineSpec, file: CaseFile): { restored?: Restored; why?: string } {
  try {
    return { restored: restore(spec, file.value, file.context) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const where = (error.extras.errors ?? []).map((one) => `${one.where} ${one.message}`).join('; ');
    return { why: where || error.code };
  }
}

/** What people could send in this state. */
function offered(spec: MachineSpec, snapshot: Restored | undefined): string[] {
  if (!snapshot) return [];
  const names = new Set(getNextTransitions(snapshot).map((one) => one.eventType));
  return Object.entries(spec.events).flatMap(([name, event]) =>
    names.has(name) && event.button !== 'hidden' ? [name] : [],
  );
}
