/** Every worked example of every pack, and the law that each rule is hit and each threshold touched from both sides. */

import { Problem } from '../src/core/problem.js';
import { runCases } from '../src/core/rules/examples/cases.js';
import { loadLibrary } from '../src/regulation/pack-loader.js';

const load = () => {
  try {
    return loadLibrary('regulations');
  } catch (error) {
    if (error instanceof Problem)
      throw new Error(`${error.code} ${JSON.stringify(error.extras.errors ?? error.facts)}`);
    throw error;
  }
};
const library = load();

describe.each(library.packs.map((pack) => [`${pack.id}@${pack.edition}`, pack] as const))('%s', (_name, pack) => {
  const { outcomes, coverage } = runCases(pack, library);

  it.each(outcomes.map((outcome) => [outcome.id, outcome] as const))('%s', (_id, outcome) => {
    expect(outcome.faults).toEqual([]);
  });

  it('has an example for each of its rules and for both sides of each threshold', () => {
    expect(outcomes.length).toBeGreaterThan(0);
    expect(coverage.missing).toEqual([]);
  });
});
