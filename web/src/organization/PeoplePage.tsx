import { Tag } from 'antd';
import { Link } from 'react-router';
import type { PersonRow } from '../api/types.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';

/** People; a row opens the person's score. */
export function PeoplePage() {
  const { say, maybe } = useSay();
  const keeps = useMe().grants.some((grant) => grant.role === 'SUPERVISION' || grant.role === 'SYSTEM_ADMIN');
  const roles = (row: PersonRow) =>
    (row.roles ?? []).map((role) => <Tag key={role}>{maybe(`role.${role}`, role)}</Tag>);
  return (
    <Page title={say('nav.people')}>
      <QueryTable<PersonRow>
        path="/api/people"
        rowKey={(row) => row.code}
        open={(row) => `/results/person:${row.code}`}
        empty={say('people.empty')}
        filters={[
          { name: 'q', label: say('pick.person') },
          { name: 'window', label: say('field.window') },
        ]}
        columns={[
          {
            key: 'code',
            title: say('field.code'),
            sort: 'code',
            show: (row) => <span className="tnum">{row.code}</span>,
          },
          { key: 'name', title: say('field.name'), sort: 'name', show: (row) => <strong>{row.name}</strong> },
          { key: 'window', title: say('field.window'), sort: 'window', show: (row) => row.windowName },
          { key: 'unit', title: say('field.unit'), sort: 'unit', show: (row) => row.unitName },
          { key: 'post', title: say('field.post'), show: (row) => row.post },
          { key: 'roles', title: say('field.roles'), show: roles },
          ...(keeps
            ? [
                {
                  key: 'deputies',
                  title: say('deputy.keep'),
                  show: (row: PersonRow) => <Link to={`/people/${row.code}/deputies`}>{say('deputy.keep')}</Link>,
                },
              ]
            : []),
        ]}
        card={(row) => (
          <>
            <strong>{row.name}</strong> <span className="muted tnum">{row.code}</span>
            <div className="muted">{[row.windowName, row.unitName, row.post].filter(Boolean).join(' · ')}</div>
          </>
        )}
      />
    </Page>
  );
}
