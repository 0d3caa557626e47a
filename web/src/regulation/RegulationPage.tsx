import { Alert, Select, Tag } from 'antd';
import { useEffect } from 'react';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import type { ApiProblem } from '../api/client.js';
import { useGet } from '../api/hooks.js';
import type { Page as List, RegulationLine } from '../api/types.js';
import { day, pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Page } from '../components/Page.js';
import { ArticleHome, Refusal } from '../components/Refusal.js';
import { Tabbed } from '../components/Tabbed.js';
import { useSay } from '../i18n.js';
import { ArticleList } from './ArticleList.js';
import { Parameters, Settings } from './Choices.js';
import { Decisions } from './Decisions.js';
import { DiffCard } from './DiffCard.js';
import { Examples } from './Examples.js';
import { GoneItems } from './GoneItems.js';
import { History } from './history.js';
import { LeaveKinds } from './LeaveKinds.js';
import { Outputs } from './Outputs.js';
import { Duties } from './Parts.js';
import { useMayAsk } from './rights.js';
import type { AdoptionLine, EditionDiff, EditionView, FrozenView, RuleHistory } from './shapes.js';

/** The pack in force for this institution; article links from everywhere lead here. */
export function AdoptedRegulationPage() {
  const view = useGet<EditionView>('/api/regulations/adopted');
  const mayAsk = useMayAsk();
  const history = useHistory(view.data?.hash);
  return (
    <History value={history}>
      <Loaded view={view.data} error={view.error} onRetry={() => void view.refetch()} mayAsk={mayAsk} />
    </History>
  );
}

/** Any edition of the library. */
export function RegulationPage() {
  const { id = '', edition = '' } = useParams();
  const view = useGet<EditionView>(`/api/regulations/${encodeURIComponent(id)}/${encodeURIComponent(edition)}`);
  return <Loaded view={view.data} error={view.error} onRetry={() => void view.refetch()} />;
}

/** An edition as it was adopted, whatever came after it. */
export function FrozenEditionPage() {
  const { hash = '' } = useParams();
  const view = useGet<FrozenView>(`/api/regulations/editions/${encodeURIComponent(hash)}`);
  const history = useHistory(view.data ? hash : undefined);
  return (
    <History value={history}>
      <Loaded
        view={view.data?.edition}
        error={view.error}
        onRetry={() => void view.refetch()}
        adoption={view.data?.adoption}
        diff={view.data?.diff ?? undefined}
      />
    </History>
  );
}

/** Of an adopted edition; null until it is there. */
const useHistory = (hash: string | undefined): RuleHistory | null =>
  useGet<RuleHistory>(hash ? `/api/regulations/editions/${hash}/history` : null).data ?? null;

interface Props {
  view?: EditionView;
  error: ApiProblem | null;
  onRetry: () => void;
  mayAsk?: boolean;
  adoption?: AdoptionLine;
  diff?: EditionDiff;
}

function Loaded({ view, error, onRetry, ...rest }: Props) {
  if (view) return <Edition view={view} {...rest} />;
  return error ? (
    <div className="page">
      <Refusal problem={error} onRetry={onRetry} />
    </div>
  ) : (
    <Busy />
  );
}

/** Articles with their rules, readings, blanks, what is computed, duties, decisions, worked examples. */
function Edition({ view, mayAsk, adoption, diff }: Omit<Props, 'view' | 'error' | 'onRetry'> & { view: EditionView }) {
  const { say, language } = useSay();
  const { hash, pathname } = useLocation();
  const [search, setSearch] = useSearchParams();
  const wanted = decodeURIComponent(hash.slice(1));
  useEffect(() => {
    if (wanted) document.getElementById(wanted)?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const { structure } = view;
  const blanks = view.parameters.filter((parameter) => parameter.value === null);
  return (
    <Page
      title={pick(view, language)}
      back={adoption ? '/regulations/editions' : '/regulations'}
      extra={
        <>
          <Tag>{say('regulation.edition', { day: adoption ? day(adoption.from) : structure.from })}</Tag>
          <Versions view={view} />
          {mayAsk !== undefined || adoption ? <Link to="/regulations/editions">{say('nav.editions')}</Link> : null}
          <code title={view.hash}>{view.hash.slice(0, 12)}</code>
        </>
      }
    >
      <p className="muted" style={{ marginTop: 0 }}>
        {[pick(view.owner, language), pick(view.source, language)].filter(Boolean).join(' · ')}
        {structure.assumed ? ` · ${say('regulation.assumed', { day: structure.from })}` : ''}
      </p>
      <Banners view={view} blanks={blanks.length} adoption={adoption} mayAsk={mayAsk} />
      <ArticleHome value={pathname}>
        <Tabbed
          active={wanted ? 'articles' : (search.get('tab') ?? 'articles')}
          onChange={(tab) => setSearch({ tab }, { replace: true })}
          items={[
            {
              key: 'articles',
              label: say('regulation.articles'),
              children: (
                <>
                  <ArticleList view={view} wanted={wanted} mayAsk={mayAsk} />
                  <GoneItems />
                </>
              ),
            },
            { key: 'outputs', label: say('regulation.outputs'), children: <Outputs view={view} /> },
            { key: 'duties', label: say('regulation.duties'), children: <Duties view={view} /> },
            {
              key: 'settings',
              label: say('regulation.settingsOf', { n: view.settings.length }),
              children: <Settings view={view} />,
            },
            {
              key: 'parameters',
              label: say('regulation.parametersOf', { n: view.parameters.length }),
              children: <Parameters view={view} />,
            },
            { key: 'leaveKinds', label: say('leaveKinds.title'), children: <LeaveKinds view={view} /> },
            { key: 'decisions', label: say('regulation.decisions'), children: <Decisions view={view} /> },
            {
              key: 'cases',
              label: say('regulation.casesOf', { n: structure.examples.length }),
              children: <Examples view={view} />,
            },
            ...(diff
              ? [
                  {
                    key: 'diff',
                    label: say('diff.tab'),
                    children: <DiffCard diff={diff} title={say('diff.against', { day: diff.before.edition })} />,
                  },
                ]
              : []),
          ]}
        />
      </ArticleHome>
    </Page>
  );
}

function Banners({
  view,
  blanks,
  adoption,
  mayAsk,
}: {
  view: EditionView;
  blanks: number;
  adoption?: AdoptionLine;
  mayAsk?: boolean;
}) {
  const { say, language } = useSay();
  const others = view.structure.packs.filter((pack) => pack.id !== view.id);
  return (
    <div className="stack" style={{ marginBottom: 12 }}>
      {adoption && !adoption.isInForce ? (
        <Alert
          type="info"
          showIcon
          title={say('edition.counted', { from: day(adoption.from), to: adoption.to ? day(adoption.to) : '…' })}
        />
      ) : null}
      {view.structure.incomplete.map((one) => (
        <Alert
          key={one.output}
          type="warning"
          showIcon
          title={`${say('incomplete.mark')} · ${pick(one, language)}`}
          description={one.of.text ? say('incomplete.why', { of: one.of.text }) : say('incomplete.whyBlank')}
        />
      ))}
      {blanks ? (
        <Alert
          type="warning"
          showIcon
          title={say('regulation.blanks', { n: blanks })}
          description={
            <>
              {view.parameters
                .filter((parameter) => parameter.value === null)
                .slice(0, 8)
                .map((blank) => pick(blank, language))
                .join(say('common.comma'))}
              {blanks > 8 ? ' …' : ''} {mayAsk ? <Link to="/regulations/blanks">{say('nav.blanks')}</Link> : null}
            </>
          }
        />
      ) : null}
      {others.length ? (
        <p className="muted" style={{ margin: 0 }}>
          {say('edition.composedOf')}{' '}
          {others.map((pack, index) => (
            <span key={pack.id}>
              {index ? say('common.comma') : ''}
              <Link to={`/regulations/${pack.id}/${pack.edition}`}>{pick(pack, language)}</Link> ({pack.edition})
            </span>
          ))}
        </p>
      ) : null}
      {view.notes.length ? (
        <details className="notes">
          <summary>{say('edition.notes', { n: view.notes.length })}</summary>
          <ul className="plain">
            {view.notes.map((note) => (
              <li key={note.zh}>{pick(note, language)}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

/** Other editions of the same regulation in the library. */
function Versions({ view }: { view: EditionView }) {
  const { say } = useSay();
  const navigate = useNavigate();
  const list = useGet<List<RegulationLine>>('/api/regulations');
  const editions = (list.data?.items ?? []).filter((line) => line.id === view.id);
  if (editions.length < 2) return null;
  return (
    <Select
      size="small"
      aria-label={say('edition.versions')}
      value={view.edition}
      style={{ minWidth: 130 }}
      options={editions.map((line) => ({ value: line.edition, label: line.edition }))}
      onChange={(to: string) => navigate(`/regulations/${view.id}/${to}`)}
    />
  );
}
