/**
 * The rule administrator of a bank reads R63, tries another amount on a closed month and sees who would move, fills a
 * blank, writes a text, and brings an edition through four hands. On a wide screen and on a phone.
 */
import type { CaseView } from '../../src/cli/month/people.js';
import { type Bank, openBank } from './bank.js';
import type { Screen } from './screen.js';
import { barriersOf } from './support.js';

interface Line {
  id: string;
  title: string;
  revision: number;
  case: { id: string } | null;
}
interface Verified {
  ok: boolean;
  digest: string;
}

describe('the rules of a bank', () => {
  let bank: Bank;
  let author: string;
  beforeAll(async () => {
    bank = await openBank();
    // The one of the two who does nothing else drafts.
    author = bank.hall.holding('RULE_ADMIN').find((person) => person.roles.length === 1)?.code ?? '';
  }, 400_000);
  afterAll(() => bank?.close(), 60_000);

  const supervision = () => bank.hall.one('SUPERVISION');
  const verified = (name: string) =>
    bank.hall.people.post<Verified>(supervision(), '/api/cycles/2026-09/verify', {}, name);
  const drafts = async (): Promise<Line[]> =>
    (await bank.hall.people.get<{ items: Line[] }>(author, '/api/edition-drafts')).items;
  const draftOf = async (title: string): Promise<Line> => {
    const found = (await drafts()).find((one) => one.title === title);
    if (!found) throw new Error(`no draft ${title}`);
    return found;
  };

  it.each(['desk', 'phone'] as const)(
    'are read article by article on a %s: amounts, readings, blanks, decisions, examples',
    async (size) => {
      const screen = await bank.as(author, size);
      await screen.go('/regulations');
      await screen.see('N1–N4', '本单位现行');
      await screen.type('名称、单位或编号，如 R63', 'R63');
      await screen.gone('R11');
      await screen.press(/十二分制/, 'a');
      // The reading that was chosen stands beside the rule, with its number, its alternatives and the note.
      await screen.see('A31', '代替一半', '在一半之外另加', '该数额正好等于一半');
      await screen.see('R63.P07', '−2', '−200', '待填');
      await screen.press(/^示例/, '[role=tab]');
      await screen.see('G-17', '相距 17 天，加倍', '原文要求', '10.5');
      await screen.press('判定表', '[role=tab]');
      await screen.see('条件', '结果');
      expect(await barriersOf(screen)).toEqual([]);
      await screen.close();
    },
    240_000,
  );

  it.each(['desk', 'phone'] as const)(
    'are tried out on the closed month on a %s: who moves, why, and nothing is written',
    async (size) => {
      const before = await verified(`before ${size}`);
      const screen = await bank.as(author, size);
      await screen.go('/regulations/adopted#R63.P07');
      await screen.press(/^R63\.P07：假如/, 'a');
      await screen.see('只在内存中推演', '2026-09 · 已结束');
      await screen.fill('分值', '-3');
      await screen.press(/^推\s?演$/);
      const text = await screen.see('35 个对象中有 4 个变动', '得分 3 · 名次 2', '余峰', '实际数据未改动');
      // The teller's second time is doubled, so three more; the head bears a share; one who lost nothing gains a place.
      expect(text).toMatch(/6 → 3/);
      expect(text).toMatch(/10 → 9/);
      expect(text).toMatch(/17 → 16/);
      expect(text).toContain('本身得分未变，因他人变动');
      expect(text).toContain('定额 1 名');
      expect(text).toContain('两个版本的差异');
      expect(await barriersOf(screen)).toEqual([]);
      await screen.close();
      expect(await verified(`after ${size}`)).toMatchObject({ ok: true, digest: before.digest });
    },
    240_000,
  );

  it('refuse no number that an input method writes, and send none that is no number', async () => {
    const screen = await bank.as(author, 'desk');
    await screen.go('/regulations/what-if?rule=R63.P07');
    await screen.fill('分值', '－４');
    await screen.press(/^推\s?演$/);
    await screen.see('6 → 0');
    await screen.fill('分值', '两分');
    await screen.see('请填写数字');
    const isOff = await screen.page.$$eval('button.ant-btn-primary', (all) => all.some((one) => one.disabled));
    expect(isOff).toBe(true);
    await screen.close();
  }, 120_000);

  it('change by a parameter, are kept as a draft, and the draft says what it changes', async () => {
    const screen = await bank.as(author, 'desk');
    await screen.go('/regulations/what-if');
    await screen.choose('增加一处修改', '第 16 项扣分');
    await screen.fill('值', '-2');
    await screen.press(/^推\s?演$/);
    await screen.see('没有人变动');
    await screen.press('存为修订草稿');
    await screen.fill('事项', '电话礼仪从严');
    await screen.fill('施行日期', '2026-11-01');
    await screen.fill('依据', '领导小组 10 月会议');
    await screen.press('新建修订草稿', '[role=dialog] button');
    await screen.see('电话礼仪从严', '2026-11-01 起施行', '送审');
    await screen.press('差异', '[role=tab]');
    await screen.see(/第 16 项扣分（负数）\s*-1 → -2/);
    expect(await barriersOf(screen)).toEqual([]);
    await screen.close();
  }, 120_000);

  it('keep a faulty text, say where it is wrong, and lead to the line', async () => {
    const { id } = await draftOf('电话礼仪从严');
    const screen = await bank.as(author, 'desk');
    await screen.go(`/regulations/drafts/${id}?tab=texts`);
    await screen.page.waitForFunction(() => document.querySelector('textarea')?.value.includes('rankings:') ?? false);
    const good = await screen.page.$eval('textarea', (one) => one.value);
    const line = good.split('\n').findIndex((one) => one.includes('output: points')) + 1;
    await screen.replace(good.replace('output: points', 'outptu: points'));
    await screen.see('有未保存的文字');
    await screen.page.reload({ waitUntil: 'networkidle2' });
    await screen.see('有未保存的文字');
    await screen.press('保存文本');
    await screen.see(/\d+ 处错误/, '是否想写 output');
    await screen.press(new RegExp(`:${line}(:|$)`), 'button');
    await screen.page.waitForFunction(
      (at) => {
        const area = document.querySelector('textarea');
        return area && area.value.slice(0, area.selectionStart).split('\n').length === at;
      },
      {},
      line,
    );
    expect(await barriersOf(screen)).toEqual([]);
    await screen.press('恢复底稿文本');
    await screen.see('文本（错误 0）');
    await screen.close();
  }, 120_000);

  it('have their blanks filled in with a basis, on a phone', async () => {
    const made = await bank.hall.people.post<Line>(
      author,
      '/api/edition-drafts',
      { base: { id: 'r63-bank-zhangjiakou', edition: '2006-01-01' }, from: '2026-12-01', title: '十二分制原文' },
      'draft of R63',
    );
    const screen = await bank.as(author, 'phone');
    await screen.go(`/regulations/blanks?draft=${made.id}`);
    await screen.see(/空白已填 0 \/ \d+/, 'R63.P16 电话六声内未接', '依据（必填）');
    await screen.fill('值', '-1');
    await screen.fill('依据', '领导小组会议决定');
    await screen.press(/^保\s?存$/);
    await screen.see(/空白已填 1 \/ \d+/, bank.hall.person(author).name, '领导小组会议决定');
    expect(await barriersOf(screen)).toEqual([]);
    await screen.close();
  }, 120_000);

  it('come into force through four different people, and the closed month keeps what counted then', async () => {
    const { hall } = bank;
    const reviewer = hall.holding('RULE_ADMIN').find((person) => person.code !== author)?.code ?? '';
    const examiner = hall.holding('OFFICE').find((person) => person.code !== reviewer)?.code ?? '';
    const screen = await bank.as(author, 'desk');
    const { id } = await draftOf('电话礼仪从严');
    await screen.go(`/regulations/drafts/${id}?tab=check`);
    await screen.press('开始检查');
    await screen.see('检查通过，可以送审', /示例：(\d+) 个中 \1 个相符/);
    await screen.press('送审', '.foot button');
    await screen.see('检查通过并送复核');
    const path = new URL(screen.page.url()).pathname;
    expect(path).toMatch(/^\/cases\//);
    await step(screen, '检查通过并送复核', '已检查');
    // Whoever drafted it is not offered to review it.
    expect(await screen.page.$$eval('.foot button', (all) => all.map((one) => one.textContent))).not.toContain('复核');
    const caseId = path.split('/').at(-1) ?? '';
    for (const [person, verb, state] of [
      [reviewer, '复核', '已复核'],
      [examiner, '审核', '已审核'],
      [hall.one('CENTRE_LEADER'), '批准', '已批准'],
    ] as const) {
      const signer = await bank.as(person, person === reviewer ? 'phone' : 'desk');
      await signer.go(path);
      await signer.see(/第 16 项扣分（负数）\s*-1 → -2/);
      await step(signer, verb, state);
      expect(await barriersOf(signer)).toEqual([]);
      await signer.close();
    }
    await hall.clockTo('2026-11-01T09:00:00+08:00');
    await hall.people.until('it is in force', async () => {
      const seen = await hall.people.get<CaseView>(author, `/api/cases/${caseId}`);
      return seen.state === 'effective' || undefined;
    });
    await screen.go('/regulations/editions');
    await screen.see('本单位现行', '2026-11-01', '2026-01-01');
    await screen.go('/regulations/adopted?tab=parameters');
    await screen.see(/第 16 项扣分（负数）[^\n]*\s*依据\s*R63\.P16\s*-2 分/);
    await screen.close();
    expect(await verified('after the new edition')).toMatchObject({ ok: true });
    const reader = await bank.as(supervision(), 'desk');
    await reader.go('/results/person:0005?period=2026-09');
    await reader.press(/^R63\.P07$/, 'a');
    await reader.see('2026-11-01 前有效', '工作时间纪律');
    await reader.close();
  }, 300_000);
});

/** Presses a verb of the case, confirms it in the drawer, and waits for the state. */
async function step(screen: Screen, verb: string, state: string): Promise<void> {
  await screen.press(verb, '.foot button');
  await screen.press(verb, '[role=dialog] button');
  await screen.page.waitForFunction(
    (text) => [...document.querySelectorAll('.page-head .ant-tag')].some((tag) => tag.textContent === text),
    {},
    state,
  );
}
