/** What one may look up: people within one's sight, windows, units, duty, calendar; each list also as a spreadsheet. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { weekday } from '../core/calendar/day.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { wholeList } from '../platform/files/send-sheet.js';
import { writeSheet } from '../platform/files/sheet-writer.js';
import { assertRange } from '../platform/http/shapes.js';
import { CalendarService } from './calendar.service.js';
import { DirectoryRepository, type Sight } from './directory.repository.js';
import type {
  CalendarYearView,
  ColleagueItem,
  ColleaguesQuery,
  DutyItem,
  DutyQuery,
  PeopleQuery,
  PersonDetail,
  PersonItem,
  WindowDetail,
  WindowItem,
  WindowsQuery,
} from './organization.contract.js';
import type { Unit } from './organization.entity.js';
import { OrganizationRepository } from './organization.repository.js';

type Page<T> = { items: T[]; total: number };

@Injectable()
export class DirectoryService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly directory: DirectoryRepository,
    private readonly organization: OrganizationRepository,
    private readonly calendar: CalendarService,
  ) {}

  people(actor: Actor, query: PeopleQuery): Promise<Page<PersonItem> | Buffer> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const on = query.on ?? (await this.clock.now(tx)).today;
      const sight = sightOf(actor);
      const list = await this.directory.people(tx, { ...query, on }, sight, wholeList(query));
      return query.format === 'xlsx' ? peopleSheet(list.items) : list;
    });
  }

  /** @throws Problem `platform.not_found` also for people outside the caller's sight */
  person(actor: Actor, code: string): Promise<PersonDetail> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const list = await this.directory.people(tx, { q: code, on: today }, sightOf(actor), {
        page: 1,
        pageSize: 200,
        sort: 'code',
      });
      const found = list.items.find((item) => item.code === code);
      if (!found) throw new Problem('platform.not_found');
      return { ...found, ...(await this.detail(tx, code)) };
    });
  }

  /**
   * Whom one may name as deputy, signer or helper, in sight or not: people who have not left, found by number, name or
   * sound; without a search those of one's own window and unit. `total` also counts those beyond the lines of the answer.
   */
  colleagues(actor: Actor, { q, pageSize }: ColleaguesQuery): Promise<Page<ColleagueItem>> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const own = await this.organization.whereabouts(tx, actor.person, today);
      return this.directory.colleagues(tx, { q, on: today }, own, pageSize);
    });
  }

  windows(actor: Actor, query: WindowsQuery): Promise<Page<WindowItem> | Buffer> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const list = await this.directory.windows(tx, { ...query, on: today }, wholeList(query));
      return query.format === 'xlsx' ? windowsSheet(list.items) : list;
    });
  }

  window(actor: Actor, code: string): Promise<WindowDetail> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const list = await this.directory.windows(tx, { code, on: today }, { page: 1, pageSize: 1, sort: 'code' });
      const [found] = list.items;
      if (!found) throw new Problem('platform.not_found');
      const placed = await this.organization.peopleDuring(tx, today, today);
      const people = placed
        .filter((person) => person.window === code)
        .map(({ code: person, name, post, ab }) => ({ code: person, name, post, ab }));
      return { ...found, people };
    });
  }

  units(actor: Actor): Promise<Page<Unit>> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const items = await this.organization.units(tx);
      return { items, total: items.length };
    });
  }

  duty(actor: Actor, query: DutyQuery): Promise<Page<DutyItem> | Buffer> {
    assertRange(query.from, query.to, 92);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const list = await this.directory.duty(tx, query, wholeList(query));
      return query.format === 'xlsx' ? dutySheet(list.items) : list;
    });
  }

  year(actor: Actor, year: number): Promise<CalendarYearView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const items = await this.calendar.year(tx, year);
      const source = await this.calendar.sourceOf(tx, year);
      const { today } = await this.clock.now(tx);
      const working = items.filter((day) => day.kind === 'work');
      return {
        year,
        loaded: items.length > 0,
        years: await this.calendar.years(tx),
        missing: (await this.calendar.missingYear(tx, today)) ?? null,
        source: source ? { ...source, importedAt: source.importedAt.toISOString() } : null,
        counts: {
          days: items.length,
          working: working.length,
          off: items.length - working.length,
          makeUp: working.filter((day) => weekday(day.date) >= 6).length,
          own: items.filter((day) => day.source === 'office').length,
        },
        items: items.map((day) => ({ ...day, name: day.name ?? null })),
      };
    });
  }

  private async detail(tx: Tx, code: string): Promise<Pick<PersonDetail, 'grants' | 'placements' | 'qualifiedFor'>> {
    const grants = await tx.query<PersonDetail['grants'][number]>(
      `select role, scope, target, from_on as "from", to_on as "to" from role_grant
       where institution_id = $1 and person_code = $2 order by from_on, role`,
      [tx.institutionId, code],
    );
    const placements = await this.organization.placements(tx, '0001-01-01', '9999-12-31', code);
    const windows = await tx.query<{ window_code: string }>(
      'select window_code from qualification where institution_id = $1 and person_code = $2 order by 1',
      [tx.institutionId, code],
    );
    return {
      grants,
      placements: placements.map(({ unit, window, post, from, to }) => ({ unit, window, post, from, to })),
      qualifiedFor: windows.map((row) => row.window_code),
    };
  }
}

/**
 * The one place that says whose personal rows somebody may see: oneself; the people of the windows, units and halls that
 * one's rights reach; everybody for rights that reach the institution.
 */
export function sightOf(actor: Actor): Sight {
  const targets = (scope: string) =>
    actor.grants.flatMap((grant) => (grant.scope === scope && grant.target ? [grant.target] : []));
  return {
    all: actor.grants.some((grant) => grant.scope === 'institution' || (grant.scope === 'hall' && !grant.target)),
    people: [actor.person],
    windows: targets('window'),
    units: targets('unit'),
    halls: targets('hall'),
  };
}

const genders = { male: '男', female: '女' } as const;

const peopleSheet = (rows: readonly PersonItem[]): Promise<Buffer> =>
  writeSheet<PersonItem>({
    name: '花名册',
    title: '人员花名册',
    rows,
    columns: [
      { header: '工号', value: (row) => row.code },
      { header: '姓名', value: (row) => row.name },
      { header: '性别', value: (row) => (row.gender ? genders[row.gender] : null) },
      { header: '派驻单位', value: (row) => row.unit },
      { header: '单位名称', width: 24, value: (row) => row.unitName },
      { header: '窗口号', value: (row) => row.window },
      { header: '窗口名称', width: 24, value: (row) => row.windowName },
      { header: '岗位', value: (row) => row.post },
      { header: 'AB岗', value: (row) => row.ab },
      { header: '入驻日期', width: 14, value: (row) => row.since },
    ],
  });

const windowsSheet = (rows: readonly WindowItem[]): Promise<Buffer> =>
  writeSheet<WindowItem>({
    name: '窗口',
    title: '窗口一览表',
    rows,
    columns: [
      { header: '窗口号', value: (row) => row.code },
      { header: '窗口名称', width: 24, value: (row) => row.name },
      { header: '分组', value: (row) => row.group },
      { header: '派驻单位', value: (row) => row.unit },
      { header: '单位名称', width: 24, value: (row) => row.unitName },
      { header: '大厅', value: (row) => row.hall },
      { header: '窗口人数', value: (row) => row.workers },
      { header: '负责人工号', value: (row) => row.head },
      { header: '负责人', value: (row) => row.headName },
    ],
  });

const dutySheet = (rows: readonly DutyItem[]): Promise<Buffer> =>
  writeSheet<DutyItem>({
    name: '排班',
    title: '窗口排班表',
    rows,
    columns: [
      { header: '日期', width: 14, value: (row) => row.day },
      { header: '时段', value: (row) => (row.half === 'AM' ? '上午' : '下午') },
      { header: '窗口号', value: (row) => row.window },
      { header: '窗口名称', width: 24, value: (row) => row.windowName },
      { header: '工号', value: (row) => row.person },
      { header: '姓名', value: (row) => row.personName },
    ],
  });
