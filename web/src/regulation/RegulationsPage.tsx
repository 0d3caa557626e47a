import { Card, Tag } from 'antd';
import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { Page as List, RegulationLine } from '../api/types.js';
import { pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** All regulations that come with the system, with their dated editions. */
export function RegulationsPage() {
  const { say, language } = useSay();
  const list = useGet<List<RegulationLine>>('/api/regulations');
  const lines = list.data?.items ?? [];
  const ids = [...new Set(lines.map((line) => line.id))];
  return (
    <Page title={say('nav.regulations')}>
      {list.isLoading ? <Busy /> : null}
      <Refusal problem={list.error} onRetry={() => void list.refetch()} />
      {list.isSuccess && ids.length === 0 ? <Nothing text={say('regulation.empty')} /> : null}
      <div className="stack">
        {ids.map((id) => {
          const editions = lines.filter((line) => line.id === id);
          const first = editions[0]!;
          return (
            <Card
              key={id}
              size="small"
              title={pick(first, language)}
              extra={
                editions.some((line) => line.adopted) ? (
                  <Tag color="success" variant="outlined">
                    {say('regulation.adopted')}
                  </Tag>
                ) : null
              }
            >
              <span className="muted">{pick(first.owner, language)}</span>
              <div className="quick">
                {editions.map((line) => (
                  <Link key={line.edition} to={`/regulations/${line.id}/${line.edition}`}>
                    {say(line.assumed ? 'regulation.assumed' : 'regulation.edition', { day: line.from })}
                  </Link>
                ))}
              </div>
            </Card>
          );
        })}
      </div>
    </Page>
  );
}
