/**
 * W12 Inspection (检查), R12, R25, R48, R55, R63. A team of two or more answers the lines of a check-list of the edition in
 * force; all of them sign the same content. With the last signature the answers are posted, once; handed over, unmet lines
 * whose rule names a finding item open findings (W2), which others confirm. A secret plan is known to planner and team only.
 */
import { and, not } from 'xstate';
import { CLOSED, defineMachine, dialect, type MachineEvent, type Refusal, type StartInput } from '../kit.js';
import { type InspectionForm, inspectionForm, isSecret } from './form.js';
import * as part from './parts.js';

const payloadOf = (event: MachineEvent) => (event.payload ?? {}) as Record<string, unknown>;

const m = dialect({
  context: part.inspectionContext,
  events: part.inspectionEvents,
  form: inspectionForm,
  guards: {
    teamFits: ({ event }) => part.teamOf(event) !== undefined && part.teamRefusal(part.teamOf(event)) === undefined,
    checklistFits: ({ context, event }) => part.checklistRefusal(context, part.checklistOf(event)) === undefined,
    dayCome: ({ context, event }) => event.today >= context.day,
    complete: ({ context }) => part.missingOf(context).length === 0,
    sameEdition: ({ context, event }) => part.goneLines(context, event).length === 0,
    notSigned: ({ context, event }) => !part.signed(context, event.actor),
    lastSigner: ({ context }) => context.signatures.length === context.team.length - 1,
  },
  payloadGuards: {
    ownLines: ({ context, event }) => part.strangerIn(context, event) === undefined,
    evidenceKnown: ({ event }) => part.evidenceOf(event)?.missing.length === 0,
    sameContent: ({ context, event }) => payloadOf(event).hash === context.content,
  },
});

function refuseStart(start: StartInput<InspectionForm>): Refusal | undefined {
  const { form, today } = start;
  if (form.day < today) return { code: 'inspection.day_past', facts: { day: form.day, today } };
  return part.checklistRefusal(form, part.checklistOf(start)) ?? part.teamRefusal(part.teamOf(start));
}

const cancel = {
  target: 'cancelled',
  actions: part.set((_, event) => ({ cancelReason: event.payload.reason })),
};

export const inspectionV1 = defineMachine({
  kind: 'inspection',
  version: 1,
  form: inspectionForm,
  context: part.inspectionContext,
  events: part.inspectionEvents,
  startBy: [{ role: 'INSPECTOR' }, { role: 'SUPERVISION' }, { role: 'OFFICE' }],
  seenBy: ['concerned'],
  stations: ['planned', 'assigned', 'running', 'findingsSigned', 'handedOver'],
  summary: ['mode', 'day', 'heldOn', 'place', 'note', 'edition', 'cancelReason'],
  facts: {
    'case.start': ['inspection.checklist', 'inspection.team'],
    'inspection.assign': ['inspection.team'],
    'inspection.start': ['inspection.checklist', 'inspection.team'],
    'inspection.record': ['inspection.evidence'],
    'inspection.sign': ['inspection.checklist', 'inspection.team'],
  },
  refuseStart,
  because: {
    teamFits: (_: unknown, event: MachineEvent) =>
      part.teamRefusal(part.teamOf(event)) ?? { code: 'inspection.not_inspector', facts: { person: '' } },
    checklistFits: (context: part.InspectionContext, event: MachineEvent) =>
      part.checklistRefusal(context, part.checklistOf(event)) ?? { code: 'inspection.checklist_unknown' },
    dayCome: (context: part.InspectionContext, event: MachineEvent) => ({
      code: 'inspection.too_early',
      facts: { day: context.day, today: event.today },
    }),
    ownLines: (context: part.InspectionContext, event: MachineEvent) => ({
      code: 'inspection.line_unknown',
      facts: {
        line: part.strangerIn(context, event)?.line ?? '',
        subject: part.strangerIn(context, event)?.subject ?? '',
        edition: context.edition,
      },
      articles: [context.title.article],
    }),
    evidenceKnown: (_: unknown, event: MachineEvent) => ({
      code: 'inspection.evidence_unknown',
      facts: { missing: part.evidenceOf(event)?.missing ?? [] },
    }),
    complete: (context: part.InspectionContext) => ({
      code: 'inspection.incomplete',
      facts: { count: part.missingOf(context).length, lines: part.missingOf(context).slice(0, 5) },
      articles: [context.title.article],
    }),
    sameEdition: (context: part.InspectionContext, event: MachineEvent) => ({
      code: 'inspection.edition_changed',
      facts: {
        edition: context.edition,
        now: part.checklistOf(event)?.edition ?? '',
        lines: part.goneLines(context, event).slice(0, 5),
      },
    }),
    notSigned: () => ({ code: 'inspection.signed_already' }),
    sameContent: (context: part.InspectionContext) => ({
      code: 'inspection.content_changed',
      facts: { hash: context.content },
    }),
  },
  machine: m.createMachine({
    id: 'inspection.v1',
    context: ({ input }) => {
      const plan = {
        ...input.form,
        ...part.kept(part.checklistOf(input)),
        key: input.key,
        planner: input.actor.person,
        isConfidential: isSecret(input.form.mode),
        heldOn: null,
        place: null,
        answers: [],
        signatures: [],
        concerned: [],
        cancelReason: null,
      };
      return { ...plan, content: part.contentOf(plan) };
    },
    initial: 'planned',
    states: {
      planned: {
        entry: part.askToAssign,
        exit: part.closeTask('assign'),
        on: {
          'inspection.assign': { target: 'assigned', guard: 'teamFits', actions: part.assign },
          'inspection.cancel': cancel,
        },
      },
      assigned: {
        entry: [part.askToStart, part.tellTeam('inspection.assigned')],
        exit: part.closeTask('start'),
        on: {
          // Somebody falls ill: the team is named anew.
          'inspection.assign': { target: 'assigned', reenter: true, guard: 'teamFits', actions: part.assign },
          'inspection.start': {
            target: 'running',
            guard: and(['dayCome', 'checklistFits', 'teamFits']),
            actions: part.begin,
          },
          'inspection.cancel': cancel,
        },
      },
      running: {
        entry: part.askToSign,
        exit: part.closeTask('sign'),
        on: {
          // Who does not come back hands his place to somebody else, and all sign anew.
          'inspection.assign': { target: 'running', reenter: true, guard: 'teamFits', actions: part.replaceTeam },
          'inspection.record': { guard: and(['ownLines', 'evidenceKnown']), actions: part.record },
          'inspection.sign': [
            {
              target: 'findingsSigned',
              guard: and(['notSigned', 'complete', 'sameContent', 'sameEdition', 'teamFits', 'lastSigner']),
              actions: [
                part.sign,
                part.postAnswers,
                part.draftRecord,
                part.tellTeam('inspection.signed'),
                ...part.tellConcerned,
              ],
            },
            {
              guard: and(['notSigned', 'complete', 'sameContent', 'sameEdition', 'teamFits', not('lastSigner')]),
              actions: part.sign,
            },
          ],
          'inspection.cancel': cancel,
        },
      },
      findingsSigned: {
        entry: part.askToHandOver,
        exit: part.closeTask('handOver'),
        on: { 'inspection.handOver': { target: 'handedOver', actions: part.startFindings } },
      },
      handedOver: { type: 'final', tags: CLOSED },
      cancelled: { type: 'final', tags: CLOSED },
    },
  }),
});
