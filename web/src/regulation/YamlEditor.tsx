import { Alert, Button, Space } from 'antd';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useGet, useSend } from '../api/hooks.js';
import { pick } from '../api/words.js';
import { Refusal } from '../components/Refusal.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import type { DraftView, Fault, SourceView } from './shapes.js';

/**
 * The text of one file with line numbers; a fault leads to its line. What is typed is kept in this browser until it is
 * saved, and the service keeps a faulty text too.
 */
export function YamlEditor({
  draft,
  file,
  at,
  editable,
}: {
  draft: DraftView;
  file: string;
  at?: number;
  editable: boolean;
}) {
  const { say } = useSay();
  const path = `/api/edition-drafts/${draft.id}/sources/${encodeURIComponent(file)}`;
  const source = useGet<SourceView>(path);
  const [typed, keep, { clear }] = useDraft<{ text: string | null }>(`edition.${draft.id}.${file}`, { text: null });
  const send = useSend<DraftView>(['/api/edition-drafts']);
  const area = useRef<HTMLTextAreaElement>(null);
  const stored = source.data?.text ?? '';
  const text = typed.text ?? stored;
  const isDirty = typed.text !== null && typed.text !== stored;
  const faults = draft.faults.filter((fault) => fault.file === file);
  useEffect(() => {
    if (at && source.data) jump(area, at);
  }, [at, source.data]);
  const drop = (): void => {
    keep({ text: null });
    clear();
  };
  // What was typed goes from the browser only when the service shows the same text, so that nothing typed meanwhile is lost.
  useEffect(() => {
    if (typed.text === null || typed.text !== source.data?.text) return;
    keep({ text: null });
    clear();
  }, [typed.text, source.data, keep, clear]);
  const save = (to: string | null): void =>
    send.mutate(
      { path, method: 'PUT', body: { text: to }, revision: draft.revision },
      { onSuccess: () => (to === null ? drop() : undefined) },
    );
  return (
    <div className="stack">
      <Refusal problem={source.error} onRetry={() => void source.refetch()} />
      <Faults faults={faults} onJump={(line) => jump(area, line)} />
      {isDirty ? <Alert type="info" showIcon title={say('yaml.unsaved')} /> : null}
      <NumberedText
        area={area}
        text={text}
        label={file}
        readOnly={!editable || !source.data}
        faulty={new Set(faults.flatMap((fault) => (fault.line === null ? [] : [fault.line])))}
        onChange={(next) => keep({ text: next })}
      />
      <Refusal problem={send.error} />
      {editable ? (
        <Space wrap>
          <Button type="primary" disabled={!isDirty} loading={send.isPending} onClick={() => save(text)}>
            {say('yaml.save')}
          </Button>
          <Button disabled={!isDirty} onClick={drop}>
            {say('yaml.discard')}
          </Button>
          <Button disabled={!source.data?.isChanged} onClick={() => save(null)}>
            {say('yaml.base')}
          </Button>
        </Space>
      ) : null}
    </div>
  );
}

/** Puts the caret at the start of a line and brings it into view. */
function jump(area: RefObject<HTMLTextAreaElement | null>, line: number): void {
  const field = area.current;
  if (!field) return;
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = Math.max(0, (line - 6) * LINE);
  field.scrollIntoView({ block: 'nearest' });
}

/** Height of a line in CSS pixels; the numbers beside the text rest on it. */
const LINE = 20;

function NumberedText({
  area,
  text,
  label,
  readOnly,
  faulty,
  onChange,
}: {
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  label: string;
  readOnly: boolean;
  faulty: ReadonlySet<number>;
  onChange: (text: string) => void;
}) {
  const [top, setTop] = useState(0);
  const count = text.split('\n').length;
  const first = Math.max(0, Math.floor(top / LINE) - 2);
  const numbers = Array.from({ length: Math.min(60, count - first) }, (_, index) => first + index + 1);
  return (
    <div className="numbered">
      <div className="numbers" aria-hidden="true">
        <div style={{ transform: `translateY(${first * LINE - top}px)` }}>
          {numbers.map((number) => (
            <div key={number} data-faulty={faulty.has(number) || undefined}>
              {number}
            </div>
          ))}
        </div>
      </div>
      <textarea
        ref={area}
        aria-label={label}
        value={text}
        readOnly={readOnly}
        spellCheck={false}
        wrap="off"
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** What is wrong, with the way to the line. */
export function Faults({
  faults,
  onJump,
}: {
  faults: readonly Fault[];
  onJump?: (line: number, fault: Fault) => void;
}) {
  const { say, language } = useSay();
  if (faults.length === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={say('yaml.faults', { n: faults.length })}
      description={
        <ul className="plain">
          {faults.map((fault) => (
            <li key={`${fault.where}-${fault.zh}-${fault.got}`}>
              {onJump && fault.line !== null ? (
                <Button type="link" size="small" onClick={() => onJump(fault.line ?? 1, fault)}>
                  {fault.where}
                </Button>
              ) : (
                <code>{fault.where}</code>
              )}{' '}
              {pick(fault, language)}
              {fault.got ? ` · ${say('refusal.got', { got: fault.got })}` : ''}
              {fault.allowed.length
                ? ` · ${say('refusal.allowed', { allowed: fault.allowed.join(say('common.comma')) })}`
                : ''}
              {fault.hint ? ` · ${pick(fault.hint, language)}` : ''}
            </li>
          ))}
        </ul>
      }
    />
  );
}
