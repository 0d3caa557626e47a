/** From a sheet to rows that may be taken over, or to the list of everything that is wrong. */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition } from '../core/rules/types.js';
import { CalendarService } from '../organization/calendar.service.js';
import { DeputyService } from '../organization/deputy/deputy.service.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { ImportingRepository } from './importing.repository.js';
import { type CheckContext, cellError, isFactList, type Kind } from './kinds/kind.js';
import type { CellError, Known } from './sheet/column.js';
import type { Sheet } from './sheet/sheet-reader.js';
import { readTable, type Table, type TableRow } from './sheet/table.js';

@Injectable()
export class Preview {
  constructor(
    private readonly repository: ImportingRepository,
    private readonly organization: OrganizationRepository,
    private readonly calendar: CalendarService,
    private readonly regulation: RegulationService,
    private readonly deputies: DeputyService,
    private readonly clock: Clock,
  ) {}

  /** Every error at once, in the order of the sheet. @throws Problem for what is wrong with the table as a whole */
  async read(tx: Tx, kind: Kind, sheet: Sheet): Promise<{ table: Table; errors: CellError[] }> {
    const { today } = await this.clock.now(tx);
    const known = await this.known(tx, await this.editionOn(tx, today), today);
    const table = readTable(sheet, kind.columns, known);
    const editionOn = await this.editionsOf(tx, kind, table.rows);
    const context = { known, today, calendar: await this.calendar.load(tx), editionOn };
    const errors = [
      ...table.errors,
      ...(kind.check?.(table, context) ?? []),
      ...duplicates(kind, table),
      ...(await this.recorded(tx, kind, table)),
    ];
    return { table, errors: inOrder(errors) };
  }

  /** What counted on the days of a list of facts. */
  async editionsOf(tx: Tx, kind: Kind, rows: readonly TableRow[]): Promise<CheckContext['editionOn']> {
    const found = new Map<Day, CompiledEdition | undefined>();
    for (const day of new Set('dayOf' in kind ? rows.flatMap((row) => kind.dayOf(row) ?? []) : []))
      found.set(day, await this.editionOn(tx, day));
    return (day) => found.get(day);
  }

  /** Lists of who is who come before the first edition is adopted, so there may be none. */
  private async editionOn(tx: Tx, day: Day): Promise<CompiledEdition | undefined> {
    try {
      return await this.regulation.inForce(tx, day);
    } catch (error) {
      if (error instanceof Problem && error.code === 'regulation.not_adopted') return undefined;
      throw error;
    }
  }

  /** People of all times: a case of July may have been handled by somebody who has left since. */
  private async known(tx: Tx, edition: CompiledEdition | undefined, today: Day): Promise<Known> {
    const people = await tx.query<{ code: string; hasLeft: boolean }>(
      'select code, coalesce(left_on < $2, false) as "hasLeft" from person where institution_id = $1',
      [tx.institutionId, today],
    );
    const windows = await this.organization.windows(tx);
    const units = await this.organization.units(tx);
    return {
      person: new Set(people.map((person) => person.code)),
      window: new Set(windows.map((window) => window.code)),
      unit: new Map([
        ...units.map((unit): [string, string] => [unit.name, unit.code]),
        ...units.map((unit): [string, string] => [unit.code, unit.code]),
      ]),
      branch: new Set(units.flatMap((unit) => unit.branch ?? [])),
      left: new Set(people.filter((person) => person.hasLeft).map((person) => person.code)),
      deputies: await this.deputies.lists(tx),
      ...(edition ? { choices: { group: groupsOf(edition) } } : {}),
    };
  }

  private async recorded(tx: Tx, kind: Kind, table: Table): Promise<CellError[]> {
    if (!isFactList(kind)) return [];
    const once = kind.onceKeys(table.rows.filter((row) => row.values));
    const known = await this.repository.knownKeys(
      tx,
      kind.name,
      once.map((entry) => entry.key),
    );
    return once
      .filter((entry) => known.has(entry.key))
      .map((entry) =>
        cellError(
          table.cell(entry.row.row, entry.column),
          'import.already_recorded',
          '已由先前的批次导入',
          'Came with an earlier import',
          entry.key,
        ),
      );
  }
}

/** Groups in which the edition ranks windows, by the names that it gives them. */
function groupsOf(edition: CompiledEdition): Record<string, readonly string[]> {
  const ofWindows = new Set(
    edition.outputs.filter((output) => output.subjectKind === 'window').map(({ output }) => output),
  );
  return Object.fromEntries(
    edition.rankings
      .filter(({ output }) => ofWindows.has(output))
      .flatMap(({ groups }) => groups.map(({ id, zh, en }) => [id, [zh, en]])),
  );
}

/** Later rows that repeat an earlier one. Rows with errors of their own are not compared. */
function duplicates(kind: Kind, table: Table): CellError[] {
  const faulty = new Set(table.errors.map((error) => error.where.replace(/^.*![A-Z]+/, '')));
  const first = new Map<string, number>();
  const column = kind.columns.find((entry) => entry.isRequired)?.name ?? '';
  const errors: CellError[] = [];
  for (const row of table.rows) {
    if (faulty.has(String(row.row))) continue;
    const key = kind.keyOf(row);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, row.row);
    else
      errors.push(
        cellError(
          table.cell(row.row, column),
          'import.row_duplicate',
          `与第 ${earlier} 行重复（第 ${earlier}、${row.row} 行）`,
          `Repeats row ${earlier} (rows ${earlier} and ${row.row})`,
          key,
        ),
      );
  }
  return errors;
}

function inOrder(errors: readonly CellError[]): CellError[] {
  const place = (error: CellError) => {
    const [, letters = '', row = '0'] = /!([A-Z]*)(\d+)/.exec(error.where) ?? [];
    return Number(row) * 20_000 + [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  };
  return [...errors].sort((a, b) => place(a) - place(b));
}
