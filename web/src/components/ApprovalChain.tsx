import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  MinusCircleOutlined,
  QuestionCircleOutlined,
  StopOutlined,
} from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { ChainPlaceView, ChainStepView, Named } from '../api/types.js';
import { instant } from '../api/words.js';
import { useSay } from '../i18n.js';
import { Basis } from './Basis.js';

/** How a step is signed, and how far it is: `会签（都要签）· 1/3 人`. */
export function StepMode({
  mode,
  of,
  done,
}: {
  mode: ChainStepView['mode'];
  /** Places of the step; one place needs no word for how they sign together. */
  of: number;
  done?: number;
}) {
  const { say } = useSay();
  return (
    <span className="muted">
      {say(of === 1 && mode !== 'ratio' ? 'mode.single' : `mode.${mode}`)}
      {done !== undefined && of > 1 ? ` · ${say('chain.count', { done, of })}` : ''}
    </span>
  );
}

const placeIcon: Record<ChainPlaceView['state'], ReactNode> = {
  signed: <CheckCircleFilled style={{ color: 'var(--kp-success)' }} />,
  against: <CloseCircleFilled style={{ color: 'var(--kp-error)' }} />,
  awaited: <ClockCircleOutlined style={{ color: 'var(--kp-focus)' }} />,
  asked: <QuestionCircleOutlined style={{ color: 'var(--kp-focus)' }} />,
  open: <MinusCircleOutlined />,
  removed: <StopOutlined />,
};

/** The whole chain with its ways of signing: who has, who is awaited, what happens when nobody does. */
export function ApprovalChain({ chain }: { chain: readonly ChainStepView[] }) {
  const { say } = useSay();
  return (
    <ol className="chain">
      {chain.map((step) => (
        <li
          key={step.key}
          className={step.status === 'now' ? 'chain-now' : undefined}
          aria-current={step.status === 'now' ? 'step' : undefined}
        >
          <div className="chain-head">
            <strong>{step.label}</strong>
            <StepMode mode={step.mode} of={step.of} done={step.mode === 'ratio' ? undefined : step.done} />
            <Tag color={step.status === 'now' ? 'blue' : undefined}>{say(`chain.step.${step.status}`)}</Tag>
          </div>
          {step.mode === 'ratio' ? (
            <div className="muted tnum">
              {say('chain.votes', { for: step.for, against: step.against, of: step.of, need: step.need })}
            </div>
          ) : null}
          <ul>
            {step.places.map((place, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: places of a step keep their numbers
              <Place key={index} place={place} />
            ))}
          </ul>
          <Timeouts step={step} />
        </li>
      ))}
    </ol>
  );
}

/** A few of many. */
export const namesOf = (people: readonly Named[] | undefined): string | undefined =>
  people?.length
    ? people
        .slice(0, 3)
        .map((one) => one.name)
        .join('、') + (people.length > 3 ? '…' : '')
    : undefined;

function Place({ place }: { place: ChainPlaceView }) {
  const { say } = useSay();
  const who = place.signedBy?.name ?? place.person?.name ?? namesOf(place.people) ?? place.role ?? '';
  const more = [
    place.state === 'asked'
      ? say('chain.place.asked', { name: place.asked?.name ?? '' })
      : say(`chain.place.${place.state}`),
    place.addedBy ? say('chain.addedBy', { name: place.addedBy.name }) : '',
    place.alternates.length && (place.state === 'awaited' || place.state === 'asked')
      ? say('chain.alternates', { names: place.alternates.join('、') })
      : '',
    place.at ? instant(place.at) : '',
  ].filter(Boolean);
  return (
    <li className={place.state === 'removed' ? 'chain-gone' : undefined}>
      {placeIcon[place.state]}{' '}
      <span>{place.onBehalfOf ? say('chain.onBehalf', { who, whom: place.onBehalfOf.name }) : who}</span>{' '}
      <span className="muted tnum">{more.join(' · ')}</span> <Basis basis={place.basis} />
      {place.remark ? <q>{place.remark}</q> : null}
    </li>
  );
}

function Timeouts({ step }: { step: ChainStepView }) {
  const { say } = useSay();
  if (step.status !== 'now' && step.status !== 'next') return null;
  return step.timeouts.map((one) => (
    <div key={`${one.label}${one.workingDays}`} className="muted tnum">
      <ClockCircleOutlined />{' '}
      {[
        say('chain.timeout', { n: one.workingDays, what: one.label }),
        one.to.length ? say('chain.timeout.to', { names: one.to.join('、') }) : '',
        one.isOver ? say('chain.timeout.over') : one.dueOn ? say('chain.timeout.on', { day: one.dueOn }) : '',
      ]
        .filter(Boolean)
        .join(' ')}{' '}
      <Basis basis={one.basis} />
    </div>
  ));
}
