import { Table, Tag } from 'antd';
import { pick } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useReading } from './amounts.js';
import type { EditionView } from './shapes.js';

type Setting = EditionView['settings'][number];
type Parameter = EditionView['parameters'][number];

/** Beside the rule that it touches: which reading counts, what the text could also mean, and why. */
export function SettingNote({ setting, settings }: { setting: Setting; settings: readonly Setting[] }) {
  const { say, language } = useSay();
  const reading = useReading(settings);
  const others = setting.values.filter((one) => one.value !== setting.chosen);
  return (
    <div className="choice">
      {setting.ambiguity ? <Tag variant="outlined">{setting.ambiguity}</Tag> : null}
      <span>
        {pick(setting, language)} <strong>{reading(setting.setting, setting.chosen)}</strong>
        {setting.chosen === setting.default ? (
          <span className="muted"> {say('choice.default')}</span>
        ) : (
          <span className="muted"> {say('choice.instead', { value: reading(setting.setting, setting.default) })}</span>
        )}
        {others.length ? (
          <span className="muted">
            {' '}
            {say('choice.others', { values: others.map((one) => pick(one, language)).join(say('common.semicolon')) })}
          </span>
        ) : null}
        <span className="muted choice-note">{pick(setting.note, language)}</span>
      </span>
    </div>
  );
}

export function ParameterNote({ parameter }: { parameter: Parameter }) {
  const { say, language } = useSay();
  return (
    <div className="choice">
      {parameter.value === null ? (
        <Tag color="warning" variant="outlined">
          {say('regulation.blank')}
        </Tag>
      ) : (
        <Tag variant="outlined">{say('choice.parameter')}</Tag>
      )}
      {parameter.ambiguity ? <Tag variant="outlined">{parameter.ambiguity}</Tag> : null}
      <span>
        {pick(parameter, language)}{' '}
        <strong className="tnum">
          {parameter.value === null ? '____' : parameter.value}{' '}
          {parameter.type === 'number' ? pick(parameter.unit, language) : ''}
        </strong>
        {parameter.value === null && parameter.suggestion ? (
          <span className="muted"> {say('choice.suggestion', { value: parameter.suggestion })}</span>
        ) : null}
        {parameter.filledInBy ? <span className="muted"> · {pick(parameter.filledInBy, language)}</span> : null}
        {parameter.basis ? <span className="muted choice-note">{pick(parameter.basis, language)}</span> : null}
      </span>
    </div>
  );
}

/** All readings of the edition in one table. */
export function Settings({ view }: { view: EditionView }) {
  const { say, language } = useSay();
  const reading = useReading(view.settings);
  return (
    <Table
      size="small"
      rowKey="setting"
      pagination={false}
      scroll={{ x: 900 }}
      dataSource={view.settings}
      locale={{ emptyText: say('regulation.noSettings') }}
      columns={[
        {
          title: say('choice.question'),
          width: 300,
          render: (_, row) => (
            <>
              {row.ambiguity ? <Tag variant="outlined">{row.ambiguity}</Tag> : null}
              {pick(row, language)} <Articles anchors={row.articles} />
            </>
          ),
        },
        { title: say('regulation.chosen'), render: (_, row) => <strong>{reading(row.setting, row.chosen)}</strong> },
        { title: say('choice.recommended'), render: (_, row) => reading(row.setting, row.default) },
        {
          title: say('regulation.alternatives'),
          render: (_, row) =>
            row.values
              .filter((one) => one.value !== row.chosen)
              .map((one) => pick(one, language))
              .join(say('common.semicolon')) || say('choice.number'),
        },
        { title: say('field.note'), render: (_, row) => pick(row.note, language) },
      ]}
    />
  );
}

export function Parameters({ view }: { view: EditionView }) {
  const { say, language } = useSay();
  return (
    <Table
      size="small"
      rowKey="parameter"
      pagination={false}
      scroll={{ x: 760 }}
      dataSource={view.parameters}
      locale={{ emptyText: say('regulation.noParameters') }}
      columns={[
        {
          title: say('field.name'),
          render: (_, row) => (
            <>
              {row.ambiguity ? <Tag variant="outlined">{row.ambiguity}</Tag> : null}
              {pick(row, language)} <Articles anchors={[row.article]} />
            </>
          ),
        },
        {
          title: say('field.value'),
          align: 'right',
          className: 'num',
          render: (_, row) =>
            row.value === null ? (
              <Tag color="warning" variant="outlined">
                {say('regulation.blank')}
              </Tag>
            ) : (
              `${row.value} ${row.type === 'number' ? pick(row.unit, language) : ''}`
            ),
        },
        { title: say('blank.suggestion'), align: 'right', className: 'num', render: (_, row) => row.suggestion ?? '' },
        { title: say('regulation.filledInBy'), render: (_, row) => pick(row.filledInBy, language) },
        { title: say('blank.basis'), render: (_, row) => pick(row.basis, language) },
      ]}
    />
  );
}
