import { type DayPiece, minuteOf, type PresenceSlot, pieceOf, seatsOf } from './seats.js';
import { sittingAt } from './sitting.js';

const day = '2026-10-12';
const am = { day, half: 'AM' as const };
const piece = (start: string, end: string): DayPiece => ({ day, start: minuteOf(start), end: minuteOf(end) });
const slot = (person: string, purpose: 'leave' | 'cover', window: string, at: DayPiece): PresenceSlot => ({
  ...at,
  person,
  purpose,
  window,
  caseId: `${purpose}-${person}`,
});
const duty = [
  { ...am, person: '0001', window: 'A01' },
  { ...am, person: '0003', window: 'A01' },
  { ...am, person: '0002', window: 'A02' },
];
const at = (slots: PresenceSlot[], window: string, time?: string) =>
  sittingAt(seatsOf(duty, slots), slots, { ...am, window, ...(time ? { minute: minuteOf(time) } : {}) }).map(
    (one) => `${one.person} ${one.why}`,
  );

describe('who sat at the window', () => {
  it('is whom the roster puts there while nobody is away', () => {
    expect(at([], 'A01')).toEqual(['0001 duty', '0003 duty']);
  });

  it('is the substitute first during a cover, and not whoever he stands in for', () => {
    const slots = [slot('0001', 'leave', 'A01', pieceOf(am)), slot('0002', 'cover', 'A01', pieceOf(am))];
    expect(at(slots, 'A01')).toEqual(['0002 cover', '0003 duty']);
    expect(at(slots, 'A02')).toEqual([]);
  });

  it('is told by the minute where the absence takes hours', () => {
    const slots = [
      slot('0001', 'leave', 'A01', piece('09:00', '10:00')),
      slot('0002', 'cover', 'A01', piece('09:00', '10:00')),
    ];
    expect(at(slots, 'A01', '08:59')).toEqual(['0003 duty', '0001 duty']);
    expect(at(slots, 'A01', '09:00')).toEqual(['0002 cover', '0003 duty']);
    expect(at(slots, 'A01', '10:00')).toEqual(['0003 duty', '0001 duty']);
    expect(at(slots, 'A02', '09:30')).toEqual([]);
    expect(at(slots, 'A02', '10:30')).toEqual(['0002 duty']);
    // Without the time both may have sat there; the substitute is asked about first.
    expect(at(slots, 'A01')).toEqual(['0002 cover', '0003 duty', '0001 duty']);
  });
});
