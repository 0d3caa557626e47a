import { useSearchParams } from 'react-router';
import type { PaperRow } from '../api/types.js';
import { instant, nameOf } from '../api/words.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';

const states = ['drafted', 'reviewed', 'signed', 'issued', 'delivered', 'filed', 'withdrawn'];

/** Papers: drafts, to sign, issued register. */
export function PapersPage() {
  const { say, maybe } = useSay();
  const [search] = useSearchParams();
  return (
    <Page title={say('nav.paperList')}>
      <QueryTable<PaperRow>
        path="/api/papers"
        rowKey={(row) => row.id}
        open={(row) => `/papers/${row.id}`}
        empty={say('paper.empty')}
        fixed={{ mine: search.get('mine') ?? undefined }}
        filters={[
          {
            name: 'state',
            label: say('field.state'),
            options: states.map((value) => ({ value, label: maybe(`paper.state.${value}`, value) })),
          },
          {
            name: 'kind',
            label: say('paper.kind'),
            options: ['result-notice', 'honour-certificate', 'leave-slip', 'appeal-decision'].map((value) => ({
              value,
              label: maybe(`paper.${value}`, value),
            })),
          },
        ]}
        columns={[
          {
            key: 'number',
            title: say('paper.number'),
            sort: 'number',
            show: (row) => <span className="tnum">{row.number ?? '—'}</span>,
          },
          { key: 'kind', title: say('paper.kind'), show: (row) => maybe(`paper.${row.kind}`, row.kind) },
          { key: 'title', title: say('field.title'), show: (row) => row.title },
          { key: 'recipient', title: say('paper.recipient'), show: (row) => nameOf(row.recipient) },
          {
            key: 'state',
            title: say('field.state'),
            show: (row) => (
              <StateTag state={row.state} label={row.stateLabel ?? maybe(`paper.state.${row.state}`, row.state)} />
            ),
          },
          {
            key: 'issuedAt',
            title: say('paper.issuedAt'),
            sort: 'issuedAt',
            show: (row) => <span className="tnum">{instant(row.issuedAt)}</span>,
          },
        ]}
        card={(row) => (
          <>
            <strong>{row.title}</strong>{' '}
            <StateTag state={row.state} label={row.stateLabel ?? maybe(`paper.state.${row.state}`, row.state)} />
            <div className="muted tnum">{[row.number, nameOf(row.recipient)].filter(Boolean).join(' · ')}</div>
          </>
        )}
      />
    </Page>
  );
}
