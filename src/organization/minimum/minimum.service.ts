import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { Problem } from '../../core/problem.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../../platform/database/commands.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { WindowMinimum, ZoneItem, ZoneMinimum } from '../minimum.contract.js';
import { SeatChanges } from '../seat-changes.js';
import { MinimumRepository } from './minimum.repository.js';

/** How many people windows and zones must keep; every change is kept with who made it and why. */
@Injectable()
export class MinimumService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly repository: MinimumRepository,
    private readonly changes: SeatChanges,
  ) {}

  list(actor: Actor): Promise<{ items: ZoneItem[]; total: number }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const items = await this.repository.zones(tx);
      return { items, total: items.length };
    });
  }

  zones(tx: Tx): Promise<ZoneItem[]> {
    return this.repository.zones(tx);
  }

  /** @throws Problem platform.not_found (404) | organization.zone_unknown | organization.zone_elsewhere (422) */
  setWindow(command: Command, code: string, minimum: WindowMinimum): Promise<Answer<{ code: string }>> {
    return this.commands.run(command, async (tx) => {
      const before = await this.repository.window(tx, code);
      if (!before) throw new Problem('platform.not_found');
      const zone = (await this.repository.zones(tx)).find((one) => one.code === minimum.zone);
      if (minimum.zone !== null && !zone)
        throw new Problem('organization.zone_unknown', { where: '/zone', zone: minimum.zone });
      if (zone?.hall && zone.hall !== before.hall)
        throw new Problem('organization.zone_elsewhere', { where: '/zone', zone: zone.code, hall: zone.hall });
      const after = { least: minimum.least, zone: minimum.zone };
      await this.repository.setWindow(tx, code, after);
      await this.note(
        tx,
        command,
        { window: code, before: { least: before.least, zone: before.zone }, after },
        minimum,
      );
      return { status: 200, body: { code } };
    });
  }

  /** @throws Problem organization.hall_unknown | organization.zone_elsewhere (422) */
  putZone(command: Command, code: string, zone: ZoneMinimum): Promise<Answer<{ code: string }>> {
    return this.commands.run(command, async (tx) => {
      if (zone.hall !== null && !(await this.repository.isHall(tx, zone.hall)))
        throw new Problem('organization.hall_unknown', { where: '/hall', hall: zone.hall });
      const known = (await this.repository.zones(tx)).find((one) => one.code === code);
      if (known && known.windows.length > 0 && zone.hall !== known.hall)
        throw new Problem('organization.zone_elsewhere', { where: '/hall', zone: code, hall: known.hall ?? '-' });
      const after = { name: zone.name, hall: zone.hall, least: zone.least };
      await this.repository.putZone(tx, { code, ...after });
      const before = known ? { name: known.name, hall: known.hall, least: known.least } : null;
      await this.note(tx, command, { zone: code, before, after }, zone);
      return { status: known ? 200 : 201, body: { code } };
    });
  }

  private async note(
    tx: Tx,
    command: Command,
    change: { window?: string; zone?: string; before: object | null; after: object },
    { reason }: { reason: string },
  ): Promise<void> {
    const { today, at } = await this.clock.now(tx);
    await this.repository.note(tx, { ...change, reason, by: command.actor.person, at });
    await this.changes.tell(tx, await this.repository.rosterDays(tx, today));
  }
}
