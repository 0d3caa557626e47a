import dayjs from 'dayjs';
import type { CalendarDayItem } from '../../../src/organization/organization.contract.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';

const monthsOf = (year: number) => Array.from({ length: 12 }, (_, month) => dayjs(`${year}-01-01`).month(month));
/** 2024 began on a Monday. */
const weekdays = () => Array.from({ length: 7 }, (_, at) => dayjs('2024-01-01').add(at, 'day').format('dd'));

/** Twelve small months; a day that differs from its weekday bears a word and not only a colour. */
export function YearMonths({
  year,
  days,
  onDay,
}: {
  year: number;
  days: readonly CalendarDayItem[];
  onDay?: (day: CalendarDayItem) => void;
}) {
  const byDate = new Map(days.map((day) => [day.date, day]));
  return (
    <div className="year">
      {monthsOf(year).map((first) => (
        <Month key={first.month()} first={first} days={byDate} onDay={onDay} />
      ))}
    </div>
  );
}

function Month({
  first,
  days,
  onDay,
}: {
  first: dayjs.Dayjs;
  days: ReadonlyMap<string, CalendarDayItem>;
  onDay?: (day: CalendarDayItem) => void;
}) {
  const before = (first.day() + 6) % 7;
  const count = first.daysInMonth();
  const weeks = Array.from({ length: Math.ceil((before + count) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, at) => week * 7 + at - before + 1),
  );
  return (
    <table className="month">
      <caption>{first.format('YYYY-MM')}</caption>
      <thead>
        <tr>
          {weekdays().map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((date) => (
              <td key={date} className="cell">
                {date >= 1 && date <= count ? (
                  <Day day={days.get(first.date(date).format('YYYY-MM-DD'))} date={date} onDay={onDay} />
                ) : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({
  day,
  date,
  onDay,
}: {
  day: CalendarDayItem | undefined;
  date: number;
  onDay?: (day: CalendarDayItem) => void;
}) {
  const { say } = useSay();
  const { clock } = useMe();
  if (!day) return <span>{date}</span>;
  const weekend = [0, 6].includes(dayjs(day.date).day());
  const own = day.source === 'office';
  const differs = own || day.name !== null || (day.kind === 'work') === weekend;
  const mark = differs ? `${say(`calendar.mark.${day.kind}`)}${own ? say('calendar.mark.own') : ''}` : '';
  const text = [day.date, day.name, say(`calendar.own.kind.${day.kind}`), day.reason].filter(Boolean).join(' · ');
  const inner = (
    <>
      {date}
      {mark ? <small>{mark}</small> : null}
    </>
  );
  const shared = {
    className: 'day',
    'data-kind': day.kind,
    'data-differs': differs || undefined,
    'aria-current': day.date === clock.today ? ('date' as const) : undefined,
    title: text,
  };
  return onDay ? (
    <button type="button" aria-label={text} onClick={() => onDay(day)} {...shared}>
      {inner}
    </button>
  ) : (
    <span {...shared}>{inner}</span>
  );
}
