import { CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { Card, Collapse, Steps, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { CandidateView } from '../../../src/leave/cover.contract.js';
import type { ChainStepView, LeavePreview } from '../../../src/leave/leave.contract.js';
import type { ApiProblem } from '../api/client.js';
import { figure, pick } from '../api/words.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** Says before sending what will follow: days, who signs in which order, cover, proof, and the articles behind it. */
export function PreviewCard({ preview, ready }: { preview: UseQueryResult<LeavePreview, ApiProblem>; ready: boolean }) {
  const { say } = useSay();
  const data = ready && !preview.error ? preview.data : undefined;
  return (
    <Card
      title={say('leave.preview')}
      aria-live="polite"
      aria-busy={preview.isFetching}
      loading={preview.isLoading && ready}
    >
      {ready ? null : (
        <p className="muted" style={{ margin: 0 }}>
          {say('leave.preview.empty')}
        </p>
      )}
      <Refusal problem={ready ? preview.error : null} />
      {data ? <Body data={data} /> : null}
    </Card>
  );
}

function Body({ data }: { data: LeavePreview }) {
  const { say, language } = useSay();
  const { substitute, proof } = data;
  return (
    <div className="stack">
      <p style={{ margin: 0 }}>
        <strong style={{ fontSize: '1.6em' }} className="tnum">
          {figure(data.days)}
        </strong>{' '}
        {say('leave.days')}
        <span className="muted"> · {say('leave.expectedOn', { day: data.expectedOn })}</span>
      </p>
      <div>
        <strong>{say('leave.chain')}</strong>
        <Steps
          orientation="vertical"
          size="small"
          current={-1}
          style={{ marginTop: 8 }}
          items={data.chain.map((step) => ({
            title:
              step.mode === 'all'
                ? say('leave.chain.all', { names: pick(step.name, language) })
                : pick(step.name, language),
            content: <Signers step={step} />,
          }))}
        />
      </div>
      <Line
        ok={!substitute.required}
        text={say(substitute.required ? 'leave.needsSubstitute' : 'leave.noSubstitute')}
        note={substitute.why}
      >
        {substitute.required ? <Candidates list={substitute.candidates} /> : null}
      </Line>
      <Line
        ok={!proof.required}
        text={
          proof.required
            ? proof.document
              ? pick(proof.document, language)
              : say('leave.needsProof')
            : say('leave.noProof')
        }
        note={proof.dueOn ? say('leave.proofLater', { day: proof.dueOn }) : null}
      />
      <Articles anchors={data.articles} />
      {data.lines.length ? (
        <Collapse
          size="small"
          items={[
            {
              key: 'why',
              label: say('case.trace'),
              children: (
                <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                  {data.lines.map((line) => (
                    <li key={line.rule}>
                      {pick(line, language)} <code>{line.article}</code>
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      ) : null}
    </div>
  );
}

/** Who signs a step, for whom where somebody is away, and why it is not simply whoever holds the role. */
function Signers({ step }: { step: ChainStepView }) {
  const { say, language } = useSay();
  const names = step.people.map((one) =>
    one.for ? say('leave.chain.for', { name: one.name, absent: one.for.name, until: one.for.until }) : one.name,
  );
  return (
    <>
      {names.length > 0 ? names.join('、') : say('leave.nobody')}
      {step.why ? <div className="muted">{pick(step.why, language)}</div> : null}
    </>
  );
}

/** Who could sit in: free ones first, each with the reason. The home unit or the window's head names one of them. */
function Candidates({ list }: { list: readonly CandidateView[] }) {
  const { say, language } = useSay();
  if (list.length === 0) return <div>{say('leave.noCandidate')}</div>;
  const sorted = [...list].sort((a, b) => Number(b.isFree) - Number(a.isFree));
  return (
    <ul style={{ margin: '4px 0 0', paddingInlineStart: 18 }}>
      {sorted.slice(0, 5).map((one) => (
        <li key={one.code}>
          {one.name} <span className="muted">{pick(one, language)}</span>{' '}
          {one.isFree ? (
            <Tag color="success" variant="outlined">
              {say('leave.free')}
            </Tag>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Line({ ok, text, note, children }: { ok: boolean; text: string; note?: string | null; children?: ReactNode }) {
  return (
    <div style={{ display: 'flex', gap: 8, alignItems: 'flex-start' }}>
      {ok ? (
        <CheckCircleOutlined style={{ color: 'var(--kp-success)', marginTop: 4 }} aria-hidden="true" />
      ) : (
        <ExclamationCircleOutlined style={{ color: 'var(--kp-primary)', marginTop: 4 }} aria-hidden="true" />
      )}
      <div>
        {text} {note ? <span className="muted">{note}</span> : null}
        {children}
      </div>
    </div>
  );
}
