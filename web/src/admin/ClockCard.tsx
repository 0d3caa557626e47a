import { App, Button, Card, DatePicker, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useSend } from '../api/hooks.js';
import { instant, moment } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';

/** Moves the business clock of the demonstration; it only goes forward, and due dates fire on the way. */
export function ClockCard() {
  const { say } = useSay();
  const { clock } = useMe();
  const { message } = App.useApp();
  const [to, setTo] = useState(() => dayjs(instant(clock.at)).add(1, 'day').hour(9).minute(0));
  const send = useSend<{ today?: string }>(['/api']);
  const go = (body: object): void =>
    send.mutate({ path: '/api/demo/clock', body }, { onSuccess: () => void message.success(say('admin.clock.moved')) });
  return (
    <Card>
      <p style={{ marginTop: 0 }}>
        {say('admin.clock.now')} <strong className="tnum">{instant(clock.at)}</strong>
      </p>
      <p className="muted">{say('admin.clock.text')}</p>
      <Space wrap>
        {[1, 3, 7].map((days) => (
          <Button key={days} loading={send.isPending} onClick={() => go({ advanceDays: days })}>
            {say('admin.clock.forward', { days })}
          </Button>
        ))}
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          aria-label={say('admin.clock.to')}
          value={to}
          minDate={dayjs(instant(clock.at))}
          allowClear={false}
          onChange={(value) => value && setTo(value)}
        />
        <Button
          type="primary"
          loading={send.isPending}
          onClick={() => go({ to: new Date(moment(to.format('YYYY-MM-DDTHH:mm:00'))).toISOString() })}
        >
          {say('admin.clock.go')}
        </Button>
      </Space>
      <ProgressBar active={send.isPending} doing={say('action.sending')} />
      <Refusal problem={send.error} />
    </Card>
  );
}
