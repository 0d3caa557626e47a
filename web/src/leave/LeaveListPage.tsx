import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { LeaveRow, SubstitutionRow } from '../../../src/leave/leave.contract.js';
import { figure, instant, nameOf, pick } from '../api/words.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';

type Span = { day: string; half: string };

/** `2026-09-07 上午 – 2026-09-08 下午`. */
function useSpan(): (from: Span, to: Span) => string {
  const { maybe } = useSay();
  const half = (one: Span): string => `${one.day} ${maybe(`half.${one.half.toLowerCase()}`, one.half)}`;
  return (from, to) => `${half(from)} – ${half(to)}`;
}

/** Register of leave: one's own, or what one may see. */
export function LeaveListPage() {
  const { say, maybe, language } = useSay();
  const me = useMe();
  const span = useSpan();
  const [search] = useSearchParams();
  const mine = search.get('mine') !== null;
  const kind = (row: LeaveRow): string => pick(row.kindTitle, language);
  const state = (row: LeaveRow) => <StateTag state={row.state} label={maybe(`leave.state.${row.state}`, row.state)} />;
  const create = (
    <Link to="/leaves/new">
      <Button type="primary" icon={<PlusOutlined />}>
        {say('nav.leaveNew')}
      </Button>
    </Link>
  );
  return (
    <Page title={mine ? say('apply.leaves') : say('nav.leaves')} extra={create}>
      <QueryTable<LeaveRow>
        path="/api/leaves"
        fixed={{ person: mine ? me.person.code : undefined }}
        rowKey={(row) => row.id}
        open={(row) => `/cases/${row.id}`}
        empty={say('leave.empty')}
        filters={[
          {
            name: 'state',
            label: say('field.state'),
            options: [
              'draft',
              'pending',
              'approved',
              'filed',
              'onLeave',
              'returned',
              'closed',
              'refused',
              'withdrawn',
            ].map((value) => ({ value, label: maybe(`leave.state.${value}`, value) })),
          },
        ]}
        columns={[
          { key: 'key', title: say('field.key'), show: (row) => <span className="tnum">{row.key}</span> },
          { key: 'person', title: say('field.applicant'), show: (row) => <strong>{row.personName}</strong> },
          { key: 'window', title: say('field.window'), show: (row) => row.window },
          { key: 'kind', title: say('field.kind'), show: kind },
          {
            key: 'span',
            title: say('field.days'),
            show: (row) => <span className="tnum">{span(row.from, row.to)}</span>,
          },
          { key: 'days', title: say('leave.days'), number: true, show: (row) => figure(row.days) },
          { key: 'state', title: say('field.state'), sort: 'state', show: state },
          {
            key: 'filedAt',
            title: say('field.filedAt'),
            sort: 'filedAt',
            show: (row) => <span className="tnum">{instant(row.filedAt)}</span>,
          },
        ]}
        card={(row) => (
          <>
            <strong>
              {row.personName} {kind(row)}
            </strong>{' '}
            {state(row)}
            <div className="muted tnum">
              {span(row.from, row.to)} · {figure(row.days)} {say('leave.days')}
            </div>
          </>
        )}
      />
    </Page>
  );
}

/** Register of substitutions, badges included. */
export function SubstitutionListPage() {
  const { say, maybe } = useSay();
  const span = useSpan();
  const state = (row: SubstitutionRow) => (
    <StateTag state={row.state} label={maybe(`substitution.state.${row.state}`, row.state)} />
  );
  return (
    <Page title={say('nav.substitutions')}>
      <QueryTable<SubstitutionRow>
        path="/api/substitutions"
        rowKey={(row) => row.id}
        open={(row) => `/cases/${row.id}`}
        empty={say('substitution.empty')}
        columns={[
          { key: 'key', title: say('field.key'), show: (row) => <span className="tnum">{row.key}</span> },
          { key: 'window', title: say('field.window'), show: (row) => nameOf(row.window) },
          { key: 'absent', title: say('substitution.absent'), show: (row) => row.absentName },
          {
            key: 'substitute',
            title: say('field.substitute'),
            show: (row) => row.substituteName ?? say('substitution.none'),
          },
          {
            key: 'span',
            title: say('field.days'),
            show: (row) => <span className="tnum">{span(row.from, row.to)}</span>,
          },
          { key: 'badge', title: say('field.badge'), show: (row) => row.badge },
          { key: 'state', title: say('field.state'), sort: 'state', show: state },
        ]}
        card={(row) => (
          <>
            <strong>
              {row.substituteName ?? say('substitution.none')} → {row.absentName}
            </strong>{' '}
            {state(row)}
            <div className="muted tnum">
              {nameOf(row.window)} · {span(row.from, row.to)}
            </div>
          </>
        )}
      />
    </Page>
  );
}
