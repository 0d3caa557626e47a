import { Alert, Button, Progress, Select, Space } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ApiProblem } from '../api/client.js';
import { useGet, useSend } from '../api/hooks.js';
import { pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { BlankCard } from './BlankCard.js';
import { useMayEdit } from './rights.js';
import type { BlankList, BlankView, ChangeDraft, DraftList, DraftView, EditionView } from './shapes.js';

/** Every blank of the text: what rests on it, what is suggested, who filled it in and on what basis. */
export function BlanksPage() {
  const { say, language } = useSay();
  const mayEdit = useMayEdit();
  const [search, setSearch] = useSearchParams();
  const draftId = search.get('draft') ?? undefined;
  const adopted = useGet<BlankList>('/api/regulations/adopted/blanks');
  const drafts = useGet<DraftList>(mayEdit ? '/api/edition-drafts' : null);
  const draft = useGet<DraftView>(draftId ? `/api/edition-drafts/${draftId}` : null);
  const inForce = useGet<EditionView>('/api/regulations/adopted');
  const edition = draftId ? draft.data?.edition : inForce.data;
  const titled = (blank: BlankView): BlankView => ({
    ...blank,
    decisions: blank.decisions.map((id) =>
      pick(edition?.structure.decisions.find((one) => one.id === id) ?? id, language),
    ),
  });
  const shown = (draftId ? draft.data?.blanks : adopted.data?.items)?.map(titled);
  const problem = draftId ? draft.error : adopted.error;
  const filled = shown?.filter((blank) => blank.value !== null).length ?? 0;
  const open = (drafts.data?.items ?? []).filter((one) => one.isEditable);
  return (
    <Page title={say('nav.blanks')} back="/regulations/editions">
      <p style={{ marginTop: 0 }}>{say('blank.how')}</p>
      {mayEdit ? (
        <Space wrap style={{ marginBottom: 10 }}>
          <Select
            aria-label={say('blank.where')}
            style={{ width: 420, maxWidth: 'calc(100vw - 24px)' }}
            value={draftId ?? ''}
            onChange={(id: string) => setSearch(id ? { draft: id } : {}, { replace: true })}
            options={[
              { value: '', label: say('blank.inForce') },
              ...open.map((one) => ({
                value: one.id,
                label: say('blank.inDraft', { title: one.title, day: one.from }),
              })),
            ]}
          />
          {draftId ? <Link to={`/regulations/drafts/${draftId}`}>{say('draft.toDraft')}</Link> : null}
        </Space>
      ) : null}
      {mayEdit && !draftId ? (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={say('blank.onlyDraft')}
          description={open.length ? undefined : <Link to="/regulations/editions">{say('draft.open')}</Link>}
        />
      ) : null}
      <Refusal problem={problem} onRetry={() => void (draftId ? draft : adopted).refetch()} />
      {shown === undefined && !problem ? <Busy /> : null}
      {shown?.length === 0 ? <Nothing text={say('blank.none')} /> : null}
      {shown?.length ? (
        <>
          <div role="status">
            <span className="tnum">{say('blank.progress', { n: filled, of: shown.length })}</span>
            <Progress
              percent={Math.round((filled / shown.length) * 100)}
              showInfo={false}
              aria-label={say('blank.progress', { n: filled, of: shown.length })}
            />
          </div>
          <BlankForms blanks={shown} draft={draftId ? draft.data : undefined} />
        </>
      ) : null}
    </Page>
  );
}

interface Entry {
  value: string;
  basis: string;
}

/** The lines of one draft; a refused line keeps what was typed and says why, the others are saved. */
function BlankForms({ blanks, draft }: { blanks: readonly BlankView[]; draft?: DraftView }) {
  const { say } = useSay();
  const [entries, setEntries] = useState<Record<string, Entry>>({});
  const [problems, setProblems] = useState<Record<string, ApiProblem>>({});
  const send = useSend<DraftView>(['/api/edition-drafts']);
  const { phone } = usePreferences();
  const editable = draft?.isEditable ?? false;
  const save = async (name: string, entry: Entry | null, revision: number): Promise<number> => {
    const body: ChangeDraft = { fill: { [name]: entry } };
    const answer = await send.mutateAsync({
      path: `/api/edition-drafts/${draft?.id}`,
      method: 'PATCH',
      body,
      revision,
    });
    return answer.revision;
  };
  const one = async (name: string, entry: Entry | null, revision: number): Promise<number> => {
    try {
      const next = await save(name, entry, revision);
      setEntries(({ [name]: _, ...rest }) => rest);
      setProblems(({ [name]: _, ...rest }) => rest);
      return next;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblems((all) => ({ ...all, [name]: error }));
      return revision;
    }
  };
  const all = async (): Promise<void> => {
    let revision = draft?.revision ?? 0;
    for (const [name, entry] of Object.entries(entries)) revision = await one(name, entry, revision);
  };
  const ready = Object.values(entries).filter((entry) => entry.value && entry.basis.trim().length > 1).length;
  return (
    <>
      <div className="stack" style={{ marginTop: 10 }}>
        {blanks.map((blank) => (
          <BlankCard
            key={blank.parameter}
            blank={blank}
            entry={entries[blank.parameter]}
            editable={editable}
            busy={send.isPending}
            problem={problems[blank.parameter]}
            onType={(entry) => setEntries({ ...entries, [blank.parameter]: entry })}
            onSave={(entry) => void one(blank.parameter, entry, draft?.revision ?? 0)}
          />
        ))}
      </div>
      {editable && ready > 1 ? (
        <div className={phone ? 'foot over-tabs' : 'foot'}>
          <Button type="primary" loading={send.isPending} onClick={() => void all()}>
            {say('blank.saveAll', { n: ready })}
          </Button>
        </div>
      ) : null}
    </>
  );
}
