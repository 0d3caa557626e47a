/** What the edition of the day says about an item, for the machine of findings (`finding.rule`). */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FindingInput, FindingRule } from '../../workflows/finding/facts.js';
import { formatUnits } from '../core/amount.js';
import { addDays } from '../core/calendar/day.js';
import type { SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { type Candidate, factFaults, refuseFaults } from '../core/rules/engine/fact-check.js';
import { termDays } from '../core/rules/engine/term-days.js';
import { nearest } from '../core/rules/language/yaml.js';
import type { CompiledEdition, ItemInfo, ItemInput } from '../core/rules/types.js';
import { CalendarService } from '../organization/calendar.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PresenceService } from '../organization/presence.service.js';
import type { Tx } from '../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { FindingPenalty, finesOf } from './finding.penalty.js';
import { FindingRepository } from './finding.repository.js';

interface About {
  item: string;
  subject: SubjectKey;
  person?: string;
  happenedOn: string;
}

/** What a pack may say about how findings are handled; a pack without the table needs no team and sets no fine. */
interface Procedure {
  team?: string;
  fault?: boolean;
  jointHead?: boolean;
  fineDueDays?: string;
  fineGraceDays?: string;
  fineCalendar?: string;
  finePenaltyDate?: string;
  lateItem?: string;
  noticeTemplate?: string;
}

@Injectable()
export class FindingFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly presence: PresenceService,
    private readonly penalty: FindingPenalty,
    private readonly repository: FindingRepository,
    private readonly calendar: CalendarService,
  ) {}

  onModuleInit(): void {
    this.providers.register('finding.rule', (tx, question) => this.rule(tx, question));
  }

  private async rule(tx: Tx, question: FactQuestion): Promise<FindingRule> {
    const about = aboutOf(question);
    const edition = await this.editionOn(tx, about.happenedOn);
    const info = edition.items.find((item) => item.item === about.item);
    if (!info) throw unknownItem(edition, about.item);
    if (!isFromSystem(question)) refuseUnfit(edition, about, question);
    const procedure = procedureOf(edition, info);
    const overlaps = [...(info.overlaps ?? [])];
    const joint = procedure.jointHead ? await this.headOf(tx, about) : [];
    // Nobody is asked what a head bears where there is none.
    const head = joint.length > 0 && info.head?.field === 'fault' ? info.head : undefined;
    const key = question.caseFile.key || null;
    return {
      item: info.item,
      article: info.article,
      recordable: (info.recordable || isFromSystem(question)) && about.subject.startsWith(`${info.subjectKind}:`),
      teamNeeds: Number(procedure.team ?? 1),
      evidenceNeeded: [...(info.evidence ?? [])],
      range: info.range
        ? { points: [...info.range.points], money: info.range.money ? [...info.range.money] : null }
        : null,
      linked: info.rangeLink === 'ENFORCE',
      headRange: head
        ? { points: [...head.points], money: head.money ? [...head.money] : null, faults: [...head.when] }
        : null,
      isLinkOffered: info.rangeLink !== undefined,
      inputs: (info.inputs ?? []).map(inputOf),
      faultNeeded: procedure.fault ?? false,
      overlaps,
      milder: isMilderTaken(edition) ? milderThan(info, edition.items) : null,
      duplicates: await this.repository.duplicates(tx, about.subject, about.happenedOn, [info.item, ...overlaps], key),
      joint,
      fine: question.event.type === 'finding.notice' ? await this.fineOf(tx, question, about) : 0,
      fineDueDays: Number(procedure.fineDueDays ?? 0),
      fineGraceDays: Number(procedure.fineGraceDays ?? 0),
      lateItem: procedure.lateItem ?? null,
      fineTerm: await this.fineTerm(tx, question, procedure),
      substituteAlone: await this.isSubstituteAlone(tx, edition, about),
      noticeTemplate: procedure.noticeTemplate ?? null,
    };
  }

  /** @throws Problem regulation.not_adopted that names the field and the days that are possible */
  private async editionOn(tx: Tx, day: string): Promise<CompiledEdition> {
    try {
      return await this.regulation.inForce(tx, day);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'regulation.not_adopted') throw error;
      const spans = (await this.regulation.adoptions(tx)).map(({ from, to }) => `${from} – ${to ?? '…'}`);
      const message = { 'zh-CN': '该日没有施行中的制度', en: 'no regulation counted on that day' };
      throw new Problem(error.code, error.facts, {
        errors: [{ where: '/happenedOn', got: day, ...(spans.length > 0 ? { allowed: spans } : {}), message }],
        cause: error,
      });
    }
  }

  /** Somebody covered there that day, and the edition lays what he does on him alone (R15.S5, A63). */
  private async isSubstituteAlone(tx: Tx, edition: CompiledEdition, about: About): Promise<boolean> {
    if (!about.person || !about.subject.startsWith('window:') || !edition.decisions.includes('substitute.errors'))
      return false;
    const { score } = edition.decide('substitute.errors', {}).value as { score?: unknown };
    if (!Array.isArray(score) || score.includes('window')) return false;
    const window = about.subject.slice('window:'.length);
    const seats = await this.presence.seats(tx, about.happenedOn, about.happenedOn, { windows: [window] });
    return seats.some((seat) => seat.why === 'cover' && `person:${seat.person}` === about.person);
  }

  private async headOf(tx: Tx, about: About): Promise<string[]> {
    const code = about.subject.slice(about.subject.indexOf(':') + 1);
    const place = about.subject.startsWith('window:') ? { window: code } : { person: code };
    const head = await this.organization.headOf(tx, place, about.happenedOn);
    return head && head !== code ? [head] : [];
  }

  /** The days of a fine by the office's calendar, once the day of delivery is known (A37). */
  private async fineTerm(tx: Tx, question: FactQuestion, procedure: Procedure): Promise<FindingRule['fineTerm']> {
    const { deliveredOn } = (question.event.payload ?? {}) as { deliveredOn?: string };
    if (deliveredOn === undefined || procedure.fineDueDays === undefined) return null;
    const { fineDueDays: dueDays, fineGraceDays: graceDays, fineCalendar: calendar } = procedure;
    const value = { dueDays, graceDays: graceDays ?? '0', calendar, penaltyDate: procedure.finePenaltyDate };
    const isPlain = calendar === undefined || calendar === 'calendarDays';
    const office = isPlain ? undefined : await this.calendar.load(tx);
    const term = termDays(value, deliveredOn, office && ((day, days) => office.addWorkingDays(day, days)));
    if (!term?.lateFrom) return null;
    return { payBy: term.due, lastGrace: addDays(term.lateFrom, -1), lateOn: term.dated ?? term.lateFrom };
  }

  /** The fine as the rules make it, doubling included. */
  private async fineOf(tx: Tx, question: FactQuestion, about: About): Promise<number> {
    const facts = await this.penalty.factsOf(tx, question.caseFile.id, about.subject, about.happenedOn);
    return finesOf(await this.penalty.linesOf(tx, about.subject, about.happenedOn, facts));
  }
}

function aboutOf(question: FactQuestion): About {
  const { event, caseFile } = question;
  const stored = (event.type === 'case.start' ? event.payload : caseFile.context) as unknown as About;
  const chosen = event.type === 'finding.confirm' ? (event.payload as { item?: string }).item : undefined;
  return { ...stored, item: chosen ?? stored.item };
}

const inputOf = (input: ItemInput): FindingInput => ({
  ...input,
  choices: input.choices ? [...input.choices] : null,
  range: input.range ? [...input.range] : null,
  unit: input.unit ?? null,
  usual: input.usual ?? null,
});

/** The wrong kind of subject, an amount or a value outside the range of its article: told with the field and what is allowed. */
function refuseUnfit(edition: CompiledEdition, about: About, { event, caseFile }: FactQuestion): void {
  const given = event.payload as { points?: number; money?: number; quantity?: number; values?: Candidate['values'] };
  const isStart = event.type === 'case.start';
  const { points, money } = event.type === 'finding.assess' ? given : {};
  const { values: stored } = caseFile.context as { values?: Candidate['values'] };
  const { item, subject, happenedOn } = about;
  const hasRange = edition.items.some((info) => info.item === item && info.range);
  if (isStart && given.quantity === undefined) refuseUncounted(edition.items.find((info) => info.item === item));
  const faults = factFaults(edition, {
    item,
    subject,
    happenedOn,
    ...(hasRange ? { points, money } : {}),
    ...(isStart ? { quantity: given.quantity } : {}),
    values: { ...stored, ...given?.values },
  });
  const isPayload = new Set(['points', 'money', ...(isStart ? [] : ['values'])]);
  refuseFaults(faults, ({ field, key }) => {
    const place = key === undefined ? field : `${field}/${key}`;
    return isPayload.has(field) ? `/payload/${place}` : `/${place}`;
  });
}

/** A figure that is taken as it is recorded is never meant as "once". */
function refuseUncounted(info: ItemInfo | undefined): void {
  if (!info?.quantity?.needed) return;
  const { from, to } = info.quantity;
  const edge = (value: number | undefined) => (value === undefined ? '…' : formatUnits(value));
  throw new Problem(
    'finding.quantity_missing',
    { item: info.item, unit: `${info.unit.zh} / ${info.unit.en}`, allowed: `${edge(from)} – ${edge(to)}` },
    {
      articles: [info.article],
      errors: [{ where: '/quantity', message: { 'zh-CN': '请填写数值', en: 'state the figure' } }],
    },
  );
}

/** Absences after leave and late payments are opened by the system with items that people do not choose. */
const isFromSystem = (question: FactQuestion): boolean =>
  (question.caseFile.context as { source?: unknown }).source !== undefined || question.actor.person === 'system';

/** Names the item that was probably meant. */
function unknownItem(edition: CompiledEdition, got: string): Problem {
  const known = edition.items.filter((item) => item.recordable);
  const close =
    known.find((item) => item.zh === got || item.en === got)?.item ??
    nearest(
      got,
      known.map((item) => item.item),
    );
  const title = known.find((item) => item.item === close)?.zh;
  return new Problem(
    'finding.item_unknown',
    { item: got, edition: `${edition.id}@${edition.edition}`, nearest: close ? `${close} ${title}` : '—' },
    {
      errors: [
        {
          where: '/item',
          message: { 'zh-CN': '制度中没有此事项', en: 'No such item' },
          got,
          ...(close ? { allowed: close } : {}),
        },
      ],
    },
  );
}

/** A34: the recorder picks one of several rules that fit, unless the office chose that the milder counts. */
const isMilderTaken = (edition: CompiledEdition): boolean =>
  edition.settings.find((setting) => setting.setting === 'overlap.policy')?.chosen === 'MILDER';

/** The mildest other item that the same fact fits and that costs less; null when this one is the mildest. */
export function milderThan(info: ItemInfo, items: readonly ItemInfo[]): string | null {
  const others = items
    .filter((item) => info.overlaps?.includes(item.item) && item.recordable && item.subjectKind === info.subjectKind)
    .filter((item) => costOf(item) < costOf(info))
    .sort((a, b) => costOf(a) - costOf(b) || (a.item < b.item ? -1 : 1));
  return others[0]?.item ?? null;
}

/** Points that one occurrence takes at least, in 1/10000. */
const costOf = (item: ItemInfo): number =>
  item.points === undefined
    ? Math.min(...(item.range?.points ?? [0, 0]).map((points) => Math.abs(points)))
    : Math.abs(item.points);

function procedureOf(edition: CompiledEdition, info: ItemInfo): Procedure {
  if (!edition.decisions.includes('finding.procedure')) return {};
  return edition.decide('finding.procedure', { item: info.item, output: info.output }).value as Procedure;
}
