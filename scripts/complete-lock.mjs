/**
 * Completes package-lock.json with the builds of native packages for other systems. npm leaves out an optional package
 * that the registry in use does not serve, and `npm ci` then refuses the whole lock file. Such a package is only ever
 * installed on the system it names, so its entry needs name, version and system, no more.
 *
 *   node scripts/complete-lock.mjs          adds what is missing (run it after npm install)
 *   node scripts/complete-lock.mjs --check  exits with 1 and names what is missing
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const systems = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
  windows: 'win32',
};
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64'];

/** System, processor and C library that a package's name tells, e.g. `@swc/core-linux-s390x-gnu`; undefined without them. */
function systemOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = words.map((word) => systems[word]).find(Boolean);
  const cpu = words.find((word) => processors.includes(word));
  if (!os || !cpu) return undefined;
  const libc =
    os !== 'linux'
      ? undefined
      : words.some((word) => word.startsWith('musl'))
        ? 'musl'
        : words.some((word) => word.startsWith('gnu'))
          ? 'glibc'
          : undefined;
  return { os: [os], cpu: [cpu], ...(libc ? { libc: [libc] } : {}) };
}

/** Adds the missing entries to the lock's packages in place. @returns {string[]} the names added */
export function complete(packages) {
  const added = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isThere(packages, path, name) || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version)) continue;
      const system = systemOf(name);
      if (!system) continue;
      packages[`node_modules/${name}`] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...system };
      added.push(`${name}@${version}`);
    }
  }
  return added;
}

/** Looks the name up as Node would, from the package outwards. */
function isThere(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const added = complete(lock.packages);
  for (const name of added) console.log(name);
  if (process.argv.includes('--check')) {
    if (added.length > 0) console.log('package-lock.json is not complete: run node scripts/complete-lock.mjs');
    process.exitCode = added.length > 0 ? 1 : 0;
  } else if (added.length > 0) {
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  }
}
