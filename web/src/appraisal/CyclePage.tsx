import { Alert, Button, Card, Space, Tag } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import type { VerifyView } from '../../../src/scoring/scoring.contract.js';
import { useGet, useSend } from '../api/hooks.js';
import type { CycleView } from '../api/types.js';
import { day, nameOf } from '../api/words.js';
import { CaseTable } from '../case/CaseListPage.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { Busy, ProgressBar } from '../components/Busy.js';
import { CaseStations } from '../components/CaseStations.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { Tabbed } from '../components/Tabbed.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { cycleActions, cycleTarget } from './cycle.js';
import { HandIns } from './HandIns.js';
import { Ranking } from './Ranking.js';
import { WindowSheets } from './WindowSheets.js';

/** One period: hand-ins, sheets with verification, ranking with honours, appeals; the actions stand at the foot. */
export function CyclePage() {
  const { key = '' } = useParams();
  const { say, maybe } = useSay();
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
  const state = cycle.state.split('|')[0]!;
  return (
    <Page
      title={say('cycle.title', { key })}
      back="/cycles"
      extra={
        <>
          <StateTag state={state} label={cycle.case?.stateLabel ?? maybe(`stage.${state}`, state)} />
          <Link to={`/cycles/${key}/committee`}>{say('cycle.committee')}</Link>
          <Link to={`/cycles/${key}/publicity`}>{say('cycle.publicity')}</Link>
          {cycle.case ? <Link to={`/cases/${cycle.case.id}`}>{say('cycle.case')}</Link> : null}
        </>
      }
    >
      <Card size="small" style={{ marginBottom: 12 }}>
        {cycle.case ? <CaseStations stations={cycle.case.stations} /> : null}
        <Space wrap style={{ marginTop: 8 }}>
          <span className="muted tnum">
            {day(cycle.from)} – {day(cycle.to)}
          </span>
          {cycle.windows.total ? <span className="muted">{say('cycle.windows', cycle.windows)}</span> : null}
          {cycle.openAppeals ? <Tag color="warning">{say('cycle.openAppeals', { n: cycle.openAppeals })}</Tag> : null}
          {cycle.case?.deadlines
            .filter((one) => !one.firedAt && !one.cancelledAt)
            .map((one) => (
              <Tag key={one.name}>
                {one.label ?? one.name} {one.dueOn}
              </Tag>
            ))}
        </Space>
      </Card>
      <Tabbed
        active={search.get('tab') ?? (['open', 'collecting', 'draft'].includes(state) ? 'handIns' : 'sheets')}
        onChange={(tab) => setSearch({ tab }, { replace: true })}
        items={[
          { key: 'handIns', label: say('cycle.handIns'), children: <HandIns cycle={cycle} /> },
          { key: 'sheets', label: say('cycle.sheets'), children: <WindowSheets cycle={cycle} /> },
          { key: 'ranking', label: say('cycle.ranking'), children: <Ranking periodKey={key} /> },
          {
            key: 'appeals',
            label: say('nav.appeals'),
            children: <CaseTable kind="appeal" empty={say('appeal.empty')} open={(row) => `/appeals/${row.id}`} />,
          },
          { key: 'verify', label: say('cycle.verify'), children: <Verify periodKey={key} /> },
        ]}
      />
      <ActionFoot actions={cycleActions(cycle)} target={cycleTarget(cycle)} overTabs={phone} />
    </Page>
  );
}

/** Recomputes the period from its facts and compares digests. */
function Verify({ periodKey }: { periodKey: string }) {
  const { say } = useSay();
  const send = useSend<VerifyView>();
  const report = send.data;
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
      {report ? (
        <Alert
          style={{ marginTop: 12 }}
          type={report.ok ? 'success' : 'error'}
          showIcon
          title={say(report.ok ? 'cycle.verify.same' : 'cycle.verify.other')}
          description={
            <>
              <div>
                <code style={{ overflowWrap: 'anywhere' }}>{report.digest}</code>
              </div>
              {report.ok ? null : (
                <div>
                  <code style={{ overflowWrap: 'anywhere' }}>{report.recomputed}</code>{' '}
                  {report.mismatches.map(nameOf).join('、')}
                </div>
              )}
              <div>{say('cycle.verify.counts', { subjects: report.subjects, entries: report.chains.entries })}</div>
            </>
          }
        />
      ) : null}
    </Card>
  );
}
