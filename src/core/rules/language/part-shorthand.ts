/** Dimensions and check-lists are shorthands: declared facts with a blend over their means, or with a sheet of answers. */
import type { Cond, Expr, Wording } from './expression.js';
import type { DeclaredFact } from './language.js';
import type { Blend, Sheet, SheetRule } from './language-sheet.js';
import type { Checklist, Dimensions } from './parts.js';

const points: Wording = { zh: '分', en: 'points' };
const answer: Wording = { zh: '是1否0', en: 'yes 1, no 0' };

/** One fact for each part and the weighted mean of what was marked. */
export function expandDimensions(list: Dimensions): { facts: DeclaredFact[]; blend: Blend } {
  const { parts, marks, combine, output, subject, cycle, title, article, when, unit, counts, missing, each, grade } =
    list;
  return {
    facts: parts.map((part) => ({
      item: part.id,
      subject,
      article: part.article,
      title: part.title,
      unit: points,
      source: 'import',
    })),
    blend: {
      output,
      subject,
      cycle,
      title,
      article,
      missing,
      parts: parts.map((part) => ({
        ...part,
        measure: { mean: part.id, ...(combine ? { drop: combine } : {}), ...(marks ? { marks } : {}) },
      })),
      ...(when ? { when } : {}),
      ...(unit ? { unit } : {}),
      ...(counts ? { counts } : {}),
      ...(each ? { each } : {}),
      ...(grade ? { grade } : {}),
    },
  };
}

/**
 * One fact for each line; a sheet that starts from the share of the lines that were looked at, group by group, and loses
 * each that was not met; and, where the list has amounts, a second sheet of points.
 */
export function expandChecklist(list: Checklist): { facts: DeclaredFact[]; sheets: Sheet[] } {
  const { output, subject, cycle, title, article, groups, each, base } = list;
  const lines = groups.flatMap((group) => group.lines);
  const facts = lines.map(
    (line): DeclaredFact => ({
      item: line.id,
      subject,
      article: line.article,
      title: line.title,
      unit: answer,
      source: 'import',
    }),
  );
  const answersOf = (of: readonly { id: string }[]): Expr => ({ add: of.map((line) => ({ count: line.id })) });
  const when: Cond = { any: lines.map((line) => ({ recorded: line.id })) };
  const common = { subject, cycle, article, when };
  const percent: Wording = { zh: '%', en: '%' };
  const share: Sheet = {
    ...common,
    output,
    title,
    unit: 'percent',
    sections: groups.map((group) => ({
      id: group.id,
      title: group.title,
      article: group.article,
      base: '0',
      rules: [
        {
          kind: 'rule',
          id: group.id,
          article: group.article,
          title: group.title,
          unit: percent,
          measure: { share: [answersOf(group.lines), answersOf(lines)] },
        },
        ...group.lines.map(
          (line): SheetRule => ({
            kind: 'rule',
            id: line.id,
            article: line.article,
            title: { zh: `未达到：${line.title.zh}`, en: `Not met: ${line.title.en}` },
            unit: percent,
            measure: { share: [{ unmet: line.id }, answersOf(lines)] },
            each: '-1',
          }),
        ),
      ],
    })),
  };
  if (each === undefined || base === undefined) return { facts, sheets: [share] };
  return { facts, sheets: [share, pointsSheet(list, each, base, common)] };
}

function pointsSheet(
  { output, title, article, groups }: Checklist,
  each: NonNullable<Checklist['each']>,
  base: NonNullable<Checklist['base']>,
  common: Pick<Sheet, 'subject' | 'cycle' | 'article' | 'when'>,
): Sheet {
  return {
    ...common,
    output: `${output}Points`,
    title: { zh: `${title.zh}（分）`, en: `${title.en} (points)` },
    sections: [
      {
        id: 'lines',
        title,
        article,
        base,
        rules: groups
          .flatMap((group) => group.lines)
          .map((line) => ({
            kind: 'rule',
            id: `${line.id}.points`,
            article: line.article,
            title: line.title,
            measure: { unmet: line.id },
            each,
          })),
      },
    ],
  };
}
