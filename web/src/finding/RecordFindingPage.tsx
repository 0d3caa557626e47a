import { App, Button, Card, DatePicker, Form, type FormInstance, Input, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useGet, useSend } from '../api/hooks.js';
import type { FindingItem } from '../api/types.js';
import { instant } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { type Attached, FilePicker } from '../components/FilePicker.js';
import { Page } from '../components/Page.js';
import { PersonPicker, WindowPicker } from '../components/Pickers.js';
import { Refusal } from '../components/Refusal.js';
import { placeErrors } from '../components/schema.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { InputField, QuantityField } from './ItemFields.js';
import { ItemCard, ItemPicker } from './ItemPicker.js';
import { useOnDuty } from './useOnDuty.js';

interface Draft {
  window?: string;
  happenedOn: string;
  half: 'am' | 'pm';
  person?: string;
  item?: string;
  quantity?: string;
  /** Fields of the fact that the rules of the item read. */
  values?: Record<string, string | undefined>;
  note?: string;
  team?: string[];
  evidence?: Attached[];
}

const fields: readonly string[] = [
  'window',
  'happenedOn',
  'person',
  'item',
  'quantity',
  'values',
  'note',
  'team',
  'evidence',
];

/** What was typed into the fields that the chosen item asks for. */
function valuesOf(draft: Draft, item: FindingItem | undefined): Record<string, string> {
  const asked = new Set(item?.inputs?.map((input) => input.field));
  return Object.fromEntries(
    Object.entries(draft.values ?? {}).flatMap(([field, value]) =>
      asked.has(field) && value?.trim() ? [[field, value.trim()]] : [],
    ),
  );
}

/** Body of the request: an item about people is entered on the person, one about windows on the window. */
function bodyOf(draft: Draft, item: FindingItem | undefined): Record<string, unknown> {
  const onPerson = item?.subjectKind === 'person';
  return {
    item: draft.item,
    subject: onPerson ? `person:${draft.person ?? ''}` : `window:${draft.window ?? ''}`,
    ...(draft.person && !onPerson ? { person: `person:${draft.person}` } : {}),
    happenedOn: draft.happenedOn,
    ...(draft.quantity ? { quantity: draft.quantity } : {}),
    ...(Object.keys(valuesOf(draft, item)).length > 0 ? { values: valuesOf(draft, item) } : {}),
    ...(draft.note ? { note: draft.note } : {}),
    ...(draft.team?.length ? { team: draft.team } : {}),
    ...(draft.evidence?.length ? { evidence: draft.evidence.map((file) => file.hash) } : {}),
  };
}

/** Puts refused fields beside their controls; `subject` stands for the window or the person. */
function useRefused(form: FormInstance<Draft>, send: ReturnType<typeof useSend>): void {
  useEffect(() => {
    const lines = send.error?.body.errors?.map((line) => ({
      ...line,
      pointer: line.pointer?.replace(/\/?subject$/, '/window'),
    }));
    const { beside } = placeErrors(lines, (path) => fields.includes(path[0] ?? ''));
    form.setFields(beside.map(({ name, errors }) => ({ name: name as never, errors })));
  }, [send.error, form]);
}

/** window → person on duty proposed → article by search → photo → note → done. */
export function RecordFindingPage() {
  const { say } = useSay();
  const me = useMe();
  const { phone } = usePreferences();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<Draft>();
  const today = me.clock.today;
  const [draft, keep, { clear, restored }] = useDraft<Draft>(`${me.institution.code}.${me.person.code}.finding`, {
    happenedOn: today,
    half: Number(instant(me.clock.at).slice(11, 13)) < 12 ? 'am' : 'pm',
    quantity: '1',
  });
  const items = useGet<{ items: FindingItem[] }>('/api/findings/items', { on: draft.happenedOn }, { keep: true });
  const item = items.data?.items.find((one) => one.item === draft.item);
  const onDuty = useOnDuty(draft.window, draft.happenedOn, draft.half);
  const send = useSend<{ id?: string; caseId?: string }>(['/api/findings', '/api/cases', '/api/tasks', '/api/results']);
  useRefused(form, send as ReturnType<typeof useSend>);
  const set = (change: Partial<Draft>): void => {
    keep({ ...draft, ...change });
    form.setFieldsValue(change);
  };
  const proposed = onDuty?.[0]?.code;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newly proposed person may replace the choice
  useEffect(() => {
    if (proposed) set({ person: proposed });
  }, [proposed]);
  const submit = (): void =>
    send.mutate(
      { path: '/api/findings', body: bodyOf(draft, item) },
      {
        onSuccess: (made) => {
          clear();
          void message.success(say('finding.sent'));
          navigate(`/cases/${made.caseId ?? made.id}`, { replace: true });
        },
      },
    );
  return (
    <Page title={say('nav.findingNew')} back>
      <Card style={{ maxWidth: 720 }}>
        {restored ? (
          <p className="muted" style={{ marginTop: 0 }}>
            {say('form.restored')}
          </p>
        ) : null}
        <Form form={form} id="finding" layout="vertical" initialValues={draft} onFinish={submit} scrollToFirstError>
          <Where draft={draft} set={set} today={today} onDuty={onDuty} personNeeded={item?.subjectKind === 'person'} />
          <What draft={draft} set={set} items={items.data?.items ?? []} loading={items.isFetching} item={item} />
        </Form>
        <Refusal problem={send.error ?? items.error} />
        <ProgressBar active={send.isPending} doing={say('action.sending')} />
      </Card>
      <div className={`foot${phone ? ' over-tabs' : ''}`}>
        <Button type="primary" htmlType="submit" form="finding" loading={send.isPending}>
          {say('finding.send')}
        </Button>
      </div>
    </Page>
  );
}

interface Part {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
}

function Where({
  draft,
  set,
  today,
  onDuty,
  personNeeded,
}: Part & { today: string; onDuty: ReturnType<typeof useOnDuty>; personNeeded: boolean }) {
  const { say } = useSay();
  const needed = (label: string) => [{ required: true, message: say('form.required', { label }) }];
  return (
    <>
      <Form.Item name="window" label={say('field.window')} rules={needed(say('field.window'))}>
        <WindowPicker onChange={((window: string) => set({ window, person: undefined })) as never} />
      </Form.Item>
      <Form.Item label={say('field.happenedOn')} htmlFor="finding-day" required>
        <div style={{ display: 'flex', gap: 8 }}>
          <DatePicker
            id="finding-day"
            style={{ flex: 1 }}
            value={dayjs(draft.happenedOn)}
            maxDate={dayjs(today)}
            allowClear={false}
            onChange={(day) => day && set({ happenedOn: day.format('YYYY-MM-DD') })}
          />
          <Segmented<'am' | 'pm'>
            aria-label={say('field.half')}
            value={draft.half}
            onChange={(half) => set({ half })}
            options={[
              { value: 'am', label: say('half.am') },
              { value: 'pm', label: say('half.pm') },
            ]}
          />
        </div>
      </Form.Item>
      <Form.Item
        name="person"
        label={say('finding.person')}
        rules={personNeeded ? needed(say('finding.person')) : []}
        extra={
          onDuty?.length
            ? say('finding.onDuty', {
                name: onDuty
                  .map((one) => (one.why === 'cover' ? say('finding.covering', { name: one.name }) : one.name))
                  .join('、'),
              })
            : onDuty
              ? say('finding.noDuty')
              : undefined
        }
      >
        <PersonPicker known={onDuty} onChange={((person: string) => set({ person })) as never} />
      </Form.Item>
    </>
  );
}

function What({
  draft,
  set,
  items,
  loading,
  item,
}: Part & { items: readonly FindingItem[]; loading: boolean; item?: FindingItem }) {
  const { say } = useSay();
  const needed = (label: string) => [{ required: true, message: say('form.required', { label }) }];
  // One occurrence is meant unless the item is a figure by itself.
  const choose = (chosen: string): void =>
    set({
      item: chosen,
      quantity: items.find((one) => one.item === chosen)?.quantity?.needed ? undefined : (draft.quantity ?? '1'),
    });
  return (
    <>
      <Form.Item name="item" label={say('finding.item')} rules={needed(say('finding.item'))}>
        <ItemPicker items={items} loading={loading} onChange={choose} />
      </Form.Item>
      {item ? <ItemCard item={item} /> : null}
      <QuantityField item={item} onChange={(quantity) => set({ quantity })} />
      {(item?.inputs ?? [])
        .filter((input) => input.asked === 'record')
        .map((input) => (
          <InputField
            key={input.field}
            input={input}
            onChange={(value) => set({ values: { ...draft.values, [input.field]: value } })}
          />
        ))}
      <Form.Item
        name="evidence"
        label={say('field.evidence')}
        extra={item?.evidence?.length ? say('finding.evidenceNeeded', { kinds: item.evidence.join('、') }) : undefined}
        rules={item?.evidence?.length ? needed(say('field.evidence')) : []}
      >
        <FilePicker camera value={draft.evidence} onChange={(evidence) => set({ evidence })} />
      </Form.Item>
      <Form.Item name="note" label={say('field.note')}>
        <Input.TextArea
          autoSize={{ minRows: 2 }}
          maxLength={2000}
          onChange={(event) => set({ note: event.target.value })}
        />
      </Form.Item>
      <Form.Item name="team" label={say('field.team')}>
        <PersonPicker multiple onChange={((team: string[]) => set({ team })) as never} />
      </Form.Item>
    </>
  );
}
