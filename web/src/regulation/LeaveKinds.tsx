import { Table } from 'antd';
import { pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import type { EditionView } from './shapes.js';

type Kind = EditionView['leaveKinds'][number];

/** What people may ask for under this edition, as it says it. */
export function LeaveKinds({ view }: { view: EditionView }) {
  const { say, language } = useSay();
  if (view.leaveKinds.length === 0) return <Nothing text={say('leaveKinds.none')} />;
  const proof = (kind: Kind) =>
    kind.proof === 'none'
      ? '—'
      : `${kind.document ? pick(kind.document, language) : ''} · ${say(`leaveKinds.${kind.proof}`)}`;
  return (
    <Table<Kind>
      size="small"
      rowKey="id"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={view.leaveKinds}
      columns={[
        { title: say('leaveKinds.kind'), key: 'kind', render: (_, kind) => <strong>{pick(kind, language)}</strong> },
        {
          title: say('leaveKinds.parts'),
          key: 'parts',
          render: (_, kind) => kind.parts.map((part) => say(`leaveKinds.${part}`)).join(say('common.comma')),
        },
        {
          title: say('leaveKinds.counts'),
          key: 'counts',
          render: (_, kind) => (kind.counts ? say(`leaveKinds.${kind.counts}`) : say('leaveKinds.general')),
        },
        {
          title: say('leaveKinds.most'),
          key: 'most',
          render: (_, kind) => (kind.most ? pick(kind.most, language) : '—'),
        },
        { title: say('leaveKinds.proof'), key: 'proof', render: (_, kind) => proof(kind) },
        { title: say('leaveKinds.account'), key: 'account', render: (_, kind) => kind.account ?? '—' },
        {
          title: say('leaveKinds.article'),
          key: 'article',
          render: (_, kind) => <Articles anchors={[kind.article]} />,
        },
        {
          title: say('leaveKinds.note'),
          key: 'note',
          render: (_, kind) => (kind.note ? pick(kind.note, language) : ''),
        },
      ]}
    />
  );
}
