import { Card, Input, Table, Tag } from 'antd';
import { useState } from 'react';
import { pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import type { EditionView, StructureView } from './shapes.js';

type Example = StructureView['examples'][number];

/** Worked examples: what is given, what the text demands, and the edge that each shows. They are also run as tests. */
export function Examples({ view }: { view: EditionView }) {
  const { say } = useSay();
  const [typed, setTyped] = useState('');
  const word = typed.trim().toLowerCase();
  const { examples } = view.structure;
  const shown = examples.filter(
    (one) =>
      !word ||
      [one.id, one.zh, one.en, one.edge.zh, one.edge.en, ...one.articles, ...one.facts.map((fact) => fact.item)]
        .join(' ')
        .toLowerCase()
        .includes(word),
  );
  if (examples.length === 0) return <Nothing text={say('example.none')} />;
  return (
    <>
      <Input.Search
        aria-label={say('example.search')}
        placeholder={say('example.search')}
        allowClear
        style={{ maxWidth: 360, marginBottom: 12 }}
        onChange={(event) => setTyped(event.target.value)}
      />
      {shown.length === 0 ? <Nothing text={say('regulation.none')} /> : null}
      <div className="stack">
        {shown.map((example) => (
          <ExampleCard key={example.id} example={example} view={view} />
        ))}
      </div>
    </>
  );
}

function ExampleCard({ example, view }: { example: Example; view: EditionView }) {
  const { say, maybe, language } = useSay();
  const { phone } = usePreferences();
  // `points total` is told by the name of the figure and the word for its part.
  const what = (text: string): string => {
    const [output = '', ...field] = text.split(' ');
    const named = view.outputs.find((one) => one.output === output);
    return [
      named ? pick(named, language) : maybe(`expect.${output}`, output),
      ...field.map((one) => maybe(`expect.${one}`, one)),
    ].join(' · ');
  };
  // A question is asked of a decision, a procedure or a duty; all others are people and windows of the example.
  const { decisions, procedures, duties } = view.structure;
  const ofWhom = (name: string): string =>
    pick([...decisions, ...procedures, ...duties].find((one) => one.id === name) ?? name, language);
  return (
    <Card
      size="small"
      title={
        <span style={{ whiteSpace: 'normal' }}>
          <code>{example.id}</code> {pick(example, language)}
        </span>
      }
    >
      <p style={{ marginTop: 0 }}>
        {pick(example.edge, language)} <Articles anchors={example.articles} />
        {example.period ? <Tag>{example.period}</Tag> : null}
      </p>
      {example.given.length ? (
        <p className="muted" style={{ overflowWrap: 'anywhere' }}>
          {say('example.given')}{' '}
          {example.given.map((one) => `${one.name} = ${one.value}`).join(say('common.semicolon'))}
        </p>
      ) : null}
      <div className={phone ? 'stack' : 'halves'}>
        {example.facts.length ? (
          <Table
            size="small"
            rowKey={(row) => `${row.subject}-${row.item}-${row.on}-${row.told}`}
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={example.facts}
            columns={[
              { title: say('field.day'), dataIndex: 'on', className: 'tnum' },
              { title: say('field.subject'), dataIndex: 'subject' },
              {
                title: say('field.item'),
                render: (_, row) => (
                  <>
                    <code>{row.item}</code> {row.zh === row.item ? '' : pick(row, language)}
                  </>
                ),
              },
              { title: say('field.value'), dataIndex: 'told' },
            ]}
          />
        ) : null}
        <Table
          size="small"
          rowKey={(row) => `${row.of}-${row.what}-${row.value}`}
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={example.expect}
          columns={[
            { title: say('field.subject'), render: (_, row) => ofWhom(row.of) },
            { title: say('example.what'), render: (_, row) => what(row.what) },
            { title: say('example.demanded'), render: (_, row) => <strong className="tnum">{row.value}</strong> },
          ]}
        />
      </div>
    </Card>
  );
}
