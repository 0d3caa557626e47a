import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '../platform/config/config.js';
import { breakTitle } from './compose.js';
import { chineseNumber, dateFormal, dateText } from './document.js';
import { numberOf } from './numbering.js';
import { crockford, grouped, PaperProof, readCode } from './proof.js';

describe('the code', () => {
  it('has 16 characters for 80 bits and none that is read wrongly', () => {
    expect(crockford(Buffer.alloc(10))).toBe('0000000000000000');
    expect(crockford(Buffer.alloc(10, 255))).toBe('ZZZZZZZZZZZZZZZZ');
    for (let i = 0; i < 200; i++) expect(crockford(randomBytes(10))).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
  });

  it('is read as people type it', () => {
    expect(readCode('7k3m-9qxz 2b4t-8whv')).toBe('7K3M9QXZ2B4T8WHV');
    expect(readCode('OI1L-0000-0000-0000')).toBe('0111000000000000');
    expect(readCode('7K3M-9QXZ-2B4T-8WH')).toBeUndefined();
    expect(readCode('7K3M-9QXZ-2B4T-8WHU')).toBeUndefined();
    expect(grouped('7K3M9QXZ2B4T8WHV')).toBe('7K3M-9QXZ-2B4T-8WHV');
  });
});

describe('the signature', () => {
  const home = mkdtempSync(join(tmpdir(), 'kaoping-proof-'));
  const config = Object.assign(new Config(), { home, publicUrl: 'http://127.0.0.1:8080' });
  afterAll(() => rmSync(home, { recursive: true }));

  it('holds for the paper alone, in every process of the installation', async () => {
    const [one, two] = [new PaperProof(config), new PaperProof(config)];
    const paper = { number: '政服通〔2026〕3号', issuedOn: '2026-10-20', digest: 'ab'.repeat(32) };
    const [code, same] = await Promise.all([one.codeOf('i', 'p'), two.codeOf('i', 'p')]);
    expect(same).toBe(code);
    expect(await one.codeOf('i', 'q')).not.toBe(code);
    const signature = await one.signatureOf(paper, code);
    expect(await two.isGenuine(paper, code, signature)).toBe(true);
    for (const forged of [
      { ...paper, number: '政服通〔2026〕4号' },
      { ...paper, issuedOn: '2026-10-21' },
      { ...paper, digest: 'ac'.repeat(32) },
    ]) {
      expect(await two.isGenuine(forged, code, signature)).toBe(false);
    }
    expect(statSync(join(home, 'paper-key.json')).mode & 0o777).toBe(0o600);
    const qr = await one.qrOf(paper, code);
    expect(qr).toMatch(/^http:\/\/127\.0\.0\.1:8080\/v\/[0-9A-Z]{16}#d=20261020&h=[\w-]{43}&s=[\w-]{86}$/);
    expect(qr.length).toBeLessThan(213);
  });
});

describe('words of a paper', () => {
  it('writes numbers and dates by the standard', () => {
    expect(numberOf('{prefix}通〔{year}〕{serial}号', { prefix: '政服', year: 2026, serial: 3 })).toBe(
      '政服通〔2026〕3号',
    );
    expect(numberOf('ZS-{year}-{serial:4}', { prefix: '', year: 2026, serial: 32 })).toBe('ZS-2026-0032');
    expect(dateText('2026-09-07')).toBe('2026年9月7日');
    expect(dateFormal('2026-10-20')).toBe('二〇二六年十月二十日');
    expect([1, 10, 11, 20, 31].map(chineseNumber)).toEqual(['一', '十', '十一', '二十', '三十一']);
  });

  it('breaks a long title by meaning, each line fitting and none starting with 的', () => {
    expect(breakTitle('处罚通知单')).toEqual(['处罚通知单']);
    const lines = breakTitle('关于2026年第三季度窗口服务考核情况及流动红旗评选结果的通报');
    expect(lines.join('')).toBe('关于2026年第三季度窗口服务考核情况及流动红旗评选结果的通报');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect([...line].length).toBeLessThanOrEqual(20);
      expect(line).not.toMatch(/^[的和与及、，。》”]/);
    }
  });
});
