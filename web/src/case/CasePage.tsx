import { Alert, Card, Collapse, Table, Tag } from 'antd';
import { lazy, Suspense } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CaseEvent, CaseView, Page as List, Machine } from '../api/types.js';
import { instant, nameOf } from '../api/words.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { ApprovalChain } from '../components/ApprovalChain.js';
import { ApprovalTimeline } from '../components/ApprovalTimeline.js';
import { Busy } from '../components/Busy.js';
import { CaseStations } from '../components/CaseStations.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { CoverAsk } from '../leave/CoverAsk.js';
import { DraftOfCase } from '../regulation/DraftOfCase.js';
import { usePreferences } from '../shell/preferences.js';
import { CaseTrace, type TraceAnswer } from './CaseTrace.js';
import { NextTask } from './NextTask.js';
import { SummaryList } from './SummaryList.js';
import { TransitionTable } from './TransitionTable.js';

/** With the layouter of graphs; loaded when somebody opens it. */
const MachineDiagram = lazy(async () => ({ default: (await import('./MachineDiagram.js')).MachineDiagram }));

const listOf = <T,>(answer: List<T> | T[] | undefined): T[] => (Array.isArray(answer) ? answer : (answer?.items ?? []));

/** Any case of any kind: where it stands, what it says, what happened, what may happen, and the buttons to do it. */
export function CasePage() {
  const { id = '' } = useParams();
  const { say, maybe } = useSay();
  const { phone } = usePreferences();
  const navigate = useNavigate();
  const view = useGet<CaseView>(`/api/cases/${id}`);
  const history = useGet<List<CaseEvent>>(`/api/cases/${id}/history`, { pageSize: 200 });
  const trace = useGet<TraceAnswer>(`/api/cases/${id}/trace`);
  const file = view.data;
  const machine = useGet<Machine>(file ? `/api/cases/kinds/${file.kind}/machine` : null);
  if (!file)
    return view.error ? (
      <div className="page">
        <Refusal problem={view.error} onRetry={() => void view.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const events = listOf(history.data);
  return (
    <Page
      title={file.title}
      back
      extra={
        <>
          <Tag>{file.kindLabel ?? maybe(`kind.${file.kind}`, file.kind)}</Tag>
          <StateTag state={file.state} label={file.stateLabel} />
        </>
      }
    >
      {view.isRefetchError ? <Refusal problem={view.error} onRetry={() => void view.refetch()} /> : null}
      <Card size="small" style={{ marginBottom: 12 }}>
        <CaseStations stations={file.stations} final={file.final} />
      </Card>
      {file.kind === 'paper' && file.context?.sha256 ? (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={<Link to={`/papers/${file.id}`}>{say('paper.see')}</Link>}
        />
      ) : null}
      {file.kind === 'inspection' ? (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={<Link to={`/inspections/${file.id}`}>{say('inspection.openSheet')}</Link>}
        />
      ) : null}
      {file.kind === 'rule-set' && typeof file.context?.draft === 'string' ? (
        <DraftOfCase id={file.context.draft} />
      ) : null}
      {file.kind === 'substitution' && file.state === 'required' ? (
        <CoverAsk caseId={file.id} declined={(file.context?.declined ?? []) as { reason: string }[]} />
      ) : null}
      {file.kind === 'appeal' && !file.final && !file.context?.decision ? (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={<Link to={`/appeals/${file.id}`}>{say('appeal.openDecision')}</Link>}
        />
      ) : null}
      <div
        style={{
          display: 'grid',
          gap: 12,
          gridTemplateColumns: phone ? 'minmax(0, 1fr)' : 'minmax(0, 3fr) minmax(280px, 2fr)',
          alignItems: 'start',
        }}
      >
        <div className="stack">
          <Card size="small" title={say('case.summary')}>
            <SummaryList file={file} />
          </Card>
          {file.chain?.length ? (
            <Card size="small" title={say('chain.title')}>
              <ApprovalChain chain={file.chain} />
            </Card>
          ) : null}
          <Deadlines file={file} />
          {file.links?.length ? (
            <Card size="small" title={say('case.links')}>
              {file.links.map((link) => (
                <p key={link.id} style={{ margin: '4px 0' }}>
                  <Link to={`/cases/${link.id}`}>
                    {link.label ?? link.title ?? `${maybe(`kind.${link.kind}`, link.kind)}`}
                  </Link>{' '}
                  {link.state ? <StateTag state={link.state} label={link.stateLabel} /> : null}
                </p>
              ))}
            </Card>
          ) : null}
          <Collapse
            size="small"
            items={[
              {
                key: 'trace',
                label: say('case.trace'),
                children: (
                  <>
                    <Refusal problem={trace.error} />
                    <CaseTrace answer={trace.data} />
                  </>
                ),
              },
              {
                key: 'record',
                label: say('case.record', { n: events.length }),
                children: <EventTable events={events} />,
              },
            ]}
          />
        </div>
        <Card size="small" title={say('case.timeline')}>
          <Refusal problem={history.error} onRetry={() => void history.refetch()} />
          <ApprovalTimeline events={events} tasks={file.final ? [] : file.tasks} />
        </Card>
      </div>
      <Collapse
        size="small"
        style={{ marginTop: 12 }}
        items={[
          {
            key: 'machine',
            label: say('case.machine'),
            children: machine.data ? (
              <div className="machine-pair">
                <Suspense fallback={<Busy />}>
                  <MachineDiagram machine={machine.data} state={file.state} events={events} />
                </Suspense>
                <TransitionTable machine={machine.data} state={file.state} />
              </div>
            ) : (
              <Refusal problem={machine.error} />
            ),
          },
        ]}
      />
      <NextTask current={file.id} onGo={(next) => navigate(next)} />
      <ActionFoot
        actions={file.actions}
        target={{
          caseId: file.id,
          revision: file.revision,
          title: file.title,
          context: file.context,
          chain: file.chain,
        }}
        overTabs={phone}
      />
    </Page>
  );
}

function Deadlines({ file }: { file: CaseView }) {
  const { say, maybe } = useSay();
  // What happens when nobody signs stands with the step.
  const open = file.deadlines.filter(
    (deadline) => !deadline.firedAt && !deadline.cancelledAt && !deadline.name.startsWith('approval-'),
  );
  if (open.length === 0) return null;
  return (
    <Card size="small" title={say('case.deadlines')}>
      {open.map((deadline) => (
        <p key={deadline.name} style={{ margin: '4px 0' }} className="tnum">
          {deadline.dueOn ?? instant(deadline.dueAt)} ·{' '}
          {deadline.label ?? maybe(`deadline.${deadline.name}`, deadline.name)}
        </p>
      ))}
    </Card>
  );
}

function EventTable({ events }: { events: readonly CaseEvent[] }) {
  const { say } = useSay();
  return (
    <Table
      size="small"
      rowKey="seq"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...events]}
      columns={[
        { title: '#', dataIndex: 'seq', align: 'right', className: 'num' },
        { title: say('field.at'), render: (_, event) => <span className="tnum">{instant(event.at)}</span> },
        { title: say('field.event'), render: (_, event) => event.label ?? event.type },
        { title: say('field.actor'), render: (_, event) => nameOf(event.actor) },
        { title: say('field.state'), render: (_, event) => event.toLabel ?? event.toState },
        {
          title: say('case.effects'),
          render: (_, event) =>
            (event.effects ?? [])
              .map((effect) => (typeof effect === 'string' ? effect : (effect.type ?? effect.name)))
              .join('、'),
        },
        { title: say('case.hash'), render: (_, event) => <code title={event.hash}>{event.hash?.slice(0, 10)}</code> },
      ]}
    />
  );
}
