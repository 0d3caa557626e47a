import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Office } from '../office.js';
import { Screen } from '../screen.js';

/** A paper that was issued, on the screen of whoever holds it. */
export function paper(office: () => Office): void {
  it('prints a paper, finds it genuine, and knows another file from it', async () => {
    const { hall, institution } = office();
    const supervision = hall.one('SUPERVISION');
    const { items } = await hall.people.get<{ items: { id: string }[] }>(supervision, '/api/papers?pageSize=10');
    const paper = await hall.people.get<{ verificationCode: string; verificationPath: string; title: string }>(
      supervision,
      `/api/papers/${items[0]?.id}`,
    );
    const desk = await office().as(supervision, 'desk');
    await desk.go(`/papers/${items[0]?.id}`);
    await desk.see(paper.verificationCode, '下载 PDF');
    expect(await desk.page.$eval('iframe', (frame) => frame.getAttribute('src'))).toBe(
      `/api/papers/${items[0]?.id}/file`,
    );
    const bytes = await hall.people.bytes(supervision, `/api/papers/${items[0]?.id}/file`);
    const [same, other] = [join(tmpdir(), `${institution}.pdf`), join(tmpdir(), `${institution}-other.pdf`)];
    writeFileSync(same, bytes);
    writeFileSync(other, Buffer.concat([readFileSync(same), Buffer.from('\n')]));
    const reader = await Screen.open(office().chromium, office().url, 'phone');
    await reader.go(paper.verificationPath);
    await reader.see('真实有效', paper.title);
    await reader.attach(other);
    await reader.see('与签发的文件不同');
    await reader.attach(same);
    await reader.see('与签发的文件完全相同');
    await desk.close();
    await reader.close();
  }, 240_000);
}
