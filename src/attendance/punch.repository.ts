/** All SQL of what attendance machines recorded. */
import { Injectable } from '@nestjs/common';
import type { Punch } from '../core/attendance/gaps.js';
import { eachDay } from '../core/calendar/day.js';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';

/** A punch and the row of the file that it stands in. */
export interface RecordedPunch extends Punch {
  importId: string;
  line: number;
}

export interface PunchFile {
  id: string;
  from: Day;
  to: Day;
  by: string;
  at: Date;
}

@Injectable()
export class PunchRepository {
  async add(tx: Tx, file: PunchFile, punches: readonly Omit<RecordedPunch, 'importId'>[]): Promise<void> {
    await tx.query(
      `insert into attendance_import (institution_id, id, from_day, to_day, imported_by, imported_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [tx.institutionId, file.id, file.from, file.to, file.by, file.at],
    );
    const column = <T>(read: (punch: Omit<RecordedPunch, 'importId'>) => T) => punches.map(read);
    await tx.query(
      `insert into attendance_punch (institution_id, import_id, line, person, day, second, device)
       select $1, $2, line, person, day, second, device
       from unnest($3::int[], $4::text[], $5::date[], $6::int[], $7::text[]) as p (line, person, day, second, device)`,
      [
        tx.institutionId,
        file.id,
        column((punch) => punch.line),
        column((punch) => punch.person),
        column((punch) => punch.day),
        column((punch) => punch.second),
        column((punch) => punch.device),
      ],
    );
  }

  /** The rows of a file no longer count; they stay on record. @returns its days, undefined when it was withdrawn before */
  async withdraw(tx: Tx, importId: string, by: string, at: Date): Promise<{ from: Day; to: Day } | undefined> {
    const [file] = await tx.query<{ from: Day; to: Day }>(
      `update attendance_import set withdrawn_by = $3, withdrawn_at = $4
       where institution_id = $1 and id = $2 and withdrawn_at is null returning from_day as "from", to_day as "to"`,
      [tx.institutionId, importId, by, at],
    );
    return file;
  }

  /** Days of a span of which some counting file tells. */
  async covered(tx: Tx, from: Day, to: Day): Promise<Day[]> {
    const files = await tx.query<{ from: Day; to: Day }>(
      `select greatest(from_day, $2::date) as "from", least(to_day, $3::date) as "to" from attendance_import
       where institution_id = $1 and withdrawn_at is null and from_day <= $3 and to_day >= $2`,
      [tx.institutionId, from, to],
    );
    return [...new Set(files.flatMap((file) => eachDay(file.from, file.to)))].sort();
  }

  /** Counting punches; the same punch in two files is told once, by the file that brought it first. */
  recorded(tx: Tx, from: Day, to: Day, person?: string): Promise<RecordedPunch[]> {
    return tx.query<RecordedPunch>(
      `select distinct on (p.day, p.person, p.second, p.device) p.import_id as "importId", p.line, p.person, p.day, p.second, p.device
       from attendance_punch p join attendance_import i on i.institution_id = p.institution_id and i.id = p.import_id
       where p.institution_id = $1 and p.day between $2 and $3 and ($4::text is null or p.person = $4) and i.withdrawn_at is null
       order by p.day, p.person, p.second, p.device, p.id`,
      [tx.institutionId, from, to, person ?? null],
    );
  }
}
