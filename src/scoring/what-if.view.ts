import type { Subject, SubjectKey } from '../core/fact.js';
import { fromRational, subtract, toRational } from '../core/rules/figures/exact.js';
import type { HonourResult, TraceLine } from '../core/rules/types.js';
import type { EditionDiff } from '../regulation/draft.contract.js';
import { type Replayed, standingKey } from './replay.js';
import type { Stage, Standing } from './scoring.types.js';
import type { WhatIfView } from './what-if.contract.js';

/** One who moves in one output. */
interface Mover {
  subject: SubjectKey;
  output: string;
  before: Standing | null;
  after: Standing | null;
  /** The own figure changed, not only those of others. */
  isOwn: boolean;
}
export type Movers = readonly Mover[];
type Traces = ReadonlyMap<string, readonly TraceLine[]>;

/** Everybody whose score, grade, place or title is not the same, in key order. */
export function moversOf(before: Replayed, after: Replayed): Movers {
  const keys = [...new Set([...before.standings.keys(), ...after.standings.keys()])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [before.standings.get(key) ?? null, after.standings.get(key) ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const cut = key.lastIndexOf(' ');
    const isOwn = was?.total !== is?.total || was?.grade !== is?.grade;
    return [{ subject: key.slice(0, cut), output: key.slice(cut + 1), before: was, after: is, isOwn }];
  });
}

export function whatIfView(found: {
  period: string;
  stage: Stage;
  run: WhatIfView['run'];
  before: Replayed;
  after: Replayed;
  movers: Movers;
  traces: { before: Traces; after: Traces };
  subjects: readonly Subject[];
  names: ReadonlyMap<string, string>;
  diff: EditionDiff;
}): WhatIfView {
  const { before, after, movers, names } = found;
  const groups = new Map(found.subjects.map((subject) => [subject.key, subject.group ?? null]));
  const nameOf = (subject: SubjectKey) => names.get(subject) ?? subject.replace(/^\w+:/, '');
  return {
    period: found.period,
    stage: found.stage,
    run: found.run,
    subjects: Math.max(before.subjects, after.subjects),
    moved: counted(movers),
    before: side(before),
    after: side(after),
    movers: movers.map(({ subject, output, before: was, after: is }) => ({
      subject,
      name: nameOf(subject),
      group: groups.get(subject) ?? null,
      output,
      outputName: outputName(output, after, before),
      before: was && { ...was, honours: [...was.honours] },
      after: is && { ...is, honours: [...is.honours] },
      change: was && is ? toRational(subtract(fromRational(is.total), fromRational(was.total))) : null,
      because: changedLines(
        found.traces.before.get(standingKey(subject, output)),
        found.traces.after.get(standingKey(subject, output)),
      ),
    })),
    honours: honourChanges(before, after, nameOf),
    rulingsLeftOut: after.rulingsLeftOut,
    diff: found.diff,
  };
}

function counted(movers: Movers): WhatIfView['moved'] {
  const people = (moved: (one: Mover) => boolean) => new Set(movers.filter(moved).map((one) => one.subject)).size;
  return {
    subjects: people(() => true),
    score: people(({ before, after }) => before?.total !== after?.total),
    rank: people(({ before, after }) => (before?.rank ?? null) !== (after?.rank ?? null)),
    grade: people(({ before, after }) => (before?.grade ?? null) !== (after?.grade ?? null)),
    honour: people(
      ({ before, after }) => JSON.stringify(before?.honours ?? []) !== JSON.stringify(after?.honours ?? []),
    ),
  };
}

const side = ({ edition: { id, edition, hash, title }, digest }: Replayed): WhatIfView['before'] => ({
  id,
  edition,
  hash,
  ...title,
  digest,
});

function outputName(output: string, ...sides: readonly Replayed[]): { zh: string; en: string } {
  const info = sides.flatMap((one) => one.edition.outputs).find((one) => one.output === output);
  return { zh: info?.zh ?? output, en: info?.en ?? output };
}

/** Rules whose lines add up to something else than before. */
function changedLines(
  was: readonly TraceLine[] | undefined,
  is: readonly TraceLine[] | undefined,
): WhatIfView['movers'][number]['because'] {
  const [old, fresh] = [byRule(was ?? []), byRule(is ?? [])];
  return [...new Set([...fresh.keys(), ...old.keys()])].flatMap((key) => {
    const [a, b] = [old.get(key), fresh.get(key)];
    if (a?.amount === b?.amount) return [];
    const { rule, article, zh, en } = (b ?? a) as Told;
    return [{ rule, article, zh, en, before: a?.amount ?? '0', after: b?.amount ?? '0' }];
  });
}

interface Told {
  rule: string;
  article: string;
  zh: string;
  en: string;
  amount: string;
}

function byRule(lines: readonly TraceLine[]): Map<string, Told> {
  const rules = new Map<string, Told>();
  for (const { rule, kind, article, zh, en, amount } of lines) {
    // Where a figure starts and where it is bounded is told apart from what the rule itself brings.
    const key = ['base', 'floor', 'cap'].includes(kind) ? `${rule} ${kind}` : rule;
    const known = rules.get(key);
    const sum = known ? toRational(subtract(fromRational(known.amount), negated(amount))) : amount;
    rules.set(key, { rule, article, zh, en, amount: sum });
  }
  return rules;
}

const negated = (amount: string) => subtract(0, fromRational(amount));

function honourChanges(
  before: Replayed,
  after: Replayed,
  nameOf: (subject: SubjectKey) => string,
): WhatIfView['honours'] {
  const keyOf = (honour: HonourResult) => `${honour.honour} ${honour.group}`;
  const old = new Map(before.honours.map((honour) => [keyOf(honour), honour]));
  const fresh = new Map(after.honours.map((honour) => [keyOf(honour), honour]));
  const named = (subjects: readonly SubjectKey[]) => subjects.map((subject) => ({ subject, name: nameOf(subject) }));
  const told = (honour: HonourResult | undefined) =>
    honour
      ? {
          places: honour.places,
          arithmetic: honour.arithmetic,
          awarded: named(honour.awarded),
          held: named(honour.held),
        }
      : null;
  return [...new Set([...fresh.keys(), ...old.keys()])].map((key) => {
    const [was, is] = [old.get(key), fresh.get(key)];
    const { honour, group } = (is ?? was) as HonourResult;
    const title = [...after.edition.honours, ...before.edition.honours].find((one) => one.honour === honour);
    const sides = { before: told(was), after: told(is) };
    return {
      honour,
      zh: title?.zh ?? honour,
      en: title?.en ?? honour,
      group,
      ...sides,
      isSame: JSON.stringify(sides.before) === JSON.stringify(sides.after),
    };
  });
}
