import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Founding, type FoundingOccasion } from '../organization/founding.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import type { Tx } from '../platform/database/tx.js';
import { ImportingService } from './importing.service.js';
import { isBookList, isFactList } from './kinds/kind.js';
import { kinds } from './kinds/registry.js';
import { Preview } from './preview.js';
import { readSample, samplesOf } from './samples.js';
import { SheetReader } from './sheet/sheet-reader.js';

/** Gives a furnished demonstration its units, windows, people and duty from the example's own lists; no facts. */
@Injectable()
export class Furnishing implements OnModuleInit {
  constructor(
    private readonly founding: Founding,
    private readonly importing: ImportingService,
    private readonly preview: Preview,
    private readonly reader: SheetReader,
    private readonly organization: OrganizationRepository,
  ) {}

  onModuleInit(): void {
    this.founding.register('importing.roster', 50, (tx, occasion) => this.furnish(tx, occasion));
  }

  private async furnish(tx: Tx, { institution, isFurnished }: FoundingOccasion): Promise<void> {
    // Founding is one transaction: where there are units, the rest came with them.
    if (!isFurnished || (await this.organization.units(tx)).length > 0) return;
    for (const sample of samplesOf(institution.example)) {
      const kind = kinds[sample.kind];
      if (isFactList(kind) || isBookList(kind) || sample.isDirty) continue;
      const bytes = await readSample(institution.example, sample.name);
      if (!bytes) continue;
      const { table, errors } = await this.preview.read(tx, kind, await this.reader.read(sample.name, bytes));
      if (errors.length > 0)
        throw new Error(
          `${sample.name} of example ${institution.example} has errors: ${JSON.stringify(errors.slice(0, 3))}`,
        );
      await this.importing.writeRoster(tx, kind, table, 'system');
    }
  }
}
