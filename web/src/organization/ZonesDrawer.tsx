import { App, Button, Card, Drawer, Form, Input, InputNumber, Select, Tag } from 'antd';
import { useState } from 'react';
import type { ZoneItem } from '../../../src/organization/minimum.contract.js';
import { useAll, useGet, useSend } from '../api/hooks.js';
import type { Page, WindowRow } from '../api/types.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';

interface Draft {
  code: string;
  name: string;
  hall: string | null;
  least: number;
  reason: string;
  isNew: boolean;
}

/** Zones of the halls: their windows, how many people each must keep in every half day; a window joins one in its own row. */
export function ZonesDrawer({ onClose }: { onClose: () => void }) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const zones = useGet<Page<ZoneItem>>('/api/zones');
  const [draft, setDraft] = useState<Draft>();
  return (
    <Drawer
      open
      title={say('minimum.zones')}
      onClose={onClose}
      size={phone ? 'large' : 520}
      placement={phone ? 'bottom' : 'right'}
    >
      <Refusal problem={zones.error} />
      <p className="muted" style={{ marginTop: 0 }}>
        {say('zones.text')}
      </p>
      <div className="stack">
        {zones.data?.items.length === 0 ? <p>{say('zones.none')}</p> : null}
        {zones.data?.items.map((zone) => (
          <Card
            key={zone.code}
            size="small"
            title={`${zone.code} ${zone.name}`}
            extra={
              <Button
                size="small"
                aria-label={`${say('zones.edit')} ${zone.code}`}
                onClick={() => setDraft({ ...zone, reason: '', isNew: false })}
              >
                {say('zones.edit')}
              </Button>
            }
          >
            <div>
              {say('zones.line', {
                hall: zone.hall ?? say('zones.anyHall'),
                least: zone.least,
                n: zone.windows.length,
              })}
            </div>
            <div style={{ display: 'flex', flexWrap: 'wrap', gap: 4, marginTop: 4 }}>
              {zone.windows.map((window) => (
                <Tag key={window}>{window}</Tag>
              ))}
            </div>
          </Card>
        ))}
        {draft ? (
          <ZoneForm draft={draft} onDone={() => setDraft(undefined)} />
        ) : (
          <Button
            type="dashed"
            block
            onClick={() => setDraft({ code: '', name: '', hall: null, least: 1, reason: '', isNew: true })}
          >
            {say('zones.add')}
          </Button>
        )}
      </div>
    </Drawer>
  );
}

function ZoneForm({ draft: first, onDone }: { draft: Draft; onDone: () => void }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const [draft, setDraft] = useState(first);
  const windows = useAll<WindowRow>('/api/windows');
  const halls = [...new Set((windows.data?.items ?? []).flatMap((window) => window.hall ?? []))].sort();
  const send = useSend(['/api/windows', '/api/zones', '/api/staffing', '/api/duty']);
  const change = (values: Partial<Draft>) => setDraft((before) => ({ ...before, ...values }));
  const { name, hall, least, reason } = draft;
  const isReady = draft.code.trim() !== '' && name.trim() !== '' && reason.trim().length >= 2;
  const save = () =>
    send.mutate(
      {
        path: `/api/zones/${encodeURIComponent(draft.code.trim())}`,
        method: 'PUT',
        body: { name, hall, least, reason },
      },
      {
        onSuccess: () => {
          void message.success(say('minimum.saved'));
          onDone();
        },
      },
    );
  return (
    <Card size="small" title={draft.isNew ? say('zones.add') : `${say('zones.edit')} · ${draft.code}`}>
      <Refusal problem={send.error} />
      <Form layout="vertical" onFinish={save}>
        <Form.Item label={say('field.code')} required>
          <Input
            aria-label={say('field.code')}
            disabled={!draft.isNew}
            maxLength={40}
            value={draft.code}
            onChange={(event) => change({ code: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={say('field.name')} required>
          <Input
            aria-label={say('field.name')}
            maxLength={80}
            value={name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={say('zones.hall')}>
          <Select
            aria-label={say('zones.hall')}
            allowClear
            placeholder={say('zones.anyHall')}
            value={hall ?? undefined}
            onChange={(value) => change({ hall: value ?? null })}
            options={halls.map((value) => ({ value, label: value }))}
          />
        </Form.Item>
        <Form.Item label={say('minimum.least')}>
          <InputNumber
            aria-label={say('minimum.least')}
            min={0}
            max={999}
            precision={0}
            value={least}
            onChange={(value) => change({ least: value ?? 0 })}
          />
        </Form.Item>
        <Form.Item label={say('minimum.reason')} required>
          <Input.TextArea
            aria-label={say('minimum.reason')}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => change({ reason: event.target.value })}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={send.isPending} disabled={!isReady}>
          {say('zones.save')}
        </Button>{' '}
        <Button onClick={onDone}>{say('common.cancel')}</Button>
      </Form>
    </Card>
  );
}
