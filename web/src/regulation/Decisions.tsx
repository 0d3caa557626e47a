import { Card, Table } from 'antd';
import { pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { AmountText } from './amounts.js';
import type { EditionView } from './shapes.js';

/** Chains, guards, terms and caps of grades as the tables they are. */
export function Decisions({ view }: { view: EditionView }) {
  const { say, language } = useSay();
  const { decisions } = view.structure;
  if (decisions.length === 0) return <Nothing text={say('decision.none')} />;
  return (
    <div className="stack">
      {decisions.map((decision) => (
        <Card
          key={decision.id}
          size="small"
          title={
            <span style={{ whiteSpace: 'normal' }}>
              {pick(decision, language)} <Articles anchors={[decision.article]} />
            </span>
          }
          styles={{ body: { padding: 0 } }}
        >
          <Table
            size="small"
            rowKey="id"
            pagination={false}
            scroll={{ x: 760 }}
            dataSource={decision.rows}
            columns={[
              {
                title: say('decision.row'),
                render: (_, row) => (
                  <>
                    {pick(row, language)} <Articles anchors={row.articles} />
                  </>
                ),
              },
              {
                title: say('rule.when'),
                render: (_, row) =>
                  row.when
                    ? pick(row.when, language)
                    : say(decision.rows.length === 1 ? 'decision.always' : 'rule.always'),
              },
              {
                title: say('decision.gives'),
                render: (_, row) => (
                  <ul className="plain">
                    {row.gives.map((one) => (
                      <li key={one.name}>
                        <code>{one.name}</code> <AmountText amount={one.value} settings={view.settings} />
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        </Card>
      ))}
    </div>
  );
}
