import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';
import type { CaseFile } from '../workflow/case-file.js';

@Injectable()
export class AppraisalRepository {
  /** Every cycle, newest period first. */
  async cycles(tx: Tx): Promise<Pick<CaseFile, 'id' | 'key' | 'revision' | 'state' | 'context'>[]> {
    return tx.query(
      `select id, key, revision, state, context from case_file
       where institution_id = $1 and kind = 'appraisal-cycle' order by context->>'from' desc, key desc limit 60`,
      [tx.institutionId],
    );
  }

  /** Cycles that were begun; each is pinned to the edition of its day. The latest first. */
  running(tx: Tx): Promise<{ period: string; from: string }[]> {
    return tx.query(
      `select context->>'period' as period, context->>'from' as "from" from case_file
       where institution_id = $1 and kind = 'appraisal-cycle' order by context->>'from' desc limit 60`,
      [tx.institutionId],
    );
  }

  /** Keys of appeals against a cycle that are not decided yet. Locked, so that none slips in while a result becomes final. */
  async openAppeals(tx: Tx, cycle: string, lock: boolean): Promise<string[]> {
    const rows = await tx.query<{ key: string }>(
      `select key from case_file
       where institution_id = $1 and kind = 'appeal' and context->>'cycle' = $2 and state in ('filed', 'accepted', 'reviewing')
       order by key ${lock ? 'for share' : ''}`,
      [tx.institutionId, cycle],
    );
    return rows.map((row) => row.key);
  }

  /** Keys of papers that this cycle asked for and that are not issued. */
  async openPapers(tx: Tx, cycle: string): Promise<string[]> {
    const rows = await tx.query<{ key: string }>(
      `select key from case_file
       where institution_id = $1 and kind = 'paper' and context->'origin'->>'kind' = 'appraisal-cycle' and context->'origin'->>'key' = $2
         and state not in ('issued', 'delivered', 'filed', 'withdrawn') order by key`,
      [tx.institutionId, cycle],
    );
    return rows.map((row) => row.key);
  }
}
