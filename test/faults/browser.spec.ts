/** The browser under the paper worker dies at any moment, as a whole or one page of it: late papers, but no lost ones. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PDFDocument } from 'pdf-lib';
import { Problem } from '../../src/core/problem.js';
import { job, testRenderer } from '../papers/printer.js';
import { seeded } from './support/chaos.js';

const seed = Number(process.env.KAOPING_FAULT_SEED ?? 20260930);
const DOSE = 10;

/** Processes of browsers that this process started, apart from the crash handler; `--type=` tells pages from the whole. */
function browsers(): { pid: number; command: string }[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 10_000_000 });
  const mine = profiles();
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return pid && command && mine.some((name) => command.includes(name)) ? [{ pid: Number(pid), command }] : [];
  });
}

/** Folders of browsers that this process started. */
function profiles(): string[] {
  return readdirSync(tmpdir()).filter((name) => {
    if (!name.startsWith('kaoping-browser-')) return false;
    try {
      return readFileSync(join(tmpdir(), name, 'owner.pid'), 'utf8') === String(process.pid);
    } catch {
      return false;
    }
  });
}

describe('the browser that prints', () => {
  it('may be killed again and again, also while it starts: every paper is printed, nothing stays behind', async () => {
    const press = testRenderer();
    const random = seeded(seed);
    let isOver = false;
    const kills = { whole: 0, page: 0 };
    const killer = (async () => {
      while (!isOver && kills.whole + kills.page < DOSE) {
        await sleep(400 + random() * 2400);
        const there = browsers();
        const pages = there.filter(({ command }) => command.includes('--type=renderer'));
        const wholes = there.filter(({ command }) => !command.includes('--type='));
        const isPage = pages.length > 0 && random() < 0.4;
        const victim = (isPage ? pages : wholes).at(-1);
        if (!victim || isOver) continue;
        try {
          process.kill(victim.pid, 'SIGKILL');
          kills[isPage ? 'page' : 'whole'] += 1;
        } catch {
          // It had ended by itself.
        }
      }
    })();
    let refused = 0;
    /** As the outbox would: what failed because the browser died is done again. */
    const print = async () => {
      for (;;) {
        try {
          return await press.renderer.render(job('leave-slip'));
        } catch (error) {
          if (!(error instanceof Problem) || error.code !== 'paper.render_failed') throw error;
          refused += 1;
        }
      }
    };
    let printed = 0;
    const deadline = Date.now() + 90_000;
    while (kills.whole + kills.page < DOSE && Date.now() < deadline) {
      const papers = await Promise.all([print(), print(), print()]);
      for (const { pdf, pages } of papers) {
        expect((await PDFDocument.load(pdf)).getPageCount()).toBe(pages);
        printed += 1;
      }
    }
    isOver = true;
    await killer;
    expect(kills.whole).toBeGreaterThanOrEqual(4);
    expect(kills.page).toBeGreaterThanOrEqual(2);
    expect(printed).toBeGreaterThanOrEqual(9);
    expect((await print()).pages).toBeGreaterThan(0);
    await press.close();
    for (const end = Date.now() + 10_000; Date.now() < end && browsers().length + profiles().length > 0; )
      await sleep(200);
    expect(browsers()).toEqual([]);
    expect(profiles()).toEqual([]);
    expect(refused).toBeLessThan(kills.whole + kills.page);
  }, 150_000);
});
