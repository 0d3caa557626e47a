import { Badge, Button, Checkbox, Input, Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { Page as List, TaskItem } from '../api/types.js';
import { nameOf } from '../api/words.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { Tabbed } from '../components/Tabbed.js';
import { useSay } from '../i18n.js';
import { StepIn } from '../leave/StepIn.js';
import { MyFigures } from '../scoring/MyFigures.js';
import { usePreferences } from '../shell/preferences.js';
import type { Counts } from '../shell/Shell.js';
import { BatchBar } from './BatchBar.js';
import { BatchDialog } from './BatchDialog.js';
import { type BatchVerb, batchAction, isBatchable } from './batch.js';
import { TaskCard } from './TaskCard.js';

const boxes = ['todo', 'done', 'mine', 'cc'] as const;
type Box = (typeof boxes)[number];

/**
 * 待我处理 · 我已处理 · 我发起的 · 抄送我的. Keys: j/k move, x marks, Enter opens, a agrees to the marked ones or to the one
 * under the cursor, r refuses them.
 */
export function InboxPage() {
  const { say, maybe } = useSay();
  const { phone } = usePreferences();
  const [search, setSearch] = useSearchParams();
  const box = (boxes.find((one) => one === search.get('box')) ?? 'todo') as Box;
  const counts = useGet<Counts>('/api/tasks/counts');
  const tasks = useGet<List<TaskItem>>('/api/tasks', { box, pageSize: 100 }, { keep: true });
  const [kind, setKind] = useState<string>();
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState<readonly string[]>([]);
  const all = tasks.data?.items ?? [];
  const rows = useMemo(
    () =>
      all.filter(
        (task) =>
          (!kind || task.kind === kind) &&
          (!typed || [task.title, nameOf(task.applicant), task.stateLabel].some((text) => text?.includes(typed))),
      ),
    [all, kind, typed],
  );
  const batchable = rows.filter(isBatchable);
  const chosen = rows.filter((task) => marked.includes(task.id));
  const [batch, setBatch] = useState<{ verb: BatchVerb; tasks: readonly TaskItem[] } | null>(null);
  const act = (verb: BatchVerb, here?: TaskItem): void => {
    const meant = (chosen.length > 0 ? chosen : here ? [here] : []).filter((task) => batchAction(task, verb));
    if (box === 'todo' && meant.length > 0) setBatch({ verb, tasks: chosen.length > 0 ? chosen : meant });
  };
  const keys = useKeys(rows, (task) => isBatchable(task) && setMarked((before) => toggle(before, task.id)), act);
  return (
    <Page title={say('nav.todo')} extra={phone ? null : <span className="muted">{say('inbox.keys')}</span>}>
      <StepIn />
      <Tabbed
        active={box}
        onChange={(key) => {
          setSearch({ box: key });
          setMarked([]);
        }}
        items={boxes.map((one) => ({
          key: one,
          label: (
            <span>
              {say(`inbox.${one}`)}{' '}
              {counts.data?.[one] ? (
                <Badge
                  count={counts.data[one]}
                  overflowCount={999}
                  color={one === 'todo' ? 'var(--kp-error)' : 'var(--kp-text-2)'}
                />
              ) : null}
            </span>
          ),
        }))}
      />
      <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8, marginBottom: 10 }}>
        <Select
          aria-label={say('inbox.kind')}
          placeholder={say('inbox.kind')}
          allowClear
          style={{ flex: '0 0 116px' }}
          value={kind}
          onChange={setKind}
          options={[...new Set(all.map((task) => task.kind))].map((value) => ({
            value,
            label: all.find((task) => task.kind === value)?.kindLabel ?? maybe(`kind.${value}`, value),
          }))}
        />
        <Input.Search
          aria-label={say('inbox.search')}
          placeholder={say('inbox.search')}
          allowClear
          style={{ flex: '1 1 140px', maxWidth: 260 }}
          onChange={(event) => setTyped(event.target.value)}
        />
        {box === 'todo' && batchable.length > 1 ? (
          <Checkbox
            checked={chosen.length === batchable.length && chosen.length > 0}
            indeterminate={chosen.length > 0 && chosen.length < batchable.length}
            onChange={(event) => setMarked(event.target.checked ? batchable.map((task) => task.id) : [])}
          >
            {say('inbox.all', { n: batchable.length })}
          </Checkbox>
        ) : null}
      </div>
      <Refusal problem={tasks.error} onRetry={() => void tasks.refetch()} />
      <ul
        ref={keys.list}
        aria-label={say(`inbox.${box}`)}
        style={{
          listStyle: 'none',
          margin: 0,
          padding: 0,
          background: 'var(--kp-surface)',
          border: '1px solid var(--kp-line)',
          borderRadius: 8,
        }}
      >
        {rows.map((task, index) => (
          <TaskCard
            key={task.id}
            task={task}
            box={box}
            current={index === keys.at}
            marked={marked.includes(task.id)}
            onMark={
              box === 'todo' && batchable.includes(task)
                ? () => setMarked((before) => toggle(before, task.id))
                : undefined
            }
            onFocus={() => keys.setAt(index)}
          />
        ))}
        {rows.length === 0 && !tasks.isLoading ? (
          <li>
            <Nothing text={say(`inbox.${box}.empty`)}>
              {kind || typed ? (
                <Button
                  onClick={() => {
                    setKind(undefined);
                    setTyped('');
                  }}
                >
                  {say('common.clearFilter')}
                </Button>
              ) : null}
            </Nothing>
          </li>
        ) : null}
      </ul>
      {box === 'todo' ? <MyFigures /> : null}
      {chosen.length > 0 ? <BatchBar tasks={chosen} onClear={() => setMarked([])} onAct={act} /> : null}
      {batch ? (
        <BatchDialog
          verb={batch.verb}
          tasks={batch.tasks}
          onClose={(done) => {
            setBatch(null);
            if (done) setMarked([]);
            keys.back();
          }}
        />
      ) : null}
    </Page>
  );
}

const toggle = (list: readonly string[], id: string): string[] =>
  list.includes(id) ? list.filter((other) => other !== id) : [...list, id];

/** Moves through the list by keyboard unless someone is typing or a dialog is open. */
function useKeys(
  rows: readonly TaskItem[],
  mark: (task: TaskItem) => void,
  act: (verb: BatchVerb, here?: TaskItem) => void,
) {
  const navigate = useNavigate();
  const [at, setAt] = useState(-1);
  const list = useRef<HTMLUListElement>(null);
  const state = useRef({ rows, at, mark, act });
  state.current = { rows, at, mark, act };
  const focus = useRef((to: number) => list.current?.querySelectorAll<HTMLElement>('[data-task]')[to]?.focus());
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        event.target instanceof HTMLElement &&
        event.target.closest('input:not([type=checkbox]), textarea, [role=combobox], .ant-drawer, .ant-modal')
      )
        return;
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])')) return;
      const { rows: now, at: here, mark: doMark, act: doAct } = state.current;
      const task = now[here];
      if (event.key === 'j' || event.key === 'k') {
        const to = Math.max(0, Math.min(now.length - 1, here + (event.key === 'j' ? 1 : -1)));
        setAt(to);
        focus.current(to);
      } else if (event.key === 'x' && task) doMark(task);
      else if (event.key === 'a' || event.key === 'r') {
        // The letter must not be typed into the dialog that it opens.
        event.preventDefault();
        doAct(event.key === 'a' ? 'approve' : 'refuse', task);
      } else if (event.key === 'Enter' && task && event.target === document.body) navigate(`/cases/${task.caseId}`);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [navigate]);
  // What was decided leaves the list; the cursor stays where it was, on the next one.
  useEffect(() => {
    if (at >= rows.length && rows.length > 0) setAt(rows.length - 1);
  }, [at, rows.length]);
  return { at, setAt, list, back: () => setTimeout(() => focus.current(Math.max(0, state.current.at)), 300) };
}
