/** One evaluation: facts to columns, columns to outputs, outputs to places, grades and honours; all exact, all pure. */
import { digestOf } from '../../digest.js';
import type { Day, Fact, SubjectKey } from '../../fact.js';
import type { Deeds } from '../account/account.js';
import { type Filled, fillColumns, type Places } from '../figures/columns.js';
import { daysBefore } from '../figures/days.js';
import { fromRational } from '../figures/exact.js';
import type { Frame } from '../figures/scope.js';
import { singleFacts } from '../figures/single-facts.js';
import type { Evaluation, EvaluationInput, HonourResult, RankingResult } from '../types.js';
import type { AccountStep, GradeStep, OutcomeStep, Program, Step } from './compile.js';
import { type Draft, Lines, newDraft, restoreDraft } from './draft.js';
import { publishRanks, type RankedGroup, toRankingResults } from './rank.js';
import { resultsOf } from './results.js';
import { lookUp } from './sheet.js';

interface Run {
  program: Program;
  input: EvaluationInput;
  frame: Frame;
  places: Places;
  /** Subjects to compute; `undefined` = all. */
  wanted: ReadonlySet<number> | undefined;
  /** Figures of subjects that are not computed. */
  known: ReadonlyMap<SubjectKey, ReadonlyMap<string, Draft>> | undefined;
  /** Those of the frame. */
  drafts: Frame['drafts'];
  ranked: Map<string, readonly RankedGroup[]>;
  filled: Filled;
  rankings: RankingResult[];
  honours: HonourResult[];
}

/** @throws Problem regulation.blank | regulation.gap | regulation.conflict | regulation.quota_exceeded */
export function evaluate(program: Program, given: EvaluationInput): Evaluation {
  const input = program.oneEvent?.apply(given) ?? given;
  const steps = program.steps.filter((step) => step.cycle === 'any' || step.cycle === input.period.kind);
  const run = prepare(program, input);
  for (const step of steps) {
    if (step.blanks.length > 0 && applies(step, run)) throw step.blanks[0]!;
    runStep(step, run);
  }
  return evaluationOf(run);
}

/** The digest is made when it is read: most callers want those of the subjects, or none. */
function evaluationOf(run: Run): Evaluation {
  const { id, edition, hash } = run.program.edition;
  const subjects = resultsOf(run.input, run.frame, run.filled);
  let digest: string | undefined;
  const compute = () =>
    digestOf({
      edition: { id, edition, hash },
      period: run.input.period.key,
      subjects: [...subjects.values()]
        .map((item) => [item.subject, item.digest])
        .sort(([a], [b]) => (a! < b! ? -1 : 1)),
      rankings: run.rankings,
      honours: run.honours.map(({ honour, ranking, group, places, awarded, held }) => ({
        honour,
        ranking,
        group,
        places,
        awarded,
        held,
      })),
    });
  return {
    edition: { id, edition, hash },
    period: run.input.period,
    subjects,
    rankings: run.rankings,
    honours: run.honours,
    get digest() {
      digest ??= compute();
      return digest;
    },
  };
}

/** A blank stops nothing where the step has nobody to apply to. */
function applies(step: Step, run: Run): boolean {
  if (step.type === 'output' || step.type === 'account')
    return run.frame.subjects.some(
      (subject, index) => subject.kind === step.subjectKind && (!run.wanted || run.wanted.has(index)),
    );
  if (step.type === 'grade' || step.type === 'outcome')
    return (run.drafts.get(step.output) ?? []).some((draft) => draft !== undefined);
  const groups = run.ranked.get(step.type === 'ranking' ? step.id : step.ranking);
  return groups === undefined || groups.some((group) => group.places.length > 0);
}

function prepare(program: Program, input: EvaluationInput): Run {
  const { subjects, period } = input;
  const size = subjects.length;
  const width = program.scope.items.length;
  const cells = width * size;
  const index = new Map(subjects.map((subject, position) => [subject.key, position]));
  const places: Places = { subjects: index, ordered: program.ordered, scope: program.scope };
  const frame: Frame = {
    period,
    subjects,
    size,
    width,
    count: new Float64Array(cells),
    quantity: new Float64Array(cells),
    points: new Float64Array(cells),
    lines: new Lines(input.traces !== false),
    totals: new Map(),
    drafts: new Map(),
    history: historyOf(input),
    ranks: new Map(),
    awarded: new Map(),
    singles: singleFacts(program.scope.singles, input, index),
  };
  const filled = fillColumns(input, frame, places);
  return {
    program,
    input,
    frame,
    places,
    wanted: wantedOf(program, input, index),
    known: knownOf(input),
    drafts: frame.drafts,
    ranked: new Map(),
    filled,
    rankings: [],
    honours: [],
  };
}

/** The asked ones and whoever they rest on; with places at stake everyone, unless the others' figures are known. */
function wantedOf(
  program: Program,
  { only, known, subjects, period }: EvaluationInput,
  index: ReadonlyMap<SubjectKey, number>,
): ReadonlySet<number> | undefined {
  if (!only) return undefined;
  const positions = (keys: Iterable<SubjectKey>) => new Set([...keys].flatMap((key) => index.get(key) ?? []));
  if (known) return positions(only);
  const { computed, isRanked } = program.dependencies.sources(only, subjects, period.kind);
  return isRanked ? undefined : positions(computed);
}

function knownOf({ known }: EvaluationInput): Run['known'] {
  return (
    known &&
    new Map(
      known.map(({ subject, outputs }) => [subject, new Map(outputs.map((item) => [item.output, restoreDraft(item)]))]),
    )
  );
}

function historyOf(input: EvaluationInput): Frame['history'] {
  const history: Frame['history'] = new Map();
  for (const entry of input.history ?? []) {
    let bySubject = history.get(entry.output);
    if (!bySubject) {
      bySubject = new Map();
      history.set(entry.output, bySubject);
    }
    const list = bySubject.get(entry.subject) ?? [];
    list.push({ period: entry.period, value: fromRational(entry.value) });
    bySubject.set(entry.subject, list);
  }
  return history;
}

function runStep(step: Step, run: Run): void {
  const { frame } = run;
  if (step.type === 'output' || step.type === 'account') {
    const compute = step.type === 'output' ? step.compute : accountOf(step, run);
    const drafts: (Draft | undefined)[] = new Array(frame.size);
    frame.lines = new Lines(run.input.traces !== false);
    for (let subject = 0; subject < frame.size; subject++) {
      const { kind, key } = frame.subjects[subject]!;
      if (kind !== step.subjectKind) continue;
      drafts[subject] =
        run.wanted && !run.wanted.has(subject) ? run.known?.get(key)?.get(step.output) : compute(frame, subject);
    }
    frame.totals.set(
      step.output,
      Array.from(drafts, (draft) => draft?.total),
    );
    frame.drafts.set(step.output, drafts);
  } else if (step.type === 'ranking') {
    if (run.wanted && !run.known) return;
    const groups = step.ranking.run(frame);
    run.ranked.set(step.id, groups);
    publishRanks(frame, step.id, groups);
    run.rankings.push(...toRankingResults(step.id, groups, frame));
  } else if (step.type === 'grade') gradeAll(step, run);
  else if (step.type === 'outcome') markAll(step, run);
  else {
    const groups = run.ranked.get(step.ranking);
    if (!groups) return;
    const found = step.honours.run(frame, groups, run.input.rulings ?? []);
    const { id, titles } = step.honours.honours;
    frame.awarded.set(id, new Set(found.flatMap((item) => item.awarded)));
    for (const title of titles)
      frame.awarded.set(
        `${id}/${title.id}`,
        new Set(found.filter((item) => item.honour === title.id).flatMap((item) => item.awarded)),
      );
    run.honours.push(...found);
  }
}

function accountOf(step: AccountStep, run: Run): (frame: Frame, subject: number) => Draft {
  const { account } = step;
  const year = run.input.period.to.slice(0, 4);
  const earliest: Day = daysBefore(`${year}-01-01`, account.lookback);
  const items = new Set(account.items);
  const factsOf = (subject: number): readonly Fact[] =>
    (run.filled.ordered[subject] ?? []).filter((fact) => fact.happenedOn >= earliest && items.has(fact.item));
  // The facts of one person count for himself and for everyone above; they are priced once.
  const deeds: (Deeds | undefined)[] = new Array(run.frame.size);
  const deedsOf = (subject: number): Deeds => {
    const known = deeds[subject];
    if (known) return known;
    const facts = factsOf(subject);
    const found = { facts, entries: account.price(facts) };
    deeds[subject] = found;
    return found;
  };
  const below = new Map(account.relations.map((relation) => [relation, followersOf(relation, run)]));
  return (frame, subject) => {
    const followers = (relation: string) =>
      (below.get(relation)?.get(subject) ?? []).map((follower) => deedsOf(follower).entries);
    return account.compute(newDraft(step.output, frame.lines), deedsOf(subject), followers, year);
  };
}

/** Who names whom by a relation, in the order of their keys; whoever is the head does not share in his own penalty a second time. */
function followersOf(relation: string, { frame, places }: Run): Map<number, number[]> {
  const lists = new Map<number, number[]>();
  for (const [position, subject] of frame.subjects.entries()) {
    const above = subject.relations?.[relation];
    const head = above === undefined || above === subject.key ? undefined : places.subjects.get(above);
    if (head === undefined) continue;
    const list = lists.get(head);
    if (list) list.push(position);
    else lists.set(head, [position]);
  }
  const keyOf = (position: number) => frame.subjects[position]!.key;
  for (const list of lists.values()) list.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return lists;
}

function gradeAll(step: GradeStep, run: Run): void {
  const drafts = run.drafts.get(step.output) ?? [];
  for (const draft of drafts)
    if (draft) {
      draft.grade = lookUp(step.bands, step.compared(draft.total), `${step.output}.grade`, run.program.scope).grade;
      if (step.floor !== undefined && draft.flags.some((flag) => flag.flag === step.floor)) draft.grade = step.floor;
    }
  const groups = step.limit && run.ranked.get(step.limit.ranking);
  if (!step.limit || !groups) return;
  const { outside, inside } = step.limit.judge(groups, (position) => drafts[position]?.grade);
  for (const [verdict, grade] of [
    [outside, step.limit.otherwise],
    [inside, step.limit.grade],
  ] as const)
    for (const subject of verdict) if (drafts[subject]) drafts[subject].grade = grade;
}

/** What follows from results that are computed now; others keep what they have. */
function markAll(step: OutcomeStep, run: Run): void {
  for (const [subject, draft] of (run.drafts.get(step.output) ?? []).entries())
    if (draft && (!run.wanted || run.wanted.has(subject))) step.mark(draft, run.frame, subject);
}
