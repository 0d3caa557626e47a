import { Alert, App, Button, Card, Input, Segmented, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { InspectionSheet } from '../../../src/inspection/inspection.contract.js';
import { useGet, useSend } from '../api/hooks.js';
import type { CaseView } from '../api/types.js';
import { instant, pick } from '../api/words.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { Busy, ProgressBar } from '../components/Busy.js';
import { CaseStations } from '../components/CaseStations.js';
import { Page } from '../components/Page.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useDraft } from '../components/useDraft.js';
import { useOnline } from '../components/useOnline.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { type AnswerDraft, answersToSend, progressOf, type Typed } from './answers.js';
import { CheckLines, UnmetLines } from './CheckLines.js';

const refreshed = ['/api/inspections', '/api/cases', '/api/tasks', '/api/results'];

/** Who reads papers that are not about themselves. */
const paperReaders = ['OFFICE', 'SUPERVISION', 'CENTRE_LEADER', 'DIRECTOR', 'COMMITTEE', 'HR', 'AUDITOR'];

/** One inspection: the check-list to fill in and sign, or the result with the lines that were not met. */
export function InspectionPage() {
  const { id = '' } = useParams();
  const { maybe, language } = useSay();
  const me = useMe();
  const { phone } = usePreferences();
  const view = useGet<CaseView>(`/api/cases/${id}`);
  const read = useGet<InspectionSheet>(`/api/inspections/${id}`);
  const name = `${me.institution.code}.${me.person.code}.inspection.${id}`;
  const [draft, keep, { clear }] = useDraft<AnswerDraft>(name, { typed: {} });
  // What was read last stays on the device, so that the team can go on where there is no connection.
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept when it is read, not when something is typed
  useEffect(() => {
    if (read.data?.mayFill) keep({ ...draft, sheet: read.data });
  }, [read.data]);
  const sheet = read.data ?? draft.sheet;
  const mayRead = me.grants.some((grant) => paperReaders.includes(grant.role));
  if (!sheet)
    return read.error ? (
      <div className="page">
        <Refusal problem={read.error} onRetry={() => void read.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const file = view.data;
  return (
    <Page
      title={pick(sheet.checklist, language)}
      back
      extra={
        <>
          <Tag>{maybe(`inspection.mode.${sheet.mode}`, sheet.mode)}</Tag>
          {file ? <StateTag state={file.state} label={file.stateLabel} /> : null}
        </>
      }
    >
      {file ? (
        <Card size="small" style={{ marginBottom: 12 }}>
          <CaseStations stations={file.stations} final={file.final} />
        </Card>
      ) : null}
      <Head sheet={sheet} />
      {(mayRead ? (file?.links ?? []) : [])
        .filter((link) => link.kind === 'paper')
        .map((link) => (
          <p key={link.id}>
            <Link to={`/papers/${link.id}`}>{link.title ?? link.id}</Link>
          </p>
        ))}
      {sheet.mayFill ? (
        <Fill sheet={sheet} draft={draft} keep={(next) => keep({ ...next, sheet })} clear={clear} />
      ) : (
        <Result sheet={sheet} />
      )}
      {file ? (
        <ActionFoot
          inline={sheet.mayFill}
          actions={file.actions}
          target={{ caseId: id, revision: file.revision, title: file.title, context: file.context }}
          overTabs={phone}
          onDone={() => void read.refetch()}
        />
      ) : null}
    </Page>
  );
}

function Head({ sheet }: { sheet: InspectionSheet }) {
  const { say } = useSay();
  return (
    <Card size="small" style={{ marginBottom: 12 }}>
      <p style={{ marginTop: 0 }}>
        <span className="tnum">{sheet.heldOn ?? sheet.day}</span> · {sheet.subjects.map((one) => one.name).join('、')}{' '}
        <Articles anchors={[sheet.checklist.article]} />
      </p>
      <p className="muted">
        {say('inspection.basis', { edition: sheet.checklist.edition })}
        {sheet.place ? ` · ${sheet.place}` : ''} · <Link to={`/cases/${sheet.id}`}>{sheet.key}</Link>
      </p>
      <ul className="signers">
        {sheet.team.map((one) => (
          <li key={one.code}>
            {one.name}{' '}
            {one.signedAt ? (
              <Tag color="success" variant="outlined">
                {say('inspection.signed')} <span className="tnum">{instant(one.signedAt)}</span>
              </Tag>
            ) : (
              <Tag>{say('inspection.waits')}</Tag>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface Filling {
  sheet: InspectionSheet;
  draft: AnswerDraft;
  keep: (next: AnswerDraft) => void;
  clear: () => void;
}

/** Saving and signing; what was typed is forgotten only when the service has it. */
function useSending({ sheet, draft, keep, clear }: Filling) {
  const { say } = useSay();
  const { message } = App.useApp();
  const send = useSend(refreshed);
  const event = (type: string, payload: object, done: () => void): void =>
    send.mutate(
      { path: `/api/cases/${sheet.id}/events`, body: { type, payload }, revision: sheet.revision },
      { onSuccess: done },
    );
  const save = (): void => {
    const place = draft.place?.trim();
    event('inspection.record', { answers: answersToSend(draft, sheet), ...(place ? { place } : {}) }, () => {
      keep({ typed: {} });
      clear();
      void message.success(say('inspection.saved'));
    });
  };
  const sign = (): void =>
    event('inspection.sign', { hash: sheet.hash }, () => void message.success(say('inspection.signed')));
  return { send, save, sign };
}

function Fill(props: Filling) {
  const { sheet, draft, keep } = props;
  const { say } = useSay();
  const { phone } = usePreferences();
  const [subject, setSubject] = useState(sheet.subjects[0]?.subject ?? '');
  const { send, save, sign } = useSending(props);
  const { done, all } = progressOf(draft, sheet);
  const unsaved = answersToSend(draft, sheet).length;
  const noNetwork = !useOnline();
  const type = (changes: Record<string, Typed>): void => keep({ ...draft, typed: { ...draft.typed, ...changes } });
  return (
    <>
      {noNetwork ? (
        <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={say('inspection.offline')} />
      ) : null}
      {sheet.subjects.length > 1 ? (
        <Segmented
          block
          vertical={phone}
          style={{ marginBottom: 12 }}
          value={subject}
          onChange={setSubject}
          options={sheet.subjects.map((one) => ({ value: one.subject, label: one.name }))}
        />
      ) : null}
      <CheckLines key={subject} sheet={sheet} subject={subject} draft={draft} onType={type} />
      <Card size="small" style={{ marginTop: 12 }}>
        <label htmlFor="inspection-place">{say('inspection.place')}</label>
        <Input
          id="inspection-place"
          maxLength={100}
          value={draft.place ?? sheet.place ?? ''}
          onChange={(event) => keep({ ...draft, place: event.target.value })}
        />
        <p className="muted">{say('inspection.signHint', { hash: sheet.hash.slice(0, 8) })}</p>
        <Refusal problem={send.error} />
      </Card>
      <ProgressBar active={send.isPending} doing={say('action.sending')} />
      <div className={`foot no-print${phone ? ' over-tabs' : ''}`}>
        <span className="muted tnum" role="status" style={{ flex: '1 1 100%' }}>
          {say('inspection.progress', { done, all })}
          {unsaved > 0 ? ` · ${say('inspection.unsaved', { n: unsaved })}` : ''}
        </span>
        <Button
          size="large"
          type={unsaved > 0 ? 'primary' : 'default'}
          disabled={unsaved === 0}
          loading={send.isPending && unsaved > 0}
          onClick={save}
        >
          {say('inspection.save')}
        </Button>
        <Button
          size="large"
          type={unsaved === 0 ? 'primary' : 'default'}
          disabled={unsaved > 0 || done < all || sheet.hasSigned}
          onClick={sign}
        >
          {sheet.hasSigned ? say('inspection.signed') : say('inspection.sign')}
        </Button>
      </div>
    </>
  );
}

/** Each window or person with its share and the lines that were not met. */
function Result({ sheet }: { sheet: InspectionSheet }) {
  const { say } = useSay();
  if (!sheet.heldOn) return <p className="muted">{say('inspection.notRunning')}</p>;
  return (
    <div className="stack">
      {sheet.subjects.map((one) => (
        <Card
          key={one.subject}
          size="small"
          title={
            <span style={{ whiteSpace: 'normal' }}>
              {one.name} · {say('inspection.share', { met: one.met, asked: one.asked })}
            </span>
          }
          extra={
            <Link to={`/results/${one.subject}?period=${sheet.heldOn?.slice(0, 7)}`}>{say('inspection.toScore')}</Link>
          }
        >
          <UnmetLines sheet={sheet} subject={one.subject} />
        </Card>
      ))}
    </div>
  );
}
