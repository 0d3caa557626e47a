import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { Button, Card, Segmented, Table, Upload } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useGet, useSend } from '../api/hooks.js';
import type { ImportKindView, ImportView, Page as List, SampleView } from '../api/types.js';
import { instant, pick } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { useSubjectName } from '../scoring/useSubjectName.js';

/** Kind → file → preview. Nothing is written before the preview is confirmed. */
export function ImportsPage() {
  const { say, maybe, language } = useSay();
  const navigate = useNavigate();
  const name = useSubjectName();
  const [search] = useSearchParams();
  const [chosen, setKind] = useState<string | undefined>(search.get('kind') ?? undefined);
  const kinds = useGet<List<ImportKindView>>('/api/imports/kinds').data?.items ?? [];
  const samples = useGet<List<SampleView>>('/api/imports/samples').data?.items ?? [];
  const send = useSend<ImportView>(['/api/imports']);
  const kind = kinds.find((one) => one.kind === chosen) ?? kinds[0];
  const labelOf = (one: ImportKindView): string => pick(one, language);
  const upload = (file: File): boolean => {
    const form = new FormData();
    form.append('file', file, file.name);
    send.mutate(
      { path: `/api/imports?kind=${encodeURIComponent(kind!.kind)}`, file: form },
      {
        onSuccess: (made) => navigate(`/imports/${made.id}`),
        // A file with wrong rows is kept, and its page shows every one of them.
        onError: ({ body }) => {
          const { id } = body as { id?: string };
          if (id) navigate(`/imports/${id}`);
        },
      },
    );
    return false;
  };
  return (
    <Page title={say('nav.imports')}>
      <div className="stack">
        <Card>
          <div style={{ overflowX: 'auto' }}>
            <Segmented
              aria-label={say('import.kind')}
              value={kind?.kind}
              onChange={(value) => setKind(value)}
              options={kinds.map((one) => ({ value: one.kind, label: labelOf(one) }))}
            />
          </div>
          {kind ? (
            <>
              <p className="muted">{say('import.how')}</p>
              <Upload.Dragger
                accept=".xlsx,.csv"
                multiple={false}
                showUploadList={false}
                disabled={send.isPending}
                beforeUpload={(file) => upload(file)}
              >
                <p className="ant-upload-drag-icon">
                  <InboxOutlined />
                </p>
                <p className="ant-upload-text">{say('import.drop', { kind: labelOf(kind) })}</p>
              </Upload.Dragger>
              <ProgressBar active={send.isPending} doing={say('import.reading')} after={200} />
              <Refusal problem={send.error} />
              <div className="quick">
                <Button icon={<DownloadOutlined />} href={`/api/imports/templates/${kind.kind}`} download>
                  {say('import.template')}
                </Button>
                {samples
                  .filter((sample) => sample.kind === kind.kind)
                  .map((sample) => (
                    <Button
                      key={sample.name}
                      type="dashed"
                      icon={<DownloadOutlined />}
                      href={`/api/imports/samples/${encodeURIComponent(sample.name)}`}
                      download
                    >
                      {say('import.sample', { label: sample.label })}
                    </Button>
                  ))}
              </div>
              <Table
                size="small"
                rowKey="name"
                style={{ marginTop: 14 }}
                pagination={false}
                scroll={{ x: 'max-content' }}
                dataSource={kind.columns}
                columns={[
                  {
                    title: say('import.column'),
                    render: (_, column) => <strong>{pick(column, language)}</strong>,
                  },
                  { title: say('import.required'), render: (_, column) => (column.required ? say('common.yes') : '') },
                  {
                    title: say('field.note'),
                    render: (_, column) => [column.note, column.example].filter(Boolean).join(' · '),
                  },
                ]}
              />
            </>
          ) : null}
        </Card>
        <Card title={say('import.history')}>
          <QueryTable<ImportView>
            path="/api/imports"
            exported={false}
            rowKey={(row) => row.id}
            open={(row) => `/imports/${row.id}`}
            empty={say('import.empty')}
            columns={[
              { key: 'file', title: say('import.file'), show: (row) => row.fileName },
              { key: 'kind', title: say('import.kind'), show: (row) => maybe(`import.${row.kind}`, row.kind) },
              {
                key: 'state',
                title: say('field.state'),
                show: (row) => <StateTag state={row.state} label={maybe(`import.state.${row.state}`, row.state)} />,
              },
              { key: 'total', title: say('import.rows'), number: true, show: (row) => row.total },
              {
                key: 'at',
                title: say('field.at'),
                show: (row) => (
                  <span className="tnum">
                    {instant(row.uploadedAt)} {name(`person:${row.uploadedBy}`)}
                  </span>
                ),
              },
            ]}
            card={(row) => (
              <>
                <strong>{row.fileName}</strong>{' '}
                <StateTag state={row.state} label={maybe(`import.state.${row.state}`, row.state)} />
                <div className="muted">
                  {maybe(`import.${row.kind}`, row.kind)} · {row.total}
                </div>
              </>
            )}
          />
        </Card>
      </div>
    </Page>
  );
}
