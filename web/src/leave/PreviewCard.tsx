import { CheckCircleOutlined, ExclamationCircleOutlined, InfoCircleOutlined } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { Card, Steps } from 'antd';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../api/client.js';
import type { LeavePreview } from '../api/types.js';
import { figure } from '../api/words.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** Says before sending what will follow: days, who signs in which order, cover, proof. */
export function PreviewCard({ preview, ready }: { preview: UseQueryResult<LeavePreview, ApiProblem>; ready: boolean }) {
  const { say, maybe } = useSay();
  const data = preview.data;
  return (
    <Card
      title={say('leave.preview')}
      aria-live="polite"
      aria-busy={preview.isFetching}
      loading={preview.isLoading && ready}
    >
      {!ready ? (
        <p className="muted" style={{ margin: 0 }}>
          {say('leave.preview.empty')}
        </p>
      ) : null}
      <Refusal problem={preview.error} />
      {data && ready && !preview.error ? (
        <div className="stack">
          <p style={{ margin: 0 }}>
            <strong style={{ fontSize: '1.6em' }} className="tnum">
              {figure(data.days)}
            </strong>{' '}
            {say('leave.days')}
            {data.workingDays && data.workingDays !== data.days ? (
              <span className="muted"> · {say('leave.workingDays', { days: figure(data.workingDays) })}</span>
            ) : null}
          </p>
          <div>
            <strong>{say('leave.chain')}</strong> <Articles anchors={data.chainArticles} />
            <Steps
              orientation="vertical"
              size="small"
              current={-1}
              style={{ marginTop: 8 }}
              items={data.chain.map((step) => ({
                title: step.label ?? maybe(`role.${step.role}`, step.role),
                content: step.people?.length ? step.people.map((one) => one.name).join('、') : say('leave.nobody'),
              }))}
            />
          </div>
          <Line
            ok={!data.substitute.required}
            text={data.substitute.required ? say('leave.needsSubstitute') : say('leave.noSubstitute')}
            note={data.substitute.reason}
            articles={data.substitute.articles}
          />
          {data.certificate ? (
            <Line
              ok={!data.certificate.required}
              text={data.certificate.required ? say('leave.needsCertificate') : say('leave.noCertificate')}
              note={data.certificate.reason}
              articles={data.certificate.articles}
            />
          ) : null}
          {data.document?.required ? (
            <Line
              ok={false}
              text={say('leave.needsDocument')}
              note={data.document.reason}
              articles={data.document.articles}
            />
          ) : null}
          {data.warnings?.map((warning) => (
            <Line key={warning.text} ok={false} text={warning.text} articles={warning.articles} />
          ))}
        </div>
      ) : null}
    </Card>
  );
}

function Line({
  ok,
  text,
  note,
  articles,
}: {
  ok: boolean;
  text: string;
  note?: string;
  articles?: string[];
}): ReactNode {
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      {ok ? (
        <CheckCircleOutlined style={{ color: 'var(--kp-success)', marginTop: 4 }} aria-hidden="true" />
      ) : articles ? (
        <ExclamationCircleOutlined style={{ color: 'var(--kp-primary)', marginTop: 4 }} aria-hidden="true" />
      ) : (
        <InfoCircleOutlined style={{ marginTop: 4 }} aria-hidden="true" />
      )}
      <span>
        {text} {note ? <span className="muted">{note}</span> : null} <Articles anchors={articles} />
      </span>
    </div>
  );
}
