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
  type Terms,
  termsOf,
} from './account.js';

const DAY = 10_000;
/** Half days up to twenty days. */
const length = fc.integer({ min: 0, max: 40 }).map((halves) => halves * 5_000);
const terms: fc.Arbitrary<Terms> = fc.record({ early: length, late: length });
const early = (days: number): Terms => ({ early: days, late: 0 });
const none = early(0);
const total = ({ early: before, late }: Terms) => before + late;

type Step = { case: number; to: 'hold' | 'extend' | 'settle' | 'drop' | 'restore' | 'lapse'; days: Terms };
const step: fc.Arbitrary<Step> = fc.record({
  case: fc.integer({ min: 0, max: 4 }),
  to: fc.constantFrom('hold', 'extend', 'settle', 'drop', 'restore', 'lapse'),
  days: terms,
});
type Asked = Exclude<Step['to'], 'lapse'>;

/** Where a case wants to stand after a step, as the service asks. */
const targets: Readonly<Record<Asked, (now: Position, days: Terms) => Position>> = {
  hold: (now, days) => ({ reserved: days, used: now.used }),
  extend: ({ reserved, used }, days) => ({
    reserved: { early: reserved.early + days.early, late: reserved.late + days.late },
    used,
  }),
  settle: (_, days) => ({ reserved: none, used: days }),
  drop: (now) => ({ reserved: none, used: now.used }),
  restore: (now) => ({ reserved: now.reserved, used: none }),
};

const rule = { carryYears: 1, carriedUntil: '06-30' };
/** Carried days lapse on this day; the year's own do not. */
const AFTER = '2026-07-01';

/** A book in which each case has its own entries; what would overdraw the account is refused as a whole. */
class Book {
  readonly cases = new Map<number, Move[]>();
  readonly lapsed: Move[] = [];

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

  lapse(): Move[] {
    const moves = dueOn(AFTER, { year: 2026, figures: this.figures, isNextOpen: false }, rule);
    this.figures = sumOf(moves, this.figures);
    this.lapsed.push(...moves);
    return moves;
  }

  step({ case: of, to, days }: Step): Move[] | 'refused' {
    return to === 'lapse' ? this.lapse() : this.go(of, targets[to](this.position(of), days));
  }

  undoAll(isReversed = false): void {
    const keys = [...this.cases.keys()];
    for (const key of isReversed ? keys.toReversed() : keys) this.go(key, nowhere);
  }
}

const opened = fc.record({ entitled: length, carried: length }).map((given): Figures => ({ ...noFigures, ...given }));
const history = fc.array(step, { maxLength: 40 });

describe('over any history', () => {
  it('the account is the sum of its entries, is never overdrawn, and a step asked twice writes nothing', () => {
    fc.assert(
      fc.property(opened, history, (start, steps) => {
        const book = new Book(start);
        for (const one of steps) {
          const before = book.figures;
          const to = one.to === 'lapse' ? undefined : targets[one.to](book.position(one.case), one.days);
          const done = book.step(one);
          if (done === 'refused') expect(book.figures).toEqual(before);
          else if (to) {
            expect(book.position(one.case)).toEqual(to);
            expect(book.go(one.case, to)).toEqual([]);
          } else expect(book.lapse()).toEqual([]);
          expect(sumOf([...book.cases.values(), book.lapsed].flat(), start)).toEqual(book.figures);
          expect(isSound(book.figures, true)).toBe(true);
          const held = [...book.cases.keys()].map((key) => book.position(key));
          expect(book.figures.reserved).toBe(held.reduce((sum, at) => sum + total(at.reserved), 0));
          expect(book.figures.used).toBe(held.reduce((sum, at) => sum + total(at.used), 0));
        }
      }),
    );
  });

  it('what is left of either kind of days, what was taken, held and lapsed are together what was given', () => {
    fc.assert(
      fc.property(opened, history, (start, steps) => {
        const book = new Book(start);
        for (const one of steps) {
          book.step(one);
          const { entitled, carried, used, reserved, expired } = book.figures;
          const left = leftOf(book.figures);
          expect([entitled, carried]).toEqual([start.entitled, start.carried]);
          expect(left.carried + left.own).toBe(remaining(book.figures));
          expect(used + reserved + expired + left.carried + left.own).toBe(entitled + carried);
        }
      }),
    );
  });

  it('is as at the start when everything was undone, in any order; carried days whose time is over are gone whole', () => {
    fc.assert(
      fc.property(opened, history, fc.boolean(), (start, steps, isReversed) => {
        const book = new Book(start);
        for (const one of steps) book.step(one);
        book.undoAll(isReversed);
        for (const key of book.cases.keys()) expect(book.position(key)).toEqual(nowhere);
        const isOver = steps.some((one) => one.to === 'lapse');
        if (isOver) book.lapse();
        const gone = isOver ? start.carried : 0;
        expect(book.figures).toEqual({ ...start, expired: gone });
        expect(leftOf(book.figures)).toEqual({ carried: start.carried - gone, own: start.entitled });
      }),
    );
  });

  it('lets nothing lapse that a request holds, and gives to others what a request leaves, whoever came first', () => {
    fc.assert(
      fc.property(opened, history, (start, steps) => {
        const book = new Book(start);
        for (const one of steps) {
          const held = [...book.cases.keys()].map((key) => book.position(key));
          book.step(one);
          if (one.to === 'lapse') expect([...book.cases.keys()].map((key) => book.position(key))).toEqual(held);
        }
        // The same positions, taken in the order of the cases by an account that never saw the history, leave as much.
        fc.pre(!steps.some((one) => one.to === 'lapse'));
        const fresh = new Book(start);
        for (const key of [...book.cases.keys()].sort()) expect(fresh.go(key, book.position(key))).not.toBe('refused');
        expect(leftOf(fresh.figures)).toEqual(leftOf(book.figures));
      }),
    );
  });

  it('gives back before it takes, so that no account is overdrawn in between', () => {
    fc.assert(
      fc.property(opened, history, (start, steps) => {
        const book = new Book(start);
        for (const one of steps) {
          let figures = book.figures;
          const done = book.step(one);
          if (done === 'refused') continue;
          for (const move of done) {
            figures = sumOf([move], figures);
            expect(isSound(figures, true)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('days of a leave', () => {
  it('are told apart by the last day of carried days, year by year', () => {
    const days = ['2026-06-30', '2026-07-01', '2026-12-31', '2027-01-04', '2027-07-01'].map((day) => ({
      day,
      length: 5_000,
    }));
    expect([...termsOf(days, (year) => (year === 2026 ? '06-30' : '12-31'))]).toEqual([
      [2026, { early: 5_000, late: 10_000 }],
      [2027, { early: 10_000, late: 0 }],
    ]);
  });
});

describe('carried days', () => {
  const book = () => new Book({ ...noFigures, entitled: 5 * DAY, carried: 3 * DAY });
  const held = (days: Terms): Position => ({ reserved: days, used: none });

  it('go first, for leave on which they still count, and never for leave after', () => {
    const one = book();
    expect(one.go(1, held({ early: 0, late: 55_000 }))).toBe('refused');
    expect(one.go(1, held({ early: 0, late: 5 * DAY }))).toEqual([{ type: 'reserved', amount: 5 * DAY, isOwn: true }]);
    expect(leftOf(one.figures)).toEqual({ carried: 3 * DAY, own: 0 });
    expect(one.go(2, held(early(3 * DAY)))).toEqual([{ type: 'reserved', amount: 3 * DAY }]);
    expect(one.go(3, held(early(5_000)))).toBe('refused');
  });

  it('stay with a request beyond their last day, and lapse when it gives them back after that', () => {
    const one = book();
    one.go(1, held(early(2 * DAY)));
    expect(one.lapse()).toEqual([{ type: 'expired', amount: DAY }]);
    expect(leftOf(one.figures)).toEqual({ carried: 0, own: 5 * DAY });
    one.go(1, { reserved: none, used: early(15_000) });
    expect(one.lapse()).toEqual([{ type: 'expired', amount: 5_000 }]);
    one.go(1, nowhere);
    expect(one.lapse()).toEqual([{ type: 'expired', amount: 15_000 }]);
    expect(leftOf(one.figures)).toEqual({ carried: 0, own: 5 * DAY });
  });
});

describe('an extension, an early return, a withdrawal', () => {
  it('restores the half days exactly', () => {
    const book = new Book({ ...noFigures, entitled: 5 * DAY });
    book.go(1, { reserved: early(15_000), used: none });
    book.go(1, { reserved: early(30_000), used: none });
    expect(remaining(book.figures)).toBe(2 * DAY);
    book.go(1, { reserved: none, used: early(25_000) });
    expect(remaining(book.figures)).toBe(25_000);
    book.go(1, nowhere);
    expect(book.figures).toEqual(book.start);
  });

  it('refuses one half day beyond the last', () => {
    const book = new Book({ ...noFigures, entitled: 5 * DAY });
    expect(book.go(1, { reserved: early(55_000), used: none })).toBe('refused');
    expect(book.go(1, { reserved: early(50_000), used: none })).toEqual([{ type: 'reserved', amount: 50_000 }]);
    expect(book.go(2, { reserved: early(5_000), used: none })).toBe('refused');
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
    expect(dueOn('2027-01-01', account(left), june)).toEqual([{ type: 'transferred', amount: 40_000, isOwn: true }]);
    expect(dueOn('2027-01-01', account(left, false), june)).toEqual([]);
    expect(dueOn('2027-01-01', account(left), { ...june, carryYears: 0 })).toEqual([
      { type: 'expired', amount: 40_000, isOwn: true },
    ]);
  });

  it('leaves nothing to do once it was done, and never more than is there', () => {
    fc.assert(
      fc.property(
        fc.record({ entitled: length, carried: length, used: length, reserved: length, expired: length, own: length }),
        fc.constantFrom('2026-03-01', '2026-07-01', '2027-01-01', '2028-05-05'),
        fc.boolean(),
        fc.constantFrom(0, 1),
        (figures, day, isNextOpen, carryYears) => {
          fc.pre(isSound(figures, true) && figures.own <= figures.used + figures.reserved + figures.expired);
          const turn = { carryYears, carriedUntil: '06-30' };
          const after = sumOf(dueOn(day, { year: 2026, figures, isNextOpen }, turn), figures);
          expect(isSound(after, true)).toBe(true);
          expect(dueOn(day, { year: 2026, figures: after, isNextOpen }, turn)).toEqual([]);
        },
      ),
    );
  });
});
