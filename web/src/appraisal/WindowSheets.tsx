import { Table } from 'antd';
import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CycleView, Page as List } from '../api/types.js';
import { figure, nameOf } from '../api/words.js';
import { ActionFoot, type Target } from '../components/ActionFoot.js';
import { Nothing } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';

/** One row for each window: its figure, and whether its head has confirmed or disputed it. */
export function WindowSheets({ cycle, periodKey, target }: { cycle: CycleView; periodKey: string; target: Target }) {
  const { say, maybe } = useSay();
  const results = useGet<
    List<{ subject: string; name?: string; output: string; shown?: string; total?: string; grade?: string }>
  >(cycle.windows?.length ? null : `/api/cycles/${periodKey}/results`, { pageSize: 200 });
  const rows =
    cycle.windows ??
    (results.data?.items ?? [])
      .filter((row) => row.subject.startsWith('window:'))
      .map((row) => ({
        window: row.subject.slice(7),
        name: row.name ?? nameOf(row.subject),
        shown: row.shown ?? row.total,
        status: 'pending',
        mine: false,
        reason: undefined,
        total: row.total,
        rank: undefined as number | undefined,
      }));
  const own = cycle.actions.filter((action) => /verify|dispute|object|confirm/i.test(action.event));
  return (
    <>
      <Refusal problem={results.error} />
      <Table
        size="middle"
        rowKey="window"
        pagination={false}
        loading={results.isLoading}
        scroll={{ x: 'max-content' }}
        dataSource={rows}
        locale={{ emptyText: <Nothing text={say('cycle.sheets.empty')} /> }}
        rowClassName={(row) => (row.mine ? 'row-now' : '')}
        columns={[
          {
            title: say('field.window'),
            render: (_, row) => (
              <Link to={`/results/window:${row.window}?period=${periodKey}`}>
                {row.window} {row.name}
              </Link>
            ),
          },
          {
            title: say('field.total'),
            className: 'num',
            sorter: (a, b) => Number.parseFloat(a.shown ?? '0') - Number.parseFloat(b.shown ?? '0'),
            render: (_, row) => figure(row.shown ?? row.total),
          },
          { title: say('field.rank'), className: 'num', render: (_, row) => row.rank },
          {
            title: say('cycle.verification'),
            render: (_, row) => <StateTag state={row.status} label={maybe(`verification.${row.status}`, row.status)} />,
          },
          { title: say('field.reason'), render: (_, row) => row.reason },
          ...(own.length
            ? [
                {
                  title: say('common.action'),
                  render: (_: unknown, row: { mine?: boolean; status: string }) =>
                    row.mine && row.status === 'pending' ? <ActionFoot inline actions={own} target={target} /> : null,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}
