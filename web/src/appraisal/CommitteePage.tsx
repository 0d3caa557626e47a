import { Alert, Card, ConfigProvider } from 'antd';
import { Link, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CycleView, RankingView } from '../api/types.js';
import { nameOf } from '../api/words.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { RankingCard } from './Ranking.js';

/** The committee's room: large type, ranking by group, open questions at the right, the decision at the foot. */
export function CommitteePage() {
  const { key = '' } = useParams();
  const { say, maybe } = useSay();
  const { phone, size } = usePreferences();
  const cycle = useGet<CycleView>(`/api/cycles/${key}`);
  const ranking = useGet<RankingView>(`/api/cycles/${key}/ranking`);
  if (!cycle.data)
    return cycle.error ? (
      <div className="page">
        <Refusal problem={cycle.error} onRetry={() => void cycle.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const held = (ranking.data?.honours ?? []).filter((honour) => honour.held.length > 0);
  const ties = (ranking.data?.rankings ?? []).flatMap((part) =>
    part.rows.filter((row) => row.tiedWith?.length).map((row) => ({ ...row, group: part.group })),
  );
  const disputed = (cycle.data.windows ?? []).filter((row) => row.status === 'disputed');
  const questions = held.length + disputed.length + (cycle.data.openAppeals ? 1 : 0);
  const target = {
    caseId: cycle.data.caseId ?? cycle.data.id ?? '',
    revision: cycle.data.revision,
    title: cycle.data.title ?? key,
  };
  return (
    <ConfigProvider theme={{ token: { fontSize: phone ? size : size + 4 } }}>
      <div style={{ fontSize: phone ? undefined : size + 4 }}>
        <Page title={say('committee.title', { key: cycle.data.title ?? key })} back={`/cycles/${key}`}>
          <Refusal problem={ranking.error} />
          <div
            style={{
              display: 'grid',
              gap: 16,
              gridTemplateColumns: phone ? '1fr' : 'minmax(0, 3fr) minmax(260px, 1fr)',
              alignItems: 'start',
            }}
          >
            <div style={{ display: 'grid', gap: 16, minWidth: 0 }}>
              {ranking.data?.rankings.map((part) => (
                <RankingCard
                  large
                  key={`${part.ranking}-${part.group}`}
                  part={part}
                  honours={ranking.data.honours.filter((honour) => honour.group === part.group)}
                  periodKey={key}
                />
              ))}
              {ranking.data?.rankings.length === 0 ? <Nothing text={say('ranking.empty')} /> : null}
            </div>
            <Card title={say('committee.questions', { n: questions })}>
              {questions === 0 ? <Alert type="success" showIcon title={say('committee.clear')} /> : null}
              {held.map((honour) => (
                <p key={`${honour.honour}-${honour.group}`}>
                  <strong>{honour.label ?? maybe(`honour.${honour.honour}`, honour.honour)}</strong>:{' '}
                  {say('ranking.heldOpen', { names: honour.held.map(nameOf).join('、') })}
                </p>
              ))}
              {disputed.map((row) => (
                <p key={row.window}>
                  <Link to={`/results/window:${row.window}?period=${key}`}>{row.name}</Link>:{' '}
                  {row.reason ?? say('verification.disputed')}
                </p>
              ))}
              {cycle.data.openAppeals ? <p>{say('cycle.openAppeals', { n: cycle.data.openAppeals })}</p> : null}
              {ties.length ? <p className="muted">{say('committee.ties', { n: ties.length })}</p> : null}
            </Card>
          </div>
          <ActionFoot actions={cycle.data.actions} target={target} overTabs={phone} />
        </Page>
      </div>
    </ConfigProvider>
  );
}
