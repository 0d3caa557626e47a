import { Alert, App, Button, Card, Popconfirm, Table, Tag } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useGet, useSend } from '../api/hooks.js';
import type { ImportView } from '../api/types.js';
import { pick } from '../api/words.js';
import { Busy, ProgressBar } from '../components/Busy.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { Tabbed } from '../components/Tabbed.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';

/** What the file says: rows, every error at once with its cell, what was passed over; then take it in, or undo. */
export function ImportPage() {
  const { id = '' } = useParams();
  const { say, maybe, language } = useSay();
  const { phone } = usePreferences();
  const { message } = App.useApp();
  const [tab, setTab] = useState<string>();
  const view = useGet<ImportView>(`/api/imports/${id}`);
  const send = useSend<ImportView>([
    '/api/imports',
    '/api/people',
    '/api/windows',
    '/api/duty',
    '/api/cycles',
    '/api/results',
  ]);
  if (!view.data)
    return view.error ? (
      <div className="page">
        <Refusal problem={view.error} onRetry={() => void view.refetch()} />
      </div>
    ) : (
      <Busy />
    );
  const batch = view.data;
  const { errors } = batch;
  const act = (verb: 'commit' | 'undo'): void =>
    send.mutate(
      { path: `/api/imports/${id}/${verb}` },
      { onSuccess: () => void message.success(say(`import.${verb}ed`)) },
    );
  const columns = [...new Set(batch.rows.flatMap((row) => Object.keys(row)))].filter((name) => name !== 'errors');
  return (
    <Page
      title={batch.fileName}
      back="/imports"
      extra={
        <>
          <Tag>{maybe(`import.${batch.kind}`, batch.kind)}</Tag>
          <StateTag state={batch.state} label={maybe(`import.state.${batch.state}`, batch.state)} />
        </>
      }
    >
      {batch.state === 'previewed' ? (
        <Alert
          type="success"
          showIcon
          style={{ marginBottom: 12 }}
          title={say('import.ready', { n: batch.total })}
          description={say('import.ready.hint')}
        />
      ) : null}
      {batch.state === 'refused' ? (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 12 }}
          title={say('import.refused', { n: errors.length })}
          description={say('import.refused.hint')}
        />
      ) : null}
      {batch.summary.length ? (
        <Card size="small" style={{ marginBottom: 12 }}>
          <dl className="kv">
            {batch.summary.map(({ label, value }) => (
              <Pair key={label} label={label} value={String(value)} />
            ))}
          </dl>
        </Card>
      ) : null}
      <Tabbed
        active={tab ?? (errors.length ? 'errors' : 'rows')}
        onChange={setTab}
        items={[
          {
            key: 'errors',
            label: say('import.errors', { n: errors.length }),
            children: (
              <Table
                size="small"
                rowKey={(row) => `${row.where}-${row.message}`}
                pagination={{ pageSize: 50, hideOnSinglePage: true }}
                scroll={{ x: 'max-content' }}
                dataSource={errors}
                locale={{ emptyText: say('import.noErrors') }}
                columns={[
                  { title: say('import.where'), render: (_, row) => <code>{row.where}</code> },
                  { title: say('import.what'), dataIndex: 'message' },
                  { title: say('import.got'), dataIndex: 'got' },
                  { title: say('import.allowed'), dataIndex: 'allowed' },
                  { title: say('import.hint'), dataIndex: 'hint' },
                ]}
              />
            ),
          },
          {
            key: 'rows',
            label: say('import.preview', { n: batch.rows.length, total: batch.total }),
            children: (
              <Table
                size="small"
                rowKey={(row) => String(batch.rows.indexOf(row))}
                pagination={{ pageSize: 50, hideOnSinglePage: true }}
                scroll={{ x: 'max-content' }}
                dataSource={batch.rows}
                columns={columns.map((name) => ({
                  title: maybe(`field.${name}`, name),
                  render: (_: unknown, row: Record<string, unknown>) => pick(row[name], language),
                }))}
              />
            ),
          },
          {
            key: 'ignored',
            label: say('import.ignored', { n: batch.ignored.length }),
            children: (
              <ul>
                {batch.ignored.map((row) => (
                  <li key={row.where}>
                    <code>{row.where}</code> {row.text}{' '}
                    <span className="muted">{maybe(`import.ignored.${row.reason}`, row.reason)}</span>
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <Refusal problem={send.error} />
      <ProgressBar active={send.isPending} doing={say('import.writing', { n: batch.total })} after={300} />
      <div
        className={`foot${phone ? ' over-tabs' : ''}`}
        hidden={batch.state !== 'committed' && batch.state !== 'previewed'}
      >
        {batch.state === 'committed' ? (
          <Popconfirm title={say('import.undo.confirm')} onConfirm={() => act('undo')}>
            <Button danger loading={send.isPending}>
              {say('import.undo')}
            </Button>
          </Popconfirm>
        ) : null}
        {batch.state === 'previewed' ? (
          <Button type="primary" loading={send.isPending} onClick={() => act('commit')}>
            {say('import.commit', { n: batch.total })}
          </Button>
        ) : null}
      </div>
    </Page>
  );
}

const Pair = ({ label, value }: { label: string; value: string }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);
