import { App, Button, Card, DatePicker, Form, Input, Radio, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import type { LeaveKindView } from '../../../src/leave/leave.contract.js';
import { useGet, useSend } from '../api/hooks.js';
import { figure, pick } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { FilePicker } from '../components/FilePicker.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { placeErrors } from '../components/schema.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { type LeaveDraft, requestOf } from './draft.js';
import { PreviewCard } from './PreviewCard.js';
import { usePreview } from './usePreview.js';

/** A leave in five touches: kind, from, to, substitute, send. Days, chain, cover and proof are shown while typing. */
export function LeaveFormPage() {
  const { say, language } = useSay();
  const me = useMe();
  const navigate = useNavigate();
  const { phone } = usePreferences();
  const { message } = App.useApp();
  const [form] = Form.useForm<LeaveDraft>();
  const today = me.clock?.today ?? dayjs().format('YYYY-MM-DD');
  const [draft, keep, { clear, restored }] = useDraft<LeaveDraft>(`${me.institution.code}.${me.person.code}.leave`, {
    kind: 'personal',
    fromHalf: 'am',
    toHalf: 'pm',
  });
  const kinds = useGet<{ items: LeaveKindView[] }>('/api/leave-kinds').data?.items ?? [];
  const kind = kinds.find((one) => one.id === draft.kind);
  const preview = usePreview(draft);
  const send = useSend<{ id?: string; caseId?: string }>(['/api/leaves', '/api/cases', '/api/tasks']);
  useEffect(() => {
    const fields: readonly string[] = ['kind', 'parts', 'reason', 'documents', 'certificates'];
    const { beside } = placeErrors(send.error?.body.errors, (path) => fields.includes(path[0] ?? ''));
    form.setFields(
      beside.map(({ name, errors }) => ({
        name: (['documents', 'certificates'].includes(String(name[0]))
          ? 'proof'
          : name[0] === 'parts'
            ? 'to'
            : name[0]) as keyof LeaveDraft,
        errors,
      })),
    );
  }, [send.error, form]);
  const submit = (): void => {
    // What stands on the screen; when it is another chain by now, the service says so instead of filing.
    const seen = preview.isPlaceholderData ? undefined : preview.data;
    send.mutate(
      {
        path: '/api/leaves',
        body: { ...requestOf(draft, kind?.proof.when ?? 'none'), ...(seen ? { seenChain: seen.seenChain } : {}) },
      },
      {
        onSuccess: (made) => {
          clear();
          void message.success(say('leave.sent'));
          navigate(`/cases/${made.caseId ?? made.id}`, { replace: true });
        },
      },
    );
  };
  const set = (change: Partial<LeaveDraft>): void => {
    const next = { ...draft, ...change };
    if (next.from && (!next.to || next.to < next.from)) next.to = next.from;
    keep(next);
    form.setFieldsValue(next as never);
  };
  const half = (which: 'fromHalf' | 'toHalf') => (
    <Segmented
      aria-label={say(which === 'fromHalf' ? 'leave.fromHalf' : 'leave.toHalf')}
      value={draft[which]}
      onChange={(value) => set({ [which]: value })}
      options={[
        { value: 'am', label: say('half.am') },
        { value: 'pm', label: say('half.pm') },
      ]}
    />
  );
  return (
    <Page title={say('nav.leaveNew')} back>
      <div
        style={{
          display: 'grid',
          gap: 12,
          gridTemplateColumns: phone ? 'minmax(0, 1fr)' : 'minmax(0, 1fr) minmax(0, 1fr)',
          alignItems: 'start',
        }}
      >
        <Card>
          <Form form={form} id="leave" layout="vertical" initialValues={draft} onFinish={submit} scrollToFirstError>
            <Form.Item name="kind" label={say('field.kind')} extra={restored ? say('form.restored') : undefined}>
              <Radio.Group
                optionType="button"
                buttonStyle="solid"
                onChange={(event) => set({ kind: event.target.value as LeaveDraft['kind'] })}
                options={kinds
                  .filter((one) => one.parts.includes('halfDays'))
                  .map((one) => ({ value: one.id, label: pick(one.title, language) }))}
              />
            </Form.Item>
            <Form.Item
              name="from"
              label={say('field.from')}
              rules={[{ required: true, message: say('form.required', { label: say('field.from') }) }]}
              getValueProps={dayProps}
              normalize={dayText}
            >
              <DayWithHalf
                phone={phone}
                value={draft.from}
                onDay={(day) => set({ from: day })}
                half={half('fromHalf')}
                min={today}
              />
            </Form.Item>
            <Form.Item
              name="to"
              label={say('field.to')}
              rules={[{ required: true, message: say('form.required', { label: say('field.to') }) }]}
              getValueProps={dayProps}
              normalize={dayText}
            >
              <DayWithHalf
                phone={phone}
                value={draft.to}
                onDay={(day) => set({ to: day })}
                half={half('toHalf')}
                min={draft.from ?? today}
              />
            </Form.Item>
            <Form.Item
              name="reason"
              label={say('field.reason')}
              rules={[{ required: true, message: say('form.required', { label: say('field.reason') }) }]}
            >
              <Input.TextArea
                autoSize={{ minRows: 2 }}
                maxLength={500}
                onChange={(event) => set({ reason: event.target.value })}
              />
            </Form.Item>
            {(kind && kind.proof.when !== 'none') || draft.proof?.length ? (
              <Form.Item
                name="proof"
                label={kind?.proof.document ? pick(kind.proof.document, language) : say('leave.proof')}
              >
                <FilePicker camera value={draft.proof} onChange={(proof) => set({ proof })} />
              </Form.Item>
            ) : null}
          </Form>
          <Refusal problem={send.error} />
          <ProgressBar active={send.isPending} doing={say('action.sending')} />
        </Card>
        <PreviewCard preview={preview} ready={Boolean(draft.from && draft.to)} />
      </div>
      <div className={`foot${phone ? ' over-tabs' : ''}`}>
        <Button type="primary" htmlType="submit" form="leave" loading={send.isPending}>
          {preview.data ? say('leave.sendDays', { days: figure(preview.data.days) }) : say('leave.send')}
        </Button>
      </div>
    </Page>
  );
}

const dayProps = () => ({});
const dayText = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** A day and its half; on a phone the device's own calendar is quicker than a drawn one. */
function DayWithHalf({
  id,
  phone,
  value,
  onDay,
  onChange,
  half,
  min,
}: {
  id?: string;
  phone: boolean;
  value?: string;
  onDay: (day: string | undefined) => void;
  onChange?: (day: string | undefined) => void;
  half: React.ReactNode;
  min: string;
}) {
  const set = (day: string | undefined): void => {
    onChange?.(day);
    onDay(day);
  };
  return (
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
      {phone ? (
        <input
          id={id}
          type="date"
          className="ant-input ant-input-outlined css-var-root"
          style={{
            flex: 1,
            minWidth: 150,
            minHeight: 44,
            padding: '4px 11px',
            borderRadius: 6,
            font: 'inherit',
            border: '1px solid var(--kp-line)',
            background: 'var(--kp-surface)',
            color: 'inherit',
          }}
          min={min}
          value={value ?? ''}
          onChange={(event) => set(event.target.value || undefined)}
        />
      ) : (
        <DatePicker
          id={id}
          style={{ flex: 1 }}
          value={value ? dayjs(value) : null}
          minDate={dayjs(min)}
          onChange={(day) => set(day ? day.format('YYYY-MM-DD') : undefined)}
        />
      )}
      {half}
    </div>
  );
}
