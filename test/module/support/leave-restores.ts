/**
 * What a leave took comes back to the last row: days of the account, time of the person, facts in the ledger, and the score with
 * the digest that it had. Whole sets of rows are compared, and never one figure.
 */

import { Database } from '../../../src/platform/database/database.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import { RegulationService } from '../../../src/regulation/regulation.service.js';
import { ResultsService } from '../../../src/scoring/results.service.js';
import { ScoringService } from '../../../src/scoring/scoring.service.js';
import type { Visitor } from '../../support/api.js';
import { HALL, type Hall } from '../../support/hall.js';
import { act, done } from '../../support/office.js';

/** Nobody need stand in for them: at their windows sit enough others. */
const PERSON = '0003';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const am = { day: '2026-09-30', half: 'am' };
const pm = { day: '2026-09-30', half: 'pm' };

type Rows = readonly object[];
/** All that a leave may touch. */
interface World {
  accounts: Rows;
  entries: Rows;
  slots: Rows;
  facts: Rows;
  scores: Rows;
}

export function leaveRestores(of: () => Hall): void {
  let supervision: Visitor;
  let self: Visitor;
  let institution: string;

  const inHall = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> =>
    of().app.get(Database, { strict: false }).inInstitution(institution, fn);
  const get = <T>(type: abstract new (...args: never[]) => T): T => of().app.get(type as never, { strict: false }) as T;

  const score = (period: string): Promise<Rows> =>
    inHall(async (tx) => {
      await get(ScoringService).recompute(tx, period);
      const found = await get(ResultsService).results(tx, period);
      return (found?.results ?? []).map(({ subject, output, total, digest }) => ({
        period,
        subject,
        output,
        total,
        digest,
      }));
    });

  const world = async (): Promise<World> => ({
    // An account that was opened for the leave and is empty again holds nothing.
    accounts: await of().sql(
      `select account, year, limited, entitled, carried, expired, used, reserved from leave_account
       where person = $1 and (entitled, carried, expired, used, reserved) <> (0, 0, 0, 0, 0) order by account, year`,
      [PERSON],
    ),
    // What is left of the entries when each that was taken back is set against what took it back.
    entries: await of().sql(
      `select account, year, case when type in ('freed', 'reserved') then 'reserved' when type in ('restored', 'used') then 'used' else type end as type,
         sum(case when type in ('freed', 'restored') then -amount else amount end) as amount
       from leave_account_entry where person = $1 group by 1, 2, 3
       having sum(case when type in ('freed', 'restored') then -amount else amount end) <> 0 order by 1, 2, 3`,
      [PERSON],
    ),
    slots: await of().sql(
      `select person, day::text, minutes::text, purpose, window_code from person_slot where person = $1 order by day, minutes`,
      [PERSON],
    ),
    facts: await of().sql(
      `select item, subject, person, happened_on::text, sum(quantity) as quantity, sum(count) as count from fact
       group by 1, 2, 3, 4 having (sum(quantity), sum(count)) <> (0, 0) order by 1, 2, 3, 4`,
    ),
    scores: [...(await score('2026-09')), ...(await score('2026-10'))],
  });

  const history = (table: string): Promise<Rows> => of().sql(`select * from ${table} order by id`);
  /** Everything that was written stays; what is taken back stands against it, once. */
  const expectOnlyAdded = async (table: string, before: Rows) => {
    const after = await history(table);
    expect(
      after.filter((row) => before.some((old) => (old as { id: string }).id === (row as { id: string }).id)),
    ).toEqual(before);
  };
  const expectPaired = async () =>
    expect(
      await of().sql(
        `select back.id from fact back left join fact own on own.id = back.reverses and own.institution_id = back.institution_id
         where back.reverses is not null and (own.item, own.subject, own.happened_on, -own.quantity, -own.count)
           is distinct from (back.item, back.subject, back.happened_on, back.quantity, back.count::int)`,
      ),
    ).toEqual([]);

  /** On leave since this morning: asked for, signed by the whole chain, and filed in time. */
  const begun = async (kind: string, to = pm): Promise<string> => {
    const made = await self.post('/api/leaves', { kind, parts: [{ from: am, to }], reason: '家中有事' });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    const { id } = made.body;
    await signed(id);
    await done(supervision, id, 'leave.file');
    return id;
  };
  const signed = async (id: string): Promise<void> => {
    for (let step = 0; ; step++) {
      const { state, context } = (await supervision.get(`/api/cases/${id}`)).body;
      if (!['pending', 'extensionPending'].includes(state)) return;
      const role = context.chain[context.step].key;
      const people = (await of().people()).filter((one) => one.roles.includes(role));
      let reply: { status: number } = { status: 0 };
      for (const one of people) {
        reply = await act(await of().as(one.code), id, 'leave.approve', { remark: '同意' });
        if (reply.status === 200) break;
      }
      if (reply.status !== 200 || step > 5) throw new Error(`nobody signs as ${role}`);
    }
  };
  const back = (id: string, returned: object, certificates: string[] = []) =>
    done(self, id, 'leave.reportBack', { returned, certificates });
  const certificate = async () => (await self.upload('/api/evidence', '证明.png', png)).body.hash as string;
  const sickWithPaper = async (): Promise<string> => {
    const id = await begun('sick');
    await back(id, pm, [await certificate()]);
    await done(supervision, id, 'leave.acceptCertificate', { issuedTo: PERSON, from: am.day, to: am.day });
    return id;
  };
  const cancel = (id: string) => done(supervision, id, 'leave.cancel', { reason: '当日实际在岗' });

  describe('what a leave took comes back exactly', () => {
    let empty: World;
    let past: { facts: Rows; entries: Rows };

    beforeAll(async () => {
      const [found] = await of().sql<{ id: string }>('select id from institution where code = $1', [HALL]);
      institution = found?.id ?? '';
      supervision = await of().as('0109');
      self = await of().as(PERSON);
      // Every leave counts in the score here, whether or not a substitute was required (A07).
      await inHall((tx) =>
        get(RegulationService).adopt(tx, 'example-city-hall', '2026-01-01', {
          from: '2026-09-01',
          by: 'test',
          choices: { settings: { 'deduct.onlyIfSubstituteRequired': 'NO' } },
        }),
      );
      empty = await world();
      past = { facts: await history('fact'), entries: await history('leave_account_entry') };
    });
    afterEach(async () => {
      expect(await world()).toEqual(empty);
      await expectOnlyAdded('fact', past.facts);
      await expectOnlyAdded('leave_account_entry', past.entries);
      await expectPaired();
    });

    it('after cancelling, before it began or after it was closed', async () => {
      const first = await self.post('/api/leaves', {
        kind: 'annual',
        parts: [{ from: am, to: pm }],
        reason: '家中有事',
      });
      expect((await world()).entries).not.toEqual(empty.entries);
      await done(self, first.body.id, 'leave.withdraw');
      expect(await world()).toEqual(empty);
      const id = await begun('personal');
      await back(id, pm);
      await done(supervision, id, 'leave.confirmReturn');
      const closed = await world();
      // A day without a substitute costs the window two points where the office reads it so.
      expect(closed.facts).toHaveLength(empty.facts.length + 1);
      expect(closed.scores).not.toEqual(empty.scores);
      await cancel(id);
    });

    it('after an extension, refused or granted, and an early return: as if it had been asked for so from the start', async () => {
      const to = { day: '2026-10-08', half: 'am' };
      const short = await begun('annual', am);
      await back(short, am);
      await done(supervision, short, 'leave.confirmReturn');
      const half = await world();
      expect(half.entries).not.toEqual(empty.entries);
      await cancel(short);
      expect(await world()).toEqual(empty);

      const id = await begun('annual');
      const running = await world();
      await done(self, id, 'leave.extend', { to, reason: '路上耽搁' });
      expect(await world()).not.toEqual(running);
      await done(self, id, 'leave.withdraw');
      expect(await world()).toEqual(running);
      await done(self, id, 'leave.extend', { to, reason: '路上耽搁' });
      await signed(id);
      expect((await world()).slots).toHaveLength(running.slots.length + 1);
      await back(id, am);
      await done(supervision, id, 'leave.confirmReturn');
      expect(await world()).toEqual(half);
      await cancel(id);
    });

    it('after sick leave became personal leave, and sick leave again: each as if it had been that', async () => {
      const own = await begun('personal');
      await back(own, pm);
      await done(supervision, own, 'leave.confirmReturn');
      const personal = await world();
      await cancel(own);
      const control = await sickWithPaper();
      const sick = await world();
      await cancel(control);
      expect(await world()).toEqual(empty);

      const id = await begun('sick');
      await back(id, pm);
      await done(supervision, id, 'leave.reclassify', { reason: '未补交病假证明' });
      expect(await world()).toEqual(personal);
      await done(self, id, 'leave.addCertificate', { certificates: [await certificate()] });
      await done(supervision, id, 'leave.acceptCertificate', { issuedTo: PERSON, from: am.day, to: am.day });
      expect(await world()).toEqual(sick);
      expect(personal.scores).not.toEqual(sick.scores);
      await cancel(id);
    });

    it('after deceit: nothing of the leave counts; that he was away stays known, and is proposed as what it is', async () => {
      const id = await sickWithPaper();
      const sick = await world();
      await done(supervision, id, 'leave.deceit', { reason: '证明系伪造' });
      expect(await world()).toEqual({ ...empty, slots: sick.slots });
      const [found] = await of().sql<{ id: string }>(
        `select id, kind, cause, state, length, day::text, rule->'articles' as articles from absence_proposal where source->>'id' = $1`,
        [id],
      );
      expect(found).toMatchObject({
        kind: 'deceit',
        cause: 'deceit',
        state: 'open',
        length: 10_000,
        day: am.day,
        articles: ['R15.L8'],
      });
      const dropped = await supervision.post(`/api/absences/${found?.id}/drop`, { reason: '医院复核，证明属实' });
      expect(dropped.status).toBe(200);
      expect(await world()).toEqual({ ...empty, slots: sick.slots });
      await of().sql('delete from person_slot where case_id = $1', [id]);
    });
  });
}
