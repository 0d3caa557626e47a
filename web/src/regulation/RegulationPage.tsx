import { Alert, Card, Input, Table, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { useLocation, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { EditionView } from '../api/types.js';
import { pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { Tabbed } from '../components/Tabbed.js';
import { PointsText } from '../finding/ItemPicker.js';
import { useSay } from '../i18n.js';

/** The pack in force for this institution; article links from everywhere lead here. */
export function AdoptedRegulationPage() {
  return <Edition path="/api/regulations/adopted" />;
}

export function RegulationPage() {
  const { id = '', edition = '' } = useParams();
  return <Edition path={`/api/regulations/${encodeURIComponent(id)}/${encodeURIComponent(edition)}`} />;
}

/** Articles with their items and points, settings, parameters, worked examples. */
function Edition({ path }: { path: string }) {
  const { say, language } = useSay();
  const { hash } = useLocation();
  const view = useGet<EditionView>(path);
  const data = view.data;
  const wanted = decodeURIComponent(hash.slice(1));
  useEffect(() => {
    if (data && wanted) document.getElementById(wanted)?.scrollIntoView({ block: 'center' });
  }, [data, wanted]);
  if (!data)
    return view.error ? (
      <div className="page">
        <Refusal problem={view.error} onRetry={() => void view.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const blanks = data.parameters.filter((parameter) => parameter.value === null);
  return (
    <Page
      title={pick(data, language)}
      back="/regulations"
      extra={
        <>
          <Tag>{say('regulation.edition', { day: data.edition })}</Tag>
          <code title={data.hash}>{data.hash.slice(0, 12)}</code>
        </>
      }
    >
      <p className="muted" style={{ marginTop: 0 }}>
        {[pick(data.owner, language), pick(data.source, language)].filter(Boolean).join(' · ')}
      </p>
      {blanks.length ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={say('regulation.blanks', { n: blanks.length })}
          description={blanks.map((blank) => pick(blank, language)).join('、')}
        />
      ) : null}
      <Tabbed
        items={[
          { key: 'articles', label: say('regulation.articles'), children: <ArticleList view={data} wanted={wanted} /> },
          { key: 'settings', label: say('regulation.settings'), children: <Settings view={data} /> },
          { key: 'parameters', label: say('regulation.parameters'), children: <Parameters view={data} /> },
          { key: 'outputs', label: say('regulation.outputs'), children: <Outputs view={data} /> },
          ...(data.cases
            ? [
                {
                  key: 'cases',
                  label: say('regulation.cases'),
                  children: (
                    <pre style={{ overflow: 'auto', maxHeight: 560, background: 'var(--kp-soft)', padding: 12 }}>
                      {data.cases}
                    </pre>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Page>
  );
}

function ArticleList({ view, wanted }: { view: EditionView; wanted: string }) {
  const { say, language } = useSay();
  const [typed, setTyped] = useState('');
  const word = typed.trim().toLowerCase();
  const articles = view.articles.filter(
    (article) =>
      !word ||
      [article.article, article.zh, article.en, ...article.items.flatMap((item) => [item.item, item.zh, item.en])].some(
        (text) => text.toLowerCase().includes(word),
      ),
  );
  return (
    <>
      <Input.Search
        aria-label={say('regulation.search')}
        placeholder={say('regulation.search')}
        allowClear
        style={{ maxWidth: 360, marginBottom: 12 }}
        onChange={(event) => setTyped(event.target.value)}
      />
      {articles.length === 0 ? <Nothing text={say('regulation.none')} /> : null}
      <div className="articles">
        {articles.map((article) => (
          <article
            key={article.article}
            id={article.article}
            className={article.article === wanted ? 'row-now' : undefined}
            aria-label={article.article}
          >
            <span>
              <code>{article.article}</code>
              <small className="muted">{article.place}</small>
            </span>
            <div>
              {pick(article, language)}
              {article.items.map((item) => (
                <div key={item.item} className="article-item">
                  <span>{pick(item, language)}</span> <PointsText item={item} />
                </div>
              ))}
            </div>
          </article>
        ))}
      </div>
    </>
  );
}

function Settings({ view }: { view: EditionView }) {
  const { say, language } = useSay();
  const word = (row: EditionView['settings'][number], value: string): string =>
    pick(row.values.find((one) => one.value === value) ?? value, language);
  return (
    <Table
      size="small"
      rowKey="setting"
      pagination={false}
      scroll={{ x: 760 }}
      dataSource={view.settings}
      locale={{ emptyText: say('regulation.noSettings') }}
      columns={[
        {
          title: say('field.name'),
          render: (_, row) => (
            <>
              {row.ambiguity ? <Tag>{row.ambiguity}</Tag> : null}
              {pick(row, language)} <Articles anchors={row.articles} />
            </>
          ),
        },
        { title: say('regulation.chosen'), render: (_, row) => <strong>{word(row, row.chosen)}</strong> },
        {
          title: say('regulation.alternatives'),
          render: (_, row) =>
            row.values
              .filter((one) => one.value !== row.chosen)
              .map((one) => pick(one, language))
              .join('；'),
        },
        { title: say('field.note'), render: (_, row) => pick(row.note, language) },
      ]}
    />
  );
}

function Parameters({ view }: { view: EditionView }) {
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
              `${row.value} ${pick(row.unit, language)}`
            ),
        },
        { title: say('regulation.filledInBy'), render: (_, row) => pick(row.filledInBy, language) },
        { title: say('common.articles'), render: (_, row) => pick(row.basis, language) },
      ]}
    />
  );
}

/** Sheets, rankings and honours that the edition computes. */
function Outputs({ view }: { view: EditionView }) {
  const { say, language } = useSay();
  return (
    <div className="stack">
      {view.outputs.map((output) => (
        <Card
          key={output.output}
          size="small"
          title={
            <>
              {pick(output, language)} <Articles anchors={[output.article]} />
            </>
          }
        >
          {output.sections.map((section) => `${pick(section, language)} ${section.base}`).join(' + ')}
        </Card>
      ))}
      {view.honours.map((honour) => (
        <Card
          key={honour.honour}
          size="small"
          title={
            <>
              {pick(honour, language)} <Articles anchors={[honour.article]} />
            </>
          }
        >
          {say('regulation.rankedBy', { ranking: honour.ranking })}
        </Card>
      ))}
    </div>
  );
}
