import { CheckOutlined } from '@ant-design/icons';
import { useEffect, useRef } from 'react';
import type { Station } from '../api/types.js';
import { useSay } from '../i18n.js';

/** The path of a case as a line of stations: done, now, next. */
export function CaseStations({ stations, final }: { stations: readonly Station[]; final?: boolean }) {
  const { say } = useSay();
  const line = useRef<HTMLOListElement>(null);
  const now = stations.find((station) => station.status === 'now')?.state;
  // On a phone the line is longer than the screen: where the case stands must be on it.
  useEffect(() => {
    const here = now ? line.current?.querySelector<HTMLElement>('[aria-current]') : null;
    if (here && line.current)
      line.current.scrollLeft = here.offsetLeft - (line.current.clientWidth - here.clientWidth) / 2;
  }, [now]);
  if (stations.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a line that scrolls must be reachable by keyboard
    <ol ref={line} className="stations" aria-label={say('case.stations')} tabIndex={0}>
      {stations.map((station, index) => (
        <li
          key={`${station.state}-${station.label}`}
          data-status={station.status}
          aria-current={station.status === 'now' ? 'step' : undefined}
        >
          <span className="dot" aria-hidden="true">
            {station.status === 'done' || (final && station.status === 'now') ? <CheckOutlined /> : index + 1}
          </span>
          {station.label}
          <span style={{ position: 'absolute', clip: 'rect(0 0 0 0)' }}>{say(`station.${station.status}`)}</span>
        </li>
      ))}
    </ol>
  );
}
