import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Alert, Button, Card } from 'antd';
import { useRef } from 'react';
import { Link, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CaseView, PaperDetail } from '../api/types.js';
import { instant, pick } from '../api/words.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { Busy } from '../components/Busy.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { useSubjectName } from '../scoring/useSubjectName.js';
import { usePreferences } from '../shell/preferences.js';

/** One paper: number, state, the sheet itself, print. Its way through is an ordinary case. */
export function PaperPage() {
  const { id = '' } = useParams();
  const { say, maybe } = useSay();
  const { phone } = usePreferences();
  const frame = useRef<HTMLIFrameElement>(null);
  const paper = useGet<PaperDetail>(`/api/papers/${id}`, undefined, { refetchInterval: 5_000 });
  const file = useGet<CaseView>(paper.data ? `/api/cases/${paper.data.caseId}` : null);
  if (!paper.data)
    return paper.error ? (
      <div className="page">
        <Refusal problem={paper.error} onRetry={() => void paper.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const row = paper.data;
  const address = `/api/papers/${id}/file`;
  const ready = row.sha256 !== null;
  return (
    <Page
      title={row.title}
      back="/papers"
      extra={<StateTag state={row.state} label={maybe(`paper.state.${row.state}`, row.state)} />}
    >
      <div
        style={{
          display: 'grid',
          gap: 12,
          gridTemplateColumns: phone ? 'minmax(0, 1fr)' : '320px minmax(0, 1fr)',
          alignItems: 'start',
        }}
      >
        <Card size="small">
          <PaperFacts row={row} />
          <div className="quick">
            <Button icon={<DownloadOutlined />} href={`${address}?download=1`} disabled={!ready}>
              {say('paper.download')}
            </Button>
            {phone ? null : (
              <Button
                icon={<PrinterOutlined />}
                disabled={!ready}
                onClick={() => frame.current?.contentWindow?.print()}
              >
                {say('paper.print')}
              </Button>
            )}
          </div>
        </Card>
        {!ready ? (
          <Alert type="info" showIcon title={say('paper.notYet')} description={say('paper.notYet.hint')} />
        ) : phone ? (
          <a href={address} target="_blank" rel="noreferrer">
            {say('paper.openFile')}
          </a>
        ) : (
          <iframe
            ref={frame}
            title={row.title}
            src={address}
            style={{
              width: '100%',
              height: '82dvh',
              border: '1px solid var(--kp-line)',
              borderRadius: 6,
              background: '#fff',
            }}
          />
        )}
      </div>
      {file.data ? (
        <ActionFoot
          actions={file.data.actions}
          target={{ caseId: row.caseId, revision: file.data.revision, title: row.title }}
          overTabs={phone}
        />
      ) : null}
    </Page>
  );
}

function PaperFacts({ row }: { row: PaperDetail }) {
  const { say, language } = useSay();
  const name = useSubjectName();
  const people = (codes: readonly string[]): string =>
    codes
      .filter((code) => code !== 'system')
      .map((code) => name(`person:${code}`))
      .join('、');
  return (
    <dl className="kv">
      <dt>{say('paper.number')}</dt>
      <dd className="tnum">{row.number}</dd>
      <dt>{say('paper.kind')}</dt>
      <dd>{pick(row.name, language)}</dd>
      {row.party ? (
        <>
          <dt>{say('paper.recipient')}</dt>
          <dd>{row.party}</dd>
        </>
      ) : null}
      <dt>{say('paper.issuedAt')}</dt>
      <dd className="tnum">{row.issuedOn}</dd>
      <dt>{say('paper.signedBy')}</dt>
      <dd>{people(row.signedBy)}</dd>
      {row.withdrawnOn ? (
        <>
          <dt>{say('paper.withdrawnOn')}</dt>
          <dd>
            {row.withdrawnOn} {row.withdrawalReason}
          </dd>
        </>
      ) : null}
      <dt>{say('paper.code')}</dt>
      <dd>
        <Link to={row.verificationPath}>{row.verificationCode}</Link>
      </dd>
      {row.seal ? (
        <>
          <dt>{say('paper.seal')}</dt>
          <dd>
            {say('paper.sealed')} <span className="muted">{say('paper.seal.picture')}</span>
          </dd>
        </>
      ) : null}
      <dt>{say('paper.case')}</dt>
      <dd>
        <Link to={`/cases/${row.caseId}`}>{row.caseKey}</Link>
      </dd>
      {row.prints.length ? (
        <>
          <dt>{say('paper.prints')}</dt>
          <dd>{row.prints.map((print) => `${name(`person:${print.person}`)} ${instant(print.at)}`).join('；')}</dd>
        </>
      ) : null}
    </dl>
  );
}
