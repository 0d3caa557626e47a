import { PlusOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, Checkbox, Form, Input, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { LeaveKindView } from '../../../src/leave/leave.contract.js';
import { newKey } from '../api/client.js';
import { useGet, useSend } from '../api/hooks.js';
import type { Page as List } from '../api/types.js';
import { figure, pick } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { FilePicker } from '../components/FilePicker.js';
import { Page } from '../components/Page.js';
import { PersonPicker } from '../components/Pickers.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { useDraft } from '../components/useDraft.js';
import { useOnline } from '../components/useOnline.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { askedOf, emptyPart, type LeaveDraft, requestOf } from './draft.js';
import { PartFields } from './PartFields.js';
import { PreviewCard } from './PreviewCard.js';
import { usePreview } from './usePreview.js';

const MOST_PARTS = 10;

/** A leave in a few touches: kind, when, why, send. Days, balance, chain, cover and proof are shown while typing. */
export function LeaveFormPage() {
  const { say, language } = useSay();
  const me = useMe();
  const { phone } = usePreferences();
  const online = useOnline();
  const [typed, keep, { clear, restored }] = useDraft<LeaveDraft>(`${me.institution.code}.${me.person.code}.leave`, {
    parts: [emptyPart()],
  });
  const kinds = useGet<List<LeaveKindView>>('/api/leave-kinds');
  // The first kind is what most ask for; whoever wants it need not touch the list.
  const draft = { ...typed, kind: typed.kind ?? kinds.data?.items[0]?.id };
  const kind = kinds.data?.items.find((one) => one.id === draft.kind);
  const set = (change: Partial<LeaveDraft>): void => keep({ ...draft, ...change });
  const choose = (id: string): void => {
    const forms = kinds.data?.items.find((one) => one.id === id)?.parts ?? [];
    const parts = draft.parts.map((part) => (forms.includes(part.form) ? part : emptyPart(forms[0])));
    set({ kind: id, parts });
  };
  const preview = usePreview(askedOf(draft));
  const { send, submit } = useFiling(draft, keep, clear, kind, preview.data?.seenChain);
  const problems = send.error?.body.errors ?? [];
  return (
    <Page title={say('nav.leaveNew')} back>
      {online ? null : (
        <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={say('leave.offline')} role="status" />
      )}
      <div className={phone ? 'stack' : 'leave-form'}>
        <Card>
          <Refusal problem={kinds.error} onRetry={() => void kinds.refetch()} />
          <Form layout="vertical" id="leave" onFinish={submit} scrollToFirstError>
            <Form.Item label={say('field.kind')} extra={restored ? say('form.restored') : undefined} required>
              <Radio.Group
                className="wrapping"
                optionType="button"
                buttonStyle="solid"
                aria-label={say('field.kind')}
                value={draft.kind}
                onChange={(event) => choose(event.target.value as string)}
                options={(kinds.data?.items ?? []).map((one) => ({ value: one.id, label: pick(one.title, language) }))}
              />
              {kind ? <KindNote kind={kind} /> : null}
            </Form.Item>
            <Parts draft={draft} set={set} kind={kind} problems={problems} />
            <Reason draft={draft} set={set} />
            {kind && kind.proof.when !== 'none' ? (
              <Form.Item label={pick(kind.proof.document, language) || say('leave.proof')} htmlFor="proof">
                <FilePicker id="proof" camera value={draft.proof} onChange={(proof) => set({ proof })} />
              </Form.Item>
            ) : null}
            <ForColleague draft={draft} set={set} />
          </Form>
          <Refusal problem={send.error} />
          <ProgressBar active={send.isPending} doing={say('action.sending')} />
        </Card>
        <PreviewCard preview={preview} ready={askedOf(draft) !== undefined} />
      </div>
      <div className={`foot${phone ? ' over-tabs' : ''}`}>
        <Button type="primary" htmlType="submit" form="leave" loading={send.isPending}>
          {preview.data && askedOf(draft)
            ? say('leave.sendDays', { days: figure(preview.data.days) })
            : say('leave.send')}
        </Button>
      </div>
    </Page>
  );
}

type Setter = (change: Partial<LeaveDraft>) => void;

/** Sending: one key for one request however often it is pressed, and by itself when a lost connection is back. */
function useFiling(
  draft: LeaveDraft,
  keep: (next: LeaveDraft) => void,
  clear: () => void,
  kind: LeaveKindView | undefined,
  seen: string | undefined,
) {
  const { say } = useSay();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const send = useSend<{ id: string }>(['/api/leaves', '/api/cases', '/api/tasks', '/api/leave-balances']);
  const [, setMissing] = useState(false);
  const submit = (): void => {
    const asked = askedOf(draft);
    if (!asked || !draft.reason || !kind) {
      setMissing(true);
      void message.warning(say('leave.incomplete'));
      return;
    }
    const key = draft.key ?? newKey();
    keep({ ...draft, key });
    send.mutate(
      { path: '/api/leaves', body: requestOf(draft, asked, kind.proof.when === 'return', seen), key },
      {
        onSuccess: (made) => {
          clear();
          void message.success(say('leave.sent'));
          navigate(`/cases/${made.id}`, { replace: true });
        },
        onError: (problem) => {
          // A refusal ends the request; only an answer that never came keeps its key.
          if (!problem.unknownOutcome) keep({ ...draft, key: undefined });
        },
      },
    );
  };
  const waits = send.error?.unknownOutcome === true && draft.key !== undefined;
  useEffect(() => {
    if (!waits) return;
    window.addEventListener('online', submit);
    return () => window.removeEventListener('online', submit);
  });
  return { send, submit };
}

function KindNote({ kind }: { kind: LeaveKindView }) {
  const { say, language } = useSay();
  const lines = [
    pick(kind.note, language),
    kind.mostMinutes ? say('leave.most.minutes', { n: kind.mostMinutes }) : '',
    kind.mostDays ? say('leave.most.days', { n: figure(kind.mostDays) }) : '',
  ].filter(Boolean);
  return (
    <div className="muted" style={{ marginTop: 6 }}>
      {lines.join('；')} <Articles anchors={kind.articles} />
    </div>
  );
}

function Parts({
  draft,
  set,
  kind,
  problems,
}: {
  draft: LeaveDraft;
  set: Setter;
  kind: LeaveKindView | undefined;
  problems: readonly { pointer?: string; message: string }[];
}) {
  const { say } = useSay();
  const { clock } = useMe();
  const forms = kind?.parts ?? ['halfDays'];
  return (
    <>
      {draft.parts.map((part, index) => (
        <PartFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no name but its place
          key={index}
          index={index}
          value={part}
          forms={forms}
          today={clock.today}
          problems={problems.filter((one) => one.pointer?.startsWith(`/parts/${index}`)).map((one) => one.message)}
          onChange={(next) => set({ parts: draft.parts.map((one, place) => (place === index ? next : one)) })}
          onRemove={
            draft.parts.length > 1 ? () => set({ parts: draft.parts.filter((_, place) => place !== index) }) : undefined
          }
        />
      ))}
      {draft.parts.length < MOST_PARTS ? (
        <Button
          type="dashed"
          icon={<PlusOutlined />}
          style={{ marginBottom: 16 }}
          onClick={() => set({ parts: [...draft.parts, emptyPart(forms[0])] })}
        >
          {say('leave.part.add')}
        </Button>
      ) : null}
    </>
  );
}

function Reason({ draft, set }: { draft: LeaveDraft; set: Setter }) {
  const { say } = useSay();
  return (
    <Form.Item label={say('field.reason')} htmlFor="reason" required>
      <Input.TextArea
        id="reason"
        autoSize={{ minRows: 2 }}
        maxLength={500}
        value={draft.reason}
        onChange={(event) => set({ reason: event.target.value })}
      />
    </Form.Item>
  );
}

/** For somebody who lies ill or is far away; that person confirms it later. */
function ForColleague({ draft, set }: { draft: LeaveDraft; set: Setter }) {
  const { say } = useSay();
  const [open, setOpen] = useState(draft.for !== undefined);
  return (
    <>
      <Checkbox
        checked={open}
        onChange={(event) => {
          setOpen(event.target.checked);
          if (!event.target.checked) set({ for: undefined });
        }}
      >
        {say('leave.for')}
      </Checkbox>
      {open ? (
        <Form.Item label={say('leave.forWhom')} htmlFor="for" extra={say('leave.for.note')} style={{ marginTop: 8 }}>
          <PersonPicker id="for" value={draft.for} onChange={(person) => set({ for: person })} />
        </Form.Item>
      ) : null}
    </>
  );
}
