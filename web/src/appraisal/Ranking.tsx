import { ArrowDownOutlined, ArrowUpOutlined, TrophyOutlined } from '@ant-design/icons';
import { Alert, Card, Collapse, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { HonourView, RankingRow, RankingView } from '../api/types.js';
import { figure, nameOf, pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';

/** Ranking by group with ties, honours with their arithmetic, and a reason for everyone in or out. */
export function Ranking({ periodKey, path }: { periodKey: string; path?: string }) {
  const { say } = useSay();
  const ranking = useGet<RankingView>(path ?? `/api/cycles/${periodKey}/ranking`);
  if (ranking.error) return <Refusal problem={ranking.error} onRetry={() => void ranking.refetch()} />;
  if (ranking.isSuccess && ranking.data.rankings.length === 0) return <Nothing text={say('ranking.empty')} />;
  return (
    <div style={{ display: 'grid', gap: 14 }} aria-busy={ranking.isLoading}>
      {ranking.data?.rankings.map((part) => (
        <RankingCard
          key={`${part.ranking}-${part.group}`}
          part={part}
          honours={ranking.data.honours.filter((honour) => honour.group === part.group)}
          periodKey={periodKey}
        />
      ))}
    </div>
  );
}

export function RankingCard({
  part,
  honours,
  periodKey,
  large,
}: {
  part: RankingView['rankings'][number];
  honours: readonly HonourView[];
  periodKey: string;
  large?: boolean;
}) {
  const { say, maybe } = useSay();
  const honourOf = (row: RankingRow) => [
    ...honours
      .filter((honour) => honour.awarded.includes(row.subject))
      .map((honour) => (
        <Tag key={honour.honour} color="success" variant="outlined" icon={<TrophyOutlined />}>
          {honour.label ?? maybe(`honour.${honour.honour}`, honour.honour)}
        </Tag>
      )),
    ...honours
      .filter((honour) => honour.held.includes(row.subject))
      .map((honour) => (
        <Tag key={`${honour.honour}-held`} color="warning" variant="outlined">
          {say('ranking.held', { honour: honour.label ?? maybe(`honour.${honour.honour}`, honour.honour) })}
        </Tag>
      )),
  ];
  return (
    <Card
      title={`${part.groupLabel ?? maybe(`group.${part.group}`, part.group)} · ${part.label ?? say('cycle.ranking')}`}
      styles={{ body: { padding: 0 } }}
    >
      <Table<RankingRow>
        size={large ? 'large' : 'middle'}
        rowKey="subject"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={part.rows}
        columns={[
          { title: say('field.rank'), className: 'num', width: 80, render: (_, row) => <strong>{row.rank}</strong> },
          { title: say('ranking.moved'), width: 90, render: (_, row) => <Moved row={row} /> },
          {
            title: say('field.subject'),
            render: (_, row) => (
              <Link to={`/results/${encodeURIComponent(row.subject)}?period=${periodKey}`}>
                {row.name || nameOf(row.subject)} <span className="muted">{nameOf(row.subject)}</span>
              </Link>
            ),
          },
          { title: say('field.total'), className: 'num', render: (_, row) => figure(row.shown ?? row.value) },
          { title: say('ranking.tie'), render: (_, row) => <Tie row={row} /> },
          { title: say('field.honours'), render: (_, row) => honourOf(row) },
        ]}
      />
      <div style={{ padding: '4px 14px 14px' }}>
        {honours.map((honour) => (
          <Honour key={honour.honour} honour={honour} />
        ))}
      </div>
    </Card>
  );
}

function Moved({ row }: { row: RankingRow }) {
  const { say } = useSay();
  if (!row.previousRank || row.previousRank === row.rank)
    return <span className="muted">{row.previousRank ? '=' : ''}</span>;
  const up = row.rank < row.previousRank;
  const places = Math.abs(row.previousRank - row.rank);
  return (
    <span>
      {up ? <ArrowUpOutlined aria-label={say('ranking.up')} /> : <ArrowDownOutlined aria-label={say('ranking.down')} />}{' '}
      {places}
    </span>
  );
}

function Tie({ row }: { row: RankingRow }) {
  const { say, maybe } = useSay();
  if (row.tiedWith?.length)
    return (
      <Tag color="warning" variant="outlined">
        {say('ranking.tiedWith', { names: row.tiedWith.map(nameOf).join('、') })}
      </Tag>
    );
  return row.decidedBy ? (
    <span className="muted">{say('ranking.decidedBy', { rule: maybe(`tie.${row.decidedBy}`, row.decidedBy) })}</span>
  ) : null;
}

function Honour({ honour }: { honour: HonourView }) {
  const { say, maybe, language } = useSay();
  const label = honour.label ?? maybe(`honour.${honour.honour}`, honour.honour);
  return (
    <section style={{ marginTop: 12 }} aria-label={label}>
      <strong>{label}</strong> <span className="tnum">{pick(honour.arithmetic, language)}</span>{' '}
      <Articles anchors={[honour.article]} />
      {honour.held.length ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginTop: 8 }}
          title={say('ranking.heldOpen', { names: honour.held.map(nameOf).join('、') })}
        />
      ) : null}
      <Collapse
        size="small"
        style={{ marginTop: 8 }}
        items={[
          {
            key: 'reasons',
            label: say('ranking.reasons', { n: honour.reasons.length }),
            children: (
              <Table
                size="small"
                rowKey="subject"
                pagination={false}
                scroll={{ x: 'max-content' }}
                dataSource={honour.reasons}
                columns={[
                  { title: say('field.subject'), render: (_, row) => row.name ?? nameOf(row.subject) },
                  {
                    title: say('ranking.outcome'),
                    render: (_, row) => (
                      <StateTag
                        state={row.in ? 'approved' : 'next'}
                        label={say(row.in ? 'ranking.in' : 'ranking.out')}
                      />
                    ),
                  },
                  {
                    title: say('field.reason'),
                    render: (_, row) => row.text ?? pick({ zh: row.zh, en: row.en }, language),
                  },
                  { title: say('common.articles'), render: (_, row) => <Articles anchors={[row.article]} /> },
                ]}
              />
            ),
          },
        ]}
      />
    </section>
  );
}
