import { Card, Form, Select, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { Page as List, RegulationLine } from '../api/types.js';
import { day, instant, pick } from '../api/words.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { OpenDraftDialog } from './OpenDraftDialog.js';
import { useMayAsk, useMayEdit, useMayRead } from './rights.js';
import type { AdoptionLine, AdoptionList, DraftLine, DraftList } from './shapes.js';

/** What was in force when, and what is being prepared: each draft with the station at which it stands. */
export function EditionsPage() {
  const { say } = useSay();
  const mayEdit = useMayEdit();
  const mayAsk = useMayAsk();
  const mayRead = useMayRead();
  const adoptions = useGet<AdoptionList>('/api/regulations/editions');
  const drafts = useGet<DraftList>(mayRead ? '/api/edition-drafts' : null);
  return (
    <Page
      title={say('nav.editions')}
      back="/regulations"
      extra={
        <>
          <Link to="/regulations/blanks">{say('nav.blanks')}</Link>
          {mayAsk ? <Link to="/regulations/what-if">{say('nav.whatIf')}</Link> : null}
          {mayEdit ? <OpenDraftButton /> : null}
        </>
      }
    >
      <div className="stack">
        {mayRead ? (
          <Card size="small" title={say('draft.list')}>
            <Refusal problem={drafts.error} onRetry={() => void drafts.refetch()} />
            {drafts.isSuccess && drafts.data.items.length === 0 ? <Nothing text={say('draft.empty')} /> : null}
            <ul className="rows inner" aria-label={say('draft.list')}>
              {(drafts.data?.items ?? []).map((draft) => (
                <DraftRow key={draft.id} draft={draft} />
              ))}
            </ul>
          </Card>
        ) : null}
        <Card size="small" title={say('edition.adoptions')}>
          <Refusal problem={adoptions.error} onRetry={() => void adoptions.refetch()} />
          <Adoptions rows={adoptions.data?.items ?? []} />
        </Card>
      </div>
    </Page>
  );
}

function DraftRow({ draft }: { draft: DraftLine }) {
  const { say, maybe } = useSay();
  return (
    <li>
      <Link to={`/regulations/drafts/${draft.id}`}>
        <span className="row-main">
          <strong>{draft.title}</strong>
          <span className="muted">{say('draft.by', { name: draft.updatedBy.name, at: instant(draft.updatedAt) })}</span>
        </span>
        <span className="row-side">
          <StateTag
            state={draft.case?.state ?? 'draft'}
            label={maybe(`draft.state.${draft.case?.state ?? 'draft'}`, draft.case?.state ?? '')}
          />
          <span className="muted tnum">{say('regulation.edition', { day: draft.from })}</span>
        </span>
      </Link>
    </li>
  );
}

function Adoptions({ rows: unsorted }: { rows: readonly AdoptionLine[] }) {
  const { say, language } = useSay();
  const { phone } = usePreferences();
  const rows = [...unsorted].sort((a, b) => b.from.localeCompare(a.from));
  const days = (row: AdoptionLine): string =>
    [say('regulation.edition', { day: day(row.from) }), row.to ? say('rule.until', { day: day(row.to) }) : '']
      .filter(Boolean)
      .join(say('common.comma'));
  if (phone)
    return (
      <ul className="rows inner">
        {rows.map((row) => (
          <li key={`${row.hash}-${row.from}`}>
            <Link to={`/regulations/editions/${row.hash}`}>
              <span className="row-main">
                <strong>{pick(row, language)}</strong>
                <span className="muted tnum">{days(row)}</span>
              </span>
              {row.isInForce ? (
                <Tag color="success" variant="outlined">
                  {say('regulation.state.inForce')}
                </Tag>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    );
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.hash}-${row.from}`}
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={rows}
      columns={[
        {
          title: say('field.edition'),
          render: (_, row) => (
            <>
              <Link to={`/regulations/editions/${row.hash}`}>{pick(row, language)}</Link>{' '}
              {row.isInForce ? (
                <Tag color="success" variant="outlined">
                  {say('regulation.state.inForce')}
                </Tag>
              ) : null}
            </>
          ),
        },
        {
          title: say('edition.days'),
          className: 'tnum',
          render: (_, row) => days(row),
        },
        {
          title: say('edition.adoptedBy'),
          render: (_, row) =>
            `${row.adoptedBy.code === 'system' ? say('common.system') : row.adoptedBy.name} ${instant(row.adoptedAt)}`,
        },
        {
          title: say('edition.case'),
          render: (_, row) => (row.case ? <Link to={`/cases/${row.case.id}`}>{say('case.stations')}</Link> : '–'),
        },
        { title: say('edition.hash'), render: (_, row) => <code title={row.hash}>{row.hash.slice(0, 12)}</code> },
      ]}
    />
  );
}

/** Starts a draft from what is in force or from any edition of the library. */
function OpenDraftButton() {
  const { say } = useSay();
  return (
    <OpenDraftDialog<{ base: string; title: string; from: string }>
      label={say('draft.open')}
      button={{ type: 'primary' }}
      initial={{ base: 'adopted' }}
      first={<BaseField />}
      body={({ base, title, from }) => {
        const [id = '', edition = ''] = base.split('@');
        return { base: base === 'adopted' ? 'adopted' : { id, edition }, title, from };
      }}
    />
  );
}

function BaseField() {
  const { say, language } = useSay();
  const library = useGet<List<RegulationLine>>('/api/regulations');
  return (
    <Form.Item name="base" label={say('draft.base')} rules={[{ required: true }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { value: 'adopted', label: say('draft.base.adopted') },
          ...(library.data?.items ?? []).map((line) => ({
            value: `${line.id}@${line.edition}`,
            label: `${pick(line, language)} · ${line.edition}`,
          })),
        ]}
      />
    </Form.Item>
  );
}
