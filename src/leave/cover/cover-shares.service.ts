/** One seat of a leave may be covered by several people one after the other: the case of the leave, and one for each further stretch. */
import { Injectable } from '@nestjs/common';
import type { LeaveContext } from '../../../workflows/leave/context.js';
import { isInPlace, type SubstitutionContext, wasServed } from '../../../workflows/substitution/context.js';
import type { WorkCalendar } from '../../core/calendar/work-calendar.js';
import type { DayPiece } from '../../core/duty/seats.js';
import { CalendarService } from '../../organization/calendar.service.js';
import type { Tx } from '../../platform/database/tx.js';
import { CaseRepository } from '../../workflow/case.repository.js';
import type { CaseFile } from '../../workflow/case-file.js';
import { coverPieces } from '../substitution/cover-pieces.js';
import { CoverRepository } from './cover.repository.js';

type Absence = Pick<LeaveContext, 'from' | 'to' | 'parts'>;
const contextOf = (file: CaseFile) => file.context as unknown as SubstitutionContext;

@Injectable()
export class CoverSharesService {
  constructor(
    private readonly cases: CaseRepository,
    private readonly calendars: CalendarService,
    private readonly repository: CoverRepository,
  ) {}

  /**
   * The cases that share one seat, in the order of time.
   * @param key of the leave's own cover case
   * @param lock reads them for a decision that must still hold when it commits
   */
  async of(tx: Tx, key: string, lock = false): Promise<CaseFile[]> {
    const ids = await this.repository.shares(tx, key);
    const files: CaseFile[] = [];
    for (const id of ids) {
      const file = lock ? await this.cases.lock(tx, id) : await this.cases.byId(tx, id);
      if (file) files.push(file);
    }
    return files;
  }

  /** Whether somebody is in place in every half day of an absence (R15.L5); alone, a cover is for all that it was asked for. */
  async areInPlace(tx: Tx, shares: readonly CaseFile[], absence: Absence): Promise<boolean> {
    const [first, ...others] = shares;
    if (!first) return false;
    if (others.length === 0) return isInPlace(first.state);
    const calendar = await this.calendars.load(tx);
    const given = shares
      .filter((file) => isInPlace(file.state) || (file.closedAt !== null && wasServed(file.state, contextOf(file))))
      .flatMap((file) => piecesOf(calendar, file));
    return coverPieces(calendar, absence, contextOf(first).from).every((piece) =>
      given.some((one) => one.day === piece.day && one.start <= piece.start && one.end >= piece.end),
    );
  }
}

const piecesOf = (calendar: WorkCalendar, file: CaseFile): DayPiece[] =>
  coverPieces(calendar, contextOf(file), contextOf(file).from);
