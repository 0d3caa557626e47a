import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { App, Button, Popconfirm, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { useSend } from '../api/hooks.js';
import type { CycleView } from '../api/types.js';
import { Nothing } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useSubjectName } from '../scoring/useSubjectName.js';
import { rowActions } from './cycle.js';

/** Which section has handed in its part, who is late. */
export function HandIns({ cycle }: { cycle: CycleView }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const nameOf = useSubjectName();
  const send = useSend(['/api/cycles', '/api/tasks', '/api/cases']);
  const may = rowActions(cycle, 'cycle.handIn').some((action) => !action.refusal);
  const hand = (section: string, label: string): void =>
    send.mutate(
      { path: `/api/cycles/${cycle.key}/parts/${encodeURIComponent(section)}/hand-in`, revision: cycle.revision },
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
        dataSource={cycle.sections}
        locale={{ emptyText: <Nothing text={say('cycle.handIns.empty')} /> }}
        columns={[
          { title: say('cycle.part'), render: (_, row) => <strong>{row.name}</strong> },
          {
            title: say('field.state'),
            render: (_, row) =>
              row.by ? (
                <Tag color="success" variant="outlined" icon={<CheckCircleOutlined />}>
                  {say(row.isLate ? 'cycle.inLate' : 'cycle.in')}
                </Tag>
              ) : row.isLate ? (
                <Tag color="error" variant="outlined" icon={<ExclamationCircleOutlined />}>
                  {say('cycle.late')}
                </Tag>
              ) : (
                <Tag variant="outlined" icon={<ClockCircleOutlined />}>
                  {say('cycle.waiting')}
                </Tag>
              ),
          },
          {
            title: say('cycle.by'),
            render: (_, row) => (row.by ? `${nameOf(`person:${row.by}`)} ${row.on ?? ''}` : ''),
          },
          {
            title: say('common.action'),
            render: (_, row) =>
              !row.by && may ? (
                <span className="quick" style={{ margin: 0 }}>
                  <Link to="/imports">{say('cycle.toImport')}</Link>
                  <Popconfirm title={say('cycle.handIn.confirm')} onConfirm={() => hand(row.section, row.name)}>
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
