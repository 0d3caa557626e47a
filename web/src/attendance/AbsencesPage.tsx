import { ImportOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type AbsenceKind, type AbsenceRow, type AbsenceState } from '../../../src/attendance/attendance.contract.js';
import { useGet } from '../api/hooks.js';
import type { Page as Listed } from '../api/types.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { AbsenceBatch } from './AbsenceBatch.js';
import { AbsenceDrawer } from './AbsenceDrawer.js';
import { useAbsenceWords } from './words.js';

const kinds: readonly AbsenceKind[] = ['late', 'early', 'away', 'noShow', 'overstay', 'unfiled', 'deceit', 'unproved'];
const states: readonly AbsenceState[] = ['waiting', 'open', 'confirmed', 'dropped'];
const importers = ['SUPERVISION', 'OFFICE', 'HR'];

/** The register of absences, or one's own (`?mine`): what was found, what the person says, what was decided. */
export function AbsencesPage() {
  const { say, maybe } = useSay();
  const me = useMe();
  const { phone } = usePreferences();
  const words = useAbsenceWords();
  const [search, setSearch] = useSearchParams();
  const [marked, setMarked] = useState<readonly AbsenceRow[]>([]);
  const mine = search.get('mine') !== null;
  const id = search.get('absence');
  const holds = (...roles: string[]) => me.grants.some((grant) => roles.includes(grant.role));
  const decides = holds('SUPERVISION') && !mine;
  const queue = useGet<Listed<AbsenceRow>>(id ? '/api/absences' : null, {
    state: 'open',
    sort: 'day',
    pageSize: 200,
    person: mine ? me.person.code : undefined,
  });
  const address = (to: string | null): string => {
    const next = new URLSearchParams(search);
    if (to) next.set('absence', to);
    else next.delete('absence');
    return `/absences?${next}`;
  };
  const open = (to: string | null): void => setSearch(new URLSearchParams(address(to).slice('/absences?'.length)));
  const state = (row: AbsenceRow) => <StateTag state={words.stateName(row)} label={words.state(row)} />;
  const extra = (
    <Space wrap className="no-print">
      {holds(...importers) && !mine ? (
        <Link to="/imports?kind=attendance">
          <Button icon={<ImportOutlined />}>{say('absence.import')}</Button>
        </Link>
      ) : null}
      {phone ? null : (
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say('absence.print')}
        </Button>
      )}
    </Space>
  );
  return (
    <Page title={mine ? say('absence.mine') : say('nav.absences')} extra={extra}>
      <QueryTable<AbsenceRow>
        path="/api/absences"
        fixed={{ person: mine ? me.person.code : undefined }}
        rowKey={(row) => row.id}
        open={(row) => address(row.id)}
        empty={mine ? say('absence.emptyMine') : say('absence.empty')}
        {...(decides
          ? { selection: { rows: marked, onChange: setMarked, can: (row: AbsenceRow) => row.canDecide } }
          : {})}
        filters={[
          {
            name: 'state',
            label: say('field.state'),
            options: states.map((value) => ({ value, label: maybe(`absence.state.${value}`, value) })),
          },
          {
            name: 'kind',
            label: say('absence.kind'),
            options: kinds.map((value) => ({ value, label: maybe(`absence.kind.${value}`, value) })),
          },
          ...(mine
            ? []
            : [
                { name: 'person', label: say('absence.filter.person') },
                { name: 'window', label: say('absence.filter.window') },
              ]),
          ...(phone
            ? []
            : [
                { name: 'from', label: say('absence.filter.from'), isDay: true },
                { name: 'to', label: say('absence.filter.to'), isDay: true },
              ]),
        ]}
        columns={[
          {
            key: 'day',
            title: say('absence.time'),
            sort: 'day',
            show: (row) => <span className="tnum">{words.when(row)}</span>,
          },
          {
            key: 'person',
            title: say('absence.person'),
            sort: 'person',
            show: (row) => (
              <>
                <strong>{row.personName}</strong> <span className="muted tnum">{row.person}</span>
              </>
            ),
          },
          { key: 'window', title: say('field.window'), sort: 'window', show: (row) => row.windowName },
          { key: 'kind', title: say('absence.kind'), sort: 'kind', show: words.kind },
          { key: 'length', title: say('absence.length'), number: true, show: words.length },
          { key: 'rule', title: say('absence.rule'), show: words.rule },
          { key: 'state', title: say('field.state'), sort: 'state', show: state },
          { key: 'dueOn', title: say('absence.explanation'), sort: 'dueOn', show: (row) => <Said row={row} /> },
        ]}
        card={(row) => (
          <>
            <strong>
              {row.personName} {words.kind(row)} {words.length(row)}
            </strong>{' '}
            {state(row)}
            <div className="muted tnum">{words.when(row)}</div>
            <div className="muted">{words.rule(row)}</div>
          </>
        )}
      />
      {marked.length > 0 ? <AbsenceBatch rows={marked} onClear={() => setMarked([])} /> : null}
      <AbsenceDrawer id={id} queue={queue.data?.items ?? []} onOpen={open} />
    </Page>
  );
}

/** What the person said, or until when it may be said. */
function Said({ row }: { row: AbsenceRow }) {
  const { say } = useSay();
  if (row.explanation) return row.explanation.length > 24 ? `${row.explanation.slice(0, 24)}…` : row.explanation;
  return row.state === 'waiting' && row.dueOn ? say('absence.dueOn', { day: row.dueOn }) : '';
}
