import type { Office } from '../office.js';

/** A phone in a lift: what was typed and what was sent off outlive the network, the page and the lost answer. */
export function offline(office: () => Office): void {
  it('keeps a leave that was sent off without a network, also over a lost answer, and files it once', async () => {
    const { people } = office().hall;
    const clerk = await office().as('0031', 'phone');
    await clerk.go('/leaves/new');
    await clerk.see('明天上午');
    await clerk.page.setOfflineMode(true);
    await clerk.see('现在没有网络');
    await clerk.press('明天上午', '.shortcuts button');
    await clerk.fill('事由', '办理房产手续');
    await clerk.press('提交', 'button[type=submit]');
    await clerk.see('已按提交，还没有送达', '先改一改');
    // The network is back, but the first answer is lost on the way.
    let sent = 0;
    await clerk.page.setRequestInterception(true);
    clerk.page.on('request', async (request) => {
      const isFiling = request.method() === 'POST' && request.url().endsWith('/api/leaves');
      if (!isFiling || sent++ > 0) return request.continue();
      const cookie = (await clerk.page.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      await fetch(request.url(), {
        method: 'POST',
        headers: { ...request.headers(), cookie },
        body: request.postData(),
      });
      await request.abort('connectionreset');
    });
    await clerk.page.setOfflineMode(false);
    await clerk.see('请假 · ', '审批中', '办理房产手续');
    expect(sent).toBeGreaterThan(1);
    const { items } = await people.get<{ items: { id: string; state: string }[] }>('0031', '/api/leaves?pageSize=50');
    expect(items.map((one) => one.state)).toEqual(['pending']);
    expect(await clerk.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft')))).toEqual(
      [],
    );
    await people.act('0031', items[0]?.id ?? '', 'leave.withdraw', {});
    await clerk.close();
  }, 120_000);
}
