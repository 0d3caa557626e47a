/** Kinds of leave of the edition in force. The program knows none of them by name. */
import { Injectable } from '@nestjs/common';
import { isHours, type LeavePart } from '../../workflows/leave/form.js';
import { formatUnits, UNIT } from '../core/amount.js';
import { addDays } from '../core/calendar/day.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { nearest } from '../core/rules/language/yaml.js';
import type { CompiledEdition, LeaveKindInfo } from '../core/rules/types.js';
import { CalendarService } from '../organization/calendar.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { RegulationService } from '../regulation/regulation.service.js';
import type { LeaveKinds, LeaveKindView } from './leave.contract.js';
import { type CountRule, type LengthEntry, lengthOf } from './leave-length.js';

/** The longest holidays are over after so many days. */
const SOON = 14;

@Injectable()
export class LeaveKindsService {
  constructor(
    private readonly database: Database,
    private readonly regulation: RegulationService,
    private readonly calendars: CalendarService,
    private readonly clock: Clock,
  ) {}

  /** What may be asked for on a day (default today), in the order of the edition, and the working days that come next. */
  list(institutionId: string, on?: Day): Promise<LeaveKinds> {
    return this.database.inInstitution(institutionId, async (tx) => {
      const day = on ?? (await this.clock.now(tx)).today;
      const edition = await this.regulation.inForce(tx, day);
      const soon = await this.calendars.days(tx, day, addDays(day, SOON));
      return {
        items: edition.leaveKinds.map((kind) => kindView(edition, kind)),
        soon: soon.flatMap(({ date, kind }) => (kind === 'work' ? [date] : [])).slice(0, 3),
      };
    });
  }
}

/** @throws Problem leave.kind_unknown with the nearest name, regulation.blank (422) */
export function kindIn(edition: CompiledEdition, id: string): LeaveKindInfo {
  const kind = edition.leaveKinds.find((one) => one.id === id);
  if (kind?.blank) throw kind.blank;
  if (kind) return kind;
  const known = edition.leaveKinds.map((one) => one.id);
  const close = nearest(id, known);
  throw new Problem('leave.kind_unknown', {
    where: '/kind',
    got: id,
    allowed: known,
    kind: id,
    nearest: close ?? known[0] ?? '—',
  });
}

/** How a kind counts; where it does not say, the edition's decision on lengths does (A03). */
export function countRule(edition: CompiledEdition, kind: LeaveKindInfo): CountRule {
  const general = edition.decisions.includes('leave.length') ? edition.decide('leave.length', {}).value : {};
  return {
    counts: kind.counts ?? (general.counts === 'calendarDays' ? 'calendarDays' : 'workingDays'),
    step: kind.step,
    minutesOfDay: Number(general.minutesOfDay ?? 480),
  };
}

/** @throws Problem leave.part_not_allowed (422) */
export function assertParts(kind: LeaveKindInfo, parts: readonly LeavePart[]): void {
  const wrong = parts.findIndex((part) => !kind.parts.includes(isHours(part) ? 'hours' : 'halfDays'));
  if (wrong < 0) return;
  const allowed = kind.parts.map((part) => partNames[part]);
  throw new Problem(
    'leave.part_not_allowed',
    {
      ...named(kind),
      where: `/parts/${wrong}`,
      allowed: kind.parts,
      forms: allowed.map((one) => one.zh).join('、'),
      formsEn: allowed.map((one) => one.en).join(', '),
    },
    { articles: [kind.article] },
  );
}

/** @throws Problem leave.too_long (422) */
export function assertLength(kind: LeaveKindInfo, entries: readonly LengthEntry[], articles: readonly string[]): void {
  const { mostMinutes, mostDays } = kind;
  const cited = { articles: [...new Set([kind.article, ...articles])] };
  const long = entries.find(({ piece }) => mostMinutes !== undefined && piece.end - piece.start > mostMinutes);
  if (long && mostMinutes !== undefined)
    throw new Problem(
      'leave.too_long',
      {
        ...named(kind),
        where: '/parts',
        most: `${mostMinutes} 分钟`,
        mostEn: `${mostMinutes} minutes`,
        asked: `${long.piece.end - long.piece.start}`,
        allowed: `≤ ${mostMinutes} min`,
      },
      cited,
    );
  const length = lengthOf(entries);
  if (mostDays !== undefined && length > mostDays)
    throw new Problem(
      'leave.too_long',
      {
        ...named(kind),
        where: '/parts',
        most: `${formatUnits(mostDays)} 天`,
        mostEn: `${formatUnits(mostDays)} days`,
        asked: formatUnits(length),
        allowed: `≤ ${formatUnits(mostDays)} d`,
      },
      cited,
    );
}

export const named = (kind: { zh: string; en: string }) => ({ kind: kind.zh, kindEn: kind.en });

const partNames = { halfDays: { zh: '半天', en: 'half days' }, hours: { zh: '小时', en: 'hours' } } as const;

function kindView(edition: CompiledEdition, kind: LeaveKindInfo): LeaveKindView {
  const rule = countRule(edition, kind);
  return {
    id: kind.id,
    title: { zh: kind.zh, en: kind.en },
    articles: [kind.article],
    parts: [...kind.parts],
    counts: rule.counts,
    step: kind.step,
    ...(kind.mostMinutes === undefined ? {} : { mostMinutes: kind.mostMinutes }),
    ...(kind.mostDays === undefined ? {} : { mostDays: formatUnits(kind.mostDays) }),
    proof: {
      when: kind.proof.when,
      ...(kind.proof.document ? { document: kind.proof.document } : {}),
      ...(kind.proof.fromDays === undefined ? {} : { fromDays: formatUnits(kind.proof.fromDays) }),
    },
    account: kind.account ?? null,
    ...(kind.note ? { note: kind.note } : {}),
  };
}

/** A proof is asked for from so many days on. */
export const proofFor = (kind: LeaveKindInfo, length: number): LeaveKindInfo['proof']['when'] =>
  length < (kind.proof.fromDays ?? 1) ? 'none' : kind.proof.when;

/** Attributes of a kind and a request as inputs of the decision tables; a table takes those that it names. */
export function attributesOf(kind: LeaveKindInfo, entries: readonly LengthEntry[], parts: readonly LeavePart[]) {
  const length = lengthOf(entries);
  const minutes = entries.reduce((sum, { piece }) => sum + piece.end - piece.start, 0);
  const inHours = parts.every(isHours);
  return {
    kind: kind.id,
    days: formatUnits(length),
    inHours,
    minutes: String(inHours ? minutes : Math.round((length * 480) / UNIT)),
    proof: proofFor(kind, length),
    account: kind.account ?? '',
    scoredAs: kind.scoredAs ?? '',
  };
}
