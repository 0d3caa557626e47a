import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import { Tag } from 'antd';

const good =
  /^(approved|closed|final|issued|filed|verified|committed|confirmed|maintained|delivered|archived|notified|done|valid|returned|ended|onDuty|badgeIssued|ready|silent|effective)$/;
const bad =
  /^(refused|dropped|withdrawn|cancelled|revoked|refusedBack|overdue|disputed|overstayed|absent|undone|invalid)$/;
const open = /^(draft|drafted|recorded|required|pending|previewed|next)$/;

/** A state as icon and word; colour only supports it. */
export function StateTag({ state, label }: { state?: string; label?: string }) {
  const name = state ?? '';
  if (good.test(name))
    return (
      <Tag color="success" variant="outlined" icon={<CheckCircleOutlined />}>
        {label ?? name}
      </Tag>
    );
  if (bad.test(name))
    return (
      <Tag
        color="error"
        variant="outlined"
        icon={name === 'overdue' || name === 'disputed' ? <ExclamationCircleOutlined /> : <CloseCircleOutlined />}
      >
        {label ?? name}
      </Tag>
    );
  if (open.test(name))
    return (
      <Tag variant="outlined" icon={<ClockCircleOutlined />}>
        {label ?? name}
      </Tag>
    );
  return (
    <Tag color="processing" variant="outlined" icon={<SyncOutlined />}>
      {label ?? name}
    </Tag>
  );
}
