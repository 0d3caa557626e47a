import { CheckCircleOutlined, ClockCircleOutlined, EditOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Card, Collapse, DatePicker, Segmented, Tag } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { DutyLine, DutyStandingView } from '../../../src/scoring/duty-standing.contract.js';
import { useGet } from '../api/hooks.js';
import { day, pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { ArticleHome, Articles, Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';

type State = DutyLine['state'];
const looks: Readonly<Record<State, { color: string; icon: ReactNode }>> = {
  open: { color: 'warning', icon: <ClockCircleOutlined /> },
  done: { color: 'success', icon: <CheckCircleOutlined /> },
  blank: { color: 'error', icon: <QuestionCircleOutlined /> },
  uncounted: { color: 'default', icon: <EditOutlined /> },
};

/** What the regulation wants done every week, month, quarter, …: by when, how often it was done, who is behind. */
export function CalendarDutiesPage() {
  const { say } = useSay();
  const { clock } = useMe();
  const [search, setSearch] = useSearchParams();
  const on = search.get('on') ?? clock.today;
  const state = search.get('state') ?? 'all';
  const put = (name: string, value: string | undefined): void => {
    const next = new URLSearchParams(search);
    if (value === undefined) next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  const answer = useGet<DutyStandingView>('/api/calendar-duties', { on }, { keep: true });
  const view = answer.data;
  const shown = view?.items.filter((one) => state === 'all' || one.state === state) ?? [];
  const states = (['open', 'blank', 'uncounted', 'done'] as const).filter((one) =>
    view?.items.some((line) => line.state === one),
  );
  return (
    <Page title={say('nav.calendarDuties')}>
      <p style={{ marginTop: 0 }}>{say('dues.how')}</p>
      <div className="quick" style={{ marginBottom: 12, gap: 12 }}>
        <DatePicker
          aria-label={say('dues.on')}
          value={dayjs(on)}
          allowClear={false}
          onChange={(chosen) => chosen && put('on', chosen.format('YYYY-MM-DD'))}
        />
        {states.length > 1 ? (
          <Segmented
            aria-label={say('dues.filter')}
            value={state}
            onChange={(value) => put('state', value === 'all' ? undefined : value)}
            options={[
              { value: 'all', label: say('dues.all', { n: view?.items.length ?? 0 }) },
              ...states.map((one) => ({
                value: one as string,
                label: `${say(`dues.${one}`)} ${view?.items.filter((line) => line.state === one).length ?? 0}`,
              })),
            ]}
          />
        ) : null}
      </div>
      {answer.error ? <Refusal problem={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending && !answer.error ? <Busy /> : null}
      {view ? (
        <ArticleHome value={`/regulations/editions/${view.edition.hash}`}>
          {shown.length === 0 ? <Nothing text={say('dues.none')} /> : null}
          <div className="stack">
            {shown.map((line) => (
              <DutyCard key={line.duty} line={line} today={clock.today} />
            ))}
          </div>
        </ArticleHome>
      ) : null}
    </Page>
  );
}

function DutyCard({ line, today }: { line: DutyLine; today: string }) {
  const { say, maybe, language } = useSay();
  const look = looks[line.state];
  return (
    <Card size="small">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'baseline' }}>
        <strong style={{ flex: '1 1 260px' }}>{pick(line, language)}</strong>
        <Tag color={look.color} icon={look.icon} style={{ marginInlineEnd: 0 }}>
          {say(`dues.${line.state}`)}
        </Tag>
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '2px 16px', marginTop: 4 }} className="muted">
        <span>{maybe(`every.${line.every}`, line.every)}</span>
        <span>{maybe(`role.${line.who}`, line.who)}</span>
        <Due line={line} today={today} />
        <Articles anchors={[line.article]} />
      </div>
      <p style={{ margin: '6px 0 0' }}>
        <Standing line={line} />
      </p>
      {line.open.length ? <Behind line={line} /> : null}
    </Card>
  );
}

/** By when, and how many days are left of it. */
function Due({ line, today }: { line: DutyLine; today: string }) {
  const { say } = useSay();
  if (!line.from || !line.to) return null;
  const left = dayjs(line.to).diff(today, 'day');
  return (
    <span className="tnum">
      {say('dues.due', { from: day(line.from), to: day(line.to) })}
      {line.state === 'done' || left < 0 ? null : ` · ${say(left === 0 ? 'dues.today' : 'dues.left', { n: left })}`}
      {line.state === 'open' && left < 0 ? ` · ${say('dues.past')}` : null}
    </span>
  );
}

/** How often it was done, by which fact; what hinders the counting where it cannot be told. */
function Standing({ line }: { line: DutyLine }) {
  const { say, maybe, language } = useSay();
  if (line.state === 'uncounted') return <span className="muted">{say('dues.uncounted.why')}</span>;
  if (line.state === 'blank')
    return (
      <>
        {say('dues.blank.why')} <Link to="/regulations/blanks">{line.parameter}</Link>
      </>
    );
  const item = line.item ? pick(line.item, language) : '';
  return line.per
    ? say('dues.perEach', {
        per: maybe(`dues.per.${line.per}`, line.per),
        n: line.atLeast ?? 0,
        item,
        done: line.fulfilled,
        all: line.counted,
      })
    : say('dues.altogether', { n: line.atLeast ?? 0, item, done: line.times });
}

function Behind({ line }: { line: DutyLine }) {
  const { say } = useSay();
  const rest = line.counted - line.fulfilled - line.open.length;
  return (
    <Collapse
      ghost
      size="small"
      items={[
        {
          key: 'behind',
          label: say('dues.behind', { n: line.counted - line.fulfilled }),
          children: (
            <>
              {line.open.map((one) => (
                <Tag key={one.subject} style={{ marginBottom: 4 }}>
                  {one.name} <span className="tnum">{say('dues.times', { n: one.done })}</span>
                </Tag>
              ))}
              {rest > 0 ? <span className="muted">{say('dues.more', { n: rest })}</span> : null}
            </>
          ),
        },
      ]}
    />
  );
}
