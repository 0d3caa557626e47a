import { Button, Input, type InputRef, Space } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { AbsenceView } from '../../../src/attendance/attendance.contract.js';
import { useSend } from '../api/hooks.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

type Verb = 'confirm' | 'drop';

/** Confirms an absence, which makes it a finding, or drops it for a reason; C and X on the keyboard. */
export function DecideForm({ absence, onDone }: { absence: AbsenceView; onDone: (what: Verb) => void }) {
  const { say } = useSay();
  const [reason, setReason] = useState('');
  const box = useRef<InputRef>(null);
  const send = useSend(['/api/absences', '/api/findings', '/api/notifications']);
  const contested = absence.conflicts.length > 0;
  const written = [...reason.trim()].length >= 2;
  const mayConfirm = absence.state === 'open' && absence.rule !== null && (!contested || written);
  const run = (verb: Verb, explained = false): void => {
    const given = reason.trim();
    const confirm = contested ? { distinct: given } : given ? { remark: given } : {};
    const drop = { reason: given || say('absence.reason.explained'), explained };
    send.mutate(
      { path: `/api/absences/${absence.id}/${verb}`, body: verb === 'confirm' ? confirm : drop },
      { onSuccess: () => onDone(verb) },
    );
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
      if (event.key === 'c' && mayConfirm && !send.isPending) run('confirm');
      // Dropping needs a reason: the first press leads to where it is written.
      else if (event.key === 'x' && !written) box.current?.focus();
      else if (event.key === 'x' && !send.isPending) run('drop');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
  return (
    <section className="absence-form">
      <label htmlFor="absence-reason">{contested ? say('absence.distinct') : say('absence.remark')}</label>
      <Input
        id="absence-reason"
        ref={box}
        value={reason}
        maxLength={500}
        placeholder={say('absence.reason')}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={(event) => {
          if (!event.ctrlKey && !event.metaKey) event.currentTarget.blur();
        }}
      />
      {absence.state === 'waiting' ? (
        <p className="muted">{say('absence.stillWaiting', { day: absence.dueOn ?? '' })}</p>
      ) : null}
      <Refusal problem={send.error} />
      <Space wrap>
        <Button type="primary" disabled={!mayConfirm} loading={send.isPending} onClick={() => run('confirm')}>
          {say('absence.confirm')}
        </Button>
        <Button danger disabled={!written} loading={send.isPending} onClick={() => run('drop')}>
          {say('absence.drop')}
        </Button>
        {absence.explanation ? (
          <Button loading={send.isPending} onClick={() => run('drop', true)}>
            {say('absence.accept')}
          </Button>
        ) : null}
      </Space>
      <p className="muted">{say('absence.keys')}</p>
    </section>
  );
}
