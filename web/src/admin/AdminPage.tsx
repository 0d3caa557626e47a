import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { Card, Collapse, Tag } from 'antd';
import { useAll, useGet } from '../api/hooks.js';
import type { PersonRow } from '../api/types.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { Tabbed } from '../components/Tabbed.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { ClockCard } from './ClockCard.js';

/** Roles, the demonstration's clock, health. */
export function AdminPage() {
  const { say } = useSay();
  const me = useMe();
  return (
    <Page title={say('nav.system')}>
      <Tabbed
        items={[
          { key: 'roles', label: say('admin.roles'), children: <Roles /> },
          ...(me.clock.demo ? [{ key: 'clock', label: say('admin.clock'), children: <ClockCard /> }] : []),
          { key: 'health', label: say('admin.health'), children: <Health /> },
        ]}
      />
    </Page>
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
