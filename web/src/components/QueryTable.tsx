import { DownloadOutlined, FilterOutlined, PrinterOutlined, ReloadOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Space, Table, type TableColumnType } from 'antd';
import { type ReactNode, useCallback, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { addressOf } from '../api/client.js';
import { useGet } from '../api/hooks.js';
import type { Page } from '../api/types.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { Nothing } from './Page.js';
import { PrintedList } from './PrintedList.js';
import { type Filter, QueryFilters } from './QueryFilters.js';
import { Refusal } from './Refusal.js';

export interface Column<T> {
  key: string;
  title: string;
  show: (row: T) => ReactNode;
  /** Name by which the service sorts. */
  sort?: string;
  number?: boolean;
  width?: number;
}
interface Props<T> {
  path: string;
  columns: Column<T>[];
  filters?: Filter[];
  /** Filters that the page itself fixes. */
  fixed?: Record<string, string | undefined>;
  rowKey: (row: T) => string;
  /** Page of a row. */
  open?: (row: T) => string;
  /** What a row looks like on a phone. */
  card: (row: T) => ReactNode;
  empty: string;
  emptyAction?: ReactNode;
  exported?: boolean;
  /** Title of the list on paper; without one it is not printed. */
  printed?: string;
  /** Rows that can be marked to do something with several at once; not on a phone. */
  selection?: { rows: readonly T[]; onChange: (rows: readonly T[]) => void; can: (row: T) => boolean };
}

/** The one list: filter, sort, page (kept in the address), columns kept per person, spreadsheet of what is shown. */
export function QueryTable<T>(props: Props<T>) {
  const { path, columns, filters = [], fixed = {}, rowKey, open, card, empty, emptyAction, exported = true } = props;
  const { selection, printed } = props;
  const { say } = useSay();
  const { phone } = usePreferences();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const page = Number(search.get('page')) || 1;
  const pageSize = Number(search.get('pageSize')) || 50;
  const chosen = Object.fromEntries(filters.map((filter) => [filter.name, search.get(filter.name) ?? undefined]));
  const query = { ...fixed, ...chosen, sort: search.get('sort') ?? undefined, page, pageSize };
  const list = useGet<Page<T>>(path, query, { keep: true });
  const change = (values: Record<string, string | undefined>): void => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(values)) value ? next.set(name, value) : next.delete(name);
    setSearch(next, { replace: true });
  };
  // Many filters would fill the phone before the first row.
  const folded = phone && filters.length > 2;
  const [filtering, setFiltering] = useState(false);
  const narrowed = Object.values(chosen).filter(Boolean).length;
  const [hidden, setHidden] = useHidden(path);
  const [printing, setPrinting] = useState(false);
  const donePrinting = useCallback(() => setPrinting(false), []);
  const shown = columns.filter((column) => !hidden.includes(column.key));
  const rows = list.data?.items ?? [];
  const pagination = {
    current: page,
    pageSize,
    total: list.data?.total ?? 0,
    hideOnSinglePage: true,
    showSizeChanger: !phone,
    simple: phone,
    onChange: (to: number, size: number) => change({ page: String(to), pageSize: String(size) }),
  };
  return (
    <section aria-busy={list.isFetching} data-printing={printing || undefined}>
      <div className="filters no-print">
        {folded ? (
          <Button
            icon={<FilterOutlined />}
            aria-expanded={filtering}
            type={narrowed > 0 ? 'primary' : 'default'}
            ghost={narrowed > 0}
            onClick={() => setFiltering(!filtering)}
          >
            {narrowed > 0 ? say('table.filtersSet', { n: narrowed }) : say('table.filters')}
          </Button>
        ) : null}
        {!folded || filtering ? (
          <QueryFilters
            filters={filters}
            chosen={chosen}
            onChange={(name, value) => change({ [name]: value, page: undefined })}
          />
        ) : null}
        {!phone ? (
          <>
            <Button icon={<ReloadOutlined />} aria-label={say('common.refresh')} onClick={() => void list.refetch()} />
            <Popover
              trigger="click"
              placement="bottomRight"
              content={
                <Checkbox.Group
                  style={{ display: 'grid', gap: 6 }}
                  value={columns.map((column) => column.key).filter((key) => !hidden.includes(key))}
                  onChange={(kept) =>
                    setHidden(columns.map((column) => column.key).filter((key) => !kept.includes(key)))
                  }
                  options={columns.map((column) => ({ value: column.key, label: column.title }))}
                />
              }
            >
              <Button icon={<SettingOutlined />} aria-label={say('table.columns')} />
            </Popover>
            {selection && rows.some(selection.can) ? (
              <Button onClick={() => selection.onChange(rows.filter(selection.can))}>{say('table.markAll')}</Button>
            ) : null}
            {exported ? (
              <Button
                icon={<DownloadOutlined />}
                href={addressOf(path, { ...query, page: undefined, pageSize: undefined, format: 'xlsx' })}
              >
                {say('table.export')}
              </Button>
            ) : null}
            {printed ? (
              <Button icon={<PrinterOutlined />} loading={printing} onClick={() => setPrinting(true)}>
                {say('print.print')}
              </Button>
            ) : null}
          </>
        ) : null}
      </div>
      {printed && printing ? (
        <PrintedList
          title={printed}
          path={path}
          query={{ ...fixed, ...chosen, sort: query.sort }}
          narrowed={narrowedTo(filters, chosen)}
          columns={shown}
          rowKey={rowKey}
          onDone={donePrinting}
        />
      ) : null}
      <Refusal problem={list.error} onRetry={() => void list.refetch()} />
      {phone ? (
        <PhoneRows
          rows={rows}
          loading={list.isLoading}
          rowKey={rowKey}
          card={card}
          open={open}
          empty={empty}
          emptyAction={emptyAction}
        />
      ) : null}
      {phone && (list.data?.total ?? 0) > pageSize ? (
        <Space style={{ marginTop: 10 }}>
          <Button disabled={page <= 1} onClick={() => change({ page: String(page - 1) })}>
            {say('common.previous')}
          </Button>
          <Button
            disabled={page * pageSize >= (list.data?.total ?? 0)}
            onClick={() => change({ page: String(page + 1) })}
          >
            {say('common.next')}
          </Button>
        </Space>
      ) : null}
      {!phone ? (
        <Table<T>
          size="middle"
          rowKey={rowKey}
          loading={list.isLoading}
          dataSource={rows}
          rowSelection={
            selection && {
              selectedRowKeys: selection.rows.map(rowKey),
              preserveSelectedRowKeys: true,
              // The library draws its own box for all a second time, out of sight; there is a button instead.
              hideSelectAll: true,
              onChange: (_, chosenRows) => selection.onChange(chosenRows),
              getCheckboxProps: (row) => ({ disabled: !selection.can(row), 'aria-label': say('table.mark') }),
            }
          }
          columns={shown.map(toColumn)}
          pagination={pagination}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Nothing text={empty}>{emptyAction}</Nothing> }}
          onChange={(_, __, sorter) => {
            const one = Array.isArray(sorter) ? sorter[0] : sorter;
            const name = columns.find((column) => column.key === one?.columnKey)?.sort;
            change({ sort: name && one?.order ? (one.order === 'descend' ? `-${name}` : name) : undefined });
          }}
          onRow={(row) =>
            open
              ? {
                  onClick: (event) =>
                    !(event.target as HTMLElement).closest('a, button, label, input') && navigate(open(row)),
                  className: 'row-open',
                }
              : {}
          }
        />
      ) : null}
    </section>
  );
}

const toColumn = <T,>(column: Column<T>): TableColumnType<T> => ({
  key: column.key,
  title: column.title,
  width: column.width,
  sorter: Boolean(column.sort),
  align: column.number ? 'right' : undefined,
  className: column.number ? 'num' : undefined,
  render: (_, row) => column.show(row),
});

function PhoneRows<T>({
  rows,
  loading,
  rowKey,
  card,
  open,
  empty,
  emptyAction,
}: {
  rows: T[];
  loading: boolean;
  rowKey: (row: T) => string;
  card: (row: T) => ReactNode;
  open?: (row: T) => string;
  empty: string;
  emptyAction?: ReactNode;
}) {
  const navigate = useNavigate();
  if (!loading && rows.length === 0) return <Nothing text={empty}>{emptyAction}</Nothing>;
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0, background: 'var(--kp-surface)', borderRadius: 8 }}>
      {rows.map((row) => (
        <li key={rowKey(row)} className="inbox-card">
          {open ? (
            <a
              href={open(row)}
              style={{ color: 'inherit', display: 'block' }}
              onClick={(event) => {
                event.preventDefault();
                navigate(open(row));
              }}
            >
              {card(row)}
            </a>
          ) : (
            card(row)
          )}
        </li>
      ))}
    </ul>
  );
}

/** Filters other than the period, in words. */
const narrowedTo = (filters: readonly Filter[], chosen: Readonly<Record<string, string | undefined>>): string[] =>
  filters.flatMap((filter) => {
    const value = chosen[filter.name];
    if (!value || filter.isDay) return [];
    return [`${filter.label} ${filter.options?.find((one) => one.value === value)?.label ?? value}`];
  });

/** Kept for each person: colleagues share the machine of a window. */
function useHidden(path: string): [string[], (keys: string[]) => void] {
  const { person } = useMe();
  const name = `kp.columns.${person.code}.${path}`;
  const [hidden, setHidden] = useState<string[]>(() => JSON.parse(localStorage.getItem(name) ?? '[]') as string[]);
  return [
    hidden,
    (keys) => {
      localStorage.setItem(name, JSON.stringify(keys));
      setHidden(keys);
    },
  ];
}
