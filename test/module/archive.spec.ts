/** A period leaves its machine as a file and is recomputed from it alone (G12): the examples' months, quarters and years. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArchive, writeArchive } from '../../src/cli/archive-file.js';
import { verifyFile } from '../../src/cli/verify-archive.js';
import { DemoService } from '../../src/demo/demo.service.js';
import { ChainService } from '../../src/ledger/chain.service.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import type { FactInput } from '../../src/ledger/ledger.types.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { type ArchiveEntry, type ArchiveHead, verifyArchive } from '../../src/scoring/archive.js';
import { ArchiveService } from '../../src/scoring/archive.service.js';
import { ScoringService } from '../../src/scoring/scoring.service.js';
import { type TestApi, testApi } from '../support/api.js';

let api: TestApi;
const folder = mkdtempSync(join(tmpdir(), 'archive-'));
const ids: Record<string, string> = {};
const get = <T>(type: abstract new (...args: never[]) => T): T => api.app.get(type, { strict: false });
const inside = <T>(institution: string, fn: (tx: Tx) => Promise<T>) =>
  get(Database).inInstitution(ids[institution]!, fn);

beforeAll(async () => {
  api = await testApi();
  for (const [code, example] of [
    ['hall', 'city-hall'],
    ['bank', 'bank-department'],
  ] as const)
    ids[code] = (await get(DemoService).found({ example, code, name: `示例${code}` }, true)).id;
  await fillHall();
  await fillBank();
}, 240_000);
afterAll(async () => {
  await api?.close();
  rmSync(folder, { recursive: true });
});

/** The lists of three months as the office sends them, over HTTP. */
async function fillHall(): Promise<void> {
  const { items } = (await api.visitor().get('/api/demo/people?institution=hall')).body;
  const office = api.visitor();
  const person = items.find((one: { roles: string[] }) => one.roles.includes('SUPERVISION'));
  await office.post('/api/demo/sign-in', { institution: 'hall', personCode: person.code });
  const samples = (await office.get('/api/imports/samples')).body.items as {
    name: string;
    kind: string;
    isDirty: boolean;
  }[];
  for (const { name, kind } of samples.filter((one) => !one.isDirty && /^(cases|survey|peer-review)-/.test(one.name))) {
    const { bytes } = await office.get(`/api/imports/samples/${name}`);
    const previewed = await office.upload(`/api/imports?kind=${kind}`, name, bytes);
    expect([name, previewed.status]).toEqual([name, 201]);
    expect((await office.post(`/api/imports/${previewed.body.id}/commit`)).status).toBe(200);
  }
  const days = ['2026-07-06', '2026-08-12', '2026-09-09'];
  await post(
    'hall',
    days.flatMap((happenedOn, n) =>
      ['window:A01', 'window:A05', 'window:B02'].slice(0, n + 1).map((subject) => ({
        key: `${subject} ${happenedOn}`,
        item: 'R11.A4',
        subject,
        happenedOn,
        note: '巡查时不在岗',
      })),
    ),
  );
  for (const period of ['2026-07', '2026-08', '2026-09', '2026-Q3', '2026'])
    await inside('hall', (tx) => get(ScoringService).recompute(tx, period));
}

/** Findings of a year with repeats, a streak and one taken back. */
async function fillBank(): Promise<void> {
  const breach = (key: string, happenedOn: string, item = 'R63.P03a', subject = 'person:0008') => ({
    key,
    item,
    subject,
    happenedOn,
    values: { fault: key.length % 2 ? 'own' : 'management', inspection: key },
  });
  await post('bank', [
    breach('a', '2026-08-20'),
    breach('b1', '2026-09-05'),
    breach('c', '2026-09-12'),
    breach('d1', '2026-09-14', 'R63.P07', 'person:0009'),
    breach('e', '2026-09-15', 'R63.P01a', 'person:0010'),
  ]);
  await inside('bank', async (tx) => {
    const [fact] = await get(LedgerService).facts(tx, { subjects: ['person:0010'] });
    const source = { kind: 'system' as const, id: 'undo', recorder: 'test' };
    await get(LedgerService).reverse(tx, { factIds: [fact!.id] }, source, '申诉成立');
    await get(ChainService).closeDay(tx, '2026-09-30');
  });
  for (const period of ['2026-08', '2026-09', '2026-Q3'])
    await inside('bank', (tx) => get(ScoringService).recompute(tx, period));
}

const post = (institution: string, facts: FactInput[]) =>
  inside(institution, (tx) => get(LedgerService).post(tx, facts, { kind: 'system', id: 'fill', recorder: '0001' }));

async function exported(institution: string, period: string): Promise<string> {
  const file = join(folder, `${institution}-${period}.json.gz`);
  await inside(institution, (tx) => writeArchive(file, get(ArchiveService).lines(tx, period)));
  return file;
}

async function verified(file: string, anchor?: { day: string; hash: string }): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  const print = (line: string) => out.push(line);
  const code = await verifyFile(file, { anchor, isJson: false }, { language: 'en', print });
  return { code, out: out.join('\n') };
}

describe('an archive', () => {
  it.each([
    ['hall', '2026-09'],
    ['hall', '2026-Q3'],
    ['hall', '2026'],
    ['bank', '2026-09'],
    ['bank', '2026-Q3'],
  ])('of %s %s gives the same digest with no database at hand', async (institution, period) => {
    const file = await exported(institution, period);
    const { head, entries } = await readArchive(file);
    expect(entries.length).toBeGreaterThan(5);
    const found = await verified(file);
    expect(found).toEqual({ code: 0, out: expect.stringContaining(`recomputed ${head.run.digest}, the same`) });
    const report = await inside(institution, async (tx) => verifyArchive(await headOf(tx, period), entries));
    expect(report.subjects).toBe(new Set(head.results.map((row) => row.subject)).size);
  });

  const headOf = async (tx: Tx, period: string): Promise<ArchiveHead> => {
    for await (const line of get(ArchiveService).lines(tx, period)) return line as ArchiveHead;
    throw new Error('no head');
  };

  it('holds business keys and no names or notes', async () => {
    const { head, entries } = await readArchive(await exported('hall', '2026-09'));
    const text = JSON.stringify([head.population, entries, head.results]);
    const people = await inside('hall', (tx) => tx.query<{ name: string }>('select name from person'));
    expect(people.length).toBeGreaterThan(100);
    for (const { name } of people) expect(text).not.toContain(`"${name}"`);
    expect(text).not.toContain('巡查时不在岗');
    expect(entries.some((entry) => entry.noteHash !== null)).toBe(true);
  });

  const tampered = async (
    change: (head: ArchiveHead, entries: ArchiveEntry[]) => void,
    [institution, period] = ['bank', '2026-09'],
  ) => {
    const read = await readArchive(await exported(institution, period));
    const { head, entries } = structuredClone(read);
    change(head, entries);
    const file = join(folder, 'tampered.json.gz');
    await writeArchive(
      file,
      (async function* () {
        yield head;
        yield* entries;
      })(),
    );
    return verified(file);
  };
  const ofClerk = (entries: ArchiveEntry[]) => entries.findIndex((entry) => entry.chain === 'person:0008');

  it('tells by name whose figures change with one fact that was changed', async () => {
    const found = await tampered((_head, entries) => {
      entries[ofClerk(entries)]!.quantity = 30_000;
    });
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/first broken chain: person:0008 entry 1 \(content\)/);
    expect(found.out).toMatch(/first subject that differs: person:\d+ \(points \S+ → \S+\)/);
    expect(found.out).toContain('different');
  });

  it.each<[string, RegExp, (head: ArchiveHead, entries: ArchiveEntry[]) => void]>([
    [
      'a fact that was left out',
      /person:0008 entry 1 \(missing\)/,
      (_head, entries) => entries.splice(ofClerk(entries), 1),
    ],
    [
      'the last fact cut off with its head',
      /day:2026-09-30|first broken chain/,
      (head, entries) => {
        const last = entries.findLastIndex((entry) => entry.chain === 'person:0009');
        entries.splice(last, 1);
        (head.heads as unknown as { chain: string }[]).splice(
          head.heads.findIndex((one) => one.chain === 'person:0009'),
          1,
        );
      },
    ],
    [
      'a total that was written over',
      /first subject that differs: person:0008/,
      (head) => {
        (head.results.find((row) => row.subject === 'person:0008') as { digest: string }).digest = '0'.repeat(64);
      },
    ],
    [
      'a person taken off the list',
      /the population is not the one/,
      (head) => (head.population as unknown[]).splice(0, 1),
    ],
    [
      'an amount of the regulation',
      /the edition is not the one/,
      (head) => {
        const source = head.edition.sources.find((one) => one.id.startsWith('r63'))!;
        const text = source.rules.text.replace(/(id: R63\.P03a, .*?points: )-1/, '$1-2');
        expect(text).not.toBe(source.rules.text);
        source.rules.text = text;
      },
    ],
  ])('finds %s', async (_what, says, change) => {
    const found = await tampered(change);
    expect(found).toEqual({ code: 1, out: expect.stringMatching(says) });
  });

  it('made up as a whole is found by the printed hash of a closed day', async () => {
    const file = await exported('bank', '2026-09');
    const { head } = await readArchive(file);
    const day = head.days[0]!;
    expect((await verified(file, { day: day.day, hash: day.hash })).code).toBe(0);
    expect((await verified(file, { day: day.day, hash: 'f'.repeat(64) })).code).toBe(1);
  });

  it('that is no archive, or was cut short, is refused as such', async () => {
    const { writeFileSync, readFileSync } = await import('node:fs');
    const broken = join(folder, 'broken.json.gz');
    writeFileSync(broken, 'nothing');
    await expect(readArchive(broken)).rejects.toMatchObject({ code: 'archive.unreadable' });
    writeFileSync(broken, readFileSync(await exported('bank', '2026-09')).subarray(0, 2_000));
    await expect(readArchive(broken)).rejects.toMatchObject({ code: 'archive.unreadable' });
    await expect(readArchive(join(folder, 'none'))).rejects.toMatchObject({ code: 'archive.unreadable' });
  });

  it('is not written for a period that nobody computed', async () => {
    await expect(exported('bank', '2025-01')).rejects.toMatchObject({ code: 'result.not_computed' });
  });
});
