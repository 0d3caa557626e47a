import { App, Form, Input, Modal } from 'antd';
import type { BalanceRow } from '../../../src/leave/leave-balance.contract.js';
import { useSend } from '../api/hooks.js';
import { pick } from '../api/words.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** A correction: so many days more or less, with the reason that stands beside it for ever. */
export function BalanceAdjustDialog({ item, onClose }: { item: BalanceRow; onClose: () => void }) {
  const { say, language } = useSay();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ days: string; reason: string }>();
  const send = useSend<BalanceRow>(['/api/leave-balances']);
  const { person, personName: name, account, year } = item;
  const save = (values: { days: string; reason: string }): void =>
    send.mutate(
      { path: '/api/leave-balances/adjustments', body: { person, account, year, ...values } },
      {
        onSuccess: () => {
          void message.success(say('balance.adjust.done'));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={say('balance.adjust.title', { name, year, account: pick(item.title, language) || account })}
      okText={say('balance.adjust.save')}
      cancelText={say('common.cancel')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={save} requiredMark={false}>
        <Form.Item name="days" label={say('balance.adjust.days')} rules={[{ required: true }]}>
          <Input inputMode="decimal" maxLength={10} />
        </Form.Item>
        <Form.Item name="reason" label={say('balance.adjust.reason')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
      <Refusal problem={send.error} />
    </Modal>
  );
}
