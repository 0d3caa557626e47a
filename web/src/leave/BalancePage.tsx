import { Button, Select, Space, Spin } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { BalanceWithEntries, PersonBalances } from '../../../src/leave/leave-balance.contract.js';
import { useGet } from '../api/hooks.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { BalanceAccount } from './BalanceAccounts.js';
import { BalanceAdjustDialog } from './BalanceAdjustDialog.js';

/** Those who open years and correct balances. */
export const balanceKeepers: readonly string[] = ['HR', 'SUPERVISION'];

/** 我的假期: one's own accounts of a year, each figure with its entries. */
export function BalancePage() {
  return <Balances path="/api/leave-balances/own" />;
}

/** The same of somebody else, for those who keep balances. */
export function PersonBalancePage() {
  const { code = '' } = useParams();
  return <Balances path={`/api/leave-balances/people/${encodeURIComponent(code)}`} isOther />;
}

function Balances({ path, isOther = false }: { path: string; isOther?: boolean }) {
  const { say } = useSay();
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const [wish, setWish] = useState<BalanceWithEntries>();
  const found = useGet<PersonBalances>(path, { year: search.get('year') ?? undefined }, { keep: true });
  const shown = found.data;
  const mayAdjust = isOther && me.grants.some((grant) => balanceKeepers.includes(grant.role));
  const years = [...new Set([...(shown?.years ?? []), ...(shown ? [shown.year] : [])])].sort((a, b) => b - a);
  return (
    <Page
      title={isOther ? say('balance.title', { name: shown?.personName ?? '' }) : say('nav.balance')}
      back={isOther ? '/leave-balances' : undefined}
      extra={
        <Space wrap>
          {shown ? (
            <Select
              aria-label={say('balance.filter.year')}
              value={shown.year}
              style={{ minWidth: 110 }}
              options={years.map((year) => ({ value: year, label: say('balance.year', { year }) }))}
              onChange={(year: number) => setSearch({ year: String(year) }, { replace: true })}
            />
          ) : null}
          {isOther ? null : (
            <Link to="/leaves/new">
              <Button type="primary">{say('nav.leaveNew')}</Button>
            </Link>
          )}
        </Space>
      }
    >
      <Refusal problem={found.error} onRetry={() => void found.refetch()} />
      {found.isLoading ? <Spin /> : null}
      {shown && shown.items.length === 0 ? (
        <Nothing text={say('balance.none', { year: shown.year })}>
          <span className="muted">{say('balance.none.hint')}</span>
        </Nothing>
      ) : null}
      {shown && shown.items.length > 0 ? (
        <div className="stack">
          <p className="muted" style={{ margin: 0 }}>
            {say('balance.text')}
          </p>
          {shown.items.map((item) => (
            <BalanceAccount
              key={`${item.account} ${item.year}`}
              item={item}
              {...(mayAdjust && item.title ? { onAdjust: () => setWish(item) } : {})}
            />
          ))}
        </div>
      ) : null}
      {wish ? <BalanceAdjustDialog item={wish} onClose={() => setWish(undefined)} /> : null}
    </Page>
  );
}
