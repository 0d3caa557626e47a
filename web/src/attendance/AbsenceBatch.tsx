import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { AbsenceRow, DecideAnswer } from '../../../src/attendance/attendance.contract.js';
import { useSend } from '../api/hooks.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useAbsenceWords } from './words.js';

type Verb = 'confirm' | 'drop';

/** Decides the marked ones with one reason; each is checked on its own and answered on its own. */
export function AbsenceBatch({ rows, onClear }: { rows: readonly AbsenceRow[]; onClear: () => void }) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const words = useAbsenceWords();
  const [verb, setVerb] = useState<Verb | null>(null);
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState<DecideAnswer | null>(null);
  const send = useSend<DecideAnswer>(['/api/absences', '/api/findings']);
  const close = (): void => {
    setVerb(null);
    if (!answer) return;
    setAnswer(null);
    setReason('');
    onClear();
  };
  const run = (): void =>
    send.mutate(
      {
        path: '/api/absences/decide',
        body: { items: rows.map((row) => row.id), decision: verb, reason: reason.trim() },
      },
      { onSuccess: setAnswer },
    );
  const done = answer?.items.filter((item) => item.ok).length ?? 0;
  const refusalOf = (row: AbsenceRow) => answer?.items.find((item) => item.id === row.id)?.problem;
  return (
    <div className={`foot no-print${phone ? ' over-tabs' : ''}`}>
      <span style={{ alignSelf: 'center', marginInlineEnd: 'auto' }}>
        {say('absence.batch.marked', { n: rows.length })}
      </span>
      <Button onClick={onClear}>{say('batch.clear')}</Button>
      <Button danger onClick={() => setVerb('drop')}>
        {say('absence.batch.drop', { n: rows.length })}
      </Button>
      <Button type="primary" onClick={() => setVerb('confirm')}>
        {say('absence.batch.confirm', { n: rows.length })}
      </Button>
      <Modal
        open={verb !== null}
        onCancel={close}
        title={
          verb === 'drop'
            ? say('absence.batch.title.drop', { n: rows.length })
            : say('absence.batch.title.confirm', { n: rows.length })
        }
        okText={answer ? say('common.close') : verb === 'drop' ? say('absence.drop') : say('absence.confirm')}
        okButtonProps={{ disabled: !answer && [...reason.trim()].length < 2, danger: !answer && verb === 'drop' }}
        confirmLoading={send.isPending}
        onOk={answer ? close : run}
        cancelText={say('common.cancel')}
      >
        {answer ? (
          <p role="status">
            <strong>{say('absence.batch.result', { done, refused: answer.items.length - done })}</strong>
          </p>
        ) : (
          <>
            <label htmlFor="absence-batch">{say('absence.reason')}</label>
            <Input
              id="absence-batch"
              autoFocus
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
              onPressEnter={() => [...reason.trim()].length >= 2 && run()}
            />
          </>
        )}
        <Refusal problem={send.error} />
        <ul className="absence-batch">
          {rows.map((row) => (
            <li key={row.id}>
              {row.personName} {words.when(row)} {words.kind(row)} {words.length(row)}
              {refusalOf(row) ? (
                <div className="bad">
                  {refusalOf(row)?.title}：{refusalOf(row)?.detail} {refusalOf(row)?.hint}
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      </Modal>
    </div>
  );
}
