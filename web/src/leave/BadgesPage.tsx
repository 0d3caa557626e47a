import { App, Button, Card, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import type { BadgeRow, StockRow } from '../../../src/leave/substitution/badge.contract.js';
import { useGet, useSend } from '../api/hooks.js';
import { instant } from '../api/words.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { hasRole, useMe } from '../shell/session.js';

const states = ['out', 'overdue', 'returned', 'lost'] as const;

/** Who had which temporary badge, from when to when; supervision keeps the stock above it. */
export function BadgesPage() {
  const { say } = useSay();
  const me = useMe();
  const keeps = hasRole(me, 'SUPERVISION');
  const tag = (row: BadgeRow) => <StateTag state={row.state} label={say(`badge.state.${row.state}`)} />;
  const time = (at: string | null) => (at ? instant(at).slice(0, 16) : '—');
  return (
    <Page title={say('nav.badges')}>
      {keeps ? <Stock /> : null}
      <QueryTable<BadgeRow>
        path="/api/badges"
        printed={say('nav.badges')}
        rowKey={(row) => `${row.badge} ${row.issuedAt}`}
        open={(row) => `/cases/${row.caseId}`}
        empty={say('badge.empty')}
        filters={[
          {
            name: 'state',
            label: say('field.state'),
            options: states.map((value) => ({ value, label: say(`badge.state.${value}`) })),
          },
          { name: 'badge', label: say('field.badge') },
          { name: 'window', label: say('field.window'), choose: 'window' },
          { name: 'person', label: say('badge.person'), choose: 'person' },
          { name: 'from', label: say('badge.from'), isDay: true },
          { name: 'to', label: say('badge.to'), isDay: true },
        ]}
        columns={[
          { key: 'badge', title: say('field.badge'), sort: 'badge', show: (row) => <strong>{row.badge}</strong> },
          { key: 'person', title: say('badge.person'), show: (row) => row.personName },
          { key: 'window', title: say('field.window'), show: (row) => `${row.window} ${row.windowName}` },
          { key: 'issuedAt', title: say('badge.issued'), sort: 'issuedAt', show: (row) => time(row.issuedAt) },
          { key: 'dueOn', title: say('badge.due'), show: (row) => row.dueOn },
          { key: 'returnedAt', title: say('badge.returned'), show: (row) => time(row.returnedAt ?? row.lostAt) },
          { key: 'state', title: say('field.state'), show: tag },
        ]}
        card={(row) => (
          <>
            <strong>{row.badge}</strong> {row.personName} {tag(row)}
            <div className="muted tnum">
              {row.window} {row.windowName} · {time(row.issuedAt)}
              {row.returnedAt || row.lostAt ? ` – ${time(row.returnedAt ?? row.lostAt)}` : ''}
            </div>
          </>
        )}
      />
    </Page>
  );
}

function Stock() {
  const { say } = useSay();
  const [chosen, setChosen] = useState<StockRow | null>(null);
  const stock = useGet<{ items: StockRow[] }>('/api/badges/stock');
  const colours = { free: 'success', out: 'processing', lost: 'error' } as const;
  return (
    <Card size="small" className="no-print" title={say('badge.stock')} style={{ marginBottom: 12 }}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 6, marginBottom: 10 }}>
        {(stock.data?.items ?? []).map((one) => (
          <Button
            key={one.badge}
            size="small"
            disabled={one.state === 'out'}
            title={one.note ?? undefined}
            onClick={() => setChosen(one)}
          >
            {one.badge} <Tag color={colours[one.state]}>{say(`badge.stock.${one.state}`)}</Tag>
          </Button>
        ))}
      </div>
      <Refusal problem={stock.error} />
      <AddBadges />
      {chosen ? <ChangeBadge item={chosen} onClose={() => setChosen(null)} /> : null}
    </Card>
  );
}

function AddBadges() {
  const { say } = useSay();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ codes: string[]; hall?: string }>();
  const send = useSend(['/api/badges']);
  const add = ({ codes, hall }: { codes: string[]; hall?: string }): void =>
    send.mutate(
      { path: '/api/badges/stock', body: { codes, ...(hall ? { hall } : {}) } },
      {
        onSuccess: () => {
          void message.success(say('badge.added'));
          form.resetFields();
        },
      },
    );
  return (
    <>
      <Form form={form} layout="inline" onFinish={add} style={{ rowGap: 8 }}>
        <Form.Item
          name="codes"
          label={say('badge.codes')}
          rules={[{ required: true, message: say('form.required', { label: say('badge.codes') }) }]}
        >
          <Select mode="tags" open={false} tokenSeparators={[' ', '、', ',']} style={{ width: 'min(220px, 46vw)' }} />
        </Form.Item>
        <Form.Item name="hall" label={say('badge.hall')}>
          <Input maxLength={64} style={{ width: 100 }} />
        </Form.Item>
        <Button htmlType="submit" loading={send.isPending}>
          {say('badge.add')}
        </Button>
      </Form>
      <Refusal problem={send.error} />
    </>
  );
}

/** A badge that is not out was found missing, or was found again. */
function ChangeBadge({ item, onClose }: { item: StockRow; onClose: () => void }) {
  const { say } = useSay();
  const [form] = Form.useForm<{ reason: string }>();
  const send = useSend(['/api/badges']);
  const state = item.state === 'lost' ? 'free' : 'lost';
  const save = ({ reason }: { reason: string }): void =>
    send.mutate(
      { path: '/api/badges/stock/state', body: { badge: item.badge, state, reason } },
      { onSuccess: onClose },
    );
  return (
    <Modal
      open
      title={say(state === 'lost' ? 'badge.lose' : 'badge.find', { badge: item.badge })}
      okText={say('badge.save')}
      cancelText={say('common.cancel')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={save} requiredMark={false}>
        <Form.Item name="reason" label={say('field.reason')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      <Refusal problem={send.error} />
    </Modal>
  );
}
