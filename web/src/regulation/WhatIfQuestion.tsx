import { Button, Card, Segmented, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CycleRow, Page as List, RegulationLine } from '../api/types.js';
import { pick } from '../api/words.js';
import { Refusal } from '../components/Refusal.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { ChangeRows } from './ChangeRows.js';
import { type Change, changeOf, faultyFields, keyOf, patchOf } from './changes.js';
import type { DraftList, EditionView, WhatIfRequest } from './shapes.js';

const sources = ['choices', 'draft', 'edition'] as const;
type Source = (typeof sources)[number];

/** What is asked: the period, and under which rules it shall be replayed. The changes are kept in this browser. */
export function useQuestion() {
  const me = useMe();
  const [search] = useSearchParams();
  const adopted = useGet<EditionView>('/api/regulations/adopted');
  const cycles = useGet<List<CycleRow>>('/api/cycles');
  const [sandbox, keep] = useDraft<{ changes: Change[] }>(`${me.institution.code}.${me.person.code}.whatIf`, {
    changes: [],
  });
  const [source, setSource] = useState<Source>(search.get('draft') ? 'draft' : 'choices');
  const [draft, setDraft] = useState(search.get('draft') ?? undefined);
  const [edition, setEdition] = useState<string>();
  const [chosen, setPeriod] = useState<string>();
  const setChanges = (changes: Change[]): void => keep({ changes });
  const view = adopted.data;
  useAsked(view, search.get('rule'), sandbox.changes, setChanges);
  const changes = view ? sandbox.changes.filter((one) => changeOf(view, keyOf(one))) : [];
  const periods = [...(cycles.data?.items ?? [])].sort((a, b) => b.key.localeCompare(a.key));
  const period = chosen ?? (periods.find(isClosed) ?? periods[0])?.key;
  const patch = view ? patchOf(view, changes) : undefined;
  const isEmpty = {
    choices: !patch || patch.items.length + Object.keys(patch.settings).length + Object.keys(patch.fill).length === 0,
    draft: !draft,
    edition: !edition,
  }[source];
  const isFaulty =
    source === 'choices' && view !== undefined && changes.some((one) => faultyFields(one, view).length > 0);
  const body = period && patch ? requestOf(source, period, { patch, draft, edition }) : undefined;
  return {
    view,
    problem: adopted.error ?? cycles.error,
    retry: () => void Promise.all([adopted.refetch(), cycles.refetch()]),
    periods,
    period,
    setPeriod,
    source,
    setSource,
    changes,
    setChanges,
    draft,
    setDraft,
    edition,
    setEdition,
    patch,
    isEmpty,
    body: isFaulty ? undefined : body,
  };
}
export type Question = ReturnType<typeof useQuestion>;

/** The card in which it is asked. */
export function QuestionCard({ question, busy, onAsk }: { question: Question; busy: boolean; onAsk: () => void }) {
  const { say } = useSay();
  const { view, source } = question;
  return (
    <Card size="small" title={say('whatIf.question')}>
      <div className="stack">
        <div className="field">
          <label htmlFor="whatIf-period">{say('whatIf.period')}</label>
          <Select
            id="whatIf-period"
            style={{ width: '100%' }}
            value={question.period}
            onChange={question.setPeriod}
            notFoundContent={say('whatIf.noPeriod')}
            options={question.periods.map((one) => ({
              value: one.key,
              label: `${one.key} · ${say(isClosed(one) ? 'whatIf.closed' : 'whatIf.open')}`,
            }))}
          />
        </div>
        <Segmented
          block
          aria-label={say('whatIf.source')}
          value={source}
          onChange={question.setSource}
          options={sources.map((value) => ({ value, label: say(`whatIf.source.${value}`) }))}
        />
        {source === 'choices' && view ? (
          <ChangeRows view={view} changes={question.changes} onChange={question.setChanges} />
        ) : null}
        {source === 'draft' ? <DraftSelect value={question.draft} onChange={question.setDraft} /> : null}
        {source === 'edition' ? <EditionSelect value={question.edition} onChange={question.setEdition} /> : null}
        <Button type="primary" disabled={!question.body || question.isEmpty} loading={busy} onClick={onAsk}>
          {say('whatIf.run')}
        </Button>
        {question.isEmpty ? <small className="muted">{say('whatIf.nothing')}</small> : null}
      </div>
    </Card>
  );
}

function requestOf(
  source: Source,
  period: string,
  asked: { patch: ReturnType<typeof patchOf>; draft?: string; edition?: string },
): WhatIfRequest {
  if (source === 'draft') return { period, draftId: asked.draft };
  if (source === 'choices') return { period, choices: asked.patch };
  const [id = '', edition = ''] = (asked.edition ?? '').split('@');
  return { period, edition: { id, edition } };
}

const isClosed = (cycle: CycleRow): boolean => /^(final|notified|archived)/.test(cycle.state);

/** The rule from whose line one came is ready to be changed; once, so that it can be taken out again. */
function useAsked(
  view: EditionView | undefined,
  rule: string | null,
  changes: readonly Change[],
  keep: (changes: Change[]) => void,
): void {
  const done = useRef('');
  useEffect(() => {
    if (!view || !rule || done.current === rule) return;
    done.current = rule;
    const asked = changeOf(view, `rule:${rule}`);
    if (asked && !changes.some((one) => keyOf(one) === keyOf(asked))) keep([...changes, asked]);
  }, [view, rule, changes, keep]);
}

function DraftSelect({ value, onChange }: { value?: string; onChange: (id: string) => void }) {
  const { say } = useSay();
  const drafts = useGet<DraftList>('/api/edition-drafts');
  return (
    <div className="field">
      <label htmlFor="whatIf-draft">{say('whatIf.source.draft')}</label>
      <Select
        id="whatIf-draft"
        style={{ width: '100%' }}
        value={value}
        onChange={onChange}
        notFoundContent={say('draft.empty')}
        options={(drafts.data?.items ?? []).map((one) => ({ value: one.id, label: `${one.title} · ${one.from}` }))}
      />
      <Refusal problem={drafts.error} />
    </div>
  );
}

function EditionSelect({ value, onChange }: { value?: string; onChange: (id: string) => void }) {
  const { say, language } = useSay();
  const library = useGet<List<RegulationLine>>('/api/regulations');
  return (
    <div className="field">
      <label htmlFor="whatIf-edition">{say('whatIf.source.edition')}</label>
      <Select
        id="whatIf-edition"
        style={{ width: '100%' }}
        value={value}
        onChange={onChange}
        showSearch={{ optionFilterProp: 'label' }}
        options={(library.data?.items ?? []).map((one) => ({
          value: `${one.id}@${one.edition}`,
          label: `${pick(one, language)} · ${one.edition}`,
        }))}
      />
      <Refusal problem={library.error} />
    </div>
  );
}
