import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { BalanceRow } from '../../../src/leave/leave-balance.contract.js';
import { figure, pick } from '../api/words.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { balanceKeepers } from './BalancePage.js';

/** Register of all leave balances of a year. */
export function BalanceRegisterPage() {
  const { say, maybe, language } = useSay();
  const me = useMe();
  const [search] = useSearchParams();
  const now = Number(me.clock.today.slice(0, 4));
  const year = Number(search.get('year')) || now;
  const account = (row: BalanceRow): string =>
    row.title ? pick(row.title, language) : maybe(`balance.account.${row.account}`, row.account);
  const left = (row: BalanceRow): string => (row.remaining === null ? '—' : figure(row.remaining));
  const number = (key: 'entitled' | 'carried' | 'used' | 'reserved' | 'expired') => ({
    key,
    title: say(`balance.${key}`),
    number: true,
    show: (row: BalanceRow) => figure(row[key]),
  });
  /** What makes up the rest; nothing is said of what is nothing. */
  const parts = (row: BalanceRow): string =>
    (['entitled', 'carried', 'used', 'reserved', 'expired'] as const)
      .filter((key) => key === 'entitled' || row[key] !== '0')
      .map((key) => `${say(`balance.${key}`)} ${figure(row[key])}`)
      .join(' · ');
  const title = `${say('nav.balances')} · ${say('balance.year', { year })}`;
  const extra = me.grants.some((grant) => balanceKeepers.includes(grant.role)) ? (
    <Link to={`/leave-balances/opening?year=${year}`}>
      <Button type="primary" icon={<PlusOutlined />}>
        {say('balance.opening')}
      </Button>
    </Link>
  ) : null;
  return (
    <Page title={title} extra={extra}>
      <QueryTable<BalanceRow>
        path="/api/leave-balances"
        rowKey={(row) => `${row.person} ${row.account} ${row.year}`}
        open={(row) => `/leave-balances/${encodeURIComponent(row.person)}?year=${row.year}`}
        empty={say('balance.register.empty')}
        printed={title}
        filters={[
          {
            name: 'year',
            label: say('balance.filter.year'),
            options: [now + 1, now, now - 1, now - 2].map((one) => ({
              value: String(one),
              label: say('balance.year', { year: one }),
            })),
          },
          { name: 'person', label: say('balance.filter.person'), choose: 'person' },
          { name: 'unit', label: say('balance.filter.unit'), choose: 'unit' },
        ]}
        columns={[
          {
            key: 'person',
            title: say('balance.col.person'),
            sort: 'person',
            show: (row) => <span className="tnum">{row.person}</span>,
          },
          { key: 'name', title: say('balance.col.name'), show: (row) => <strong>{row.personName}</strong> },
          { key: 'unit', title: say('field.unit'), show: (row) => row.unitName ?? row.unit },
          { key: 'account', title: say('balance.col.account'), show: account },
          number('entitled'),
          number('carried'),
          number('used'),
          number('reserved'),
          number('expired'),
          {
            key: 'remaining',
            title: say('balance.remaining'),
            sort: 'remaining',
            number: true,
            show: (row) => <strong>{left(row)}</strong>,
          },
        ]}
        card={(row) => (
          <>
            <strong>{row.personName}</strong> <span className="muted tnum">{row.person}</span> {account(row)}
            <div className="tnum">
              {say('balance.remaining')} <strong>{left(row)}</strong>
            </div>
            <div className="muted tnum">{parts(row)}</div>
          </>
        )}
      />
    </Page>
  );
}
