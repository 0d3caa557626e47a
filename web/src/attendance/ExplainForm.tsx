import { Button, Input } from 'antd';
import { useState } from 'react';
import type { AbsenceView } from '../../../src/attendance/attendance.contract.js';
import { useSend } from '../api/hooks.js';
import { type Attached, FilePicker } from '../components/FilePicker.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** What the person concerned says to it, with papers or photographs. */
export function ExplainForm({ absence, onDone }: { absence: AbsenceView; onDone: () => void }) {
  const { say } = useSay();
  const [text, setText] = useState(absence.explanation ?? '');
  const [files, setFiles] = useState<Attached[]>([]);
  const send = useSend(['/api/absences']);
  const run = (): void =>
    send.mutate(
      {
        path: `/api/absences/${absence.id}/explain`,
        body: { text, evidence: [...new Set([...absence.evidence, ...files.map((file) => file.hash)])] },
      },
      { onSuccess: onDone },
    );
  return (
    <section className="absence-form">
      <h3>{say('absence.explain')}</h3>
      <label htmlFor="absence-explain">{say('absence.explain.text')}</label>
      <Input.TextArea
        id="absence-explain"
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoSize={{ minRows: 3 }}
        maxLength={2000}
      />
      <FilePicker value={files} onChange={setFiles} camera />
      <Refusal problem={send.error} />
      <Button type="primary" loading={send.isPending} disabled={[...text.trim()].length < 2} onClick={run}>
        {say('absence.explain')}
      </Button>
    </section>
  );
}
