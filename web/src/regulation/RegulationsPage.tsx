import { Input, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { Page as List, RegulationLine } from '../api/types.js';
import { pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { useMayRead } from './rights.js';
import type { DraftList } from './shapes.js';

const kinds = [
  'service-hall',
  'government-office',
  'market-regulator',
  'public-body',
  'hospital',
  'school',
  'bank',
  'enterprise',
  'any-unit',
] as const;
const states = ['inForce', 'adopted', 'library', 'superseded'] as const;
type State = (typeof states)[number];

/** `R63` of `r63-bank-zhangjiakou`, `X01` of a text from outside the corpus: the number under which it is known. */
const numberOf = (id: string): string => /^[rx]\d+/.exec(id)?.[0].toUpperCase() ?? '';

const stateOf = (line: RegulationLine, today: string): State => {
  if (line.to !== null && line.to <= today) return 'superseded';
  if (line.inForce) return 'inForce';
  return line.adopted ? 'adopted' : 'library';
};

/** All regulations that come with the system: what counts here, what each holds, and since when it counts. */
export function RegulationsPage() {
  const { say } = useSay();
  const { clock } = useMe();
  const mayRead = useMayRead();
  const list = useGet<List<RegulationLine>>('/api/regulations');
  const drafts = useGet<DraftList>(mayRead ? '/api/edition-drafts' : null);
  const drafted = new Set(
    (drafts.data?.items ?? []).filter((one) => !isOver(one.case?.state)).map((one) => one.pack.id),
  );
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState<string>();
  const [state, setState] = useState<State>();
  const word = typed.trim().toLowerCase();
  const lines = (list.data?.items ?? []).filter(
    (line) =>
      (!kind || line.institution === kind) &&
      (!state || stateOf(line, clock.today) === state) &&
      (!word ||
        [line.id, line.zh, line.en, line.owner.zh, line.owner.en].some((text) => text.toLowerCase().includes(word))),
  );
  return (
    <Page title={say('nav.regulations')} extra={<Link to="/regulations/editions">{say('nav.editions')}</Link>}>
      <Space wrap style={{ marginBottom: 10 }}>
        <Input.Search
          aria-label={say('regulation.find')}
          placeholder={say('regulation.find')}
          allowClear
          style={{ width: 260, maxWidth: '100%' }}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select
          aria-label={say('regulation.institution')}
          placeholder={say('regulation.institution')}
          allowClear
          style={{ minWidth: 140 }}
          value={kind}
          onChange={setKind}
          options={kinds.map((value) => ({ value, label: say(`regulation.institution.${value}`) }))}
        />
        <Select
          aria-label={say('regulation.state')}
          placeholder={say('regulation.state')}
          allowClear
          style={{ minWidth: 140 }}
          value={state}
          onChange={setState}
          options={states.map((value) => ({ value, label: say(`regulation.state.${value}`) }))}
        />
        <span className="muted tnum">{say('regulation.count', { n: lines.length, of: list.data?.total ?? 0 })}</span>
      </Space>
      {list.isLoading ? <Busy /> : null}
      <Refusal problem={list.error} onRetry={() => void list.refetch()} />
      {list.isSuccess && lines.length === 0 ? <Nothing text={say('regulation.empty')} /> : null}
      <ul className="rows" aria-label={say('nav.regulations')}>
        {lines.map((line) => (
          <Line
            key={`${line.id}/${line.edition}`}
            line={line}
            state={stateOf(line, clock.today)}
            hasDraft={drafted.has(line.id)}
          />
        ))}
      </ul>
      <p className="muted">{say('regulation.notRegulations')}</p>
    </Page>
  );
}

/** A draft that became an edition, or never will, is one no more. */
const isOver = (state: string | undefined): boolean => /^(effective|superseded|withdrawn)$/.test(state ?? '');

function Line({ line, state, hasDraft }: { line: RegulationLine; state: State; hasDraft: boolean }) {
  const { say, language } = useSay();
  const colors = { inForce: 'success', adopted: 'processing', library: undefined, superseded: 'default' } as const;
  return (
    <li>
      <Link to={`/regulations/${line.id}/${line.edition}`}>
        <code className="row-number">{numberOf(line.id)}</code>
        <span className="row-main">
          <strong>{pick(line, language)}</strong>
          <span className="muted">
            {pick(line.owner, language)} · {say(`regulation.institution.${line.institution as 'bank'}`)}
          </span>
        </span>
        <span className="row-side">
          {state === 'library' ? null : (
            <Tag color={colors[state]} variant="outlined">
              {say(`regulation.state.${state}`)}
            </Tag>
          )}
          {hasDraft ? (
            <Tag color="processing" variant="outlined">
              {say('regulation.hasDraft')}
            </Tag>
          ) : null}
          {line.blanks > 0 ? (
            <Tag color="warning" variant="outlined">
              {say('regulation.blankCount', { n: line.blanks })}
            </Tag>
          ) : null}
          <span className="muted tnum">
            {say(line.assumed ? 'regulation.assumedShort' : 'regulation.edition', { day: line.from })}
          </span>
          <span className="muted tnum">
            {say('regulation.holds', { articles: line.articles, cases: line.cases, settings: line.settings })}
          </span>
        </span>
      </Link>
    </li>
  );
}
