import type { AbsenceView } from '../../../src/attendance/attendance.contract.js';
import { useSay } from '../i18n.js';

/** The line shows from 7:00 to 19:00. */
const FIRST = 7 * 60;
const LAST = 19 * 60;
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const place = (time: string): number => Math.max(0, Math.min(100, ((minuteOf(time) - FIRST) / (LAST - FIRST)) * 100));

/** The day at the machine as one small line: the halves to be worked, the gap, and a tick for each punch. */
export function PunchLine({ absence }: { absence: AbsenceView }) {
  const { say } = useSay();
  const { punches, hours, from, to } = absence;
  if (hours.length === 0) return null;
  const times = punches.map((punch) => punch.time.slice(0, 5)).join(' ');
  return (
    <figure className="punch-line">
      <svg
        viewBox="0 0 100 12"
        preserveAspectRatio="none"
        role="img"
        aria-label={say('absence.line', { times: times || '—' })}
      >
        {hours.map((half) => (
          <rect
            key={half.half}
            className="punch-half"
            x={place(half.start)}
            width={place(half.end) - place(half.start)}
            y={3}
            height={6}
          />
        ))}
        {from && to ? (
          <rect className="punch-gap" x={place(from)} width={Math.max(0.4, place(to) - place(from))} y={3} height={6} />
        ) : null}
        {punches.map((punch) => (
          <rect
            key={`${punch.time} ${punch.device}`}
            className="punch-tick"
            x={place(punch.time)}
            width={0.5}
            y={0}
            height={12}
          />
        ))}
      </svg>
      <figcaption className="tnum">
        {punches.length > 0
          ? punches.map((punch) => [punch.time, punch.device].filter(Boolean).join(' ')).join(' · ')
          : say('absence.noPunches')}
      </figcaption>
    </figure>
  );
}
