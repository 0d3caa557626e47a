import type { CaseAction, CycleView } from '../api/types.js';
import type { Target } from '../components/ActionFoot.js';

/** Events about one window, one part or one held place: their buttons stand in that row, not at the foot. */
const rowEvents: readonly string[] = [
  'cycle.handIn',
  'cycle.confirm',
  'cycle.object',
  'cycle.maintain',
  'cycle.correct',
  'cycle.rule',
];

export const cycleActions = (cycle: CycleView): CaseAction[] =>
  (cycle.case?.actions ?? []).filter((action) => !rowEvents.includes(action.event));

export const rowActions = (cycle: CycleView, ...events: string[]): CaseAction[] =>
  (cycle.case?.actions ?? []).filter((action) => events.includes(action.event));

export const cycleTarget = (cycle: CycleView, preset?: Record<string, unknown>): Target => ({
  caseId: cycle.id,
  revision: cycle.case?.revision ?? cycle.revision,
  title: cycle.key,
  preset,
});
