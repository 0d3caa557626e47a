/** What the institution adopted, when, by whom, and what each edition changed. Adopted editions never change. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { Composed } from '../core/rules/pack/compose.js';
import { ruleSpans } from '../core/rules/pack/diff.js';
import type { ItemInfo } from '../core/rules/types.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { blanksOf } from './blanks.view.js';
import type { AdoptionLine, AdoptionList, BlankList, FrozenView, RuleHistory } from './draft.contract.js';
import { editionDiff } from './edition-diff.view.js';
import type { Adoption } from './regulation.repository.js';
import { RegulationService } from './regulation.service.js';
import { editionView } from './regulation.view.js';

@Injectable()
export class EditionsService {
  constructor(
    private readonly database: Database,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly cases: Cases,
    private readonly clock: Clock,
  ) {}

  /** Adoptions, the newest first. */
  list(actor: Actor): Promise<AdoptionList> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const items: AdoptionLine[] = [];
      for (const adoption of (await this.regulation.adoptions(tx)).toReversed())
        items.push(await this.line(tx, adoption, today));
      return { items, total: items.length };
    });
  }

  /** A frozen edition and what it says otherwise than the one before. @throws Problem `platform.not_found` */
  one(actor: Actor, hash: string): Promise<FrozenView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const adoptions = await this.regulation.adoptions(tx);
      const place = adoptions.findLastIndex((adoption) => adoption.hash === hash);
      const adoption = adoptions[place];
      if (!adoption) throw new Problem('platform.not_found');
      const whole = await this.regulation.whole(tx, hash);
      const before = adoptions[place - 1];
      return {
        adoption: await this.line(tx, adoption, today),
        edition: editionView(whole.edition, whole.model, whole.library, whole.choices),
        diff: before ? editionDiff(await this.regulation.whole(tx, before.hash), whole) : null,
      };
    });
  }

  /**
   * Since when each rule of an adopted edition stands in its present form, and the items of earlier editions that are gone.
   * @throws Problem `platform.not_found`
   */
  history(actor: Actor, hash: string): Promise<RuleHistory> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const adoptions = await this.regulation.adoptions(tx);
      const place = adoptions.findLastIndex((adoption) => adoption.hash === hash);
      if (place < 0) throw new Problem('platform.not_found');
      const editions: { from: Day; composed: Composed; items: readonly ItemInfo[] }[] = [];
      for (const { hash: each, from } of adoptions.slice(0, place + 1)) {
        const { composed, edition } = await this.regulation.whole(tx, each);
        editions.push({ from, composed, items: edition.items });
      }
      const { since, gone } = ruleSpans(editions);
      const { id, edition } = await this.regulation.byHash(tx, hash);
      const titles = new Map(editions.flatMap(({ items }) => items.map((item) => [item.item, item] as const)));
      return {
        edition: { id, edition, hash },
        first: editions[0]!.from,
        since: Object.fromEntries(since),
        gone: [...gone].flatMap(([rule, until]) => {
          const item = titles.get(rule);
          return item ? [{ rule, zh: item.zh, en: item.en, article: item.article, until }] : [];
        }),
      };
    });
  }

  /** Blanks of what is in force today. @throws Problem `regulation.not_adopted` */
  blanks(actor: Actor): Promise<BlankList> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const { composed, choices, edition } = await this.regulation.whole(
        tx,
        (await this.regulation.inForce(tx, today)).hash,
      );
      const people = await this.organization.people(
        tx,
        Object.values(choices.filled ?? {}).map((entry) => entry.by),
      );
      const items = blanksOf(composed, choices, new Map(people.map((person) => [person.code, person.name])));
      return {
        edition: { id: edition.id, edition: edition.edition, hash: edition.hash },
        items,
        total: items.length,
        filled: items.filter((item) => item.value !== null).length,
      };
    });
  }

  private async line(tx: Tx, adoption: Adoption, today: Day): Promise<AdoptionLine> {
    const { hash, packId, from, to, by, at, caseKey } = adoption;
    const { title } = await this.regulation.byHash(tx, hash);
    const [person] = await this.organization.people(tx, [by]);
    const id = caseKey ? await this.cases.find(tx, 'rule-set', caseKey) : undefined;
    const state = caseKey ? await this.cases.stateOf(tx, 'rule-set', caseKey) : undefined;
    return {
      hash,
      id: packId,
      edition: adoption.edition,
      ...title,
      from,
      to,
      isInForce: from <= today && (to === null || today < to),
      adoptedBy: { code: by, name: person?.name ?? by },
      adoptedAt: at.toISOString(),
      case: id && state ? { id, state } : null,
    };
  }
}
