import { Table } from 'antd';
import { Link } from 'react-router';
import { useAll } from '../api/hooks.js';
import type { CycleView, ResultLine } from '../api/types.js';
import { nameOf } from '../api/words.js';
import { ActionFoot } from '../components/ActionFoot.js';
import { Nothing } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { useFigure } from '../scoring/useFigure.js';
import { useSubjectName } from '../scoring/useSubjectName.js';
import { useMe } from '../shell/session.js';
import { cycleTarget, rowActions } from './cycle.js';

interface Row {
  window: string;
  name: string;
  result?: ResultLine;
  state?: string;
  reason?: string | null;
  mine: boolean;
}

/** One row for each window: its figure, and whether its head has confirmed or disputed it; the buttons stand in the row. */
export function WindowSheets({ cycle }: { cycle: CycleView }) {
  const { say, maybe } = useSay();
  const me = useMe();
  const name = useSubjectName();
  const withUnit = useFigure();
  const results = useAll<ResultLine>('/api/results', { period: cycle.key });
  const lines = (results.data?.items ?? []).filter((line) => line.subject.startsWith('window:'));
  const own = new Set(me.grants.filter((grant) => grant.role === 'WINDOW_HEAD').map((grant) => grant.target));
  const codes = [
    ...new Set([...cycle.verification.map((entry) => entry.window), ...lines.map((line) => nameOf(line.subject))]),
  ].sort();
  const rows: Row[] = codes.map((window) => {
    const said = cycle.verification.find((entry) => entry.window === window);
    return {
      window,
      name: said?.name ?? name(`window:${window}`),
      result: lines.find((line) => line.subject === `window:${window}`),
      state: said?.state,
      reason: said?.reason,
      mine: own.has(window),
    };
  });
  const buttons = (row: Row) =>
    row.state === 'open' && row.mine
      ? rowActions(cycle, 'cycle.confirm', 'cycle.object')
      : row.state === 'disputed'
        ? rowActions(cycle, 'cycle.maintain', 'cycle.correct')
        : [];
  return (
    <>
      {/* Before the figures are published a window sees its own sheet only, and that is no error. */}
      {results.error && results.error.body.status !== 403 && results.error.body.status !== 404 ? (
        <Refusal problem={results.error} onRetry={() => void results.refetch()} />
      ) : null}
      <Table<Row>
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
              <Link to={`/results/window:${row.window}?period=${cycle.key}`}>
                {row.window} {row.name}
              </Link>
            ),
          },
          {
            title: say('field.group'),
            render: (_, row) => (row.result?.group ? maybe(`group.${row.result.group}`, row.result.group) : ''),
          },
          {
            title: say('field.total'),
            align: 'right',
            className: 'num',
            sorter: (a, b) => Number.parseFloat(a.result?.shown ?? '0') - Number.parseFloat(b.result?.shown ?? '0'),
            render: (_, row) => withUnit(row.result?.shown, row.result),
          },
          { title: say('field.rank'), align: 'right', className: 'num', render: (_, row) => row.result?.rank },
          {
            title: say('cycle.verification'),
            render: (_, row) =>
              row.state ? <StateTag state={row.state} label={maybe(`verification.${row.state}`, row.state)} /> : null,
          },
          { title: say('field.reason'), render: (_, row) => row.reason },
          {
            title: say('common.action'),
            render: (_, row) => (
              <ActionFoot
                inline
                actions={buttons(row)}
                target={{ ...cycleTarget(cycle, { window: row.window }), title: row.name }}
              />
            ),
          },
        ]}
      />
    </>
  );
}
