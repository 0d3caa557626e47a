import { Injectable } from '@nestjs/common';
import type { SubstitutionContext } from '../../workflows/substitution/context.js';
import type { Actor } from '../core/actor.js';
import type { HalfDay } from '../core/calendar/work-calendar.js';
import { overlaps, pieceOf } from '../core/duty/seats.js';
import { Problem } from '../core/problem.js';
import { type Role, roleNames } from '../core/roles.js';
import { assertMaySee } from '../ledger/subject-view.js';
import { CalendarService } from '../organization/calendar.service.js';
import { type Candidate, OrganizationService } from '../organization/organization.service.js';
import { PresenceService } from '../organization/presence.service.js';
import { type Reach, reachOf } from '../organization/reach.js';
import { Clock } from '../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { assertRange } from '../platform/http/shapes.js';
import type {
  CandidatesQuery,
  CandidateView,
  LeavePreview,
  LeavePreviewRequest,
  LeaveRequest,
  LeaveRow,
  LeavesQuery,
  SubstitutionRow,
  SubstitutionsQuery,
} from './leave.contract.js';
import { LeaveRepository } from './leave.repository.js';
import { leaveRow, leaveSheet, substitutionRow, whyOf } from './leave.view.js';
import { type Decided, LeaveDecisionService } from './leave-decision.service.js';

/** Roles that see others' leave, as far as each right reaches. */
const readers: ReadonlySet<Role> = new Set([
  'SUPERVISION',
  'CENTRE_LEADER',
  'DIRECTOR',
  'OFFICE',
  'HR',
  'AUDITOR',
  'FLOOR_DUTY',
  'SHIFT_LEADER',
  'WINDOW_HEAD',
  'SECTION_HEAD',
  'HOME_DEPT_LEADER',
  'TEAM_LEADER',
]);

@Injectable()
export class LeaveService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly calendars: CalendarService,
    private readonly organization: OrganizationService,
    private readonly decisions: LeaveDecisionService,
    private readonly presence: PresenceService,
    private readonly repository: LeaveRepository,
  ) {}

  /** What would happen to this request: days, chain with names, cover and proof. Nothing is stored (G22). */
  preview(actor: Actor, request: LeavePreviewRequest): Promise<LeavePreview> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const found = await this.decisions.decide(tx, actor.person, request);
      const names = await this.names(
        tx,
        found.shownChain.flatMap((step) => step.people.flatMap((one) => [one.code, one.for?.code ?? ''])),
      );
      const named = (code: string) => ({ code, name: names.get(code) ?? code });
      const needs = found.substitute.required && found.window;
      return {
        halfDays: found.halfDays,
        days: found.days,
        chain: found.shownChain.map((step) => ({
          ...step,
          name: {
            zh: step.roles.map((role) => roleNames[role].zh).join('、'),
            en: step.roles.map((role) => roleNames[role].en).join(', '),
          },
          people: step.people.map((one) => ({
            ...named(one.code),
            ...(one.for ? { for: { ...named(one.for.code), until: one.for.until } } : {}),
          })),
        })),
        seenChain: found.chainDigest,
        substitute: {
          required: found.substitute.required,
          why: found.substitute.why || null,
          candidates: needs ? await this.candidates(tx, found, needs.code) : [],
        },
        proof: {
          required: found.certificate.value.required === true,
          document: (found.certificate.value.document as string | undefined) ?? null,
          dueAt: (found.certificate.value.dueAt as string | undefined) ?? null,
        },
        expectedOn: found.expectedOn,
        articles: found.articles,
        lines: [...found.lines],
      };
    });
  }

  /**
   * Files a leave and sends it into its chain, in one transaction; the half days are reserved at once (G20).
   * @throws Problem leave.period_reversed | leave.period_empty | leave.in_past | leave.overlap | leave.document_missing |
   * leave.approver_missing | calendar.year_missing (422), leave.chain_changed (409)
   */
  file(
    command: Command,
    request: LeaveRequest,
  ): Promise<Answer<{ id: string; key: string; state: string; revision: number }>> {
    return this.commands.run(command, async (tx) => {
      const { actor } = command;
      const { today } = await this.clock.now(tx);
      // Order and length first: the calendar says more than the shape.
      const { seenChain, ...asked } = request;
      const decided = await this.decisions.decide(tx, actor.person, request);
      const { edition } = decided;
      if (seenChain !== undefined && seenChain !== decided.chainDigest)
        throw new Problem('leave.chain_changed', { where: '/seenChain', chain: await this.chainInWords(tx, decided) });
      if (request.from.day < today) {
        const articles = edition.citations['leave.in_past'];
        throw new Problem('leave.in_past', { from: request.from.day, today }, articles ? { articles } : {});
      }
      const ordinal = (await this.repository.countOf(tx, actor.person, request.from.day)) + 1;
      const key = `leave-${actor.person}-${request.from.day.replaceAll('-', '')}-${ordinal}`;
      const input = { ...asked, documents: request.documents ?? [], certificates: request.certificates ?? [] };
      const started = await this.cases.start(tx, {
        kind: 'leave',
        key,
        applicant: actor.person,
        subject: `person:${actor.person}`,
        actor,
        input,
      });
      const sent = await this.cases.send(tx, {
        caseId: started.id,
        event: 'leave.submit',
        actor,
        key: `${command.key}:submit`,
      });
      return { status: 201, body: { id: started.id, key, ...sent }, headers: { etag: `"${sent.revision}"` } };
    });
  }

  /** The register of leaves as far as the reader's rights go. */
  list(actor: Actor, query: LeavesQuery): Promise<{ items: LeaveRow[]; total: number } | Buffer> {
    if (query.from && query.to) assertRange(query.from, query.to);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const reach = await this.reach(tx, actor);
      const people = reach && [...new Set([actor.person, ...reach.people])];
      const page = await this.repository.leaves(tx, { ...query, people }, paging(query));
      const names = await this.names(
        tx,
        page.items.map((row) => row.applicant ?? ''),
      );
      const items = page.items.map((row) => leaveRow(row, names));
      return query.format === 'xlsx' ? leaveSheet(items) : { items, total: page.total };
    });
  }

  substitutions(actor: Actor, query: SubstitutionsQuery): Promise<{ items: SubstitutionRow[]; total: number }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const windows = (await this.reach(tx, actor))?.windows;
      const page = await this.repository.substitutions(tx, { ...query, windows, person: actor.person }, paging(query));
      const contexts = page.items.map((row) => row.context as unknown as SubstitutionContext);
      const names = await this.names(
        tx,
        contexts.flatMap((context) => [context.absent, context.substitute ?? '']),
      );
      return { items: page.items.map((row) => substitutionRow(row, names)), total: page.total };
    });
  }

  /** Who could stand in, best first, each with the reason. */
  candidatesFor(actor: Actor, query: CandidatesQuery): Promise<{ items: CandidateView[] }> {
    assertRange(query.from, query.to, 60);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      // Who is away and why nobody is free is for those who answer for the window.
      await assertMaySee(tx, this.organization, actor, `window:${query.window}`);
      const halves = (await this.calendars.load(tx)).workingHalfDays(
        { day: query.from, half: 'AM' },
        { day: query.to, half: 'PM' },
      );
      const able = await this.organization.candidatesFor(tx, query.window, query.from, query.to);
      return { items: await this.ranked(tx, able, halves, new Set([actor.person])) };
    });
  }

  private async candidates(tx: Tx, found: Decided, window: string): Promise<CandidateView[]> {
    const [first, last] = [found.halves[0]?.day ?? '', found.halves.at(-1)?.day ?? ''];
    const able = await this.organization.candidatesFor(tx, window, first, last);
    return this.ranked(tx, able, found.halves, new Set([found.person.code]));
  }

  private async ranked(
    tx: Tx,
    able: readonly Candidate[],
    halves: readonly HalfDay[],
    not: ReadonlySet<string>,
  ): Promise<CandidateView[]> {
    if (halves.length === 0) return [];
    const wanted = new Set(halves.map((half) => `${half.day}${half.half}`));
    const codes = able.map((one) => one.code);
    const slots = await this.presence.slots(tx, halves[0]?.day ?? '', halves.at(-1)?.day ?? '', { people: codes });
    const pieces = halves.map(pieceOf);
    const taken = new Set(
      slots.filter((slot) => pieces.some((piece) => overlaps(piece, slot))).map((slot) => slot.person),
    );
    const views = able
      .filter((one) => !not.has(one.code))
      .map((one) => {
        const sits = one.busy.some((half) => wanted.has(`${half.day}${half.half}`));
        return { one, isFree: !taken.has(one.code), sits };
      })
      .sort(
        (a, b) =>
          Number(b.isFree) - Number(a.isFree) ||
          Number(a.sits) - Number(b.sits) ||
          Number(b.one.isOwn) - Number(a.one.isOwn) ||
          (a.one.code < b.one.code ? -1 : 1),
      );
    return views.slice(0, 20).map(({ one, isFree, sits }) => ({
      code: one.code,
      name: one.name,
      window: one.window,
      isFree,
      ...whyOf(one, isFree, sits),
    }));
  }

  /** `带班班长 李四 → 中心领导 王五（代 赵六）` */
  private async chainInWords(tx: Tx, { shownChain }: Decided): Promise<string> {
    const people = shownChain.flatMap((step) => step.people);
    const names = await this.names(
      tx,
      people.flatMap((one) => [one.code, one.for?.code ?? '']),
    );
    const name = (code: string) => names.get(code) ?? code;
    return shownChain
      .map((step) =>
        step.people.map((one) => `${name(one.code)}${one.for ? `（代 ${name(one.for.code)}）` : ''}`).join('、'),
      )
      .join(' → ');
  }

  /** Whose leave and which windows a reader may list besides his own; undefined = all. */
  private async reach(tx: Tx, actor: Actor): Promise<Reach | undefined> {
    const { today } = await this.clock.now(tx);
    const grants = actor.grants.filter((grant) => readers.has(grant.role));
    return reachOf(this.organization, tx, grants, today);
  }

  private async names(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
    const people = await this.organization.people(tx, [...new Set(codes.filter((code) => code !== ''))]);
    return new Map(people.map((person) => [person.code, person.name]));
  }
}

const paging = (query: { page: number; pageSize: number; sort: string }) => ({
  sort: query.sort,
  limit: query.pageSize,
  offset: (query.page - 1) * query.pageSize,
});
