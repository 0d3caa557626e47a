import { CloseOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, Segmented } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { type Half, later, type PartDraft } from './draft.js';

interface Wish {
  /** For labels and ids: 0 is the first stretch. */
  index: number;
  value: PartDraft;
  onChange: (value: PartDraft) => void;
  onRemove?: () => void;
  /** What the kind allows. */
  forms: readonly PartDraft['form'][];
  /** Day and local time of the institution. */
  clock: { today: string; at: string };
  /** The next working days, today among them when it is one. */
  soon: readonly string[];
  /** Most minutes of the kind at a time. */
  most?: number;
  problems: readonly string[];
}

/** One stretch of a leave: half days from and to, or hours of one day. */
export function PartFields({ index, value, onChange, onRemove, forms, clock, soon, most, problems }: Wish) {
  const { say } = useSay();
  const { today } = clock;
  const set = (change: Partial<PartDraft>): void => {
    const next = { ...value, ...change };
    if (next.from && (!next.to || next.to < next.from)) next.to = next.from;
    onChange(next);
  };
  const described = problems.length ? `part-${index}-problems` : undefined;
  return (
    <fieldset className={onRemove ? 'leave-part' : 'leave-part alone'} aria-describedby={described}>
      {onRemove ? <legend className="muted">{say('leave.part', { n: index + 1 })}</legend> : null}
      {onRemove ? (
        <Button
          className="remove"
          type="text"
          icon={<CloseOutlined />}
          aria-label={say('leave.part.remove', { n: index + 1 })}
          onClick={onRemove}
        />
      ) : null}
      {forms.length > 1 ? (
        <Segmented
          style={{ marginBottom: 8 }}
          aria-label={say('leave.part.form')}
          value={value.form}
          onChange={(form) => set({ form, day: value.day ?? value.from ?? soon[0] })}
          options={forms.map((form) => ({ value: form, label: say(`leave.part.${form}`) }))}
        />
      ) : null}
      {value.form === 'hours' ? (
        <Hours index={index} value={value} set={set} clock={clock} most={most} />
      ) : (
        <>
          <Shortcuts today={today} soon={soon} set={set} />
          <Point index={index} which="from" value={value} set={set} min={today} />
          <Point index={index} which="to" value={value} set={set} min={value.from ?? today} />
        </>
      )}
      {problems.length ? (
        <div id={described} role="alert" style={{ color: 'var(--kp-error)' }}>
          {problems.join('；')}
        </div>
      ) : null}
    </fieldset>
  );
}

const monthAndDay = (day: string, language: string): string =>
  new Date(day).toLocaleDateString(language === 'en' ? 'en-GB' : 'zh-CN', {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  });

type Setter = (change: Partial<PartDraft>) => void;

/** The stretches that are asked for most, one touch each, on days that are worked. */
function Shortcuts({ today, soon, set }: { today: string; soon: readonly string[]; set: Setter }) {
  const { say, language } = useSay();
  const [next, after] = soon.filter((day) => day > today);
  const isTomorrow = next === dayjs(today).add(1, 'day').format('YYYY-MM-DD');
  const day = isTomorrow ? say('leave.quick.tomorrow') : monthAndDay(next ?? today, language);
  const spans: [string, string, Half, string, Half][] = [];
  if (soon[0] === today) spans.push([say('leave.quick.todayPm'), today, 'pm', today, 'pm']);
  if (next)
    spans.push(
      [say('leave.quick.day', { day }), next, 'am', next, 'pm'],
      [say('leave.quick.am', { day }), next, 'am', next, 'am'],
      [say('leave.quick.pm', { day }), next, 'pm', next, 'pm'],
    );
  if (next && after) spans.push([say('leave.quick.two', { day }), next, 'am', after, 'pm']);
  return (
    <div className="quick shortcuts">
      {spans.map(([label, from, fromHalf, to, toHalf]) => (
        <Button key={label} size="small" onClick={() => set({ from, to, fromHalf, toHalf })}>
          {label}
        </Button>
      ))}
    </div>
  );
}

/** How long one is out, one touch each: from the beginning that stands there, else from now on. */
function Lengths({
  value,
  set,
  clock,
  most,
}: {
  value: PartDraft;
  set: Setter;
  clock: Wish['clock'];
  most: number | undefined;
}) {
  const { say } = useSay();
  const now = clock.at.slice(11, 16);
  const soonest = later(now, (5 - (Number(now.slice(3)) % 5)) % 5);
  const start = value.start ?? (value.day === clock.today ? soonest : undefined);
  if (!start) return null;
  const lengths = most === undefined ? [60, 120, 180] : [10, 20, 30].filter((one) => one <= most);
  const words = (minutes: number): string =>
    minutes % 60 === 0 ? say('leave.quick.hours', { n: minutes / 60 }) : say('leave.quick.minutes', { n: minutes });
  return (
    <div className="quick shortcuts">
      {lengths.map((minutes) => (
        <Button key={minutes} size="small" onClick={() => set({ start, end: later(start, minutes) })}>
          {value.start ? words(minutes) : say('leave.quick.fromNow', { long: words(minutes) })}
        </Button>
      ))}
    </div>
  );
}

function Point({
  index,
  which,
  value,
  set,
  min,
}: {
  index: number;
  which: 'from' | 'to';
  value: PartDraft;
  set: Setter;
  min: string;
}) {
  const { say } = useSay();
  const half = which === 'from' ? 'fromHalf' : 'toHalf';
  return (
    <Row id={`part-${index}-${which}`} label={say(`field.${which}`)}>
      <DayField id={`part-${index}-${which}`} value={value[which]} min={min} onDay={(day) => set({ [which]: day })} />
      <Segmented
        aria-label={say(half === 'fromHalf' ? 'leave.fromHalf' : 'leave.toHalf')}
        value={value[half]}
        onChange={(to) => set({ [half]: to })}
        options={[
          { value: 'am', label: say('half.am') },
          { value: 'pm', label: say('half.pm') },
        ]}
      />
    </Row>
  );
}

function Hours({
  index,
  value,
  set,
  clock,
  most,
}: {
  index: number;
  value: PartDraft;
  set: Setter;
  clock: Wish['clock'];
  most: number | undefined;
}) {
  const { say } = useSay();
  const id = `part-${index}`;
  const time = (which: 'start' | 'end') => (
    <Row id={`${id}-${which}`} label={say(`leave.part.${which}`)}>
      <Input
        id={`${id}-${which}`}
        type="time"
        step={300}
        style={{ width: 140, minHeight: 40 }}
        value={value[which] ?? ''}
        onChange={(event) => set({ [which]: event.target.value || undefined })}
      />
    </Row>
  );
  return (
    <>
      <Row id={`${id}-day`} label={say('field.day')}>
        <DayField id={`${id}-day`} value={value.day} min={clock.today} onDay={(day) => set({ day })} />
      </Row>
      <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
        {time('start')}
        {time('end')}
      </div>
      <Lengths value={value} set={set} clock={clock} most={most} />
    </>
  );
}

function Row({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div style={{ marginBottom: 8 }}>
      <label htmlFor={id} style={{ display: 'block', marginBottom: 4 }}>
        {label}
      </label>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>{children}</div>
    </div>
  );
}

/** On a phone the device's own calendar is quicker than a drawn one. */
function DayField({
  id,
  value,
  min,
  onDay,
}: {
  id: string;
  value?: string;
  min: string;
  onDay: (day: string | undefined) => void;
}) {
  const { phone } = usePreferences();
  return phone ? (
    <Input
      id={id}
      type="date"
      style={{ flex: 1, minWidth: 150, minHeight: 44 }}
      min={min}
      value={value ?? ''}
      onChange={(event) => onDay(event.target.value || undefined)}
    />
  ) : (
    <DatePicker
      id={id}
      style={{ flex: 1 }}
      value={value ? dayjs(value) : null}
      minDate={dayjs(min)}
      onChange={(day) => onDay(day ? day.format('YYYY-MM-DD') : undefined)}
    />
  );
}
