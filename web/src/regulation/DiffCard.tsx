import { Card } from 'antd';
import type { ReactNode } from 'react';
import { movement, pick } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import type { EditionDiff, ItemView } from './shapes.js';

/** What one edition says otherwise than another: items with old and new points, readings, parameters, everything else. */
export function DiffCard({ diff, title, extra }: { diff: EditionDiff; title?: string; extra?: ReactNode }) {
  const { say, language } = useSay();
  const { items, settings, parameters, articles, others } = diff;
  const lines = [
    ...items.changed.map((one) => (
      <li key={`changed-${one.item}`}>
        <code>{one.item}</code> {pick(one.after, language)}{' '}
        <Change before={worth(one.before)} after={worth(one.after)} />{' '}
        {worth(one.before) === worth(one.after) ? (
          <span className="muted">{one.fields.join(say('common.comma'))}</span>
        ) : null}{' '}
        <Articles anchors={[one.after.article]} />
      </li>
    )),
    ...items.added.map((one) => (
      <li key={`added-${one.item}`}>
        {say('diff.added')} <code>{one.item}</code> {pick(one, language)} {worth(one)}
      </li>
    )),
    ...items.removed.map((one) => (
      <li key={`removed-${one.item}`}>
        {say('diff.removed')} <code>{one.item}</code> {pick(one, language)} {worth(one)}
      </li>
    )),
    ...[...settings, ...parameters].map((one) => (
      <li key={`choice-${one.name}`}>
        {pick(one, language)} <Change before={one.before} after={one.after} />
      </li>
    )),
    ...others.map((one) => (
      <li key={`other-${one.rule}-${one.field}`}>
        <code>{one.rule}</code> {one.field} <Change before={one.before} after={one.after} />
      </li>
    )),
    ...(
      [
        ['diff.articlesAdded', articles.added],
        ['diff.articlesRemoved', articles.removed],
        ['diff.articlesChanged', articles.changed],
      ] as const
    )
      .filter(([, list]) => list.length)
      .map(([key, list]) => (
        <li key={key}>
          {say(key)} {list.join(say('common.comma'))}
        </li>
      )),
  ];
  return (
    <Card size="small" title={title ?? say('diff.title')} extra={extra}>
      {lines.length ? <ul className="plain">{lines}</ul> : <span className="muted">{say('diff.none')}</span>}
    </Card>
  );
}

const worth = (item: ItemView): string | null => {
  if (item.range) return item.range.points.map((text) => movement(text)).join(' … ');
  return item.points === null ? null : movement(item.points);
};

function Change({ before, after }: { before: string | null; after: string | null }) {
  if (before === after) return null;
  return (
    <span className="tnum">
      <del>{before ?? '____'}</del> → <ins>{after ?? '____'}</ins>
    </span>
  );
}
