import { join } from 'node:path';
import type { CaseView } from '../../../src/cli/month/people.js';
import { projectRoot } from '../../../src/platform/config/project-root.js';
import type { Office } from '../office.js';
import { Screen } from '../screen.js';

const example = (file: string) => join(projectRoot, 'examples', 'city-hall', file);

/** The month on its screens, in the order of the year: import, hand-in, check, appeal, committee, publicity, papers. */
export function month(office: () => Office): void {
  const facts: { id: string; item: string }[] = [];
  const state = async (): Promise<CaseView> => office().hall.case(office().hall.one('SUPERVISION'), office().cycle);
  const computed = () =>
    office().hall.people.until('the scores', async () => {
      const seen = await state();
      return (seen.context as { digest: string | null }).digest ? seen : undefined;
    });

  it('shows every error of a dirty sheet, takes the corrected one, takes it back and in again', async () => {
    const { hall } = office();
    await hall.clockTo('2026-10-01T09:00:00+08:00');
    await hall.reach(hall.one('SUPERVISION'), office().cycle, ['collecting'], 'the period ends');
    const screen = await office().as('0117', 'desk');
    await screen.go('/imports');
    await screen.press('办件台账', '.ant-segmented-item');
    await screen.attach(example('cases-2026-09-dirty.xlsx'));
    const refused = await screen.see(/有 \d+ 处错误，未写入任何内容/);
    const count = Number(/有 (\d+) 处错误/.exec(refused)?.[1]);
    const rows = await screen.page.$$eval('.ant-table-tbody tr.ant-table-row', (found) =>
      found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
    expect(rows).toHaveLength(count);
    for (const row of rows) {
      expect(row[0]).toMatch(/![A-Z]+\d+/);
      expect((row[1] ?? '').length).toBeGreaterThan(2);
    }
    await screen.go('/imports');
    await screen.press('办件台账', '.ant-segmented-item');
    await screen.attach(example('cases-2026-09.xlsx'));
    await screen.see('1081 行可以写入');
    await screen.press('写入 1081 行');
    await screen.see('撤销本次导入');
    await screen.press('撤销本次导入');
    await screen.press(/确\s?定/, '.ant-popover button, .ant-popconfirm button');
    await screen.see('已撤销');
    await screen.go('/imports');
    await screen.press('办件台账', '.ant-segmented-item');
    await screen.attach(example('cases-2026-09.xlsx'));
    await screen.press('写入 1081 行');
    await screen.see('撤销本次导入');
    await screen.close();
  }, 240_000);

  it('hands in the parts and comes to the preliminary result', async () => {
    const { hall, cycle } = office();
    const supervision = hall.one('SUPERVISION');
    await hall.take(supervision, 'survey', 'survey-2026-09.xlsx');
    await hall.take(supervision, 'peer-review', 'peer-review-2026-09.xlsx');
    const screen = await office().as('0117', 'desk');
    await screen.go('/cycles/2026-09?tab=handIns');
    await screen.see('协调管理科', '待报送');
    await screen.press('报送', 'tbody button');
    await screen.press(/确\s?定/, '.ant-popover button, .ant-popconfirm button');
    await screen.see(/协调管理科\s+已报送/);
    await screen.close();
    const { sections } = await hall.people.get<{ sections: { section: string; by: string | null }[] }>(
      supervision,
      '/api/cycles/2026-09',
    );
    for (const { section, by } of sections.filter((one) => !one.by)) {
      if (by) continue;
      const person = section === 'supervision' ? supervision : hall.one('CONTENT_SECTION', { unit: section });
      await hall.people.act(person, cycle, 'cycle.handIn', { section });
    }
    await computed();
    const desk = await office().as(supervision, 'desk');
    await desk.go('/cycles/2026-09');
    await desk.press('公布初步结果', '.foot button');
    await desk.fill('会议纪要', '楼层值班长会议：通报当月情况，初步结果交各窗口核对');
    await desk.press('公布初步结果', '[role=dialog] button');
    await desk.see('初步结果核对', '未核对 30');
    await desk.close();
  }, 240_000);

  it('lets one head confirm and another object, each in the row of the own window', async () => {
    const confirming = await office().as('0047', 'phone');
    await confirming.go('/cycles/2026-09?tab=sheets');
    await confirming.press('确认', '.row-now button');
    await confirming.press('确认', '[role=dialog] button');
    await confirming.see('已确认 1');
    const objecting = await office().as('0033', 'desk');
    await objecting.go('/cycles/2026-09?tab=sheets');
    await objecting.press('提出异议', '.row-now button');
    await objecting.press('提出异议', '[role=dialog] button');
    await objecting.see('请填写');
    await objecting.fill('理由', '当日为夜间系统升级，按通知保持开机');
    await objecting.press('提出异议', '[role=dialog] button');
    await objecting.see('有异议 1', '当日为夜间系统升级，按通知保持开机');
    await confirming.close();
    await objecting.close();
    const { hall, cycle } = office();
    await hall.people.act(hall.one('SUPERVISION'), cycle, 'cycle.maintain', { window: 'A11', reason: '无升级通知' });
  }, 240_000);

  it('files an appeal from a phone and shows everyone affected before the decision', async () => {
    const { hall } = office();
    const found = await hall.people.get<{ items: { id: string; item: string }[] }>(
      hall.one('SUPERVISION'),
      '/api/facts?subject=window:A09&period=2026-09&item=R11.A4',
    );
    facts.push(...found.items);
    expect(facts).toHaveLength(1);
    const clerk = await office().as('0027', 'phone');
    await clerk.go(`/appeals/new?period=2026-09&fact=${facts[0]?.id}&subject=window:A09`);
    await clerk.see('R11.A4');
    await clerk.fill('理由', '当时受督查科安排到大厅入口协助疏导群众，有值班长记录为证');
    await clerk.press('提交申诉', 'button[type=submit]');
    await clerk.see('申诉复核 ·', '已提出');
    const id = new URL(clerk.page.url()).pathname.split('/').at(-1) ?? '';
    await hall.people.act(hall.one('OFFICE'), id, 'appeal.accept', {});
    const panel = hall.holding('COMMITTEE').map((person) => person.code);
    await hall.people.act(panel[0] ?? '', id, 'appeal.formPanel', { panel: panel.slice(0, 3) });
    const member = await office().as(panel[0] ?? '', 'desk');
    await member.go(`/appeals/${id}`);
    const before = await member.see(/若变更将受影响：[1-9]/, '商品房预售窗口', '作出决定前请核对');
    expect(before).toMatch(/若撤销该记录/);
    await member.press('变更', '.foot button');
    await member.press('撤销', '[role=dialog] label');
    await member.fill('理由', '查明离岗系执行督查科安排，撤销该记录');
    await member.press('变更', '[role=dialog] button');
    await member.see('撤销', '查明离岗系执行督查科安排，撤销该记录');
    await clerk.close();
    await member.close();
  }, 240_000);

  it('shows the committee ranking and honours with arithmetic and reasons, and approves', async () => {
    const { hall, cycle } = office();
    await computed();
    if ((await state()).state === 'scored')
      await hall.people.act(hall.one('SUPERVISION'), cycle, 'cycle.announce', { minutes: '更正后再次核对' });
    const open = (await state()).context as { windows: Record<string, { state: string }> };
    for (const [window, entry] of Object.entries(open.windows))
      if (entry.state === 'open')
        await hall.people.act(hall.one('WINDOW_HEAD', { window }), cycle, 'cycle.confirm', { window });
    await hall.reach(hall.one('SUPERVISION'), cycle, ['verified'], 'all windows');
    const screen = await office().as('0104', 'desk');
    await screen.go('/cycles/2026-09/committee');
    const text = await screen.see('20 × 30 % = 6', '20 × 15 % = 3', '10 × 30 % = 3', '舍去小数为 1', '没有待决事项');
    expect(text.match(/红旗窗口/g)?.length).toBeGreaterThanOrEqual(4);
    await screen.press(/入选与未入选理由/, '.ant-collapse-header, [role=button]');
    await screen.see('入选', '未入选', /个名额/);
    await screen.press('审定', '.foot button');
    await screen.press('审定', '[role=dialog] button');
    await hall.reach(hall.one('SUPERVISION'), cycle, ['audited'], 'approved');
    await screen.close();
  }, 240_000);

  it('shows the publicity to everybody, without a sign-in and without a person', async () => {
    const { hall, institution } = office();
    const desk = await office().as(hall.one('SUPERVISION'), 'desk');
    await desk.go('/cycles/2026-09');
    await desk.press(/^公示/, '.foot button');
    await desk.press(/^公示/, '[role=dialog] button');
    await hall.reach(hall.one('SUPERVISION'), office().cycle, ['publicity'], 'published');
    for (const size of ['phone', 'desk'] as const) {
      const screen = await Screen.open(office().chromium, office().url, size);
      await screen.go(`/public/${institution}/publicity/2026-09`);
      const text = await screen.see('2026-09 考核结果公示', '行政审批窗口', '公共服务窗口', '红旗窗口');
      expect(text.match(/窗口/g)?.length).toBeGreaterThan(30);
      for (const person of hall.everyone) expect(text).not.toContain(person.name);
      await screen.close();
    }
    await desk.close();
  }, 240_000);
}
