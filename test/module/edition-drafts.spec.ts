import { DemoService } from '../../src/demo/demo.service.js';
import { type Reply, type TestApi, testApi, type Visitor } from '../support/api.js';

/** Drafts of an edition over HTTP: written, checked, kept whatever is wrong with them. */
let api: TestApi;
let author: Visitor;
let colleague: Visitor;
let stranger: Visitor;

beforeAll(async () => {
  api = await testApi();
  const demo = api.app.get(DemoService, { strict: false });
  await demo.found({ example: 'bank-department', code: 'demo-bank', name: '示例银行营业部' }, true);
  await demo.found({ example: 'bank-department', code: 'other-bank', name: '另一家银行' }, true);
  [author, colleague] = (await administrators('demo-bank')) as [Visitor, Visitor];
  [stranger] = (await administrators('other-bank')) as [Visitor];
}, 240_000);
afterAll(() => api?.close());

async function administrators(institution: string): Promise<Visitor[]> {
  const { items } = (await api.visitor().get(`/api/demo/people?institution=${institution}`)).body;
  const found: Visitor[] = [];
  for (const { code } of items.filter((one: { roles: string[] }) => one.roles.includes('RULE_ADMIN'))) {
    const visitor = api.visitor();
    await visitor.post('/api/demo/sign-in', { institution, personCode: code });
    found.push(visitor);
  }
  return found;
}

const open = async (more: object = {}): Promise<Reply['body']> => {
  const reply = await author.post('/api/edition-drafts', {
    base: 'adopted',
    from: '2026-12-01',
    title: '修订',
    ...more,
  });
  expect([reply.status, reply.body.code]).toEqual([201, undefined]);
  return reply.body;
};
const seen = ({ revision }: { revision: number }) => ({ 'if-match': `"${revision}"` });
const change = (draft: Reply['body'], body: object, who = author) =>
  who.change('PATCH', `/api/edition-drafts/${draft.id}`, body, seen(draft));
const write = (draft: Reply['body'], file: string, text: string | null, who = author) =>
  who.change('PUT', `/api/edition-drafts/${draft.id}/sources/${file}`, { text }, seen(draft));
const read = (draft: Reply['body'], file: string) => author.get(`/api/edition-drafts/${draft.id}/sources/${file}`);
const check = async (draft: Reply['body']) => (await author.post(`/api/edition-drafts/${draft.id}/check`)).body;

describe('a draft', () => {
  it('starts from what is in force, with other points, as a new edition of its day', async () => {
    const draft = await open({ items: [{ rule: 'R63.P07', points: '-3' }], settings: { 'repeat.window': '60' } });
    expect(draft).toMatchObject({
      revision: 1,
      from: '2026-12-01',
      pack: { id: 'example-bank-department', edition: '2026-12-01' },
      base: { id: 'example-bank-department', edition: '2026-01-01' },
      case: null,
      isEditable: true,
      faults: [],
      settings: { 'repeat.window': '60' },
    });
    expect(draft.diff.before.hash).toBe(draft.base.hash);
    expect(draft.diff.items.changed).toMatchObject([
      { item: 'R63.P07', fields: ['points'], before: { points: '-2' }, after: { points: '-3' } },
    ]);
    expect(draft.diff.settings).toMatchObject([{ name: 'repeat.window', before: '30', after: '60' }]);
    expect(draft.diff.others).toEqual([]);
    const changed = draft.files.filter((file: { isChanged: boolean }) => file.isChanged);
    expect(changed.map((file: { file: string }) => file.file)).toEqual(['r63-bank-zhangjiakou:rules.yaml']);
    // Nothing is in force because of it.
    const { items } = (await author.get('/api/regulations/editions')).body;
    expect(items).toMatchObject([{ hash: draft.base.hash, isInForce: true, case: null }]);
    expect((await author.get('/api/regulations/adopted')).body.hash).toBe(draft.base.hash);
  });

  it('is not in force yet, and what is in force tells since when its rules stand so', async () => {
    const { hash } = (await author.get('/api/regulations/adopted')).body;
    const { body } = await author.get(`/api/regulations/editions/${hash}/history`);
    const [{ from }] = (await author.get('/api/regulations/editions')).body.items.slice(-1);
    expect(body).toEqual({ edition: expect.objectContaining({ hash }), first: from, since: {}, gone: [] });
    const unknown = await author.get(`/api/regulations/editions/${'0'.repeat(64)}/history`);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'platform.not_found']);
  });

  it('starts from any edition of the library', async () => {
    const reply = await author.post('/api/edition-drafts', {
      base: { id: 'r15-leave', edition: '2024-01-01' },
      from: '2027-01-01',
      title: '请假规定',
    });
    expect(reply.body).toMatchObject({ pack: { id: 'r15-leave', edition: '2027-01-01' }, faults: [] });
    const unknown = await author.post('/api/edition-drafts', {
      base: { id: 'r15-leave', edition: '1999-01-01' },
      from: '2027-01-01',
      title: '请假规定',
    });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'regulation.edition_unknown']);
  });

  it('keeps a faulty text with its faults, each at its place, and goes on from there', async () => {
    const draft = await open();
    const file = 'r63-bank-zhangjiakou:rules.yaml';
    const { text } = (await read(draft, file)).body;
    const faulty = text.replace('id: R63.P07,', 'id: R63.P07, weigth: 3,');
    expect(faulty).not.toBe(text);
    const line = faulty.slice(0, faulty.indexOf('weigth')).split('\n').length;
    const kept = await write(draft, file, faulty);
    expect(kept.status).toBe(200);
    expect(kept.body).toMatchObject({ revision: 2, edition: null, diff: null });
    expect(kept.body.faults).toContainEqual(
      expect.objectContaining({ code: 'pack.field_unknown', file, line, got: 'weigth', allowed: ['weight'] }),
    );
    expect(kept.body.files.find((one: { file: string }) => one.file === file).faults).toBeGreaterThan(0);
    expect((await read(kept.body, file)).body).toMatchObject({ text: faulty, isChanged: true, base: text });
    expect(await check(kept.body)).toMatchObject({ ok: false, faults: [expect.objectContaining({ file, line })] });
    const renamed = await change(kept.body, { title: '修订二' });
    expect(renamed.body).toMatchObject({ revision: 3, title: '修订二' });
    const back = await write(renamed.body, file, null);
    expect(back.body).toMatchObject({ faults: [], edition: { id: 'example-bank-department' } });
    expect(back.body.files.filter((one: { isChanged: boolean }) => one.isChanged)).toEqual([]);
  });

  it.each([
    ['a tab', (text: string) => text.replace('\nrankings:', '\n\trankings:'), 'pack.syntax'],
    ['a key twice', (text: string) => `${text}\nchoose: {}\n`, 'pack.duplicate_key'],
    ['a tag', (text: string) => `${text}\ninputs: !!js/function x\n`, 'pack.tag_forbidden'],
    ['an endless number', (text: string) => `${text}\nparameters: .inf\n`, 'pack.number_not_finite'],
    [
      'a missing reference',
      (text: string) => text.replace('article: OWN.02', 'article: OWN.99'),
      'pack.reference_missing',
    ],
  ])('names %s by file, line and column', async (_, spoil, code) => {
    const draft = await open();
    const { text } = (await read(draft, 'rules.yaml')).body;
    const { faults } = (await write(draft, 'rules.yaml', spoil(text))).body;
    expect(faults[0]).toMatchObject({ code, file: 'rules.yaml', line: expect.any(Number), column: expect.any(Number) });
    expect(faults[0].zh).toMatch(/[\u4e00-\u9fff]/);
    expect(faults[0].en).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('is changed by one hand at a time', async () => {
    const draft = await open();
    const blind = await author.change('PATCH', `/api/edition-drafts/${draft.id}`, { title: '甲版' });
    expect([blind.status, blind.body.code]).toEqual([428, 'request.if_match_required']);
    expect((await change(draft, { title: '乙版' }, colleague)).status).toBe(200);
    const late = await change(draft, { title: '丙版' });
    expect([late.status, late.body.code, late.body.revision]).toEqual([412, 'ruleset.draft_changed', 2]);
    const now = (await author.get(`/api/edition-drafts/${draft.id}`)).body;
    expect(now).toMatchObject({ title: '乙版', revision: 2 });
    const both = await Promise.all([change(now, { title: '丁版' }), change(now, { title: '戊版' }, colleague)]);
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 412]);
    expect(now.editors).toHaveLength(2);
  });

  it('refuses a choice, a fill or a figure that is not there, and stores nothing of it', async () => {
    const draft = await open();
    const basis = '领导小组会议 2026-8';
    const refusals: [object, number, string][] = [
      [{ settings: { 'repeat.windw': '30' } }, 404, 'regulation.unknown'],
      [{ settings: { 'repeat.bound': 'SOMETIMES' } }, 422, 'pack.invalid'],
      [{ fill: { 'no.such': { value: '1', basis } } }, 404, 'regulation.unknown'],
      [{ fill: { 'R63.P16.points': { value: '1', basis: '' } } }, 400, 'input.value_missing'],
      [{ fill: { 'R63.P16.points': { value: '1' } } }, 400, 'input.value_missing'],
      [{ fill: { 'R63.P16.points': { value: '1.23456', basis } } }, 400, 'input.decimal_scale'],
      [{ fill: { 'R63.P16.points': { value: '两分', basis } } }, 422, 'regulation.parameter_unit'],
      [{ items: [{ rule: 'R63.P77', points: '-3' }] }, 422, 'pack.patch_unknown'],
      [{ items: [{ rule: 'R63.P07', weight: '3' }] }, 422, 'pack.patch_absent'],
      [{ items: [{ rule: 'R63.P16', points: '-3' }] }, 422, 'pack.patch_bound'],
      [{ from: '2026-12-15' }, 422, 'ruleset.from_not_first'],
      [{ nonsense: 1 }, 400, 'input.field_not_allowed'],
    ];
    for (const [body, status, code] of refusals) {
      const reply = await change(draft, body);
      expect([body, reply.status, reply.body.code]).toEqual([body, status, code]);
    }
    expect((await author.get(`/api/edition-drafts/${draft.id}`)).body.revision).toBe(1);
  });

  it('fills a blank with who, when and why, and takes it back', async () => {
    const draft = await open();
    const name = 'R63.P16.points';
    const filled = await change(draft, { fill: { [name]: { value: '-2', basis: '领导小组会议 2026-8' } } });
    const me = (await author.get('/api/auth/me')).body.person;
    const blanks = (await author.get(`/api/edition-drafts/${draft.id}/blanks`)).body;
    expect(blanks.items.find((one: { parameter: string }) => one.parameter === name)).toMatchObject({
      value: '-2',
      filledIn: {
        person: { code: me.code, name: me.name },
        basis: { zh: '领导小组会议 2026-8' },
        at: expect.any(String),
      },
      outputs: ['points'],
    });
    expect(filled.body.diff.parameters).toMatchObject([{ name, before: '-1', after: '-2' }]);
    const back = await change(filled.body, { fill: { [name]: null } });
    expect(back.body.diff.parameters).toEqual([]);
    const adopted = (await author.get('/api/regulations/adopted/blanks')).body;
    expect(adopted.items.find((one: { parameter: string }) => one.parameter === name)).toMatchObject({
      value: '-1',
      filledIn: { person: null, by: { zh: '示例银行营业部文优办' } },
    });
    expect(adopted.total).toBe(adopted.items.length);
  });

  it('asks for worked examples of what it changed, and restates them when told so', async () => {
    const draft = await open({ items: [{ rule: 'R63.P07', points: '-3' }] });
    const report = await check(draft);
    expect(report.ok).toBe(false);
    expect(report.cases.failed.length).toBeGreaterThan(0);
    expect(report.cases.failed[0]).toMatchObject({ file: 'r63-bank-zhangjiakou:cases.yaml' });
    const restated = await author.post(`/api/edition-drafts/${draft.id}/restate-cases`, {}, seen(draft));
    expect(restated.status).toBe(200);
    const again = await check(restated.body);
    expect(again.cases.failed).toEqual([]);
    expect(again).toMatchObject({ ok: true, faults: [], blanks: [], uncovered: [] });
    const { text, base } = (await read(restated.body, 'r63-bank-zhangjiakou:cases.yaml')).body;
    // Only figures of the failing examples moved.
    const [was, is] = [base.split('\n'), text.split('\n')];
    expect(is).toHaveLength(was.length);
    expect(is.filter((line: string, index: number) => line !== was[index]).length).toBeLessThan(30);
  });

  it('counts uncovered rules: a new rule without an example does not pass', async () => {
    const draft = await open();
    const file = 'r63-bank-zhangjiakou:rules.yaml';
    const { text } = (await read(draft, file)).body;
    const rule = '\n      - { kind: K2, id: R63.P99, article: R63.P07, title: { zh: 新增, en: New }, points: -1 }';
    const place = text.indexOf('\n      - { kind: K2, id: R63.P07,');
    expect(place).toBeGreaterThan(0);
    const longer = await write(draft, file, text.slice(0, place) + rule + text.slice(place));
    expect(longer.body.diff.items.added).toMatchObject([{ item: 'R63.P99', points: '-1' }]);
    const report = await check(longer.body);
    expect(report).toMatchObject({ ok: false, faults: [] });
    expect(report.uncovered).toContainEqual({ pack: 'r63-bank-zhangjiakou', point: 'R63.P99 → hit' });
  });

  it('keeps every item of a balance until its year is over', async () => {
    const draft = await open();
    const file = 'r63-bank-zhangjiakou:rules.yaml';
    const { text } = (await read(draft, file)).body;
    const shorter = await write(draft, file, text.replace(/\n {6}- \{ kind: K2, id: R63\.P07,.*/, ''));
    const report = await check(shorter.body);
    expect(report).toMatchObject({ ok: false, faults: [{ code: 'ruleset.item_dropped' }] });
    expect(report.faults[0].zh).toContain('R63.P07');
    const later = await change(shorter.body, { from: '2027-01-01' });
    expect((await check(later.body)).faults).toEqual([]);
  });

  it('asks for the blanks of the cycles that the office runs', async () => {
    const draft = await open();
    const file = 'rules.yaml';
    const { text } = (await read(draft, file)).body;
    const emptied = text.replace(/\n {2}R63\.P16\.points:.*/, '');
    const report = await check((await write(draft, file, emptied)).body);
    expect(report).toMatchObject({ ok: false, blanks: [{ parameter: 'R63.P16.points' }] });
  });

  it('is unknown elsewhere, and goes while nobody was asked to sign it', async () => {
    const draft = await open();
    for (const path of ['', '/blanks', '/sources/rules.yaml']) {
      const reply = await stranger.get(`/api/edition-drafts/${draft.id}${path}`);
      expect([reply.status, reply.body.code]).toEqual([404, 'ruleset.draft_unknown']);
    }
    expect((await stranger.get('/api/edition-drafts')).body.total).toBe(0);
    const nowhere = await read(draft, 'passwd.yaml');
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'ruleset.file_unknown']);
    expect((await author.change('DELETE', `/api/edition-drafts/${draft.id}`)).status).toBe(200);
    expect((await author.get(`/api/edition-drafts/${draft.id}`)).status).toBe(404);
  });

  it('stays once it was sent to review', async () => {
    const draft = await open();
    const sent = await author.post(`/api/edition-drafts/${draft.id}/case`);
    expect([sent.status, sent.body.state]).toEqual([201, 'draft']);
    const gone = await author.change('DELETE', `/api/edition-drafts/${draft.id}`);
    expect([gone.status, gone.body.code]).toEqual([409, 'ruleset.draft_has_case']);
    expect((await author.get(`/api/edition-drafts/${draft.id}`)).body.case).toMatchObject({
      id: sent.body.id,
      state: 'draft',
    });
  });
});
