/** A person's inbox, and the streams of those who are looking at it now. */
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import type { SubjectKey } from '../core/fact.js';
import { type Language, Problem } from '../core/problem.js';
import { peopleOf, placeFromKey } from '../organization/holders.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Database } from '../platform/database/database.js';
import { Listener } from '../platform/database/listener.js';
import type { Tx } from '../platform/database/tx.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { Messages } from '../platform/effects/message-port.js';
import { readMessages, say } from './messages.js';
import { type NewNotification, NotificationRepository, type NotificationRow } from './notification.repository.js';

export const INBOX_CHANNEL = 'kaoping_inbox';

/** Said behind `institution:*` by the tables of duty and presence themselves, with the commit of whatever changed them. */
const PRESENCE = ':*presence';

/** What an open stream is told of; each only says that something may have come, the reader then asks. */
interface Watcher {
  message: () => void;
  presence: () => void;
}

export interface Message {
  id: string;
  caseId: string | null;
  /** Name of the message, e.g. `leave.approved`. */
  message: string;
  text: string;
  createdAt: string;
  readAt: string | null;
}

@Injectable()
export class InboxService implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly texts = readMessages();
  private readonly watchers = new Map<string, Set<Watcher>>();
  private readonly streams = new Set<() => void>();
  private listener?: Listener;

  constructor(
    private readonly registry: EffectRegistry,
    private readonly messages: Messages,
    private readonly repository: NotificationRepository,
    private readonly organization: OrganizationService,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.registry.register('notification.send', (tx, call) => this.deliver(tx, call));
    this.messages.register((tx, { key, ...one }) =>
      this.add(tx, { ...one, args: { ...one.args }, caseId: null, effectId: key }),
    );
  }

  /** Before the server waits for its connections: a stream would keep it waiting for ever. */
  beforeApplicationShutdown(): void {
    for (const end of this.streams) end();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.close();
  }

  /** Hears of messages that other processes write; only the API does this. */
  async listen(url: string): Promise<void> {
    this.listener = new Listener(url, INBOX_CHANNEL, (payload) => this.wake(payload));
    await this.listener.start();
  }

  async list(actor: Actor, page: { page: number; pageSize: number; unread: boolean }) {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const limit = page.pageSize;
      const found = await this.repository.inbox(tx, actor.person, {
        limit,
        offset: (page.page - 1) * limit,
        unread: page.unread,
      });
      return {
        items: found.items.map((row) => this.message(row, actor.language)),
        total: found.total,
        unread: found.unread,
      };
    });
  }

  /** @throws Problem `platform.not_found` for what is not there or somebody else's */
  async read(tx: Tx, actor: Actor, id: string): Promise<void> {
    if (!(await this.repository.markRead(tx, actor.person, id))) throw new Problem('platform.not_found');
  }

  /** Messages after an id, oldest first. */
  async since(actor: Actor, after: string): Promise<Message[]> {
    return this.database.inInstitution(actor.institutionId, async (tx) =>
      (await this.repository.since(tx, actor.person, after, 100)).map((row) => this.message(row, actor.language)),
    );
  }

  async newestId(actor: Actor): Promise<string> {
    const id = await this.database.inInstitution(actor.institutionId, (tx) =>
      this.repository.newestId(tx, actor.person),
    );
    return id ?? '00000000-0000-0000-0000-000000000000';
  }

  /** Calls a watcher when something may have come, `end` when the process stops; returns how to leave. */
  watch(actor: Actor, watcher: Watcher, end: () => void): () => void {
    this.streams.add(end);
    const key = `${actor.institutionId}:${actor.person}`;
    const set = this.watchers.get(key) ?? new Set();
    this.watchers.set(key, set.add(watcher));
    return () => {
      this.streams.delete(end);
      set.delete(watcher);
      if (set.size === 0) this.watchers.delete(key);
    };
  }

  private wake(payload: string): void {
    const institution = payload.endsWith(PRESENCE) ? payload.slice(0, -PRESENCE.length) : undefined;
    for (const [key, set] of this.watchers) {
      // An empty payload says that the connection is new: everybody looks at everything.
      const everything = payload === '';
      for (const watcher of set) {
        if (everything || key === payload) watcher.message();
        if (everything || (institution !== undefined && key.startsWith(`${institution}:`))) watcher.presence();
      }
    }
  }

  private async deliver(tx: Tx, call: EffectCall<'notification.send'>): Promise<void> {
    const { to, message, args } = call.params;
    const { caseFile } = call;
    const place: SubjectKey | undefined =
      caseFile.subject ?? (caseFile.applicant ? `person:${caseFile.applicant}` : undefined);
    const people = await peopleOf(this.organization, tx, to, placeFromKey(place));
    const all = { key: caseFile.key, ...args };
    await this.add(tx, { people, caseId: caseFile.id, effectId: call.id, message, args: all, at: call.at });
  }

  private async add(tx: Tx, one: NewNotification): Promise<void> {
    const told = await this.repository.add(tx, one);
    if (told.length === 0) return;
    // Within the transaction: PostgreSQL speaks at commit, and not at all when it is rolled back.
    await tx.query('select pg_notify($1, $2::text || person) from unnest($3::text[]) as person', [
      INBOX_CHANNEL,
      `${tx.institutionId}:`,
      told,
    ]);
  }

  private message(row: NotificationRow, language: Language): Message {
    return {
      id: row.id,
      caseId: row.caseId,
      message: row.message,
      text: say(this.texts, language, row.message, row.args),
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
    };
  }
}
