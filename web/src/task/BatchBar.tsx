import { Button, Input, Modal, Table } from 'antd';
import { useState } from 'react';
import { useSend } from '../api/hooks.js';
import type { TaskItem } from '../api/types.js';
import { ProgressBar } from '../components/Busy.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';

interface LineAnswer {
  caseId: string;
  status: number;
  ok: boolean;
  problem?: { title?: string; detail?: string; hint?: string };
}

const fine = (line: LineAnswer | undefined): boolean => line?.ok === true;

/** Approves the marked tasks in one go; each line is still checked on its own, and the result is a list. */
export function BatchBar({ tasks, onClear }: { tasks: readonly TaskItem[]; onClear: () => void }) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const [open, setOpen] = useState(false);
  const [opinion, setOpinion] = useState<string>(say('phrase.agree1'));
  const [answers, setAnswers] = useState<{ task: TaskItem; line?: LineAnswer }[] | null>(null);
  const send = useSend<{ items: LineAnswer[] }>(['/api/tasks', '/api/cases']);
  const run = (): void => {
    const items = tasks.map((task) => {
      const action = task.actions!.find((one) => one.button === 'primary' && !one.refusal)!;
      const field = ['remark', 'opinion', 'note', 'reason'].find((name) => action.form?.properties?.[name]);
      return {
        caseId: task.caseId,
        revision: task.revision,
        type: action.event,
        payload: field && opinion ? { [field]: opinion } : {},
      };
    });
    send.mutate(
      { path: '/api/cases/batch', body: { items } },
      {
        onSuccess: (answer) => {
          setAnswers(tasks.map((task, index) => ({ task, line: answer.items[index] })));
        },
      },
    );
  };
  const close = (): void => {
    setOpen(false);
    if (answers) {
      setAnswers(null);
      onClear();
    }
  };
  const done = answers?.filter(({ line }) => fine(line)).length ?? 0;
  return (
    <div className={`foot${phone ? ' over-tabs' : ''}`}>
      <span style={{ alignSelf: 'center', marginInlineEnd: 'auto' }}>{say('batch.marked', { n: tasks.length })}</span>
      <Button onClick={onClear}>{say('batch.clear')}</Button>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say('batch.approve', { n: tasks.length })}
      </Button>
      <Modal
        open={open}
        onCancel={close}
        width={760}
        title={say('batch.title', { n: tasks.length })}
        footer={
          answers ? (
            <Button type="primary" onClick={close}>
              {say('common.close')}
            </Button>
          ) : (
            [
              <Button key="cancel" onClick={close}>
                {say('common.cancel')}
              </Button>,
              <Button key="run" type="primary" loading={send.isPending} onClick={run}>
                {say('batch.approve', { n: tasks.length })}
              </Button>,
            ]
          )
        }
      >
        {!answers ? (
          <>
            <label htmlFor="batch-opinion">{say('field.opinion')}</label>
            <Input.TextArea
              id="batch-opinion"
              value={opinion}
              onChange={(event) => setOpinion(event.target.value)}
              autoSize={{ minRows: 2 }}
              maxLength={500}
            />
            <ProgressBar active={send.isPending} doing={say('batch.doing', { n: tasks.length })} after={300} />
          </>
        ) : (
          <p role="status">
            <strong>{say('batch.result', { done, refused: answers.length - done })}</strong>
          </p>
        )}
        <Refusal problem={send.error} />
        <Table
          size="small"
          rowKey={({ task }) => task.id}
          pagination={false}
          scroll={{ y: 360 }}
          style={{ marginTop: 12 }}
          dataSource={answers ?? tasks.map((task) => ({ task, line: undefined as LineAnswer | undefined }))}
          columns={[
            { title: say('field.title'), render: (_, { task }) => task.title },
            {
              title: say('batch.action'),
              render: (_, { task }) => task.actions?.find((one) => one.button === 'primary')?.label,
            },
            ...(answers
              ? [
                  {
                    title: say('batch.outcome'),
                    render: (_: unknown, { line }: { line?: LineAnswer }) =>
                      fine(line) ? (
                        <StateTag state="done" label={say('batch.ok')} />
                      ) : (
                        <span>
                          <StateTag state="refused" label={say('batch.refused')} /> {line?.problem?.title}{' '}
                          {line?.problem?.detail}
                        </span>
                      ),
                  },
                ]
              : []),
          ]}
        />
      </Modal>
    </div>
  );
}
