import fc from 'fast-check';
import { minuteOf, type PresenceSlot } from '../duty/seats.js';
import { type AttendanceInput, type OfficeHours, type Punch, readAttendance, readHours, timeText } from './gaps.js';

const hours: OfficeHours = {
  AM: { start: 510, end: 720 },
  PM: { start: 810, end: 1050 },
  graceMinutes: 5,
  repeatMinutes: 2,
  punches: 'perHalf',
  missingPunch: 'listed',
};
const day = '2026-09-07';
const second = (text: string): number => minuteOf(text) * 60 + Number(text.slice(6) || 0);
const punch = (person: string, text: string, device = 'H1'): Punch => ({ person, day, second: second(text), device });
/** Somebody else is there all day, so that the machine is known to work. */
const others = ['08:20', '12:01', '13:20', '17:31'].map((text) => punch('0002', text));
const slot = (start: string, end: string, purpose: 'leave' | 'cover' = 'leave', window = 'A01'): PresenceSlot => ({
  person: '0001',
  day,
  start: minuteOf(start),
  end: end === '24:00' ? 1440 : minuteOf(end),
  purpose,
  window,
  caseId: 'case',
});

interface Given {
  slots?: PresenceSlot[];
  set?: Partial<OfficeHours>;
  off?: boolean;
  rest?: Punch[];
}
const read = (times: readonly string[], given: Given = {}) => {
  const input: AttendanceInput = {
    // As the duty plan gives them, with a word on why somebody sits there that explains no absence.
    seats: (['AM', 'PM'] as const).map((half) => ({ person: '0001', window: 'A01', day, half, why: 'duty' })),
    punches: [...times.map((text) => punch('0001', text)), ...(given.rest ?? others)],
    slots: given.slots ?? [],
    isWorkingDay: () => !given.off,
    hoursAt: () => ({ ...hours, ...given.set }),
  };
  return readAttendance(input);
};
/** `AM present`, `AM gap late 6 08:30–08:36`, `PM explained leave`. */
const told = (times: readonly string[], given: Given = {}) =>
  read(times, given).map((half) =>
    [
      half.half,
      half.state,
      ...(half.why ? [half.why] : []),
      ...half.gaps.map(
        (gap) => `${gap.kind} ${gap.minutes} ${timeText(gap.from)}–${timeText(gap.to)}${gap.isUnpunched ? ' ?' : ''}`,
      ),
    ].join(' '),
  );
const full = ['08:25', '12:00', '13:30', '17:30'];
const inAt = (text: string) => [text, ...full.slice(1)];
const outAt = (text: string) => [...full.slice(0, 3), text];

describe('a day at the machine', () => {
  it.each([
    ['in time', full, ['AM present', 'PM present']],
    ['exactly on time', ['08:30', '12:00', '13:30', '17:30'], ['AM present', 'PM present']],
    ['a second less than a minute late', inAt('08:30:59'), ['AM present', 'PM present']],
    ['late by what is tolerated', inAt('08:35:59'), ['AM present', 'PM present']],
    ['late by a minute more', inAt('08:36'), ['AM gap late 6 08:30–08:36', 'PM present']],
    ['late by 29 minutes', inAt('08:59:59'), ['AM gap late 29 08:30–08:59:59', 'PM present']],
    ['late by half an hour', inAt('09:00'), ['AM gap late 30 08:30–09:00', 'PM present']],
    ['gone early by what is tolerated', outAt('17:25'), ['AM present', 'PM present']],
    ['gone early by a minute more', outAt('17:24'), ['AM present', 'PM gap early 6 17:24–17:30']],
    [
      'away for 30 minutes',
      ['08:25', '10:00', '10:30', '12:00', '13:30', '17:30'],
      ['AM gap away 30 10:00–10:30', 'PM present'],
    ],
    [
      'away for 31 minutes',
      ['08:25', '10:00', '10:31', '12:00', '13:30', '17:30'],
      ['AM gap away 31 10:00–10:31', 'PM present'],
    ],
    ['not there in the morning', ['13:30', '17:30'], ['AM gap noShow 210 08:30–12:00', 'PM present']],
    ['not there at all', [], ['AM gap noShow 210 08:30–12:00', 'PM gap noShow 240 13:30–17:30']],
    ['pressed twice', ['08:25', '08:26:30', '12:00', '13:30', '17:30'], ['AM present', 'PM present']],
    [
      'late and early',
      ['08:50', '11:40', '13:30', '17:30'],
      ['AM gap late 20 08:30–08:50 early 20 11:40–12:00', 'PM present'],
    ],
  ])('%s', (_, times, expected) => expect(told(times)).toEqual(expected));

  it('takes a missing punch as no proof, unless the office has it proposed', () => {
    expect(told(['08:40', '13:30', '17:30'])).toEqual(['AM gap late 10 08:30–08:40', 'PM present']);
    expect(told(['08:25', '13:30', '17:30'])).toEqual(['AM unpunched', 'PM present']);
    expect(told(['12:00', '13:30', '17:30'])).toEqual(['AM unpunched', 'PM present']);
    expect(told(['08:25', '10:00', '12:00', '13:30', '17:30'])).toEqual(['AM unpunched', 'PM present']);
    const set = { missingPunch: 'proposed' as const };
    expect(told(['08:25', '13:30', '17:30'], { set })[0]).toBe('AM gap noShow 210 08:30–12:00 ?');
    expect(told(['08:40', '13:30', '17:30'], { set })[0]).toBe('AM gap late 10 08:30–08:40 early 200 08:40–12:00 ?');
    expect(told(['11:50', '13:30', '17:30'], { set })[0]).toBe('AM gap late 200 08:30–11:50 ? early 10 11:50–12:00');
  });

  it('asks for two punches only where the office has people punch twice a day', () => {
    const set = { punches: 'perDay' as const };
    expect(told(['08:30', '17:30'], { set })).toEqual(['AM present', 'PM present']);
    expect(told(['08:50', '17:00'], { set })).toEqual(['AM gap late 20 08:30–08:50', 'PM gap early 30 17:00–17:30']);
    expect(told(['13:40', '17:30'], { set })).toEqual(['AM gap noShow 210 08:30–12:00', 'PM gap late 10 13:30–13:40']);
    expect(told(['08:30'], { set })).toEqual(['AM unpunched', 'PM unpunched']);
  });
});

describe('what explains a gap', () => {
  it.each([
    ['a whole day of leave', [], [slot('00:00', '24:00')], ['AM explained leave', 'PM explained leave']],
    [
      'half a day of leave beside work',
      ['13:30', '17:30'],
      [slot('00:00', '12:00')],
      ['AM explained leave', 'PM present'],
    ],
    [
      'half a day of leave, and late for the other',
      ['13:50', '17:30'],
      [slot('00:00', '12:00')],
      ['AM explained leave', 'PM gap late 20 13:30–13:50'],
    ],
    [
      'hours in the middle, kept',
      ['08:25', '09:28', '10:02', '12:00', '13:30', '17:30'],
      [slot('09:30', '10:00')],
      ['AM present', 'PM present'],
    ],
    [
      'hours in the middle, overstayed',
      ['08:25', '09:28', '10:05', '12:00', '13:30', '17:30'],
      [slot('09:30', '10:00')],
      ['AM gap away 7 09:28–10:05', 'PM present'],
    ],
    [
      'the first hour off, and late after it',
      ['09:45', '12:00', '13:30', '17:30'],
      [slot('08:30', '09:30')],
      ['AM gap late 15 08:30–09:45', 'PM present'],
    ],
    [
      'two hours of leave, never seen in the rest',
      ['13:30', '17:30'],
      [slot('08:30', '10:30')],
      ['AM gap away 90 08:30–12:00', 'PM present'],
    ],
    [
      'covering elsewhere',
      ['13:30', '17:30'],
      [slot('00:00', '12:00', 'cover', 'A02')],
      ['AM explained cover', 'PM present'],
    ],
    [
      'covering at the own window explains nothing',
      ['13:30', '17:30'],
      [slot('00:00', '12:00', 'cover', 'A01')],
      ['AM gap noShow 210 08:30–12:00', 'PM present'],
    ],
  ])('%s', (_, times, slots, expected) => expect(told(times, { slots })).toEqual(expected));

  it('a day off, and a machine that recorded nobody in the half day', () => {
    expect(told([], { off: true })).toEqual(['AM explained dayOff', 'PM explained dayOff']);
    const rest = others.slice(0, 2);
    expect(told([], { rest })).toEqual(['AM gap noShow 210 08:30–12:00', 'PM explained deviceGap']);
    expect(told([], { rest: [] })).toEqual(['AM explained deviceGap', 'PM explained deviceGap']);
    // Another machine worked, theirs did not.
    const elsewhere = others.map((one) => ({ ...one, device: 'H2' }));
    expect(told(['13:30', '17:30'], { rest: elsewhere })).toEqual(['AM explained deviceGap', 'PM present']);
  });
});

describe('for all days', () => {
  const times = fc.array(fc.integer({ min: 0, max: 86_399 }), { maxLength: 8 });
  const pieces = fc
    .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 })
    .map((points) => [...points].sort((a, b) => a - b))
    .map((points) =>
      Array.from({ length: Math.floor(points.length / 2) }, (_, index) => ({
        ...slot('00:00', '00:01'),
        start: points[2 * index] as number,
        end: points[2 * index + 1] as number,
      })),
    );
  const settings = fc.record({
    graceMinutes: fc.integer({ min: 0, max: 30 }),
    punches: fc.constantFrom('perHalf' as const, 'perDay' as const),
    missingPunch: fc.constantFrom('listed' as const, 'proposed' as const),
  });
  const at = (seconds: readonly number[], slots: PresenceSlot[], set: Partial<OfficeHours>) =>
    readAttendance({
      seats: (['AM', 'PM'] as const).map((half) => ({ person: '0001', window: 'A01', day, half })),
      punches: [...seconds.map((one) => ({ person: '0001', day, second: one, device: 'H1' })), ...others],
      slots,
      isWorkingDay: () => true,
      hoursAt: () => ({ ...hours, ...set }),
    });

  it('gaps lie inside the half day, in order, apart, above what is tolerated and never longer than they last', () => {
    fc.assert(
      fc.property(times, pieces, settings, (seconds, slots, set) => {
        for (const half of at(seconds, slots, set)) {
          const { start, end } = hours[half.half];
          let last = start * 60;
          for (const gap of half.gaps) {
            expect(gap.from).toBeGreaterThanOrEqual(last);
            expect(gap.to).toBeLessThanOrEqual(end * 60);
            expect(gap.minutes * 60).toBeLessThanOrEqual(gap.to - gap.from);
            expect(gap.minutes).toBeGreaterThan(set.graceMinutes);
            last = gap.to;
          }
          expect(half.state === 'gap').toBe(half.gaps.length > 0);
        }
      }),
    );
  });

  it('a leave that is added never makes more minutes, and the whole day of leave leaves none', () => {
    const minutes = (halves: ReturnType<typeof at>) =>
      halves.flatMap((half) => half.gaps).reduce((sum, gap) => sum + gap.minutes, 0);
    fc.assert(
      fc.property(times, pieces, settings, (seconds, slots, set) => {
        const exact = { ...set, graceMinutes: 0 };
        for (let kept = 0; kept < slots.length; kept += 1)
          expect(minutes(at(seconds, slots.slice(0, kept + 1), exact))).toBeLessThanOrEqual(
            minutes(at(seconds, slots.slice(0, kept), exact)),
          );
        expect(minutes(at(seconds, [slot('00:00', '24:00')], set))).toBe(0);
      }),
    );
  });

  it('does not depend on the order of the rows, nor on a row that stands twice', () => {
    fc.assert(
      fc.property(times, pieces, settings, (seconds, slots, set) => {
        expect(at([...seconds].reverse().concat(seconds), slots, set)).toEqual(at(seconds, slots, set));
      }),
    );
  });
});

describe('working hours as an edition gives them', () => {
  const given = {
    amStart: '08:30',
    amEnd: '12:00',
    pmStart: '13:30',
    pmEnd: '17:30',
    graceMinutes: 5,
    repeatMinutes: 2,
  };
  it('are read, or refused as a whole', () => {
    expect(readHours({ ...given, punches: 'perHalf', missingPunch: 'listed' })).toEqual(hours);
    for (const wrong of [
      { amStart: '8:30' },
      { amStart: '24:00' },
      { amEnd: '08:30' },
      { pmStart: '11:00' },
      { pmEnd: null },
      { graceMinutes: -1 },
    ])
      expect(readHours({ ...given, ...wrong })).toBeUndefined();
  });
});
