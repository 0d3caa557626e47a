import { ArrowDownOutlined, ArrowUpOutlined, TrophyOutlined } from '@ant-design/icons';
import { Alert, Card, Collapse, Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { HonourView, RankingRow, RankingView } from '../api/types.js';
import { nameOf, pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { type Say, useSay } from '../i18n.js';
import { PreviewMark } from '../scoring/PreviewMark.js';
import { useFigure } from '../scoring/useFigure.js';
import { usePreferences } from '../shell/preferences.js';

type Part = RankingView['rankings'][number];

/** Ranking by group with ties, honours with their arithmetic, and a reason for everyone in or out. */
export function Ranking({ periodKey }: { periodKey: string }) {
  const { say } = useSay();
  const ranking = useGet<RankingView>(`/api/cycles/${periodKey}/ranking`);
  if (ranking.error) return <Refusal problem={ranking.error} onRetry={() => void ranking.refetch()} />;
  if (ranking.isSuccess && ranking.data.rankings.length === 0) return <Nothing text={say('ranking.empty')} />;
  return (
    <div className="stack" aria-busy={ranking.isLoading}>
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
  rule,
}: {
  part: Part;
  honours: readonly HonourView[];
  periodKey: string;
  large?: boolean;
  rule?: (honour: HonourView) => ReactNode;
}) {
  const { say, language } = useSay();
  const { phone } = usePreferences();
  const withUnit = useFigure();
  const honourOf = (row: RankingRow) => [
    ...honours
      .filter((honour) => honour.awarded.some((one) => one.subject === row.subject))
      .map((honour) => (
        <Tag key={honour.honour} color="success" variant="outlined" icon={<TrophyOutlined />}>
          {pick(honour.name, language)}
        </Tag>
      )),
    ...honours
      .filter((honour) => honour.held.some((one) => one.subject === row.subject))
      .map((honour) => (
        <Tag key={`${honour.honour}-held`} color="warning" variant="outlined">
          {say('ranking.held', { honour: pick(honour.name, language) })}
        </Tag>
      )),
  ];
  const named = (subject: string): string => part.rows.find((row) => row.subject === subject)?.name ?? nameOf(subject);
  return (
    <Card
      title={
        <>
          {pick(part.groupName, language)} {part.incomplete ? <PreviewMark incomplete={part.incomplete} short /> : null}
        </>
      }
      styles={{ body: { padding: 0 } }}
    >
      <Table<RankingRow>
        size={large ? 'large' : 'middle'}
        rowKey="subject"
        pagination={false}
        scroll={phone ? undefined : { x: 'max-content' }}
        dataSource={part.rows}
        columns={[
          {
            title: say('field.rank'),
            align: 'right',
            className: 'num',
            width: phone ? 52 : 80,
            render: (_, row) => <strong>{row.rank}</strong>,
          },
          ...(phone || !part.rows.some((row) => row.change !== null)
            ? []
            : [
                {
                  title: say('ranking.moved'),
                  width: 90,
                  render: (_: unknown, row: RankingRow) => <Moved change={row.change} />,
                },
              ]),
          {
            title: say('field.subject'),
            render: (_, row) => (
              <Link to={`/results/${encodeURIComponent(row.subject)}?period=${periodKey}`}>
                {row.name} <span className="muted">{nameOf(row.subject)}</span>
                {phone ? <PhoneNotes row={row} named={named} honours={honourOf(row)} /> : null}
              </Link>
            ),
          },
          {
            title: say('field.total'),
            align: 'right',
            className: 'num',
            render: (_, row) => <span title={row.value}>{withUnit(row.shown, part)}</span>,
          },
          ...(phone
            ? []
            : [
                {
                  title: say('ranking.tie'),
                  render: (_: unknown, row: RankingRow) => <Tie row={row} named={named} />,
                },
                { title: say('field.honours'), render: (_: unknown, row: RankingRow) => honourOf(row) },
              ]),
        ]}
      />
      <div style={{ padding: '4px 14px 14px' }}>
        {honours.map((honour) => (
          <Honour key={honour.honour} honour={honour} group={pick(part.groupName, language)}>
            {rule?.(honour)}
          </Honour>
        ))}
      </div>
    </Card>
  );
}

/** On a phone what is said of a place stands under the name, so that the table needs no scrolling. */
function PhoneNotes({
  row,
  named,
  honours,
}: {
  row: RankingRow;
  named: (subject: string) => string;
  honours: ReactNode;
}) {
  return (
    <span style={{ display: 'block' }}>
      {honours} <Tie row={row} named={named} /> <Moved change={row.change} />
    </span>
  );
}

/** Places gained or lost against the period before. */
function Moved({ change }: { change: number | null }) {
  const { say } = useSay();
  if (change === null) return null;
  if (change === 0) return <span className="muted">=</span>;
  return (
    <span>
      {change > 0 ? (
        <ArrowUpOutlined aria-label={say('ranking.up')} />
      ) : (
        <ArrowDownOutlined aria-label={say('ranking.down')} />
      )}{' '}
      {Math.abs(change)}
    </span>
  );
}

/** With whom a place is shared; of many only the first are named. */
function tiedText(subjects: readonly string[], named: (subject: string) => string, say: Say): string {
  const names = subjects.slice(0, 3).map(named).join(say('common.comma'));
  return subjects.length > 4
    ? say('ranking.tiedWithMany', { names, n: subjects.length })
    : say('ranking.tiedWith', { names: subjects.map(named).join(say('common.comma')) });
}

function Tie({ row, named }: { row: RankingRow; named: (subject: string) => string }) {
  const { say, language } = useSay();
  if (row.tiedWith.length)
    return (
      <Tag color="warning" variant="outlined">
        {tiedText(row.tiedWith, named, say)}
      </Tag>
    );
  return row.decidedBy ? (
    <span className="muted">
      {say('ranking.decidedBy', { rule: pick(row.decidedTitle ?? row.decidedBy, language) })}
    </span>
  ) : null;
}

function Honour({ honour, group, children }: { honour: HonourView; group: string; children?: ReactNode }) {
  const { say, language } = useSay();
  const label = pick(honour.name, language);
  return (
    <section style={{ marginTop: 12 }} aria-label={`${label} · ${group}`}>
      <strong>{label}</strong> <span className="tnum">{pick(honour.arithmetic, language)}</span>{' '}
      <Articles anchors={[honour.article]} />
      {honour.held.length ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginTop: 8 }}
          title={say('ranking.heldOpen', { names: honour.held.map((one) => one.name).join('、') })}
          description={children}
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
                  { title: say('field.subject'), render: (_, row) => row.name },
                  {
                    title: say('ranking.outcome'),
                    render: (_, row) => (
                      <StateTag
                        state={row.in ? 'approved' : 'next'}
                        label={say(row.in ? 'ranking.in' : 'ranking.out')}
                      />
                    ),
                  },
                  { title: say('field.reason'), render: (_, row) => pick(row, language) },
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
