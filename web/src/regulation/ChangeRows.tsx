import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { pick } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { type Change, changeOf, choicesOf, faultyFields, isPercentUnit, keyOf, plainNumber } from './changes.js';
import type { EditionView } from './shapes.js';

interface Props {
  view: EditionView;
  changes: readonly Change[];
  onChange: (changes: Change[]) => void;
}

/** What shall be said otherwise: chosen from the edition, each line with its old figure beside the new one. */
export function ChangeRows({ view, changes, onChange }: Props) {
  const { say, language } = useSay();
  const id = useId();
  const put = (next: Change): void => onChange(changes.map((one) => (keyOf(one) === keyOf(next) ? next : one)));
  const add = (key: string): void => {
    const change = changeOf(view, key);
    if (change && !changes.some((one) => keyOf(one) === keyOf(change))) onChange([...changes, change]);
  };
  const labels = {
    rules: say('change.rules'),
    settings: say('regulation.settings'),
    parameters: say('regulation.parameters'),
  };
  return (
    <div className="changes">
      {changes.map((change) => (
        <ChangeRow
          key={keyOf(change)}
          change={change}
          view={view}
          onPut={put}
          onRemove={() => onChange(changes.filter((one) => keyOf(one) !== keyOf(change)))}
        />
      ))}
      <label htmlFor={id}>{say('change.add')}</label>
      <Select
        id={id}
        style={{ width: '100%' }}
        value={null}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={say('change.search')}
        notFoundContent={say('regulation.none')}
        options={choicesOf(view, language, labels)}
        onChange={(key: string | null) => key && add(key)}
      />
    </div>
  );
}

/** The fields of one change. */
export function ChangeRow({
  change,
  view,
  onPut,
  onRemove,
}: {
  change: Change;
  view: EditionView;
  onPut: (change: Change) => void;
  onRemove: () => void;
}) {
  const { say, language } = useSay();
  const before = changeOf(view, keyOf(change));
  const faults = faultyFields(change, view);
  const told =
    change.kind === 'rule'
      ? view.structure.rules.find((one) => one.id === change.name)
      : change.kind === 'setting'
        ? view.settings.find((one) => one.setting === change.name)
        : view.parameters.find((one) => one.parameter === change.name);
  if (!told || !before) return null;
  const number = (
    field: string,
    label: string,
    was: string | undefined,
    value: string,
    put: (text: string) => void,
  ) => (
    <NumberField
      key={field}
      label={`${label} · ${change.name}`}
      shown={label}
      was={was}
      value={value}
      faulty={faults.includes(field)}
      onChange={put}
    />
  );
  return (
    <section className="change" aria-label={pick(told, language)}>
      <div className="change-head">
        <span>
          {change.kind === 'rule' ? <code>{change.name}</code> : null} {pick(told, language)}{' '}
          <Articles anchors={'article' in told ? [told.article] : told.articles} />
        </span>
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={say('change.remove', { name: change.name })}
          onClick={onRemove}
        />
      </div>
      <div className="change-fields">
        {change.kind === 'rule' && before.kind === 'rule'
          ? fieldsOf(change)
              .filter(([field]) => change[field] !== undefined)
              .map(([field, label]) =>
                number(field, say(label), before[field], change[field] ?? '', (text) =>
                  onPut({ ...change, [field]: text }),
                ),
              )
          : null}
        {change.kind === 'parameter' && before.kind === 'parameter' ? (
          <ParameterField change={change} view={view} faulty={faults.length > 0} onPut={onPut} />
        ) : null}
        {change.kind === 'setting' && before.kind === 'setting' ? (
          <SettingField change={change} before={before.value} view={view} onPut={onPut} faulty={faults.length > 0} />
        ) : null}
      </div>
    </section>
  );
}

const fieldsOf = (change: Extract<Change, { kind: 'rule' }>) =>
  [
    ['points', change.pointsTo === undefined ? 'change.points' : 'change.pointsFrom'],
    ['pointsTo', 'change.pointsTo'],
    ['money', change.moneyTo === undefined ? 'change.money' : 'change.moneyFrom'],
    ['moneyTo', 'change.moneyTo'],
    ['cap', 'change.cap'],
  ] as const;

function SettingField({
  change,
  before,
  view,
  onPut,
  faulty,
}: {
  change: Extract<Change, { kind: 'setting' }>;
  before: string;
  view: EditionView;
  onPut: (change: Change) => void;
  faulty: boolean;
}) {
  const { say, language } = useSay();
  const setting = view.settings.find((one) => one.setting === change.name);
  if (!setting) return null;
  if (setting.values.length === 0)
    return (
      <NumberField
        label={`${say('change.value')} · ${change.name}`}
        shown={say('change.value')}
        was={before}
        value={change.value}
        faulty={faulty}
        onChange={(value) => onPut({ ...change, value })}
      />
    );
  return (
    <Select
      aria-label={pick(setting, language)}
      style={{ width: '100%' }}
      value={change.value}
      options={setting.values.map((one) => ({
        value: one.value,
        label: one.value === before ? `${pick(one, language)} ${say('change.now')}` : pick(one, language),
      }))}
      onChange={(value: string) => onPut({ ...change, value })}
    />
  );
}

/** A blank or a parameter as it is: a number in its unit, one line of words, or a day. */
function ParameterField({
  change,
  view,
  faulty,
  onPut,
}: {
  change: Extract<Change, { kind: 'parameter' }>;
  view: EditionView;
  faulty: boolean;
  onPut: (change: Change) => void;
}) {
  const { say, language } = useSay();
  const id = useId();
  const parameter = view.parameters.find((one) => one.parameter === change.name);
  if (!parameter) return null;
  const { type, unit, suggestion } = parameter;
  const put = (value: string): void => onPut({ ...change, value });
  const allowed =
    type === 'day'
      ? say('change.aDay')
      : type === 'text'
        ? say('change.words')
        : isPercentUnit(unit)
          ? say('change.percent')
          : say('change.numberIn', { unit: pick(unit, language) });
  return (
    <span className="change-field">
      <label htmlFor={id}>
        {say('change.value')} <del className="tnum">{parameter.value ?? '____'}</del> →
      </label>
      <Input
        id={id}
        aria-label={`${say('change.value')} · ${change.name}`}
        type={type === 'day' ? 'date' : 'text'}
        maxLength={200}
        style={{ width: type === 'text' ? 240 : type === 'day' ? 150 : 110, maxWidth: '100%' }}
        status={faulty ? 'error' : undefined}
        value={change.value}
        onChange={(event) => put(type === 'number' ? plainNumber(event.target.value) : event.target.value)}
      />
      <small className={faulty ? undefined : 'muted'} role={faulty ? 'alert' : undefined}>
        {allowed}
        {suggestion ? ` · ${say('change.suggestion', { value: suggestion })}` : ''}
      </small>
    </span>
  );
}

function NumberField({
  label,
  shown,
  was,
  value,
  faulty,
  onChange,
}: {
  label: string;
  shown: string;
  was: string | undefined;
  value: string;
  faulty: boolean;
  onChange: (text: string) => void;
}): ReactNode {
  const { say } = useSay();
  const id = useId();
  return (
    <span className="change-field">
      <label htmlFor={id}>
        {shown} <del className="tnum">{was ?? ''}</del> →
      </label>
      <Input
        id={id}
        aria-label={label}
        inputMode="text"
        style={{ width: 110 }}
        status={faulty ? 'error' : undefined}
        value={value}
        onChange={(event) => onChange(plainNumber(event.target.value))}
      />
      {faulty ? <small role="alert">{say('change.notNumber')}</small> : null}
    </span>
  );
}
