import { CheckCircleOutlined, ClockCircleOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { App, Button, Card, DatePicker, Modal } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import { useGet, useSend } from '../api/hooks.js';
import type { CycleRow, Page as List } from '../api/types.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { hasRole, useMe } from '../shell/session.js';

/** Stages of a month in their order; the board has one column for each. */
export const stages = [
  'open',
  'collecting',
  'scored',
  'preliminary',
  'verified',
  'audited',
  'publicity',
  'final',
  'notified',
  'archived',
] as const;

/** A state beside the main line stands in the column of the stage that it interrupts. */
const columnOf = (state: string): string =>
  ({ draft: 'open', disputed: 'preliminary', appealed: 'publicity' })[state] ?? state.split('|')[0]!;

/** Board of periods: each stands in the column of its stage. */
export function CyclesPage() {
  const { say, maybe } = useSay();
  const me = useMe();
  const [opening, setOpening] = useState(false);
  const cycles = useGet<List<CycleRow>>('/api/cycles');
  const items = cycles.data?.items ?? [];
  return (
    <Page
      title={say('nav.cycles')}
      extra={
        hasRole(me, 'SUPERVISION') ? (
          <Button type="primary" onClick={() => setOpening(true)}>
            {say('cycle.open')}
          </Button>
        ) : null
      }
    >
      <Refusal problem={cycles.error} onRetry={() => void cycles.refetch()} />
      {cycles.isSuccess && items.length === 0 ? <Nothing text={say('cycle.empty')} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a board that scrolls must be reachable by keyboard */}
      <section className="board" tabIndex={0} aria-label={say('nav.cycles')}>
        {stages.map((stage) => {
          const here = items.filter((cycle) => columnOf(cycle.state) === stage);
          return (
            <section key={stage} data-status={here.length ? 'now' : undefined} aria-label={say(`stage.${stage}`)}>
              <h3>
                {here.length ? (
                  <PlayCircleOutlined />
                ) : stage === 'archived' ? (
                  <CheckCircleOutlined />
                ) : (
                  <ClockCircleOutlined />
                )}{' '}
                {say(`stage.${stage}`)}
              </h3>
              {here.map((cycle) => (
                <Link key={cycle.key} to={`/cycles/${cycle.key}`}>
                  <Card size="small" hoverable style={{ marginTop: 6 }}>
                    <strong className="tnum">{cycle.key}</strong>
                    <div>
                      <StateTag state={cycle.state} label={maybe(`stage.${cycle.state.split('|')[0]}`, cycle.state)} />
                    </div>
                  </Card>
                </Link>
              ))}
            </section>
          );
        })}
      </section>
      <OpenCycle open={opening} onClose={() => setOpening(false)} />
    </Page>
  );
}

function OpenCycle({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { say } = useSay();
  const me = useMe();
  const { message } = App.useApp();
  const [month, setMonth] = useState(() => dayjs(me.clock.today).startOf('month'));
  const send = useSend(['/api/cycles', '/api/tasks']);
  const key = month.format('YYYY-MM');
  return (
    <Modal
      open={open}
      title={say('cycle.open')}
      okText={say('cycle.openMonth', { month: key })}
      confirmLoading={send.isPending}
      onCancel={onClose}
      onOk={() =>
        send.mutate(
          { path: '/api/cycles', body: { period: key } },
          {
            onSuccess: () => {
              void message.success(say('cycle.opened', { month: key }));
              onClose();
            },
          },
        )
      }
    >
      <label htmlFor="cycle-month">{say('field.period')}</label>
      <DatePicker
        id="cycle-month"
        picker="month"
        value={month}
        allowClear={false}
        onChange={(value) => value && setMonth(value)}
        style={{ width: '100%' }}
      />
      <Refusal problem={send.error} />
    </Modal>
  );
}
