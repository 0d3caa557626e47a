/** What the papers about leave and cover share: names, days of signing, and the substitute as he stands in the case. */
import { Injectable } from '@nestjs/common';
import type { SubstitutionContext } from '../../workflows/substitution/context.js';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import type { CaseEventRow, CaseFile } from '../workflow/case-file.js';
import { CoverSharesService } from './cover/cover-shares.service.js';
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

@Injectable()
export class CasePaper {
  constructor(
    private readonly cases: CaseRepository,
    private readonly covers: CoverSharesService,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem case.not_found (404) */
  async file(tx: Tx, kind: string, key: string): Promise<CaseFile> {
    const file = await this.cases.byKey(tx, kind, key);
    if (!file) throw new Problem('case.not_found');
    return file;
  }

  events(tx: Tx, caseId: string): Promise<CaseEventRow[]> {
    return this.cases.events(tx, caseId);
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

  /** The present substitute of a leave, or all who share it, with what each has confirmed; null where nobody is needed or named. */
  async substitute(tx: Tx, key: string): Promise<StandIn | null> {
    const stretches: (StandIn & { from: string })[] = [];
    for (const file of await this.covers.of(tx, key)) {
      const one = file.state === 'cancelled' ? null : await this.confirmed(tx, file);
      if (one) stretches.push(one);
    }
    const [first, ...others] = stretches;
    if (!first) return null;
    if (others.length === 0) return { name: first.name, code: first.code, confirmation: first.confirmation };
    // Several one after the other: each with his stretch, in the order of time.
    const joined = (said: (one: StandIn & { from: string }) => string) => stretches.map(said).join('、');
    return {
      name: joined((one) => one.name),
      code: joined((one) => one.code),
      confirmation: joined((one) => `${one.name}（${one.from}起）${one.confirmation}`),
    };
  }

  private async confirmed(tx: Tx, file: CaseFile): Promise<(StandIn & { from: string }) | null> {
    const found = file.context as unknown as SubstitutionContext;
    if (!found.substitute) return null;
    const accepted = last(await this.cases.events(tx, file.id), 'substitution.accept', 'substitution.coverUnasked');
    const on = accepted ? `${await this.dayOf(tx, accepted.happenedAt)}确认` : '待确认';
    return {
      name: await this.nameOf(tx, found.substitute),
      code: found.substitute,
      from: pointName(found.from),
      confirmation: `${found.isUnasked ? '主动顶岗，' : ''}${on}${found.badge ? `，临时挂牌${found.badge}号` : ''}`,
    };
  }
}

/** The latest event of one of some types. */
export const last = (events: readonly CaseEventRow[], ...types: string[]): CaseEventRow | undefined =>
  events.filter((event) => types.includes(event.type)).at(-1);
