import { Alert, Button, Card, Space, Tabs, Tag } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { useGet, useSend } from '../api/hooks.js';
import type { CycleView } from '../api/types.js';
import { day } from '../api/words.js';
import { CaseTable } from '../case/CaseListPage.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { Busy, ProgressBar } from '../components/Busy.js';
import { CaseStations } from '../components/CaseStations.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { HandIns } from './HandIns.js';
import { Ranking } from './Ranking.js';
import { WindowSheets } from './WindowSheets.js';

interface Verified {
  digest: string;
  expected?: string;
  stored?: string;
  same?: boolean;
  ok?: boolean;
  differences?: unknown[];
}

/** One period: hand-ins, sheets with verification, ranking with honours, appeals; the actions stand at the foot. */
export function CyclePage() {
  const { key = '' } = useParams();
  const { say } = useSay();
  const { phone } = usePreferences();
  const [search, setSearch] = useSearchParams();
  const view = useGet<CycleView>(`/api/cycles/${key}`);
  if (!view.data)
    return view.error ? (
      <div className="page">
        <Refusal problem={view.error} onRetry={() => void view.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const cycle = view.data;
  const target = { caseId: cycle.caseId ?? cycle.id ?? '', revision: cycle.revision, title: cycle.title ?? key };
  return (
    <Page
      title={say('cycle.title', { key: cycle.title ?? key })}
      back="/cycles"
      extra={
        <>
          <StateTag state={cycle.state} label={cycle.stateLabel} />
          <Link to={`/cycles/${key}/committee`}>{say('cycle.committee')}</Link>
          <Link to={`/cycles/${key}/publicity`}>{say('cycle.publicity')}</Link>
          <Link to={`/cases/${target.caseId}`}>{say('cycle.case')}</Link>
        </>
      }
    >
      <Card size="small" style={{ marginBottom: 12 }}>
        <CaseStations stations={cycle.stages} />
        <Space wrap style={{ marginTop: 8 }}>
          {cycle.from ? (
            <span className="muted tnum">
              {day(cycle.from)} – {day(cycle.to)}
            </span>
          ) : null}
          {cycle.openAppeals ? <Tag color="warning">{say('cycle.openAppeals', { n: cycle.openAppeals })}</Tag> : null}
          {cycle.publicity?.to ? <Tag>{say('cycle.publicityUntil', { day: day(cycle.publicity.to) })}</Tag> : null}
        </Space>
      </Card>
      <Tabs
        activeKey={search.get('tab') ?? (['open', 'collecting', 'draft'].includes(cycle.state) ? 'handIns' : 'sheets')}
        onChange={(tab) => setSearch({ tab }, { replace: true })}
        items={[
          { key: 'handIns', label: say('cycle.handIns'), children: <HandIns cycle={cycle} periodKey={key} /> },
          {
            key: 'sheets',
            label: say('cycle.sheets'),
            children: <WindowSheets cycle={cycle} periodKey={key} target={target} />,
          },
          { key: 'ranking', label: say('cycle.ranking'), children: <Ranking periodKey={key} /> },
          {
            key: 'appeals',
            label: say('nav.appeals'),
            children: (
              <CaseTable
                path="/api/cases"
                kind="appeal"
                empty={say('appeal.empty')}
                open={(row) => `/appeals/${row.id}`}
              />
            ),
          },
          { key: 'verify', label: say('cycle.verify'), children: <Verify periodKey={key} /> },
        ]}
      />
      <ActionFoot actions={cycle.actions} target={target} overTabs={phone} />
    </Page>
  );
}

/** Recomputes the period from its facts and compares digests. */
function Verify({ periodKey }: { periodKey: string }) {
  const { say } = useSay();
  const send = useSend<Verified>();
  const same = send.data
    ? (send.data.same ?? send.data.ok ?? (send.data.expected ?? send.data.stored) === send.data.digest)
    : false;
  return (
    <Card>
      <p style={{ marginTop: 0 }}>{say('cycle.verify.text')}</p>
      <Button
        type="primary"
        loading={send.isPending}
        onClick={() => send.mutate({ path: `/api/cycles/${periodKey}/verify` })}
      >
        {say('cycle.verify.run')}
      </Button>
      <ProgressBar active={send.isPending} doing={say('cycle.verify.doing')} />
      <Refusal problem={send.error} />
      {send.data ? (
        <Alert
          style={{ marginTop: 12 }}
          type={same ? 'success' : 'error'}
          showIcon
          title={say(same ? 'cycle.verify.same' : 'cycle.verify.other')}
          description={<code style={{ overflowWrap: 'anywhere' }}>{send.data.digest}</code>}
        />
      ) : null}
    </Card>
  );
}
