import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../platform/config/project-root.js';
import { readMessages, say } from './messages.js';

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(projectRoot, folder, name), 'utf8'));
/** Message names as the machines' sources say them: `message: 'x.y'` and `tell…('x.y')` for people. */
const ofMachines = sourcesIn('workflows').flatMap((text) => [
  ...text.matchAll(/(?:message: |\btell(?:Applicant|Supervision|Team)?\()'([\w.]+\.[\w.]+)'/g),
]);
/** What a business tells people itself, as `tell(people, 'x.y', …)`. */
const ofBusinesses = sourcesIn('src').flatMap((text) => [
  ...text.matchAll(/\btell(?:er)?\(\[.*?\], '([\w.]+\.[\w.]+)'/g),
  ...text.matchAll(/\bmessage: '(\w+\.\w+)'/g),
  ...text.matchAll(/'(absence\.(?:told|proposed|confirmed|dropped))'/g),
]);
const used = [...ofMachines, ...ofBusinesses].map((match) => match[1]!);

describe('messages', () => {
  const texts = readMessages();

  it('has a text in both languages for every message of the machines, and none that nobody sends', () => {
    expect(used.length).toBeGreaterThan(20);
    expect([...new Set(used)].filter((name) => !texts['zh-CN'][name])).toEqual([]);
    expect(Object.keys(texts.en).filter((name) => !used.includes(name))).toEqual([]);
  });

  it('fills what it knows and leaves a gap visible', () => {
    expect(say(texts, 'en', 'appeal.accepted', { key: 'A-1' })).toBe('Your appeal A-1 is accepted');
    expect(say(texts, 'zh-CN', 'substitution.nominated', { key: 'S-1' })).toContain('{window}');
    expect(say(texts, 'en', 'no.such', {})).toBe('no.such');
  });
});
