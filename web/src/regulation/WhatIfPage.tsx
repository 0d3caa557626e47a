import { Alert, Button, Card, Segmented, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useGet, useSend } from '../api/hooks.js';
import type { CycleRow, Page as List, RegulationLine } from '../api/types.js';
import { pick } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { ChangeRows } from './ChangeRows.js';
import { type Change, changeOf, faultyFields, keyOf, patchOf } from './changes.js';
import { KeepAsDraft } from './KeepAsDraft.js';
import { Moved } from './Moved.js';
import { useMayEdit } from './rights.js';
import type { DraftList, EditionView, WhatIfRequest, WhatIfView } from './shapes.js';

const sources = ['choices', 'draft', 'edition'] as const;
type Source = (typeof sources)[number];
interface Sandbox {
  changes: Change[];
}

/** A closed period replayed under other rules, and who would move; nothing is written. */
export function WhatIfPage() {
  const { say } = useSay();
  const { phone } = usePreferences();
  const me = useMe();
  const mayEdit = useMayEdit();
  const [search] = useSearchParams();
  const adopted = useGet<EditionView>('/api/regulations/adopted');
  const cycles = useGet<List<CycleRow>>('/api/cycles');
  const drafts = useGet<DraftList>('/api/edition-drafts');
  const library = useGet<List<RegulationLine>>('/api/regulations');
  const [sandbox, keep] = useDraft<Sandbox>(`${me.institution.code}.${me.person.code}.whatIf`, { changes: [] });
  const [source, setSource] = useState<Source>(search.get('draft') ? 'draft' : 'choices');
  const [draft, setDraft] = useState(search.get('draft') ?? undefined);
  const [edition, setEdition] = useState<string>();
  const [chosen, setPeriod] = useState<string>();
  const send = useSend<WhatIfView>();
  const view = adopted.data;
  const changes = view ? sandbox.changes.filter((one) => changeOf(view, keyOf(one))) : [];
  useAsked(view, search.get('rule'), sandbox.changes, (next) => keep({ changes: next }));
  const periods = [...(cycles.data?.items ?? [])].sort((a, b) => b.key.localeCompare(a.key));
  const period = chosen ?? (periods.find((one) => isClosed(one)) ?? periods[0])?.key;
  const patch = view ? patchOf(view, changes) : undefined;
  const nothing =
    source === 'choices'
      ? !patch || patch.items.length + Object.keys(patch.settings).length + Object.keys(patch.fill).length === 0
      : source === 'draft'
        ? !draft
        : !edition;
  const faulty =
    source === 'choices' && view !== undefined && changes.some((one) => faultyFields(one, view).length > 0);
  const ask = (): void => {
    if (!period || !patch) return;
    const [id = '', day = ''] = (edition ?? '').split('@');
    const body: WhatIfRequest =
      source === 'draft'
        ? { period, draftId: draft }
        : source === 'edition'
          ? { period, edition: { id, edition: day } }
          : { period, choices: patch };
    send.mutate({ path: '/api/what-if', body });
  };
  const problem = adopted.error ?? cycles.error;
  if (problem)
    return (
      <Page title={say('nav.whatIf')}>{<Refusal problem={problem} onRetry={() => void adopted.refetch()} />}</Page>
    );
  return (
    <Page title={say('nav.whatIf')} back="/regulations/adopted">
      <Alert type="info" showIcon title={say('whatIf.safe')} style={{ marginBottom: 12 }} />
      <div className={phone ? 'stack' : 'sandbox'}>
        <Card size="small" title={say('whatIf.question')}>
          <div className="stack">
            <div className="field">
              <label htmlFor="whatIf-period">{say('whatIf.period')}</label>
              <Select
                id="whatIf-period"
                style={{ width: '100%' }}
                value={period}
                onChange={setPeriod}
                notFoundContent={say('whatIf.noPeriod')}
                options={periods.map((one) => ({
                  value: one.key,
                  label: `${one.key} · ${say(isClosed(one) ? 'whatIf.closed' : 'whatIf.open')}`,
                }))}
              />
            </div>
            <Segmented
              block
              aria-label={say('whatIf.source')}
              value={source}
              onChange={setSource}
              options={sources.map((value) => ({ value, label: say(`whatIf.source.${value}`) }))}
            />
            {source === 'choices' && view ? (
              <ChangeRows view={view} changes={changes} onChange={(next) => keep({ changes: next })} />
            ) : null}
            {source === 'draft' ? (
              <DraftSelect drafts={drafts.data} value={draft} onChange={setDraft} problem={drafts.error} />
            ) : null}
            {source === 'edition' ? (
              <EditionSelect lines={library.data?.items ?? []} value={edition} onChange={setEdition} />
            ) : null}
            <Button type="primary" disabled={!period || nothing || faulty} loading={send.isPending} onClick={ask}>
              {say('whatIf.run')}
            </Button>
            {nothing ? <small className="muted">{say('whatIf.nothing')}</small> : null}
          </div>
        </Card>
        <div style={{ minWidth: 0 }}>
          <ProgressBar active={send.isPending} doing={say('whatIf.doing', { period: period ?? '' })} />
          <Refusal problem={send.error} />
          {send.data ? (
            <Moved answer={send.data}>
              {mayEdit && source === 'choices' && patch ? <KeepAsDraft patch={patch} today={me.clock.today} /> : null}
            </Moved>
          ) : send.isPending || send.error ? null : (
            <Nothing text={say('whatIf.empty')} />
          )}
        </div>
      </div>
    </Page>
  );
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

function DraftSelect({
  drafts,
  value,
  onChange,
  problem,
}: {
  drafts?: DraftList;
  value?: string;
  onChange: (id: string) => void;
  problem: Parameters<typeof Refusal>[0]['problem'];
}) {
  const { say } = useSay();
  return (
    <div className="field">
      <label htmlFor="whatIf-draft">{say('whatIf.source.draft')}</label>
      <Select
        id="whatIf-draft"
        style={{ width: '100%' }}
        value={value}
        onChange={onChange}
        notFoundContent={say('draft.empty')}
        options={(drafts?.items ?? []).map((one) => ({ value: one.id, label: `${one.title} · ${one.from}` }))}
      />
      <Refusal problem={problem} />
    </div>
  );
}

function EditionSelect({
  lines,
  value,
  onChange,
}: {
  lines: readonly RegulationLine[];
  value?: string;
  onChange: (id: string) => void;
}) {
  const { say, language } = useSay();
  return (
    <div className="field">
      <label htmlFor="whatIf-edition">{say('whatIf.source.edition')}</label>
      <Select
        id="whatIf-edition"
        style={{ width: '100%' }}
        value={value}
        onChange={onChange}
        showSearch={{ optionFilterProp: 'label' }}
        options={lines.map((one) => ({
          value: `${one.id}@${one.edition}`,
          label: `${pick(one, language)} · ${one.edition}`,
        }))}
      />
    </div>
  );
}
