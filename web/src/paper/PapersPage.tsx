import { useSearchParams } from 'react-router';
import type { PaperView } from '../api/types.js';
import { pick } from '../api/words.js';
import { CaseTable } from '../case/CaseListPage.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { StateTag } from '../components/StateTag.js';
import { Tabbed } from '../components/Tabbed.js';
import { useSay } from '../i18n.js';

/** Papers: the issued register, and those on their way (to review, to sign, to issue), which are ordinary cases. */
export function PapersPage() {
  const { say } = useSay();
  const [search, setSearch] = useSearchParams();
  return (
    <Page title={say('nav.paperList')}>
      <Tabbed
        active={search.get('tab') ?? 'register'}
        onChange={(tab) => setSearch({ tab }, { replace: true })}
        items={[
          { key: 'register', label: say('paper.register'), children: <Register /> },
          {
            key: 'drafts',
            label: say('paper.drafts'),
            children: <CaseTable kind="paper" empty={say('paper.drafts.empty')} />,
          },
        ]}
      />
    </Page>
  );
}

function Register() {
  const { say, maybe, language } = useSay();
  const state = (row: PaperView) => <StateTag state={row.state} label={maybe(`paper.state.${row.state}`, row.state)} />;
  return (
    <QueryTable<PaperView>
      path="/api/papers"
      rowKey={(row) => row.id}
      open={(row) => `/papers/${row.id}`}
      empty={say('paper.empty')}
      filters={[
        { name: 'q', label: say('paper.search') },
        {
          name: 'state',
          label: say('field.state'),
          options: ['typesetting', 'issued', 'withdrawn'].map((value) => ({
            value,
            label: maybe(`paper.state.${value}`, value),
          })),
        },
        {
          name: 'template',
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
          show: (row) => <span className="tnum">{row.number}</span>,
        },
        { key: 'kind', title: say('paper.kind'), sort: 'template', show: (row) => pick(row.name, language) },
        { key: 'title', title: say('field.title'), sort: 'title', show: (row) => row.title },
        { key: 'party', title: say('paper.recipient'), show: (row) => row.party },
        { key: 'state', title: say('field.state'), show: state },
        {
          key: 'issuedOn',
          title: say('paper.issuedAt'),
          sort: 'issuedOn',
          show: (row) => <span className="tnum">{row.issuedOn}</span>,
        },
        { key: 'pages', title: say('paper.pages'), number: true, show: (row) => row.pages },
      ]}
      card={(row) => (
        <>
          <strong>{row.title}</strong> {state(row)}
          <div className="muted tnum">{[row.number, row.party, row.issuedOn].filter(Boolean).join(' · ')}</div>
        </>
      )}
    />
  );
}
