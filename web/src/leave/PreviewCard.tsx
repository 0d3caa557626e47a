import { CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { Card, Collapse, Steps, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { CandidateView } from '../../../src/leave/cover.contract.js';
import type { BalanceAfter, ChainStepView, LeavePreview } from '../../../src/leave/leave.contract.js';
import type { ApiProblem } from '../api/client.js';
import { figure, pick } from '../api/words.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** Says before sending what will follow: days, balance, who signs in which order, cover, proof, and the articles behind it. */
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
  const { substitute, staffing } = data;
  return (
    <div className="stack">
      <Length data={data} />
      {data.balances.map((balance) => (
        <Balance key={balance.year} balance={balance} isOneOfMany={data.balances.length > 1} />
      ))}
      <div>
        <strong>{say('leave.chain')}</strong>
        <Chain steps={data.chain} />
      </div>
      <Line
        ok={!substitute.required}
        text={say(substitute.required ? 'leave.needsSubstitute' : 'leave.noSubstitute')}
        note={substitute.why}
      >
        {substitute.required ? <Candidates list={substitute.candidates} /> : null}
      </Line>
      {staffing.length ? (
        <Line ok={false} text={say('leave.understaffed')}>
          <ul style={{ margin: '4px 0 0', paddingInlineStart: 18 }}>
            {staffing.slice(0, 6).map((hole) => (
              <li key={`${hole.window ?? hole.zone}${hole.day}${hole.half}`} className="tnum">
                {say('leave.understaffed.at', {
                  place: hole.window ?? hole.zone ?? '',
                  when: `${hole.day} ${say(hole.half.toLowerCase() === 'am' ? 'half.am' : 'half.pm')}`,
                  present: hole.present,
                  least: hole.least,
                })}
              </li>
            ))}
          </ul>
        </Line>
      ) : null}
      <Proof proof={data.proof} />
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

/** How long it is, when one is back, and why a day in between does not count. */
function Length({ data }: { data: LeavePreview }) {
  const { say } = useSay();
  return (
    <div>
      <p style={{ margin: 0 }}>
        <strong style={{ fontSize: '1.6em' }} className="tnum">
          {figure(data.days, 4)}
        </strong>{' '}
        {say('leave.days')}
        <span className="muted"> · {say('leave.expectedOn', { day: data.expectedOn })}</span>
      </p>
      {data.daysOff.length ? (
        <p className="muted tnum" style={{ margin: 0 }}>
          {say('leave.daysOff', {
            days: data.daysOff.map(({ day, name }) => (name ? `${day.slice(5)} ${name}` : day.slice(5))).join('、'),
          })}
        </p>
      ) : null}
    </div>
  );
}

/** What the account of one year would be after this request; a leave over the turn of the year shows each. */
function Balance({ balance, isOneOfMany }: { balance: BalanceAfter; isOneOfMany: boolean }) {
  const { say, language } = useSay();
  const name = pick(balance.title, language) || balance.account;
  const { year } = balance;
  const wanted = isOneOfMany ? say('leave.balance.wanted', { days: figure(balance.wanted, 4) }) : null;
  if (!balance.limited)
    return (
      <p style={{ margin: 0 }}>
        {say('leave.balance.free', { name, year, used: figure(balance.used) })} {wanted}
      </p>
    );
  if (!balance.isOpen)
    return (
      <Line ok={false} text={say('leave.balance.notOpen', { name, year })}>
        {wanted}
      </Line>
    );
  return (
    <div>
      <p style={{ margin: 0 }}>
        {say('leave.balance.after', { name, year })} <strong className="tnum">{figure(balance.remaining, 4)}</strong>{' '}
        {say('leave.days')}
        {wanted ? <span className="tnum"> · {wanted}</span> : null}
        <span className="muted tnum">
          {' '}
          {say('leave.balance.parts', {
            entitled: figure(balance.entitled, 4),
            carried: figure(balance.carried, 4),
            used: figure(balance.used, 4),
            reserved: figure(balance.reserved, 4),
          })}
        </span>
      </p>
      {balance.carriedUntil ? (
        <p className="muted tnum" style={{ margin: 0 }}>
          {say('leave.balance.carried', { until: balance.carriedUntil, left: figure(balance.carriedLeft, 4) })}
          {balance.afterCarried === '0'
            ? null
            : ` ${say('leave.balance.late', { days: figure(balance.afterCarried, 4), until: balance.carriedUntil })}`}
        </p>
      ) : null}
      {balance.isEnough ? null : <Line ok={false} text={say('leave.balance.short')} />}
    </div>
  );
}

/** Who signs, step after step; two roles of one step in either order, and who stands in for whom until when. */
function Chain({ steps }: { steps: readonly ChainStepView[] }) {
  const { say, language } = useSay();
  const person = (one: ChainStepView['people'][number]): string =>
    one.for ? say('leave.chain.for', { name: one.name, absent: one.for.name, until: one.for.until }) : one.name;
  // Of several roles that sign together each has a line of its own.
  const placesIn = ({ people }: ChainStepView): string[] => {
    const roles = [...new Set(people.map((one) => (one.as ? pick(one.as, language) : '')))];
    return roles.map((role) => {
      const ones = people.filter((one) => (one.as ? pick(one.as, language) : '') === role);
      return `${role ? say('leave.chain.as', { role }) : ''}${ones.map(person).join('、')}`;
    });
  };
  return (
    <Steps
      orientation="vertical"
      size="small"
      current={-1}
      style={{ marginTop: 8 }}
      items={steps.map((step) => ({
        key: step.key,
        title: (
          <>
            {pick(step.name, language)}{' '}
            {step.mode === 'any' ? null : <Tag variant="outlined">{say(`mode.${step.mode}`)}</Tag>}
          </>
        ),
        content: (
          <>
            {step.people.length ? placesIn(step).map((place) => <div key={place}>{place}</div>) : say('leave.nobody')}
            {step.why ? <div className="muted">{pick(step.why, language)}</div> : null}
          </>
        ),
      }))}
    />
  );
}

function Proof({ proof }: { proof: LeavePreview['proof'] }) {
  const { say, language } = useSay();
  const later = proof.dueOn ? say('leave.proofLater', { day: proof.dueOn }) : null;
  return (
    <Line
      ok={!proof.required}
      text={proof.required ? pick(proof.document, language) || say('leave.needsProof') : say('leave.noProof')}
      note={proof.dueAt === 'application' ? say('leave.proofNow') : later}
    />
  );
}

/** Who could sit in: free ones first, each with the reason. The home unit or the window's head names one of them. */
function Candidates({ list }: { list: readonly CandidateView[] }) {
  const { say, language } = useSay();
  if (list.length === 0) return <div>{say('leave.noCandidate')}</div>;
  return (
    <ul style={{ margin: '4px 0 0', paddingInlineStart: 18 }}>
      {list.slice(0, 5).map((one) => (
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
