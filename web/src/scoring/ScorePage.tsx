import { Alert, Card, DatePicker, Space, Tag } from 'antd';
import dayjs from 'dayjs';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useAll, useGet } from '../api/hooks.js';
import type { CycleRow, FactView, Page as List, OutputView, ResultView } from '../api/types.js';
import { figure, instant, movement, nameOf, pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { TraceTree } from '../components/TraceTree.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { Gauge } from './Gauge.js';

const outputsOf = (result: ResultView): OutputView[] =>
  Array.isArray(result.outputs) ? result.outputs : Object.values(result.outputs ?? {});

/** The period asked for: from the address, else the newest cycle, else the business month. */
function usePeriod(): [string | undefined, (period: string) => void] {
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const cycles = useGet<List<CycleRow>>('/api/cycles', { pageSize: 20 });
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
  const mine = useGet<ResultView | { items: ResultView[] }>(period ? '/api/results/mine' : null, { period });
  const results = mine.data ? ('items' in mine.data ? mine.data.items : [mine.data]) : [];
  return (
    <Page title={say('score.mine')} extra={<PeriodPicker period={period} onPick={setPeriod} />}>
      <Refusal problem={mine.error} onRetry={() => void mine.refetch()} />
      {mine.isLoading ? <Busy /> : null}
      {mine.isSuccess && results.every((result) => outputsOf(result).length === 0) ? (
        <Nothing text={say('score.empty')} />
      ) : null}
      {results.map((result) => (
        <ResultCards
          key={result.subject}
          result={result}
          period={period!}
          own={result.subject === `person:${me.person.code}` || nameOf(result.subject) === me.person.code}
        />
      ))}
      <Space wrap style={{ marginTop: 14 }}>
        <Link to="/leaves?mine=true">{say('apply.leaves')}</Link>
        <Link to="/appeals?mine=true">{say('apply.appeals')}</Link>
        <Link to="/papers?mine=true">{say('score.papers')}</Link>
      </Space>
    </Page>
  );
}

export function SubjectScorePage() {
  const { subject = '' } = useParams();
  const { say } = useSay();
  const [period, setPeriod] = usePeriod();
  const result = useGet<ResultView>(period ? `/api/results/${encodeURIComponent(subject)}` : null, { period });
  return (
    <Page
      title={say('score.of', { name: result.data?.name ?? nameOf(subject) })}
      back
      extra={<PeriodPicker period={period} onPick={setPeriod} />}
    >
      <Refusal problem={result.error} onRetry={() => void result.refetch()} />
      {result.isLoading ? <Busy /> : null}
      {result.data ? <ResultCards result={result.data} period={period!} own={false} /> : null}
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

function ResultCards({ result, period, own }: { result: ResultView; period: string; own: boolean }) {
  const { say, language } = useSay();
  const { phone } = usePreferences();
  const navigate = useNavigate();
  const facts = useAll<FactView>(result.facts ? null : '/api/facts', { subject: result.subject, period });
  const appeal = (fact: FactView): void => {
    navigate(`/appeals/new?cycle=${period}&fact=${fact.id}&subject=${encodeURIComponent(result.subject)}`);
  };
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {outputsOf(result).map((output) => {
        const base =
          output.base ??
          (output.sections.length
            ? String(output.sections.reduce((sum, section) => sum + Number(section.base), 0))
            : undefined);
        const moved = output.trace.filter((line) => line.kind !== 'base' && figure(line.amount) !== '0');
        const label = output.label ?? (pick(output, language).startsWith('{') ? output.output : pick(output, language));
        return (
          <Card
            key={output.output}
            title={`${result.name ?? nameOf(result.subject)} · ${label}`}
            extra={result.rankings?.map((one) => (
              <Tag key={`${one.ranking}-${one.group}`} color="blue">
                {say('score.rank', { rank: one.row.rank, of: one.of })}
              </Tag>
            ))}
          >
            <div
              style={{
                display: 'grid',
                gap: 20,
                gridTemplateColumns: phone ? '1fr' : '190px minmax(0, 1fr)',
                alignItems: 'start',
              }}
            >
              <div>
                <Gauge shown={output.shown || output.total} base={base} label={output.grade ?? label} />
                <p className="muted" style={{ textAlign: 'center' }}>
                  {say('score.movements', {
                    n: moved.length,
                    sum: movement(moved.length ? sumText(moved.map((line) => line.amount)) : '0'),
                  })}
                </p>
              </div>
              <div style={{ minWidth: 0 }}>
                {output.flags?.map((flag) => (
                  <Alert
                    key={flag.flag}
                    type="warning"
                    showIcon
                    style={{ marginBottom: 8 }}
                    title={flag.label ?? flag.flag}
                    description={<Articles anchors={[flag.article]} />}
                  />
                ))}
                <TraceTree
                  output={output}
                  facts={result.facts ?? facts.data?.items}
                  onAppeal={own ? appeal : undefined}
                />
                <p className="muted" style={{ marginBottom: 0 }}>
                  {say('score.exact', { total: output.total })}
                  {result.computedAt ? ` · ${say('score.computedAt', { at: instant(result.computedAt) })}` : ''}
                </p>
              </div>
            </div>
          </Card>
        );
      })}
    </div>
  );
}

/** Sum of decimal texts in 1/10000, exact for what the screen shows; rationals are left to the service's own total. */
function sumText(amounts: readonly string[]): string {
  if (amounts.some((amount) => amount.includes('/')))
    return amounts
      .reduce(
        (sum, amount) =>
          sum +
          amount
            .split('/')
            .map(Number)
            .reduce((a, b) => a / b),
        0,
      )
      .toFixed(2);
  return String(amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 10_000), 0) / 10_000);
}
