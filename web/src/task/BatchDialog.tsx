import { Button, Input, type InputRef, Modal, Table } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSend } from '../api/hooks.js';
import type { TaskItem } from '../api/types.js';
import { pick } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { type BatchVerb, batchAction, batchLine } from './batch.js';

interface LineAnswer {
  caseId: string;
  status: number;
  ok: boolean;
  problem?: { title?: string; detail?: string; hint?: string; articles?: string[] };
}
type Row = { task: TaskItem; line?: LineAnswer };

/** Decides the given tasks in one go; each line is checked on its own, and the result is a list of done and refused. */
export function BatchDialog({
  tasks,
  verb,
  onClose,
}: {
  tasks: readonly TaskItem[];
  verb: BatchVerb;
  /** @param done whether anything was sent */
  onClose: (done: boolean) => void;
}) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const refusing = verb === 'refuse';
  const rows = tasks.filter((task) => batchAction(task, verb));
  const [words, setWords] = useState<string>(refusing ? '' : say('phrase.agree1'));
  const [isMissing, setMissing] = useState(false);
  const [answers, setAnswers] = useState<Row[] | null>(null);
  const field = useRef<InputRef>(null);
  const end = useRef<HTMLButtonElement>(null);
  const send = useSend<{ items: LineAnswer[] }>(['/api/tasks', '/api/cases']);
  useEffect(() => {
    if (answers) end.current?.focus();
  }, [answers]);
  const run = (): void => {
    if (refusing && words.trim().length < 2) {
      setMissing(true);
      field.current?.focus();
      return;
    }
    const items = rows.map((task) => batchLine(task, batchAction(task, verb) as never, words));
    send.mutate(
      { path: '/api/cases/batch', body: { items } },
      { onSuccess: (answer) => setAnswers(rows.map((task, index) => ({ task, line: answer.items[index] }))) },
    );
  };
  const done = answers?.filter(({ line }) => line?.ok === true).length ?? 0;
  const close = (): void => onClose(answers !== null);
  const action = say(refusing ? 'batch.refuse' : 'batch.approve', { n: rows.length });
  return (
    <Modal
      open
      onCancel={close}
      width={phone ? '100%' : 760}
      title={say(refusing ? 'batch.refuseTitle' : 'batch.title', { n: rows.length })}
      afterOpenChange={(open) => open && field.current?.focus({ cursor: 'all' })}
      footer={
        answers ? (
          <Button ref={end} type="primary" size={phone ? 'large' : undefined} onClick={close}>
            {say('common.close')}
          </Button>
        ) : (
          [
            <Button key="cancel" size={phone ? 'large' : undefined} onClick={close}>
              {say('common.cancel')}
            </Button>,
            <Button
              key="run"
              type="primary"
              size={phone ? 'large' : undefined}
              danger={refusing}
              loading={send.isPending}
              onClick={run}
            >
              {action}
            </Button>,
          ]
        )
      }
    >
      {answers ? (
        <p role="status">
          <strong>{say('batch.result', { done, refused: answers.length - done })}</strong>
        </p>
      ) : (
        <>
          <label htmlFor="batch-opinion">{say(refusing ? 'batch.reason' : 'field.opinion')}</label>
          <Input.TextArea
            ref={field as never}
            id="batch-opinion"
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              setMissing(false);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !send.isPending) run();
            }}
            status={isMissing ? 'error' : undefined}
            aria-invalid={isMissing}
            aria-describedby="batch-hint"
            autoSize={{ minRows: 2 }}
            maxLength={500}
          />
          <div id="batch-hint" className={isMissing ? undefined : 'muted'} role={isMissing ? 'alert' : undefined}>
            {isMissing ? say('batch.reasonMissing') : say('batch.keys')}
          </div>
          <Phrases refusing={refusing} onPick={setWords} />
          {rows.length < tasks.length ? (
            <p className="muted">{say('batch.cannotRefuse', { n: tasks.length - rows.length })}</p>
          ) : null}
          <ProgressBar active={send.isPending} doing={say('batch.doing', { n: rows.length })} after={300} />
        </>
      )}
      <Refusal problem={send.error} />
      <Lines rows={answers ?? rows.map((task) => ({ task }))} verb={verb} answered={answers !== null} />
    </Modal>
  );
}

function Phrases({ refusing, onPick }: { refusing: boolean; onPick: (words: string) => void }) {
  const { say } = useSay();
  const phrases = refusing
    ? (['phrase.refuse1', 'phrase.refuse2'] as const)
    : (['phrase.agree1', 'phrase.agree2', 'phrase.agree3'] as const);
  return (
    <div className="quick">
      {phrases.map((key) => (
        <Button key={key} size="small" onClick={() => onPick(say(key))}>
          {say(key)}
        </Button>
      ))}
    </div>
  );
}

function TaskInWords({ task }: { task: TaskItem }) {
  const { language } = useSay();
  const words = (task.summary ?? []).map((line) => pick(line.value, language)).filter(Boolean);
  return (
    <>
      {task.title}
      {words.length > 0 ? <div className="muted tnum">{words.join(' · ')}</div> : null}
    </>
  );
}

function Lines({ rows, verb, answered }: { rows: Row[]; verb: BatchVerb; answered: boolean }) {
  const { say } = useSay();
  return (
    <Table<Row>
      size="small"
      rowKey={({ task }) => task.id}
      pagination={false}
      scroll={{ y: 360 }}
      style={{ marginTop: 12 }}
      // What was refused needs reading, so it comes first.
      dataSource={answered ? [...rows].sort((a, b) => Number(a.line?.ok) - Number(b.line?.ok)) : rows}
      columns={[
        { title: say('field.title'), render: (_, { task }) => <TaskInWords task={task} /> },
        { title: say('batch.action'), width: 96, render: (_, { task }) => batchAction(task, verb)?.label },
        ...(answered
          ? [
              {
                title: say('batch.outcome'),
                render: (_: unknown, { line }: Row) =>
                  line?.ok ? (
                    <StateTag state="done" label={say('batch.ok')} />
                  ) : (
                    <span>
                      <StateTag state="refused" label={say('batch.refused')} /> {line?.problem?.title}{' '}
                      {line?.problem?.detail} <span className="muted">{line?.problem?.hint}</span>
                      <Articles anchors={line?.problem?.articles} />
                    </span>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}
