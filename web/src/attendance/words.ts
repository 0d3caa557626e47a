import type { AbsenceRow } from '../../../src/attendance/attendance.contract.js';
import { figure } from '../api/words.js';
import { useSay } from '../i18n.js';

/** How an absence is told in the register and by itself. */
export function useAbsenceWords() {
  const { say, maybe, language } = useSay();
  return {
    kind: (row: AbsenceRow): string => maybe(`absence.kind.${row.kind}`, row.kind),
    state: (row: AbsenceRow): string =>
      row.isReversed ? say('absence.reversed') : maybe(`absence.state.${row.state}`, row.state),
    stateName: (row: AbsenceRow): string => (row.isReversed ? 'revoked' : row.state),
    when: (row: AbsenceRow): string =>
      [
        row.day,
        row.half && maybe(`half.${row.half.toLowerCase()}`, row.half),
        row.from && row.to && `${row.from}–${row.to}`,
      ]
        .filter(Boolean)
        .join(' '),
    length: (row: AbsenceRow): string =>
      row.days !== null
        ? say('absence.days', { n: figure(row.days) })
        : row.minutes === null
          ? ''
          : say('absence.minutes', { n: row.minutes }),
    rule: (row: AbsenceRow): string =>
      row.rule
        ? row.rule.posts
            .map((post) =>
              [
                post.article,
                language === 'en' ? post.en : post.zh,
                post.points === null
                  ? say('absence.pointsOpen')
                  : say('absence.points', { points: figure(post.points) }),
              ].join(' '),
            )
            .join('；')
        : say('absence.noRule'),
  };
}
