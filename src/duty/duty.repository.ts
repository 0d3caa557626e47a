/** All SQL of the duty board. */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';
import type { BoardWindow } from './duty.contract.js';

@Injectable()
export class DutyRepository {
  /** Windows by hall, zone and code; `codes` limits which. */
  windows(tx: Tx, codes: readonly string[] | undefined): Promise<Omit<BoardWindow, 'cells'>[]> {
    return tx.query(
      `select w.code, w.name, w.hall_code as hall, h.name as "hallName", u.name as "unitName", w.workers,
         w.zone_code as zone, z.name as "zoneName"
       from service_window w
       join unit u on u.institution_id = w.institution_id and u.code = w.unit_code
       left join hall h on h.institution_id = w.institution_id and h.code = w.hall_code
       left join hall_zone z on z.institution_id = w.institution_id and z.code = w.zone_code
       where w.institution_id = $1 and ($2::text[] is null or w.code = any($2))
       order by w.hall_code nulls last, w.zone_code nulls last, w.code`,
      [tx.institutionId, codes ?? null],
    );
  }
}
