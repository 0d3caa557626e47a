/**
 * Wake-ups from other processes by LISTEN. A lost connection is opened again; what was said meanwhile is lost, so every
 * listener also looks by itself now and then.
 */
import { Logger } from '@nestjs/common';
import pg from 'pg';

export class Listener {
  private readonly logger = new Logger('Listener');
  private client?: pg.Client;
  private closed = false;
  private retry?: NodeJS.Timeout;

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly heard: (payload: string) => void,
  ) {
    if (!/^[a-z_]+$/.test(channel)) throw new Error(`not a channel name: ${channel}`);
  }

  async start(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: `kaoping-listen-${this.channel}`,
      keepAlive: true,
    });
    client.on('error', () => this.again(client));
    client.on('end', () => this.again(client));
    client.on('notification', (message) => this.heard(message.payload ?? ''));
    this.client = client;
    try {
      await client.connect();
      await client.query(`listen ${this.channel}`);
      this.heard('');
    } catch (error) {
      this.logger.warn(`cannot listen on ${this.channel}: ${(error as Error).message}`);
      this.again(client);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private again(from: pg.Client): void {
    if (this.closed || from !== this.client) return;
    this.client = undefined;
    void from.end().catch(() => undefined);
    this.retry = setTimeout(() => void this.start(), 1000);
  }
}
