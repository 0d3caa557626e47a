import type { Machine } from '../../web/src/api/types.js';
import {
  ANY,
  type Arrow,
  type Box,
  diagramOf,
  pathOf,
  START,
  standsIn,
  takenArrows,
} from '../../web/src/case/diagram.js';
import { machines } from '../../workflows/index.js';
import { describe as describeMachine } from '../../workflows/kit.js';

const words = { any: '任何状态', byItself: '自动' };

/** As the route gives it; long words, because those need the most room. */
function machineOf(spec: (typeof machines)[number]): Machine {
  const { kind, initial, states, events, transitions } = describeMachine(spec);
  return {
    kind,
    initial,
    states: states.map(({ state, final }) => ({ state, final, label: `${state}的状态` })),
    events: events.map(({ event }) => ({ event, label: `${event}这件事` })),
    transitions: transitions.map(({ from, event, to }) => ({ from, event, to })),
  };
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}
const areaOf = ({ label }: Arrow): Area => ({ ...label, x: label.x - label.width / 2, y: label.y - label.height / 2 });
/** A pixel of touching is no overlap. */
const overlap = (one: Area, other: Area): boolean =>
  one.x + one.width > other.x + 1 &&
  other.x + other.width > one.x + 1 &&
  one.y + one.height > other.y + 1 &&
  other.y + other.height > one.y + 1;
const pairsOf = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));

describe.each(machines.map((spec) => [`${spec.kind}.v${spec.version}`, machineOf(spec)] as const))(
  'the picture of %s',
  (_, machine) => {
    const picture = diagramOf(machine, words);
    const named = (box: Box) => box.state || 'start';

    it('has a box for every state, and none that overlap', () => {
      expect(
        picture.boxes.filter((box) => box.kind === 'state' || box.kind === 'final').map((box) => box.state),
      ).toEqual(machine.states.map((one) => one.state));
      const overlapping = pairsOf(picture.boxes).filter(([one, other]) => overlap(one, other));
      expect(overlapping.map(([one, other]) => `${named(one)} ${named(other)}`)).toEqual([]);
    });

    it('draws every transition between its boxes, with the word of its event', () => {
      const places = new Map(picture.boxes.map((box) => [box.state, box]));
      for (const { from, event, to } of machine.transitions) {
        for (const part of to.split('|')) {
          const arrow = picture.arrows.find(
            (one) => one.from === from && one.to === part && one.events.includes(event),
          );
          expect([from, event, part, arrow !== undefined]).toEqual([from, event, part, true]);
          // Many words on one arrow share lines.
          const said = arrow?.words.flatMap((line) => line.split(' · ')) ?? [];
          expect(said[arrow?.events.indexOf(event) ?? -1]).toBe(event === '' ? '自动' : `${event}这件事`);
          expect(places.has(from) && places.has(part)).toBe(true);
          expect(arrow?.points.length).toBeGreaterThanOrEqual(2);
        }
      }
      const boxes = (state: string): Area => {
        const { x, y, width, height } = places.get(state) as Box;
        return { x: x - 3, y: y - 3, width: width + 6, height: height + 6 };
      };
      const touches = (area: Area, at: { x: number; y: number } | undefined) =>
        at !== undefined && overlap(area, { x: at.x - 2, y: at.y - 2, width: 4, height: 4 });
      const loose = picture.arrows.filter(
        (arrow) => !touches(boxes(arrow.from), arrow.points[0]) || !touches(boxes(arrow.to), arrow.points.at(-1)),
      );
      expect(loose.map((arrow) => `${arrow.from}>${arrow.to}`)).toEqual([]);
    });

    it('lays no words over a box or over other words, and nothing outside of the sheet', () => {
      const labels = picture.arrows.filter((arrow) => arrow.words.length > 0);
      const hidden = labels.flatMap((arrow) =>
        picture.boxes
          .filter((box) => overlap(box, areaOf(arrow)))
          .map((box) => `${arrow.from}>${arrow.to} ${named(box)}`),
      );
      const crossed = pairsOf(labels).filter(([one, other]) => overlap(areaOf(one), areaOf(other)));
      expect([hidden, crossed.map(([one, other]) => `${one.from}>${one.to} ${other.from}>${other.to}`)]).toEqual([
        [],
        [],
      ]);
      for (const area of [...picture.boxes, ...labels.map(areaOf)]) {
        expect(Math.min(area.x, area.y)).toBeGreaterThanOrEqual(0);
        expect(area.x + area.width).toBeLessThanOrEqual(picture.width);
        expect(area.y + area.height).toBeLessThanOrEqual(picture.height);
      }
    });
  },
);

describe('what a case did', () => {
  const machine = machineOf(machines.find((spec) => spec.kind === 'finding') as (typeof machines)[number]);
  const { arrows } = diagramOf(machine, words);
  const first = machine.transitions.find((one) => one.from === machine.initial && one.to !== one.from);

  it('lights the arrows that it took, the first one included, and no other', () => {
    const taken = takenArrows(arrows, [
      { type: 'case.start', fromState: null, toState: machine.initial },
      { type: first?.event ?? '', fromState: first?.from, toState: first?.to },
    ]);
    expect([...taken].map((arrow) => [arrow.from, arrow.to])).toEqual([
      [START, machine.initial],
      [first?.from, first?.to],
    ]);
    expect(takenArrows(arrows, [{ type: 'nothing.known', fromState: first?.from, toState: first?.to }]).size).toBe(0);
  });

  it('stands in a state, in what holds it, and in each of its parallel parts', () => {
    expect(standsIn('review', 'review')).toBe(true);
    expect(standsIn('review.first|notice', 'review')).toBe(true);
    expect(standsIn('review.first|notice', 'notice')).toBe(true);
    expect(standsIn('reviewed', 'review')).toBe(false);
    expect(standsIn('review', ANY)).toBe(false);
  });

  it('is drawn as a path that begins and ends where the arrow does', () => {
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 0, y: 9 },
      ]),
    ).toBe('M 0.0 0.0 L 0.0 9.0');
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 5, y: 5 },
        { x: 9, y: 9 },
      ]),
    ).toBe('M 0.0 0.0 Q 5.0 5.0 9.0 9.0');
    expect(pathOf([])).toBe('');
  });
});
