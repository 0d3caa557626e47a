/** What the papers about leave and cover share: names, days of signing, and the substitute as he stands in the case. */
import { Injectable } from '@nestjs/common';
import type { LeavePaperArgs } from '../../workflows/leave/papers.js';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import type { CaseEventRow, CaseFile } from '../workflow/case-file.js';
import { dayName, pointName } from './leave-paper-words.js';

export interface SignedBy {
  name: string;
  on: string;
  onBehalfOf: string | null;
}

/** Who stands in, as papers name him. */
interface StandIn {
  name: string;
  code: string;
  confirmation: string;
}

/** The event that asked for a paper, its case, and what had happened by then. */
export interface Asked {
  file: CaseFile;
  event: CaseEventRow;
  events: readonly CaseEventRow[];
}

@Injectable()
export class CasePaper {
  constructor(
    private readonly cases: CaseRepository,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem case.not_found (404) */
  private async file(tx: Tx, kind: string, key: string): Promise<CaseFile> {
    const file = await this.cases.byKey(tx, kind, key);
    if (!file) throw new Problem('case.not_found');
    return file;
  }

  /**
   * A case with its events up to the one that asked for a paper; what came after plays no part in it.
   * @param paperKey key of the paper, as the machine drew it up
   * @throws Problem case.not_found (404), also when the case never asked for this paper
   */
  async asked(tx: Tx, kind: string, key: string, paperKey: string): Promise<Asked> {
    const file = await this.file(tx, kind, key);
    const all = await this.cases.events(tx, file.id);
    const event = all.find(({ effects }) =>
      effects.some((effect) => effect.name === 'paper.draft' && effect.params.key === paperKey),
    );
    if (!event) throw new Problem('case.not_found');
    return { file, event, events: all.filter((one) => one.seq <= event.seq) };
  }

  async nameOf(tx: Tx, code: string): Promise<string> {
    return (await this.organization.people(tx, [code]))[0]?.name ?? code;
  }

  async windowName(tx: Tx, code: string | null): Promise<string> {
    return code ? ((await this.organization.window(tx, code))?.name ?? code) : '—';
  }

  async unitName(tx: Tx, code: string | null): Promise<string> {
    return (await this.organization.units(tx)).find((one) => one.code === code)?.name ?? '—';
  }

  /** The day of an instant where the office is; with its time for receipts. */
  async dayOf(tx: Tx, at: Date): Promise<string> {
    return dayName(await this.clock.dayOf(tx, at));
  }

  /** Who sent an event and on which day; a substitute for the signature on paper. */
  async signed(tx: Tx, event: CaseEventRow | undefined): Promise<SignedBy | null> {
    if (!event || event.actor === 'system') return null;
    return {
      name: await this.nameOf(tx, event.actor),
      on: await this.dayOf(tx, event.happenedAt),
      onBehalfOf: event.onBehalfOf ? await this.nameOf(tx, event.onBehalfOf) : null,
    };
  }

  /** Regulation and edition that counted on a day, with the articles that the paper rests on. */
  async basis(tx: Tx, on: string, articles: readonly string[]) {
    const edition = await this.regulation.inForce(tx, on);
    return { regulation: edition.title.zh, edition: edition.edition, articles: [...new Set(articles)] };
  }

  /** The substitute of a leave, or all who share it, as the leave saw them, with what each had confirmed by then. */
  async substitute(tx: Tx, seen: LeavePaperArgs['cover']): Promise<StandIn | null> {
    if (!seen) return null;
    if (!seen.shared) return this.standIn(tx, seen);
    const told: StandIn[] = [];
    for (const one of seen.shared) {
      const { name, code, confirmation } = await this.standIn(tx, one);
      told.push({ name, code, confirmation: `${name}（${pointName(one.from)}起）${confirmation}` });
    }
    const joined = (said: (one: StandIn) => string) => told.map(said).join('、');
    return {
      name: joined((one) => one.name),
      code: joined((one) => one.code),
      confirmation: joined((one) => one.confirmation),
    };
  }

  private async standIn(tx: Tx, seen: Omit<NonNullable<LeavePaperArgs['cover']>, 'shared'>): Promise<StandIn> {
    const file = await this.file(tx, 'substitution', seen.key);
    const events = (await this.cases.events(tx, file.id)).filter((event) => event.seq <= seen.revision);
    const accepted = last(events, 'substitution.accept', 'substitution.coverUnasked');
    const on = accepted ? `${await this.dayOf(tx, accepted.happenedAt)}确认` : '待确认';
    return {
      name: await this.nameOf(tx, seen.substitute),
      code: seen.substitute,
      confirmation: `${seen.isUnasked ? '主动顶岗，' : ''}${on}${seen.badge ? `，临时挂牌${seen.badge}号` : ''}`,
    };
  }
}

/** The latest event of one of some types. */
export const last = (events: readonly CaseEventRow[], ...types: string[]): CaseEventRow | undefined =>
  events.filter((event) => types.includes(event.type)).at(-1);
