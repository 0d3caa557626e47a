import { Button, Card, Space, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { BalanceEntryRow, BalanceWithEntries } from '../../../src/leave/leave-balance.contract.js';
import { figure, instant, movement, pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { NoteList, NoteText } from './NoteText.js';

type FigureName = 'entitled' | 'carried' | 'used' | 'reserved' | 'expired';

/** Which entries a figure is the sum of. */
const partsOf: Readonly<Record<FigureName, readonly BalanceEntryRow['type'][]>> = {
  entitled: ['entitled', 'adjusted'],
  carried: ['carried'],
  used: ['used', 'restored'],
  reserved: ['reserved', 'freed'],
  expired: ['expired', 'transferred'],
};
const figures = Object.keys(partsOf) as FigureName[];

/** One account of a year: what is left, what makes it up, and the entries behind each figure. */
export function BalanceAccount({ item, onAdjust }: { item: BalanceWithEntries; onAdjust?: () => void }) {
  const { say, maybe, language } = useSay();
  const [open, setOpen] = useState<FigureName | 'all'>();
  const name = item.title ? pick(item.title, language) : maybe(`balance.account.${item.account}`, item.account);
  const shown =
    open === undefined
      ? []
      : item.entries.filter((entry) => open === 'all' || (partsOf[open] as readonly string[]).includes(entry.type));
  const turn = (to: FigureName | 'all'): void => setOpen(open === to ? undefined : to);
  return (
    <Card
      size="small"
      title={name}
      extra={
        onAdjust ? (
          <Button size="small" onClick={onAdjust}>
            {say('balance.adjust')}
          </Button>
        ) : null
      }
    >
      <div className="balance-figures">
        <div className="balance-left">
          {item.remaining === null ? (
            <span className="muted">{say('balance.unlimited')}</span>
          ) : (
            <>
              <strong className="tnum">{figure(item.remaining)}</strong> {say('balance.days')}
              <div className="muted">{say('balance.remaining')}</div>
            </>
          )}
        </div>
        {figures
          .filter((one) => one !== 'expired' || item.expired !== '0')
          .map((one) => (
            <Button
              key={one}
              type="text"
              className="balance-figure"
              aria-expanded={open === one}
              onClick={() => turn(one)}
            >
              <span>
                <strong className="tnum">{figure(item[one])}</strong>
                <span className="muted">{say(`balance.${one}`)}</span>
              </span>
            </Button>
          ))}
      </div>
      {item.lines.length ? <NoteList notes={item.lines} /> : null}
      <Button type="link" className="balance-all" aria-expanded={open === 'all'} onClick={() => turn('all')}>
        {say('balance.entries.all')} ({item.entries.length})
      </Button>
      {open === undefined ? null : <Entries entries={shown} />}
    </Card>
  );
}

function Entries({ entries }: { entries: readonly BalanceEntryRow[] }) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const note = (entry: BalanceEntryRow) => (
    <Space size={6} wrap>
      {entry.note ? (
        <span>
          <NoteText note={entry.note} />
        </span>
      ) : null}
      {entry.caseId ? <Link to={`/cases/${entry.caseId}`}>{entry.caseKey ?? say('balance.entry.case')}</Link> : null}
    </Space>
  );
  if (entries.length === 0) return <Nothing text={say('balance.entries.none')} />;
  if (phone)
    return (
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }} aria-label={say('balance.entries')}>
        {entries.map((entry) => (
          <li key={keyOf(entry)} className="inbox-card">
            <strong className="tnum">{movement(entry.days)}</strong> {say(`balance.entry.${entry.type}`)}{' '}
            <span className="muted tnum">{instant(entry.at)}</span>
            <div>{note(entry)}</div>
          </li>
        ))}
      </ul>
    );
  return (
    <Table<BalanceEntryRow>
      size="small"
      rowKey={keyOf}
      pagination={entries.length > 20 ? { pageSize: 20 } : false}
      dataSource={[...entries]}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: say('balance.col.at'),
          width: 150,
          render: (_, entry) => <span className="tnum">{instant(entry.at)}</span>,
        },
        { title: say('balance.col.type'), width: 110, render: (_, entry) => say(`balance.entry.${entry.type}`) },
        {
          title: say('balance.days'),
          width: 80,
          align: 'right',
          className: 'num',
          render: (_, entry) => movement(entry.days),
        },
        { title: say('balance.col.note'), render: (_, entry) => <div style={{ maxWidth: 560 }}>{note(entry)}</div> },
        {
          title: say('balance.col.by'),
          width: 100,
          render: (_, entry) => (entry.by === 'system' ? say('balance.system') : entry.byName),
        },
      ]}
    />
  );
}

const keyOf = (entry: BalanceEntryRow): string => `${entry.at} ${entry.type} ${entry.caseId ?? ''} ${entry.days}`;
