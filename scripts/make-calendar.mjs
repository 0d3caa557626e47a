/**
 * Writes the calendar of the years that ship with the product from the package `chinese-days` (the State Council's notices).
 * Run it when the package has a new year: `node scripts/make-calendar.mjs`.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const years = [2024, 2025, 2026];
const require = createRequire(import.meta.url);
const source = require.resolve('chinese-days/package.json').replace(/package\.json$/, 'dist/chinese-days.json');
const data = JSON.parse(readFileSync(source, 'utf8'));
const notice = (table, isOffDay) =>
  Object.entries(table).map(([date, text]) => ({ date, name: String(text).split(',')[1] ?? '', isOffDay }));
const all = [...notice(data.holidays, true), ...notice(data.workdays, false)];
const out = years.map((year) => ({
  year,
  days: all.filter((day) => day.date.startsWith(`${year}-`)).sort((a, b) => (a.date < b.date ? -1 : 1)),
}));
const rows = out.map(
  (entry) =>
    `  {\n    year: ${entry.year},\n    days: [\n${entry.days
      .map((day) => `      { date: '${day.date}', name: '${day.name}', isOffDay: ${day.isOffDay} },`)
      .join('\n')}\n    ],\n  },`,
);
writeFileSync(
  new URL('../src/core/calendar/notices.ts', import.meta.url),
  `/** Yearly notices of the State Council, written by scripts/make-calendar.mjs from \`chinese-days\`. Do not edit by hand. */
import type { HolidayNotice } from './work-calendar.js';

export const notices: readonly { year: number; days: readonly HolidayNotice[] }[] = [
${rows.join('\n')}
];
`,
);
