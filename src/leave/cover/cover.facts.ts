/** What the machine of leave asks about staffing at its last approval. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveContext } from '../../../workflows/leave/context.js';
import type { LeaveStaffing } from '../../../workflows/leave/facts.js';
import { CalendarService } from '../../organization/calendar.service.js';
import type { Tx } from '../../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../../platform/effects/fact-providers.js';
import { coverPieces } from '../substitution/cover-pieces.js';
import { StaffingService } from './staffing.service.js';

@Injectable()
export class CoverFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly calendars: CalendarService,
    private readonly staffing: StaffingService,
  ) {}

  onModuleInit(): void {
    this.providers.register('leave.staffing', (tx, question) => this.ask(tx, question));
  }

  private async ask(tx: Tx, question: FactQuestion): Promise<LeaveStaffing> {
    const context = question.caseFile.context as unknown as LeaveContext;
    const calendar = await this.calendars.load(tx);
    const { from, to, parts, extension } = context;
    // While an extension is asked for, the whole absence up to the new end is what the hall must bear.
    const pieces = [
      ...coverPieces(calendar, { from, to, parts }, from),
      ...(extension ? coverPieces(calendar, { from: to, to: extension.to, parts: [] }, to) : []),
    ];
    const found = await this.staffing.shortfalls(
      tx,
      { person: context.applicant, pieces, leave: context.key },
      question.lock,
    );
    return { shortfalls: found };
  }
}
