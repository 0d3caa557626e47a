import { ClockCircleOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { Checkbox, Tag } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router';
import type { TaskItem } from '../api/types.js';
import { instant, moment, nameOf, pick } from '../api/words.js';
import { StepMode } from '../components/ApprovalChain.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';

interface Props {
  task: TaskItem;
  box: string;
  current: boolean;
  marked: boolean;
  onMark?: () => void;
  onFocus: () => void;
}

/** Who, what, since when, until when: enough to decide whether to open it. */
export function TaskCard({ task, box, current, marked, onMark, onFocus }: Props) {
  const { say, maybe, language } = useSay();
  const { clock } = useMe();
  const now = dayjs(moment(clock.at));
  const overdue = task.overdue ?? false;
  const waited = now.diff(task.openedAt, 'hour');
  return (
    <li
      className={`inbox-card${current ? ' row-now' : ''}`}
      style={{
        display: 'flex',
        gap: 10,
        background: marked || current ? 'var(--kp-now)' : undefined,
        fontWeight: task.unread ? 600 : 400,
      }}
    >
      {onMark ? (
        <Checkbox
          checked={marked}
          onChange={onMark}
          aria-label={say('inbox.mark', { title: task.title })}
          className="inbox-mark"
        />
      ) : null}
      <Link
        to={`/cases/${task.caseId}`}
        data-task={task.id}
        onFocus={onFocus}
        style={{ flex: 1, minWidth: 0, color: 'var(--kp-text)' }}
      >
        <span style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
          <Tag variant="filled">{task.kindLabel ?? maybe(`kind.${task.kind}`, task.kind)}</Tag>
          <strong>{task.title}</strong>
          {task.urgent ? (
            <Tag color="error" icon={<ThunderboltOutlined />}>
              {say('inbox.urgent')}
            </Tag>
          ) : null}
          {task.onBehalfOf ? <Tag color="blue">{say('inbox.behalf', { name: nameOf(task.onBehalfOf) })}</Tag> : null}
          <StateTag state={task.state} label={task.stateLabel ?? task.state} />
        </span>
        <span className="muted" style={{ display: 'flex', gap: '2px 16px', flexWrap: 'wrap', fontWeight: 400 }}>
          {task.stepLabel ? <span>{task.stepLabel}</span> : null}
          {task.applicant ? <span>{nameOf(task.applicant)}</span> : null}
          {task.subject && typeof task.subject === 'object' && task.subject.name !== nameOf(task.applicant) ? (
            <span>{task.subject.name}</span>
          ) : null}
          {task.summary?.slice(0, 4).map((line) => (
            <span key={line.label}>
              {line.label} {pick(line.value, language)}
            </span>
          ))}
          {box !== 'done' ? <Awaited awaited={task.awaited} named={box !== 'todo'} /> : null}
          <span className="tnum">
            {box === 'done'
              ? instant(task.doneAt)
              : waited >= 24
                ? say('inbox.waitedDays', { n: Math.floor(waited / 24) })
                : instant(task.openedAt)}
          </span>
          {task.dueAt && !task.doneAt ? (
            <span className="tnum" style={overdue ? { color: 'var(--kp-error)' } : undefined}>
              <ClockCircleOutlined /> {say(overdue ? 'inbox.overdue' : 'inbox.due', { at: instant(task.dueAt) })}
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}

/** Who is awaited and how far the step is; on one's own to-do list the names say nothing new. */
function Awaited({ awaited, named }: { awaited: TaskItem['awaited']; named: boolean }) {
  const { say } = useSay();
  return (awaited ?? [])
    .filter((one) => named || one.of > 1)
    .map((one) => (
      <span key={one.step}>
        {named
          ? `${say('inbox.awaited', { names: one.people.slice(0, 3).join('、') })}${one.people.length > 3 ? '…' : ''} `
          : ''}
        {one.of > 1 ? <StepMode mode={one.mode} of={one.of} done={one.done} /> : null}
      </span>
    ));
}
