import { CopyOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, Input, Popconfirm, Select, Space } from 'antd';
import { useState } from 'react';
import type { FeedCreated, FeedItem, FeedsView } from '../../../src/duty/duty.contract.js';
import { useGet, useSend } from '../api/hooks.js';
import { instant } from '../api/words.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** Addresses under which calendar programs read one's own duty, or that of a window; each can be taken back. */
export function FeedsPage() {
  const { say } = useSay();
  const feeds = useGet<FeedsView>('/api/feeds');
  const create = useSend<FeedCreated>(['/api/feeds']);
  const [window, setWindow] = useState<string>();
  const windows = feeds.data?.windows ?? [];
  return (
    <Page title={say('nav.feeds')} back="/duty">
      <div className="stack">
        <Card size="small">
          <p style={{ marginTop: 0 }}>{say('feeds.how')}</p>
          <Space wrap>
            <Button
              type="primary"
              icon={<PlusOutlined />}
              loading={create.isPending}
              onClick={() => create.mutate({ path: '/api/feeds', body: { kind: 'person' } })}
            >
              {say('feeds.createOwn')}
            </Button>
            {windows.length > 0 ? (
              <>
                <Select
                  showSearch
                  aria-label={say('field.window')}
                  placeholder={say('field.window')}
                  style={{ minWidth: 180 }}
                  value={window}
                  onChange={setWindow}
                  options={windows.map(({ code, name }) => ({
                    value: code,
                    label: code === name ? code : `${code} ${name}`,
                  }))}
                />
                <Button
                  disabled={!window}
                  loading={create.isPending}
                  onClick={() => create.mutate({ path: '/api/feeds', body: { kind: 'window', window } })}
                >
                  {say('feeds.createWindow')}
                </Button>
              </>
            ) : null}
          </Space>
          <Refusal problem={create.error} />
          {create.data ? <NewAddress made={create.data} /> : null}
        </Card>
        <Card size="small" title={say('feeds.inUse')}>
          <Refusal problem={feeds.error} onRetry={() => void feeds.refetch()} />
          {feeds.data?.items.length === 0 ? <Nothing text={say('feeds.none')} /> : null}
          <ul className="plain">
            {feeds.data?.items.map((feed) => (
              <FeedLine key={feed.id} feed={feed} />
            ))}
          </ul>
        </Card>
      </div>
    </Page>
  );
}

/** Shown once: the service keeps only a hash of it. */
function NewAddress({ made }: { made: FeedCreated }) {
  const { say } = useSay();
  const { message } = App.useApp();
  if (!made.path) return <Alert type="warning" showIcon style={{ marginTop: 12 }} title={say('feeds.lost')} />;
  const address = `${location.origin}${made.path}`;
  const copy = async (): Promise<void> => {
    await navigator.clipboard?.writeText(address);
    void message.success(say('feeds.copied'));
  };
  return (
    <Alert
      type="success"
      showIcon
      style={{ marginTop: 12 }}
      title={say('feeds.made')}
      description={
        <>
          <p style={{ margin: '0 0 8px' }}>{say('feeds.once')}</p>
          <Space.Compact style={{ width: '100%' }}>
            <Input
              readOnly
              aria-label={say('feeds.address')}
              value={address}
              onFocus={(event) => event.target.select()}
            />
            <Button icon={<CopyOutlined />} onClick={() => void copy()}>
              {say('feeds.copy')}
            </Button>
          </Space.Compact>
        </>
      }
    />
  );
}

function FeedLine({ feed }: { feed: FeedItem }) {
  const { say } = useSay();
  const revoke = useSend(['/api/feeds']);
  return (
    <li>
      <Space wrap style={{ justifyContent: 'space-between', width: '100%' }}>
        <span>
          <strong>
            {feed.kind === 'person'
              ? say('feeds.own')
              : `${feed.window} ${feed.windowName === feed.window ? '' : feed.windowName}`}
          </strong>{' '}
          <span className="muted tnum">
            {say('feeds.createdAt', { at: instant(feed.createdAt) })} ·{' '}
            {feed.readAt ? say('feeds.readAt', { at: instant(feed.readAt) }) : say('feeds.neverRead')}
          </span>
        </span>
        <Popconfirm
          title={say('feeds.revoke.confirm')}
          onConfirm={() => revoke.mutate({ path: `/api/feeds/${feed.id}/revoke` })}
        >
          <Button size="small" danger loading={revoke.isPending}>
            {say('feeds.revoke')}
          </Button>
        </Popconfirm>
      </Space>
      <Refusal problem={revoke.error} />
    </li>
  );
}
