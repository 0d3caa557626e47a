import type { UnitOfOutput } from '../core/rules/language/parts.js';
import type { CompiledEdition, RankingResult } from '../core/rules/types.js';
import { viewOf } from '../ledger/ledger.controller.js';
import type { Explanation, VerifyReport } from './results.service.js';
import type { ExplanationView, ResultLine, VerifyView } from './scoring.contract.js';
import type { StoredResult } from './scoring.types.js';

/** Codes of everybody whom the entries name. */
export const peopleOf = (found: Explanation): string[] => [
  ...new Set(
    found.facts.flatMap((fact) => [fact.recorder, ...(fact.person ? [fact.person.replace(/^person:/, '')] : [])]),
  ),
];

export function explanationView(
  found: Explanation,
  people: readonly { code: string; name: string }[],
): ExplanationView {
  const { edition } = found;
  const named = new Set([
    ...found.outputs.flatMap((output) => [
      ...output.trace.map((line) => line.article),
      ...output.flags.map((flag) => flag.article),
    ]),
    ...found.honours.flatMap((entry) => [entry.honour.article, entry.reason?.article ?? '']),
    ...edition.outputs.flatMap((output) => output.incomplete?.article ?? []),
  ]);
  return {
    subject: found.subject,
    period: found.period,
    stage: found.stage,
    digest: found.digest,
    run: found.run ? { ordinal: found.run.ordinal, digest: found.run.digest } : null,
    edition: { id: edition.id, edition: edition.edition, hash: edition.hash },
    outputs: found.outputs.map((output) => outputView(found, output)),
    rankings: found.rankings.map(({ ranking, group, of, row }) => ({
      ranking,
      group,
      of,
      rank: row.rank,
      value: row.value,
      tiedWith: [...row.tiedWith],
      decidedBy: row.decidedBy ?? null,
      decidedTitle: titleOf(
        edition.rankings.find((one) => one.ranking === ranking)?.tieBreaks.find((one) => one.id === row.decidedBy),
      ),
    })),
    honours: found.honours.map(({ honour, reason, isAwarded, isHeld }) => ({
      honour: honour.honour,
      name: titleOf(edition.honours.find((one) => one.honour === honour.honour)) ?? {
        zh: honour.honour,
        en: honour.honour,
      },
      group: honour.group,
      article: honour.article,
      arithmetic: honour.arithmetic,
      places: honour.places,
      awarded: isAwarded,
      held: isHeld,
      reason: reason ? { article: reason.article, zh: reason.zh, en: reason.en } : null,
    })),
    facts: found.facts.map(viewOf),
    fields: fieldsOf(found),
    people: people.map(({ code, name }) => ({ code, name })),
    articles: edition.articles.filter((entry) => named.has(entry.article)).map((entry) => ({ ...entry })),
  };
}

/** Names of the fields that the entries fill in. */
function fieldsOf({ edition, facts }: Explanation): ExplanationView['fields'] {
  const items = new Set(facts.map((fact) => fact.item));
  return edition.items
    .filter((info) => items.has(info.item))
    .flatMap(({ item, inputs = [] }) => inputs.map(({ field, zh, en }) => ({ item, field, zh, en })));
}

const titleOf = (named: { zh: string; en: string } | undefined): { zh: string; en: string } | null =>
  named ? { zh: named.zh, en: named.en } : null;

function outputView(
  { edition }: Explanation,
  output: Explanation['outputs'][number],
): ExplanationView['outputs'][number] {
  const info = edition.outputs.find((entry) => entry.output === output.output);
  return {
    output: output.output,
    zh: info?.zh ?? output.output,
    en: info?.en ?? output.output,
    total: output.total,
    shown: output.shown,
    ...unitIn(edition, output.output),
    money: output.money ?? null,
    fines: output.fines ?? null,
    rewards: output.rewards ?? null,
    grade: output.grade ?? null,
    gradeTitle: titleOf(edition.grades.find((one) => one.output === output.output && one.grade === output.grade)),
    incomplete: info?.incomplete ?? null,
    sections: output.sections.map((section) => {
      const title = info?.sections.find((entry) => entry.id === section.id);
      return { ...section, zh: title?.zh ?? section.id, en: title?.en ?? section.id };
    }),
    flags: output.flags.map((flag) => ({
      flag: flag.flag,
      article: flag.article,
      facts: [...flag.facts],
      on: flag.on ?? null,
    })),
    trace: output.trace.map(({ rule, article, zh, en, kind, amount, money, running, facts }) => ({
      rule,
      article,
      zh,
      en,
      kind,
      amount,
      money: money ?? null,
      running,
      facts: [...facts],
    })),
  };
}

/** What the figures of an output count, for whoever prints them. */
export function unitIn(
  edition: CompiledEdition,
  output: string,
): { unit: UnitOfOutput; counts: { zh: string; en: string } | null } {
  const info = edition.outputs.find((entry) => entry.output === output);
  return { unit: info?.unit ?? 'points', counts: info?.counts ?? null };
}

/** Rank and size of the field are told where a ranking lists the subject with this very figure. */
export function resultLine(
  result: StoredResult,
  rankings: readonly RankingResult[],
  edition: CompiledEdition,
): ResultLine {
  const field = rankings.find((ranking) =>
    ranking.rows.some((row) => row.subject === result.subject && row.value === result.total),
  );
  const { subject, output, total, shown, money, grade, group, sections, digest } = result;
  return {
    subject,
    output,
    total,
    shown,
    ...unitIn(edition, output),
    money,
    grade,
    group,
    rank: field?.rows.find((row) => row.subject === subject)?.rank ?? null,
    of: field?.rows.length ?? null,
    sections: sections.map(({ id, base, total: sum }) => ({ id, base, total: sum })),
    digest,
  };
}

export function verifyView(report: VerifyReport): VerifyView {
  const { chains } = report;
  const first = chains.first
    ? {
        chain: chains.first.chain,
        entry: chains.first.entry,
        factId: chains.first.factId ?? null,
        fault: chains.first.fault,
      }
    : null;
  return {
    ok: report.ok,
    period: report.period,
    stage: report.stage,
    digest: report.digest,
    recomputed: report.recomputed,
    subjects: report.subjects,
    mismatches: [...report.mismatches],
    chains: { ok: chains.ok, entries: chains.entries, chains: chains.chains, days: chains.days, first },
  };
}
