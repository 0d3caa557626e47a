import { RightCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useGet } from '../api/hooks.js';
import type { Page, TaskItem } from '../api/types.js';
import { useSay } from '../i18n.js';

/** One key (n) to the next thing that waits. */
export function NextTask({ current, onGo }: { current: string; onGo: (path: string) => void }) {
  const { say } = useSay();
  const tasks = useGet<Page<TaskItem>>('/api/tasks', { box: 'todo', pageSize: 100 });
  const others = (tasks.data?.items ?? []).filter((task) => task.caseId !== current);
  const next = others[0];
  useEffect(() => {
    if (!next) return;
    const listen = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, [role=combobox], .ant-drawer');
      if (event.key === 'n' && !event.ctrlKey && !event.metaKey && !typing) onGo(`/cases/${next.caseId}`);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [next, onGo]);
  if (!next) return null;
  return (
    <p className="no-print" style={{ textAlign: 'end' }}>
      <Button
        style={{ whiteSpace: 'normal', height: 'auto', textAlign: 'end' }}
        type="link"
        icon={<RightCircleOutlined />}
        onClick={() => onGo(`/cases/${next.caseId}`)}
      >
        {say('case.next', { n: others.length, title: next.title })}
      </Button>
    </p>
  );
}
