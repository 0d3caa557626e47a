import { LeftOutlined, PlusOutlined, RightOutlined, UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Space, Table } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { CalendarDayItem, CalendarYearView } from '../../../src/organization/organization.contract.js';
import { useGet } from '../api/hooks.js';
import { instant } from '../api/words.js';
import { Nothing, Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { CalendarChangeDialog, type ChangeWish } from './CalendarChangeDialog.js';
import { YearMonths } from './YearMonths.js';

const keepers: readonly string[] = ['SYSTEM_ADMIN', 'SUPERVISION', 'OFFICE'];

/** A year as twelve months: what is off, what is shifted, what the office arranged itself, and how to change it. */
export function CalendarPage() {
  const { say } = useSay();
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const year = Number(search.get('year')) || Number(me.clock.today.slice(0, 4));
  const [wish, setWish] = useState<ChangeWish>();
  const view = useGet<CalendarYearView>('/api/calendar', { year }, { keep: true });
  const shown = view.data;
  const mayChange = me.grants.some((grant) => keepers.includes(grant.role));
  const turn = (to: number): void => setSearch({ year: String(to) }, { replace: true });
  return (
    <Page
      title={say('nav.calendar')}
      extra={
        <Space wrap>
          <Button icon={<LeftOutlined />} aria-label={say('calendar.previous')} onClick={() => turn(year - 1)} />
          <strong className="tnum">{say('calendar.year', { year })}</strong>
          <Button icon={<RightOutlined />} aria-label={say('calendar.next')} onClick={() => turn(year + 1)} />
          {mayChange ? (
            <>
              <Button icon={<PlusOutlined />} onClick={() => setWish({ kind: 'own' })}>
                {say('calendar.own.add')}
              </Button>
              <Button type="primary" icon={<UploadOutlined />} onClick={() => setWish({ kind: 'notice', year })}>
                {say('calendar.import')}
              </Button>
            </>
          ) : null}
        </Space>
      }
    >
      <p className="muted" style={{ marginTop: 0 }}>
        {say('calendar.text')}
      </p>
      <Refusal problem={view.error} onRetry={() => void view.refetch()} />
      {shown?.missing && mayChange && shown.missing !== year ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={say('calendar.warning', { year: shown.missing })}
          description={say('calendar.warning.hint', { year: shown.missing })}
        />
      ) : null}
      {shown && !shown.loaded ? (
        <Alert
          type="error"
          showIcon
          title={say('calendar.notLoaded', { year: shown.year })}
          description={say('calendar.notLoaded.hint')}
        />
      ) : null}
      {shown?.loaded ? (
        <LoadedYear
          shown={shown}
          onTakeBack={mayChange ? (day) => setWish({ kind: 'takeBack', day }) : undefined}
          onDay={
            mayChange
              ? (day) => setWish(day.source === 'office' ? { kind: 'takeBack', day } : { kind: 'own', day })
              : undefined
          }
        />
      ) : null}
      {wish ? <CalendarChangeDialog wish={wish} onClose={() => setWish(undefined)} /> : null}
    </Page>
  );
}

function LoadedYear({
  shown,
  onTakeBack,
  onDay,
}: {
  shown: CalendarYearView;
  onTakeBack?: (day: CalendarDayItem) => void;
  onDay?: (day: CalendarDayItem) => void;
}) {
  const { say } = useSay();
  return (
    <div className="stack">
      <Card size="small">
        <strong className="tnum">{say('calendar.counts', { ...shown.counts })}</strong>
        <div className="muted">{say('calendar.legend')}</div>
        <Source shown={shown} />
      </Card>
      <YearMonths year={shown.year} days={shown.items} onDay={onDay} />
      <OwnDays days={shown.items.filter((day) => day.source === 'office')} onTakeBack={onTakeBack} />
    </div>
  );
}

function Source({ shown }: { shown: CalendarYearView }) {
  const { say } = useSay();
  const { source } = shown;
  return (
    <div className="muted" style={{ overflowWrap: 'anywhere' }}>
      {say('calendar.source')}{' '}
      {source?.importedBy
        ? say('calendar.source.imported', {
            by: source.importedBy,
            at: instant(source.importedAt),
            file: source.fileName ?? '',
          })
        : say('calendar.source.shipped')}
      {source?.papers.map((paper) => (
        <div key={paper}>{/^https?:/.test(paper) ? <a href={paper}>{paper}</a> : paper}</div>
      ))}
    </div>
  );
}

function OwnDays({ days, onTakeBack }: { days: CalendarDayItem[]; onTakeBack?: (day: CalendarDayItem) => void }) {
  const { say } = useSay();
  return (
    <Card size="small" title={say('calendar.own')}>
      <Table<CalendarDayItem>
        size="small"
        rowKey="date"
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing text={say('calendar.own.none')} /> }}
        dataSource={days}
        columns={[
          { title: say('field.day'), render: (_, day) => <span className="tnum">{day.date}</span> },
          { title: say('calendar.own.kind'), render: (_, day) => say(`calendar.own.kind.${day.kind}`) },
          { title: say('field.name'), dataIndex: 'name' },
          { title: say('calendar.own.reason'), dataIndex: 'reason' },
          ...(onTakeBack
            ? [
                {
                  title: say('common.action'),
                  render: (_: unknown, day: CalendarDayItem) => (
                    <Button size="small" onClick={() => onTakeBack(day)}>
                      {say('calendar.takeBack')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
