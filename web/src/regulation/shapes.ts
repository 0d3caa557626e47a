export type {
  AdoptionLine,
  AdoptionList,
  BlankList,
  BlankView,
  ChangeDraft,
  CheckReport,
  DraftLine,
  DraftList,
  DraftView,
  EditionDiff,
  Fault,
  FrozenView,
  ItemPatchInput,
  OpenDraft,
  RuleHistory,
  SourceView,
  SubmittedDraft,
} from '../../../src/regulation/draft.contract.js';
export type { EditionView, ItemView, RegulationLine } from '../../../src/regulation/regulation.contract.js';
export type { AmountView, BandView, RuleView, StructureView } from '../../../src/regulation/structure.contract.js';
export type { WhatIfRequest, WhatIfView } from '../../../src/scoring/what-if.contract.js';
