import { Progress } from 'antd';
import { figure } from '../api/words.js';
import { useSay } from '../i18n.js';
import { type Counted, useFigure } from './useFigure.js';

/** The score against its base; the word and the figures say it all, the ring only helps the eye. */
export function Gauge({
  shown,
  base,
  label,
  counted,
}: {
  shown: string;
  base?: string;
  label: string;
  counted: Counted;
}) {
  const { say } = useSay();
  const withUnit = useFigure();
  // Money, time and counts have no full measure that a ring could show.
  if (counted.unit !== 'points' && counted.unit !== 'percent')
    return (
      <figure style={{ margin: 0, textAlign: 'center' }}>
        <strong className="tnum" style={{ fontSize: 30 }}>
          {withUnit(shown, counted)}
        </strong>
        <figcaption>{label}</figcaption>
      </figure>
    );
  const total = Number.parseFloat(shown);
  const from = Number.parseFloat(base ?? '100') || 100;
  return (
    <figure style={{ margin: 0, textAlign: 'center' }}>
      <Progress
        type="dashboard"
        size={148}
        percent={Math.max(0, Math.min(100, (total / from) * 100))}
        format={() => (
          <span className="tnum" style={{ fontSize: 30, fontWeight: 600, color: 'var(--kp-text)' }}>
            {withUnit(shown, counted)}
          </span>
        )}
        strokeColor="var(--kp-primary)"
        aria-label={`${label} ${withUnit(shown, counted)}`}
      />
      <figcaption>
        {label} <span className="muted">{say('score.ofBase', { base: figure(base ?? '100') })}</span>
      </figcaption>
    </figure>
  );
}
