import TestSequencer from '@jest/test-sequencer';

/**
 * Suites that drive the whole product take minutes but are short files, and jest begins with the longest files when it
 * has no timings yet. They come first, so that a fresh checkout does not wait for one of them at the end.
 */
const long = [
  'test/browser/journeys.spec.ts',
  'test/browser/leave.spec.ts',
  'test/faults/month.spec.ts',
  'test/browser/editions.spec.ts',
];

export default class LongFirst extends TestSequencer {
  sort(tests) {
    const place = (test) => {
      const index = long.findIndex((name) => test.path.endsWith(name));
      return index < 0 ? long.length : index;
    };
    return super.sort(tests).toSorted((a, b) => place(a) - place(b));
  }
}
