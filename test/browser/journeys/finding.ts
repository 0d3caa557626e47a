import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Office } from '../office.js';

/** A finding on a phone, with a photo, until the score says why: item, article, fact, evidence. */
export function finding(office: () => Office): void {
  it('carries a finding from a phone to the explained score', async () => {
    const recorder = await office().as('0111', 'phone');
    await recorder.go('/findings/new');
    await recorder.choose('窗口', 'A09');
    await recorder.see('按排班当时在岗：吕明梅');
    await recorder.choose('违反的条款', 'R11.A4');
    await recorder.see('R11.A4');
    await recorder.attach(photo());
    await recorder.see('现场照片.png');
    await recorder.page.waitForSelector('.ant-upload-list-item-done');
    await recorder.fill('说明', '视频抽查发现窗口无人值守约十分钟');
    await recorder.press('记录', 'button[type=submit]');
    await recorder.page.waitForFunction(() => location.pathname.startsWith('/cases/'));
    await recorder.see('违规记录 · A09 商品房预售窗口', '已记录', '证据 1', '视频抽查发现窗口无人值守约十分钟');
    const path = new URL(recorder.page.url()).pathname;

    const desk = await office().as('0120', 'desk');
    await desk.see('违规记录 · A09 商品房预售窗口');
    await desk.go(path);
    for (const [button, state] of [
      ['核实', '已核实'],
      ['认定', '已认定'],
      ['发出通知', '已通知'],
      ['登记送达', '已办结'],
    ] as const) {
      await desk.press(button, '.foot button');
      if (button === '登记送达') await desk.fill('送达日期', '2026-09-02');
      await desk.press(button, '[role=dialog] button, .ant-drawer-footer button');
      await desk.see(new RegExp(`→ ${state}`));
    }

    const head = await office().as('0027', 'phone');
    await head.go('/results/window:A09?period=2026-09');
    await head.see('商品房预售窗口', 'R11.A4');
    await head.page.evaluate(() => {
      const line = [...document.querySelectorAll('.trace-line')].find((one) => one.textContent?.includes('R11.A4'));
      line?.querySelector<HTMLButtonElement>('button.open')?.click();
    });
    await head.see('视频抽查发现窗口无人值守约十分钟', '孔江', '证据 1', '查看案卷');
    const evidence = await head.page.evaluate(async () => {
      const link = document.querySelector<HTMLAnchorElement>('.facts a[href^="/api/evidence/"]');
      const answer = await fetch(link?.href ?? '');
      return { status: answer.status, type: answer.headers.get('content-type') };
    });
    expect(evidence).toMatchObject({ status: 200, type: expect.stringContaining('image/png') });
    await head.press('R11.A4', '.trace a');
    await head.see('窗口无人');
    for (const screen of [recorder, desk, head]) await screen.close();
  }, 90_000);
}

/** A small real picture: 8 × 8 grey pixels. */
function photo(): string {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(8);
  head.writeUInt32BE(8, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(8 * 9, 0x80);
  for (let row = 0; row < 8; row++) rows[row * 9] = 0;
  const file = join(tmpdir(), '现场照片.png');
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  writeFileSync(
    file,
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]),
  );
  return file;
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
