import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useSend } from '../api/hooks.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { monthAfter } from './days.js';
import type { DraftLine, ItemPatchInput, OpenDraft } from './shapes.js';

interface Patch {
  items: ItemPatchInput[];
  settings: Record<string, string>;
  fill: Record<string, string>;
}

/** What was tried out becomes a draft of an edition that goes through examination and approval. */
export function KeepAsDraft({ patch, today }: { patch: Patch; today: string }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ title: string; from: string; basis: string }>();
  const send = useSend<DraftLine>(['/api/edition-drafts']);
  const keep = ({ title, from, basis }: { title: string; from: string; basis?: string }): void => {
    const fill = Object.fromEntries(
      Object.entries(patch.fill).map(([name, value]) => [name, { value, basis: basis ?? '' }]),
    );
    const body: OpenDraft = { base: 'adopted', title, from, settings: patch.settings, fill, items: patch.items };
    send.mutate(
      { path: '/api/edition-drafts', body },
      {
        onSuccess: (made) => {
          void message.success(say('draft.opened'));
          navigate(`/regulations/drafts/${made.id}`);
        },
      },
    );
  };
  return (
    <>
      <Button style={{ marginTop: 10 }} onClick={() => setOpen(true)}>
        {say('whatIf.keep')}
      </Button>
      <Modal
        open={open}
        title={say('whatIf.keep')}
        okText={say('draft.open')}
        cancelText={say('common.cancel')}
        confirmLoading={send.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <Form
          form={form}
          layout="vertical"
          initialValues={{ title: say('whatIf.keep.title'), from: monthAfter(today) }}
          onFinish={keep}
        >
          <Form.Item name="title" label={say('field.title')} rules={[{ required: true, min: 2, max: 120 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="from" label={say('draft.from')} extra={say('draft.from.hint')} rules={[{ required: true }]}>
            <Input type="date" />
          </Form.Item>
          {Object.keys(patch.fill).length ? (
            <Form.Item name="basis" label={say('blank.basis')} rules={[{ required: true, min: 2, max: 500 }]}>
              <Input.TextArea rows={2} />
            </Form.Item>
          ) : null}
        </Form>
        <Refusal problem={send.error} />
      </Modal>
    </>
  );
}
