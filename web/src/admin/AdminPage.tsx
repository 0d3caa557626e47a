import { CheckCircleOutlined, CloseCircleOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Calendar, Card, Collapse, Space, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { CalendarDayItem } from '../../../src/organization/organization.contract.js';
import { useAll, useGet } from '../api/hooks.js';
import type { PersonRow } from '../api/types.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { Tabbed } from '../components/Tabbed.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { ClockCard } from './ClockCard.js';

/** Roles, working calendar, the demonstration's clock, health. */
export function AdminPage() {
  const { say } = useSay();
  const me = useMe();
  return (
    <Page title={say('nav.system')}>
      <Tabbed
        items={[
          { key: 'calendar', label: say('admin.calendar'), children: <WorkCalendar /> },
          { key: 'roles', label: say('admin.roles'), children: <Roles /> },
          ...(me.clock.demo ? [{ key: 'clock', label: say('admin.clock'), children: <ClockCard /> }] : []),
          { key: 'health', label: say('admin.health'), children: <Health /> },
        ]}
      />
    </Page>
  );
}

function WorkCalendar() {
  const { say, maybe } = useSay();
  const { clock } = useMe();
  const [shown, setShown] = useState(() => dayjs(clock.today));
  const days = useGet<{ items: CalendarDayItem[] }>('/api/calendar', { year: shown.year() }, { keep: true });
  const marked = new Map((days.data?.items ?? []).map((one) => [one.date, one]));
  return (
    <Card>
      <p className="muted" style={{ marginTop: 0 }}>
        {say('admin.calendar.text')}
      </p>
      <Refusal problem={days.error} />
      <Calendar
        fullscreen={false}
        headerRender={({ value, onChange }) => (
          <Space style={{ marginBottom: 8 }}>
            <Button
              icon={<LeftOutlined />}
              aria-label={say('common.previous')}
              onClick={() => onChange(value.subtract(1, 'month'))}
            />
            <strong className="tnum">{value.format('YYYY-MM')}</strong>
            <Button
              icon={<RightOutlined />}
              aria-label={say('common.next')}
              onClick={() => onChange(value.add(1, 'month'))}
            />
          </Space>
        )}
        value={shown}
        onPanelChange={setShown}
        onChange={setShown}
        cellRender={(date, info) => {
          const one = info.type === 'date' ? marked.get(date.format('YYYY-MM-DD')) : undefined;
          return one ? (
            <Tag color={/work/.test(one.kind) ? 'default' : 'success'} style={{ margin: 0, fontSize: 12 }}>
              {one.name ?? maybe(`day.${one.kind}`, one.kind)}
            </Tag>
          ) : null;
        }}
      />
    </Card>
  );
}

function Roles() {
  const { say, maybe } = useSay();
  const people = useAll<PersonRow>('/api/people');
  const byRole = new Map<string, PersonRow[]>();
  for (const person of people.data?.items ?? [])
    for (const role of person.roles ?? []) byRole.set(role, [...(byRole.get(role) ?? []), person]);
  return (
    <Card>
      <Refusal problem={people.error} />
      <p className="muted" style={{ marginTop: 0 }}>
        {say('admin.roles.text')}
      </p>
      <Collapse
        size="small"
        items={[...byRole].map(([role, holders]) => ({
          key: role,
          label: `${maybe(`role.${role}`, role)} (${holders.length})`,
          children: holders.map((person) => (
            <Tag key={person.code}>
              {person.name} {person.code}
            </Tag>
          )),
        }))}
      />
    </Card>
  );
}

/** Answer of the readiness check; 503 carries the same with what is missing. */
interface Ready {
  status: string;
  missing: string[];
  pendingMigrations: string[];
  workers: number;
}

function Health() {
  const { say } = useSay();
  const ready = useGet<Ready>('/api/health/ready', undefined, { refetchInterval: 5_000 });
  return (
    <Card>
      <p style={{ marginTop: 0 }} role="status">
        {ready.isSuccess ? (
          <Tag color="success" icon={<CheckCircleOutlined />}>
            {say('admin.ready')}
          </Tag>
        ) : (
          <Tag color="error" icon={<CloseCircleOutlined />}>
            {say('admin.notReady')}
          </Tag>
        )}
      </p>
      <Refusal problem={ready.error} />
      {ready.data ? (
        <dl className="kv">
          <dt>{say('admin.workers')}</dt>
          <dd>{ready.data.workers}</dd>
          <dt>{say('admin.migrations')}</dt>
          <dd>{ready.data.pendingMigrations.length}</dd>
        </dl>
      ) : null}
      <p>
        <a href="/api/docs">{say('admin.docs')}</a>
      </p>
    </Card>
  );
}
