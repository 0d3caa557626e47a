import { ArrowRightOutlined } from '@ant-design/icons';
import { Alert, Card, Table, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { Affected, CaseEvent, CaseView, Page as List } from '../api/types.js';
import { figure, nameOf } from '../api/words.js';
import { SummaryList } from '../case/SummaryList.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { ApprovalTimeline } from '../components/ApprovalTimeline.js';
import { Busy } from '../components/Busy.js';
import { CaseStations } from '../components/CaseStations.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';

type AffectedAnswer = { items: Affected[]; total?: number; note?: string };

/** An appeal before its decision: the entry, the ground, and everyone whose score, rank or honour would move. */
export function AppealPage() {
  const { id = '' } = useParams();
  const { say, maybe } = useSay();
  const { phone } = usePreferences();
  const view = useGet<CaseView>(`/api/cases/${id}`);
  const history = useGet<List<CaseEvent> | CaseEvent[]>(`/api/cases/${id}/history`);
  const affected = useGet<AffectedAnswer>(`/api/appeals/${id}/affected`);
  if (!view.data)
    return view.error ? (
      <div className="page">
        <Refusal problem={view.error} onRetry={() => void view.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const file = view.data;
  const honours = (list: string[] | undefined) =>
    list?.length ? list.map((honour) => <Tag key={honour}>{maybe(`honour.${honour}`, honour)}</Tag>) : '—';
  return (
    <Page
      title={file.title}
      back
      extra={
        <>
          <StateTag state={file.state} label={file.stateLabel} />
          <Link to={`/cases/${file.id}`}>{say('appeal.toCase')}</Link>
        </>
      }
    >
      <Card size="small" style={{ marginBottom: 12 }}>
        <CaseStations stations={file.stations} />
      </Card>
      <div
        style={{
          display: 'grid',
          gap: 12,
          gridTemplateColumns: phone ? '1fr' : 'minmax(0, 3fr) minmax(260px, 2fr)',
          alignItems: 'start',
        }}
      >
        <div style={{ display: 'grid', gap: 12, minWidth: 0 }}>
          <Card size="small" title={say('case.summary')}>
            <SummaryList file={file} />
          </Card>
          <Card size="small" title={say('appeal.affected', { n: affected.data?.items.length ?? 0 })}>
            <Refusal problem={affected.error} />
            {affected.data ? (
              <Alert
                type="info"
                showIcon
                style={{ marginBottom: 10 }}
                title={affected.data.note ?? say('appeal.affected.note')}
              />
            ) : null}
            <Table<Affected>
              size="small"
              rowKey="subject"
              loading={affected.isLoading}
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={affected.data?.items ?? []}
              locale={{ emptyText: say('appeal.affected.none') }}
              columns={[
                {
                  title: say('field.subject'),
                  render: (_, row) => (
                    <Link to={`/results/${encodeURIComponent(row.subject)}`}>{row.name ?? nameOf(row.subject)}</Link>
                  ),
                },
                {
                  title: say('field.total'),
                  className: 'num',
                  render: (_, row) => <Change from={figure(row.before?.total)} to={figure(row.after?.total)} />,
                },
                {
                  title: say('field.rank'),
                  className: 'num',
                  render: (_, row) => (
                    <Change from={String(row.before?.rank ?? '')} to={String(row.after?.rank ?? '')} />
                  ),
                },
                {
                  title: say('field.honours'),
                  render: (_, row) => (
                    <>
                      {honours(row.before?.honours)} <ArrowRightOutlined aria-label="→" /> {honours(row.after?.honours)}
                    </>
                  ),
                },
              ]}
            />
          </Card>
        </div>
        <Card size="small" title={say('case.timeline')}>
          <ApprovalTimeline
            events={Array.isArray(history.data) ? history.data : (history.data?.items ?? [])}
            tasks={file.final ? [] : file.tasks}
          />
        </Card>
      </div>
      <ActionFoot
        actions={file.actions}
        target={{ caseId: file.id, revision: file.revision, title: file.title, context: file.context }}
        overTabs={phone}
      />
    </Page>
  );
}

const Change = ({ from, to }: { from: string; to: string }) =>
  from === to ? (
    <span>{from}</span>
  ) : (
    <span>
      <s className="muted">{from}</s> <ArrowRightOutlined aria-label="→" /> <strong>{to}</strong>
    </span>
  );
