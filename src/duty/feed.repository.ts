/** All SQL of calendar feeds. */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { Language } from '../core/problem.js';
import type { Tx } from '../platform/database/tx.js';
import type { FeedItem } from './duty.contract.js';

export interface Feed {
  id: string;
  kind: 'person' | 'window';
  owner: string;
  window: string | null;
  language: Language;
}

/** What a calendar shows of one event. Times are those of the institution's wall. */
export interface EventContent {
  day: Day;
  /** `2026-10-12T08:30:00`; a day alone for an event of the whole day. */
  start: string;
  end: string;
  summary: string;
  description: string | null;
  /** The person is not there then: the calendar shows the time as free. */
  isFree: boolean;
}

export interface ToldEvent {
  uid: string;
  content: EventContent;
  sequence: number;
  modifiedAt: Date;
  cancelled: boolean;
}

const eventColumns = `uid, content, sequence, modified_at as "modifiedAt", cancelled`;

@Injectable()
export class FeedRepository {
  async insert(tx: Tx, feed: Omit<Feed, 'id'> & { hash: Buffer }): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      `insert into calendar_feed (institution_id, kind, owner, window_code, language, token_hash)
       values ($1, $2, $3, $4, $5, $6) returning id`,
      [tx.institutionId, feed.kind, feed.owner, feed.window, feed.language, feed.hash],
    );
    return row!.id;
  }

  /** Feeds in use that somebody made. */
  async ofOwner(tx: Tx, owner: string): Promise<FeedItem[]> {
    const rows = await tx.query<Omit<FeedItem, 'createdAt' | 'readAt'> & { createdAt: Date; readAt: Date | null }>(
      `select f.id, f.kind, f.window_code as "window", w.name as "windowName", f.created_at as "createdAt", f.read_at as "readAt"
       from calendar_feed f
       left join service_window w on w.institution_id = f.institution_id and w.code = f.window_code
       where f.institution_id = $1 and f.owner = $2 and f.revoked_at is null order by f.created_at, f.id`,
      [tx.institutionId, owner],
    );
    return rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
    }));
  }

  /** The feed of a token, its row held until the end of the transaction: two readers never count one change twice. */
  async lock(tx: Tx, hash: Buffer): Promise<Feed | undefined> {
    const [row] = await tx.query<Feed>(
      `select id, kind, owner, window_code as "window", language from calendar_feed
       where institution_id = $1 and token_hash = $2 and revoked_at is null for update`,
      [tx.institutionId, hash],
    );
    return row;
  }

  async touch(tx: Tx, id: string): Promise<void> {
    await tx.query('update calendar_feed set read_at = now() where institution_id = $1 and id = $2', [
      tx.institutionId,
      id,
    ]);
  }

  /** @returns false for a feed that is not this person's or is revoked already */
  revoke(tx: Tx, id: string, owner: string): Promise<boolean> {
    return tx.change(
      `update calendar_feed set revoked_at = now()
       where institution_id = $1 and id = $2 and owner = $3 and revoked_at is null`,
      [tx.institutionId, id, owner],
    );
  }

  told(tx: Tx, feed: string): Promise<ToldEvent[]> {
    return tx.query<ToldEvent>(
      `select ${eventColumns} from calendar_feed_event where institution_id = $1 and feed_id = $2 order by day, uid`,
      [tx.institutionId, feed],
    );
  }

  /** Remembers what is told now; `gone` is forgotten. */
  async remember(tx: Tx, feed: string, events: readonly ToldEvent[], gone: readonly string[]): Promise<void> {
    if (gone.length > 0)
      await tx.query('delete from calendar_feed_event where institution_id = $1 and feed_id = $2 and uid = any($3)', [
        tx.institutionId,
        feed,
        gone,
      ]);
    if (events.length === 0) return;
    await tx.query(
      `insert into calendar_feed_event (institution_id, feed_id, uid, day, content, sequence, modified_at, cancelled)
       select $1, $2, uid, (content->>'day')::date, content, sequence, "modifiedAt", cancelled
       from jsonb_to_recordset($3) as r (uid text, content jsonb, sequence int, "modifiedAt" timestamptz, cancelled boolean)
       on conflict (institution_id, feed_id, uid) do update set day = excluded.day, content = excluded.content,
         sequence = excluded.sequence, modified_at = excluded.modified_at, cancelled = excluded.cancelled`,
      [tx.institutionId, feed, JSON.stringify(events)],
    );
  }

  /** How much of it may be told: whether the owner is still there. */
  async ownerIsHere(tx: Tx, owner: string, today: Day): Promise<boolean> {
    const rows = await tx.query(
      'select 1 from person where institution_id = $1 and code = $2 and coalesce(left_on, $3) >= $3',
      [tx.institutionId, owner, today],
    );
    return rows.length > 0;
  }
}
