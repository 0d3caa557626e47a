/** All SQL of leave accounts. Figures move by entries alone: the trigger adds them up. */
import { Injectable } from '@nestjs/common';
import type { Units } from '../../core/amount.js';
import type { Day } from '../../core/fact.js';
import type { EntryType, Figures, Move, Position } from '../../core/leave/account.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Served } from './entitlement.js';
import type { Verified } from './forfeiture.js';

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
  isOwn: boolean;
  caseId: string | null;
  caseKey: string | null;
  note: Note | null;
  by: string;
  at: Date;
}

/** Somebody of the institution in a year, with what is known of the service. */
export interface ServedRow extends Served {
  name: string;
  unit: string | null;
  unitName: string | null;
}

const accountColumns = 'person, account, year, limited, entitled, carried, expired, used, reserved, own';

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
  async positions(tx: Tx, caseId: string): Promise<(AccountKey & Position)[]> {
    const rows = await tx.query<AccountKey & { [figure in 'reserved' | 'used' | 'reservedLate' | 'usedLate']: Units }>(
      `select person, account, year,
         coalesce(sum(held) filter (where not is_own), 0)::bigint as reserved,
         coalesce(sum(held) filter (where is_own), 0)::bigint as "reservedLate",
         coalesce(sum(taken) filter (where not is_own), 0)::bigint as used,
         coalesce(sum(taken) filter (where is_own), 0)::bigint as "usedLate"
       from (select person, account, year, is_own,
               case type when 'reserved' then amount when 'freed' then -amount end as held,
               case type when 'used' then amount when 'restored' then -amount end as taken
             from leave_account_entry where institution_id = $1 and case_id = $2) e
       group by person, account, year order by person, account, year`,
      [tx.institutionId, caseId],
    );
    return rows.map(({ person, account, year, ...at }) => ({
      ...{ person, account, year },
      reserved: { early: at.reserved, late: at.reservedLate },
      used: { early: at.used, late: at.usedLate },
    }));
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
      `insert into leave_account_entry (institution_id, person, account, year, type, amount, is_own, case_id, effect_id, note,
         by_whom, at)
       select $1, person, account, year, type, amount, coalesce("isOwn", false), "caseId", "effectId", note, "by", at
       from jsonb_to_recordset($2) as r (person text, account text, year integer, type text, amount bigint, "isOwn" boolean,
         "caseId" uuid, "effectId" text, note jsonb, "by" text, at timestamptz, place integer)
       order by place`,
      [tx.institutionId, JSON.stringify(entries.map((entry, place) => ({ ...entry, place })))],
    );
  }

  /** Entries of accounts, oldest first, with the key of the case that caused each. */
  entries(tx: Tx, filter: { person: string; account?: string; year?: number }): Promise<Entry[]> {
    return tx.query<Entry>(
      `select e.person, e.account, e.year, e.type, e.amount, e.is_own as "isOwn", e.case_id as "caseId", c.key as "caseKey", e.note,
         e.by_whom as "by", e.at
       from leave_account_entry e
       left join case_file c on c.institution_id = e.institution_id and c.id = e.case_id
       where e.institution_id = $1 and e.person = $2 and ($3::text is null or e.account = $3)
         and ($4::integer is null or e.year = $4)
       order by e.year, e.account, e.at, e.id`,
      [tx.institutionId, filter.person, filter.account ?? null, filter.year ?? null],
    );
  }

  /** What one effect wrote, the newest account years first, so that taking back never overdraws on the way. */
  byEffect(tx: Tx, effectId: string): Promise<(AccountKey & Move)[]> {
    return tx.query(
      `select person, account, year, type, amount from leave_account_entry where institution_id = $1 and effect_id = $2
       order by person, account, year, (type = 'used') desc`,
      [tx.institutionId, effectId],
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

  /** Everybody who belonged to the institution at some time of a year. */
  served(tx: Tx, year: number): Promise<ServedRow[]> {
    return tx.query<ServedRow>(
      `select p.code as person, p.name, p.since, p.left_on as "leftOn", p.worked_since as "workedSince", s.post,
         s.unit_code as unit, u.name as "unitName"
       from person p
       join lateral (
         select unit_code, post from person_placement s
         where s.institution_id = p.institution_id and s.person_code = p.code
           and s.from_on <= $3::date and coalesce(s.to_on, $2::date) >= $2::date
         order by s.from_on desc limit 1) s on true
       left join unit u on u.institution_id = p.institution_id and u.code = s.unit_code
       where p.institution_id = $1 and coalesce(p.left_on, $2::date) >= $2::date order by p.code`,
      [tx.institutionId, `${year}-01-01`, `${year}-12-31`],
    );
  }

  /** Locks all accounts of a year in the order in which requests lock them. */
  async lockYear(tx: Tx, year: number): Promise<void> {
    await tx.query(
      `select 1 from leave_account where institution_id = $1 and year = $2 order by person, account for update`,
      [tx.institutionId, year],
    );
  }

  /** What openings gave to each account of a year, and whether its days came from another system. */
  entitledBy(tx: Tx, year: number): Promise<{ person: string; account: string; opened: Units; imported: boolean }[]> {
    return tx.query(
      `select person, account, coalesce(sum(amount) filter (where effect_id like 'opening:%'), 0)::bigint as opened,
         coalesce(sum(amount) filter (where effect_id like 'import:%'), 0) <> 0 as imported
       from leave_account_entry where institution_id = $1 and year = $2 and type = 'entitled'
       group by person, account`,
      [tx.institutionId, year],
    );
  }

  /** Days used of each account's own days of a year: what the carried ones did not give. */
  async ownUsed(tx: Tx, year: number): Promise<Map<string, Units>> {
    const rows = await tx.query<{ person: string; account: string; own: Units }>(
      `select a.person, a.account, a.used - least(a.carried, coalesce(e.early, 0)) as own from leave_account a
       left join lateral (
         select sum(case type when 'used' then amount else -amount end)::bigint as early from leave_account_entry e
         where e.institution_id = a.institution_id and e.person = a.person and e.account = a.account and e.year = a.year
           and e.type in ('used', 'restored') and not e.is_own) e on true
       where a.institution_id = $1 and a.year = $2 and a.used > 0`,
      [tx.institutionId, year],
    );
    return new Map(rows.map((row) => [`${row.person} ${row.account}`, row.own]));
  }

  /** What personnel verified of a year, person by person. */
  verified(tx: Tx, year: number): Promise<(Verified & { person: string })[]> {
    return tx.query(
      `select person, school_holidays as "schoolHolidays", paid_personal_days as "paidPersonalDays", sick_months as "sickMonths",
         reason
       from leave_year_verified where institution_id = $1 and year = $2`,
      [tx.institutionId, year],
    );
  }

  async putVerified(
    tx: Tx,
    year: number,
    rows: readonly (Verified & { person: string })[],
    by: string,
    at: Date,
  ): Promise<void> {
    await tx.query(
      `insert into leave_year_verified (institution_id, person, year, school_holidays, paid_personal_days, sick_months, reason, by_whom, at)
       select $1, person, $2, "schoolHolidays", "paidPersonalDays", "sickMonths", reason, $4, $5
       from jsonb_to_recordset($3) as r (person text, "schoolHolidays" boolean, "paidPersonalDays" bigint, "sickMonths" bigint,
         reason text)
       on conflict (institution_id, person, year) do update set school_holidays = excluded.school_holidays,
         paid_personal_days = excluded.paid_personal_days, sick_months = excluded.sick_months,
         reason = excluded.reason, by_whom = excluded.by_whom,
         at = excluded.at`,
      [tx.institutionId, year, JSON.stringify(rows), by, at],
    );
  }

  /** One page of the register: accounts with names. */
  async register(
    tx: Tx,
    filter: { year: number; account?: string; person?: string; unit?: string; on: Day },
    paging: { sort: string; limit: number; offset: number },
  ): Promise<{ items: RegisterRow[]; total: number }> {
    const from = `from leave_account a
      join person p on p.institution_id = a.institution_id and p.code = a.person
      left join lateral (
        select unit_code from person_placement s where s.institution_id = p.institution_id and s.person_code = p.code
          and s.from_on <= $6::date order by s.from_on desc limit 1) s on true
      left join unit u on u.institution_id = a.institution_id and u.code = s.unit_code
      where a.institution_id = $1 and a.year = $2 and ($3::text is null or a.account = $3)
        and ($4::text is null or a.person = $4 or p.name like '%' || $4 || '%') and ($5::text is null or s.unit_code = $5)`;
    const params = [
      tx.institutionId,
      filter.year,
      filter.account ?? null,
      filter.person ?? null,
      filter.unit ?? null,
      filter.on,
    ];
    const [count] = await tx.query<{ total: number }>(`select count(*) as total ${from}`, params);
    const left = 'a.entitled + a.carried - a.expired - a.used - a.reserved';
    const order = paging.sort.endsWith('remaining') ? `${left}${paging.sort.startsWith('-') ? ' desc' : ''}, ` : '';
    const items = await tx.query<RegisterRow>(
      `select a.person, p.name, s.unit_code as unit, u.name as "unitName", a.account, a.year, a.limited, a.entitled, a.carried, a.expired, a.used,
         a.reserved, a.own ${from} order by ${order}a.person, a.account limit ${paging.limit} offset ${paging.offset}`,
      params,
    );
    return { items, total: count?.total ?? 0 };
  }
}

export interface RegisterRow extends Account {
  name: string;
  unit: string | null;
  unitName: string | null;
}
