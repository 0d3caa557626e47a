/** A text is changed: other figures, a new dated edition, what differs, what is blank, and examples written anew. */
import fc from 'fast-check';
import { libraryOf, loadLibrary } from '../../../regulation/pack-loader.js';
import { compile } from '../engine/compile.js';
import { runCases } from '../examples/cases.js';
import { restateCases } from '../examples/restate.js';
import { review } from '../examples/review.js';
import { type Composed, compose } from './compose.js';
import { changedWords, ruleSpans } from './diff.js';
import { type PackModel, type PackSource, parsePack } from './pack.js';
import { type ItemPatch, patchPack } from './patch.js';
import { renewed } from './renew.js';
import { blanksFor, usageOf } from './usage.js';

const library = loadLibrary();
const pack = (id: string): PackModel => library.find(id) as PackModel;
const r63 = pack('r63-bank-zhangjiakou');
const r11 = pack('r11-he-county');
const lines = (text: string) => text.split('\n');
/** Lines of `b` that are not those of `a` at the same place. */
const differing = (a: string, b: string) => lines(b).filter((line, index) => line !== lines(a)[index]);
const pointsOf = (model: PackModel, item: string) =>
  compile(model, library).items.find((info) => info.item === item)?.points;

describe('the days of a rule', () => {
  const first = compose(r63, library);
  const second = compose(patchPack(r63, [{ rule: 'R63.P07', points: '-3' }]), library);
  const day = (n: number, composed: Composed) => ({ from: `2026-0${n}-01`, composed });

  it('begin with the edition that first says it so, and begin anew when it is changed back', () => {
    expect([...ruleSpans([day(1, first), day(2, second), day(3, second)]).since]).toEqual([['R63.P07', '2026-02-01']]);
    expect([...ruleSpans([day(1, first), day(2, second), day(3, first)]).since]).toEqual([['R63.P07', '2026-03-01']]);
    expect(ruleSpans([day(1, first)])).toEqual({ since: new Map(), gone: new Map() });
  });

  it('end with the first edition that has it no more', () => {
    const { gone, since } = ruleSpans([day(1, first), day(2, compose(r11, library))]);
    expect(gone.get('R63.P07')).toBe('2026-02-01');
    expect(since.get('R11.A4')).toBe('2026-02-01');
    expect(gone.has('R11.A4')).toBe(false);
  });
});

describe('other figures for a rule', () => {
  it('exchanges the one figure and leaves every other letter as it was written', () => {
    const other = patchPack(r63, [{ rule: 'R63.P07', points: '-3' }]);
    const changed = differing(r63.source.rules.text, other.source.rules.text);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toContain('R63.P07');
    expect(lines(other.source.rules.text)).toHaveLength(lines(r63.source.rules.text).length);
    expect([pointsOf(r63, 'R63.P07'), pointsOf(other, 'R63.P07')]).toEqual([-20_000, -30_000]);
    expect(r63.source.rules.text).not.toBe(other.source.rules.text);
  });

  it('changes points of a sheet, a range, money, the base of a section, and what may be earned at most', () => {
    const item = (patch: ItemPatch) =>
      compile(patchPack(r63, [patch]), library).items.find((info) => info.item === patch.rule);
    expect(item({ rule: 'R63.P13', points: ['-2', '-4'], money: ['-200', '-400'] })?.range).toEqual({
      points: [-20_000, -40_000],
      money: [-2_000_000, -4_000_000],
    });
    const sheet = compile(
      patchPack(r11, [
        { rule: 'window.A', base: '40' },
        { rule: 'R11.A4', points: '-2.5' },
      ]),
      library,
    );
    expect(sheet.outputs.find((one) => one.output === 'window')?.sections[0]?.base).toBe('40');
    expect(sheet.items.find((one) => one.item === 'R11.A4')?.points).toBe(-25_000);
  });

  it.each([
    ['r28-city-centre', { rule: 'annualRedFlag', quota: '17' }, 'ratio', '15'],
    ['r49-service-window', { rule: 'R49.3.2a', cap: '4' }, 'upTo', '5'],
    ['r11-he-county', { rule: 'window.A', base: '30' }, 'base', '25'],
  ] as [string, ItemPatch, string, string][])('of %s changes %j where the text says it', (id, patch, field, before) => {
    const other = patchPack(pack(id), [patch]);
    const [, after] = Object.values(patch);
    expect(changedWords(compose(pack(id), library), compose(other, library))).toEqual([
      { rule: patch.rule, field, before, after },
    ]);
  });

  it('takes the last of two figures for one place, and nothing for none', () => {
    const twice = patchPack(r63, [
      { rule: 'R63.P07', points: '-3' },
      { rule: 'R63.P07', points: '-4' },
    ]);
    expect(pointsOf(twice, 'R63.P07')).toBe(-40_000);
    expect(patchPack(r63, []).source.rules.text).toBe(r63.source.rules.text);
  });

  it('any decimal is read back as it was given', () => {
    fc.assert(
      fc.property(fc.integer({ min: -990_000, max: -1 }), (units) => {
        const points = `-${Math.floor(-units / 10_000)}.${String(-units % 10_000).padStart(4, '0')}`;
        return pointsOf(patchPack(r63, [{ rule: 'R63.P07', points }]), 'R63.P07') === units;
      }),
      { numRuns: 10 },
    );
  });

  it.each([
    [{ rule: 'R63.P77', points: '-3' }, 'pack.patch_unknown', 'R63.P07'],
    [{ rule: 'R63.P07', weight: '30' }, 'pack.patch_absent', 'points, money'],
    [{ rule: 'R63.P16', points: '-3' }, 'pack.patch_bound', 'R63.P16.points'],
    [{ rule: 'points', cap: '15' }, 'pack.patch_bound', 'points.cap'],
  ] as [ItemPatch, string, string][])('refuses %j and says what there is', (patch, code, told) => {
    const refused = () => patchPack(r63, [patch]);
    expect(refused).toThrow(expect.objectContaining({ code }));
    try {
      refused();
    } catch (error) {
      expect(JSON.stringify((error as { facts: object }).facts)).toContain(told);
    }
  });

  it('checks the text that comes out as any other', () => {
    const r14 = pack('r14-guangxi');
    expect(() => patchPack(r14, [{ rule: 'R14.06.review', weight: '35' }])).toThrow(
      expect.objectContaining({ code: 'pack.weights_not_100' }),
    );
  });
});

describe('a new dated edition', () => {
  const bank = compose(pack('example-bank-department'), library).packs.map((one) => one.source);
  const base = new Map(bank.map((source) => [source.id, source]));
  const index = (source: PackSource | undefined) => parsePack(source as PackSource).index.editions;

  it('is the adopted pack alone when only choices change', () => {
    const next = renewed(bank, base, '2026-10-01');
    expect(next.map((source) => source.edition)).toEqual(['2026-10-01', ...bank.slice(1).map((one) => one.edition)]);
    expect(index(next[0])).toEqual([
      { edition: '2026-01-01', from: '2026-01-01', to: '2026-09-30' },
      { edition: '2026-10-01', from: '2026-10-01' },
    ]);
    expect(bank.length).toBeGreaterThan(2);
    for (const [at, source] of bank.slice(1).entries()) expect(next[at + 1]).toBe(source);
  });

  it('takes along the packs whose texts changed, and uses them at their new day', () => {
    const other = patchPack(parsePack(bank[1] as PackSource), [{ rule: 'R63.P07', points: '-3' }]).source;
    const [own, , ...others] = bank as [PackSource, PackSource, ...PackSource[]];
    const next = renewed([own, other, ...others], base, '2026-10-01');
    const untouched = others.map((source) => source.edition);
    expect(next.map((source) => source.edition)).toEqual(['2026-10-01', '2026-10-01', ...untouched]);
    const composed = libraryOf(next);
    const edition = compile(composed.find('example-bank-department') as PackModel, composed);
    expect(edition.items.find((item) => item.item === 'R63.P07')?.points).toBe(-30_000);
    expect(edition.hash).not.toBe(compile(pack('example-bank-department'), library).hash);
    expect(next[1]?.rules.path).toContain('2026-10-01');
  });

  it('replaces editions of the same day or later, and never overlaps the one before', () => {
    const [same] = renewed(bank, base, '2026-01-01');
    expect(index(same)).toEqual([{ edition: '2026-01-01', from: '2026-01-01' }]);
  });

  it('leaves a text alone that cannot be read, for its reader to refuse', () => {
    const broken = { ...(bank[0] as PackSource), rules: { path: 'x', text: 'use: [}' } };
    expect(renewed([broken], base, '2026-10-01')[0]?.rules.text).toBe('use: [}');
  });
});

describe('what differs', () => {
  const composed = (model: PackModel): Composed => compose(model, library);

  it('is told figure by figure, by the rule it stands in', () => {
    const other = patchPack(r63, [{ rule: 'R63.P07', points: '-3', money: '-250' }]);
    expect(changedWords(composed(r63), composed(other))).toEqual([
      { rule: 'R63.P07', field: 'points', before: '-2', after: '-3' },
      { rule: 'R63.P07', field: 'money', before: '-200', after: '-250' },
    ]);
    expect(changedWords(composed(r63), composed(r63))).toEqual([]);
  });

  it('tells sections of several sheets apart', () => {
    const other = patchPack(r11, [{ rule: 'window.A', base: '40' }]);
    expect(changedWords(composed(r11), composed(other))).toMatchObject([
      { rule: 'window.A', field: 'base', after: '40' },
    ]);
  });
});

describe('what rests on a blank', () => {
  const r14 = compose(pack('r14-guangxi'), library);

  it('names rules, outputs and cycles', () => {
    const use = usageOf(r14).get('R14.excellentRatio');
    expect(use?.cycles).toEqual(['quarter', 'year']);
    expect(use?.outputs.length).toBeGreaterThan(0);
    expect(use?.uses.map((one) => one.rule)).toEqual(expect.arrayContaining(use?.outputs as string[]));
  });

  it('stops the cycles that need it and no other', () => {
    expect(blanksFor(r14, 'month')).not.toContain('R14.excellentRatio');
    expect(blanksFor(r14, 'quarter')).toContain('R14.excellentRatio');
    expect(blanksFor(r14, 'year')).toContain('R14.excellentRatio');
    const filled = compose(pack('r14-guangxi'), library, { fill: { 'R14.excellentRatio': '15' } });
    expect(blanksFor(filled, 'quarter')).not.toContain('R14.excellentRatio');
  });

  it('does not ask for what stands in only where a fact says nothing', () => {
    expect(blanksFor(compose(r63, library), 'month')).not.toContain('R63.directorShare.percent');
    expect(blanksFor(compose(r63, library), 'month')).toContain('R63.P16.points');
  });
});

describe('examples after a change', () => {
  it('are written anew where they fail, and hold again', () => {
    const other = patchPack(r63, [{ rule: 'R63.P07', points: '-3' }]);
    const asked = { choices: {}, cycles: [], changed: new Set([r63.id]) };
    const before = review(other, library, asked);
    const ids = before.cases.failed.map((one) => one.id);
    expect(ids.length).toBeGreaterThan(1);
    const text = restateCases(other, library, ids) as string;
    const restated = parsePack({ ...other.source, cases: { path: 'cases.yaml', text } });
    expect(review(restated, library, asked)).toMatchObject({ cases: { failed: [] }, uncovered: [] });
    // Nothing but figures of those examples.
    expect(differing(other.source.cases?.text as string, text).length).toBeLessThanOrEqual(ids.length * 6);
    expect(restateCases(restated, library)).toBe(text);
  });

  it('of an untouched pack stay letter for letter', () => {
    expect(restateCases(r11, library)).toBe(r11.source.cases?.text);
    expect(runCases(r11, library).outcomes.every((one) => one.faults.length === 0)).toBe(true);
  });
});
