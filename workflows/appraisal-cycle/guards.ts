/** Guards of the appraisal cycle, version 1, and the dialect that knows them. */
import { dialect, type MachineEvent } from '../kit.js';
import { type CycleContext, cycleContext, cycleEvents } from './context.js';
import { cycleForm } from './form.js';
import * as part from './parts.js';

const { parametersOf, partsOf, rankingOf } = part;
const deadlineName = (event: unknown) => (event as MachineEvent<{ name?: string } | undefined>).payload?.name;
const payloadOf = (event: unknown) =>
  ((event as MachineEvent).payload ?? {}) as { section?: string; window?: string; minutes?: string; moved?: boolean };
const without = (context: CycleContext, window: string | undefined) =>
  Object.entries(context.windows)
    .filter(([code]) => code !== window)
    .map(([, entry]) => entry.state);
const settled = (states: string[]) => states.every((state) => state !== 'open' && state !== 'disputed');

export const m = dialect({
  context: cycleContext,
  events: cycleEvents,
  form: cycleForm,
  guards: {
    editionReady: ({ event }) => {
      const found = parametersOf(event);
      return found !== undefined && found.edition !== null && found.blanks.length === 0 && found.weightsAddUp;
    },
    hasParts: ({ event }) => partsOf(event) !== undefined,
    periodOver: ({ context, event }) => event.today > context.to,
    computed: ({ context, event }) => context.digest !== null && rankingOf(event)?.digest === context.digest,
    noOpenTie: ({ context, event }) => context.openTies.length === 0 && rankingOf(event)?.openTies.length === 0,
    complete: ({ event }) => rankingOf(event)?.complete === true,
    textWhole: ({ event }) => rankingOf(event)?.cutOff.length === 0,
    noOpenAppeal: ({ context, event }) =>
      context.openAppeals.length === 0 &&
      (rankingOf(event)?.openAppeals ?? []).every((appeal) => context.closedAppeals.includes(appeal)),
    papersIssued: ({ event }) => rankingOf(event)?.openPapers.length === 0,
    lastAppeal: ({ context, event }) =>
      context.openAppeals.every((appeal) => appeal === (event.payload as { appeal?: string } | undefined)?.appeal),
    publicityOver: ({ context }) => context.publicityOver,
    anyDisputed: ({ context }) => Object.values(context.windows).some((window) => window.state === 'disputed'),
    namesPeriod: ({ event }) => deadlineName(event) === 'period',
    namesHandIn: ({ event }) => deadlineName(event) === 'handIn',
    namesVerify: ({ event }) => deadlineName(event) === 'verify',
    namesPublicity: ({ event }) => deadlineName(event) === 'publicity',
    rescoring: ({ context }) => context.resume !== null,
    moved: ({ event }) => payloadOf(event).moved === true,
    currentRun: ({ context, event }) => part.isCurrent(context, event.payload as { request?: number } | undefined),
    appealsLeft: ({ context }) => context.openAppeals.length > 0,
    resumeAudited: ({ context }) => context.resume === 'audited',
    resumePublicity: ({ context }) => context.resume === 'publicity',
    resumeFinal: ({ context }) => context.resume === 'final',
    resumeNotified: ({ context }) => context.resume === 'notified',
    resumeArchived: ({ context }) => context.resume === 'archived',
  },
  payloadGuards: {
    ownPart: ({ context, event }) => {
      const { section } = payloadOf(event);
      return (
        context.sections.some((one) => one.section === section) &&
        (partsOf(event)?.mine.sections ?? []).includes(section ?? '')
      );
    },
    notHandedIn: ({ context, event }) =>
      context.sections.some((one) => one.section === payloadOf(event).section && one.by === null),
    lastPart: ({ context, event }) =>
      context.sections.every((one) => one.by !== null || one.section === payloadOf(event).section),
    minuted: ({ context, event }) => !context.parameters.minutesNeeded || payloadOf(event).minutes !== undefined,
    ownWindow: ({ event }) => (partsOf(event)?.mine.windows ?? []).includes(payloadOf(event).window ?? ''),
    windowOpen: ({ context, event }) => context.windows[payloadOf(event).window ?? '']?.state === 'open',
    windowDisputed: ({ context, event }) => context.windows[payloadOf(event).window ?? '']?.state === 'disputed',
    lastWindow: ({ context, event }) => settled(without(context, payloadOf(event).window)),
    noOtherDispute: ({ context, event }) => !without(context, payloadOf(event).window).includes('disputed'),
  },
});
