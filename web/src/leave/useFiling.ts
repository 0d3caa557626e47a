import { App } from 'antd';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import type { LeaveRequest } from '../../../src/leave/leave.contract.js';
import { newKey } from '../api/client.js';
import { useSend } from '../api/hooks.js';
import { useSay } from '../i18n.js';
import type { LeaveDraft } from './draft.js';

/** How long a request waits for its next try when no answer came although the browser believes in its network. */
const AGAIN = 8_000;

/**
 * Sending a leave. What was sent off stays in the draft with its key until an answer came: it goes again by itself when the
 * network is back, after the page was closed too, and is filed once however often it arrives.
 */
export function useFiling(draft: LeaveDraft, keep: (next: LeaveDraft) => void, clear: () => void) {
  const { say } = useSay();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const send = useSend<{ id: string }>(['/api/leaves', '/api/cases', '/api/tasks', '/api/leave-balances']);
  const { pending } = draft;
  const now = useRef(draft);
  now.current = draft;
  const transmit = ({ key, body }: NonNullable<LeaveDraft['pending']>): void =>
    send.mutate(
      { path: '/api/leaves', body, key },
      {
        onSuccess: (made) => {
          clear();
          void message.success(say('leave.sent'));
          navigate(`/cases/${made.id}`, { replace: true });
        },
        onError: (problem) => {
          // A refusal ends the request; one without an answer stays as it is.
          if (!problem.unknownOutcome) keep({ ...now.current, pending: undefined });
        },
      },
    );
  const submit = (body: LeaveRequest): void => {
    const made = { key: newKey(), body };
    keep({ ...now.current, pending: made });
    transmit(made);
  };
  const change = (): void => {
    send.reset();
    keep({ ...now.current, pending: undefined });
  };
  const again = useRef<() => void>(() => undefined);
  again.current = () => {
    if (pending && !send.isPending) transmit(pending);
  };
  const key = pending?.key;
  useEffect(() => {
    if (!key) return;
    const go = (): void => again.current();
    const timer = setInterval(go, AGAIN);
    window.addEventListener('online', go);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', go);
    };
  }, [key]);
  // Found at the opening of the page: it was closed before an answer came.
  useEffect(() => again.current(), []);
  const waits = pending !== undefined && (send.isPaused || !send.isPending);
  return { send, submit, change, waits };
}
