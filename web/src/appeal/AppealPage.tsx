import { ArrowRightOutlined } from '@ant-design/icons';
import { Alert, Card, Input, Segmented, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { Affected, CaseEvent, CaseView, Page as List } from '../api/types.js';
import { figure } from '../api/words.js';
import { SummaryList } from '../case/SummaryList.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { ApprovalTimeline } from '../components/ApprovalTimeline.js';
import { Busy } from '../components/Busy.js';
import { CaseStations } from '../components/CaseStations.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { useSubjectName } from '../scoring/useSubjectName.js';
import { usePreferences } from '../shell/preferences.js';

/** An appeal before its decision: the entry, the ground, and everyone whose score, rank or honour would move. */
export function AppealPage() {
  const { id = '' } = useParams();
  const { say } = useSay();
  const { phone } = usePreferences();
  const view = useGet<CaseView>(`/api/cases/${id}`);
  const history = useGet<List<CaseEvent>>(`/api/cases/${id}/history`);
  if (!view.data)
    return view.error ? (
      <div className="page">
        <Refusal problem={view.error} onRetry={() => void view.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const file = view.data;
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
        <CaseStations stations={file.stations} final={file.final} />
      </Card>
      <div
        style={{
          display: 'grid',
          gap: 12,
          gridTemplateColumns: phone ? 'minmax(0, 1fr)' : 'minmax(0, 3fr) minmax(260px, 2fr)',
          alignItems: 'start',
        }}
      >
        <div className="stack">
          <Card size="small" title={say('case.summary')}>
            <SummaryList file={file} />
          </Card>
          <AffectedCard id={id} final={file.final || decided(file)} />
        </div>
        <Card size="small" title={say('case.timeline')}>
          <Refusal problem={history.error} />
          <ApprovalTimeline events={history.data?.items ?? []} tasks={file.final ? [] : file.tasks} />
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

/** After the decision nothing would move any more: the summary says what was decided. */
const decided = (file: CaseView): boolean => Boolean(file.context?.decision);

/** Everyone who would move, before anybody signs: when the entry is revoked, or counted with other points. */
function AffectedCard({ id, final }: { id: string; final: boolean }) {
  const { say, maybe } = useSay();
  const name = useSubjectName();
  const [outcome, setOutcome] = useState<'revoke' | 'reassess'>('revoke');
  const [typed, setTyped] = useState('');
  const points = /^-?\d{1,6}(\.\d{1,4})?$/.test(typed) ? typed : undefined;
  const answer = useGet<{ affected: Affected[] }>(
    final ? null : `/api/appeals/${id}/affected`,
    { outcome, points: outcome === 'reassess' ? points : undefined },
    { keep: true },
  );
  if (final) return null;
  const rows = answer.data?.affected ?? [];
  const honours = (list: readonly string[] | undefined) =>
    list?.length ? list.map((honour) => <Tag key={honour}>{maybe(`honour.${honour}`, honour)}</Tag>) : '—';
  return (
    <Card size="small" title={say('appeal.affected', { n: rows.length })}>
      <Space wrap style={{ marginBottom: 10 }}>
        <Segmented<'revoke' | 'reassess'>
          aria-label={say('appeal.outcome')}
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'revoke', label: say('appeal.revoke') },
            { value: 'reassess', label: say('appeal.reassess') },
          ]}
        />
        {outcome === 'reassess' ? (
          <Input
            aria-label={say('field.points')}
            placeholder={say('field.points')}
            value={typed}
            inputMode="decimal"
            style={{ width: 120 }}
            onChange={(event) => setTyped(event.target.value)}
          />
        ) : null}
      </Space>
      <Refusal problem={answer.error} />
      {rows.length ? (
        <Alert type="info" showIcon style={{ marginBottom: 10 }} title={say('appeal.affected.note')} />
      ) : null}
      <Table<Affected>
        size="small"
        rowKey={(row) => `${row.subject}-${row.output}`}
        loading={answer.isLoading}
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={rows}
        locale={{ emptyText: say('appeal.affected.none') }}
        columns={[
          {
            title: say('field.subject'),
            render: (_, row) => <Link to={`/results/${encodeURIComponent(row.subject)}`}>{name(row.subject)}</Link>,
          },
          {
            title: say('field.total'),
            align: 'right',
            className: 'num',
            render: (_, row) => <Change from={figure(row.before?.shown)} to={figure(row.after?.shown)} />,
          },
          {
            title: say('field.rank'),
            align: 'right',
            className: 'num',
            render: (_, row) => <Change from={String(row.before?.rank ?? '')} to={String(row.after?.rank ?? '')} />,
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
