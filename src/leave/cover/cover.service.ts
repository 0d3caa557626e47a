/** Cover plans (G27), candidates (G25) and the staffing of days (G26), as people ask for them. */
import { Injectable } from '@nestjs/common';
import type { SubstitutionContext } from '../../../workflows/substitution/context.js';
import type { Actor } from '../../core/actor.js';
import { eachDay } from '../../core/calendar/day.js';
import type { HalfDay } from '../../core/calendar/work-calendar.js';
import type { LinearAnswer, LinearModel, SolveLinear } from '../../core/cover/model.js';
import { type CoverAnswer, coverPlan } from '../../core/cover/plan.js';
import { type CoverWorld, presentAt, sumOver, type Wanted, windowsOf } from '../../core/cover/world.js';
import { type DayPiece, pieceOf } from '../../core/duty/seats.js';
import { Problem } from '../../core/problem.js';
import { assertMaySee } from '../../ledger/subject-view.js';
import { CalendarService } from '../../organization/calendar.service.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { assertRange } from '../../platform/http/shapes.js';
import { Solver } from '../../platform/solver/solver.js';
import { CaseRepository } from '../../workflow/case.repository.js';
import type {
  CandidatesQuery,
  CandidatesView,
  CoverPlanRequest,
  CoverPlanView,
  StaffingItem,
  StaffingQuery,
} from '../cover.contract.js';
import { coverPieces } from '../substitution/cover-pieces.js';
import { type CandidateQuestion, CandidateService } from './candidate.service.js';
import { CoverRepository } from './cover.repository.js';
import { planView } from './cover.view.js';
import { candidateSaid, type Experience, namesOf, notOfferedSaid } from './cover.words.js';
import { CoverWorldService, type HallState, halvesOfAll, worldOf } from './cover-world.service.js';
import { lower, nameFor, StaffingService } from './staffing.service.js';

/** So long it is sought whether fewer changes of person would do; whether a plan exists and its fewest moves are known before. */
const SOLVER_SECONDS = 1.5;

/** One seat over some time, for which somebody is sought. */
export interface Seat {
  window: string;
  absent: string | null;
  pieces: DayPiece[];
  declined: readonly string[];
  caseId: string | null;
  /** The case waits for somebody to be named. */
  isOpen: boolean;
}

export interface Planned {
  seat: Seat;
  state: HallState;
  world: CoverWorld;
  answer: CoverAnswer;
}

@Injectable()
export class CoverService {
  constructor(
    private readonly database: Database,
    private readonly organization: OrganizationService,
    private readonly calendars: CalendarService,
    private readonly cases: CaseRepository,
    private readonly worlds: CoverWorldService,
    private readonly candidatesOf: CandidateService,
    private readonly staffings: StaffingService,
    private readonly repository: CoverRepository,
    private readonly solver: Solver,
  ) {}

  /** Who could stand in, best first, each with the reason; and who of those who know the window may not, and why. */
  candidates(actor: Actor, query: CandidatesQuery): Promise<CandidatesView> {
    assertRange(query.from, query.to, 60);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      // Who is away and why nobody is free is for those who answer for the window.
      await assertMaySee(tx, this.organization, actor, `window:${query.window}`);
      const pieces = (await this.calendars.load(tx))
        .workingHalfDays({ day: query.from, half: 'AM' }, { day: query.to, half: 'PM' })
        .map(pieceOf);
      if (pieces.length === 0) return { items: [], notOffered: [], articles: [] };
      const about = { window: query.window, absent: query.absent ?? null, pieces };
      return this.candidatesFor(tx, about, query.person === undefined ? {} : { only: query.person });
    });
  }

  /**
   * For the half days of one substitution: who could be named, with what each knows of the window, and why the others cannot.
   * @throws Problem platform.not_found (404)
   */
  candidatesOfCase(actor: Actor, caseId: string): Promise<CandidatesView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { window, absent, pieces, declined } = await this.seatOf(tx, { caseId });
      await assertMaySee(tx, this.organization, actor, `window:${window}`);
      const first = pieces[0]?.day;
      if (!first) return { items: [], notOffered: [], articles: [] };
      const known = await this.repository.experience(tx, window, first);
      return this.candidatesFor(tx, { window, absent, pieces, declined, exceptCase: caseId }, { known });
    });
  }

  /** The same inside a transaction, for the preview of a leave. */
  async candidatesFor(
    tx: Tx,
    about: CandidateQuestion,
    { only, known }: { only?: string; known?: ReadonlyMap<string, Experience> } = {},
  ): Promise<CandidatesView> {
    const { state, offered, notOffered, articles } = await this.candidatesOf.judge(tx, about);
    const names = namesOf(state);
    const person = (code: string) => ({
      code,
      name: names.person(code),
      window: state.people.find((one) => one.code === code)?.window ?? null,
    });
    const knows = (reasons: readonly { why: string }[]) => !reasons.some((one) => one.why === 'unqualified');
    return {
      items: offered
        .filter((one) => only === undefined || one.person === only)
        .slice(0, 20)
        .map((one) => ({ ...person(one.person), isFree: true, ...candidateSaid(one, names, known?.get(one.person)) })),
      notOffered: notOffered
        .filter((one) => (only === undefined ? knows(one.reasons) : one.person === only))
        .map((one) => ({
          ...person(one.person),
          reasons: one.reasons.map((reason) => reason.why),
          ...notOfferedSaid(one, state, names),
        })),
      articles,
    };
  }

  /** Windows and zones in the half days of a span: how many sit there, how many must. */
  staffing(actor: Actor, query: StaffingQuery): Promise<{ items: StaffingItem[] }> {
    assertRange(query.from, query.to, 62);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { state, rows } = await this.staffings.staffing(tx, eachDay(query.from, query.to));
      return {
        items: rows.map((row) => {
          const half = state.slots[row.slot] as HalfDay;
          return {
            place: { ...row.place, name: nameFor(state, row.place) },
            day: half.day,
            half: lower(half.half),
            present: row.present,
            least: row.least,
            hole: row.present < row.least,
          };
        }),
      };
    });
  }

  /** A chain of moves that fills the seat, or the proof that there is none. Nothing is stored. */
  async plan(actor: Actor, request: CoverPlanRequest): Promise<CoverPlanView> {
    const started = performance.now();
    const planned = await this.database.inInstitution(actor.institutionId, async (tx) => {
      const seat = await this.seatOf(tx, request);
      await assertMaySee(tx, this.organization, actor, `window:${seat.window}`);
      return { seat, ...(await this.question(tx, seat)) };
    });
    // Outside the transaction: computing holds no connection.
    const answer = await coverPlan(planned.world, planned.asked, this.solve);
    return planView({ ...planned, answer }, Math.round(performance.now() - started));
  }

  /** The seat of a substitution case, or the one that was named. @throws Problem platform.not_found | leave.period_empty */
  async seatOf(tx: Tx, request: CoverPlanRequest): Promise<Seat> {
    const calendar = await this.calendars.load(tx);
    if ('caseId' in request) {
      const file = await this.cases.byId(tx, request.caseId);
      if (file?.kind !== 'substitution') throw new Problem('platform.not_found');
      const context = file.context as unknown as SubstitutionContext;
      return {
        window: context.window,
        absent: context.absent,
        pieces: coverPieces(calendar, context, context.coverFrom),
        declined: fallenOut(context),
        caseId: file.id,
        isOpen: file.state === 'required',
      };
    }
    const [first, last] = [request.parts[0], request.parts.at(-1)];
    const pieces = request.parts.flatMap((part) => {
      assertRange(part.from.day, part.to.day, 31);
      return coverPieces(calendar, { from: part.from, to: part.to, parts: [] }, part.from);
    });
    if (pieces.length === 0)
      throw new Problem('leave.period_empty', {
        where: '/parts',
        from: first?.from.day ?? '',
        to: last?.to.day ?? '',
        allowed: '≥ 0.5 d',
      });
    if (!(await this.organization.window(tx, request.window))) throw new Problem('platform.not_found');
    return {
      window: request.window,
      absent: request.absent ?? null,
      pieces,
      declined: [],
      caseId: null,
      isOpen: false,
    };
  }

  /** The hall as this seat's absence leaves it, and what is wanted: one more person there, and its zone as before. */
  async question(tx: Tx, seat: Seat): Promise<{ state: HallState; world: CoverWorld; asked: Wanted[] }> {
    const state = await this.worlds.load(tx, halvesOfAll(seat.pieces));
    const assumed = {
      counts: (slot: { caseId: string }) => slot.caseId !== seat.caseId,
      declined: new Set(seat.declined),
    };
    const before = worldOf(state, assumed);
    const world = seat.absent
      ? worldOf(state, { ...assumed, away: { person: seat.absent, pieces: seat.pieces } })
      : before;
    return { state, world, asked: wantedFor(world, seat) };
  }

  readonly solve: SolveLinear = (model) => this.solver.solve<LinearModel, LinearAnswer>(model, SOLVER_SECONDS);
}

/** Who said no, and who could not go on; whoever only was not free for an extension may be asked again. */
const fallenOut = (context: SubstitutionContext): string[] => [
  ...context.declined.map((one) => one.person),
  ...context.stints.filter((past) => past.reason !== 'extended').map((past) => past.substitute),
];

/**
 * Somebody more at the window than the absence leaves there, whatever its minimum: the rule asks for a substitute. Its zone
 * needs no word of its own: whoever comes to the window comes to the zone.
 */
function wantedFor(world: CoverWorld, seat: Seat): Wanted[] {
  return world.slots.flatMap((_, slot): Wanted[] => {
    const present = presentAt(world, slot);
    const zone = world.windows.find((one) => one.window === seat.window)?.zone ?? null;
    const rule = world.zones.find((one) => one.zone === zone);
    const there = rule ? sumOver(windowsOf(world, { zone: rule.zone }), present) : 0;
    return [
      { place: { window: seat.window }, slot, people: (present.get(seat.window) ?? 0) + 1 },
      ...(rule && there < rule.least ? [{ place: { zone: rule.zone }, slot, people: there + 1 }] : []),
    ];
  });
}
