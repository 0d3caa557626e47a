import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { composeBody } from '../../src/paper/compose.js';
import { sweepProfiles } from '../../src/paper/renderer/browser.js';
import type { PaperTemplate } from '../../src/paper/template.js';
import { describeWith } from '../support/needs.js';
import { Measured } from './measure.js';
import { coverage, job, library, proof, testRenderer } from './printer.js';

// The machine may be busy with other tests.
jest.setTimeout(120_000);

const describePapers = describeWith(['pdftotext']);
const press = testRenderer();
let sentinel: Server;
let address: string;
const hits: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'kaoping-sentinel-'));
const secret = join(folder, 'secret.txt');

beforeAll(async () => {
  writeFileSync(secret, 'SENTINELFILE', { mode: 0o644 });
  sentinel = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end('SENTINELHTTP');
  });
  await new Promise<void>((done) => sentinel.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(sentinel.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await press.close();
  sentinel.close();
  rmSync(folder, { recursive: true, force: true });
});

const text = (pdf: Uint8Array) => {
  const paper = new Measured(pdf);
  try {
    return paper.text();
  } finally {
    paper.done();
  }
};

describePapers('hostile data', () => {
  it('is printed as the characters that it is, and fetches nothing', async () => {
    const attacks = [
      `<img src=${address}/img onerror=alert(1)>`,
      `</td></table><iframe src="file://${secret}"></iframe>`,
      `<style>@import "${address}/css"; body{background:url(${address}/bg)}</style>`,
      `<script>fetch("${address}/js")</script>`,
      `{{constructor}} {{{raw}}} {{> letter-header}}`,
    ];
    const { pdf } = await press.print(
      'leave-slip',
      (data: { reason: string; chain: { opinion: string }[]; applicant: { name: string } }) => {
        data.applicant.name = '<img src=x onerror=alert(1)>';
        data.reason = attacks.slice(0, 2).join(' ');
        for (const [index, attack] of attacks.slice(2).entries()) data.chain[index]!.opinion = attack;
      },
    );
    const printed = text(pdf).replace(/\s/g, '');
    for (const part of [
      '<imgsrc=xonerror=alert(1)>',
      '</td></table><iframe',
      '<script>fetch(',
      '@import',
      '{{constructor}}',
    ])
      expect(printed).toContain(part);
    expect(printed).not.toContain('SENTINEL');
    expect(hits).toEqual([]);
  });

  it('does not get at prototypes or the shape of things', async () => {
    const { document } = job('leave-slip', (data: object) =>
      Object.assign(data, JSON.parse('{"__proto__":{"polluted":"yes"}}')),
    );
    const body = composeBody(library.get('leave-slip'), document, proof, coverage);
    expect(body).not.toContain('polluted');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('refuses a character that no font has, naming it, and prints the next paper', async () => {
    const bad = press.print('leave-slip', (data: { reason: string }) => {
      data.reason = '家中有事\uE000';
    });
    await expect(bad).rejects.toMatchObject({ code: 'paper.glyph_missing', facts: { characters: ['U+E000'] } });
    expect(text((await press.print('leave-slip')).pdf)).toContain('王玥');
  });

  it('sets each rare name in one font', async () => {
    for (const [name, font] of [
      ['龚䶮', 'GovKai'],
      ['㺹㺹', 'GovBiaoSong'],
    ] as const) {
      const { document } = job('appeal-decision', (data: { appellant: { name: string } }) => {
        data.appellant.name = name;
      });
      const cls = { GovKai: 'f-kai', GovBiaoSong: 'f-song' }[font];
      expect(composeBody(library.get('appeal-decision'), document, proof, coverage)).toContain(
        `<span class="name ${cls}">${name}</span>`,
      );
      const made = await press.renderer.render({ ...job('appeal-decision'), document });
      expect(text(made.pdf)).toContain(name);
    }
  });
});

describePapers('a template that slipped past the checker', () => {
  const evil = (body: string, style = ''): PaperTemplate => ({
    ...library.get('leave-slip'),
    body,
    style: library.get('leave-slip').style + style,
  });
  const render = (template: PaperTemplate, press_ = press) =>
    press_.renderer.render({ ...job('leave-slip'), template });

  it('reaches neither the network nor files', async () => {
    const made = await render(
      evil(
        `<article class="paper"><p>正文</p>
        <link rel="stylesheet" href="${address}/link"><link rel="prefetch" href="${address}/prefetch">
        <link rel="preconnect" href="${address}"><link rel="dns-prefetch" href="${address}">
        <img src="${address}/img"><img src="file://${secret}"><iframe src="${address}/frame"></iframe><iframe src="file://${secret}"></iframe>
        <object data="${address}/object"></object><embed src="file://${secret}"><video src="${address}/video" poster="${address}/poster"></video>
        <svg><use href="${address}/use#x"/><image href="${address}/svg"/></svg>
        <script>document.body.append("SENTINELSCRIPT");fetch("${address}/fetch");new WebSocket("${address.replace('http', 'ws')}")</script>
        <iframe srcdoc="<script src='${address}/srcdoc'></script><img src='${address}/srcdoc-img'>"></iframe></article>`,
        `@import url(${address}/import);@font-face{font-family:x;src:url(${address}/font)}p{font-family:x;background:url(${address}/bg)}`,
      ),
    );
    await new Promise((done) => setTimeout(done, 300));
    expect(hits).toEqual([]);
    const printed = text(made.pdf);
    expect(printed).toContain('正文');
    expect(printed).not.toContain('SENTINEL');
  });

  it('is refused, not printed blank, when it leads away', async () => {
    const away = render(
      evil(
        `<article class="paper"><p>正文</p><meta http-equiv="refresh" content="0;url=${address}/refresh"></article>`,
      ),
    );
    await expect(away).rejects.toMatchObject({ code: 'template.remote_resource' });
    expect(hits).toEqual([]);
  });

  it('is stopped when it would never end, and the next paper is printed', async () => {
    const slow = testRenderer({ timeLimit: 2_000 });
    try {
      await slow.print('leave-slip');
      const rows = '<p>一行</p>'.repeat(400_000);
      const started = Date.now();
      await expect(render(evil(`<article class="paper">${rows}</article>`), slow)).rejects.toMatchObject({
        code: 'paper.render_limit',
      });
      expect(Date.now() - started).toBeLessThan(15_000);
      expect(text((await slow.print('leave-slip')).pdf)).toContain('王玥');
    } finally {
      await slow.close();
    }
  });

  it('is refused when the page itself is too large', async () => {
    await expect(render(evil(`<article>${'长'.repeat(6_100_000)}</article>`))).rejects.toMatchObject({
      code: 'paper.render_limit',
    });
  });
});

const mine = (needle: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(needle);
      } catch {
        return false;
      }
    });

describePapers('the browser', () => {
  it('runs walled in: no privileges, sandbox on, no route anywhere when we may take it away', async () => {
    const walls = await press.renderer.warm();
    expect(walls.sandbox).toBe(process.env.KAOPING_CHROMIUM_NO_SANDBOX !== '1');
    if (process.getuid?.() === 0) expect(walls.user).not.toBe(0);
  });

  it('is replaced after its number of papers and when it was killed, without losing one', async () => {
    const few = testRenderer({ recycleAfter: 2, chunk: 1 });
    try {
      const papers = await Promise.all(Array.from({ length: 7 }, () => few.print('honour-certificate')));
      expect(papers).toHaveLength(7);
      const again = few.print('honour-certificate');
      setTimeout(() => {
        for (const pid of mine(few.cache)) {
          try {
            process.kill(Number(pid), 'SIGKILL');
          } catch {
            // It ended by itself meanwhile.
          }
        }
      }, 60);
      expect((await again).pages).toBe(1);
    } finally {
      await few.close();
    }
    expect(mine(few.cache)).toEqual([]);
  });

  it('leaves no process when its owner is killed, and the janitor removes its folder', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'kaoping-orphan-'));
    const script = `
      const { startBrowser } = await import(${JSON.stringify(join(process.cwd(), 'src/paper/renderer/browser.ts'))});
      const running = await startBrowser({ cache: ${JSON.stringify(cache)}, fonts: 'templates/_shared/fonts', noSandbox: ${process.env.KAOPING_CHROMIUM_NO_SANDBOX === '1'} });
      await running.browser.newPage();
      console.log('ready');
      setInterval(() => {}, 1000);`;
    const owner = spawn(
      process.execPath,
      ['--import', join(process.cwd(), 'test/support/typescript-hooks.mjs'), '--input-type=module', '-e', script],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const profiles = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith('kaoping-browser-') && ownerOf(name) === owner.pid);
    await new Promise<void>((done, fail) => {
      owner.stdout.once('data', () => done());
      owner.once('exit', (code) => fail(new Error(`the owner ended with ${code}`)));
    });
    const [profile] = profiles();
    expect(mine(profile!).length).toBeGreaterThan(0);
    owner.removeAllListeners('exit');
    const gone = new Promise((done) => owner.once('exit', done));
    owner.kill('SIGKILL');
    await gone;
    for (let i = 0; i < 50 && mine(profile!).length > 0; i++) await new Promise((done) => setTimeout(done, 100));
    expect(mine(profile!)).toEqual([]);
    await sweepProfiles();
    expect(existsSync(join(tmpdir(), profile!))).toBe(false);
    rmSync(cache, { recursive: true, force: true });
  });

  it('the bundled one prints without any installed browser', async () => {
    const bundled = testRenderer({ useInstalled: false, executablePath: undefined });
    try {
      expect((await bundled.renderer.warm()).browser).toMatch(/^bundled: /);
      expect(text((await bundled.print('leave-slip')).pdf)).toContain('王玥');
    } finally {
      await bundled.close();
    }
  }, 60_000);
});

describePapers('chunks', () => {
  it('print many certificates at once, each with its own name, number and page', async () => {
    const jobs = Array.from({ length: 13 }, (_, index) =>
      job('honour-certificate', (data: { recipient: { name: string } }, document) => {
        data.recipient.name = `第${index + 1}窗口`;
        document.number = `ZS-2026-${String(index + 1).padStart(4, '0')}`;
      }),
    );
    const papers = await Promise.all(jobs.map((one) => press.renderer.render(one)));
    expect(new Set(papers.map((paper) => paper.sha256)).size).toBe(13);
    for (const [index, made] of papers.entries()) {
      const paper = new Measured(made.pdf);
      const printed = paper.text().replace(/\s/g, '');
      expect(paper.sizes()).toHaveLength(1);
      expect(printed).toContain(`第${index + 1}窗口：`);
      expect(printed).toContain(`ZS-2026-${String(index + 1).padStart(4, '0')}`);
      expect(printed.match(/第\d+窗口/g)).toHaveLength(1);
      expect(paper.fonts().every((font) => font.type === 'CID TrueType')).toBe(true);
      expect(paper.title()).toContain('荣誉证书');
      paper.done();
    }
  });

  it('one bad certificate does not spoil the others', async () => {
    const good = press.renderer.render(job('honour-certificate'));
    const bad = press.renderer.render(
      job('honour-certificate', (data: { recipient: { name: string } }) => {
        data.recipient.name = '\uE001';
      }),
    );
    await expect(bad).rejects.toMatchObject({ code: 'paper.glyph_missing' });
    expect((await good).pages).toBe(1);
  });
});

function ownerOf(profile: string): number {
  try {
    return Number(readFileSync(join(tmpdir(), profile, 'owner.pid'), 'utf8'));
  } catch {
    return 0;
  }
}
