/** Instants as the clock on an institution's wall shows them: for spreadsheets, which are read without a browser. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { Database } from '../platform/database/database.js';
import { OrganizationService } from './organization.service.js';

/** An ISO instant to `2026-09-07 09:30`; nothing stays nothing. */
export type Wall = (instant: string | null) => string | null;

@Injectable()
export class WallClock {
  constructor(
    private readonly database: Database,
    private readonly organization: OrganizationService,
  ) {}

  async of(actor: Actor): Promise<Wall> {
    const { timeZone } = await this.database.inInstitution(actor.institutionId, (tx) =>
      this.organization.institution(tx),
    );
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    return (instant) => (instant === null ? null : format.format(new Date(instant)));
  }
}
