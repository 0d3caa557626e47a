import { jest } from '@jest/globals';
import { describeWith } from '../support/needs.js';
import { Measured } from './measure.js';
import { testRenderer } from './printer.js';

// The machine may be busy with other tests.
jest.setTimeout(120_000);

const describePapers = describeWith(['pdftotext']);
const press = testRenderer();
const open: Measured[] = [];
const measured = async (...args: Parameters<typeof press.print>) => {
  const made = new Measured((await press.print(...args)).pdf);
  open.push(made);
  return made;
};
afterAll(async () => {
  for (const one of open) one.done();
  await press.close();
});

/** Width of one character in mm. */
const ZI = 156 / 28;

describePapers('every paper', () => {
  it.each([
    'result-notice',
    'honour-certificate',
    'leave-slip',
    'leave-extension',
    'leave-return',
    'substitute-filing',
    'badge-receipt',
    'appeal-decision',
    'penalty-notice',
    'inspection-record',
  ])('%s: named TrueType subsets of our fonts, title, code', async (id) => {
    const paper = await measured(id);
    const fonts = paper.fonts();
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) {
      expect(font).toMatchObject({ type: 'CID TrueType', embedded: true, subset: true });
      expect(font.name).toMatch(/^Gov(FangSong|BiaoSong|Hei|Kai|SongDigits)$/);
    }
    expect(paper.title()).not.toBe('');
    expect(paper.text().replace(/\s/g, '')).toContain('7K3M-9QXZ-2B4T-8WHV');
  });

  it('prints the same text from the same data', async () => {
    const [one, two] = [await measured('result-notice'), await measured('result-notice')];
    expect(two.text()).toBe(one.text());
    expect(two.lines(1)).toEqual(one.lines(1));
  });
});

describePapers('result notice in the layout of GB/T 9704', () => {
  let paper: Measured;
  let long: Measured;
  let pages: number;
  beforeAll(async () => {
    paper = await measured('result-notice');
    pages = paper.sizes().length;
    long = await measured('result-notice', (data: { sections: { paragraphs: string[] }[] }) => {
      data.sections[0]!.paragraphs = ['考核结果经窗口核对复核和领导小组审定并已公示期满现予通报'.repeat(60)];
    });
  }, 60_000);

  it('is on A4', () => {
    for (const [width, height] of paper.sizes()) {
      expect(Math.abs(width - 595.28)).toBeLessThan(0.5);
      expect(Math.abs(height - 841.89)).toBeLessThan(0.5);
    }
  });

  it('keeps the type area: 28 mm, 156 mm, 22 lines of 28 characters', () => {
    const lines = long.lines(2).filter((line) => line.bottom < 264);
    expect(lines).toHaveLength(22);
    for (const line of lines) {
      expect([...line.text]).toHaveLength(28);
      expect(Math.abs(line.left - 28)).toBeLessThan(0.35);
      expect(Math.abs(line.right - 184)).toBeLessThan(0.35);
    }
    const pitch = (lines.at(-1)!.top - lines[0]!.top) / 21;
    expect(Math.abs(pitch - 225 / 22)).toBeLessThan(0.02);
    const ink = long.ink(2, 'any', { bottom: 264 })!;
    expect(ink.top).toBeGreaterThanOrEqual(37);
    expect(ink.bottom).toBeLessThanOrEqual(262.2);
  });

  it('has the mark 72 mm from the edge in red, on one line, and the red line 4 mm under the number', () => {
    const mark = paper.ink(1, 'red', { bottom: 100 })!;
    expect(Math.abs(mark.top - 72)).toBeLessThan(1);
    expect(mark.right - mark.left).toBeLessThanOrEqual(156.5);
    expect(mark.bottom - mark.top).toBeLessThan(18);
    const [line, ...others] = paper.strokes(1, 'red', 28.5, 183.5);
    expect(others).toEqual([]);
    expect(line!.thickness).toBeGreaterThan(0.3);
    expect(line!.thickness).toBeLessThan(0.6);
    const number = paper.line(1, '政服通');
    expect(number.text).toMatch(/^\p{Script=Han}+〔20\d{2}〕[1-9]\d*号$/u);
    expect(Math.abs((number.left + number.right) / 2 - 106)).toBeLessThan(0.6);
    const digits = paper.ink(1, 'black', { top: 80, bottom: line!.y - 0.5 })!;
    expect(Math.abs(line!.y - digits.bottom - 4)).toBeLessThan(1);
    const ends = paper.ink(1, 'red', { top: line!.y - 0.1, bottom: line!.y + 0.1 })!;
    expect(Math.abs(ends.right - ends.left - 156)).toBeLessThan(0.5);
  });

  it('shows title, addressee and body on the first page', () => {
    const title = paper.line(1, '关于2026年9月份');
    expect(Math.abs((title.left + title.right) / 2 - 106)).toBeLessThan(0.6);
    const addressee = paper.line(1, '各进驻单位');
    expect(Math.abs(addressee.left - 28)).toBeLessThan(0.4);
    expect(addressee.text.endsWith('：')).toBe(true);
    const body = paper.line(1, '根据《行政服务中心');
    expect(Math.abs(body.left - 28 - 2 * ZI)).toBeLessThan(0.5);
    expect(body.top).toBeGreaterThan(addressee.top);
  });

  it('numbers odd pages at the right and even pages at the left, 7 mm under the type area', () => {
    const odd = paper.line(1, '—1—');
    expect(Math.abs(odd.right - (184 - 4.94))).toBeLessThan(0.6);
    const even = paper.line(2, '—2—');
    expect(Math.abs(even.left - (28 + 4.94))).toBeLessThan(0.6);
    const dash = paper.ink(2, 'black', { top: 264, left: 32, right: 36 })!;
    expect(Math.abs((dash.top + dash.bottom) / 2 - 269)).toBeLessThan(1);
  });

  it('presses the seal on name and date, within a line of the text, with body text on its page', () => {
    const page = Array.from({ length: pages }, (_, index) => index + 1).find(
      (at) => paper.text(at).includes('2026年10月20日') && paper.ink(at, 'red', { left: 100, top: 40 }),
    )!;
    // Name and date share their lines with nothing else in the right half.
    const right = paper.lines(page).filter((line) => line.right > 110);
    const date = right.find((line) => /2026年10月20日$/.test(line.text))!;
    const name = right.find((line) => /示例市政务服务中心$/.test(line.text))!;
    expect(Math.abs(date.right - 161.7)).toBeLessThan(0.8);
    const seal = paper.ink(page, 'red', { left: 100, top: 40 })!;
    expect(Math.abs(seal.right - seal.left - 41.4)).toBeLessThan(1.5);
    const middle = (box: { top: number; bottom: number }) => (box.top + box.bottom) / 2;
    for (const line of [name, date]) {
      expect(middle(line)).toBeGreaterThan(seal.top);
      expect(middle(line)).toBeLessThan(seal.bottom);
    }
    const below = (middle(name) + middle(date)) / 2 - middle(seal);
    expect(below).toBeGreaterThanOrEqual(0);
    expect(below).toBeLessThan(6);
    const before = paper
      .lines(page)
      .filter((line) => middle(line) < seal.top + 2 && line.text.length > 6)
      .at(-1)!;
    expect(seal.top - before.bottom).toBeLessThan(10.3);
    expect(paper.text(page)).toContain('复核');
    expect(paper.images().some((image) => image.width === 600 && image.ppi >= 300)).toBe(true);
  });

  it('begins each annex on a new page with its table head repeated', async () => {
    const first = paper.lines(4)[0]!;
    expect(first.text).toBe('附件1');
    expect(Math.abs(first.left - 28)).toBeLessThan(0.4);
    const big = await measured('result-notice', (data: { groups: { rows: object[] }[] }) => {
      const [row] = data.groups[0]!.rows;
      data.groups[0]!.rows = Array.from({ length: 90 }, (_, index) => ({ ...row, rank: `${index + 1}` }));
    });
    const heads = big
      .sizes()
      .map((_, index) => big.text(index + 1))
      .filter((text) => text.includes('名次') && text.includes('得分') && !text.includes('附件：'));
    expect(heads.length).toBeGreaterThanOrEqual(4);
  });

  it('ends with the colophon at the foot: 0.35 mm outside, 0.25 mm inside', () => {
    const lines = paper.strokes(pages, 'any', 29, 183).filter((stroke) => stroke.y > 225);
    expect(lines).toHaveLength(3);
    const [top, middle, bottom] = lines.map((line) => line.thickness);
    expect(Math.abs(top! - 0.35)).toBeLessThan(0.09);
    expect(Math.abs(middle! - 0.25)).toBeLessThan(0.09);
    expect(Math.abs(bottom! - 0.35)).toBeLessThan(0.09);
    expect(Math.abs(lines[2]!.y - 262)).toBeLessThan(0.5);
    const copies = paper.line(pages, '抄送：');
    expect(Math.abs(copies.left - 28 - 4.94)).toBeLessThan(0.6);
    expect(copies.text.endsWith('。')).toBe(true);
    expect(paper.line(pages, '印发').text).toMatch(/^示例市政务服务中心办公室2026年10月20日印发$/);
  });

  it('keeps the colophon at the foot however long the paper is', async () => {
    for (const rows of [3, 18, 20, 22]) {
      const other = await measured('result-notice', (data: { groups: { rows: object[] }[] }) => {
        data.groups[1]!.rows = Array.from({ length: rows }, (_, index) => ({
          ...data.groups[0]!.rows[0],
          rank: `${index + 1}`,
        }));
      });
      const last = other.sizes().length;
      const strokes = other.strokes(last, 'any', 29, 183, 300).filter((stroke) => stroke.y > 225);
      expect(strokes).toHaveLength(3);
      expect(Math.abs(strokes[2]!.y - 262)).toBeLessThan(0.7);
      expect(other.text(last)).toContain('印发');
    }
  }, 60_000);
});

describePapers('letters', () => {
  it.each(['appeal-decision', 'penalty-notice'])(
    '%s: body name at 30 mm, red double lines of 170 mm, no number on the first page',
    async (id) => {
      const paper = await measured(id);
      const mark = paper.ink(1, 'red', { bottom: 60 })!;
      expect(Math.abs(mark.top - 30)).toBeLessThan(1.6);
      const lines = paper.strokes(1, 'red', 20.5, 189.5);
      expect(lines).toHaveLength(4);
      // Thick above thin at the head, thin above thick at the foot.
      expect(lines[0]!.thickness).toBeGreaterThan(lines[1]!.thickness);
      expect(lines[2]!.thickness).toBeLessThan(lines[3]!.thickness);
      expect(Math.abs(lines[3]!.y - 277)).toBeLessThan(1.5);
      for (const line of lines) {
        const ends = paper.ink(1, 'red', { top: line.y - 0.1, bottom: line.y + 0.1 })!;
        expect(Math.abs(ends.right - ends.left - 170)).toBeLessThan(0.6);
        expect(Math.abs((ends.right + ends.left) / 2 - 105)).toBeLessThan(0.5);
      }
      expect(paper.lines(1).some((line) => /^—\d—$/.test(line.text))).toBe(false);
      expect(paper.line(2, '—2—').left).toBeLessThan(40);
      const number = paper.lines(1).find((line) => /〔2026〕\d+号$/.test(line.text))!;
      expect(Math.abs(number.right - 184)).toBeLessThan(0.6);
      const body = paper.lines(2).filter((line) => line.bottom < 264)[0]!;
      expect(body.left).toBeGreaterThan(27.6);
    },
  );
});

describePapers('certificate and slip', () => {
  it('prints the certificate on one landscape page, seal over the date, number and code', async () => {
    const paper = await measured('honour-certificate');
    expect(paper.sizes()).toHaveLength(1);
    const [width, height] = paper.sizes()[0]!;
    expect(Math.abs(width - 841.89)).toBeLessThan(0.6);
    expect(Math.abs(height - 595.28)).toBeLessThan(0.6);
    const text = paper.text().replace(/\s/g, '');
    for (const part of [
      '荣誉证书',
      '公安出入境窗口：',
      '被评为“红旗窗口”。',
      '特发此证，以资鼓励。',
      '二〇二六年十月二十日',
      '证书编号：ZS-2026-0032',
    ])
      expect(text).toContain(part);
    const date = paper.line(1, '二〇二六年十月二十日');
    const seal = paper.ink(1, 'red', { left: 170, right: 265, top: 128, bottom: 190 })!;
    expect(seal.left).toBeGreaterThan(date.left);
    expect(seal.right).toBeLessThan(date.right + 15);
    expect((date.top + date.bottom) / 2).toBeLessThan(seal.bottom);
    expect((date.top + date.bottom) / 2).toBeGreaterThan(seal.top);
  });

  const forms: [string, number, string[]][] = [
    ['leave-slip', 297, ['王玥', '李𬸦', '张堃', '陈㛃（代赵建国）', '周敏', 'QJ-2026-0012', 'R15.S1', '另出销假单']],
    ['leave-extension', 297, ['2026年9月8日下午', '续假至2026年9月9日下午', '陈㛃（代赵建国）', 'XJ-2026-0003', '3天']],
    ['leave-return', 297, ['按时返岗', '病假证明已交', '周敏（代孙立）', 'XQ-2026-0009']],
    ['substitute-filing', 297, ['李𬸦', '派出单位意见', '督查科备案', '陈㛃（代赵建国）', 'TG-2026-0005', 'R15.S4']],
    [
      'inspection-record',
      297,
      ['现场明查', '09:10至10:35', '台面放有饮料', '移交后按R11.A4认定', '李𬸦', 'JC-2026-0018'],
    ],
    ['badge-receipt', 148.5, ['临时挂牌归还单', 'T-07', '2026年9月5日09:10', '周敏（代孙立）', 'GP-2026-0011']],
  ];
  it.each(forms)('prints %s on one page, every signature with its name and for whom', async (id, height, parts) => {
    const paper = await measured(id);
    expect(paper.sizes()).toHaveLength(1);
    const [width, tall] = paper.sizes()[0]!;
    expect(Math.abs(width - 595.28)).toBeLessThan(0.5);
    expect(Math.abs(tall - (height / 25.4) * 72)).toBeLessThan(0.6);
    const text = paper.text().replace(/\s/g, '');
    for (const part of parts) expect(text).toContain(part);
    // Nothing leaves the table: the ink ends where its frame ends.
    const ink = paper.ink(1, 'black', {})!;
    expect(ink.left).toBeGreaterThan(19.5);
    expect(ink.right).toBeLessThan(190.5);
  });

  it('keeps a slip of four pieces, five signatures and long words on one page', async () => {
    const paper = await measured(
      'leave-slip',
      (data: { periods: object[]; chain: object[]; reason: string; attachments: string[] }) => {
        data.periods = Array.from({ length: 4 }, () => ({ from: '2026年9月7日 09:30 至 10:00', to: null }));
        data.chain = Array.from({ length: 5 }, () => data.chain[0]!);
        data.reason = '家中老人住院需要陪护'.repeat(12);
        data.attachments = ['单位文件 1', '证明 1', '证明 2'];
      },
    );
    expect(paper.sizes()).toHaveLength(1);
    expect(paper.text().replace(/\s/g, '')).toContain('7K3M-9QXZ-2B4T-8WHV');
  });
});
