/** All SQL of leave accounts. Figures move by entries alone: the trigger adds them up. */
import { Injectable } from '@nestjs/common';
import type { Units } from '../../core/amount.js';
import type { Tx } from '../../platform/database/tx.js';
import type { EntryType, Figures, Move } from './account.js';

export interface AccountKey {
  person: string;
  account: string;
  year: number;
}

export interface Account extends AccountKey, Figures {
  limited: boolean;
}

export interface Note {
  zh: string;
  en: string;
  article?: string;
}

export interface NewEntry extends AccountKey, Move {
  caseId: string | null;
  effectId: string;
  note: Note | null;
  by: string;
  at: Date;
}

export interface Entry extends AccountKey {
  type: EntryType;
  amount: Units;
  caseId: string | null;
  caseKey: string | null;
  note: Note | null;
  by: string;
  at: Date;
}

const accountColumns = 'person, account, year, limited, entitled, carried, expired, used, reserved';

@Injectable()
export class BalanceRepository {
  /** Opens an account with nothing in it, if it is not there. */
  async open(tx: Tx, keys: readonly AccountKey[], limited: boolean): Promise<void> {
    await tx.query(
      `insert into leave_account (institution_id, person, account, year, limited)
       select $1, person, account, year, $3
       from jsonb_to_recordset($2) as r (person text, account text, year integer)
       on conflict (institution_id, person, account, year) do update set limited = excluded.limited
         where leave_account.limited <> excluded.limited`,
      [tx.institutionId, JSON.stringify(keys), limited],
    );
  }

  /** Accounts of a person, always locked in the same order, so that two requests never wait for one another in a circle. */
  lock(tx: Tx, person: string, account: string, years: readonly number[]): Promise<Account[]> {
    return tx.query<Account>(
      `select ${accountColumns} from leave_account
       where institution_id = $1 and person = $2 and account = $3 and year = any($4) order by year for update`,
      [tx.institutionId, person, account, years],
    );
  }

  accounts(tx: Tx, filter: { person?: string; account?: string; year?: number } = {}): Promise<Account[]> {
    return tx.query<Account>(
      `select ${accountColumns} from leave_account
       where institution_id = $1 and ($2::text is null or person = $2) and ($3::text is null or account = $3)
         and ($4::integer is null or year = $4) order by year desc, account, person`,
      [tx.institutionId, filter.person ?? null, filter.account ?? null, filter.year ?? null],
    );
  }

  /** What a case has, by account and year. */
  positions(tx: Tx, caseId: string): Promise<(AccountKey & { reserved: Units; used: Units })[]> {
    return tx.query(
      `select person, account, year,
         coalesce(sum(case type when 'reserved' then amount when 'freed' then -amount end), 0)::bigint as reserved,
         coalesce(sum(case type when 'used' then amount when 'restored' then -amount end), 0)::bigint as used
       from leave_account_entry where institution_id = $1 and case_id = $2
       group by person, account, year order by person, account, year`,
      [tx.institutionId, caseId],
    );
  }

  async isDone(tx: Tx, effectId: string): Promise<boolean> {
    const rows = await tx.query(
      'select 1 from leave_account_entry where institution_id = $1 and effect_id = $2 limit 1',
      [tx.institutionId, effectId],
    );
    return rows.length > 0;
  }

  /** @throws the database's refusal 23514 when an account would be overdrawn */
  async add(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.query(
      `insert into leave_account_entry (institution_id, person, account, year, type, amount, case_id, effect_id, note, by_whom, at)
       select $1, person, account, year, type, amount, "caseId", "effectId", note, "by", at
       from jsonb_to_recordset($2) with ordinality as r (person text, account text, year integer, type text, amount bigint,
         "caseId" uuid, "effectId" text, note jsonb, "by" text, at timestamptz, place bigint)
       order by place`,
      [tx.institutionId, JSON.stringify(entries)],
    );
  }

  /** Entries of accounts, oldest first, with the key of the case that caused each. */
  entries(tx: Tx, filter: { person: string; account?: string; year?: number }): Promise<Entry[]> {
    return tx.query<Entry>(
      `select e.person, e.account, e.year, e.type, e.amount, e.case_id as "caseId", c.key as "caseKey", e.note,
         e.by_whom as "by", e.at
       from leave_account_entry e
       left join case_file c on c.institution_id = e.institution_id and c.id = e.case_id
       where e.institution_id = $1 and e.person = $2 and ($3::text is null or e.account = $3)
         and ($4::integer is null or e.year = $4)
       order by e.year, e.account, e.at, e.id`,
      [tx.institutionId, filter.person, filter.account ?? null, filter.year ?? null],
    );
  }

  /** Accounts with days left of which some may have lapsed by a day: of years that are over, or carried days. */
  lapsing(tx: Tx, thisYear: number, person: string | null): Promise<AccountKey[]> {
    return tx.query<AccountKey>(
      `select person, account, year from leave_account
       where institution_id = $1 and limited and year <= $2 and ($3::text is null or person = $3)
         and entitled + carried - expired - used - reserved > 0 and (year < $2 or carried > 0)
       order by person, account, year`,
      [tx.institutionId, thisYear, person],
    );
  }
}
