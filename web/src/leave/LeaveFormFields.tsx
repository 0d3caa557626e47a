import { PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import type { LeaveKindView } from '../../../src/leave/leave.contract.js';
import { figure, pick } from '../api/words.js';
import { PersonPicker } from '../components/Pickers.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';
import { emptyPart, type LeaveDraft, type Missing } from './draft.js';
import { PartFields } from './PartFields.js';

const MOST_PARTS = 10;

type Setter = (change: Partial<LeaveDraft>) => void;

export function KindNote({ kind }: { kind: LeaveKindView }) {
  const { say, language } = useSay();
  const lines = [
    pick(kind.note, language),
    kind.mostMinutes ? say('leave.most.minutes', { n: kind.mostMinutes }) : '',
    kind.mostDays ? say('leave.most.days', { n: figure(kind.mostDays) }) : '',
    kind.parts.includes('hours') && kind.step > 1 ? say('leave.step', { n: kind.step }) : '',
  ].filter(Boolean);
  return (
    <div className="muted" style={{ marginTop: 6 }}>
      {lines.join('；')} <Articles anchors={kind.articles} />
    </div>
  );
}

export function Parts({
  draft,
  set,
  kind,
  soon,
  problems,
  missing,
}: {
  draft: LeaveDraft;
  set: Setter;
  kind: LeaveKindView | undefined;
  soon: readonly string[];
  problems: readonly { pointer?: string; message: string }[];
  missing: readonly Missing[];
}) {
  const { say } = useSay();
  const { clock } = useMe();
  const forms = kind?.parts ?? ['halfDays'];
  return (
    <>
      {draft.parts.map((part, index) => (
        <PartFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no name but its place
          key={index}
          index={index}
          value={part}
          forms={forms}
          clock={clock}
          soon={soon}
          most={kind?.mostMinutes}
          problems={[
            ...problems.filter((one) => one.pointer?.startsWith(`/parts/${index}`)).map((one) => one.message),
            ...(missing.some((one) => one.startsWith(`part-${index}-`)) ? [say('leave.missing.part')] : []),
          ]}
          onChange={(next) => set({ parts: draft.parts.map((one, place) => (place === index ? next : one)) })}
          onRemove={
            draft.parts.length > 1 ? () => set({ parts: draft.parts.filter((_, place) => place !== index) }) : undefined
          }
        />
      ))}
      {draft.parts.length < MOST_PARTS ? (
        <Button
          type="dashed"
          icon={<PlusOutlined />}
          style={{ marginBottom: 16 }}
          onClick={() => set({ parts: [...draft.parts, emptyPart(forms[0], soon[0])] })}
        >
          {say('leave.part.add')}
        </Button>
      ) : null}
    </>
  );
}

export function Reason({ draft, set, isMissing }: { draft: LeaveDraft; set: Setter; isMissing: boolean }) {
  const { say } = useSay();
  return (
    <Form.Item
      label={say('field.reason')}
      htmlFor="reason"
      required
      {...(isMissing ? { validateStatus: 'error' as const, help: say('leave.missing.reason') } : {})}
    >
      <Input.TextArea
        id="reason"
        autoSize={{ minRows: 2 }}
        maxLength={500}
        value={draft.reason}
        onChange={(event) => set({ reason: event.target.value })}
      />
    </Form.Item>
  );
}

/** For somebody who lies ill or is far away; that person confirms it later. */
export function ForColleague({ draft, set }: { draft: LeaveDraft; set: Setter }) {
  const { say } = useSay();
  const [open, setOpen] = useState(draft.for !== undefined);
  return (
    <>
      <Checkbox
        checked={open}
        onChange={(event) => {
          setOpen(event.target.checked);
          if (!event.target.checked) set({ for: undefined });
        }}
      >
        {say('leave.for')}
      </Checkbox>
      {open ? (
        <Form.Item label={say('leave.forWhom')} htmlFor="for" extra={say('leave.for.note')} style={{ marginTop: 8 }}>
          <PersonPicker id="for" value={draft.for} onChange={(person) => set({ for: person })} />
        </Form.Item>
      ) : null}
    </>
  );
}
