/** What the edition of the day makes of an absence: its decision `absence.convert`, and the hours that punches are read by. */
import { Injectable } from '@nestjs/common';
import { formatUnits, parseUnits } from '../core/amount.js';
import { type OfficeHours, readHours } from '../core/attendance/gaps.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition } from '../core/rules/types.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import type { AbsenceRuleView } from './attendance.contract.js';

export interface Measured {
  person: string;
  window: string | null;
  day: Day;
  /** Input of the decision: `late`, `early`, `away`, `noApplication`, … */
  cause: string;
  minutes: number | null;
  /** In 1/10000 working day. */
  length: number;
}

@Injectable()
export class AbsenceRules {
  constructor(private readonly regulation: RegulationService) {}

  /**
   * @returns null where the regulation of the day knows no such rule, or has no item for it
   * @throws Problem regulation.* of the decision itself
   */
  async of(tx: Tx, about: Measured): Promise<AbsenceRuleView | null> {
    const edition = await this.regulation.inForce(tx, about.day);
    if (!edition.decisions.includes('absence.convert')) return null;
    const input = {
      kind: about.cause,
      ...(about.minutes === null ? {} : { minutes: String(about.minutes) }),
      days: formatUnits(about.length),
    };
    const { value, lines, articles } = edition.decide('absence.convert', input);
    const posts = ((value.post ?? []) as { item: string | null; quantity: string }[]).map(({ item, quantity }) => {
      const info = edition.items.find((entry) => entry.item === item);
      const subject =
        info?.subjectKind === 'window' ? about.window && `window:${about.window}` : `person:${about.person}`;
      if (!info || !subject) return null;
      // A quantity may be the name of an input: the days themselves.
      const amount = String((input as Record<string, string>)[quantity] ?? quantity);
      const points = info.points === undefined ? null : Math.round((info.points * parseUnits(amount, 4)) / 10_000);
      return {
        item: info.item,
        article: info.article,
        zh: info.zh,
        en: info.en,
        unit: info.unit,
        subject,
        quantity: amount,
        points: points === null ? null : formatUnits(points),
      };
    });
    const known = posts.filter((post) => post !== null);
    if (known.length === 0 || known.length < posts.length) return null;
    return {
      class: String(value.class ?? ''),
      edition: `${edition.id}@${edition.edition}`,
      articles,
      lines,
      posts: known,
    };
  }

  /** Items of absences that one fact might be found as: what an absence may be converted to, and what overlaps with it. */
  async items(tx: Tx, day: Day, rule: AbsenceRuleView): Promise<string[]> {
    const edition = await this.regulation.inForce(tx, day);
    const posted = rule.posts.map((post) => post.item);
    const overlapping = edition.items.flatMap((info) => (posted.includes(info.item) ? (info.overlaps ?? []) : []));
    return [...new Set([...posted, ...overlapping])];
  }

  /** @throws Problem attendance.hours_missing | attendance.hours_invalid | regulation.blank (422) */
  async hours(tx: Tx, day: Day, group: string): Promise<OfficeHours> {
    const edition = await this.regulation.inForce(tx, day);
    return hoursOf(edition, group);
  }

  /** Working days in which the person may explain before a gap becomes a proposal. */
  async explainDays(tx: Tx, day: Day): Promise<number> {
    const edition = await this.regulation.inForce(tx, day);
    if (!edition.decisions.includes('attendance.terms')) return 0;
    return Number(edition.decide('attendance.terms', {}).value.explainWorkingDays ?? 0);
  }
}

function hoursOf(edition: CompiledEdition, group: string): OfficeHours {
  const name = `${edition.id}@${edition.edition}`;
  if (!edition.decisions.includes('attendance.hours')) throw new Problem('attendance.hours_missing', { edition: name });
  const { value, articles } = edition.decide('attendance.hours', { group });
  const hours = readHours(value);
  if (hours) return hours;
  const got = ['amStart', 'amEnd', 'pmStart', 'pmEnd'].map((key) => String(value[key] ?? '—')).join(' ');
  throw new Problem('attendance.hours_invalid', { edition: name, got }, { articles });
}
