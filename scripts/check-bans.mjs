/**
 * The bans that no linter can say. Each names the law, so that the message is enough to mend the line. Comments and specs
 * are let through; a line that must stand carries `allowed: <reason>`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const pure = /^(src\/core|workflows)\//;
const bans = [
  {
    where: /^src\//,
    // A PDF is saved there, not a row.
    except: /^src\/paper\/renderer\//,
    what: /\.save\s*\(/,
    why: 'save() has no optimistic lock: a conditional UPDATE that must change one row (D4)',
  },
  {
    where: pure,
    what: /\bDate\.now\s*\(|\bnew Date\s*\(\s*\)|\bperformance\.now\s*\(/,
    why: 'pure code reads no clock: take the time as a parameter',
  },
  {
    where: pure,
    what: /\bMath\.random\s*\(|\brandomUUID\s*\(|\brandomBytes\s*\(/,
    why: 'pure code draws no random numbers',
  },
  { where: pure, what: /\bprocess\.(env|argv|cwd|hrtime)\b/, why: 'pure code knows no environment' },
  {
    where: pure,
    what: /\bsetTimeout\s*\(|\bsetInterval\s*\(|\bfetch\s*\(/,
    why: 'pure code waits for nothing and asks nobody',
  },
  {
    where: /^src\//,
    except: /^src\/platform\/database\//,
    what: /\b(dataSource|source|manager|connection)\.query\s*\(|\bgetRepository\s*\(|\bcreateQueryBuilder\s*\(|@InjectRepository\b|@InjectDataSource\b/,
    why: 'the database is reached only through Database.inInstitution and Tx',
  },
  {
    where: /^src\//,
    except:
      /^src\/(core\/|platform\/(config|embedded)\/|paper\/renderer\/browser\.ts|importing\/sheet\/sheet-reader\.ts|main\.ts|worker\.ts|cli\.ts|supervisor\.ts|cli\/month\/service\.ts)/,
    what: /\bprocess\.env\b/,
    why: 'settings are read once, by platform/config',
  },
  {
    where: /^(src|workflows|test)\//,
    what: /\b(it|test|describe)\.only\s*\(/,
    specs: true,
    why: 'a test left alone hides all the others',
  },
];

/** @returns {string[]} one line for each breach: `file:line  why` */
export function findBreaches(files) {
  const breaches = [];
  for (const { path, text } of files) {
    const isSpec = /\.spec\.tsx?$/.test(path);
    const active = bans.filter((ban) => ban.where.test(path) && !ban.except?.test(path) && (!isSpec || ban.specs));
    if (active.length === 0) continue;
    withoutComments(text)
      .split('\n')
      .forEach((line, index) => {
        const source = text.split('\n', index + 1)[index] ?? '';
        for (const ban of active) {
          if (ban.what.test(line) && !source.includes('allowed: ')) breaches.push(`${path}:${index + 1}  ${ban.why}`);
        }
      });
  }
  return breaches;
}

/** Blanks comments out and keeps the lines in their places. */
function withoutComments(text) {
  return text.replace(
    /\/\*[\s\S]*?\*\/|(^|[^:'"`\\])\/\/[^\n]*/g,
    (comment, before) => (before ?? '') + comment.slice((before ?? '').length).replace(/[^\n]/g, ' '),
  );
}

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (/\.(ts|tsx)$/.test(entry.name)) yield path;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = ['src', 'workflows', 'test'].flatMap((folder) =>
    [...walk(join(root, folder))].map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') })),
  );
  const breaches = findBreaches(files);
  for (const breach of breaches) console.log(breach);
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
