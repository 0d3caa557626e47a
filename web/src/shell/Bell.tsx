import { BellOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../api/client.js';
import { useGet } from '../api/hooks.js';
import type { Page } from '../api/types.js';
import { instant } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { useSay } from '../i18n.js';
import { useMessages } from './useMessages.js';

/** One message of the inbox, worded by the service in the reader's language. */
interface Note {
  id: string;
  caseId: string | null;
  /** Its name, e.g. `absence.told`. */
  message: string;
  text: string;
  createdAt: string;
  readAt: string | null;
}

/** Messages; a server-sent event refreshes them and the to-do counts, polling is the net below. */
export function Bell() {
  const { say } = useSay();
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const notes = useGet<Page<Note> & { unread?: number }>(
    '/api/notifications',
    { pageSize: 50 },
    { refetchInterval: 60_000 },
  );
  useMessages();
  const items = notes.data?.items ?? [];
  const seen = (note: Note): boolean => note.readAt !== null;
  const unread = notes.data?.unread ?? items.filter((note) => !seen(note)).length;
  const visit = (note: Note): void => {
    setOpen(false);
    void post(`/api/notifications/${note.id}/read`).finally(() =>
      client.invalidateQueries({ queryKey: ['/api/notifications'] }),
    );
    if (note.caseId) navigate(`/cases/${note.caseId}`);
    // Told about without a case: one's own absences, or those that wait for a decision.
    else if (note.message === 'absence.to_decide') navigate('/absences?state=open');
    else if (note.message.startsWith('absence.')) navigate('/absences?mine=true');
  };
  return (
    <>
      <Badge count={unread} size="small" color="var(--kp-error)" offset={[-6, 6]}>
        <Button
          type="text"
          icon={<BellOutlined />}
          aria-label={say('bell.label', { n: unread })}
          onClick={() => setOpen(true)}
        />
      </Badge>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={say('bell.title')}
        size={420}
        styles={{ body: { padding: 0 } }}
      >
        {items.length === 0 ? <Nothing text={say('bell.empty')} /> : null}
        {items.map((note) => (
          <button
            type="button"
            key={note.id}
            className="inbox-card"
            style={{
              width: '100%',
              textAlign: 'start',
              border: 0,
              borderBottom: '1px solid var(--kp-line)',
              background: 'none',
              font: 'inherit',
              color: 'inherit',
              cursor: 'pointer',
              fontWeight: seen(note) ? 400 : 600,
            }}
            onClick={() => visit(note)}
          >
            {note.text}
            <div className="muted" style={{ fontWeight: 400 }}>
              {instant(note.createdAt)}
            </div>
          </button>
        ))}
      </Drawer>
    </>
  );
}
