import { EnvironmentOutlined } from '@ant-design/icons';
import { Table, Tag } from 'antd';
import type { Machine } from '../api/types.js';
import { useSay } from '../i18n.js';

/** All transitions of the machine; those that leave the present state stand first and are marked by icon and word. */
export function TransitionTable({ machine, state }: { machine: Machine; state: string }) {
  const { say, maybe } = useSay();
  const labelOf = (name: string): string => machine.states.find((one) => one.state === name)?.label ?? name;
  const eventOf = (name: string): string => machine.events.find((one) => one.event === name)?.label ?? name;
  const here = (from: string): boolean => from === state || state.startsWith(`${from}.`) || from === '*';
  const rows = machine.transitions
    .map((transition, index) => ({ ...transition, index }))
    .sort((a, b) => Number(here(b.from)) - Number(here(a.from)) || a.index - b.index);
  return (
    <Table
      size="small"
      rowKey="index"
      pagination={false}
      scroll={{ x: 'max-content', y: 460 }}
      dataSource={rows}
      rowClassName={(row) => (here(row.from) ? 'row-now' : '')}
      columns={[
        {
          title: say('machine.from'),
          render: (_, row) => (
            <>
              {here(row.from) ? (
                <Tag color="blue" icon={<EnvironmentOutlined />}>
                  {say('machine.now')}
                </Tag>
              ) : null}
              {labelOf(row.from)}
            </>
          ),
        },
        { title: say('machine.event'), render: (_, row) => eventOf(row.event) },
        { title: say('machine.to'), render: (_, row) => labelOf(row.to) },
        {
          title: say('machine.who'),
          render: (_, row) =>
            (row.roles ?? []).map((role) => maybe(`role.${role}`, maybe(`who.${role}`, role))).join('、'),
        },
        { title: say('machine.guard'), dataIndex: 'guard' },
        { title: say('case.effects'), render: (_, row) => (row.effects ?? []).join('、') },
      ]}
    />
  );
}
