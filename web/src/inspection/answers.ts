import type { InspectionSheet, SheetAnswer } from '../../../src/inspection/inspection.contract.js';
import type { Attached } from '../components/FilePicker.js';

export type Kind = SheetAnswer['answer'];
export const kinds: readonly Kind[] = ['met', 'notMet', 'notApplicable'];

/** What one member typed and has not sent yet. */
export interface Typed {
  answer?: Kind;
  note?: string;
  evidence?: Attached[];
}

/** Kept on the device: typed answers by `subject line`, and the sheet, so that filling in goes on without a connection. */
export interface AnswerDraft {
  typed: Record<string, Typed>;
  place?: string;
  sheet?: InspectionSheet;
}

export const placeOf = (subject: string, line: string): string => `${subject} ${line}`;

/** How a line stands on this device: what was typed here, over what the service knows. */
export function standing(draft: AnswerDraft, sheet: InspectionSheet, subject: string, line: string): Typed {
  const stored = sheet.subjects.find((one) => one.subject === subject)?.answers[line];
  const known: Typed = stored
    ? {
        answer: stored.answer,
        note: stored.note ?? undefined,
        evidence: stored.evidence.map((hash) => ({ hash, name: hash.slice(0, 8) })),
      }
    : {};
  return { ...known, ...draft.typed[placeOf(subject, line)] };
}

/** Answered lines of all subjects, and how many lines there are. */
export function progressOf(draft: AnswerDraft, sheet: InspectionSheet): { done: number; all: number } {
  const lines = sheet.groups.flatMap((group) => group.lines);
  const places = sheet.subjects.flatMap(({ subject }) => lines.map((line) => [subject, line.id] as const));
  const done = places.filter(([subject, line]) => standing(draft, sheet, subject, line).answer).length;
  return { done, all: places.length };
}

/** Answers to send: those that were touched and say something. */
export function answersToSend(draft: AnswerDraft, sheet: InspectionSheet): object[] {
  return Object.keys(draft.typed).flatMap((place) => {
    const [subject = '', line = ''] = place.split(' ');
    const { answer, note, evidence } = standing(draft, sheet, subject, line);
    if (!answer) return [];
    return [
      {
        subject,
        line,
        answer,
        ...(note?.trim() ? { note: note.trim() } : {}),
        ...(evidence?.length ? { evidence: evidence.map((file) => file.hash) } : {}),
      },
    ];
  });
}
