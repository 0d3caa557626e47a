/**
 * Runs the tests that are named, or all, and ends with one line: `N passed, N failed` (`, N skipped`). With CI=true a
 * test that was skipped for want of a program is a failure, because the script that prepared the machine should have
 * installed it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'kaoping-counts-'));
const counts = join(folder, 'counts.json');
const args = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(root, 'node_modules/jest/bin/jest.js'),
];
if (!process.argv.slice(2).some((arg) => arg.startsWith('--maxWorkers') || arg === '-w' || arg === '--runInBand'))
  args.push('--maxWorkers=2');

const jest = spawn(process.execPath, [...args, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, KAOPING_TEST_COUNTS: counts },
});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => jest.kill(signal));
process.on('SIGINT', () => {});

jest.on('exit', (code) => {
  let result = { passed: 0, failed: 1, skipped: 0 };
  try {
    result = JSON.parse(readFileSync(counts, 'utf8'));
  } catch {
    process.stderr.write('测试没有跑完 The tests did not run to their end\n');
  }
  rmSync(folder, { recursive: true, force: true });
  const skips = result.skipped > 0 && process.env.CI === 'true';
  if (skips) process.stderr.write('CI=true：不允许跳过测试 a skipped test is a failure here\n');
  process.stdout.write(
    `${result.passed} passed, ${result.failed} failed${result.skipped ? `, ${result.skipped} skipped` : ''}\n`,
  );
  process.exitCode = code || (result.failed > 0 || skips || result.passed === 0 ? 1 : 0);
});
