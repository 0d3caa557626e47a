import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, DatePicker, Space, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { Deputies, DeputyItem } from '../../../src/organization/deputy/deputy.contract.js';
import { useGet, useSend } from '../api/hooks.js';
import type { Named } from '../api/types.js';
import { Busy } from '../components/Busy.js';
import { Nothing, Page } from '../components/Page.js';
import { PersonPicker } from '../components/Pickers.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** Whom I have named to sign for me while I am on leave. */
export function MyDeputiesPage() {
  return <DeputiesOf path="/api/me/deputies" own />;
}

/** The same of somebody else, for those who keep it for others. */
export function PersonDeputiesPage() {
  const { code = '' } = useParams();
  return <DeputiesOf path={`/api/people/${encodeURIComponent(code)}/deputies`} />;
}

function DeputiesOf({ path, own = false }: { path: string; own?: boolean }) {
  const { say } = useSay();
  const found = useGet<Deputies>(path);
  const title = own ? say('deputy.mine') : say('deputy.of', { name: found.data?.person.name ?? '' });
  return (
    <Page title={title} back={own ? undefined : '/people'}>
      <Refusal problem={found.error} onRetry={() => void found.refetch()} />
      {found.isLoading ? <Busy /> : null}
      {found.data ? (
        <div className="stack">
          <Standing data={found.data} own={own} />
          <Editor key={JSON.stringify(found.data.items)} path={path} items={found.data.items} />
        </div>
      ) : null}
    </Page>
  );
}

/** Who signs for whom today. */
function Standing({ data, own }: { data: Deputies; own: boolean }) {
  const { say } = useSay();
  return (
    <>
      {data.awayUntil ? (
        <Alert
          type={data.signedBy ? 'info' : 'warning'}
          showIcon
          title={
            data.signedBy
              ? say('deputy.signedBy', { name: data.signedBy.name, until: data.awayUntil })
              : say('deputy.signedByNobody', { until: data.awayUntil })
          }
        />
      ) : null}
      {data.signsFor.length > 0 ? (
        <Alert
          type="info"
          showIcon
          title={say(own ? 'deputy.signsFor' : 'deputy.signsForOther')}
          description={data.signsFor
            .map((one) => say('deputy.signsForOne', { name: one.name, until: one.until }))
            .join('；')}
        />
      ) : null}
    </>
  );
}

interface Row extends Named {
  from: string | null;
  to: string | null;
  isAway: boolean;
}

function Editor({ path, items }: { path: string; items: readonly DeputyItem[] }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const [rows, setRows] = useState<readonly Row[]>(items);
  const [added, setAdded] = useState<Named>();
  const send = useSend<Deputies>([path, '/api/people']);
  const isChanged = JSON.stringify(rows) !== JSON.stringify(items);
  const put = (index: number, row: Row): void => setRows(rows.with(index, row));
  const move = (index: number, by: 1 | -1): void => {
    const [one, other] = [rows[index], rows[index + by]];
    if (one && other) setRows(rows.with(index, other).with(index + by, one));
  };
  const save = (): void =>
    send.mutate(
      {
        path,
        method: 'PUT',
        body: {
          deputies: rows.map(({ code, from, to }) => ({
            person: code,
            ...(from ? { from } : {}),
            ...(to ? { to } : {}),
          })),
        },
      },
      { onSuccess: () => void message.success(say('deputy.saved')) },
    );
  return (
    <Card title={say('deputy.order')}>
      <p className="muted" style={{ marginTop: 0 }}>
        {say('deputy.text')}
      </p>
      {rows.length === 0 ? <Nothing text={say('deputy.none')} /> : null}
      <ol className="plain" style={{ display: 'grid', gap: 12 }}>
        {rows.map((row, index) => (
          <li key={row.code}>
            <DeputyLine
              row={row}
              onChange={(changed) => put(index, changed)}
              onUp={index > 0 ? () => move(index, -1) : undefined}
              onDown={index < rows.length - 1 ? () => move(index, 1) : undefined}
              onRemove={() => setRows(rows.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      <AddDeputy
        one={added}
        taken={rows.map((row) => row.code)}
        onChange={setAdded}
        onAdd={({ code, name }) => {
          setRows([...rows, { code, name, from: null, to: null, isAway: false }]);
          setAdded(undefined);
        }}
      />
      <Refusal problem={send.error} />
      <Button type="primary" disabled={!isChanged} loading={send.isPending} onClick={save} style={{ marginTop: 12 }}>
        {say('deputy.save')}
      </Button>
    </Card>
  );
}

function DeputyLine({
  row,
  onChange,
  onUp,
  onDown,
  onRemove,
}: {
  row: Row;
  onChange: (row: Row) => void;
  onUp?: () => void;
  onDown?: () => void;
  onRemove: () => void;
}) {
  const { say } = useSay();
  const { name } = row;
  return (
    <Space wrap size={8}>
      <strong>{name}</strong>
      <span className="muted tnum">{row.code}</span>
      {row.isAway ? <Tag color="warning">{say('deputy.away')}</Tag> : null}
      <DatePicker.RangePicker
        aria-label={say('deputy.span', { name })}
        allowEmpty={[true, true]}
        placeholder={[say('deputy.always'), say('deputy.always')]}
        value={[row.from ? dayjs(row.from) : null, row.to ? dayjs(row.to) : null]}
        onChange={(span) =>
          onChange({
            ...row,
            from: span?.[0]?.format('YYYY-MM-DD') ?? null,
            to: span?.[1]?.format('YYYY-MM-DD') ?? null,
          })
        }
      />
      <Button
        icon={<ArrowUpOutlined />}
        aria-label={say('deputy.up', { name })}
        disabled={!onUp}
        onClick={() => onUp?.()}
      />
      <Button
        icon={<ArrowDownOutlined />}
        aria-label={say('deputy.down', { name })}
        disabled={!onDown}
        onClick={() => onDown?.()}
      />
      <Button danger icon={<DeleteOutlined />} aria-label={say('deputy.remove', { name })} onClick={onRemove} />
    </Space>
  );
}

function AddDeputy({
  one,
  taken,
  onChange,
  onAdd,
}: {
  one: Named | undefined;
  taken: readonly string[];
  onChange: (one: Named | undefined) => void;
  onAdd: (one: Named) => void;
}) {
  const { say } = useSay();
  return (
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginTop: 12 }}>
      <div style={{ flex: '1 1 220px' }}>
        <PersonPicker value={one?.code} known={one ? [one] : []} onPick={onChange} label={say('deputy.add')} />
      </div>
      <Button
        icon={<PlusOutlined />}
        disabled={!one || taken.includes(one.code)}
        onClick={() => (one ? onAdd(one) : undefined)}
      >
        {say('deputy.add')}
      </Button>
    </div>
  );
}
