import { useEffect } from 'react';
import { useAll } from '../api/hooks.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { printOn } from './print.js';
import type { Column } from './QueryTable.js';

/**
 * A whole register on paper: title, institution, what it was narrowed to, every row and not one page of them; the header is
 * repeated and the pages are numbered by the browser. Stands on paper only, and goes when the print dialog closes.
 */
export function PrintedList<T>({
  title,
  path,
  query,
  narrowed,
  columns,
  rowKey,
  onDone,
}: {
  title: string;
  path: string;
  query: Record<string, string | undefined>;
  narrowed: readonly string[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  onDone: () => void;
}) {
  const { say } = useSay();
  const me = useMe();
  const list = useAll<T>(path, query);
  const rows = list.isFetching ? undefined : list.data?.items;
  useEffect(() => {
    if (!rows) return;
    // After the rows are on the page.
    const timer = setTimeout(() => {
      printOn('A4 landscape');
      onDone();
    });
    return () => clearTimeout(timer);
  }, [rows, onDone]);
  if (!rows) return null;
  const period = query.from || query.to ? `${query.from ?? '…'} – ${query.to ?? '…'}` : say('print.all');
  return (
    <div className="printed">
      <h1>{title}</h1>
      <p>
        <span>{me.institution.name}</span>
        <span>
          {say('print.period')} {period}
          {narrowed.length > 0 ? ` · ${narrowed.join(' · ')}` : ''}
        </span>
        <span>{say('print.printedOn', { day: me.clock.today, n: rows.length })}</span>
      </p>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key}>{column.title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.key} className={column.number ? 'num' : undefined}>
                  {column.show(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
