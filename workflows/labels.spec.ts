import { machines } from './index.js';
import { labelFaults, parseLabels, wordIn } from './labels.js';

describe('labels', () => {
  it('finds a task by its name or by its family', () => {
    const words = { file: 'File', 'verify-*': 'Verify', 'verify-all-*': 'Verify all' };
    expect(['file', 'verify-A-01', 'verify-all-1', 'other', 'toString'].map((name) => wordIn(words, name))).toEqual([
      'File',
      'Verify',
      'Verify all',
      undefined,
      undefined,
    ]);
  });

  it('says what is missing and what is too much', () => {
    const spec = machines.find((one) => one.kind === 'paper');
    const faults = labelFaults(
      spec as never,
      parseLabels('title: T\nstates: { gone: G }\nevents: {}\nfields: {}\n'),
      'en',
    );
    expect(faults).toEqual(
      expect.arrayContaining([
        'paper en: no text for state signed',
        'paper en: text for unknown state gone',
        'paper en: no text for event paper.sign',
      ]),
    );
  });

  it('refuses a file of another shape', () => {
    expect(() => parseLabels('title: T\nstate: {}\n')).toThrow();
  });
});
