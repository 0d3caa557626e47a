/** Leave that was really taken in a year, as far as it may cost somebody the year's annual leave. */
import { Injectable } from '@nestjs/common';
import type { LeavePart } from '../../../workflows/leave/form.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import { CalendarService } from '../../organization/calendar.service.js';
import type { Tx } from '../../platform/database/tx.js';
import { countRule } from '../leave-kinds.service.js';
import { entriesOf, lengthOf, type Point, until } from '../leave-length.js';
import type { AccountRule } from './account-rules.js';
import { countingOf, type TakenLeave } from './forfeiture.js';

interface TakenRow {
  key: string;
  person: string;
  countsAs: string;
  parts: LeavePart[];
  last: Point;
}

@Injectable()
export class TakenLeaveService {
  constructor(private readonly calendars: CalendarService) {}

  /**
   * Leaves that are over and counted, by person: what they were confirmed or reclassified as, until the return, within the year.
   * What was cancelled, refused or found to be absence is not among them.
   */
  async ofYear(tx: Tx, year: number, edition: CompiledEdition, rule: AccountRule): Promise<Map<string, TakenLeave[]>> {
    const found = new Map<string, TakenLeave[]>();
    if (!rule.forfeitureCounts) return found;
    const calendar = await this.calendars.load(tx);
    for (const row of await this.rows(tx, year)) {
      const kind = edition.leaveKinds.find((one) => one.id === row.countsAs);
      const counting = kind?.scoredAs ? countingOf(edition, rule, kind.scoredAs) : undefined;
      if (!kind || !counting) continue;
      const entries = entriesOf(row.parts, calendar, { ...countRule(edition, kind), counts: counting.by });
      const days = lengthOf(until(entries, row.last).filter(({ piece }) => piece.day.startsWith(`${year}-`)));
      if (days === 0) continue;
      const { counts, unitDays, line } = counting;
      found.set(row.person, [...(found.get(row.person) ?? []), { key: row.key, counts, days, unitDays, line }]);
    }
    return found;
  }

  /** The last kind that was decided says what it was; a leave that counts as nothing names no kind. */
  private rows(tx: Tx, year: number): Promise<TakenRow[]> {
    return tx.query<TakenRow>(
      `select key, applicant as person, context->>'countsAs' as "countsAs", context->'parts' as parts,
         coalesce(nullif(context->'returned', 'null'), context->'to') as last
       from case_file
       where institution_id = $1 and kind = 'leave' and context->>'countsAs' is not null
         and context->'from'->>'day' <= $3 and context->'to'->>'day' >= $2
       order by context->'from'->>'day', key`,
      [tx.institutionId, `${year}-01-01`, `${year}-12-31`],
    );
  }
}
