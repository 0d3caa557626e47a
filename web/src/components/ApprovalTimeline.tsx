import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  QuestionCircleOutlined,
  RobotOutlined,
  SendOutlined,
  UserAddOutlined,
  UserDeleteOutlined,
} from '@ant-design/icons';
import { Timeline } from 'antd';
import dayjs from 'dayjs';
import type { CaseEvent, CaseTask } from '../api/types.js';
import { codeOf, instant, nameOf } from '../api/words.js';
import { useSay } from '../i18n.js';
import { namesOf, StepMode } from './ApprovalChain.js';
import { Basis } from './Basis.js';

const iconOf = (event: CaseEvent) => {
  if (codeOf(event.actor) === 'system') return <RobotOutlined />;
  if (event.type.endsWith('.delegate') || event.type.endsWith('.opine')) return <QuestionCircleOutlined />;
  if (event.type.endsWith('.addSigner')) return <UserAddOutlined />;
  if (event.type.endsWith('.removeSigner')) return <UserDeleteOutlined />;
  if (/\.(refuse|drop|cancel|withdraw|return|decline|reject|object)$/.test(event.type))
    return <CloseCircleOutlined style={{ color: 'var(--kp-error)' }} />;
  if (/\.(approve|confirm|accept|sign|issue|verify)/.test(event.type))
    return <CheckCircleOutlined style={{ color: 'var(--kp-success)' }} />;
  return <SendOutlined />;
};

const opinionOf = (event: CaseEvent): string =>
  event.opinion ??
  ['opinion', 'reason', 'note', 'text']
    .map((name) => event.payload?.[name])
    .find((text): text is string => typeof text === 'string') ??
  '';

/** What happened, by whom, with which words and how long it took; then who is awaited. */
export function ApprovalTimeline({
  events,
  tasks = [],
}: {
  events: readonly CaseEvent[];
  tasks?: readonly CaseTask[];
}) {
  const { say, maybe } = useSay();
  const done = events.map((event, index) => {
    const before = events[index - 1];
    const minutes = before ? dayjs(event.at).diff(before.at, 'minute') : 0;
    const behalf = nameOf(event.onBehalfOf);
    const who = codeOf(event.actor) === 'system' ? say('common.system') : nameOf(event.actor);
    return {
      key: event.seq,
      icon: iconOf(event),
      content: (
        <div>
          <strong>
            {event.type === 'deadline.reached' && event.detail ? event.detail : (event.label ?? event.type)}
          </strong>{' '}
          <span>{behalf ? say('timeline.onBehalf', { who, behalf }) : who}</span>
          {event.to?.length ? (
            <span> {say('timeline.to', { names: event.to.map((one) => one.name).join('、') })}</span>
          ) : null}
          {event.detail && event.type !== 'deadline.reached' ? <span className="muted"> {event.detail}</span> : null}
          {event.tally ? <div className="tnum">{say('timeline.tally', event.tally)}</div> : null}
          {event.basis ? (
            <div>
              <Basis basis={event.basis} />
            </div>
          ) : null}
          <div className="muted tnum">
            {instant(event.at)}
            {minutes >= 1
              ? ` · ${minutes < 60 ? say('timeline.minutes', { n: minutes }) : minutes < 2880 ? say('timeline.hours', { n: Math.round(minutes / 60) }) : say('timeline.days', { n: Math.round(minutes / 1440) })}`
              : ''}
            {event.toLabel && event.toState !== event.fromState ? ` · → ${event.toLabel}` : ''}
          </div>
          {opinionOf(event) ? (
            <blockquote
              style={{ margin: '4px 0', paddingInlineStart: 10, borderInlineStart: '3px solid var(--kp-line)' }}
            >
              {opinionOf(event)}
            </blockquote>
          ) : null}
        </div>
      ),
    };
  });
  const waiting = tasks
    .filter((task) => !task.doneAt)
    .map((task) => ({
      key: task.id,
      icon: <ClockCircleOutlined />,
      content: (
        <div>
          <strong>{say('timeline.waiting')}</strong>{' '}
          {[
            ...new Set([
              nameOf(task.holder) || maybe(`role.${task.role ?? ''}`, task.role ?? ''),
              namesOf(task.people) ?? '',
              task.label ?? task.title ?? '',
            ]),
          ]
            .filter(Boolean)
            .join(' · ')}
          {task.mode && (task.of ?? 1) > 1 ? (
            <>
              {' '}
              <StepMode mode={task.mode} of={task.of ?? 1} done={task.done} />
            </>
          ) : null}
          {task.dueAt ? <div className="muted">{say('timeline.due', { at: instant(task.dueAt) })}</div> : null}
        </div>
      ),
    }));
  return <Timeline items={[...done, ...waiting]} />;
}
