import dayjs from 'dayjs';
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef } from 'react';
import type { BoardView, BoardWindow } from '../../../src/duty/duty.contract.js';
import { useSay } from '../i18n.js';
import { type Cell, type Group, type Hole, signOf } from './board.js';

export interface Chosen {
  window: string;
  day: string;
  half: 'AM' | 'PM';
}

/** What a board shows, on a desk or on a phone. */
export interface BoardProps {
  board: BoardView;
  groups: readonly Group[];
  holes: ReadonlyMap<string, Hole>;
  onChoose: (chosen: Chosen) => void;
}

/** Windows × half days; one cell at a time is in the tab order, arrows go from there. */
export function BoardTable({ board, groups, holes, onChoose }: BoardProps) {
  const { say } = useSay();
  const table = useRef<HTMLTableElement>(null);
  const first = board.days[0]?.date;
  // A month begins with its first day; whoever opens it wants to see today.
  useEffect(() => {
    const sheet = table.current?.parentElement;
    const head = first ? table.current?.querySelector<HTMLElement>('thead [aria-current]') : null;
    const place = table.current?.querySelector<HTMLElement>('thead .place');
    if (sheet) sheet.scrollLeft = head && place ? head.offsetLeft - place.offsetWidth - 8 : 0;
  }, [first]);
  const open = (target: HTMLElement): void => {
    const cell = target.closest<HTMLElement>('td[data-window]');
    const index = Number(cell?.dataset.index);
    const day = board.days[index >> 1];
    if (cell?.dataset.window && day)
      onChoose({ window: cell.dataset.window, day: day.date, half: index % 2 ? 'PM' : 'AM' });
  };
  const move = (event: KeyboardEvent<HTMLTableElement>): void => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('td[data-window]');
    if (!cell) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(cell);
      return;
    }
    const next = neighbour(table.current, cell, event.key);
    if (!next) return;
    event.preventDefault();
    focusOn(table.current, next);
  };
  return (
    <table
      ref={table}
      className="duty"
      aria-label={say('nav.duty')}
      onKeyDown={move}
      onClick={(event: MouseEvent) => open(event.target as HTMLElement)}
      onFocus={(event) => {
        const cell = (event.target as HTMLElement).closest<HTMLElement>('td[data-window]');
        if (cell) focusOn(table.current, cell, false);
      }}
    >
      <Head board={board} />
      {groups.map((group, at) => (
        <tbody key={group.key}>
          {groups.length > 1 || group.name ? <GroupRow board={board} group={group} /> : null}
          {group.windows.map((window, row) => (
            <WindowRow
              key={window.code}
              window={window}
              days={board.days}
              people={board.people}
              today={board.today}
              holes={holesIn(holes, window)}
              first={at === 0 && row === 0}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** Holes of one row as text, so that a row whose holes stayed the same is not drawn again. */
function holesIn(holes: ReadonlyMap<string, Hole>, window: BoardWindow): string {
  return window.cells
    .map((_, index) => {
      const hole = holes.get(`w:${window.code} ${index}`);
      return hole ? `${index}:${hole.present}/${hole.least}` : '';
    })
    .filter(Boolean)
    .join(' ');
}

function Head({ board }: { board: BoardView }) {
  const { say } = useSay();
  return (
    <thead>
      <tr>
        <th rowSpan={2} scope="col" className="place">
          {say('field.window')}
        </th>
        {board.days.map((day) => (
          <th
            key={day.date}
            colSpan={2}
            scope="colgroup"
            data-kind={day.kind}
            aria-current={day.date === board.today ? 'date' : undefined}
          >
            <span className="tnum">{dayjs(day.date).format('D')}</span> {dayjs(day.date).format('dd')}
            {day.kind === 'off' ? <small className="duty-note">{day.name ?? say('calendar.mark.off')}</small> : null}
            {day.kind === 'work' && day.name ? <small className="duty-note">{say('calendar.mark.work')}</small> : null}
            {day.date === board.today ? <small className="duty-note">{say('duty.today')}</small> : null}
          </th>
        ))}
      </tr>
      <tr>
        {board.days.flatMap((day) =>
          (['am', 'pm'] as const).map((half) => (
            <th key={`${day.date}${half}`} scope="col" data-kind={day.kind} className="half">
              {say(`duty.${half}`)}
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

function GroupRow({ board, group }: { board: BoardView; group: Group }) {
  const { say } = useSay();
  return (
    <tr className="zone">
      <th scope="rowgroup" className="place">
        {group.name || say('duty.noZone')}
      </th>
      {board.days.flatMap((day, at) =>
        [0, 1].map((half) => {
          const hole = group.holes.get(at * 2 + half);
          return (
            <td key={`${day.date}${half}`} className="zone-half" data-hole={hole ? '' : undefined}>
              {hole ? <HoleMark hole={hole} /> : null}
            </td>
          );
        }),
      )}
    </tr>
  );
}

function HoleMark({ hole }: { hole: Hole }) {
  const { say } = useSay();
  return (
    <span className="hole">
      ⚠ {say('duty.short')}
      <span className="tnum">
        {' '}
        {hole.present}/{hole.least}
      </span>
    </span>
  );
}

const WindowRow = memo(function WindowRow({
  window,
  days,
  people,
  today,
  holes,
  first,
}: {
  window: BoardWindow;
  days: BoardView['days'];
  people: Record<string, string>;
  today: string;
  holes: string;
  first: boolean;
}) {
  const known = new Map(
    holes.split(' ').map((text): [number, Hole] => {
      const [index, present, least] = text.split(/[:/]/).map(Number);
      return [index ?? -1, { present: present ?? 0, least: least ?? 0 }];
    }),
  );
  return (
    <tr>
      <th scope="row" className="place">
        <strong>{window.code}</strong> {window.name === window.code ? '' : window.name}
      </th>
      {window.cells.map((cell, index) => {
        const day = days[index >> 1];
        const hole = holes ? known.get(index) : undefined;
        return (
          <td
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its half day, and the row is drawn anew for other days
            key={index}
            tabIndex={first && index === 0 ? 0 : -1}
            data-window={window.code}
            data-index={index}
            data-kind={day?.kind}
            data-today={day?.date === today ? '' : undefined}
            data-hole={hole ? '' : undefined}
          >
            {hole ? <HoleMark hole={hole} /> : null}
            <CellPeople cell={cell} people={people} />
          </td>
        );
      })}
    </tr>
  );
});

/** Names, each with sign and word where it is more than "sits there". */
export function CellPeople({ cell, people }: { cell: Cell; people: Record<string, string> }) {
  const { say } = useSay();
  return cell.map(([code, mark]) => (
    <span key={code} className="seat" data-mark={mark}>
      {people[code] ?? code}
      {mark === 'on' ? null : (
        <small>
          {' '}
          {signOf[mark]}
          {say(`duty.mark.${mark}`)}
        </small>
      )}
    </span>
  ));
}

function focusOn(table: HTMLTableElement | null, cell: HTMLElement, move = true): void {
  for (const other of table?.querySelectorAll<HTMLElement>('td[tabindex="0"]') ?? []) other.tabIndex = -1;
  cell.tabIndex = 0;
  if (move) cell.focus();
}

function neighbour(table: HTMLTableElement | null, cell: HTMLElement, key: string): HTMLElement | null {
  if (key === 'ArrowRight') return cell.nextElementSibling as HTMLElement | null;
  if (key === 'ArrowLeft')
    return cell.previousElementSibling?.matches('td') ? (cell.previousElementSibling as HTMLElement) : null;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (!step) return null;
  const column = [...(table?.querySelectorAll<HTMLElement>(`td[data-index="${cell.dataset.index}"]`) ?? [])];
  return column[column.indexOf(cell) + step] ?? null;
}
