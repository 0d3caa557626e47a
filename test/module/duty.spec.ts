/** The duty board, the calendars that people subscribe to, and the working calendar they stand on, over HTTP. */
import { jest } from '@jest/globals';
import type { BoardView, CellView } from '../../src/duty/duty.contract.js';
import type { CalendarPreview } from '../../src/importing/calendar.contract.js';
import type { CalendarYearView } from '../../src/organization/organization.contract.js';
import { PresenceService } from '../../src/organization/presence.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Reply, Visitor } from '../support/api.js';
import { HALL, type Hall, startHall } from '../support/hall.js';

let hall: Hall;
let supervision: Visitor;
let institution: string;
jest.setTimeout(60_000);

beforeAll(async () => {
  hall = await startHall();
  supervision = await hall.withRole('SUPERVISION');
  const [row] = await hall.sql<{ id: string }>('select id from institution where code = $1', [HALL]);
  institution = row?.id as string;
}, 180_000);
afterAll(() => hall?.close());

const inHall = <T>(fn: Parameters<Database['inInstitution']>[1]) =>
  hall.app.get(Database, { strict: false }).inInstitution(institution, fn) as Promise<T>;
const presence = () => hall.app.get(PresenceService, { strict: false });
const board = async (who: Visitor, from: string, to = from): Promise<BoardView> =>
  (await who.get(`/api/duty/board?from=${from}&to=${to}`)).body;
const refusal = (reply: Reply) => [reply.status, reply.body.code];

/** A case as far as a calendar needs one; the machine behind it is tested elsewhere. */
async function caseOf(kind: string, state: string, person: string, more: object = {}): Promise<string> {
  const at = { day: '2026-10-12', half: 'am' };
  const cover = { window: 'A16', absent: person, substitute: null, stints: [], chases: 0 };
  const leave = {
    kind: 'personal',
    kindTitle: { zh: '事假', en: 'Personal leave' },
    parts: [],
    certificates: [],
    length: null,
  };
  const context = { from: at, to: at, ...(kind === 'leave' ? leave : cover), ...more };
  const [row] = await hall.sql<{ id: string }>(
    `insert into case_file (institution_id, id, kind, machine_version, key, state, value, context, revision, applicant, filed_on, filed_at)
     values ($1, uuidv7(), $2, 1, $2 || '-' || $3 || '-' || gen_random_uuid(), $4, to_jsonb($4::text), $5, 1, $3, '2026-10-01', now())
     returning id`,
    [institution, kind, person, state, JSON.stringify(context)],
  );
  return row?.id as string;
}
const take = (caseId: string, person: string, day: string, span: [number, number], cover?: string) =>
  inHall((tx) =>
    presence().take(tx, {
      caseId,
      person,
      pieces: [{ day, start: span[0], end: span[1] }],
      purpose: cover ? 'cover' : 'leave',
      window: cover ?? 'A16',
    }),
  );

describe('the board', () => {
  it('shows windows by half days with names, the calendar beside them, and today', async () => {
    const view = await board(supervision, '2026-10-01', '2026-10-31');
    expect(view.windows.length).toBeGreaterThanOrEqual(20);
    expect(view.days).toHaveLength(31);
    expect(view.days.find((day) => day.date === '2026-10-01')).toEqual({
      date: '2026-10-01',
      kind: 'off',
      name: '国庆节',
    });
    expect(view.days.find((day) => day.date === '2026-10-10')?.kind).toBe('work');
    for (const window of view.windows) expect(window.cells).toHaveLength(62);
    const [row] = await hall.sql<{ n: number }>(
      `select count(*)::int as n from duty where institution_id = $1 and day between '2026-10-01' and '2026-10-31'`,
      [institution],
    );
    expect(view.windows.flatMap((window) => window.cells.flat())).toHaveLength(row?.n ?? -1);
    for (const [code] of view.windows.flatMap((window) => window.cells.flat())) expect(view.people[code]).toBeTruthy();
  });

  it('marks who is away for a while or a whole half, who covers, and whose request is not decided', async () => {
    const day = '2026-10-13';
    const before = await board(supervision, day);
    const index = (view: BoardView, code: string) => view.windows.find((window) => window.code === code)?.cells ?? [];
    const [am, pm] = index(before, 'A16');
    const first = am?.[0]?.[0] as string;
    const second = pm?.find(([code]) => code !== first)?.[0] ?? (pm?.[0]?.[0] as string);
    expect(am?.every(([, mark]) => mark === 'on')).toBe(true);
    const whole = await caseOf('leave', 'onLeave', first);
    const part = await caseOf('leave', 'filed', second);
    expect(await take(whole, first, day, [0, 720])).toEqual([]);
    expect(await take(part, second, day, [840, 900])).toEqual([]);
    const cover = await caseOf('substitution', 'onDuty', first);
    const other = before.windows.find((window) => window.code !== 'A16')?.cells[0]?.[0]?.[0] as string;
    expect(await take(cover, other, day, [0, 720], 'A16')).toEqual([]);
    const cells = index(await board(supervision, day), 'A16');
    expect(Object.fromEntries(cells[0] ?? [])).toMatchObject({ [first]: 'away', [other]: 'cover' });
    expect(Object.fromEntries(cells[1] ?? [])).toMatchObject({ [second]: 'part' });
    const cell: CellView = (await supervision.get(`/api/duty/cell?window=A16&day=${day}&half=AM`)).body;
    expect(cell.people.find((one) => one.code === first)).toMatchObject({ mark: 'away', gone: ['AM'], caseId: whole });
    // A colleague sees that the seat is empty, and not the case behind it.
    const colleague = (await hall.people()).find(
      (one) => one.window?.code === 'A16' && one.roles.join() === 'STAFF' && one.code !== first,
    );
    const seen: CellView = (
      await (await hall.as(colleague?.code as string)).get(`/api/duty/cell?window=A16&day=${day}&half=AM`)
    ).body;
    expect(seen.people.find((one) => one.code === first)).toMatchObject({ mark: 'away', caseId: null });
    const pending = await caseOf('leave', 'pending', first);
    expect(await take(pending, first, '2026-10-14', [0, 720])).toEqual([]);
    expect(Object.fromEntries(index(await board(supervision, '2026-10-14'), 'A16')[0] ?? [])[first]).toBe('asked');
  });

  it('shows staff their own unit, heads their windows, and nobody what lies beyond', async () => {
    const people = await hall.people();
    const clerk = people.find((one) => one.unit?.code === 'U01' && one.roles.join() === 'STAFF');
    const mine = (await board(await hall.as(clerk?.code as string), '2026-10-13')).windows;
    const units = await hall.sql<{ code: string }>(
      `select code from service_window where institution_id = $1 and unit_code = 'U01'`,
      [institution],
    );
    expect(mine.map((window) => window.code).sort()).toEqual(units.map((row) => row.code).sort());
    const foreign = (await board(supervision, '2026-10-13')).windows.find(
      (one) => !mine.some(({ code }) => code === one.code),
    );
    const reply = await (await hall.as(clerk?.code as string)).get(
      `/api/duty/cell?window=${foreign?.code}&day=2026-10-13&half=AM`,
    );
    expect(refusal(reply)).toEqual([404, 'platform.not_found']);
    expect(refusal(await supervision.get('/api/duty/board?from=2026-10-01&to=2026-12-31'))).toEqual([
      400,
      'input.range_too_wide',
    ]);
  });

  it('is told of a change with the commit that made it, and of none that was rolled back', async () => {
    const cookie = [...supervision.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const stop = new AbortController();
    const answer = await fetch(`${hall.url}/api/notifications/stream`, { headers: { cookie }, signal: stop.signal });
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    let heard = '';
    const listening = (async () => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        heard += Buffer.from(value).toString('utf8');
      }
    })().catch(() => undefined);
    const count = () => heard.split('event: presence').length - 1;
    const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
    await pause(300);
    const start = count();
    const id = await caseOf('leave', 'filed', '0047');
    await expect(
      inHall(async (tx) => {
        await presence().take(tx, {
          caseId: id,
          person: '0047',
          pieces: [{ day: '2026-10-20', start: 0, end: 720 }],
          purpose: 'leave',
          window: 'A16',
        });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await pause(300);
    expect(count()).toBe(start);
    await take(id, '0047', '2026-10-20', [0, 720]);
    for (const until = Date.now() + 5_000; count() === start && Date.now() < until; ) await pause(20);
    expect(count()).toBe(start + 1);
    await inHall((tx) => presence().free(tx, id));
    for (const until = Date.now() + 5_000; count() === start + 1 && Date.now() < until; ) await pause(20);
    expect(count()).toBe(start + 2);
    stop.abort();
    await listening;
  });
});

describe('a calendar feed', () => {
  const events = (text: string) =>
    text
      .replace(/\r\n[ \t]/g, '')
      .split('BEGIN:VEVENT')
      .slice(1)
      .map((part) =>
        Object.fromEntries(part.split('\r\n').map((line) => /^([^:;]+)[^:]*:(.*)$/.exec(line)?.slice(1) ?? [])),
      )
      .map((event) => event as Record<string, string>);
  const ask = (path: string, headers: Record<string, string> = {}) => hall.visitor().get(path, headers);
  let path: string;
  let colleaguePath: string;
  let sick: string;

  it('is made by its owner, told once, and read by whoever has the address', async () => {
    const owner = await hall.as('0047');
    const made = await owner.post('/api/feeds', { kind: 'person' });
    expect(made.status).toBe(201);
    path = made.body.path;
    expect(path).toMatch(/^\/feeds\/[\w-]{64}\.ics$/);
    const stored = await hall.sql<{ hash: string }>(`select encode(token_hash, 'hex') as hash from calendar_feed`);
    expect(stored).toHaveLength(1);
    const token = path.slice(7, -4);
    for (const table of ['calendar_feed', 'command'])
      expect(JSON.stringify(await hall.sql(`select * from ${table}`))).not.toContain(token);
    sick = await caseOf('leave', 'onLeave', '0047', {
      kind: 'sick',
      kindTitle: { zh: '病假', en: 'Sick leave' },
    });
    expect(await take(sick, '0047', '2026-10-15', [0, 720])).toEqual([]);
    const reply = await ask(path);
    expect(reply.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(reply.headers.get('cache-control')).toBe('private, max-age=900, must-revalidate');
    const text = String(reply.body);
    expect(text).toContain('BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai');
    // Lines of at most 75 octets, each ended by CR LF.
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const duty = events(text).find((event) => event.UID?.startsWith('duty-2026-10-14-pm-'));
    expect(duty).toMatchObject({ SEQUENCE: '0', STATUS: 'CONFIRMED', SUMMARY: expect.stringContaining('值班 A16') });
    expect(text).toMatch(/DTSTART;TZID=Asia\/Shanghai:20261014T1[34]\d000/);
    expect(events(text).find((event) => event.UID?.startsWith(`leave-${sick}`))).toMatchObject({
      SUMMARY: '请假 · 病假',
      TRANSP: 'TRANSPARENT',
    });
    for (const event of events(text)) expect(event.DTSTAMP).toMatch(/^\d{8}T\d{6}Z$/);
  });

  it('answers the same bytes while nothing changes, and nothing at all to who has them', async () => {
    const [one, two] = [await ask(path), await ask(path)];
    expect(two.body).toBe(one.body);
    const same = await ask(path, { 'if-none-match': one.headers.get('etag') as string });
    expect([same.status, same.bytes.length]).toEqual([304, 0]);
  });

  it('counts changes, and tells what is gone as cancelled', async () => {
    const at = '2026-10-16';
    const uid = (text: string) =>
      events(text).find((event) => event.UID?.startsWith(`duty-${at}-am-`)) as Record<string, string>;
    const before = uid(String((await ask(path)).body));
    const leave = await caseOf('leave', 'filed', '0047', { kind: 'personal' });
    expect(await take(leave, '0047', at, [0, 720])).toEqual([]);
    const gone = uid(String((await ask(path)).body));
    expect([before.STATUS, before.SEQUENCE, gone.STATUS, gone.SEQUENCE]).toEqual(['CONFIRMED', '0', 'CANCELLED', '1']);
    expect(gone['LAST-MODIFIED']).toBe(gone.DTSTAMP);
    await inHall((tx) => presence().free(tx, leave));
    const back = String((await ask(path)).body);
    expect([uid(back).UID, uid(back).STATUS, uid(back).SEQUENCE]).toEqual([before.UID, 'CONFIRMED', '2']);
    expect(events(back).find((event) => event.UID?.startsWith(`leave-${leave}`))).toMatchObject({
      STATUS: 'CANCELLED',
    });
  });

  it('leaves out a leave that nobody has approved', async () => {
    const asked = await caseOf('leave', 'pending', '0047', { kind: 'annual' });
    expect(await take(asked, '0047', '2026-10-21', [0, 1440])).toEqual([]);
    const text = String((await ask(path)).body);
    expect(text).not.toContain(asked);
    expect(events(text).filter((event) => event.UID?.startsWith('duty-2026-10-21-'))).toHaveLength(2);
  });

  it('of a window names who is there and who is away, and never says why', async () => {
    const [head] = await hall.sql<{ person: string }>(
      `select person_code as person from role_grant where institution_id = $1 and role = 'WINDOW_HEAD' and target = 'A16'`,
      [institution],
    );
    const made = await (await hall.as(head?.person as string)).post('/api/feeds', { kind: 'window', window: 'A16' });
    expect(made.status).toBe(201);
    colleaguePath = made.body.path;
    const text = String((await ask(colleaguePath)).body).replace(/\r\n[ \t]/g, '');
    const [name] = await hall.sql<{ name: string }>(
      `select name from person where institution_id = $1 and code = '0047'`,
      [institution],
    );
    expect(text).toContain(`不在岗：${name?.name}`);
    expect(text).not.toMatch(/病|sick|事假|公休/);
    expect(text).not.toContain(sick);
    expect(text).not.toContain('请假');
  });

  it('is made for a window by nobody but its head and supervision', async () => {
    const people = await hall.people();
    const clerk = people.find((one) => one.window?.code === 'A16' && !one.roles.includes('WINDOW_HEAD'));
    const colleague = await hall.as(clerk?.code as string);
    const window = { kind: 'window', window: 'A16' };
    expect(refusal(await colleague.post('/api/feeds', window))).toEqual([403, 'duty.feed_forbidden']);
    expect((await supervision.post('/api/feeds', window)).status).toBe(201);
    expect((await colleague.get('/api/feeds')).body).toEqual({ items: [], windows: [] });
    expect((await supervision.get('/api/feeds')).body.windows.length).toBeGreaterThan(20);
  });

  it('ends when it is revoked, when the right ends, and for whoever guesses', async () => {
    const owner = await hall.as('0047');
    const { items } = (await owner.get('/api/feeds')).body;
    expect(refusal(await supervision.post(`/api/feeds/${items[0].id}/revoke`))).toEqual([404, 'platform.not_found']);
    expect((await owner.post(`/api/feeds/${items[0].id}/revoke`)).status).toBe(200);
    const guessed = `/feeds/${path.slice(7, 28)}${'A'.repeat(43)}.ics`;
    for (const address of [path, guessed, '/feeds/none.ics', '/feeds/none'])
      expect(refusal(await ask(address))).toEqual([404, 'platform.not_found']);
    await hall.sql(
      `update role_grant set to_on = from_on where institution_id = $1 and role = 'WINDOW_HEAD' and target = 'A16'`,
      [institution],
    );
    expect((await ask(colleaguePath)).status).toBe(404);
  });
});

describe('the registers', () => {
  let leave: string;
  let hours: string;
  let cover: string;
  const half = (day: string, which: 'am' | 'pm') => ({ day, half: which });
  const list = async (path: string, who: Visitor = supervision) => (await who.get(path)).body;

  beforeAll(async () => {
    const base = {
      round: 1,
      parts: [],
      window: 'A16',
      kindTitle: { zh: '病假', en: 'Sick leave' },
      certificates: [],
      filedBy: null,
    };
    leave = await caseOf('leave', 'onLeave', '0047', {
      ...base,
      kind: 'sick',
      from: half('2027-03-01', 'am'),
      to: half('2027-03-02', 'pm'),
      length: 20_000,
      substituteRequired: true,
      certificateRequired: true,
    });
    hours = await caseOf('leave', 'returned', '0048', {
      ...base,
      kind: 'personal',
      kindTitle: { zh: '事假', en: 'Personal leave' },
      parts: [{ day: '2027-03-04', start: '09:00', end: '09:30' }],
      from: half('2027-03-04', 'am'),
      to: half('2027-03-04', 'am'),
      length: 625,
      filedBy: '0047',
      substituteRequired: false,
      certificateRequired: false,
      returned: half('2027-03-04', 'am'),
    });
    const [row] = await hall.sql<{ key: string }>('select key from case_file where id = $1', [leave]);
    cover = await caseOf('substitution', 'badgeOverdue', '0047', {
      window: 'A16',
      absent: '0047',
      substitute: '0048',
      stints: [{ substitute: '0002' }],
      from: half('2027-03-01', 'am'),
      to: half('2027-03-02', 'pm'),
      chases: 1,
    });
    await hall
      .sql(`update case_file set key = $2, revision = 2 where id = $1`, [cover, `${row?.key}-s1`])
      .catch(() => undefined);
    await hall.sql(
      `insert into badge (institution_id, badge, person, window_code, case_id, effect_id, issued_at)
       values ($1, 'T-01', '0048', 'A16', $2, 'test-badge', '2027-03-01T00:40:00Z')`,
      [institution, cover],
    );
  });

  it('of leave tells kind and state in words, hours by the clock, and what is still due', async () => {
    const { items } = await list('/api/leaves?from=2027-03-01&to=2027-03-31&sort=from');
    expect(items).toMatchObject([
      {
        id: leave,
        personName: expect.stringMatching(/^\p{Script=Han}+$/u),
        window: 'A16',
        kindTitle: { zh: '病假' },
        stateLabel: '休假中',
        days: '2',
        hours: null,
        certificate: 'due',
        substituteRequired: true,
      },
      { id: hours, hours: '09:00–09:30', days: '0.0625', certificate: 'none', filedByName: expect.any(String) },
    ]);
  });

  it.each([
    ['person=0047', [true, false]],
    ['kind=personal', [false, true]],
    ['state=onLeave', [true, false]],
    ['window=A16', [true, true]],
    ['unit=none', [false, false]],
    ['substitute=yes', [true, false]],
    ['substitute=no', [false, true]],
    ['from=2027-03-03', [false, true]],
    ['to=2027-03-03', [true, false]],
  ])('of leave is narrowed by %s', async (filter, [first, second]) => {
    const { items } = await list(`/api/leaves?pageSize=200&${filter}`);
    const ids = items.map((row: { id: string }) => row.id);
    expect([ids.includes(leave), ids.includes(hours)]).toEqual([first, second]);
  });

  it('of leave is sorted by length, and shows each reader what his rights reach', async () => {
    const { items } = await list('/api/leaves?window=A16&from=2027-03-01&sort=-days');
    expect(items.map((row: { id: string }) => row.id)).toEqual([leave, hours]);
    const colleague = (await hall.people()).find((one) => one.unit?.code === 'U01' && one.roles.join() === 'STAFF');
    const own = await list('/api/leaves', await hall.as(colleague?.code as string));
    expect(
      own.items.map((row: { person: string }) => row.person).filter((code: string) => code !== colleague?.code),
    ).toEqual([]);
  });

  it('of substitutes shows who sat there, the badge and that it is overdue', async () => {
    const { items, total } = await list('/api/substitutions?overdue=yes');
    expect([total, items[0]]).toMatchObject([
      1,
      {
        id: cover,
        window: 'A16',
        absent: '0047',
        substitute: '0048',
        before: [expect.any(String)],
        badge: 'T-01',
        issuedAt: '2027-03-01T00:40:00.000Z',
        returnedAt: null,
        overdue: true,
        stateLabel: '挂牌逾期未还',
      },
    ]);
    expect((await list('/api/substitutions?overdue=no')).items.map((row: { id: string }) => row.id)).not.toContain(
      cover,
    );
    expect((await list('/api/substitutions?person=0048')).total).toBe(1);
  });

  it.each([
    ['zh-CN', '请假台账', ['病假', '休假中', '2027-03-01 上午']],
    ['en', 'Leave register', ['Sick leave', 'On leave', '2027-03-01 a.m.']],
  ])('go out as spreadsheets in the words of the reader: %s', async (language, title, words) => {
    const reply = await supervision.get('/api/leaves?from=2027-03-01&format=xlsx', { 'accept-language': language });
    expect(reply.headers.get('content-disposition')).toContain(encodeURIComponent(title));
    const { Workbook } = await import('@cj-tech-master/excelts');
    const workbook = new Workbook();
    await workbook.xlsx.load(reply.bytes as never);
    const text = JSON.stringify(workbook.worksheets[0]?.getSheetValues());
    for (const word of [title, ...words]) expect(text).toContain(word);
    const badges = await supervision.get('/api/substitutions?format=xlsx', { 'accept-language': language });
    expect(badges.bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('the working calendar', () => {
  const year = async (which: number): Promise<CalendarYearView> =>
    (await supervision.get(`/api/calendar?year=${which}`)).body;
  const notice = {
    year: 2027,
    papers: ['https://example.org/2027'],
    fileName: '2027.json',
    days: [
      { name: '元旦', date: '2027-01-01', isOffDay: true },
      { name: '元旦', date: '2027-01-02', isOffDay: true },
      { name: '元旦', date: '2027-01-09', isOffDay: false },
    ],
  };

  it('counts 248 working days of 2026 and knows no 2027', async () => {
    const shown = await year(2026);
    expect(shown).toMatchObject({
      loaded: true,
      counts: { days: 365, working: 248, own: 0 },
      source: { importedBy: null },
    });
    expect(await year(2027)).toMatchObject({ loaded: false, items: [], source: null });
  });

  it('is read from a file without storing anything, and refuses what is no arrangement', async () => {
    const upload = (name: string, text: string | Buffer) =>
      supervision.upload('/api/calendar/read', name, Buffer.isBuffer(text) ? text : Buffer.from(text));
    const read = await upload(
      '2027.json',
      JSON.stringify({ year: notice.year, papers: notice.papers, days: notice.days }),
    );
    expect(read.body).toMatchObject({
      fileName: '2027.json',
      items: [{ year: 2027, papers: notice.papers, days: notice.days }],
    });
    const png = Buffer.from('89504e470d0a1a0a', 'hex');
    expect(refusal(await upload('2027.json', png))).toEqual([422, 'calendar.file_unreadable']);
    expect(refusal(await upload('2027.ics', '{}'))).toEqual([422, 'calendar.file_unreadable']);
    expect(refusal(await upload('2027.xlsx', png))).toEqual([415, 'import.file_type_mismatch']);
    expect(refusal(await upload('2027.txt', '{}'))).toEqual([415, 'file.type_not_allowed']);
    const wrong = [
      ...notice.days,
      { name: 'x', date: '2027-02-30', isOffDay: true },
      { name: 'x', date: '2027-01-01', isOffDay: false },
    ];
    const reply = await upload('2027.json', JSON.stringify({ year: 2027, days: wrong }));
    expect([...refusal(reply), reply.body.errors.length]).toEqual([422, 'calendar.lines_refused', 2]);
    const template = await supervision.get('/api/calendar/template');
    expect(template.bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await year(2027)).loaded).toBe(false);
  });

  it('imports a year after showing it, and counts with it from then on', async () => {
    const shown: CalendarPreview = (await supervision.post('/api/calendar/preview', { notice })).body;
    expect(shown.working).toEqual([{ year: 2027, before: null, after: 261 }]);
    expect(shown.changed.map((day) => [day.date, day.before, day.after])).toEqual([
      ['2027-01-01', null, 'off'],
      ['2027-01-02', null, 'off'],
      ['2027-01-09', null, 'work'],
    ]);
    expect(shown.touched.count).toBe(0);
    expect((await supervision.post('/api/calendar', { notice, accept: shown.accept })).status).toBe(200);
    expect(await year(2027)).toMatchObject({
      loaded: true,
      source: { papers: notice.papers, fileName: '2027.json' },
      counts: { working: 261, makeUp: 1 },
    });
  });

  it.each([
    [
      'a day that does not exist',
      { notice: { ...notice, days: [{ name: 'x', date: '2027-02-30', isOffDay: true }] } },
      400,
    ],
    [
      'a day twice, off and working',
      { notice: { ...notice, days: [...notice.days, { ...notice.days[0], isOffDay: false }] } },
      422,
    ],
    [
      'a year without a notice',
      { notice: { ...notice, days: [{ name: '元旦', date: '2026-01-01', isOffDay: true }] } },
      422,
    ],
    [
      'own days of a year that is not loaded',
      { ownDays: [{ date: '2028-05-01', kind: 'off', name: '休', reason: '停电' }] },
      422,
    ],
    ['an own day without a reason', { ownDays: [{ date: '2026-11-14', kind: 'work', name: '延时' }] }, 400],
    ['two changes at once', { notice, takeBack: ['2026-11-14'] }, 400],
    ['nothing', {}, 400],
  ])('refuses %s', async (_, body, status) => {
    for (const path of ['/api/calendar', '/api/calendar/preview'])
      expect((await supervision.post(path, body)).status).toBe(status);
  });

  it('takes own days only when the leave they touch was seen, and gives the notice back its day', async () => {
    const day = '2026-11-12';
    const ownDays = [{ date: day, kind: 'off', name: '设备检修', reason: '全厅停电' }];
    const leave = await caseOf('leave', 'filed', '0047', { from: { day, half: 'am' }, to: { day, half: 'pm' } });
    expect(await take(leave, '0047', day, [0, 1440])).toEqual([]);
    const blind = await supervision.post('/api/calendar', { ownDays });
    expect([...refusal(blind), blind.body.errors[0].got]).toEqual([409, 'calendar.touches_cases', `${day} – ${day}`]);
    const shown: CalendarPreview = (await supervision.post('/api/calendar/preview', { ownDays })).body;
    expect(shown.touched).toMatchObject({
      count: 1,
      leaves: [{ id: leave, person: '0047', from: day, to: day, state: 'filed', stateLabel: '已备案' }],
    });
    expect((await supervision.post('/api/calendar', { ownDays, accept: shown.accept })).status).toBe(200);
    expect((await year(2026)).items.find((one) => one.date === day)).toEqual({
      date: day,
      kind: 'off',
      name: '设备检修',
      source: 'office',
      reason: '全厅停电',
    });
    const back = { takeBack: [day] };
    const seen: CalendarPreview = (await supervision.post('/api/calendar/preview', back)).body;
    expect(seen.changed).toEqual([{ date: day, name: null, before: 'off', after: 'work' }]);
    expect((await supervision.post('/api/calendar', { ...back, accept: seen.accept })).status).toBe(200);
    expect((await year(2026)).items.find((one) => one.date === day)).toMatchObject({ kind: 'work', source: 'state' });
    expect(refusal(await supervision.post('/api/calendar', back))).toEqual([409, 'calendar.own_day_missing']);
    // Who arranged what, and who took it back, stays.
    expect(await hall.sql('select day::text, reason, taken_back_by from calendar_own_day')).toEqual([
      {
        day,
        reason: '全厅停电',
        taken_back_by: supervision && (await supervision.get('/api/auth/me')).body.person.code,
      },
    ]);
  });

  it('warns from 1 November on while the next year is missing', async () => {
    expect((await year(2026)).missing).toBeNull();
    await hall.sql('delete from calendar_day where day >= $1', ['2027-01-01']);
    const now = Date.parse('2026-11-01T01:00:00Z') - Date.now();
    await hall.sql('update business_clock set offset_ms = $2 where institution_id = $1', [institution, now]);
    expect((await year(2026)).missing).toBe(2027);
  });
});
