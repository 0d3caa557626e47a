import { App, Button, Card, Input, Popconfirm, Select, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useGet, useSend } from '../api/hooks.js';
import type { CaseView } from '../api/types.js';
import { instant, pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { CaseStations } from '../components/CaseStations.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { Tabbed } from '../components/Tabbed.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { CheckCard } from './CheckCard.js';
import { DiffCard } from './DiffCard.js';
import { DraftItems } from './DraftItems.js';
import { DraftSettings } from './DraftSettings.js';
import { useMayAsk, useMayEdit } from './rights.js';
import type { ChangeDraft, DraftView, SubmittedDraft } from './shapes.js';
import { Faults, YamlEditor } from './YamlEditor.js';

/** A new edition in the making: readings, points, blanks, texts; checks; what it changes; and the way to review. */
export function DraftPage() {
  const { id = '' } = useParams();
  const view = useGet<DraftView>(`/api/edition-drafts/${id}`);
  if (view.data) return <Draft draft={view.data} />;
  return view.error ? (
    <div className="page">
      <Refusal problem={view.error} onRetry={() => void view.refetch()} />
    </div>
  ) : (
    <Busy />
  );
}

function Draft({ draft }: { draft: DraftView }) {
  const { say, maybe, language } = useSay();
  const mayEdit = useMayEdit();
  const mayAsk = useMayAsk();
  const [search, setSearch] = useSearchParams();
  const [at, setAt] = useState<number>();
  const editable = draft.isEditable && mayEdit;
  const tab = search.get('tab') ?? 'head';
  const file = search.get('file') ?? draft.files.find((one) => one.isChanged || one.part === 'rules')?.file ?? '';
  const toFile = (name: string | null, line: number | null): void => {
    if (!name) return;
    setAt(line ?? undefined);
    setSearch({ tab: 'texts', file: name }, { replace: true });
  };
  const open = draft.blanks.filter((blank) => blank.value === null).length;
  return (
    <Page
      title={draft.title}
      back="/regulations/editions"
      extra={
        <>
          <StateTag
            state={draft.case?.state ?? 'draft'}
            label={maybe(`draft.state.${draft.case?.state ?? 'draft'}`, draft.case?.state ?? '')}
          />
          <Tag>{say('regulation.edition', { day: draft.from })}</Tag>
          {mayAsk ? <Link to={`/regulations/what-if?draft=${draft.id}`}>{say('nav.whatIf')}</Link> : null}
        </>
      }
    >
      <p className="muted" style={{ marginTop: 0 }}>
        {pick(draft.pack, language)} · {say('draft.baseOf', { edition: draft.base.edition })} ·{' '}
        {say('draft.by', { name: draft.updatedBy.name, at: instant(draft.updatedAt) })}
      </p>
      {draft.case ? <Stations id={draft.case.id} /> : null}
      <Faults faults={draft.faults} onJump={(_, fault) => toFile(fault.file, fault.line)} />
      <Tabbed
        active={tab}
        onChange={(to) => setSearch({ tab: to }, { replace: true })}
        items={[
          { key: 'head', label: say('draft.tab.head'), children: <Head draft={draft} editable={editable} /> },
          {
            key: 'items',
            label: say('draft.tab.items'),
            children: <DraftItems draft={draft} editable={editable} />,
          },
          {
            key: 'settings',
            label: say('draft.tab.settings'),
            children: <DraftSettings draft={draft} editable={editable} />,
          },
          {
            key: 'texts',
            label: say('draft.tab.texts', { n: draft.faults.length }),
            children: (
              <div className="stack">
                <Select
                  aria-label={say('yaml.file')}
                  style={{ maxWidth: 420, width: '100%' }}
                  value={file}
                  onChange={(to: string) => toFile(to, null)}
                  options={draft.files.map((one) => ({
                    value: one.file,
                    label: `${one.file}${one.isChanged ? ` ${say('yaml.changed')}` : ''}${one.faults ? ` (${one.faults})` : ''}`,
                  }))}
                />
                {file ? <YamlEditor key={file} draft={draft} file={file} at={at} editable={editable} /> : null}
              </div>
            ),
          },
          {
            key: 'check',
            label: say('draft.tab.check'),
            children: <CheckCard draft={draft} onJump={(fault) => toFile(fault.file, fault.line)} />,
          },
          {
            key: 'diff',
            label: say('draft.tab.diff'),
            children: draft.diff ? (
              <DiffCard diff={draft.diff} title={say('diff.against', { day: draft.diff.before.edition })} />
            ) : (
              <p className="muted">{say('diff.faulty')}</p>
            ),
          },
        ]}
      />
      {draft.blanks.length ? (
        <p>
          <Link to={`/regulations/blanks?draft=${draft.id}`}>
            {say('blank.progress', { n: draft.blanks.length - open, of: draft.blanks.length })}
          </Link>
        </p>
      ) : null}
      {editable ? <Foot draft={draft} /> : null}
    </Page>
  );
}

/** Where the case of the draft stands; its steps are taken on the page of the case. */
function Stations({ id }: { id: string }) {
  const { say } = useSay();
  const file = useGet<CaseView>(`/api/cases/${id}`);
  return (
    <Card size="small" style={{ marginBottom: 12 }}>
      {file.data ? <CaseStations stations={file.data.stations} final={file.data.final} /> : null}
      <Refusal problem={file.error} />
      <Link to={`/cases/${id}`}>{say('draft.toCase')}</Link>
    </Card>
  );
}

/** Title, first day, and the periods that the office runs. */
function Head({ draft, editable }: { draft: DraftView; editable: boolean }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const send = useSend<DraftView>(['/api/edition-drafts']);
  const [title, setTitle] = useState(draft.title);
  const [from, setFrom] = useState(draft.from);
  const [cycles, setCycles] = useState(draft.cycles);
  const same = title === draft.title && from === draft.from && cycles.join() === draft.cycles.join();
  const save = (): void => {
    const body: ChangeDraft = { title, from, cycles };
    send.mutate(
      { path: `/api/edition-drafts/${draft.id}`, method: 'PATCH', body, revision: draft.revision },
      { onSuccess: () => void message.success(say('draft.saved')) },
    );
  };
  return (
    <Card size="small">
      <div className="stack" style={{ maxWidth: 520 }}>
        <span className="field">
          <label htmlFor="draft-title">{say('field.title')}</label>
          <Input
            id="draft-title"
            value={title}
            disabled={!editable}
            onChange={(event) => setTitle(event.target.value)}
          />
        </span>
        <span className="field">
          <label htmlFor="draft-from">{say('draft.from')}</label>
          <Input
            id="draft-from"
            type="date"
            value={from}
            disabled={!editable}
            onChange={(event) => setFrom(event.target.value)}
          />
          <small className="muted">{say('draft.from.hint')}</small>
        </span>
        <span className="field">
          <label htmlFor="draft-cycles">{say('draft.cycles')}</label>
          <Select
            id="draft-cycles"
            mode="multiple"
            style={{ width: '100%' }}
            value={cycles}
            disabled={!editable}
            onChange={setCycles}
            options={(['month', 'quarter', 'year'] as const).map((value) => ({
              value,
              label: say(`cycle.${value}`),
            }))}
          />
          <small className="muted">{say('draft.cycles.hint')}</small>
        </span>
        {editable ? (
          <Button type="primary" disabled={same} loading={send.isPending} onClick={save}>
            {say('draft.save')}
          </Button>
        ) : null}
        <Refusal problem={send.error} />
      </div>
    </Card>
  );
}

function Foot({ draft }: { draft: DraftView }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const { phone } = usePreferences();
  const navigate = useNavigate();
  const submit = useSend<SubmittedDraft>(['/api/edition-drafts', '/api/cases', '/api/tasks']);
  const remove = useSend(['/api/edition-drafts']);
  return (
    <>
      <Refusal problem={submit.error ?? remove.error} />
      <div className={phone ? 'foot over-tabs' : 'foot'}>
        {draft.case ? null : (
          <Popconfirm
            title={say('draft.remove.confirm')}
            onConfirm={() =>
              remove.mutate(
                { path: `/api/edition-drafts/${draft.id}`, method: 'DELETE' },
                { onSuccess: () => navigate('/regulations/editions', { replace: true }) },
              )
            }
          >
            <Button danger loading={remove.isPending}>
              {say('draft.remove')}
            </Button>
          </Popconfirm>
        )}
        {draft.case ? (
          <Link to={`/cases/${draft.case.id}`}>
            <Button type="primary">{say('draft.toCase')}</Button>
          </Link>
        ) : (
          <Button
            type="primary"
            loading={submit.isPending}
            disabled={draft.edition === null}
            onClick={() =>
              submit.mutate(
                { path: `/api/edition-drafts/${draft.id}/case` },
                {
                  onSuccess: (made) => {
                    void message.success(say('draft.submitted'));
                    navigate(`/cases/${made.id}`);
                  },
                },
              )
            }
          >
            {say('draft.submit')}
          </Button>
        )}
      </div>
    </>
  );
}
