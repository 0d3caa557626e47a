/** Results as they are handed out. Explanations and digests are made when somebody reads them: most callers want one of them, or none. */
import type { SubjectKey } from '../../fact.js';
import { type Filled, factFinder } from '../figures/columns.js';
import { add, display, type Exact, spoken, subtract, toRational } from '../figures/exact.js';
import { Imprint } from '../figures/imprint.js';
import type { Frame } from '../figures/scope.js';
import type { Wording } from '../language/expression.js';
import type { EvaluationInput, OutputResult, SubjectResult, TraceLine } from '../types.js';
import { type Draft, imprintDraft, type LineHead, type LineStory } from './draft.js';

type FactsOf = (items: readonly number[], subject: number) => readonly string[];

/** Results of the asked subjects, in the order in which the subjects came. */
export function resultsOf(input: EvaluationInput, frame: Frame, filled: Filled): Map<SubjectKey, SubjectResult> {
  const out = new Map<SubjectKey, SubjectResult>();
  const asked = input.only && new Set(input.only);
  const outputs = [...frame.drafts];
  const imprint = new Imprint(input.sha256);
  let finder: FactsOf | undefined;
  const factsOf: FactsOf = (items, subject) => {
    finder ??= factFinder(input, frame, filled);
    return finder(items, subject);
  };
  for (let at = 0; at < frame.size; at++) {
    const { key } = frame.subjects[at]!;
    if (asked && !asked.has(key)) continue;
    const drafts: Draft[] = [];
    const results: Record<string, OutputResult> = {};
    for (const [output, column] of outputs) {
      const draft = column[at];
      if (!draft) continue;
      drafts.push(draft);
      results[output] = outputResult(draft, at, input.traces === false ? undefined : factsOf);
    }
    out.set(
      key,
      subjectResult(key, results, () => digestOfDrafts(key, input.period.key, drafts, imprint)),
    );
  }
  return out;
}

function subjectResult(
  subject: SubjectKey,
  outputs: Readonly<Record<string, OutputResult>>,
  compute: () => string,
): SubjectResult {
  let digest: string | undefined;
  return {
    subject,
    outputs,
    get digest() {
      digest ??= compute();
      return digest;
    },
  };
}

function digestOfDrafts(subject: SubjectKey, period: string, drafts: readonly Draft[], imprint: Imprint): string {
  imprint.clear();
  imprint.raw('[');
  imprint.text(subject);
  imprint.raw(',');
  imprint.text(period);
  imprint.raw(',[');
  for (const [index, draft] of drafts.entries()) {
    if (index > 0) imprint.raw(',');
    imprintDraft(draft, imprint);
  }
  imprint.raw(']]');
  return imprint.hex();
}

const NO_LINES: readonly TraceLine[] = [];

type Open = { -readonly [name in keyof OutputResult]: OutputResult[name] };

function outputResult(draft: Draft, subject: number, factsOf: FactsOf | undefined): OutputResult {
  const { fines, rewards } = draft;
  const result = {
    output: draft.output,
    total: toRational(draft.total),
    shown: display(draft.total, draft.scale),
  } as Open;
  if (draft.unit) result.unit = draft.unit;
  if (draft.unit === 'yuan') result.money = toRational(draft.total);
  if (fines !== undefined) {
    result.money = toRational(subtract(rewards ?? 0, fines));
    result.fines = toRational(fines);
    result.rewards = toRational(rewards ?? 0);
  }
  if (draft.grade) result.grade = draft.grade;
  result.sections = draft.sections.map((part) => ({
    id: part.id,
    base: toRational(part.base),
    total: toRational(part.total),
  }));
  result.flags = draft.flags;
  if (!factsOf) {
    result.trace = NO_LINES;
    return result;
  }
  let lines: readonly TraceLine[] | undefined;
  const get = () => {
    lines ??= traceOf(draft, subject, factsOf);
    return lines;
  };
  return Object.defineProperty(result, 'trace', { enumerable: true, configurable: true, get });
}

function traceOf(draft: Draft, subject: number, factsOf: FactsOf): TraceLine[] {
  const { heads, amounts, money, stories } = draft.lines;
  const trace: TraceLine[] = [];
  let running: Exact = 0;
  for (let at = draft.first; at < draft.end; at++) {
    const [head, amount, yuan] = [heads[at]!, amounts[at]!, money[at]];
    const story = head.tell ? head.tell(stories[at]) : (stories[at] as LineStory | undefined);
    running = add(running, amount);
    const { rule, article, kind } = head;
    const { zh, en } = sentence(head, story);
    const facts = story?.facts ?? (head.items ? factsOf(head.items, subject) : []);
    const [points, after] = [toRational(amount), toRational(running)];
    trace.push(
      yuan === undefined
        ? { rule, article, kind, zh, en, amount: points, running: after, facts }
        : { rule, article, kind, zh, en, amount: points, money: toRational(yuan), running: after, facts },
    );
  }
  return trace;
}

function sentence({ title, unit }: LineHead, story: LineStory | undefined): Wording {
  if (!story) return title;
  const { measured, each, note } = story;
  let { zh, en } = title;
  if (measured !== undefined) {
    const figure = spoken(measured);
    zh += `：${figure}`;
    en += `: ${figure}`;
  }
  if (unit) {
    zh += `${unit.zh === '%' ? '' : ' '}${unit.zh}`;
    en += `${unit.en === '%' ? '' : ' '}${unit.en}`;
  }
  if (each !== undefined) {
    const price = ` × ${spoken(each)}`;
    zh += price;
    en += price;
  }
  return note ? { zh: `${zh}；${note.zh}`, en: `${en}; ${note.en}` } : { zh, en };
}
