/** All SQL of the inbox. */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';

export interface NotificationRow {
  id: string;
  caseId: string | null;
  message: string;
  args: Record<string, string | number>;
  createdAt: Date;
  readAt: Date | null;
}

export interface NewNotification {
  people: readonly string[];
  caseId: string | null;
  effectId: string;
  message: string;
  args: Record<string, string | number>;
  at: Date;
}

const columns = `id, case_id as "caseId", message, args, created_at as "createdAt", read_at as "readAt"`;

@Injectable()
export class NotificationRepository {
  /** One row for each person and effect, however often it is asked for; returns who got a new one. */
  async add(tx: Tx, one: NewNotification): Promise<string[]> {
    const rows = await tx.query<{ person: string }>(
      `insert into notification (institution_id, person, case_id, effect_id, message, args, created_at)
       select $1, unnest($2::text[]), $3, $4, $5, $6, $7
       on conflict (institution_id, effect_id, person) do nothing returning person`,
      [tx.institutionId, one.people, one.caseId, one.effectId, one.message, JSON.stringify(one.args), one.at],
    );
    return rows.map((row) => row.person);
  }

  async inbox(tx: Tx, person: string, page: { limit: number; offset: number; unread: boolean }) {
    const items = await tx.query<NotificationRow>(
      `select ${columns} from notification where institution_id = $1 and person = $2 and (not $5 or read_at is null)
       order by id desc limit $3 offset $4`,
      [tx.institutionId, person, page.limit, page.offset, page.unread],
    );
    const [count] = await tx.query<{ total: number; unread: number }>(
      `select count(*) as total, count(*) filter (where read_at is null) as unread
       from notification where institution_id = $1 and person = $2`,
      [tx.institutionId, person],
    );
    return { items, total: page.unread ? count!.unread : count!.total, unread: count!.unread };
  }

  /** What came after an id; ids are in the order of time. */
  async since(tx: Tx, person: string, after: string, limit: number): Promise<NotificationRow[]> {
    return tx.query<NotificationRow>(
      `select ${columns} from notification where institution_id = $1 and person = $2 and id > $3 order by id limit $4`,
      [tx.institutionId, person, after, limit],
    );
  }

  async newestId(tx: Tx, person: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      'select id from notification where institution_id = $1 and person = $2 order by id desc limit 1',
      [tx.institutionId, person],
    );
    return row?.id;
  }

  /** True when it is this person's and exists; reading twice keeps the first time. */
  async markRead(tx: Tx, person: string, id: string): Promise<boolean> {
    return tx.change(
      'update notification set read_at = coalesce(read_at, now()) where institution_id = $1 and person = $2 and id = $3',
      [tx.institutionId, person, id],
    );
  }
}
