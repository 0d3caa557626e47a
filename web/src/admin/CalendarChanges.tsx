import { Alert, Checkbox, Table } from 'antd';
import { Link } from 'react-router';
import type { CalendarPreview, TouchedCase } from '../../../src/importing/calendar.contract.js';
import { useSay } from '../i18n.js';

/** What would be different, and which open matters lie over it; those must be seen before anything is saved. */
export function CalendarChanges({
  preview,
  seen,
  onSeen,
}: {
  preview: CalendarPreview;
  seen: boolean;
  onSeen: (seen: boolean) => void;
}) {
  const { say } = useSay();
  const { changed, touched } = preview;
  if (changed.length === 0) return <Alert type="info" showIcon title={say('calendar.preview.none')} />;
  return (
    <section aria-label={say('calendar.preview.title')} className="stack">
      <h3 className="part-head">{say('calendar.preview.title')}</h3>
      <div>
        {preview.working.map(({ year, before, after }) => (
          <div key={year} className="tnum">
            {say('calendar.preview.working', { year, before: before ?? say('calendar.preview.unloaded'), after })}
          </div>
        ))}
        {preview.leftOut.length > 0 ? (
          <div className="muted">{say('calendar.preview.leftOut', { days: preview.leftOut.join('、') })}</div>
        ) : null}
      </div>
      <Table
        size="small"
        rowKey="date"
        pagination={changed.length > 12 ? { pageSize: 12, size: 'small' } : false}
        title={() => say('calendar.preview.named', { n: changed.length })}
        dataSource={changed}
        columns={[
          { title: say('field.day'), render: (_, day) => <span className="tnum">{day.date}</span> },
          { title: say('field.name'), dataIndex: 'name' },
          {
            title: say('calendar.own.kind'),
            render: (_, day) =>
              `${day.before ? say(`calendar.own.kind.${day.before}`) : '–'} → ${say(`calendar.own.kind.${day.after}`)}`,
          },
        ]}
      />
      {touched.duty > 0 ? <div className="muted">{say('calendar.touched.duty', { n: touched.duty })}</div> : null}
      {touched.count === 0 ? (
        <Alert type="success" showIcon title={say('calendar.touched.none')} />
      ) : (
        <>
          <Alert
            type="warning"
            showIcon
            title={say('calendar.touched', { n: touched.count })}
            description={say('calendar.touched.hint')}
          />
          {(['leaves', 'covers', 'terms'] as const).map((list) =>
            touched[list].length > 0 ? (
              <TouchedList key={list} title={say(`calendar.touched.${list}`)} items={touched[list]} />
            ) : null,
          )}
          <Checkbox checked={seen} onChange={(event) => onSeen(event.target.checked)}>
            {say('calendar.touched.seen')}
          </Checkbox>
        </>
      )}
    </section>
  );
}

function TouchedList({ title, items }: { title: string; items: TouchedCase[] }) {
  const { maybe } = useSay();
  return (
    <div>
      <strong>{title}</strong>
      <ul className="plain">
        {items.map((one) => (
          <li key={`${one.id}-${one.term ?? ''}`}>
            <Link to={`/cases/${one.id}`} target="_blank">
              {one.personName ?? one.key}
            </Link>{' '}
            <span className="tnum">
              {one.from} – {one.to}
            </span>{' '}
            <span className="muted">
              {maybe(`kind.${one.kind}`, one.kind)}
              {` · ${one.term ? maybe(`deadline.${one.term}`, one.term) : one.stateLabel}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
