import { ClockCircleOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useSay } from '../i18n.js';
import { useMe } from './session.js';

/** The business day, shown only where it may differ from the real one. */
export function ClockTag() {
  const { say } = useSay();
  const { clock } = useMe();
  if (!clock?.demo) return null;
  return (
    <Tag icon={<ClockCircleOutlined />} variant="outlined" color="blue" className="tnum">
      {say('shell.businessDay', { day: clock.today })}
    </Tag>
  );
}
