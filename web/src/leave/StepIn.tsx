import { App, Button, Card, Space } from 'antd';
import { Link } from 'react-router';
import type { UnaskedView } from '../../../src/leave/cover.contract.js';
import { useGet, useSend } from '../api/hooks.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** For the B post of a window: A is not there, so he covers at once and it is filed afterwards. Nothing for everybody else. */
export function StepIn({ window }: { window?: string }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const offer = useGet<UnaskedView>('/api/cover/unasked');
  const send = useSend<{ id: string }>([
    '/api/cover',
    '/api/tasks',
    '/api/duty',
    '/api/staffing',
    '/api/substitutions',
  ]);
  const shown = offer.data;
  if (!shown?.window || (window && window !== shown.window)) return null;
  if (!shown.open && shown.absent.length === 0 && shown.waiting.length === 0) return null;
  const stepIn = (absent: string): void =>
    send.mutate(
      { path: '/api/cover/unasked', body: { absent } },
      { onSuccess: () => void message.success(say('cover.steppedIn')) },
    );
  return (
    <Card size="small" style={{ marginBottom: 10 }}>
      <Refusal problem={send.error} />
      {shown.open ? (
        <Link to={`/cases/${shown.open.caseId}`}>{say('cover.unasked.open', { who: shown.open.name })}</Link>
      ) : (
        <Space wrap>
          <span className="muted">{say('cover.unasked.text', { window: shown.window })}</span>
          {shown.waiting.map((one) => (
            <Link key={one.caseId} to={`/cases/${one.caseId}`}>
              <Button size="small">{say('cover.unasked.case', { who: one.name })}</Button>
            </Link>
          ))}
          {shown.absent.map((one) => (
            <Button key={one.code} loading={send.isPending} onClick={() => stepIn(one.code)}>
              {say('cover.unasked.do', { who: one.name })}
            </Button>
          ))}
        </Space>
      )}
    </Card>
  );
}
