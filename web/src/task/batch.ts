/** What can be done with many tasks at once, and what each of them is sent. */
import type { CaseAction, TaskItem } from '../api/types.js';

export type BatchVerb = 'approve' | 'refuse';

const opinionFields = ['remark', 'opinion', 'note', 'reason'];

/** The action of a task that a batch would take; undefined when it needs something that differs from line to line. */
export function batchAction(task: TaskItem, verb: BatchVerb): CaseAction | undefined {
  const open = (task.actions ?? []).filter((action) => !action.refusal);
  if (verb === 'approve') {
    const main = open.find((action) => action.button === 'primary');
    return main && (main.form?.required ?? []).length === 0 ? main : undefined;
  }
  return open.find(
    (action) =>
      action.button === 'danger' &&
      action.reason === true &&
      (action.form?.required ?? []).every((name) => name === 'reason'),
  );
}

export const isBatchable = (task: TaskItem): boolean =>
  batchAction(task, 'approve') !== undefined || batchAction(task, 'refuse') !== undefined;

export interface BatchLine {
  caseId: string;
  revision: number;
  type: string;
  payload: Record<string, unknown>;
}

/** The event of one task, its words in whatever field the action has for them. */
export function batchLine(task: TaskItem, action: CaseAction, words: string): BatchLine {
  const field = opinionFields.find((name) => action.form?.properties?.[name]);
  return {
    caseId: task.caseId,
    revision: task.revision,
    type: action.event,
    payload: field && words.trim() ? { [field]: words.trim() } : {},
  };
}
