/** The book of an account over random histories: the sum law, nothing below zero, and undoing restores exactly. */
import fc from 'fast-check';
import {
  dueOn,
  type Figures,
  isSound,
  leftOf,
  type Move,
  movesTo,
  noFigures,
  nowhere,
  type Position,
  positionOf,
  remaining,
  sumOf,
} from './account.js';

const DAY = 10_000;
/** Half days up to twenty days. */
const length = fc.integer({ min: 0, max: 40 }).map((halves) => halves * 5_000);

type Step = { case: number; to: 'hold' | 'settle' | 'drop' | 'restore'; length: number };
const step: fc.Arbitrary<Step> = fc.record({
  case: fc.integer({ min: 0, max: 4 }),
  to: fc.constantFrom('hold', 'settle', 'drop', 'restore'),
  length,
});

/** Where a case wants to stand after a step, as the service asks. */
function target(now: Position, { to, length: wanted }: Step): Position {
  switch (to) {
    case 'hold':
      return { reserved: wanted, used: now.used };
    case 'settle':
      return { reserved: 0, used: wanted };
    case 'drop':
      return { reserved: 0, used: now.used };
    case 'restore':
      return { reserved: now.reserved, used: 0 };
  }
}

/** A book in which each case has its own entries; what would overdraw the account is refused as a whole. */
class Book {
  readonly cases = new Map<number, Move[]>();

  constructor(
    readonly start: Figures,
    public figures: Figures = start,
  ) {}

  position(of: number): Position {
    return positionOf(this.cases.get(of) ?? []);
  }

  go(of: number, to: Position): Move[] | 'refused' {
    const moves = movesTo(this.position(of), to);
    const after = sumOf(moves, this.figures);
    if (!isSound(after, true)) return 'refused';
    this.figures = after;
    this.cases.set(of, [...(this.cases.get(of) ?? []), ...moves]);
    return moves;
  }
}

const opened = fc.record({ entitled: length, carried: length }).map((given): Figures => ({ ...noFigures, ...given }));

describe('over any history', () => {
  it('the account is the sum of its entries, is never overdrawn, and a step asked twice writes nothing', () => {
    fc.assert(
      fc.property(opened, fc.array(step, { maxLength: 40 }), (start, steps) => {
        const book = new Book(start);
        for (const one of steps) {
          const to = target(book.position(one.case), one);
          const before = book.figures;
          const done = book.go(one.case, to);
          if (done === 'refused') expect(book.figures).toEqual(before);
          else {
            expect(book.position(one.case)).toEqual(to);
            expect(book.go(one.case, to)).toEqual([]);
          }
          expect(sumOf([...book.cases.values()].flat(), start)).toEqual(book.figures);
          expect(isSound(book.figures, true)).toBe(true);
          const held = [...book.cases.keys()].map((key) => book.position(key));
          expect(book.figures.reserved).toBe(held.reduce((sum, at) => sum + at.reserved, 0));
          expect(book.figures.used).toBe(held.reduce((sum, at) => sum + at.used, 0));
        }
      }),
    );
  });

  it('is as at the start when everything was undone, in any order', () => {
    fc.assert(
      fc.property(opened, fc.array(step, { maxLength: 40 }), fc.boolean(), (start, steps, isReversed) => {
        const book = new Book(start);
        for (const one of steps) book.go(one.case, target(book.position(one.case), one));
        const keys = [...book.cases.keys()];
        for (const key of isReversed ? keys.toReversed() : keys) book.go(key, nowhere);
        expect(book.figures).toEqual(start);
      }),
    );
  });

  it('gives back before it takes, so that no account is overdrawn in between', () => {
    fc.assert(
      fc.property(opened, fc.array(step, { maxLength: 20 }), (start, steps) => {
        const book = new Book(start);
        for (const one of steps) {
          const before = book.figures;
          const done = book.go(one.case, target(book.position(one.case), one));
          if (done === 'refused') continue;
          let figures = before;
          for (const move of done) {
            figures = sumOf([move], figures);
            expect(isSound(figures, true)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('an extension, an early return, a withdrawal', () => {
  it('restores the half days exactly', () => {
    const book = new Book({ ...noFigures, entitled: 5 * DAY });
    book.go(1, { reserved: 15_000, used: 0 });
    book.go(1, { reserved: 30_000, used: 0 });
    expect(remaining(book.figures)).toBe(2 * DAY);
    book.go(1, { reserved: 0, used: 25_000 });
    expect(remaining(book.figures)).toBe(25_000);
    book.go(1, nowhere);
    expect(book.figures).toEqual(book.start);
  });

  it('refuses one half day beyond the last', () => {
    const book = new Book({ ...noFigures, entitled: 5 * DAY });
    expect(book.go(1, { reserved: 55_000, used: 0 })).toBe('refused');
    expect(book.go(1, { reserved: 50_000, used: 0 })).toEqual([{ type: 'reserved', amount: 50_000 }]);
    expect(book.go(2, { reserved: 5_000, used: 0 })).toBe('refused');
  });
});

describe('the turn of the year', () => {
  const june = { carryYears: 1, carriedUntil: '06-30' };
  const account = (figures: Partial<Figures>, isNextOpen = true) => ({
    year: 2026,
    figures: { ...noFigures, ...figures },
    isNextOpen,
  });

  it('uses carried days before those of the year', () => {
    expect(leftOf({ ...noFigures, entitled: 50_000, carried: 30_000, used: 20_000 })).toEqual({
      carried: 10_000,
      own: 50_000,
    });
    expect(leftOf({ ...noFigures, entitled: 50_000, carried: 30_000, used: 40_000, reserved: 5_000 })).toEqual({
      carried: 0,
      own: 35_000,
    });
  });

  it('lets carried days lapse after their last day, not on it', () => {
    const open = account({ entitled: 50_000, carried: 30_000, used: 10_000 });
    expect(dueOn('2026-06-30', open, june)).toEqual([]);
    expect(dueOn('2026-07-01', open, june)).toEqual([{ type: 'expired', amount: 20_000 }]);
  });

  it('carries on what the year itself left, once the next is open', () => {
    const left = { entitled: 50_000, carried: 10_000, used: 20_000 };
    expect(dueOn('2026-12-31', account(left), { ...june, carriedUntil: '12-31' })).toEqual([]);
    expect(dueOn('2027-01-01', account(left), june)).toEqual([{ type: 'transferred', amount: 40_000 }]);
    expect(dueOn('2027-01-01', account(left, false), june)).toEqual([]);
    expect(dueOn('2027-01-01', account(left), { ...june, carryYears: 0 })).toEqual([
      { type: 'expired', amount: 40_000 },
    ]);
  });

  it('leaves nothing to do once it was done, and never more than is there', () => {
    fc.assert(
      fc.property(
        fc.record({ entitled: length, carried: length, used: length, reserved: length, expired: length }),
        fc.constantFrom('2026-03-01', '2026-07-01', '2027-01-01', '2028-05-05'),
        fc.boolean(),
        fc.constantFrom(0, 1),
        (figures, day, isNextOpen, carryYears) => {
          fc.pre(isSound(figures, true));
          const rule = { carryYears, carriedUntil: '06-30' };
          const after = sumOf(dueOn(day, { year: 2026, figures, isNextOpen }, rule), figures);
          expect(isSound(after, true)).toBe(true);
          expect(dueOn(day, { year: 2026, figures: after, isNextOpen }, rule)).toEqual([]);
        },
      ),
    );
  });
});
