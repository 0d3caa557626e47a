import { Button, Card, Space, Tag } from 'antd';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { RankingView } from '../api/types.js';
import { day } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { setLanguage, useSay } from '../i18n.js';
import { RankingCard } from './Ranking.js';

interface Publicity extends Partial<RankingView> {
  institution?: { code?: string; name: string } | string;
  title?: string;
  period?: string;
  from?: string;
  to?: string;
  state?: string;
  open?: boolean;
  how?: string;
  note?: string;
}

/** Publicity list inside the application, with the way to object. */
export function PublicityPage() {
  const { key = '' } = useParams();
  const { say } = useSay();
  const list = useGet<Publicity>(`/api/cycles/${key}/publicity`);
  return (
    <Page
      title={say('publicity.title', { key })}
      back={`/cycles/${key}`}
      extra={
        <Link to={`/appeals/new?cycle=${key}`}>
          <Button type="primary">{say('publicity.object')}</Button>
        </Link>
      }
    >
      {list.isLoading ? <Busy /> : null}
      <Refusal problem={list.error} onRetry={() => void list.refetch()} />
      {list.data ? <Body list={list.data} periodKey={key} /> : null}
    </Page>
  );
}

/** The same list for everyone, without sign-in. */
export function PublicPublicityPage() {
  const { institution = '', key = '' } = useParams();
  const { say, language } = useSay();
  const list = useGet<Publicity>(`/api/public/${encodeURIComponent(institution)}/publicity/${encodeURIComponent(key)}`);
  const name =
    typeof list.data?.institution === 'object' ? list.data.institution.name : (list.data?.institution ?? institution);
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
      <h1 style={{ fontSize: '1.4em' }}>{list.data?.title ?? say('publicity.title', { key })}</h1>
      <Refusal problem={list.error} onRetry={() => void list.refetch()} />
      {list.data ? <Body list={list.data} periodKey={key} /> : null}
    </main>
  );
}

function Body({ list, periodKey }: { list: Publicity; periodKey: string }) {
  const { say } = useSay();
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <Card size="small">
        <Space wrap>
          {list.from ? <Tag>{say('publicity.period', { from: day(list.from), to: day(list.to) })}</Tag> : null}
          <span>{list.how ?? say('publicity.how')}</span>
        </Space>
      </Card>
      {(list.rankings ?? []).map((part) => (
        <RankingCard
          key={`${part.ranking}-${part.group}`}
          part={part}
          honours={(list.honours ?? []).filter((honour) => honour.group === part.group)}
          periodKey={periodKey}
        />
      ))}
      {!list.rankings?.length ? <Nothing text={say('publicity.empty')} /> : null}
    </div>
  );
}
