import { Alert } from 'antd';
import { useSend } from '../api/hooks.js';
import { ProgressBar } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { KeepAsDraft } from './KeepAsDraft.js';
import { Moved } from './Moved.js';
import { useMayEdit } from './rights.js';
import type { WhatIfView } from './shapes.js';
import { QuestionCard, useQuestion } from './WhatIfQuestion.js';

/** A closed period replayed under other rules, and who would move; nothing is written. */
export function WhatIfPage() {
  const { say } = useSay();
  const { phone } = usePreferences();
  const mayEdit = useMayEdit();
  const question = useQuestion();
  const send = useSend<WhatIfView>();
  const { body, patch, source } = question;
  // What was changed after the replay is not in the answer any more.
  const isStale = send.variables !== undefined && JSON.stringify(send.variables.body) !== JSON.stringify(body);
  return (
    <Page title={say('nav.whatIf')} back="/regulations/adopted">
      <Alert type="info" showIcon title={say('whatIf.safe')} style={{ marginBottom: 12 }} />
      <Refusal problem={question.problem} onRetry={question.retry} />
      <div className={phone ? 'stack' : 'sandbox'}>
        <QuestionCard
          question={question}
          busy={send.isPending}
          onAsk={() => send.mutate({ path: '/api/what-if', body })}
        />
        <div style={{ minWidth: 0 }}>
          <ProgressBar active={send.isPending} doing={say('whatIf.doing', { period: question.period ?? '' })} />
          <Refusal problem={send.error} />
          {send.data && isStale ? (
            <Alert type="warning" showIcon title={say('whatIf.stale')} style={{ marginBottom: 12 }} />
          ) : null}
          {send.data ? (
            <Moved answer={send.data}>
              {mayEdit && source === 'choices' && patch && !isStale ? <KeepAsDraft patch={patch} /> : null}
            </Moved>
          ) : send.isPending || send.error ? null : (
            <Nothing text={say('whatIf.empty')} />
          )}
        </div>
      </div>
    </Page>
  );
}
