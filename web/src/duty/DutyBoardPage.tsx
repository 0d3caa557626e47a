import { LeftOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons';
import { Alert, Button, DatePicker, Dropdown, Segmented, Skeleton, Space } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { BoardView } from '../../../src/duty/duty.contract.js';
import type { StaffingItem } from '../../../src/leave/cover.contract.js';
import { useGet } from '../api/hooks.js';
import { Nothing, Page } from '../components/Page.js';
import { printOn } from '../components/print.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { BoardCards } from './BoardCards.js';
import { BoardTable, type Chosen } from './BoardTable.js';
import { daysWithoutRoster, groupsOf, holesOf, type View, weeksOf } from './board.js';
import { CellDrawer } from './CellDrawer.js';

const views: readonly View[] = ['day', 'week', 'month'];

/** Who stands where: windows × half days, as it is now. It follows changes by the stream that brings messages. */
export function DutyBoardPage() {
  const { say } = useSay();
  const { phone } = usePreferences();
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<Chosen>();
  const asked = search.get('view') as View | null;
  const view: View = phone ? 'day' : asked && views.includes(asked) ? asked : 'month';
  const day = dayjs(search.get('day') ?? me.clock.today);
  // An office week begins on Monday, in whatever language it is read.
  const monday = day.subtract((day.day() + 6) % 7, 'day');
  const from = view === 'week' ? monday : day.startOf(view);
  const to = view === 'week' ? monday.add(6, 'day') : day.endOf(view);
  const span = { from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') };
  const board = useGet<BoardView>('/api/duty/board', span, { keep: true });
  const staffing = useGet<{ items: StaffingItem[] }>('/api/staffing', span, { keep: true });
  const shown = board.data;
  const items = staffing.data?.items;
  const holes = useMemo(() => (shown ? holesOf(shown, items) : new Map()), [shown, items]);
  const groups = useMemo(() => (shown ? groupsOf(shown, holes) : []), [shown, holes]);
  const [paper, setPaper] = useState<Paper>();
  // A month of names does not fit on A4: there each week has a table of its own.
  const inWeeks = view === 'month' && paper === 'A4';
  useEffect(() => {
    if (paper) printOn(`${paper} landscape`, () => setPaper(undefined));
  }, [paper]);
  const change = (values: Record<string, string>): void => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(values)) next.set(name, value);
    setSearch(next, { replace: true });
  };
  const turn = (step: 1 | -1): void => change({ day: from.add(step, view).format('YYYY-MM-DD') });
  const props = shown ? { board: shown, groups, holes, onChoose: setChosen } : undefined;
  const blank = useMemo(() => (shown && shown.windows.length > 0 ? daysWithoutRoster(shown) : []), [shown]);
  const off = shown && phone ? shown.days[0] : undefined;
  return (
    <Page
      wide
      title={say('nav.duty')}
      extra={
        <Space wrap className="no-print">
          {phone ? null : (
            <Segmented
              aria-label={say('duty.view')}
              value={view}
              onChange={(value) => change({ view: value })}
              options={views.map((value) => ({ value, label: say(`duty.view.${value}`) }))}
            />
          )}
          <Button icon={<LeftOutlined />} aria-label={say('common.previous')} onClick={() => turn(-1)} />
          <DatePicker
            allowClear={false}
            aria-label={say('field.day')}
            picker={view === 'month' ? 'month' : 'date'}
            value={day}
            onChange={(to) => to && change({ day: to.format('YYYY-MM-DD') })}
          />
          <Button icon={<RightOutlined />} aria-label={say('common.next')} onClick={() => turn(1)} />
          <Button onClick={() => change({ day: me.clock.today })}>{say('duty.today')}</Button>
          {phone ? null : <PrintButton onPrint={setPaper} />}
          <Link to="/calendar-feeds">{say('nav.feeds')}</Link>
        </Space>
      }
    >
      {inWeeks ? null : <PrintHead title={say('nav.duty')} institution={me.institution.name} span={span} />}
      <Legend holes={holes.size} blank={blank} days={shown?.days.length ?? 0} />
      <Refusal problem={board.error} onRetry={() => void board.refetch()} />
      {off?.kind === 'off' ? (
        <Alert type="info" showIcon title={off.name ?? say('calendar.own.kind.off')} style={{ marginBottom: 10 }} />
      ) : null}
      {!shown && !board.error ? <Skeleton active paragraph={{ rows: 10 }} /> : null}
      {shown && shown.windows.length === 0 ? <Nothing text={say('duty.none')} /> : null}
      {props && props.board.windows.length > 0 ? (
        phone ? (
          <BoardCards {...props} />
        ) : (
          <section
            className={`duty-sheet${inWeeks ? ' no-print' : ''}`}
            data-view={view}
            aria-busy={board.isFetching}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
          >
            <BoardTable {...props} />
          </section>
        )
      ) : null}
      {inWeeks && shown ? <Weeks board={shown} staffing={items} institution={me.institution.name} /> : null}
      {chosen ? (
        <CellDrawer chosen={chosen} hole={holeAt(shown, holes, chosen)} onClose={() => setChosen(undefined)} />
      ) : null}
    </Page>
  );
}

function holeAt(board: BoardView | undefined, holes: ReturnType<typeof holesOf>, chosen: Chosen) {
  const at = board?.days.findIndex((day) => day.date === chosen.day) ?? -1;
  return holes.get(`w:${chosen.window} ${at * 2 + (chosen.half === 'PM' ? 1 : 0)}`);
}

/** @param blank working days that no roster reaches: where there is one, nothing is said to be in order */
function Legend({ holes, blank, days }: { holes: number; blank: readonly string[]; days: number }) {
  const { say } = useSay();
  return (
    <p className="duty-legend">
      <span role="status">
        {holes > 0 ? <span className="hole">⚠ {say('duty.holes', { n: holes })}</span> : null}
        {blank.length > 0 ? (
          <span className="duty-unknown">
            {' '}
            ⚠{' '}
            {say(days === 1 ? 'duty.noRosterDay' : 'duty.noRoster', {
              n: blank.length,
              from: blank[0] ?? '',
              to: blank.at(-1) ?? '',
            })}
          </span>
        ) : null}
        {holes + blank.length === 0 ? <span className="muted">✓ {say('duty.noHoles')}</span> : null}
      </span>
      <span className="muted">{say('duty.legend')}</span>
    </p>
  );
}

const papers = ['A4', 'A3'] as const;
type Paper = (typeof papers)[number];

function PrintButton({ onPrint }: { onPrint: (paper: Paper) => void }) {
  const { say } = useSay();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: papers.map((size) => ({ key: size, label: say('print.landscape', { size }) })),
        onClick: ({ key }) => onPrint(key as Paper),
      }}
    >
      <Button icon={<PrinterOutlined />}>{say('print.print')}</Button>
    </Dropdown>
  );
}

const nothing = (): void => undefined;

/** Stands on paper only: a month week by week, each beginning a sheet. */
function Weeks({
  board,
  staffing,
  institution,
}: {
  board: BoardView;
  staffing: readonly StaffingItem[] | undefined;
  institution: string;
}) {
  const { say } = useSay();
  return (
    <div className="duty-weeks">
      {weeksOf(board).map((week) => {
        const [from = '', to = ''] = [week.days[0]?.date, week.days.at(-1)?.date];
        const holes = holesOf(
          week,
          staffing?.filter((item) => item.day >= from && item.day <= to),
        );
        return (
          <section key={from}>
            <PrintHead title={say('nav.duty')} institution={institution} span={{ from, to }} />
            <BoardTable board={week} groups={groupsOf(week, holes)} holes={holes} onChoose={nothing} />
          </section>
        );
      })}
    </div>
  );
}

/** Stands on paper only. */
function PrintHead({
  title,
  institution,
  span,
}: {
  title: string;
  institution: string;
  span: { from: string; to: string };
}) {
  return (
    <header className="print-head">
      <strong>{title}</strong>
      <span>
        {institution} · {span.from} – {span.to}
      </span>
    </header>
  );
}
