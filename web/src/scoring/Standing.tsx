import { Card, Tag } from 'antd';
import type { ResultView } from '../api/types.js';
import { pick } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { useSubjectName } from './useSubjectName.js';

/** Place in the ranking with what decided a tie, and for each title the arithmetic and the reason why in or out. */
export function Standing({ result }: { result: ResultView }) {
  const { say, maybe, language } = useSay();
  const name = useSubjectName();
  if (result.rankings.length + result.honours.length === 0) return null;
  return (
    <Card size="small" title={say('score.standing')}>
      <ul className="plain">
        {result.rankings.map((one) => (
          <li key={`${one.ranking}-${one.group}`}>
            <strong>{say('score.rank', { rank: one.rank, of: one.of })}</strong>{' '}
            <span className="muted">{maybe(`group.${one.group}`, one.group)}</span>{' '}
            {one.tiedWith.length ? (
              <Tag color="warning" variant="outlined" className="wraps">
                {say('ranking.tiedWith', { names: one.tiedWith.map(name).join(say('common.comma')) })}
              </Tag>
            ) : null}
            {one.decidedBy ? (
              <span className="muted">
                {say('ranking.decidedBy', { rule: pick(one.decidedTitle ?? one.decidedBy, language) })}
              </span>
            ) : null}
          </li>
        ))}
        {result.honours.map((one) => (
          <li key={`${one.honour}-${one.group}`}>
            <strong>{pick(one.name, language)}</strong>{' '}
            <span className="tnum muted">{pick(one.arithmetic, language)}</span>{' '}
            {one.held ? (
              <Tag color="warning" variant="outlined">
                {say('ranking.held', { honour: pick(one.name, language) })}
              </Tag>
            ) : (
              <StateTag
                state={one.awarded ? 'approved' : 'next'}
                label={say(one.awarded ? 'ranking.in' : 'ranking.out')}
              />
            )}
            {one.reason ? (
              <div>
                {pick(one.reason, language)} <Articles anchors={[one.reason.article]} />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
