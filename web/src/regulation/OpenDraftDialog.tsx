import { App, Button, type ButtonProps, Form, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { useSend } from '../api/hooks.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { monthAfter } from './days.js';
import type { DraftLine, OpenDraft } from './shapes.js';

interface Entered {
  title: string;
  from: string;
}

interface Wish<T extends Entered> {
  /** What the button and the dialog say. */
  label: string;
  button?: ButtonProps;
  initial?: Partial<T>;
  /** Fields of the place that asks, before and after title and day. */
  first?: ReactNode;
  last?: ReactNode;
  body(entered: T): OpenDraft;
}

/** A button that asks for what a new draft of an edition needs, makes the draft and goes there. */
export function OpenDraftDialog<T extends Entered>({ label, button, initial, first, last, body }: Wish<T>) {
  const { say } = useSay();
  const { message } = App.useApp();
  const { clock } = useMe();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<T>();
  const send = useSend<DraftLine>(['/api/edition-drafts']);
  const start = (entered: T): void =>
    send.mutate(
      { path: '/api/edition-drafts', body: body(entered) },
      {
        onSuccess: (made) => {
          void message.success(say('draft.opened'));
          navigate(`/regulations/drafts/${made.id}`);
        },
      },
    );
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open}
        title={label}
        okText={say('draft.open')}
        cancelText={say('common.cancel')}
        confirmLoading={send.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <Form
          form={form}
          layout="vertical"
          initialValues={{ from: monthAfter(clock.today), ...initial }}
          onFinish={start}
        >
          {first}
          <Form.Item name="title" label={say('field.title')} rules={[{ required: true, min: 2, max: 120 }]}>
            <Input placeholder={say('draft.title.example')} />
          </Form.Item>
          <Form.Item name="from" label={say('draft.from')} extra={say('draft.from.hint')} rules={[{ required: true }]}>
            <Input type="date" />
          </Form.Item>
          {last}
        </Form>
        <Refusal problem={send.error} />
      </Modal>
    </>
  );
}
