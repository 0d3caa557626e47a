import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { App, Button, Popconfirm, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { useSend } from '../api/hooks.js';
import type { CycleView } from '../api/types.js';
import { instant, nameOf } from '../api/words.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** Which section has handed in its part, who is late. */
export function HandIns({ cycle, periodKey }: { cycle: CycleView; periodKey: string }) {
  const { say, maybe } = useSay();
  const { message } = App.useApp();
  const send = useSend(['/api/cycles', '/api/tasks', '/api/cases']);
  const hand = (section: string, label: string): void =>
    send.mutate(
      { path: `/api/cycles/${periodKey}/parts/${encodeURIComponent(section)}/hand-in`, revision: cycle.revision },
      { onSuccess: () => void message.success(say('cycle.handedIn', { label })) },
    );
  return (
    <>
      <Refusal problem={send.error} />
      <Table
        size="middle"
        rowKey="section"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={cycle.handIns}
        columns={[
          {
            title: say('cycle.part'),
            render: (_, row) => <strong>{row.label ?? maybe(`part.${row.section}`, row.section)}</strong>,
          },
          {
            title: say('field.state'),
            render: (_, row) =>
              row.at ? (
                <Tag color="success" variant="outlined" icon={<CheckCircleOutlined />}>
                  {say('cycle.in')}
                </Tag>
              ) : row.late ? (
                <Tag color="error" variant="outlined" icon={<ExclamationCircleOutlined />}>
                  {say('cycle.late')}
                </Tag>
              ) : (
                <Tag variant="outlined" icon={<ClockCircleOutlined />}>
                  {say('cycle.waiting')}
                </Tag>
              ),
          },
          { title: say('cycle.dueOn'), render: (_, row) => row.dueOn },
          { title: say('cycle.by'), render: (_, row) => (row.at ? `${nameOf(row.by)} ${instant(row.at)}` : '') },
          {
            title: say('common.action'),
            render: (_, row) =>
              !row.at && (row.canHandIn ?? row.mine ?? true) ? (
                <span className="quick" style={{ margin: 0 }}>
                  <Link to="/imports">{say('cycle.toImport')}</Link>
                  <Popconfirm
                    title={say('cycle.handIn.confirm')}
                    onConfirm={() => hand(row.section, row.label ?? maybe(`part.${row.section}`, row.section))}
                  >
                    <Button size="small" type="primary" loading={send.isPending}>
                      {say('cycle.handIn')}
                    </Button>
                  </Popconfirm>
                </span>
              ) : null,
          },
        ]}
      />
    </>
  );
}
