/** Ledger, regulation and scoring wired on a database of their own, with a small office in it. */
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ChainService } from '../../src/ledger/chain.service.js';
import { LedgerRepository } from '../../src/ledger/ledger.repository.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import { OrganizationRepository } from '../../src/organization/organization.repository.js';
import { OrganizationService } from '../../src/organization/organization.service.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { readTypes } from '../../src/platform/database/types.js';
import { uuidV7 } from '../../src/platform/ids.js';
import { loadLibrary } from '../../src/regulation/pack-loader.js';
import { RegulationRepository } from '../../src/regulation/regulation.repository.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import { Basis } from '../../src/scoring/basis.js';
import { PreviewService } from '../../src/scoring/preview.service.js';
import { Recompute } from '../../src/scoring/recompute.js';
import { ResultsService } from '../../src/scoring/results.service.js';
import { ScoreInput } from '../../src/scoring/score-input.js';
import { ScoringRepository } from '../../src/scoring/scoring.repository.js';
import { ScoringService } from '../../src/scoring/scoring.service.js';
import { type TestDatabase, testDatabase } from './database.js';

export const testPacks = fileURLToPath(new URL('./packs', import.meta.url));

export interface OfficeOptions {
  windows: number;
  /** People at each window; the first of each is its head. */
  people: number;
  pack?: string;
  edition?: string;
}

export type Inside = <T>(fn: (tx: Tx) => Promise<T>, settings?: Record<string, string>) => Promise<T>;

export interface Office {
  institution: string;
  inside: Inside;
}

/** All services by hand, as the modules would wire them. */
export function servicesOn(door: Database) {
  const clock = new Clock();
  const ledgerRepository = new LedgerRepository();
  const ledger = new LedgerService(ledgerRepository, clock);
  const chains = new ChainService(ledgerRepository, clock);
  const organization = new OrganizationService(new OrganizationRepository(), clock);
  const regulation = new RegulationService(new RegulationRepository(), clock);
  const repository = new ScoringRepository();
  const input = new ScoreInput(ledger, repository, regulation);
  const basis = new Basis(regulation, organization);
  const recompute = new Recompute(ledger, basis, input, repository, clock);
  const scoring = new ScoringService(basis, recompute, input, repository, clock);
  const results = new ResultsService(scoring, repository, input, ledger, chains, regulation);
  const preview = new PreviewService(basis, ledger, input, repository);
  return { door, clock, ledger, chains, organization, regulation, repository, scoring, results, preview };
}

export type ScoringHarness = ReturnType<typeof servicesOn> & {
  database: TestDatabase;
  office(options: OfficeOptions): Promise<Office>;
  /** Runs SQL with every right and the triggers off. */
  asAdministrator(sql: string, params?: unknown[]): Promise<void>;
  close(): Promise<void>;
};

/** @param packs the small pack of the tests, or those of the product */
export async function openScoring(packs: 'test' | 'product' = 'test'): Promise<ScoringHarness> {
  const database = await testDatabase();
  readTypes();
  const source = await new DataSource({
    type: 'postgres',
    url: database.apiUrl,
    poolSize: 16,
    installExtensions: false,
  }).initialize();
  const services = servicesOn(new Database(source));
  if (packs === 'test') services.regulation.offer(loadLibrary(testPacks));
  return {
    ...services,
    database,
    office: (options) => makeOffice(services, options),
    asAdministrator: async (sql, params) => {
      const client = new Client({ connectionString: database.superUrl });
      await client.connect();
      try {
        await client.query('set session_replication_role = replica');
        await client.query(sql, params);
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await source.destroy();
      await database.drop();
    },
  };
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Windows A01… in turn of the groups approval and publicService, people 001… at them, one unit. */
export async function makeOffice(
  services: Pick<ReturnType<typeof servicesOn>, 'door' | 'regulation'>,
  options: OfficeOptions,
): Promise<Office> {
  const institution = uuidV7();
  const inside: Inside = (fn, settings) => services.door.inInstitution(institution, fn, settings ? { settings } : {});
  await inside(async (tx) => {
    await tx.query(`insert into institution (id, code, name, kind) values ($1, $2, '试验大厅', 'city-hall')`, [
      institution,
      `t-${institution.slice(-12)}`,
    ]);
    await tx.query(`insert into unit (institution_id, code, name) values ($1, 'U1', '一科')`, [institution]);
    await tx.query(
      `insert into service_window (institution_id, code, name, group_code, unit_code, workers)
       select $1, 'A' || lpad(n::text, 2, '0'), '窗口' || n, case when n % 2 = 1 then 'approval' else 'publicService' end, 'U1', $3
       from generate_series(1, $2::int) n`,
      [institution, options.windows, Math.max(1, options.people)],
    );
    let code = 0;
    for (let window = 1; window <= options.windows; window++) {
      for (let person = 0; person < options.people; person++) {
        const name = String(++code).padStart(3, '0');
        await tx.query(`insert into person (institution_id, code, name) values ($1, $2, $3)`, [
          institution,
          name,
          `职员${name}`,
        ]);
        await tx.query(
          `insert into person_placement (institution_id, person_code, unit_code, window_code, from_on) values ($1, $2, 'U1', $3, '2026-01-01')`,
          [institution, name, `A${two(window)}`],
        );
        await tx.query(
          `insert into role_grant (institution_id, person_code, role, scope, target, from_on, granted_by) values ($1, $2, $3, $4, $5, '2026-01-01', 'setup')`,
          person === 0
            ? [institution, name, 'WINDOW_HEAD', 'window', `A${two(window)}`]
            : [institution, name, 'STAFF', 'own', name],
        );
      }
    }
    await services.regulation.adopt(tx, options.pack ?? 'test-office', options.edition ?? '2024-01-01', {
      from: '2026-01-01',
      by: 'setup',
    });
  });
  return { institution, inside };
}
