import { EllipsisOutlined } from '@ant-design/icons';
import { App, Button, Drawer, Dropdown, Form, Tooltip } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useSend } from '../api/hooks.js';
import type { CaseAction, ChainStepView, JsonSchema } from '../api/types.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { ProgressBar } from './Busy.js';
import { Articles, Refusal } from './Refusal.js';
import { SchemaForm } from './SchemaForm.js';
import { useDraft } from './useDraft.js';

export interface Target {
  caseId: string;
  revision: number;
  title: string;
  /** Stored context of the case, where a form's choices stand. */
  context?: Record<string, unknown>;
  /** Its chain of approval: steps to return to, signers who can be removed. */
  chain?: readonly ChainStepView[];
  /** Fields that the place of the button already answers; they are not asked again. */
  preset?: Record<string, unknown>;
}

/** Choices for a field, as `value → words`; without any the field is not asked. */
function choose(properties: Record<string, JsonSchema>, name: string, choices: readonly (readonly [string, string])[]) {
  if (choices.length === 0) delete properties[name];
  else
    properties[name] = {
      ...properties[name],
      enum: choices.map(([value]) => value),
      'x-labels': Object.fromEntries(choices),
    };
}

/** The form of an action without what is preset, with the chain's steps and added signers to choose from. */
function formFor(action: CaseAction, target: Target): JsonSchema {
  const form = action.form ?? { type: 'object', properties: {} };
  const preset = Object.keys(target.preset ?? {});
  const properties = Object.fromEntries(
    Object.entries(form.properties ?? {}).filter(([name]) => !preset.includes(name)),
  );
  const chain = target.chain ?? [];
  if (action.event.endsWith('.return') && properties.to) {
    const earlier = chain.filter((step) => step.status === 'done' && step.of > 0);
    choose(
      properties,
      'to',
      earlier.map((step) => [step.key, `${step.label}（${signersOf(step)}）`] as const),
    );
  }
  if (action.event.endsWith('.removeSigner') && properties.to) {
    const places = chain.flatMap((step) => step.places.filter((place) => place.isRemovable));
    choose(
      properties,
      'to',
      places.flatMap((place) => (place.person ? [[place.person.code, place.person.name] as const] : [])),
    );
  }
  return { ...form, properties, required: form.required?.filter((name) => !preset.includes(name)) };
}

const signersOf = (step: ChainStepView): string =>
  step.places.map((place) => place.signedBy?.name ?? place.person?.name ?? place.role ?? '').join('、');

const refreshed = [
  '/api/tasks',
  '/api/cases',
  '/api/cycles',
  '/api/leaves',
  '/api/findings',
  '/api/appeals',
  '/api/papers',
  '/api/results',
  '/api/substitutions',
  '/api/notifications',
];

/** Order of the buttons: the main one at the right end, dangerous ones never beside it by accident of order. */
function arrange(actions: readonly CaseAction[], most: number): { shown: CaseAction[]; more: CaseAction[] } {
  const weight = (action: CaseAction): number => (action.button === 'primary' ? 0 : action.button === 'danger' ? 1 : 2);
  const sorted = actions.filter((action) => action.button !== 'hidden').sort((a, b) => weight(a) - weight(b));
  return { shown: sorted.slice(0, most).reverse(), more: sorted.slice(most) };
}

/** The buttons that the service offers for a case, and the drawer with the form that the chosen one needs. */
export function ActionFoot({
  actions,
  target,
  onDone,
  overTabs,
  inline,
}: {
  actions: readonly CaseAction[];
  target: Target;
  onDone?: () => void;
  overTabs?: boolean;
  inline?: boolean;
}) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const [chosen, setChosen] = useState<CaseAction | null>(null);
  const { shown, more } = useMemo(() => arrange(actions, phone ? 2 : 3), [actions, phone]);
  useEffect(() => {
    if (inline) return;
    const main = shown.at(-1);
    const listen = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, select, [contenteditable], .ant-drawer, .ant-modal');
      if (event.key === 'a' && !event.ctrlKey && !event.metaKey && !typing && main && !main.refusal) setChosen(main);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [shown, inline]);
  if (shown.length === 0) return null;
  const button = (action: CaseAction) => (
    <Tooltip
      key={action.event}
      title={
        action.refusal
          ? `${action.refusal.title ?? ''} ${action.refusal.detail ?? ''} ${action.refusal.hint ?? ''}`
          : undefined
      }
    >
      <Button
        size={inline && !phone ? 'small' : undefined}
        type={action.button === 'primary' ? 'primary' : 'default'}
        danger={action.button === 'danger'}
        aria-disabled={Boolean(action.refusal)}
        className={action.refusal ? 'refused' : undefined}
        onClick={() => setChosen(action)}
      >
        {action.label}
      </Button>
    </Tooltip>
  );
  return (
    <div
      className={inline ? 'quick' : `foot no-print${overTabs ? ' over-tabs' : ''}`}
      style={inline ? { margin: 0 } : undefined}
    >
      {more.length > 0 ? (
        <Dropdown
          menu={{
            items: more.map((action) => ({
              key: action.event,
              label: action.label,
              danger: action.button === 'danger',
            })),
            onClick: ({ key }) => setChosen(more.find((action) => action.event === key) ?? null),
          }}
          trigger={['click']}
        >
          <Button icon={<EllipsisOutlined />} style={{ flex: '0 0 auto' }}>
            {say('common.more')}
          </Button>
        </Dropdown>
      ) : null}
      {shown.map(button)}
      {chosen ? <ActionDrawer action={chosen} target={target} onClose={() => setChosen(null)} onDone={onDone} /> : null}
    </div>
  );
}

/** Where a decision is asked for, there is a stock of words; a remark on something else has none. */
const opinionAsked = /\.(approve|opine|confirm\w*)$/;
const refusalAsked = /\.(refuse|reject|return)$/;

function ActionDrawer({
  action,
  target,
  onClose,
  onDone,
}: {
  action: CaseAction;
  target: Target;
  onClose: () => void;
  onDone?: () => void;
}) {
  const { say } = useSay();
  const schema = useMemo(() => formFor(action, target), [action, target]);
  const { phone } = usePreferences();
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const send = useSend(refreshed);
  const [draft, keep, { clear }] = useDraft<Record<string, unknown>>(
    `${target.caseId}.${action.event}.${JSON.stringify(target.preset ?? {})}`,
    {},
  );
  const phrases = refusalAsked.test(action.event)
    ? [say('phrase.refuse1'), say('phrase.refuse2')]
    : opinionAsked.test(action.event)
      ? [say('phrase.agree1'), say('phrase.agree2'), say('phrase.agree3')]
      : [];
  const submit = (payload: Record<string, unknown>): void => {
    send.mutate(
      {
        path: `/api/cases/${target.caseId}/events`,
        body: { type: action.event, payload: { ...target.preset, ...payload } },
        revision: target.revision,
      },
      {
        onSuccess: () => {
          clear();
          void message.success(say('action.done', { label: action.label }));
          onClose();
          onDone?.();
        },
      },
    );
  };
  // The whole approval works without a mouse, also before the focus has come into the drawer.
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !action.refusal && !send.isPending)
        form.submit();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [action.refusal, form, send.isPending]);
  return (
    <Drawer
      open
      title={`${action.label} · ${target.title}`}
      onClose={onClose}
      placement={phone ? 'bottom' : 'right'}
      size={phone ? '86dvh' : 520}
      footer={
        <div style={{ display: 'flex', gap: 10, justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{say('common.cancel')}</Button>
          <Button
            type="primary"
            danger={action.button === 'danger'}
            loading={send.isPending}
            disabled={Boolean(action.refusal)}
            onClick={() => form.submit()}
          >
            {action.label}
          </Button>
        </div>
      }
    >
      {action.refusal ? (
        <div role="note" style={{ marginBottom: 12 }}>
          <strong>{action.refusal.title}</strong>
          <p>{action.refusal.detail}</p>
          <p className="muted">{action.refusal.hint}</p>
          <Articles anchors={action.refusal.articles} />
        </div>
      ) : null}
      <Refusal problem={send.error} />
      <SchemaForm
        schema={schema}
        form={form}
        initial={draft}
        problem={send.error}
        onSubmit={submit}
        onChange={keep}
        phrases={phrases}
      >
        {Object.keys(schema.properties ?? {}).length === 0 ? (
          <p>{say('action.confirm', { label: action.label })}</p>
        ) : null}
      </SchemaForm>
      <ProgressBar active={send.isPending} doing={say('action.sending')} />
    </Drawer>
  );
}
