import { Button, Drawer, Skeleton, Space, Tag } from 'antd';
import { Link } from 'react-router';
import type { CellView } from '../../../src/duty/duty.contract.js';
import { useGet } from '../api/hooks.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { StepIn } from '../leave/StepIn.js';
import { usePreferences } from '../shell/preferences.js';
import type { Chosen } from './BoardTable.js';
import { type Hole, signOf } from './board.js';

/** Behind one cell: the people, what takes them away or brings them, and the way to a cover. */
export function CellDrawer({ chosen, hole, onClose }: { chosen: Chosen; hole?: Hole; onClose: () => void }) {
  const { say, maybe } = useSay();
  const { phone } = usePreferences();
  const cell = useGet<CellView>('/api/duty/cell', { ...chosen });
  const shown = cell.data;
  const half = say(chosen.half === 'AM' ? 'half.am' : 'half.pm');
  const name = shown && shown.windowName !== chosen.window ? ` ${shown.windowName}` : '';
  const title = `${chosen.window}${name} · ${chosen.day} ${half}`;
  const cover = new URLSearchParams({ window: chosen.window, day: chosen.day, half: chosen.half.toLowerCase() });
  return (
    <Drawer
      open
      title={title}
      onClose={onClose}
      placement={phone ? 'bottom' : 'right'}
      size={phone ? 'large' : 420}
      footer={
        <Link to={`/cover-plan?${cover}`}>
          <Button type={hole ? 'primary' : 'default'} block={phone}>
            {say('duty.findCover')}
          </Button>
        </Link>
      }
    >
      <StepIn window={chosen.window} />
      <Refusal problem={cell.error} onRetry={() => void cell.refetch()} />
      {hole ? (
        <p className="hole" style={{ marginTop: 0 }}>
          ⚠ {say('duty.shortBy', { present: hole.present, least: hole.least })}
        </p>
      ) : null}
      {!shown && !cell.error ? <Skeleton active /> : null}
      {shown?.people.length === 0 ? <p>{say('duty.nobody')}</p> : null}
      <ul className="plain">
        {shown?.people.map((person) => (
          <li key={person.code} className="duty-person">
            <Space wrap size={6}>
              <strong>{person.name}</strong>
              <span className="muted tnum">{person.code}</span>
              {person.ab ? <Tag>{say('duty.post', { post: person.ab })}</Tag> : null}
              <span className="seat" data-mark={person.mark}>
                {signOf[person.mark]} {say(`duty.mark.${person.mark}.long`)}
              </span>
            </Space>
            {person.gone.length > 0 ? (
              <div className="muted tnum">
                {person.gone.map((piece) => maybe(`half.${piece.toLowerCase()}`, piece)).join('、')}
              </div>
            ) : null}
            {person.caseId ? (
              <div>
                <Link to={`/cases/${person.caseId}`}>
                  {say(person.mark === 'cover' ? 'duty.toCover' : 'duty.toCase')}
                </Link>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
