/**
 * The picture of a machine, computed: boxes for states and arrows for transitions with their words, placed so that nothing
 * overlaps. Pure; what a reader sees of it is in `MachineDiagram.tsx`.
 */
import { Graph, layout } from '@dagrejs/dagre';
import type { Machine } from '../api/types.js';

export interface Box {
  state: string;
  label: string;
  /** `start`: the dot before the first state; `any`: whatever the state is. */
  kind: 'state' | 'final' | 'start' | 'any';
  /** Upper left corner and size. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  from: string;
  to: string;
  events: readonly string[];
  /** A word for each event, in the same order. */
  words: readonly string[];
  points: readonly { x: number; y: number }[];
  /** Where the words stand: centre and size. */
  label: { x: number; y: number; width: number; height: number };
}

export interface Diagram {
  width: number;
  height: number;
  boxes: readonly Box[];
  arrows: readonly Arrow[];
}

export const ANY = '*';
export const START = '(start)';
export const LINE = 17;
const SIZE = 13;

/** A wide sign takes a whole square, any other a little more than half of one. */
const textWidth = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? SIZE : SIZE * 0.6), 0);

/** Parallel targets are several: `a|b` is an arrow to each. */
const partsOf = (state: string): string[] => state.split('|');

/** @param words what stands in the box of any state, and on an arrow without an event */
export function diagramOf(machine: Machine, words: { any: string; byItself: string }): Diagram {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'TB',
    nodesep: 26,
    ranksep: 34,
    edgesep: 16,
    marginx: 12,
    marginy: 12,
    ranker: 'network-simplex',
  });
  const eventWord = new Map(machine.events.map((one) => [one.event, one.label]));
  const kinds = new Map<string, Box['kind']>();
  for (const one of machine.states) kinds.set(one.state, one.final ? 'final' : 'state');
  if (machine.transitions.some((one) => one.from === ANY)) kinds.set(ANY, 'any');
  if (machine.initial !== undefined) kinds.set(START, 'start');
  const labelOf = new Map([...machine.states.map((one) => [one.state, one.label] as const), [ANY, words.any] as const]);
  for (const [state, kind] of kinds) {
    const label = labelOf.get(state) ?? state;
    const dot = kind === 'start';
    graph.setNode(state, { width: dot ? 14 : Math.max(72, textWidth(label) + 28), height: dot ? 14 : 38 });
  }
  const pairs = pairsOf(machine, eventWord, words.byItself);
  for (const { from, to, lines } of pairs) {
    const width = Math.max(0, ...lines.map(textWidth));
    graph.setEdge(
      from,
      to,
      { width: lines.length > 0 ? width + 8 : 0, height: lines.length * LINE, labelpos: 'c' },
      `${from}>${to}`,
    );
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const boxes = [...kinds].map(([state, kind]): Box => {
    const node = graph.node(state);
    return {
      state,
      label: kind === 'start' ? '' : (labelOf.get(state) ?? state),
      kind,
      x: (node.x ?? 0) - node.width / 2,
      y: (node.y ?? 0) - node.height / 2,
      width: node.width,
      height: node.height,
    };
  });
  const arrows = pairs.map(({ from, to, events, lines }): Arrow => {
    const edge = graph.edge(from, to, `${from}>${to}`);
    const label = { x: edge.x ?? 0, y: edge.y ?? 0, width: edge.width ?? 0, height: edge.height ?? 0 };
    return {
      from,
      to,
      events,
      words: lines,
      points: from === to ? loopAt(graph.node(from)) : (edge.points ?? []),
      label,
    };
  });
  return { width, height, boxes, arrows };
}

/** Out of the right side of a box and back; the words stand beside it. */
function loopAt(node: { x?: number; y?: number; width: number }): Arrow['points'] {
  const [right, y] = [(node.x ?? 0) + node.width / 2, node.y ?? 0];
  return [
    { x: right, y: y - 9 },
    { x: right + 18, y: y - 12 },
    { x: right + 18, y: y + 12 },
    { x: right, y: y + 9 },
  ];
}

interface Pair {
  from: string;
  to: string;
  events: string[];
  lines: string[];
}

/** One arrow for each pair of states; events that lead the same way share it. */
function pairsOf(machine: Machine, words: ReadonlyMap<string, string>, byItself: string): Pair[] {
  const pairs = new Map<string, Pair>();
  const add = (from: string, to: string, event: string | undefined): void => {
    const key = `${from}>${to}`;
    const pair = pairs.get(key) ?? { from, to, events: [], lines: [] };
    pairs.set(key, pair);
    if (event === undefined || pair.events.includes(event)) return;
    pair.events.push(event);
    pair.lines.push(event === '' ? byItself : (words.get(event) ?? event));
  };
  for (const to of partsOf(machine.initial ?? '').filter(Boolean)) add(START, to, undefined);
  for (const one of machine.transitions) for (const to of partsOf(one.to)) add(one.from, to, one.event);
  return [...pairs.values()].map((pair) => ({ ...pair, lines: gathered(pair.lines) }));
}

/** Many events on one arrow, such as the verbs of an approval, stand three on a line. */
function gathered(lines: readonly string[]): string[] {
  if (lines.length <= 4) return [...lines];
  return lines.flatMap((_, at) => (at % 3 === 0 ? [lines.slice(at, at + 3).join(' · ')] : []));
}

/** An arrow as a path of curves through its points. */
export function pathOf(points: Arrow['points']): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const at = ({ x, y }: { x: number; y: number }): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const middle = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    const end = index === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q ${at(point)} ${at(end)}`;
  });
  const last = rest.at(-1);
  return `M ${at(first)} ${middle.length > 0 ? middle.join(' ') : last ? `L ${at(last)}` : ''}`;
}

/** Is a state (or one that holds it, or one of its parallel parts) where the case stands? */
export const standsIn = (present: string, state: string): boolean =>
  partsOf(present).some((part) => part === state || part.startsWith(`${state}.`));

/** Which arrows the case took, from its events in order. */
export function takenArrows(
  arrows: readonly Arrow[],
  events: readonly { type: string; fromState?: string | null; toState?: string }[],
): ReadonlySet<Arrow> {
  const taken = new Set<Arrow>();
  for (const event of events) {
    const { fromState, toState } = event;
    for (const arrow of arrows) {
      const start = arrow.from === START && !fromState;
      const known = arrow.events.includes(event.type);
      const leaves = arrow.from === ANY || (fromState != null && standsIn(fromState, arrow.from));
      // From whatever state it was taken, a transition of the root may also stay where it is.
      const reaches = toState !== undefined && (standsIn(toState, arrow.to) || arrow.to === ANY);
      if (reaches && (start || (known && leaves))) taken.add(arrow);
    }
  }
  return taken;
}
