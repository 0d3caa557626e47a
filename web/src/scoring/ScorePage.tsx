import { Alert, Card, DatePicker, Space, Tag } from 'antd';
import dayjs from 'dayjs';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CycleRow, FactView, Page as List, OutputView, ResultView } from '../api/types.js';
import { day, exact, figure, movement, pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { ArticleHome, Articles, Refusal } from '../components/Refusal.js';
import { TraceTree } from '../components/TraceTree.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { Gauge } from './Gauge.js';
import { PreviewMark } from './PreviewMark.js';
import { Standing } from './Standing.js';
import { useSubjectName } from './useSubjectName.js';

/** The period asked for: from the address, else the newest cycle, else the business month. */
function usePeriod(): [string | undefined, (period: string) => void] {
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const cycles = useGet<List<CycleRow>>('/api/cycles');
  const newest = (cycles.data?.items ?? [])
    .map((cycle) => cycle.key)
    .sort()
    .at(-1);
  const settled = cycles.isSuccess || cycles.isError;
  const period = search.get('period') ?? (settled ? (newest ?? me.clock.today.slice(0, 7)) : undefined);
  return [period, (next) => setSearch({ period: next }, { replace: true })];
}

export function MyScorePage() {
  const { say } = useSay();
  const me = useMe();
  const [period, setPeriod] = usePeriod();
  const mine = useGet<ResultView>(period ? '/api/results/mine' : null, { period });
  const window = me.person.window;
  const unscored = mine.error?.body.status === 404;
  return (
    <Page title={say('score.mine')} extra={<PeriodPicker period={period} onPick={setPeriod} />}>
      {unscored ? null : <Refusal problem={mine.error} onRetry={() => void mine.refetch()} />}
      {mine.isLoading ? <Busy /> : null}
      {unscored || mine.data?.outputs.length === 0 ? <Nothing text={say('score.empty')} /> : null}
      {mine.data ? <ResultCards result={mine.data} name={me.person.name} own /> : null}
      <Space wrap size="large" style={{ marginTop: 14 }}>
        {window ? (
          <Link to={`/results/window:${window.code}?period=${period ?? ''}`}>
            {say('score.of', { name: window.name })}
          </Link>
        ) : null}
        <Link to="/leaves?mine=true">{say('apply.leaves')}</Link>
        <Link to="/appeals?mine=true">{say('apply.appeals')}</Link>
        <Link to="/papers">{say('score.papers')}</Link>
      </Space>
    </Page>
  );
}

export function SubjectScorePage() {
  const { subject = '' } = useParams();
  const { say } = useSay();
  const me = useMe();
  const [period, setPeriod] = usePeriod();
  const name = useSubjectName()(subject);
  const result = useGet<ResultView>(period ? `/api/results/${encodeURIComponent(subject)}` : null, { period });
  // The head of a window may appeal for it.
  const own =
    me.grants.some((grant) => grant.role === 'WINDOW_HEAD' && subject === `window:${grant.target ?? ''}`) ||
    subject === `person:${me.person.code}`;
  return (
    <Page title={say('score.of', { name })} back extra={<PeriodPicker period={period} onPick={setPeriod} />}>
      <Refusal problem={result.error} onRetry={() => void result.refetch()} />
      {result.isLoading ? <Busy /> : null}
      {result.data ? <ResultCards result={result.data} name={name} own={own} /> : null}
    </Page>
  );
}

function PeriodPicker({ period, onPick }: { period?: string; onPick: (period: string) => void }) {
  const { say } = useSay();
  return (
    <DatePicker
      picker="month"
      allowClear={false}
      aria-label={say('field.period')}
      value={period && /^\d{4}-\d{2}$/.test(period) ? dayjs(`${period}-01`) : null}
      onChange={(day) => day && onPick(day.format('YYYY-MM'))}
    />
  );
}

function ResultCards({ result, name, own }: { result: ResultView; name: string; own: boolean }) {
  const { say, maybe, language } = useSay();
  const { phone } = usePreferences();
  const navigate = useNavigate();
  const labelOf = (item: string): string => {
    const article = result.articles.find((one) => one.article === item);
    return article ? `${item} ${pick(article, language)}` : item;
  };
  const appeal = (fact: FactView): void => {
    navigate(`/appeals/new?period=${result.period}&fact=${fact.id}&subject=${encodeURIComponent(result.subject)}`);
  };
  return (
    <ArticleHome value={`/regulations/editions/${result.edition.hash}`}>
      <div className="stack">
        {result.outputs.map((output, index) => (
          <Card
            key={output.output}
            title={phone ? pick(output, language) : `${name} · ${pick(output, language)}`}
            extra={
              index === 0 ? (
                <Space wrap size={4}>
                  {result.rankings.map((one) => (
                    <Tag key={`${one.ranking}-${one.group}`} color="blue">
                      {say('score.rank', { rank: one.rank, of: one.of })}
                    </Tag>
                  ))}
                  {result.honours
                    .filter((one) => one.awarded)
                    .map((one) => (
                      <Tag key={one.honour} color="success" variant="outlined">
                        {pick(one.name, language)}
                      </Tag>
                    ))}
                  <Tag>{maybe(`result.${result.stage}`, result.stage)}</Tag>
                </Space>
              ) : null
            }
          >
            <OutputBody
              output={output}
              articles={result.articles}
              facts={result.facts.map((fact) => ({
                ...fact,
                itemLabel: labelOf(fact.item),
                fields: result.fields.filter((one) => one.item === fact.item),
                recorderName: result.people.find((one) => one.code === fact.recorder)?.name,
              }))}
              onAppeal={own ? appeal : undefined}
            />
          </Card>
        ))}
        <Standing result={result} />
      </div>
    </ArticleHome>
  );
}

function OutputBody({
  output,
  articles,
  facts,
  onAppeal,
}: {
  output: OutputView;
  articles: ResultView['articles'];
  facts: readonly FactView[];
  onAppeal?: (fact: FactView) => void;
}) {
  const { say, maybe, language } = useSay();
  const { phone } = usePreferences();
  const base = output.sections.length
    ? String(output.sections.reduce((sum, section) => sum + Number(section.base), 0))
    : undefined;
  const moved = output.trace.filter((line) => line.kind !== 'base' && figure(line.amount) !== '0');
  return (
    <div
      style={{
        display: 'grid',
        gap: 20,
        gridTemplateColumns: phone ? 'minmax(0, 1fr)' : '190px minmax(0, 1fr)',
        alignItems: 'start',
      }}
    >
      <div>
        <Gauge
          shown={output.shown}
          counted={output}
          base={base}
          label={output.grade ? pick(output.gradeTitle ?? output.grade, language) : pick(output, language)}
        />
        {output.incomplete ? <PreviewMark incomplete={output.incomplete} /> : null}
        <p className="muted" style={{ textAlign: 'center' }}>
          {say('score.movements', { n: moved.length, sum: movement(sumText(moved.map((line) => line.amount))) })}
        </p>
      </div>
      <div style={{ minWidth: 0 }}>
        {output.flags.map((flag) => (
          <Alert
            key={`${flag.flag}-${flag.article}`}
            type="warning"
            showIcon
            style={{ marginBottom: 8 }}
            title={maybe(
              `flag.${flag.flag}`,
              pick(articles.find((one) => one.article === flag.article) ?? flag.flag, language),
            )}
            description={
              <>
                {flag.on ? <span className="tnum">{day(flag.on)} </span> : null}
                <Articles anchors={[flag.article]} />
              </>
            }
          />
        ))}
        <TraceTree output={output} facts={facts} onAppeal={onAppeal} />
        <p className="muted" style={{ marginBottom: 0 }}>
          {say('score.exact', { total: exact(output.total) })}
          {output.fines || output.rewards
            ? ` · ${say('score.money', { fines: figure(output.fines ?? '0'), rewards: figure(output.rewards ?? '0') })}`
            : ''}
        </p>
      </div>
    </div>
  );
}

/** Sum for the caption under the gauge; the exact total is the service's own and stands below the lines. */
function sumText(amounts: readonly string[]): string {
  const value = amounts.reduce(
    (sum, amount) =>
      sum +
      amount
        .split('/')
        .map(Number)
        .reduce((a, b) => a / b),
    0,
  );
  return String(Math.round(value * 10_000) / 10_000);
}
