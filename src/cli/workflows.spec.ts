import { readFileSync } from 'node:fs';
import { machines } from '../../workflows/index.js';
import { UsageError } from './command.js';
import { command } from './workflows.js';

const run = async (args: string[], language: 'zh' | 'en' = 'en') => {
  const lines: string[] = [];
  const code = await command.run({ args, language, print: (line) => lines.push(line) });
  return { code, text: lines.join('\n') };
};

describe('workflows', () => {
  it('lists kinds, versions, states and events as JSON', async () => {
    const { code, text } = await run(['list', '--json']);
    const rows = JSON.parse(text);
    expect(code).toBe(0);
    expect(rows.map((row: { kind: string }) => row.kind)).toEqual(machines.map((spec) => spec.kind));
    expect(rows.find((row: { kind: string }) => row.kind === 'leave')).toMatchObject({
      versions: [1],
      states: expect.arrayContaining(['pending', 'onLeave']),
      events: expect.arrayContaining(['leave.approve']),
    });
  });

  it('shows a machine with people and effects in both languages', async () => {
    expect((await run(['show', 'paper'])).text).toMatch(
      /paper\.issue Issue → issued Issued\n {6}by: Office, Supervision section\n {6}effects: paper\.render/,
    );
    expect((await run(['show', 'leave'], 'zh')).text).toContain('leave.file 请假单备案 → filed 已备案');
  });

  it('lists who may do what in which state, as docs/who-may.md has it', async () => {
    const { text } = await run(['roles', 'leave', 'substitution']);
    expect(text).toContain('| 请假单备案 File the slip `leave.file` * | 督查科 Supervision section |');
    expect(readFileSync('docs/who-may.md', 'utf8')).toBe(`${text}\n`);
  });

  it('checks the laws', async () => {
    const { code, text } = await run(['check', '--json']);
    expect(JSON.parse(text).flatMap((result: { faults: string[] }) => result.faults)).toEqual([]);
    expect(code).toBe(0);
  });

  it('refuses what it does not know', async () => {
    await expect(run(['show', 'holiday'])).rejects.toThrow(UsageError);
    await expect(run(['show', 'leave', '--version', '9'])).rejects.toThrow(UsageError);
    await expect(run([])).rejects.toThrow(UsageError);
  });
});
