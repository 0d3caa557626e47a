import { App, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import type { ZoneItem } from '../../../src/organization/minimum.contract.js';
import { useGet, useSend } from '../api/hooks.js';
import type { Page, WindowRow } from '../api/types.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** How many people a window must keep, and its zone; every change says why. */
export function MinimumDialog({ window, onClose }: { window: WindowRow; onClose: () => void }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const zones = useGet<Page<ZoneItem>>('/api/zones');
  const send = useSend(['/api/windows', '/api/zones', '/api/staffing', '/api/duty']);
  const [least, setLeast] = useState(window.least);
  const [zone, setZone] = useState<string | null>(window.zone);
  const [reason, setReason] = useState('');
  const save = () =>
    send.mutate(
      { path: `/api/windows/${encodeURIComponent(window.code)}/minimum`, method: 'PUT', body: { least, zone, reason } },
      {
        onSuccess: () => {
          void message.success(say('minimum.saved'));
          onClose();
        },
      },
    );
  const inHall = (zones.data?.items ?? []).filter((one) => one.hall === null || one.hall === window.hall);
  return (
    <Modal
      open
      title={`${say('minimum.edit')} · ${window.code} ${window.name}`}
      onCancel={onClose}
      onOk={save}
      okButtonProps={{ loading: send.isPending, disabled: reason.trim().length < 2 }}
    >
      <Refusal problem={send.error ?? zones.error} />
      <Form layout="vertical">
        <Form.Item label={say('minimum.least')}>
          <InputNumber
            aria-label={say('minimum.least')}
            min={0}
            max={99}
            precision={0}
            value={least}
            onChange={(value) => setLeast(value ?? 0)}
          />
        </Form.Item>
        <Form.Item label={say('minimum.zone')}>
          <Select
            aria-label={say('minimum.zone')}
            allowClear
            placeholder={say('minimum.noZone')}
            value={zone ?? undefined}
            onChange={(value) => setZone(value ?? null)}
            options={inHall.map((one) => ({
              value: one.code,
              label: say('minimum.zoneText', { name: one.name, least: one.least, windows: one.windows.length }),
            }))}
          />
        </Form.Item>
        <Form.Item label={say('minimum.reason')} required>
          <Input.TextArea
            aria-label={say('minimum.reason')}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
