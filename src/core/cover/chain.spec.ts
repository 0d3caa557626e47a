import { type ChainStep, calledFor, filledBy } from './chain.js';

const monday = { day: '2026-09-07', half: 'AM' as const };
const tuesday = { day: '2026-09-08', half: 'AM' as const };
const step = (caseKey: string, from: string | null, to: string, days = [monday]): ChainStep => ({
  person: caseKey,
  from,
  to,
  days,
  caseKey,
});
const place = { seat: 'S', zoneOf: (window: string) => (window.startsWith('Z') ? 'zone' : null) };

describe('what a chain still calls for', () => {
  it('is everything that leads to the seat, and nothing once the first of it falls away', () => {
    const chain = [step('one', 'A', 'S'), step('two', 'B', 'A'), step('three', null, 'B')];
    expect([...calledFor(chain, place)].sort()).toEqual(['one', 'three', 'two']);
    expect([...calledFor(chain.slice(1), place)]).toEqual([]);
    // Somebody in the middle falls out: what came after him has no reason any more, what came before stays.
    expect([...calledFor([chain[0]!, chain[2]!], place)]).toEqual(['one']);
  });

  it('keeps the stretch of another half day with its own chain', () => {
    const [one, two] = [step('one', 'A', 'S'), step('two', null, 'A')];
    const [other, back] = [step('other', 'A', 'S', [tuesday]), step('back', null, 'A', [tuesday])];
    expect([...calledFor([two, other, back], place)].sort()).toEqual(['back', 'other']);
    expect([...calledFor([one, two, other, back], place)]).toHaveLength(4);
  });

  it('counts somebody at another window of the zone as making it good, but first of all at the window itself', () => {
    const [main, filler] = [step('main', 'Z1', 'S'), step('filler', null, 'Z2')];
    expect([...calledFor([main, filler], place)].sort()).toEqual(['filler', 'main']);
    const exact = step('exact', 'Z3', 'Z1');
    expect(filledBy(exact, [main, filler, exact, step('far', 'Z4', 'S')], place)).toEqual([main]);
  });
});
