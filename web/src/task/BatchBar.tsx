import { Button } from 'antd';
import type { TaskItem } from '../api/types.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { type BatchVerb, batchAction } from './batch.js';

/** At the foot of the list: what can be done with the marked tasks, within reach of a thumb. */
export function BatchBar({
  tasks,
  onClear,
  onAct,
}: {
  tasks: readonly TaskItem[];
  onClear: () => void;
  onAct: (verb: BatchVerb) => void;
}) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const able = (verb: BatchVerb) => tasks.filter((task) => batchAction(task, verb)).length;
  return (
    <div className={`foot no-print${phone ? ' over-tabs' : ''}`} role="toolbar" aria-label={say('batch.action')}>
      <span style={{ alignSelf: 'center', marginInlineEnd: 'auto' }} role="status">
        {say('batch.marked', { n: tasks.length })}
      </span>
      <Button onClick={onClear}>{say('batch.clear')}</Button>
      {able('refuse') > 0 ? (
        <Button danger onClick={() => onAct('refuse')}>
          {say('batch.refuse', { n: able('refuse') })}
        </Button>
      ) : null}
      {able('approve') > 0 ? (
        <Button type="primary" onClick={() => onAct('approve')}>
          {say('batch.approve', { n: able('approve') })}
        </Button>
      ) : null}
    </div>
  );
}
