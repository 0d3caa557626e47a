/** `npm run check`: every law that a program can look after, side by side, one line each, in under a minute. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const module = (...parts) => join(root, 'node_modules', ...parts);
const tsc = module('typescript-native', 'bin', 'tsc');

const steps = [
  {
    name: 'format, lint (biome)',
    args: [module('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'],
  },
  { name: 'types (tsc)', args: [tsc, '--noEmit', '-p', 'tsconfig.json'] },
  ...(existsSync(join(root, 'web', 'tsconfig.json'))
    ? [{ name: 'types of web (tsc)', args: [tsc, '--noEmit', '-p', 'web/tsconfig.json'] }]
    : []),
  {
    name: 'import arrows (dependency-cruiser)',
    args: [
      module('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'workflows',
      'web/src',
      'test',
    ],
  },
  { name: 'dead code (knip)', args: [module('knip', 'bin', 'knip.js'), '--no-progress'] },
  { name: 'bans', args: [join(root, 'scripts', 'check-bans.mjs')] },
  { name: 'lock file', args: [join(root, 'scripts', 'complete-lock.mjs'), '--check'] },
];

/** Longest output of a failed step; whoever has a thousand errors begins with the first. */
const LIMIT = 8_000;

const results = await Promise.all(steps.map(runStep));
process.exitCode = results.every(Boolean) ? 0 : 1;

function runStep({ name, args }) {
  const since = Date.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('close', (code) => {
      const passed = code === 0;
      console.log(`${passed ? '✓' : '✗'} ${name}  ${((Date.now() - since) / 1000).toFixed(1)} s`);
      if (!passed) console.log(output.length > LIMIT ? `${output.slice(0, LIMIT)}\n…` : output);
      done(passed);
    });
  });
}
