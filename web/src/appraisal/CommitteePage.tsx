import { Alert, Card, ConfigProvider } from 'antd';
import { Link, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CycleView, HonourView, RankingView } from '../api/types.js';
import { pick } from '../api/words.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { Busy } from '../components/Busy.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { cycleActions, cycleTarget, rowActions } from './cycle.js';
import { RankingCard } from './Ranking.js';

/** The committee's room: large type, ranking by group, open questions at the right, the decision at the foot. */
export function CommitteePage() {
  const { key = '' } = useParams();
  const { say } = useSay();
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
  const type = phone ? size : size + 4;
  return (
    <ConfigProvider theme={{ token: { fontSize: type } }}>
      <div style={{ fontSize: type }}>
        <Page title={say('committee.title', { key })} back={`/cycles/${key}`}>
          <Refusal problem={ranking.error} onRetry={() => void ranking.refetch()} />
          <div
            style={{
              display: 'grid',
              gap: 16,
              gridTemplateColumns: phone ? 'minmax(0, 1fr)' : 'minmax(0, 3fr) minmax(260px, 1fr)',
              alignItems: 'start',
            }}
          >
            <div className="stack">
              {ranking.data?.rankings.map((part) => (
                <RankingCard
                  large
                  key={`${part.ranking}-${part.group}`}
                  part={part}
                  honours={ranking.data.honours.filter((honour) => honour.group === part.group)}
                  periodKey={key}
                  rule={(honour) => <Rulings cycle={cycle.data} honour={honour} />}
                />
              ))}
            </div>
            <Questions cycle={cycle.data} ranking={ranking.data} />
          </div>
          <ActionFoot actions={cycleActions(cycle.data)} target={cycleTarget(cycle.data)} overTabs={phone} />
        </Page>
      </div>
    </ConfigProvider>
  );
}

/** A held place is given or refused by name, with a reason. */
function Rulings({ cycle, honour }: { cycle: CycleView; honour: HonourView }) {
  const { say } = useSay();
  const [action] = rowActions(cycle, 'cycle.rule');
  if (!action) return null;
  return honour.held.map(({ subject, name }) => (
    <div key={subject} style={{ display: 'flex', gap: 10, alignItems: 'center', flexWrap: 'wrap' }}>
      <strong>{name}</strong>
      {[true, false].map((award) => (
        <ActionFoot
          key={String(award)}
          inline
          actions={[{ ...action, label: say(award ? 'committee.award' : 'committee.notAward'), button: 'default' }]}
          target={{ ...cycleTarget(cycle, { honour: honour.honour, subject, award }), title: name }}
        />
      ))}
    </div>
  ));
}

function Questions({ cycle, ranking }: { cycle: CycleView; ranking?: RankingView }) {
  const { say, language } = useSay();
  const held = (ranking?.honours ?? []).filter((honour) => honour.held.length > 0);
  const disputed = cycle.verification.filter((row) => row.state === 'disputed');
  const cut = new Set(held.flatMap((honour) => honour.held.map((one) => one.subject)));
  const harmless = (ranking?.rankings ?? []).flatMap((part) =>
    part.rows.filter((row) => row.tiedWith.length && !cut.has(row.subject)),
  );
  const questions = held.length + disputed.length + (cycle.openAppeals ? 1 : 0);
  return (
    <Card title={say('committee.questions', { n: questions })}>
      {questions === 0 ? <Alert type="success" showIcon title={say('committee.clear')} /> : null}
      {held.map((honour) => (
        <p key={`${honour.honour}-${honour.group}`}>
          <strong>{pick(honour.name, language)}</strong>:{' '}
          {say('ranking.heldOpen', { names: honour.held.map((one) => one.name).join('、') })}
        </p>
      ))}
      {disputed.map((row) => (
        <p key={row.window}>
          <Link to={`/results/window:${row.window}?period=${cycle.key}`}>{row.name}</Link>:{' '}
          {row.reason ?? say('verification.disputed')}
        </p>
      ))}
      {cycle.openAppeals ? <p>{say('cycle.openAppeals', { n: cycle.openAppeals })}</p> : null}
      {harmless.length ? <p className="muted">{say('committee.ties', { n: harmless.length })}</p> : null}
    </Card>
  );
}
