import { Alert, Button, Card, Form, Radio, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { LeaveKinds } from '../../../src/leave/leave.contract.js';
import { useGet } from '../api/hooks.js';
import { figure, pick } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { FilePicker } from '../components/FilePicker.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useDraft } from '../components/useDraft.js';
import { useOnline } from '../components/useOnline.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { askedOf, emptyPart, type LeaveDraft, type Missing, minutesOf, missingIn, requestOf } from './draft.js';
import { Gist } from './Gist.js';
import { ForColleague, KindNote, Parts, Reason } from './LeaveFormFields.js';
import { PreviewCard } from './PreviewCard.js';
import { useFiling } from './useFiling.js';
import { usePreview } from './usePreview.js';

/** A leave in a few touches: kind, when, why, send. Days, balance, chain, cover and proof are shown while typing. */
export function LeaveFormPage() {
  const { say, language } = useSay();
  const me = useMe();
  const { phone } = usePreferences();
  const online = useOnline();
  const [typed, keep, { clear, restored, sentElsewhere }] = useDraft<LeaveDraft>(
    `${me.institution.code}.${me.person.code}.leave`,
    { parts: [emptyPart()] },
  );
  const kinds = useGet<LeaveKinds>('/api/leave-kinds');
  // The first kind is what most ask for; whoever wants it need not touch the list.
  const draft = { ...typed, kind: typed.kind ?? kinds.data?.items[0]?.id };
  const kind = kinds.data?.items.find((one) => one.id === draft.kind);
  const soon = kinds.data?.soon ?? [];
  const set = (change: Partial<LeaveDraft>): void => keep({ ...draft, ...change });
  const choose = (id: string): void => {
    const forms = kinds.data?.items.find((one) => one.id === id)?.parts ?? [];
    const parts = draft.parts.map((part) => (forms.includes(part.form) ? part : emptyPart(forms[0], soon[0])));
    set({ kind: id, parts });
  };
  const asked = askedOf(draft);
  const preview = usePreview(asked);
  const { send, submit, change, waits } = useFiling(draft, keep, clear);
  const proof = preview.isCurrent && preview.data?.proof.required ? preview.data.proof.dueAt : null;
  const missing = missingIn(draft, proof === 'application');
  const { press, tried, held, onUploading } = usePress(missing, () => {
    if (asked)
      submit(
        requestOf(draft, asked, kind?.proof.when === 'return', preview.isCurrent ? preview.data?.seenChain : undefined),
      );
  });
  useIntoView('leave-refusal', send.error);
  const problems = send.error?.body.errors ?? [];
  const isFilled = Boolean(draft.reason || draft.parts.some((part) => part.from || part.start));
  return (
    <Page title={say('nav.leaveNew')} back>
      <Standing online={online} waits={waits} onChange={change} sentElsewhere={sentElsewhere} />
      <div className={phone ? 'stack' : 'leave-form'}>
        <Card>
          <Refusal problem={kinds.error} onRetry={() => void kinds.refetch()} />
          <Form layout="vertical" id="leave" onFinish={press} disabled={waits}>
            <Form.Item
              label={say('field.kind')}
              extra={restored && isFilled ? <Restored onClear={keep} /> : undefined}
              required
            >
              <Radio.Group
                className="wrapping"
                optionType="button"
                buttonStyle="solid"
                aria-label={say('field.kind')}
                value={draft.kind}
                onChange={(event) => choose(event.target.value as string)}
                options={(kinds.data?.items ?? []).map((one) => ({ value: one.id, label: pick(one.title, language) }))}
              />
              {kinds.isPending ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
              {kind ? <KindNote kind={kind} /> : null}
            </Form.Item>
            <Parts draft={draft} set={set} kind={kind} soon={soon} problems={problems} missing={tried ? missing : []} />
            <Reason draft={draft} set={set} isMissing={tried && missing.includes('reason')} />
            {kind && kind.proof.when !== 'none' ? (
              <Form.Item
                label={pick(kind.proof.document, language) || say('leave.proof')}
                htmlFor="proof"
                required={proof === 'application'}
                {...(tried && missing.includes('proof')
                  ? { validateStatus: 'error' as const, help: say('leave.missing.proof') }
                  : {})}
              >
                <FilePicker
                  id="proof"
                  camera
                  value={draft.proof}
                  onChange={(files) => set({ proof: files })}
                  onUploading={onUploading}
                />
              </Form.Item>
            ) : null}
            <ForColleague draft={draft} set={set} />
          </Form>
          <div id="leave-refusal">
            <Refusal problem={waits ? null : send.error} />
          </div>
          <ProgressBar active={send.isPending && !send.isPaused} doing={say('action.sending')} />
        </Card>
        <div id="leave-preview">
          {online || preview.data ? (
            <PreviewCard preview={preview} ready={asked !== undefined} />
          ) : (
            <Card title={say('leave.preview')}>{say('leave.preview.offline')}</Card>
          )}
        </div>
      </div>
      <div className={`foot${phone ? ' over-tabs' : ''}`}>
        {phone && asked && !waits ? <Gist preview={preview} minutes={minutesOf(asked)} /> : null}
        {waits || held ? <output className="gist">{say(waits ? 'leave.waits' : 'leave.photo.waits')}</output> : null}
        <Button
          type="primary"
          htmlType="submit"
          form="leave"
          loading={(send.isPending && !send.isPaused) || held}
          disabled={waits}
        >
          <SendWords days={preview.data && asked ? preview.data.days : undefined} minutes={minutesOf(asked)} />
        </Button>
      </div>
    </Page>
  );
}

/** Brings what has just appeared before the eyes, wherever the page was scrolled to. */
function useIntoView(id: string, appeared: unknown): void {
  useEffect(() => {
    if (appeared) document.getElementById(id)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  }, [id, appeared]);
}

/**
 * The press on the button: first what is missing is shown where it is missing; a press while a photo is on its way is kept
 * until the photo is up.
 */
function usePress(missing: readonly Missing[], send: () => void) {
  const [tried, setTried] = useState(false);
  const [held, setHeld] = useState(false);
  const [uploading, onUploading] = useState(0);
  const press = (): void => {
    setTried(true);
    const [first] = missing;
    // A photo on its way will be there.
    if (first && !(first === 'proof' && uploading > 0)) {
      const field = document.getElementById(first);
      field?.scrollIntoView({ block: 'center' });
      field?.focus({ preventScroll: true });
    } else if (uploading > 0) setHeld(true);
    else send();
  };
  useEffect(() => {
    if (!held || uploading > 0) return;
    setHeld(false);
    press();
  });
  return { press, tried, held, onUploading };
}

/** What stands between the form and its sending: no network, an answer that has not come, another tab. */
function Standing({
  online,
  waits,
  onChange,
  sentElsewhere,
}: {
  online: boolean;
  waits: boolean;
  onChange: () => void;
  sentElsewhere: boolean;
}) {
  const { say } = useSay();
  const told = { showIcon: true, style: { marginBottom: 12 }, role: 'status' } as const;
  if (waits)
    return (
      <Alert
        {...told}
        type="warning"
        title={say('leave.waits')}
        description={
          <>
            <p style={{ margin: '0 0 8px' }}>{say('leave.waits.text')}</p>
            <Button onClick={onChange}>{say('leave.waits.change')}</Button>
          </>
        }
      />
    );
  if (!online) return <Alert {...told} type="warning" title={say('leave.offline')} />;
  if (sentElsewhere)
    return (
      <Alert
        {...told}
        type="info"
        title={say('leave.elsewhere')}
        description={<Link to="/leaves">{say('apply.leaves')}</Link>}
      />
    );
  return null;
}

function Restored({ onClear }: { onClear: (empty: LeaveDraft) => void }) {
  const { say } = useSay();
  return (
    <>
      {say('form.restored')}{' '}
      <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => onClear({ parts: [emptyPart()] })}>
        {say('leave.clear')}
      </Button>
    </>
  );
}

function SendWords({ days, minutes }: { days?: string; minutes?: number }) {
  const { say } = useSay();
  if (days === undefined) return say('leave.send');
  return minutes === undefined
    ? say('leave.sendDays', { days: figure(days) })
    : say('leave.sendMinutes', { n: minutes });
}
