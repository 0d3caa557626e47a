import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Card, DatePicker, Form, Progress, Segmented, Space, Table, Tag } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { CoverPlanRequest, CoverPlanView, CoverStepView, HalfView } from '../../../src/leave/cover.contract.js';
import { type ApiProblem, call } from '../api/client.js';
import { useSend } from '../api/hooks.js';
import { pick } from '../api/words.js';
import { Page } from '../components/Page.js';
import { WindowPicker } from '../components/Pickers.js';
import { Refusal } from '../components/Refusal.js';
import { type Say, useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { CoverProofs } from './CoverProofs.js';

type Half = 'am' | 'pm';

/** A chain of moves that fills a seat, or the proof that there is none; for a substitution, or for any window and half days. */
export function CoverPlanPage() {
  const { say } = useSay();
  const [search, setSearch] = useSearchParams();
  const caseId = search.get('case');
  const request = requestOf(search);
  const plan = useQuery<CoverPlanView, ApiProblem>({
    queryKey: ['/api/cover-plans', request],
    queryFn: () => call<CoverPlanView>('/api/cover-plans', { method: 'POST', body: request ?? {} }),
    enabled: request !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page
      title={say('cover.title')}
      back
      extra={caseId ? <Link to={`/cases/${caseId}`}>{say('cover.toCase')}</Link> : null}
    >
      {caseId ? null : <SeatForm search={search} onAsk={(next) => setSearch(next, { replace: true })} />}
      <Refusal problem={plan.error} onRetry={() => void plan.refetch()} />
      {plan.isFetching ? <Computing /> : null}
      {plan.data && !plan.isFetching ? (
        <Answer plan={plan.data} caseId={caseId} again={() => void plan.refetch()} />
      ) : null}
    </Page>
  );
}

/** What the address asks: `?case=` of a substitution, or `?window=&day=&half=` with an optional end. */
function requestOf(search: URLSearchParams): CoverPlanRequest | null {
  const caseId = search.get('case');
  if (caseId) return { caseId };
  const [window, day] = [search.get('window'), search.get('day')];
  if (!window || !day) return null;
  const half = (search.get('half') ?? 'am') as Half;
  const to = { day: search.get('toDay') ?? day, half: (search.get('toHalf') ?? half) as Half };
  return { window, parts: [{ from: { day, half }, to }] };
}

function SeatForm({ search, onAsk }: { search: URLSearchParams; onAsk: (next: URLSearchParams) => void }) {
  const { say } = useSay();
  const [window, setWindow] = useState<string | undefined>(search.get('window') ?? undefined);
  const [from, setFrom] = useState({ day: search.get('day') ?? '', half: search.get('half') ?? 'am' });
  const [to, setTo] = useState({
    day: search.get('toDay') ?? search.get('day') ?? '',
    half: search.get('toHalf') ?? search.get('half') ?? 'pm',
  });
  const isComplete = window && from.day && to.day;
  return (
    <Card size="small" style={{ marginBottom: 12 }}>
      <Form
        layout="vertical"
        onFinish={() =>
          onAsk(
            new URLSearchParams({
              window: window ?? '',
              day: from.day,
              half: from.half,
              toDay: to.day,
              toHalf: to.half,
            }),
          )
        }
      >
        <Form.Item label={say('field.window')} style={{ marginBottom: 8 }}>
          <WindowPicker
            label={say('field.window')}
            value={window}
            onChange={(value) => setWindow(value as string | undefined)}
          />
        </Form.Item>
        <Space wrap size={[16, 8]} align="end">
          <HalfPicker label={say('cover.from')} value={from} onChange={setFrom} />
          <HalfPicker label={say('cover.to')} value={to} onChange={setTo} />
          <Button type="primary" htmlType="submit" disabled={!isComplete}>
            {say('cover.ask')}
          </Button>
        </Space>
      </Form>
    </Card>
  );
}

function HalfPicker({
  label,
  value,
  onChange,
}: {
  label: string;
  value: { day: string; half: string };
  onChange: (value: { day: string; half: string }) => void;
}) {
  const { say } = useSay();
  return (
    <Form.Item label={label} style={{ marginBottom: 0 }}>
      <Space wrap>
        <DatePicker
          aria-label={label}
          allowClear={false}
          value={value.day ? dayjs(value.day) : null}
          onChange={(day) => day && onChange({ ...value, day: day.format('YYYY-MM-DD') })}
        />
        <Segmented
          aria-label={label}
          value={value.half}
          onChange={(half) => onChange({ ...value, half: String(half) })}
          options={[
            { value: 'am', label: say('half.am') },
            { value: 'pm', label: say('half.pm') },
          ]}
        />
      </Space>
    </Form.Item>
  );
}

/** How far it can be is not known, but that it goes on is. */
function Computing() {
  const { say } = useSay();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Card size="small" role="status" aria-live="polite">
      <p style={{ marginTop: 0 }}>{say('cover.computing', { seconds })}</p>
      <Progress percent={100} status="active" showInfo={false} />
    </Card>
  );
}

function Answer({ plan, caseId, again }: { plan: CoverPlanView; caseId: string | null; again: () => void }) {
  const { say } = useSay();
  const window = `${plan.window} ${plan.windowName}`;
  const text = plan.found
    ? plan.steps.length === 0
      ? say('cover.nothing')
      : say('cover.found.text', { steps: plan.steps.length, halfDays: plan.halfDays })
    : say('cover.none.text');
  return (
    <div className="stack">
      <Card size="small">
        <strong>
          {plan.absent ? say('cover.for', { window, who: plan.absent.name }) : say('cover.forSeat', { window })}
        </strong>
        <div className="muted">{spanText(plan.halves, say)}</div>
      </Card>
      <Alert
        type={plan.found ? 'success' : 'error'}
        showIcon
        title={say(plan.found ? 'cover.found' : 'cover.none')}
        description={
          <>
            {text} <span className="muted tnum">({say('cover.took', { ms: plan.took })})</span>
            {plan.isFewestChanges ? null : <div className="muted">{say('cover.notFewest')}</div>}
          </>
        }
      />
      {plan.found && plan.steps.length > 0 ? <Steps steps={plan.steps} /> : null}
      {plan.found ? null : <CoverProofs proofs={plan.proofs} spanText={(halves) => spanText(halves, say)} />}
      {caseId && plan.canApply ? <Apply caseId={caseId} /> : null}
      <div>
        <Button onClick={again}>{say('cover.again')}</Button>
      </div>
    </div>
  );
}

/** As a table where there is room, as sentences always. */
function Steps({ steps }: { steps: readonly CoverStepView[] }) {
  const { say, language } = useSay();
  const { phone } = usePreferences();
  const place = (code: string | null, name: string | null) =>
    code ? `${code} ${name ?? ''}`.trim() : say('cover.home');
  const keyed = steps.map((step, index) => ({ ...step, key: `${step.person} ${step.to} ${index}`, number: index + 1 }));
  return (
    <>
      {phone ? null : (
        <Table
          size="small"
          rowKey="key"
          pagination={false}
          dataSource={keyed}
          columns={[
            { title: say('cover.who'), render: (_, step) => <strong>{step.name}</strong> },
            {
              title: say('cover.moves'),
              render: (_, step) => (
                <>
                  <Tag>{place(step.from, step.fromName)}</Tag>→ <Tag color="blue">{place(step.to, step.toName)}</Tag>
                </>
              ),
            },
            {
              title: say('cover.when'),
              render: (_, step) => <span className="tnum">{spanText(step.halves, say)}</span>,
            },
            {
              title: say('cover.why'),
              render: (_, step) => step.because.map((reason) => pick(reason, language)).join(' · '),
            },
          ]}
        />
      )}
      <Card size="small">
        <ol style={{ margin: 0, paddingInlineStart: 22 }}>
          {keyed.map((step) => (
            <li key={step.key} style={{ marginBottom: 6 }}>
              {say('cover.words', {
                who: step.name,
                from: place(step.from, step.fromName),
                to: place(step.to, step.toName),
                when: spanText(step.halves, say),
              })}
              {phone ? (
                <ul className="muted" style={{ paddingInlineStart: 18 }}>
                  {step.because.map((reason) => (
                    <li key={reason.en}>{pick(reason, language)}</li>
                  ))}
                </ul>
              ) : null}
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}

function Apply({ caseId }: { caseId: string }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const send = useSend(['/api/cases', '/api/tasks', '/api/substitutions', '/api/cover-plans']);
  return (
    <Card size="small">
      <p style={{ marginTop: 0 }}>{say('cover.apply.text')}</p>
      <Refusal problem={send.error} />
      <Button
        type="primary"
        loading={send.isPending}
        disabled={send.isSuccess}
        onClick={() =>
          send.mutate(
            { path: '/api/cover-plans/apply', body: { caseId } },
            { onSuccess: () => void message.success(say('cover.applied')) },
          )
        }
      >
        {say(send.isSuccess ? 'cover.applied' : 'cover.apply')}
      </Button>
    </Card>
  );
}

/** `10-14 上午 – 10-15 下午`; half days that do not follow each other stand apart. */
export function spanText(halves: readonly HalfView[], say: Say): string {
  const text = (half: HalfView) => `${dayjs(half.day).format('MM-DD')} ${say(`half.${half.half}`)}`;
  const runs: HalfView[][] = [];
  for (const half of halves) {
    const last = runs.at(-1)?.at(-1);
    const follows =
      last &&
      (last.day === half.day
        ? last.half === 'am' && half.half === 'pm'
        : last.half === 'pm' && half.half === 'am' && dayjs(last.day).add(1, 'day').isSame(half.day, 'day'));
    if (follows) runs.at(-1)?.push(half);
    else runs.push([half]);
  }
  return runs
    .map((run) => {
      const [first, last] = [run[0] as HalfView, run.at(-1) as HalfView];
      return run.length === 1 ? text(first) : `${text(first)} – ${text(last)}`;
    })
    .join('、');
}
