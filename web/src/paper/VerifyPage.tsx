import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { Button, Card, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import { day, pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Refusal } from '../components/Refusal.js';
import { setLanguage, useSay } from '../i18n.js';

interface Answer {
  state?: 'valid' | 'corrected' | 'revoked' | string;
  status?: string;
  valid?: boolean;
  title?: unknown;
  kind?: string;
  number?: string;
  institution?: { name: string } | string;
  recipient?: { name: string } | string | null;
  issuedOn?: string;
  issuedAt?: string;
  digest?: string;
  hash?: string;
  replacedBy?: { number?: string; code?: string } | string | null;
  reason?: string;
}

const text = (value: Answer['institution'] | Answer['recipient']): string =>
  value == null ? '' : typeof value === 'string' ? value : value.name;

/** Is this paper real? For anyone who holds it; no sign-in. */
export function VerifyPage() {
  const { code } = useParams();
  const { say, maybe, language } = useSay();
  const navigate = useNavigate();
  const answer = useGet<Answer>(code ? `/api/public/verify/${encodeURIComponent(code)}` : null);
  useEffect(() => {
    document.title = `${say('verify.title')} · ${say('app.name')}`;
  }, [say]);
  const state =
    answer.data?.state ??
    answer.data?.status ??
    (answer.data ? (answer.data.valid === false ? 'revoked' : 'valid') : '');
  const icon =
    state === 'valid' ? (
      <CheckCircleFilled style={{ color: 'var(--kp-success)' }} />
    ) : state === 'corrected' ? (
      <ExclamationCircleFilled style={{ color: '#ad4e00' }} />
    ) : (
      <CloseCircleFilled style={{ color: 'var(--kp-error)' }} />
    );
  const rows: [string, string | undefined][] = answer.data
    ? [
        [
          say('field.title'),
          pick(answer.data.title, language) || maybe(`paper.${answer.data.kind}`, answer.data.kind ?? ''),
        ],
        [say('paper.number'), answer.data.number],
        [say('verify.institution'), text(answer.data.institution)],
        [say('paper.recipient'), text(answer.data.recipient)],
        [say('paper.issuedAt'), day(answer.data.issuedOn ?? answer.data.issuedAt)],
        [say('field.reason'), answer.data.reason],
        [
          say('verify.replacedBy'),
          answer.data.replacedBy
            ? typeof answer.data.replacedBy === 'string'
              ? answer.data.replacedBy
              : (answer.data.replacedBy.number ?? answer.data.replacedBy.code)
            : undefined,
        ],
        [say('verify.digest'), answer.data.digest ?? answer.data.hash],
      ]
    : [];
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
      {answer.isLoading ? <Busy rows={2} /> : null}
      <Refusal problem={answer.error} />
      {answer.data ? (
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
        </Card>
      ) : null}
    </main>
  );
}

const Pair = ({ label, value }: { label: string; value: string }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);
