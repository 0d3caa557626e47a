import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CycleRow, Page as List, ResultView } from '../api/types.js';
import { pick } from '../api/words.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { useFigure } from './useFigure.js';

/** One's own figures of the newest period in one line, below the to-dos; nothing before the first scoring. */
export function MyFigures() {
  const { say, language } = useSay();
  const me = useMe();
  const withUnit = useFigure();
  const cycles = useGet<List<CycleRow>>('/api/cycles');
  const period = (cycles.data?.items ?? [])
    .map((cycle) => cycle.key)
    .sort()
    .at(-1);
  const scored = period !== undefined && me.person.window != null;
  const mine = useGet<ResultView>(scored ? '/api/results/mine' : null, { period });
  const window = me.person.window;
  const place = useGet<ResultView>(scored && window ? `/api/results/window:${window.code}` : null, { period });
  const lines = [
    { key: 'mine', to: `/mine?period=${period}`, name: say('score.mine'), result: mine.data },
    { key: 'window', to: `/results/window:${window?.code}?period=${period}`, name: window?.name, result: place.data },
  ].filter(({ result }) => result && result.outputs.length > 0);
  if (lines.length === 0) return null;
  return (
    <section className="figures" aria-label={say('score.figures', { period: period ?? '' })}>
      <h2>{say('score.figures', { period: period ?? '' })}</h2>
      {lines.map(({ key, to, name, result }) => (
        <Link key={key} to={to}>
          <span>{name}</span>
          {result?.outputs.map((output) => (
            <strong key={output.output} className="tnum" title={pick(output, language)}>
              {withUnit(output.shown, output)}
            </strong>
          ))}
          {result?.rankings.map((one) => (
            <span key={`${one.ranking}-${one.group}`} className="muted tnum">
              {say('score.rank', { rank: one.rank, of: one.of })}
            </span>
          ))}
        </Link>
      ))}
    </section>
  );
}
