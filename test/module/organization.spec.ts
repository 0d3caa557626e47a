import { DataSource } from 'typeorm';
import type { Actor } from '../../src/core/actor.js';
import { CalendarService } from '../../src/organization/calendar.service.js';
import { DirectoryRepository } from '../../src/organization/directory.repository.js';
import { DirectoryService, sightOf } from '../../src/organization/directory.service.js';
import { colleaguesQuery } from '../../src/organization/organization.contract.js';
import { OrganizationRepository } from '../../src/organization/organization.repository.js';
import { OrganizationService } from '../../src/organization/organization.service.js';
import { type PersonRow, RosterService } from '../../src/organization/roster.service.js';
import { SeatChanges } from '../../src/organization/seat-changes.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { readTypes } from '../../src/platform/database/types.js';
import { type TestDatabase, testDatabase } from '../support/database.js';

let db: TestDatabase;
let source: DataSource;
let database: Database;
const clock = new Clock();
const repository = new OrganizationRepository();
const organization = new OrganizationService(repository, clock);
const calendar = new CalendarService();
const roster = new RosterService(new SeatChanges());
let directory: DirectoryService;
let hall: string;
let other: string;

const inHall = <T>(fn: (tx: Tx) => Promise<T>) => database.inInstitution(hall, fn);
const person = (code: string, more: Partial<PersonRow> = {}): PersonRow => ({
  code,
  name: `人员${code}`,
  gender: 'female',
  unit: 'U01',
  window: 'A01',
  post: '受理岗',
  ab: 'A',
  since: '2025-01-06',
  roles: [{ role: 'STAFF' }],
  ...more,
});

async function institution(code: string): Promise<string> {
  return database.system(async (tx) => {
    const [row] = await tx.query<{ id: string }>(
      `insert into institution (code, name, kind) values ($1, $2, 'city-hall') returning id`,
      [code, `示例${code}`],
    );
    return row!.id;
  });
}

beforeAll(async () => {
  readTypes();
  db = await testDatabase();
  source = await new DataSource({ type: 'postgres', url: db.apiUrl, poolSize: 4 }).initialize();
  database = new Database(source);
  directory = new DirectoryService(database, clock, new DirectoryRepository(), repository, calendar);
  hall = await institution('hall-one');
  other = await institution('hall-two');
  await inHall(async (tx) => {
    await roster.putUnits(tx, [
      { code: 'U01', name: '市场监管局' },
      { code: 'U02', name: '税务局' },
    ]);
    await roster.putWindows(tx, [
      { code: 'A01', name: '企业登记', group: 'approval', unit: 'U01', hall: 'H1', workers: 2, lowVolumeExempt: false },
      {
        code: 'P01',
        name: '社保服务',
        group: 'publicService',
        unit: 'U02',
        hall: 'H1',
        workers: 1,
        lowVolumeExempt: true,
      },
    ]);
    await roster.putPeople(
      tx,
      [
        person('0001', { roles: [{ role: 'STAFF' }, { role: 'WINDOW_HEAD' }] }),
        person('0002', { ab: 'B', qualifiedFor: ['P01'] }),
        person('0003', { window: 'P01', unit: 'U02' }),
        person('0100', { window: null, unit: 'U02', post: '局领导', ab: null, roles: [{ role: 'HOME_DEPT_LEADER' }] }),
        person('0200', {
          window: null,
          unit: null,
          post: '带班班长',
          ab: null,
          roles: [{ role: 'SHIFT_LEADER', target: 'H1' }],
        }),
        person('0300', {
          window: null,
          unit: null,
          post: '督查科',
          ab: null,
          roles: [{ role: 'SUPERVISION' }, { role: 'CONTENT_SECTION', target: 'supervision' }],
        }),
      ],
      '2026-07-01',
      'test',
    );
    await roster.putDuty(tx, [
      { day: '2026-09-07', half: 'AM', person: '0001', window: 'A01' },
      { day: '2026-09-07', half: 'AM', person: '0002', window: 'A01' },
      { day: '2026-09-07', half: 'PM', person: '0001', window: 'A01' },
    ]);
    await calendar.seed(tx);
  });
}, 120_000);

afterAll(async () => {
  await source?.destroy();
  await db?.drop();
});

describe('组织: who is who', () => {
  it('gives the population of a period with relations by business key', async () => {
    const subjects = await inHall((tx) => organization.subjects(tx, { from: '2026-09-01', to: '2026-09-30' }));
    expect(subjects.map((subject) => subject.key)).toEqual([
      'person:0001',
      'person:0002',
      'person:0003',
      'person:0100',
      'person:0200',
      'person:0300',
      'unit:U01',
      'unit:U02',
      'window:A01',
      'window:P01',
    ]);
    expect(subjects.find((subject) => subject.key === 'window:A01')).toEqual({
      key: 'window:A01',
      kind: 'window',
      group: 'approval',
      relations: { unit: 'unit:U01', head: 'person:0001' },
      attributes: { workers: 20_000, lowVolumeExempt: false },
    });
    expect(subjects.find((subject) => subject.key === 'person:0002')).toMatchObject({
      group: 'staff',
      relations: { window: 'window:A01', unit: 'unit:U01', head: 'person:0001' },
      attributes: { ab: 'B', isStaff: true, windowGroup: 'approval' },
    });
    expect(subjects.find((subject) => subject.key === 'person:0001')?.relations?.head).toBeUndefined();
  });

  it('says how far a right reaches, by window, unit and hall', async () => {
    await inHall(async (tx) => {
      const covers = (
        scope: 'own' | 'window' | 'unit' | 'hall' | 'institution',
        target: string | undefined,
        place: object,
      ) => organization.covers(tx, { role: 'STAFF', scope, target }, place, '2026-09-07');
      expect(await covers('window', 'A01', { person: '0002' })).toBe(true);
      expect(await covers('window', 'A01', { person: '0003' })).toBe(false);
      expect(await covers('unit', 'U02', { window: 'P01' })).toBe(true);
      expect(await covers('unit', 'U01', { window: 'P01' })).toBe(false);
      expect(await covers('hall', 'H1', { person: '0003' })).toBe(true);
      expect(await covers('hall', 'H2', { person: '0003' })).toBe(false);
      expect(await covers('own', '0003', { person: '0003' })).toBe(true);
      expect(await covers('own', '0003', { person: '0002' })).toBe(false);
      expect(await covers('window', undefined, { person: '0002' })).toBe(false);
      expect(await covers('institution', undefined, {})).toBe(true);
    });
  });

  it('finds holders for a place, the head, and who is on duty', async () => {
    await inHall(async (tx) => {
      expect(await organization.peopleHolding(tx, 'HOME_DEPT_LEADER', { person: '0003' }, '2026-09-07')).toEqual([
        '0100',
      ]);
      expect(await organization.peopleHolding(tx, 'HOME_DEPT_LEADER', { person: '0001' }, '2026-09-07')).toEqual([]);
      expect(await organization.peopleHolding(tx, 'SHIFT_LEADER', { person: '0001' }, '2026-09-07')).toEqual(['0200']);
      expect(await organization.peopleHolding(tx, 'SUPERVISION', undefined, '2026-09-07')).toEqual(['0300']);
      expect(await organization.headOf(tx, { person: '0002' }, '2026-09-07')).toBe('0001');
      expect(await organization.headOf(tx, { window: 'P01' }, '2026-09-07')).toBeUndefined();
      expect(await organization.onDuty(tx, 'A01', '2026-09-07', 'AM')).toEqual(['0001', '0002']);
      expect(await organization.onDuty(tx, 'A01', '2026-09-07', 'PM')).toEqual(['0001']);
    });
  });

  it('offers own people first, then the qualified, with what binds them', async () => {
    const found = await inHall((tx) => organization.candidatesFor(tx, 'P01', '2026-09-07', '2026-09-08'));
    expect(found.map((entry) => [entry.code, entry.isOwn, entry.busy])).toEqual([
      ['0003', true, []],
      ['0002', false, [{ day: '2026-09-07', half: 'AM' }]],
    ]);
  });

  it('keeps the past when somebody moves in the middle of a month', async () => {
    await inHall(async (tx) => {
      await roster.putPeople(
        tx,
        [person('0002', { ab: 'A', window: 'P01', unit: 'U02', qualifiedFor: [] })],
        '2026-09-15',
        'test',
      );
      expect((await repository.person(tx, '0002', '2026-09-14'))?.window).toBe('A01');
      expect((await repository.person(tx, '0002', '2026-09-15'))?.window).toBe('P01');
      const spans = await repository.placements(tx, '2026-09-01', '2026-09-30', '0002');
      expect(spans.map(({ window, from, to }) => [window, from, to])).toEqual([
        ['A01', '2025-01-06', '2026-09-14'],
        ['P01', '2026-09-15', null],
      ]);
    });
  });

  it('ends rights that a new list no longer gives, from that day on', async () => {
    await inHall(async (tx) => {
      await roster.putPeople(tx, [person('0001', { roles: [{ role: 'STAFF' }] })], '2026-10-01', 'test');
      expect((await organization.grantsOf(tx, '0001', '2026-09-30')).map((grant) => grant.role)).toEqual([
        'STAFF',
        'WINDOW_HEAD',
      ]);
      expect((await organization.grantsOf(tx, '0001', '2026-10-01')).map((grant) => grant.role)).toEqual(['STAFF']);
    });
  });

  it('takes a wrong list back exactly', async () => {
    await inHall(async (tx) => {
      const before = await roster.snapshot(tx, 'person', ['0003', '0999']);
      await roster.putPeople(
        tx,
        [person('0003', { name: '错名', window: 'A01' }), person('0999')],
        '2026-09-20',
        'test',
      );
      expect(await roster.snapshot(tx, 'person', ['0003', '0999'])).not.toEqual(before);
      await roster.restore(tx, 'person', ['0003', '0999'], before);
      expect(await roster.snapshot(tx, 'person', ['0003', '0999'])).toEqual(before);
    });
  });

  it('refuses to take back what later records refer to', async () => {
    const attempt = inHall(async (tx) => {
      await roster.putPeople(tx, [person('0777')], '2026-09-20', 'test');
      await roster.putDuty(tx, [{ day: '2026-09-21', half: 'AM', person: '0777', window: 'A01' }]);
      await roster.restore(tx, 'person', ['0777'], {
        person: [],
        person_placement: [],
        role_grant: [],
        qualification: [],
      });
    });
    await expect(attempt).rejects.toMatchObject({ code: 'organization.still_used' });
  });
});

describe('日历 in the database', () => {
  it('seeds three years, keeps own days over a newer notice', async () => {
    await inHall(async (tx) => {
      expect(await calendar.years(tx)).toEqual([2024, 2025, 2026]);
      const own = { date: '2026-09-12', kind: 'work' as const, name: '延时服务', reason: '群众需求' };
      await calendar.setOwnDays(tx, [own], '0100', new Date('2026-09-01T01:00:00Z'));
      await calendar.seed(tx);
      const loaded = await calendar.load(tx);
      expect(loaded.isWorkingDay('2026-09-12')).toBe(true);
      expect(loaded.addWorkingDays('2026-09-29', 3)).toBe('2026-10-09');
      expect(() => loaded.isWorkingDay('2027-03-01')).toThrow(
        expect.objectContaining({ code: 'calendar.year_missing' }),
      );
      await calendar.importNotice(tx, 2027, [{ name: '元旦', date: '2027-01-01', isOffDay: true }]);
      expect((await calendar.load(tx)).isWorkingDay('2027-03-01')).toBe(true);
    });
  });

  it('reads the days once for a transaction, and anew after each change in it', async () => {
    const at = new Date('2026-09-01T01:00:00Z');
    const own = { date: '2026-09-19', kind: 'work' as const, name: '延时服务', reason: '群众需求' };
    await inHall(async (tx) => {
      const works = async () => (await calendar.load(tx)).isWorkingDay('2026-09-19');
      expect(await calendar.load(tx)).toBe(await calendar.load(tx));
      expect(await works()).toBe(false);
      await calendar.setOwnDays(tx, [own], '0100', at);
      expect(await works()).toBe(true);
      await calendar.takeBackOwnDays(tx, ['2026-09-19'], '0100', at);
      expect(await works()).toBe(false);
    });
    await inHall((tx) => calendar.setOwnDays(tx, [own], '0100', at));
    await inHall(async (tx) => expect((await calendar.load(tx)).isWorkingDay('2026-09-19')).toBe(true));
    await inHall((tx) => calendar.takeBackOwnDays(tx, ['2026-09-19'], '0100', at));
  });
});

describe('行级隔离 and sight', () => {
  const actor = (code: string, grants: Actor['grants'], institutionId = hall): Actor => ({
    institutionId,
    person: code,
    grants,
    language: 'zh-CN',
  });
  const query = { page: 1, pageSize: 50, sort: 'code', format: 'json' as const };

  it('shows nothing of another institution, not even by a wrong where clause', async () => {
    const rows = await database.inInstitution(other, (tx) =>
      tx.query('select * from person union all select * from person'),
    );
    expect(rows).toEqual([]);
    await expect(
      database.inInstitution(other, (tx) =>
        tx.query(`insert into unit (institution_id, code, name) values ($1, 'X', 'X')`, [hall]),
      ),
    ).rejects.toThrow(/row-level security/);
    expect(await database.system((tx) => tx.query('select * from person'))).toEqual([]);
  });

  it('shows people within one sight only', async () => {
    const seen = async (who: Actor) => {
      const list = await directory.people(who, { ...query, on: '2026-09-10' });
      return Buffer.isBuffer(list) ? [] : list.items.map((item) => item.code);
    };
    expect(await seen(actor('0003', [{ role: 'STAFF', scope: 'own', target: '0003' }]))).toEqual(['0003']);
    expect(await seen(actor('0001', [{ role: 'WINDOW_HEAD', scope: 'window', target: 'A01' }]))).toEqual([
      '0001',
      '0002',
    ]);
    expect(await seen(actor('0100', [{ role: 'HOME_DEPT_LEADER', scope: 'unit', target: 'U02' }]))).toEqual([
      '0003',
      '0100',
    ]);
    expect(await seen(actor('0300', [{ role: 'SUPERVISION', scope: 'institution' }]))).toHaveLength(6);
    await expect(directory.person(actor('0003', []), '0001')).rejects.toMatchObject({ code: 'platform.not_found' });
    expect(sightOf(actor('0003', [])).all).toBe(false);
  });

  it('finds people by number, name, initials and the sound of the name', async () => {
    const boss = actor('0300', [{ role: 'SUPERVISION', scope: 'institution' }]);
    const found = async (q: string) => {
      const list = await directory.people(boss, { ...query, q, on: '2026-12-01' });
      return Buffer.isBuffer(list) ? [] : list.items.map((item) => item.code);
    };
    const named = [person('0001', { name: '欧阳晓彤' }), person('0002', { name: '单立军' })];
    const before = await inHall((tx) => roster.snapshot(tx, 'person', ['0001', '0002']));
    await inHall((tx) => roster.putPeople(tx, named, '2026-12-01', 'test'));
    for (const q of ['欧阳', 'oyxt', 'oy', 'OuYang', '0001']) expect([q, await found(q)]).toEqual([q, ['0001']]);
    // 单 is read shan in a family name.
    for (const q of ['slj', 'shan']) expect([q, await found(q)]).toEqual([q, ['0002']]);
    expect(await found('yang')).toEqual([]);
    expect(await found('%')).toEqual([]);
    await inHall((tx) => roster.restore(tx, 'person', ['0001', '0002'], before));
    expect([await found('oyxt'), await found('ry')]).toEqual([[], expect.arrayContaining(['0001', '0002'])]);
  });

  describe('the directory of colleagues', () => {
    const clerk = () => actor('0003', [{ role: 'STAFF', scope: 'own', target: '0003' }]);
    const ask = (who: Actor, q?: string) => directory.colleagues(who, colleaguesQuery.parse({ q }));
    const codes = async (who: Actor, q?: string) => (await ask(who, q)).items.map((item) => item.code);

    it('names everybody to everybody of the office, with the place and nothing else', async () => {
      expect(await ask(clerk(), '0001')).toEqual({
        items: [{ code: '0001', name: '人员0001', window: '企业登记', unit: '市场监管局' }],
        total: 1,
      });
      expect((await ask(clerk(), '0200')).items).toEqual([
        { code: '0200', name: '人员0200', window: null, unit: null },
      ]);
      expect(await codes(clerk(), '人员000')).toEqual(expect.arrayContaining(['0001', '0002', '0003']));
      expect(await codes(clerk(), 'ry')).toHaveLength(6);
      expect(await ask(clerk(), '%')).toEqual({ items: [], total: 0 });
      expect(await ask(actor('0003', clerk().grants, other), '0001')).toEqual({ items: [], total: 0 });
    });

    it('offers the own window and unit before anything is typed', async () => {
      const found = await codes(clerk());
      expect(found).toEqual(expect.arrayContaining(['0003', '0100']));
      expect(found).not.toContain('0001');
      expect(await codes(actor('0001', []))).toContain('0001');
      expect(await codes(actor('0200', []))).toEqual([]);
    });

    it('leaves out who has gone, and ends after twenty lines with the exact number first', async () => {
      const crowd = Array.from({ length: 25 }, (_, at) => `c0005${String(at).padStart(2, '0')}`);
      const gone = '0100';
      const before = await inHall((tx) => roster.snapshot(tx, 'person', [...crowd, '0005']));
      await inHall(async (tx) => {
        await roster.putPeople(
          tx,
          [...crowd, '0005'].map((code) => person(code)),
          '2026-07-01',
          'test',
        );
        await tx.query(`update person set left_on = '2025-02-28' where institution_id = $1 and code = $2`, [
          hall,
          gone,
        ]);
      });
      const { items, total } = await ask(clerk(), '0005');
      expect([items.length, items[0]?.code, total]).toEqual([20, '0005', 26]);
      expect(await codes(clerk(), '0100')).toEqual([]);
      expect(await codes(clerk())).not.toContain('0100');
      await inHall(async (tx) => {
        await roster.restore(tx, 'person', [...crowd, '0005'], before);
        await tx.query('update person set left_on = null where institution_id = $1 and code = $2', [hall, gone]);
      });
    });

    it('refuses an empty search, one that is too long, more lines and a spreadsheet', () => {
      for (const query of [{ q: '' }, { q: ' ' }, { q: '王'.repeat(41) }, { pageSize: '21' }, { format: 'xlsx' }])
        expect([query, colleaguesQuery.safeParse(query).success]).toEqual([query, false]);
      expect(colleaguesQuery.parse({ q: ` ${'王'.repeat(40)}` })).toEqual({ q: '王'.repeat(40), pageSize: 20 });
    });
  });

  it('sorts, filters and pages, and gives a spreadsheet', async () => {
    const boss = actor('0300', [{ role: 'SUPERVISION', scope: 'institution' }]);
    const page = await directory.people(boss, { ...query, sort: '-code', pageSize: 2, page: 2, on: '2026-09-10' });
    if (Buffer.isBuffer(page)) throw new Error('a list was due');
    expect(page.total).toBe(6);
    expect(page.items.map((item) => item.code)).toEqual(['0100', '0003']);
    const beyond = await directory.people(boss, { ...query, pageSize: 2, page: 9, on: '2026-09-10' });
    expect(beyond).toEqual({ items: [], total: 6 });
    const windows = await directory.windows(boss, { ...query, group: 'publicService' });
    if (Buffer.isBuffer(windows)) throw new Error('a list was due');
    expect(windows.items.map((item) => [item.code, item.workers, item.unitName])).toEqual([['P01', 1, '税务局']]);
    const sheet = await directory.people(boss, { ...query, format: 'xlsx' });
    expect(Buffer.isBuffer(sheet) && sheet.subarray(0, 2).toString()).toBe('PK');
  });
});
