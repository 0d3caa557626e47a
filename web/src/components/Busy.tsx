import { Progress, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useSay } from '../i18n.js';

/** Skeleton while a page loads. */
export function Busy({ rows = 6 }: { rows?: number }) {
  const { say } = useSay();
  return (
    <div className="page" aria-busy="true" aria-label={say('common.loading')} role="status">
      <Skeleton active title={{ width: '30%' }} paragraph={{ rows }} />
    </div>
  );
}

/**
 * Progress of work that lasts. Without `done`/`total` it shows elapsed time and creeps, so that nobody wonders whether
 * the page has died; it appears only after `after` milliseconds, short work stays quiet.
 */
export function ProgressBar(props: {
  active: boolean;
  doing: string;
  done?: number;
  total?: number;
  after?: number;
  onCancel?: () => void;
}) {
  const { active, doing, done, total, after = 600 } = props;
  const { say } = useSay();
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    setElapsed(0);
    if (!active) return;
    const started = Date.now();
    const timer = setInterval(() => setElapsed(Date.now() - started), 200);
    return () => clearInterval(timer);
  }, [active]);
  if (!active || elapsed < after) return null;
  const known = done !== undefined && total !== undefined && total > 0;
  const percent = known
    ? Math.round((done / total) * 100)
    : Math.min(95, Math.round(100 * (1 - Math.exp(-elapsed / 6000))));
  const left = known && done > 0 ? Math.ceil(((elapsed / done) * (total - done)) / 1000) : null;
  return (
    <div role="status" aria-live="polite" style={{ marginBlock: 12 }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
        <span>{doing}</span>
        <span className="muted tnum">
          {known ? `${done} / ${total}` : say('common.elapsed', { seconds: Math.round(elapsed / 1000) })}
          {left !== null && left > 1 ? ` · ${say('common.left', { seconds: left })}` : ''}
        </span>
      </div>
      <Progress percent={percent} status="active" showInfo={false} aria-label={doing} />
    </div>
  );
}
