/** The table of the corpus: every regulation of it has its pack, and what is no regulation is named as such. */
import { readFileSync } from 'node:fs';
import { indexTable, withIndex } from '../src/cli/rules-index.js';
import { readPackSources } from '../src/regulation/pack-loader.js';

const readme = readFileSync('regulations/README.md', 'utf8');
const sources = readPackSources('regulations');
const corpus = Array.from({ length: 63 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);

describe('the index of regulations', () => {
  it('holds R01 to R63, each once', () => {
    const rows = indexTable(sources).slice(2);
    expect(rows.map((row) => /^\| (R\d\d) \|/.exec(row)?.[1])).toEqual(corpus);
  });

  it('is fresh (npm run cli -- rules index)', () => {
    expect(withIndex(readme, sources)).toBe(readme);
  });

  it('says of N1 to N4 that they are no regulations', () => {
    for (const id of ['N1', 'N2', 'N3', 'N4']) expect(readme).toMatch(new RegExp(`^\\| ${id} \\|`, 'm'));
  });

  it('shows every kind of rule in an example', () => {
    const shown = readme.match(/```yaml[\s\S]*?```/g)!.join('\n');
    for (let kind = 1; kind <= 23; kind++) expect(shown).toMatch(new RegExp(`\\bK${kind}\\b`));
  });
});
