import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, DatePicker, Space, Table } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useAll } from '../api/hooks.js';
import type { DutyRow } from '../api/types.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';

/** Duty board: windows × half days of one week (one day on a phone). */
export function DutyPage() {
  const { say } = useSay();
  const { phone } = usePreferences();
  const { clock } = useMe();
  const [start, setStart] = useState(() => (phone ? dayjs(clock.today) : dayjs(clock.today).startOf('week')));
  const days = Array.from({ length: phone ? 1 : 7 }, (_, index) => start.add(index, 'day').format('YYYY-MM-DD'));
  const duty = useAll<DutyRow>('/api/duty', { from: days[0], to: days.at(-1) });
  const items = duty.data?.items ?? [];
  const windows = [...new Map(items.map((row) => [row.window, row.windowName] as const))].sort(([a], [b]) =>
    a.localeCompare(b),
  );
  const used = phone ? days : days.filter((day) => items.some((row) => row.day === day));
  const who = (window: string, day: string, half: string): string =>
    items
      .filter((row) => row.window === window && row.day === day && row.half.toLowerCase() === half)
      .map((row) => row.personName)
      .join('、');
  const step = phone ? 1 : 7;
  return (
    <Page
      title={say('nav.duty')}
      extra={
        <Space>
          <Button
            icon={<LeftOutlined />}
            aria-label={say('common.previous')}
            onClick={() => setStart(start.subtract(step, 'day'))}
          />
          <DatePicker
            allowClear={false}
            aria-label={say('field.day')}
            value={start}
            onChange={(day) => day && setStart(phone ? day : day.startOf('week'))}
          />
          <Button
            icon={<RightOutlined />}
            aria-label={say('common.next')}
            onClick={() => setStart(start.add(step, 'day'))}
          />
        </Space>
      }
    >
      <Refusal problem={duty.error} onRetry={() => void duty.refetch()} />
      <Table
        size="small"
        rowKey="code"
        loading={duty.isLoading}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing text={say('duty.empty')} /> }}
        dataSource={windows.map(([code, name]) => ({ code, name }))}
        columns={[
          {
            title: say('field.window'),
            fixed: 'start',
            render: (_, row) => (row.name === row.code ? row.code : `${row.code} ${row.name}`),
          },
          ...used.map((day) => ({
            title: dayjs(day).format('MM-DD ddd'),
            children: (['am', 'pm'] as const).map((half) => ({
              title: say(`half.${half}`),
              key: `${day}.${half}`,
              render: (_: unknown, row: { code: string }) => who(row.code, day, half),
            })),
          })),
        ]}
      />
    </Page>
  );
}
