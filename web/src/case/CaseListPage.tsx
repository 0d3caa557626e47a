import type { CaseView } from '../api/types.js';
import { instant, nameOf } from '../api/words.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';

const kinds = ['appraisal-cycle', 'finding', 'inspection', 'leave', 'substitution', 'appeal', 'paper', 'rule-set'];

/** Register of all cases one may see. */
export function CaseListPage() {
  const { say } = useSay();
  return (
    <Page title={say('case.list')}>
      <CaseTable empty={say('case.list.empty')} withKind />
    </Page>
  );
}

/** Cases of one kind, as a list that opens the general case page. */
export function CaseTable({
  kind,
  path = '/api/cases',
  empty,
  withKind,
  fixed,
  open = (row) => `/cases/${row.id}`,
}: {
  kind?: string;
  path?: string;
  empty: string;
  withKind?: boolean;
  fixed?: Record<string, string | undefined>;
  open?: (row: CaseView) => string;
}) {
  const { say, maybe } = useSay();
  const narrow = [
    {
      name: 'final',
      label: say('case.closed'),
      options: [
        { value: 'false', label: say('case.closed.no') },
        { value: 'true', label: say('case.closed.yes') },
      ],
    },
    { name: 'key', label: say('field.key') },
  ];
  const subject = (row: CaseView): string =>
    row.subject && typeof row.subject === 'object'
      ? (row.subject.name ?? nameOf(row.subject.key))
      : nameOf(row.subject);
  return (
    <QueryTable<CaseView>
      path={path}
      rowKey={(row) => row.id}
      open={open}
      fixed={{ kind, ...fixed }}
      empty={empty}
      filters={
        withKind
          ? [
              {
                name: 'kind',
                label: say('inbox.kind'),
                options: kinds.map((value) => ({ value, label: maybe(`kind.${value}`, value) })),
              },
              ...narrow,
            ]
          : narrow
      }
      columns={[
        { key: 'key', title: say('field.key'), sort: 'key', show: (row) => <span className="tnum">{row.key}</span> },
        ...(withKind
          ? [
              {
                key: 'kind',
                title: say('inbox.kind'),
                show: (row: CaseView) => row.kindLabel ?? maybe(`kind.${row.kind}`, row.kind),
              },
            ]
          : []),
        { key: 'title', title: say('field.title'), show: (row) => row.title },
        { key: 'applicant', title: say('field.applicant'), show: (row) => nameOf(row.applicant) },
        { key: 'subject', title: say('field.subject'), show: subject },
        {
          key: 'state',
          title: say('field.state'),
          sort: 'state',
          show: (row) => <StateTag state={row.state} label={row.stateLabel} />,
        },
        {
          key: 'filedAt',
          title: say('field.filedAt'),
          sort: 'filedAt',
          show: (row) => <span className="tnum">{instant(row.filedAt)}</span>,
        },
      ]}
      card={(row) => (
        <>
          <strong>{row.title}</strong> <StateTag state={row.state} label={row.stateLabel} />
          <div className="muted">
            {[nameOf(row.applicant), subject(row), instant(row.filedAt)].filter(Boolean).join(' · ')}
          </div>
        </>
      )}
    />
  );
}
