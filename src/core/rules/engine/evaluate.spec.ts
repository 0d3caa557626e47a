/** Laws of evaluation, held over random months: exact, order-free, reversible, and the same by every path. */
import fc from 'fast-check';
import { loadLibrary } from '../../../regulation/pack-loader.js';
import type { Fact, Subject } from '../../fact.js';
import { periodOf } from '../examples/cases.js';
import { add, compare, fromRational, toRational } from '../figures/exact.js';
import type { CompiledEdition, Evaluation, EvaluationInput, ItemSum } from '../types.js';
import { compile } from './compile.js';

const library = loadLibrary();
const hall = compile(library.find('example-city-hall')!, library);
const bank = compile(library.find('example-bank-department')!, library);
const period = periodOf('2026-09');

const windows: Subject[] = Array.from({ length: 9 }, (_, index) => ({
  key: `window:A0${index}`,
  kind: 'window',
  group: index < 6 ? 'approval' : 'publicService',
}));
const staff: Subject[] = Array.from({ length: 4 }, (_, index) => ({
  key: `person:000${index}`,
  kind: 'person',
  ...(index > 0 ? { relations: { head: 'person:0000' } } : {}),
}));

/** Items that only count, with small quantities in half units; measured figures come at most once. */
const countItems = hall.items.filter((item) => item.output !== '' && item.item !== 'hall.ratedPoor');
const hallFact = fc.record({
  item: fc.constantFrom(...countItems.map((item) => item.item)),
  who: fc.nat(8),
  day: fc.integer({ min: 1, max: 30 }),
  halves: fc.integer({ min: 1, max: 9 }),
});
const hallFacts = fc.array(hallFact, { maxLength: 60 }).map((lines) =>
  lines.map((line, index): Fact => {
    const kind = hall.items.find((item) => item.item === line.item)!.subjectKind;
    const subject = kind === 'person' ? staff[line.who % staff.length]! : windows[line.who]!;
    return {
      id: `f${index}`,
      item: line.item,
      subject: subject.key,
      happenedOn: `2026-09-${String(line.day).padStart(2, '0')}`,
      quantity: line.halves * 5_000,
      count: 1,
    };
  }),
);
const bankFacts = fc
  .array(
    fc.record({
      item: fc.constantFrom('R63.P03a', 'R63.P07', 'R63.B1'),
      who: fc.nat(3),
      month: fc.integer({ min: 1, max: 9 }),
      day: fc.integer({ min: 1, max: 28 }),
      fault: fc.constantFrom('own', 'management'),
      inspection: fc.nat(3),
    }),
    { maxLength: 40 },
  )
  .map((lines) =>
    lines.map(
      (line, index): Fact => ({
        id: `f${index}`,
        item: line.item,
        subject: staff[line.who]!.key,
        happenedOn: `2026-0${line.month}-${String(line.day).padStart(2, '0')}`,
        quantity: 10_000,
        count: 1,
        values: { fault: line.fault, inspection: `I${line.inspection}` },
      }),
    ),
  );

const input = (facts: readonly Fact[], more: Partial<EvaluationInput> = {}): EvaluationInput => ({
  period,
  asOf: period.to,
  subjects: [...windows, ...staff],
  facts,
  ...more,
});
const digests = (result: Evaluation) =>
  Object.fromEntries([...result.subjects.values()].map((item) => [item.subject, item.digest]));

function reversed(fact: Fact): Fact {
  return { ...fact, id: `${fact.id}-back`, quantity: -fact.quantity, count: -1, reverses: fact.id };
}

function sumsOf(facts: readonly Fact[]): ItemSum[] {
  const sums = new Map<string, ItemSum>();
  for (const fact of facts) {
    const key = `${fact.subject} ${fact.item}`;
    const old = sums.get(key) ?? { subject: fact.subject, item: fact.item, count: 0, quantity: 0, points: 0, money: 0 };
    sums.set(key, { ...old, count: old.count + fact.count, quantity: old.quantity + fact.quantity });
  }
  return [...sums.values()];
}

describe.each([
  ['hall', hall, hallFacts],
  ['bank', bank, bankFacts],
] as const)('evaluation of the %s', (_name, edition: CompiledEdition, facts: fc.Arbitrary<Fact[]>) => {
  it('gives lines that add up to every total, with a running total that follows them', () => {
    fc.assert(
      fc.property(facts, (list) => {
        for (const subject of edition.evaluate(input(list)).subjects.values()) {
          for (const output of Object.values(subject.outputs)) {
            let running = fromRational('0');
            for (const line of output.trace) {
              running = add(running, fromRational(line.amount));
              expect(line.running).toBe(toRational(running));
            }
            expect(toRational(running)).toBe(output.total);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not see in which order facts and subjects come', () => {
    fc.assert(
      fc.property(facts, fc.infiniteStream(fc.nat()), (list, random) => {
        const shuffled = <T>(items: readonly T[]) =>
          items
            .map((item) => ({ item, key: random.next().value as number }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const result = edition.evaluate(input(shuffled(list), { subjects: shuffled([...windows, ...staff]) }));
        expect(result.digest).toBe(edition.evaluate(input(list)).digest);
      }),
      { numRuns: 60 },
    );
  });

  it('is as before when a fact is added and taken back', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (list, which) => {
        fc.pre(list.length > 0);
        const extra = { ...list[which % list.length]!, id: 'extra' };
        expect(edition.evaluate(input([...list, extra, reversed(extra)])).digest).toBe(
          edition.evaluate(input(list)).digest,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('gives each subject the same digest alone, without traces, and in full', () => {
    fc.assert(
      fc.property(
        facts,
        fc.subarray(
          [...windows, ...staff].map((subject) => subject.key),
          { minLength: 1 },
        ),
        (list, only) => {
          const full = digests(edition.evaluate(input(list)));
          expect(digests(edition.evaluate(input(list, { traces: false })))).toEqual(full);
          const part = digests(edition.evaluate(input(list, { only })));
          expect(Object.keys(part).sort()).toEqual([...only].sort());
          for (const key of only) expect(part[key]).toBe(full[key]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('evaluation of the hall', () => {
  it('gives the same from sums as from facts', () => {
    fc.assert(
      fc.property(hallFacts, (list) => {
        // Where several rules fit one event its facts are looked at one by one; all others come as sums.
        const single = list.filter((fact) => hall.needs(fact.item) === 'facts');
        const sums = sumsOf(list.filter((fact) => hall.needs(fact.item) === 'sum'));
        expect(sums.length + single.length > 0).toBe(list.length > 0);
        expect(hall.evaluate(input(single, { sums })).digest).toBe(hall.evaluate(input(list)).digest);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every section between 0 and its base, and the sheet between 0 and 100', () => {
    fc.assert(
      fc.property(hallFacts, (list) => {
        for (const subject of hall.evaluate(input(list)).subjects.values()) {
          for (const output of Object.values(subject.outputs)) {
            for (const part of output.sections) {
              expect(compare(fromRational(part.total), 0)).toBeGreaterThanOrEqual(0);
              expect(compare(fromRational(part.total), fromRational(part.base))).toBeLessThanOrEqual(0);
            }
            expect(compare(fromRational(output.total), 1_000_000)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never gives more places than the ratio, and never one window two titles', () => {
    fc.assert(
      fc.property(hallFacts, (list) => {
        const { honours } = hall.evaluate(input(list));
        expect(honours.length).toBe(4);
        for (const honour of honours) {
          expect(honour.awarded.length).toBeLessThanOrEqual(honour.places);
          // Whoever is held is one of more equals than places.
          if (honour.held.length > 0) expect(honour.awarded.length + honour.held.length).toBeGreaterThan(honour.places);
        }
        for (const group of ['approval', 'publicService']) {
          const given = honours
            .filter((honour) => honour.group === group)
            .flatMap((honour) => [...honour.awarded, ...honour.held]);
          expect(new Set(given).size).toBe(given.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no trace of a fact outside the period, after the day of knowledge, or of nobody', () => {
    const fact: Fact = {
      id: 'f',
      item: 'R11.A4',
      subject: 'window:A00',
      happenedOn: '2026-09-10',
      quantity: 10_000,
      count: 1,
    };
    const total = (facts: Fact[], more = {}) =>
      hall.evaluate(input(facts, more)).subjects.get('window:A00')!.outputs.window!.total;
    expect(total([fact])).toBe('98');
    expect(
      total([
        { ...fact, happenedOn: '2026-08-31' },
        { ...fact, happenedOn: '2026-10-01' },
      ]),
    ).toBe('100');
    expect(total([fact], { asOf: '2026-09-09' })).toBe('100');
    expect(total([{ ...fact, subject: 'window:ZZ' }])).toBe('100');
  });

  it('names the facts behind each line, without those taken back', () => {
    const fact = (id: string): Fact => ({
      id,
      item: 'R11.A4',
      subject: 'window:A00',
      happenedOn: '2026-09-10',
      quantity: 10_000,
      count: 1,
    });
    const result = hall.evaluate(input([fact('b'), fact('a'), fact('c'), reversed(fact('c'))]));
    const line = result.subjects.get('window:A00')!.outputs.window!.trace.find((item) => item.rule === 'R11.A4')!;
    expect(line).toMatchObject({
      article: 'R11.A4',
      amount: '-4',
      kind: 'count',
      facts: ['a', 'b'],
      zh: '擅自离岗：2 次 × −2',
    });
  });
});

describe('evaluation of the bank', () => {
  it('tells who must be computed again when a finding of somebody changes', () => {
    expect(bank.dependents(['person:0002'], staff).sort()).toEqual(['person:0000', 'person:0002']);
    expect(hall.dependents(['window:A01'], windows, 'month')).toEqual(['window:A01']);
  });

  it('asks for single facts where the order counts', () => {
    expect(bank.needs('R63.P07')).toBe('facts');
    expect(bank.needs('R11.A4')).toBe('unknown');
    expect(bank.outputs.find((item) => item.output === 'points')).toMatchObject({
      cycle: 'any',
      span: 'year',
      lookbackDays: 30,
    });
  });
});
