/** Samples of every kind, for the laws and for `workflows check`. */
import { appealSamples } from './appeal/samples.js';
import { cycleSamples } from './appraisal-cycle/samples.js';
import type { Samples } from './explore.js';
import { findingSamples } from './finding/samples.js';
import { inspectionSamples } from './inspection/samples.js';
import { leaveSamples } from './leave/samples.js';
import { paperSamples } from './paper/samples.js';
import { ruleSetSamples } from './rule-set/samples.js';
import { substitutionSamples } from './substitution/samples.js';

export const samples: Readonly<Record<string, Samples>> = {
  appeal: appealSamples,
  'appraisal-cycle': cycleSamples,
  finding: findingSamples,
  inspection: inspectionSamples,
  leave: leaveSamples,
  paper: paperSamples,
  'rule-set': ruleSetSamples,
  substitution: substitutionSamples,
};
