/**
 * Worked examples after a change of amounts: what an example expects is written anew from what comes out, figure by figure in
 * its text. Who asks for it says that the new figures are what the text now demands; the reviewers see each of them.
 */
import { isSeq } from 'yaml';
import type { z } from 'zod';
import { formatUnits } from '../../amount.js';
import { Problem } from '../../problem.js';
import { compile } from '../engine/compile.js';
import { fromRational, toRational } from '../figures/exact.js';
import type { evaluationCase } from '../language/case-language.js';
import { type Edit, edited, exchanged, openText } from '../language/text-edit.js';
import type { Path } from '../language/yaml.js';
import type { PackLibrary } from '../pack/compose.js';
import type { PackModel } from '../pack/pack.js';
import type { Evaluation, OutputResult } from '../types.js';
import { readCases, toInput } from './cases.js';

type Example = z.infer<typeof evaluationCase>;

/**
 * The text of `cases.yaml` with the figures that the pack gives now. An example that is refused, or that asks decisions, is
 * left as it is: its author must look at it.
 * @param ids examples to restate; absent = all
 */
export function restateCases(model: PackModel, library: PackLibrary, ids?: readonly string[]): string | undefined {
  const source = model.source.cases;
  if (!source) return undefined;
  const doc = openText(source.text);
  const edits = readCases(model).flatMap((item, index): Edit[] => {
    if (!('expect' in item) || item.expect.refuses || (ids && !ids.includes(item.id))) return [];
    const result = evaluated(item, model, library);
    if (!result) return [];
    return wantedOf(item, result).flatMap(({ path, value }) => {
      const node = doc.getIn(['cases', index, 'expect', ...path], true);
      return node ? exchanged(node, isSeq(node) ? `[${listed(value)}]` : String(value)) : [];
    });
  });
  return edited(source.text, edits);
}

const listed = (value: string | readonly string[]): string =>
  [value]
    .flat()
    .map((one) => JSON.stringify(one))
    .join(', ');

function evaluated(item: Example, model: PackModel, library: PackLibrary): Evaluation | undefined {
  const { settings, fill } = item;
  try {
    const edition = compile(model, library, { ...(settings ? { settings } : {}), ...(fill ? { fill } : {}) });
    return edition.evaluate(toInput(item, edition));
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

interface Wanted {
  path: Path;
  value: string | readonly string[];
}

/** What an example states and the result says otherwise. */
function wantedOf(item: Example, result: Evaluation): Wanted[] {
  const wanted: Wanted[] = [];
  for (const [subject, outputs] of Object.entries(item.expect.subjects ?? {}))
    for (const [output, want] of Object.entries(outputs)) {
      const got = result.subjects.get(subject)?.outputs[output];
      if (got && !want.absent) wanted.push(...ofOutput(want, got, ['subjects', subject, output]));
    }
  for (const [ranking, ranks] of Object.entries(item.expect.ranks ?? {})) {
    const rows = result.rankings.filter((one) => one.ranking === ranking).flatMap((one) => one.rows);
    for (const [subject, rank] of Object.entries(ranks)) {
      const got = rows.find((row) => row.subject === subject);
      if (got && String(got.rank) !== rank) wanted.push({ path: ['ranks', ranking, subject], value: String(got.rank) });
    }
  }
  for (const [index, want] of (item.expect.honours ?? []).entries()) {
    const got = result.honours.find((one) => one.honour === want.honour && one.group === want.group);
    if (!got) continue;
    const path = ['honours', index];
    if (want.places !== String(got.places)) wanted.push({ path: [...path, 'places'], value: String(got.places) });
    for (const field of ['awarded', 'held'] as const)
      if (want[field] && !isSame(want[field], got[field])) wanted.push({ path: [...path, field], value: got[field] });
  }
  return wanted;
}

type Expected = NonNullable<Example['expect']['subjects']>[string][string];

function ofOutput(want: Expected, got: OutputResult, path: Path): Wanted[] {
  const figure = (field: string, is: string | undefined, becomes: string | undefined): Wanted[] =>
    is !== undefined && becomes !== undefined && toRational(fromRational(is)) !== becomes
      ? [{ path: [...path, field], value: written(becomes) }]
      : [];
  const word = (field: string, is: string | undefined, becomes: string | undefined): Wanted[] =>
    is !== undefined && becomes !== undefined && is !== becomes ? [{ path: [...path, field], value: becomes }] : [];
  const flags = got.flags.map((flag) => (flag.on ? `${flag.flag}@${flag.on}` : flag.flag));
  return [
    ...figure('total', want.total, got.total),
    ...word('shown', want.shown, got.shown),
    ...figure('fines', want.fines, got.fines),
    ...figure('rewards', want.rewards, got.rewards),
    ...word('grade', want.grade, got.grade),
    ...(want.flags && !isSame(want.flags, flags) ? [{ path: [...path, 'flags'], value: flags }] : []),
    ...Object.entries(want.sections ?? {}).flatMap(([id, is]) => {
      const total = got.sections.find((part) => part.id === id)?.total;
      return figure('sections', is, total).map(({ value }) => ({ path: [...path, 'sections', id], value }));
    }),
  ];
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A decimal where it is one, so that people read it; else the exact fraction. */
function written(rational: string): string {
  const value = fromRational(rational);
  return typeof value === 'number' ? formatUnits(value) : rational;
}
