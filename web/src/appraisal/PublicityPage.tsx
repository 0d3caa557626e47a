import { TrophyOutlined } from '@ant-design/icons';
import { Button, Card, Table, Tag } from 'antd';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import { pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { setLanguage, useSay } from '../i18n.js';
import { type Counted, useFigure } from '../scoring/useFigure.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';

type Words = { zh: string; en: string };
/** What anybody may read while a result is in publicity: windows, places, points and titles, no person. */
interface Publicity {
  institution: string;
  cycle: string;
  state: string;
  rankings: (Counted & {
    ranking: string;
    group: string;
    groupName: Words;
    rows: { name: string; rank: number; shown: string; honour: string | null }[];
  })[];
  honours: { name: Words; group: string; arithmetic: Words; awarded: string[] }[];
}

const pathOf = (institution: string, key: string): string =>
  `/api/public/${encodeURIComponent(institution)}/publicity/${encodeURIComponent(key)}`;

/** Publicity list inside the application, with the way to object. */
export function PublicityPage() {
  const { key = '' } = useParams();
  const { say } = useSay();
  const me = useMe();
  const list = useGet<Publicity>(pathOf(me.institution.code, key));
  const unpublished = list.error?.body.status === 404;
  return (
    <Page
      title={say('publicity.title', { key })}
      back={`/cycles/${key}`}
      extra={
        list.data ? (
          <Link to={`/appeals/new?period=${key}`}>
            <Button type="primary">{say('publicity.object')}</Button>
          </Link>
        ) : null
      }
    >
      {list.isLoading ? <Busy /> : null}
      {unpublished ? (
        <Nothing text={say('publicity.empty')} />
      ) : (
        <Refusal problem={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data ? <Body list={list.data} /> : null}
    </Page>
  );
}

/** The same list for everyone, without sign-in. */
export function PublicPublicityPage() {
  const { institution = '', key = '' } = useParams();
  const { say, language } = useSay();
  const list = useGet<Publicity>(pathOf(institution, key));
  const name = list.data?.institution ?? institution;
  useEffect(() => {
    document.title = `${say('publicity.title', { key })} · ${name}`;
  }, [say, key, name]);
  return (
    <main className="page" style={{ maxWidth: 900 }}>
      <header className="page-head">
        <span className="house" style={{ fontSize: '1.2em' }}>
          {name}
        </span>
        <span className="grow" />
        <Button type="text" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? '中文' : 'English'}
        </Button>
      </header>
      <h1 style={{ fontSize: '1.4em' }}>{say('publicity.title', { key })}</h1>
      {list.error?.body.status === 404 ? (
        <Nothing text={say('publicity.empty')} />
      ) : (
        <Refusal problem={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data ? <Body list={list.data} /> : null}
    </main>
  );
}

function Body({ list }: { list: Publicity }) {
  const { say, maybe, language } = useSay();
  const { phone } = usePreferences();
  const withUnit = useFigure();
  const honourOf = (honour: string | null) =>
    honour ? (
      <Tag color="success" variant="outlined" icon={<TrophyOutlined />}>
        {maybe(`honour.${honour}`, honour)}
      </Tag>
    ) : null;
  return (
    <div className="stack">
      <Card size="small">{say('publicity.how')}</Card>
      {list.rankings.map((part) => (
        <Card
          key={`${part.ranking}-${part.group}`}
          title={pick(part.groupName, language)}
          styles={{ body: { padding: 0 } }}
        >
          <Table
            size="middle"
            rowKey="name"
            pagination={false}
            dataSource={part.rows}
            scroll={phone ? undefined : { x: 'max-content' }}
            columns={[
              {
                title: say('field.rank'),
                align: 'right',
                className: 'num',
                width: phone ? 52 : 70,
                render: (_, row) => <strong>{row.rank}</strong>,
              },
              {
                title: say('field.window'),
                render: (_, row) => (
                  <>
                    {row.name} {phone ? honourOf(row.honour) : null}
                  </>
                ),
              },
              {
                title: say('field.total'),
                align: 'right',
                className: 'num',
                render: (_, row) => withUnit(row.shown, part),
              },
              ...(phone
                ? []
                : [
                    {
                      title: say('field.honours'),
                      render: (_: unknown, row: { honour: string | null }) => honourOf(row.honour),
                    },
                  ]),
            ]}
          />
          <div style={{ padding: '8px 14px' }}>
            {list.honours
              .filter((honour) => honour.group === part.group)
              .map((honour) => (
                <p key={honour.name.zh} style={{ margin: '4px 0' }}>
                  <strong>{pick(honour.name, language)}</strong> {pick(honour.arithmetic, language)}:{' '}
                  {honour.awarded.join('、')}
                </p>
              ))}
          </div>
        </Card>
      ))}
      {list.rankings.length === 0 ? <Nothing text={say('publicity.empty')} /> : null}
    </div>
  );
}
