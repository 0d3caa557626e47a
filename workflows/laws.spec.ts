/**
 * Laws that every machine keeps. `KAOPING_WRITE_SNAPSHOTS=1` writes the tables and examples of machines that are not
 * released yet; a released version never changes, so its files do not either.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { effectShapes } from '../src/core/effects.js';
import { specOf } from '../src/core/problem.js';
import { explore, sampleEvent } from './explore.js';
import { machines, registryOf } from './index.js';
import { parseLabels, wordIn } from './labels.js';
import { dialectFaults, examplesOf, lawFaults, roleTableOf, tableOf } from './laws.js';
import { canSend, describe as describeMachine, restore, send } from './run.js';
import { samples } from './samples.js';

const folder = (kind: string) => join(process.cwd(), 'workflows', kind);
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const writing = process.env.KAOPING_WRITE_SNAPSHOTS === '1';
/** Of which kind a paper is, and in which states it may be asked for, as its template says. */
const papers = readdirSync('templates', { withFileTypes: true })
  .filter((one) => one.isDirectory() && !one.name.startsWith('_'))
  .map(({ name: id }) => {
    const { issuedAt } = parse(readFileSync(join('templates', id, 'v1', 'paper.yaml'), 'utf8'));
    return { id, ...(issuedAt as { kind: string; states: string[] }) };
  });
/** Kinds whose every (state, event, role) stands in a file of its own. */
const tabled = new Set(['leave', 'substitution']);
const samplesOf = (kind: string) => {
  const found = samples[kind];
  if (!found) throw new Error(`${kind} has no samples`);
  return found;
};

describe.each(machines.map((spec) => [`${spec.kind}.v${spec.version}`, spec] as const))('%s', (name, spec) => {
  const own = samplesOf(spec.kind);
  const nodes = explore(spec, own);
  const events = own.events.map((sample) => sampleEvent(spec, own, sample));
  // At most 60 situations for the slower questions; the laws themselves look at all.
  const some = [...nodes.values()].slice(0, 60);
  const files = {
    table: join(folder(spec.kind), 'snapshots', `v${spec.version}.table.json`),
    examples: join(folder(spec.kind), 'snapshots', `v${spec.version}.examples.json`),
    roles: join(folder(spec.kind), 'snapshots', `v${spec.version}.roles.json`),
  };
  if (writing) {
    mkdirSync(join(folder(spec.kind), 'snapshots'), { recursive: true });
    writeFileSync(files.table, `${JSON.stringify(tableOf(spec), null, 2)}\n`);
    if (tabled.has(spec.kind)) writeFileSync(files.roles, `${JSON.stringify(roleTableOf(spec), null, 2)}\n`);
    writeFileSync(files.examples, `${JSON.stringify(examplesOf(nodes), null, 2)}\n`);
  }

  it('keeps the laws: reached, a way out, texts, stored examples', () => {
    const labels = {
      'zh-CN': parseLabels(readFileSync(join(folder(spec.kind), 'labels.zh-CN.yaml'), 'utf8')),
      en: parseLabels(readFileSync(join(folder(spec.kind), 'labels.en.yaml'), 'utf8')),
    };
    expect(lawFaults(spec, own, labels, read(files.examples), nodes)).toEqual([]);
    for (const { state } of describeMachine(spec).states)
      expect(labels.en.states[state]).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('names every deadline that it sets, in both languages', () => {
    const set = [...nodes.values()].flatMap((node) => node.effects.filter((effect) => effect.name === 'deadline.set'));
    const names = new Set(set.map((effect) => String((effect.params as { name: string }).name)));
    for (const language of ['zh-CN', 'en']) {
      const { deadlines } = parseLabels(readFileSync(join(folder(spec.kind), `labels.${language}.yaml`), 'utf8'));
      // Those of the approval kit show with their step.
      const bare = [...names].filter((one) => !one.startsWith('approval-') && wordIn(deadlines, one) === undefined);
      expect([language, bare]).toEqual([language, []]);
    }
  });

  it('asks for each of its papers, and for each only in the states that the paper names', () => {
    const drawn = [...nodes.values()].flatMap((node) =>
      node.next.flatMap(({ papers, to }) => papers.map((paper) => ({ paper, state: nodes.get(to)?.state ?? '' }))),
    );
    const ofKind = papers.filter((paper) => paper.kind === spec.kind);
    expect(new Set(drawn.map(({ paper }) => paper))).toEqual(new Set(ofKind.map(({ id }) => id)));
    const wrong = drawn.filter(({ paper, state }) => !ofKind.find(({ id }) => id === paper)?.states.includes(state));
    expect(wrong).toEqual([]);
  });

  it('lists every pair of state and event as it was committed', () => {
    expect(existsSync(files.table)).toBe(true);
    expect(tableOf(spec)).toEqual(read(files.table));
  });

  it('lists who may send every event in every state as it was committed', () => {
    if (!tabled.has(spec.kind)) return;
    const roles = read(files.roles) as Record<string, Record<string, string[]>>;
    expect(roleTableOf(spec)).toEqual(roles);
    // Every sample that a situation takes is sent by somebody whom the table lists.
    for (const node of nodes.values()) {
      const snapshot = restore(spec, node.value, node.context);
      for (const event of events) {
        if (!canSend(spec, snapshot, event)) continue;
        expect([node.state, event.type, roles[node.state]?.[event.type]?.length ?? 0]).not.toContain(0);
      }
    }
    for (const [name, event] of Object.entries(spec.events)) expect([name, event.by.length]).not.toContain(0);
  });

  it('takes no event that the committed table refuses, in any situation', () => {
    const table = read(files.table);
    for (const node of nodes.values()) {
      const snapshot = restore(spec, node.value, node.context);
      const taken = events.filter(
        (event) => table[node.state][event.type] === 'refused' && canSend(spec, snapshot, event),
      );
      expect([node.state, taken.map((event) => event.type)]).toEqual([node.state, []]);
    }
  });

  it('gives the same answer for ever: no clock, no chance', () => {
    for (const node of some) {
      const before = JSON.stringify(node.context);
      for (const event of events) {
        const snapshot = () => restore(spec, node.value, JSON.parse(before));
        if (!canSend(spec, snapshot(), event)) continue;
        expect(send(spec, snapshot(), event)).toEqual(send(spec, snapshot(), event));
      }
      expect(JSON.stringify(node.context)).toBe(before);
    }
  });

  it('stores JSON and asks only for effects of the vocabulary', () => {
    for (const node of some) {
      expect(JSON.parse(JSON.stringify(node.context))).toEqual(node.context);
      for (const effect of node.effects)
        expect(effectShapes[effect.name].params.safeParse(effect.params).success).toBe(true);
    }
    for (const line of describeMachine(spec).transitions)
      for (const effect of line.effects) expect(effectShapes).toHaveProperty([effect]);
  });

  it('words every refusal', () => {
    for (const because of Object.values(spec.because ?? {})) {
      const node = [...nodes.values()][0];
      const refusal = because(node?.context as never, events[0] as never);
      expect(specOf(refusal.code).status).toBeGreaterThanOrEqual(400);
    }
    expect(name).toContain(spec.kind);
  });
});

describe('the registry', () => {
  it('refuses a version twice', () => {
    const [first] = machines;
    expect(() => registryOf([...machines, first as never])).toThrow('registered twice');
  });

  it('notices what the dialect forbids', () => {
    const spec = {
      ...machines[0],
      machine: {
        id: 'x',
        config: { states: { a: { after: { 300: 'b' } }, b: { type: 'history' }, c: { invoke: { src: 'x' } } } },
      },
    };
    expect(dialectFaults(spec as never)).toHaveLength(3);
  });
});
