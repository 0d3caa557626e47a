import {
  type DayPiece,
  halvesOf,
  minuteOf,
  overlaps,
  type PresenceSlot,
  pieceOf,
  pieceText,
  seatsOf,
} from './seats.js';

const day = '2026-10-12';
const piece = (start: string, end: string): DayPiece => ({ day, start: minuteOf(start), end: minuteOf(end) });
const slot = (person: string, purpose: 'leave' | 'cover', window: string | null, at: DayPiece): PresenceSlot => ({
  ...at,
  person,
  purpose,
  window,
  caseId: `${purpose}-${person}`,
});
const am = { day, half: 'AM' as const };
const pm = { day, half: 'PM' as const };
const told = (seats: ReturnType<typeof seatsOf>) =>
  seats.map((seat) => [seat.half, seat.window, seat.person, seat.why, seat.away, seat.caseId ?? '-'].join(' '));

describe('pieces of a day', () => {
  it('are named by half or by hours', () => {
    expect([pieceOf(am), pieceOf(pm), piece('09:30', '10:00'), piece('11:30', '12:30')].map(pieceText)).toEqual([
      'AM',
      'PM',
      '09:30–10:00',
      '11:30–12:30',
    ]);
  });

  it('touch half days by the minute', () => {
    expect(halvesOf(piece('09:00', '12:00')).map((one) => one.half)).toEqual(['AM']);
    expect(halvesOf(piece('12:00', '13:00')).map((one) => one.half)).toEqual(['PM']);
    expect(halvesOf(piece('11:59', '12:01')).map((one) => one.half)).toEqual(['AM', 'PM']);
    expect(overlaps(piece('09:00', '10:00'), piece('10:00', '11:00'))).toBe(false);
    expect(overlaps(piece('09:00', '10:01'), piece('10:00', '11:00'))).toBe(true);
    expect(overlaps(pieceOf(am), { ...pieceOf(am), day: '2026-10-13' })).toBe(false);
  });
});

describe('seats', () => {
  const duty = [
    { ...am, person: '0001', window: 'A01' },
    { ...pm, person: '0001', window: 'A01' },
    { ...am, person: '0002', window: 'A02' },
  ];

  it('are those of the roster while nobody is away', () => {
    expect(told(seatsOf(duty, []))).toEqual([
      'AM A01 0001 duty no -',
      'AM A02 0002 duty no -',
      'PM A01 0001 duty no -',
    ]);
  });

  it('are empty in the half of a leave only, and partly by its hours', () => {
    expect(told(seatsOf(duty, [slot('0001', 'leave', 'A01', pieceOf(am))]))).toEqual([
      'AM A01 0001 duty whole leave-0001',
      'AM A02 0002 duty no -',
      'PM A01 0001 duty no -',
    ]);
    expect(told(seatsOf(duty, [slot('0001', 'leave', 'A01', piece('11:30', '12:10'))]))).toEqual([
      'AM A01 0001 duty part leave-0001',
      'AM A02 0002 duty no -',
      'PM A01 0001 duty part leave-0001',
    ]);
  });

  it('move with a cover: there it sits, at its own window it is missing', () => {
    expect(told(seatsOf(duty, [slot('0002', 'cover', 'A01', pieceOf(am))]))).toEqual([
      'AM A01 0001 duty no -',
      'AM A01 0002 cover no cover-0002',
      'AM A02 0002 duty whole cover-0002',
      'PM A01 0001 duty no -',
    ]);
  });

  it('count whoever covers at the own window once', () => {
    expect(told(seatsOf(duty, [slot('0002', 'cover', 'A02', pieceOf(am))]))).toEqual([
      'AM A01 0001 duty no -',
      'AM A02 0002 duty no -',
      'PM A01 0001 duty no -',
    ]);
  });

  it('are whole when several pieces fill a half together', () => {
    const pieces = [piece('00:00', '09:00'), piece('09:00', '12:00')].map((at) => slot('0002', 'leave', 'A02', at));
    expect(told(seatsOf(duty, pieces))[1]).toBe('AM A02 0002 duty whole leave-0002');
  });
});
