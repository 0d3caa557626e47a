import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { LeaveKindView } from '../../../src/leave/leave.contract.js';
import type { HalfDayView, LeaveRow, SubstitutionRow } from '../../../src/leave/register.contract.js';
import { useGet } from '../api/hooks.js';
import type { Page as List, Machine } from '../api/types.js';
import { figure, instant, pick } from '../api/words.js';
import { Page } from '../components/Page.js';
import type { Filter } from '../components/QueryFilters.js';
import { QueryTable } from '../components/QueryTable.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';

/** `2026-09-07 上午 – 2026-09-08 下午`; within one day only what differs. */
function useSpan(): { half: (one: HalfDayView) => string; span: (from: HalfDayView, to: HalfDayView) => string } {
  const { say, maybe } = useSay();
  const half = (one: HalfDayView): string => `${one.day} ${maybe(`half.${one.half}`, one.half)}`;
  const span = (from: HalfDayView, to: HalfDayView): string => {
    if (from.day !== to.day) return `${half(from)} – ${half(to)}`;
    return from.half === to.half ? half(from) : `${from.day} ${say('half.whole')}`;
  };
  return { half, span };
}

/** What every register can be narrowed by: who, where, when. */
function usePlaceFilters(): Filter[] {
  const { say } = useSay();
  return [
    { name: 'person', label: say('field.person'), choose: 'person' },
    { name: 'unit', label: say('field.unit'), choose: 'unit' },
    { name: 'window', label: say('field.window'), choose: 'window' },
    { name: 'from', label: say('register.from'), isDay: true },
    { name: 'to', label: say('register.to'), isDay: true },
  ];
}

const placeText = (code: string | null, name: string | null): string =>
  code === null ? '' : name && name !== code ? `${code} ${name}` : code;

/** Register of leave: one's own, or what one may see. */
export function LeaveListPage() {
  const { say, language } = useSay();
  const me = useMe();
  const { half, span } = useSpan();
  const [search] = useSearchParams();
  const mine = search.get('mine') !== null;
  const kinds = useGet<List<LeaveKindView>>('/api/leave-kinds', { on: me.clock.today });
  const places = usePlaceFilters();
  const yesNo = useYesNo();
  const states = useStates('leave');
  const state = (row: LeaveRow) => <StateTag state={row.state} label={row.stateLabel} />;
  const kind = (row: LeaveRow): string => pick(row.kindTitle, language);
  const create = (
    <Link to="/leaves/new" className="no-print">
      <Button type="primary" icon={<PlusOutlined />}>
        {say('nav.leaveNew')}
      </Button>
    </Link>
  );
  return (
    <Page title={mine ? say('apply.leaves') : say('nav.leaves')} extra={create}>
      <QueryTable<LeaveRow>
        path="/api/leaves"
        printed={mine ? undefined : say('register.leaves')}
        fixed={{ person: mine ? me.person.code : undefined }}
        rowKey={(row) => row.id}
        open={(row) => `/cases/${row.id}`}
        empty={say('leave.empty')}
        filters={[
          ...(mine ? places.filter((filter) => filter.isDay) : places),
          {
            name: 'kind',
            label: say('field.kind'),
            options: (kinds.data?.items ?? []).map((one) => ({ value: one.id, label: pick(one.title, language) })),
          },
          states,
          ...(mine ? [] : [{ name: 'substitute', label: say('register.substitute'), options: yesNo }]),
        ]}
        columns={[
          { key: 'key', title: say('field.key'), show: (row) => <span className="tnum">{row.key}</span> },
          {
            key: 'person',
            title: say('field.applicant'),
            sort: 'person',
            show: (row) => (
              <>
                <strong>{row.personName}</strong>{' '}
                {row.filedByName ? (
                  <small className="muted">{say('register.filedBy', { name: row.filedByName })}</small>
                ) : null}
              </>
            ),
          },
          { key: 'unit', title: say('field.unit'), show: (row) => row.unitName },
          {
            key: 'window',
            title: say('field.window'),
            sort: 'window',
            show: (row) => placeText(row.window, row.windowName),
          },
          { key: 'kind', title: say('field.kind'), sort: 'kind', show: kind },
          {
            key: 'span',
            title: say('register.span'),
            sort: 'from',
            show: (row) => (
              <span className="tnum">{row.hours ? `${row.from.day} ${row.hours}` : span(row.from, row.to)}</span>
            ),
          },
          { key: 'days', title: say('leave.days'), sort: 'days', number: true, show: (row) => figure(row.days, 4) },
          { key: 'state', title: say('field.state'), sort: 'state', show: state },
          {
            key: 'filedAt',
            title: say('field.filedAt'),
            sort: 'filedAt',
            show: (row) => <span className="tnum">{instant(row.filedAt)}</span>,
          },
          { key: 'signers', title: say('register.signers'), show: (row) => row.signers.join(' → ') },
          {
            key: 'substitute',
            title: say('field.substitute'),
            show: (row) => (row.substituteRequired ? (row.substituteName ?? say('substitution.none')) : ''),
          },
          {
            key: 'returned',
            title: say('register.returned'),
            show: (row) => <span className="tnum">{row.returned ? half(row.returned) : ''}</span>,
          },
          {
            key: 'certificate',
            title: say('register.certificate'),
            show: (row) => (row.certificate === 'none' ? '' : say(`register.certificate.${row.certificate}`)),
          },
        ]}
        card={(row) => (
          <>
            <strong>
              {row.personName} {kind(row)}
            </strong>{' '}
            {state(row)}
            <div className="muted tnum">
              {row.hours ? `${row.from.day} ${row.hours}` : span(row.from, row.to)} · {figure(row.days, 4)}{' '}
              {say('leave.days')}
            </div>
          </>
        )}
      />
    </Page>
  );
}

/** Register of substitutions, badges included. */
export function SubstitutionListPage() {
  const { say } = useSay();
  const { span } = useSpan();
  const places = usePlaceFilters();
  const yesNo = useYesNo();
  const states = useStates('substitution');
  const state = (row: SubstitutionRow) => <StateTag state={row.state} label={row.stateLabel} />;
  const at = (value: string | null) => <span className="tnum">{instant(value)}</span>;
  const badge = (row: SubstitutionRow) => (
    <>
      {row.badge} {row.overdue ? <StateTag state="overdue" label={say('register.overdue')} /> : null}
    </>
  );
  return (
    <Page title={say('nav.substitutions')}>
      <QueryTable<SubstitutionRow>
        path="/api/substitutions"
        printed={say('register.substitutions')}
        rowKey={(row) => row.id}
        open={(row) => `/cases/${row.id}`}
        empty={say('substitution.empty')}
        filters={[...places, states, { name: 'overdue', label: say('register.overdue'), options: yesNo }]}
        columns={[
          { key: 'key', title: say('field.key'), show: (row) => <span className="tnum">{row.key}</span> },
          {
            key: 'window',
            title: say('field.window'),
            sort: 'window',
            show: (row) => placeText(row.window, row.windowName),
          },
          { key: 'absent', title: say('substitution.absent'), sort: 'absent', show: (row) => row.absentName },
          {
            key: 'substitute',
            title: say('field.substitute'),
            sort: 'substitute',
            show: (row) => (
              <>
                {row.substituteName ?? say('substitution.none')}{' '}
                {row.before.length > 0 ? (
                  <small className="muted">{say('register.before', { names: row.before.join('、') })}</small>
                ) : null}
              </>
            ),
          },
          {
            key: 'span',
            title: say('register.span'),
            sort: 'from',
            show: (row) => <span className="tnum">{span(row.from, row.to)}</span>,
          },
          { key: 'state', title: say('field.state'), sort: 'state', show: state },
          { key: 'filed', title: say('register.filed'), show: (row) => at(row.filedAt) },
          { key: 'trained', title: say('register.trained'), show: (row) => at(row.trainedAt) },
          { key: 'badge', title: say('field.badge'), show: badge },
          { key: 'issued', title: say('register.issued'), sort: 'issuedAt', show: (row) => at(row.issuedAt) },
          {
            key: 'returned',
            title: say('register.badgeReturned'),
            show: (row) => (row.lostAt ? `${say('register.lost')} ${instant(row.lostAt)}` : at(row.returnedAt)),
          },
        ]}
        card={(row) => (
          <>
            <strong>
              {row.substituteName ?? say('substitution.none')} → {row.absentName}
            </strong>{' '}
            {state(row)}
            <div className="muted tnum">
              {placeText(row.window, row.windowName)} · {span(row.from, row.to)}
            </div>
            {row.badge ? <div className="muted">{badge(row)}</div> : null}
          </>
        )}
      />
    </Page>
  );
}

function useYesNo(): { value: string; label: string }[] {
  const { say } = useSay();
  return [
    { value: 'yes', label: say('common.yes') },
    { value: 'no', label: say('common.no') },
  ];
}

/** The states in the words of the machine itself. */
function useStates(kind: string): Filter {
  const { say } = useSay();
  const machine = useGet<Machine>(`/api/cases/kinds/${kind}/machine`);
  return {
    name: 'state',
    label: say('field.state'),
    options: (machine.data?.states ?? []).map((one) => ({ value: one.state, label: one.label })),
  };
}
