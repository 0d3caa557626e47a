import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Alert, Button, Card } from 'antd';
import { useRef } from 'react';
import { Link, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CaseView, PaperRow } from '../api/types.js';
import { instant, nameOf } from '../api/words.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { Busy } from '../components/Busy.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';

/** One paper: number, state, the sheet itself, print. Its workflow is an ordinary case. */
export function PaperPage() {
  const { id = '' } = useParams();
  const { say, maybe } = useSay();
  const { phone } = usePreferences();
  const frame = useRef<HTMLIFrameElement>(null);
  const paper = useGet<PaperRow>(`/api/papers/${id}`, undefined, { refetchInterval: 5_000 });
  const file = useGet<CaseView>(paper.data?.caseId ? `/api/cases/${paper.data.caseId}` : null);
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
  const ready = Boolean(row.hash ?? row.issuedAt) || ['issued', 'delivered', 'filed'].includes(row.state);
  const actions = file.data?.actions ?? row.actions ?? [];
  return (
    <Page
      title={row.title}
      back="/papers"
      extra={<StateTag state={row.state} label={row.stateLabel ?? maybe(`paper.state.${row.state}`, row.state)} />}
    >
      <div
        style={{
          display: 'grid',
          gap: 12,
          gridTemplateColumns: phone ? '1fr' : '300px minmax(0, 1fr)',
          alignItems: 'start',
        }}
      >
        <Card size="small">
          <dl className="kv">
            <dt>{say('paper.number')}</dt>
            <dd className="tnum">{row.number ?? say('paper.noNumber')}</dd>
            <dt>{say('paper.kind')}</dt>
            <dd>{maybe(`paper.${row.kind}`, row.kind)}</dd>
            {row.recipient ? (
              <>
                <dt>{say('paper.recipient')}</dt>
                <dd>{nameOf(row.recipient)}</dd>
              </>
            ) : null}
            {row.issuedAt ? (
              <>
                <dt>{say('paper.issuedAt')}</dt>
                <dd className="tnum">{instant(row.issuedAt)}</dd>
              </>
            ) : null}
            {row.code ? (
              <>
                <dt>{say('paper.code')}</dt>
                <dd>
                  <Link to={`/v/${row.code}`}>{row.code}</Link>
                </dd>
              </>
            ) : null}
            {row.caseId ? (
              <>
                <dt>{say('paper.case')}</dt>
                <dd>
                  <Link to={`/cases/${row.caseId}`}>{say('common.open')}</Link>
                </dd>
              </>
            ) : null}
          </dl>
          <div className="quick">
            <Button icon={<DownloadOutlined />} href={address} download disabled={!ready}>
              {say('paper.download')}
            </Button>
            <Button icon={<PrinterOutlined />} disabled={!ready} onClick={() => frame.current?.contentWindow?.print()}>
              {say('paper.print')}
            </Button>
          </div>
        </Card>
        {ready ? (
          phone ? (
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
          )
        ) : (
          <Alert type="info" showIcon title={say('paper.notYet')} description={say('paper.notYet.hint')} />
        )}
      </div>
      <ActionFoot
        actions={actions}
        target={{ caseId: row.caseId ?? '', revision: file.data?.revision ?? row.revision ?? 0, title: row.title }}
        overTabs={phone}
      />
    </Page>
  );
}
