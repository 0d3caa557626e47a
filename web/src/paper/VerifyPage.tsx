import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { Alert, Button, Card, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { PaperVerification } from '../api/types.js';
import { Busy } from '../components/Busy.js';
import { Refusal } from '../components/Refusal.js';
import { setLanguage, useSay } from '../i18n.js';

/** Is this paper real? For anyone who holds it; no sign-in. A QR code brings a signature, and a file can be compared. */
export function VerifyPage() {
  const { code } = useParams();
  const { say, language } = useSay();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const answer = useGet<PaperVerification>(code ? `/api/public/verify/${encodeURIComponent(code)}` : null, {
    s: search.get('s'),
    sha256: search.get('sha256'),
  });
  useEffect(() => {
    document.title = `${say('verify.title')} · ${say('app.name')}`;
  }, [say]);
  const compare = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const bytes = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    const sha256 = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    setSearch({ ...Object.fromEntries(search), sha256 }, { replace: true });
  };
  return (
    <main className="page" style={{ maxWidth: 620 }}>
      <header className="page-head">
        <h1>
          <span className="house">{say('verify.title')}</span>
        </h1>
        <span className="grow" />
        <Button type="text" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? '中文' : 'English'}
        </Button>
      </header>
      <Card style={{ marginBottom: 12 }}>
        <Form
          layout="vertical"
          initialValues={{ code }}
          key={code}
          onFinish={({ code: typed }: { code: string }) => navigate(`/v/${encodeURIComponent(typed.trim())}`)}
        >
          <Form.Item
            name="code"
            label={say('paper.code')}
            extra={say('verify.where')}
            rules={[{ required: true, message: say('form.required', { label: say('paper.code') }) }]}
          >
            <Input size="large" autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block>
            {say('verify.check')}
          </Button>
        </Form>
      </Card>
      {answer.isLoading && code ? <Busy rows={2} /> : null}
      <Refusal problem={answer.error} />
      {answer.data ? <Finding answer={answer.data} onFile={compare} /> : null}
    </main>
  );
}

function Finding({ answer, onFile }: { answer: PaperVerification; onFile: (file: File | undefined) => void }) {
  const { say, maybe } = useSay();
  const forged = answer.signature === 'forged';
  const state = forged ? 'forged' : answer.state;
  const icon =
    state === 'valid' ? (
      <CheckCircleFilled style={{ color: 'var(--kp-success)' }} />
    ) : state === 'typesetting' ? (
      <ExclamationCircleFilled style={{ color: 'var(--kp-primary)' }} />
    ) : (
      <CloseCircleFilled style={{ color: 'var(--kp-error)' }} />
    );
  const rows: [string, string | null][] = [
    [say('field.title'), answer.title],
    [say('paper.number'), answer.number],
    [say('verify.institution'), answer.issuer],
    [say('paper.recipient'), answer.party],
    [say('paper.issuedAt'), answer.issuedOn],
    [say('paper.withdrawnOn'), answer.withdrawnOn],
    [
      say('verify.signature'),
      answer.signature ? maybe(`verify.signature.${answer.signature}`, answer.signature) : null,
    ],
    [say('verify.digest'), answer.digest],
  ];
  return (
    <Card>
      <p role="status" style={{ fontSize: '1.4em', margin: '0 0 12px', display: 'flex', gap: 10 }}>
        {icon} <strong>{maybe(`verify.${state}`, state)}</strong>
      </p>
      <dl className="kv">
        {rows
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <Pair key={label} label={label} value={value!} />
          ))}
      </dl>
      <p style={{ margin: '16px 0 6px' }}>{say('verify.file')}</p>
      <label className="file-button">
        <input
          type="file"
          accept="application/pdf"
          onChange={(event) => {
            onFile(event.target.files?.[0]);
            // The same file may be chosen again.
            event.target.value = '';
          }}
        />
        {say('verify.choose')}
      </label>
      {answer.file ? (
        <Alert
          type={answer.file === 'same' ? 'success' : 'error'}
          showIcon
          title={say(answer.file === 'same' ? 'verify.file.same' : 'verify.file.different')}
        />
      ) : null}
    </Card>
  );
}

const Pair = ({ label, value }: { label: string; value: string }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);
