/** A confirmed absence becomes a finding (W2), once, by what the conversion says; no fact is punished twice. */
import { Injectable } from '@nestjs/common';
import { type Actor, systemActor } from '../core/actor.js';
import { parseUnits } from '../core/amount.js';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { type Absence, AbsenceRepository, type FindingState } from './absence.repository.js';
import { AbsenceRules } from './absence.rule.js';
import type { AbsenceRuleView } from './attendance.contract.js';

/** What an officer still has to choose before a finding counts. */
const leftOpen: ReadonlySet<string> = new Set([
  'finding.fault_missing',
  'finding.out_of_range',
  'finding.head_out_of_range',
]);

@Injectable()
export class AbsencePosting {
  constructor(
    private readonly cases: Cases,
    private readonly rules: AbsenceRules,
    private readonly repository: AbsenceRepository,
    private readonly organization: OrganizationService,
  ) {}

  /** Findings of the same person and half day that came another way. */
  async conflicts(tx: Tx, one: Absence): Promise<FindingState[]> {
    const rule = one.rule;
    if (!rule) return [];
    return this.rivals(tx, one, await this.rules.items(tx, one.day, rule));
  }

  /**
   * Opens the findings and confirms them in the name of who decides; where the rule leaves nothing to choose they count at once.
   * @throws Problem absence.rule_missing | absence.found_already (422), and the refusals of W2
   */
  async post(
    tx: Tx,
    one: Absence,
    decision: { actor: Actor; remark: string | undefined; distinct: string | undefined },
  ): Promise<{ rule: AbsenceRuleView; findings: string[] }> {
    const rule = await this.rules.of(tx, one);
    if (!rule) throw new Problem('absence.rule_missing', { key: one.key, day: one.day });
    const items = await this.rules.items(tx, one.day, rule);
    const same = await this.rivals(tx, one, items);
    if (same.length > 0 && !decision.distinct)
      throw new Problem(
        'absence.found_already',
        { key: one.key, findings: same.map((finding) => finding.key) },
        { articles: rule.articles },
      );
    const findings: string[] = [];
    for (const [index, post] of rule.posts.entries()) {
      const key = index === 0 ? one.key : `${one.key}-${index + 1}`;
      // Another person of the window, or another time of the day, is another fact; the finding says so in its own words.
      const other = await this.repository.stands(tx, post.subject, one.day, items);
      const distinct = decision.distinct ?? (other ? await this.whyAnother(tx, one) : undefined);
      findings.push(await this.open(tx, one, post, key, { ...decision, distinct }));
    }
    return { rule, findings };
  }

  /** What was found already; another time of the same half day is another fact. */
  private async rivals(tx: Tx, one: Absence, items: readonly string[]): Promise<FindingState[]> {
    const { person, day, half } = one;
    const same = await this.repository.sameHalf(tx, { person, day, half, items, except: one.key });
    const made = await this.repository.byKeys(
      tx,
      same.flatMap((finding) => finding.source ?? []),
    );
    return same.filter((finding) => {
      const other = made.find((absence) => absence.key === finding.source);
      if (other?.from == null || other.to === null || one.from === null || one.to === null) return true;
      return other.from < one.to && one.from < other.to;
    });
  }

  private async open(
    tx: Tx,
    one: Absence,
    post: AbsenceRuleView['posts'][number],
    key: string,
    decision: { actor: Actor; remark: string | undefined; distinct: string | undefined },
  ): Promise<string> {
    const person = `person:${one.person}`;
    const started = await this.cases.start(tx, {
      kind: 'finding',
      key,
      subject: post.subject,
      // Nobody recorded it: the machine or the leave did.
      actor: systemActor(tx.institutionId),
      input: {
        item: post.item,
        subject: post.subject,
        ...(post.subject === person ? {} : { person }),
        happenedOn: one.day,
        quantity: parseUnits(post.quantity, 4),
        values: {
          event: one.key,
          ...(one.half ? { half: one.half } : {}),
          ...(one.minutes === null ? {} : { minutes: String(one.minutes) }),
        },
        note: [one.note, one.explanation ?? ''].filter((text) => text !== '').join('；'),
        evidence: one.evidence,
        source: { kind: 'absence', key: one.key },
      },
    });
    const { actor, remark, distinct } = decision;
    const payload = { ...(remark ? { remark } : {}), ...(distinct ? { distinct } : {}) };
    const command = { caseId: started.id, actor, key: `${key}:confirm` };
    await this.cases.send(tx, { ...command, event: 'finding.confirm', payload });
    try {
      await this.cases.send(tx, { ...command, key: `${key}:assess`, event: 'finding.assess', payload: {} });
    } catch (error) {
      if (!(error instanceof Problem) || !leftOpen.has(error.code)) throw error;
    }
    return started.id;
  }

  private async whyAnother(tx: Tx, one: Absence): Promise<string> {
    const name = (await this.organization.people(tx, [one.person], one.day))[0]?.name ?? one.person;
    const half = one.half === 'AM' ? '上午' : one.half === 'PM' ? '下午' : '';
    return `${name} ${one.day} ${half}的缺勤，另行认定（${one.key}）`;
  }
}
