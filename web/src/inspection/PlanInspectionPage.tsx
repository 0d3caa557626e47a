import { App, Button, Card, DatePicker, Form, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import type { ChecklistChoice } from '../../../src/inspection/inspection.contract.js';
import { inspectionModes, isSecret } from '../../../workflows/inspection/form.js';
import { useGet, useSend } from '../api/hooks.js';
import type { Page as List } from '../api/types.js';
import { pick } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { Page } from '../components/Page.js';
import { PersonPicker, WindowPicker } from '../components/Pickers.js';
import { Refusal } from '../components/Refusal.js';
import { placeErrors } from '../components/schema.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';

interface Plan {
  mode?: string;
  checklist?: string;
  day: string;
  windows?: string[];
  people?: string[];
  team?: string[];
  note?: string;
}

function bodyOf(plan: Plan, onPeople: boolean): Record<string, unknown> {
  return {
    mode: plan.mode,
    checklist: plan.checklist,
    day: plan.day,
    subjects: onPeople
      ? (plan.people ?? []).map((code) => `person:${code}`)
      : (plan.windows ?? []).map((code) => `window:${code}`),
    team: plan.team ?? [],
    ...(plan.note ? { note: plan.note } : {}),
  };
}

/** How, which check-list, when, where, who: a plan in one short form. */
export function PlanInspectionPage() {
  const { say } = useSay();
  const me = useMe();
  const { phone } = usePreferences();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<Plan>();
  const goesToo = me.grants.some((grant) => ['INSPECTOR', 'SUPERVISION', 'MYSTERY'].includes(grant.role));
  const [plan, keep, { clear }] = useDraft<Plan>(`${me.institution.code}.${me.person.code}.inspection-plan`, {
    mode: 'onSite',
    day: me.clock.today,
    ...(goesToo ? { team: [me.person.code] } : {}),
  });
  const lists = useGet<List<ChecklistChoice>>('/api/inspections/checklists', { on: plan.day }, { keep: true });
  const chosen = lists.data?.items.find((one) => one.checklist === plan.checklist);
  const onPeople = chosen?.subjectKind === 'person';
  const send = useSend<{ id: string }>(['/api/cases', '/api/tasks', '/api/inspections']);
  useEffect(() => {
    const { beside } = placeErrors(
      send.error?.body.errors?.map((line) => ({
        ...line,
        pointer: line.pointer?.replace('subjects', onPeople ? 'people' : 'windows'),
      })),
      (path) => ['mode', 'checklist', 'day', 'windows', 'people', 'team', 'note'].includes(path[0] ?? ''),
    );
    form.setFields(beside.map(({ name, errors }) => ({ name: name[0] as keyof Plan, errors })));
  }, [send.error, form, onPeople]);
  const submit = (): void =>
    send.mutate(
      { path: '/api/inspections', body: bodyOf(plan, onPeople) },
      {
        onSuccess: (made) => {
          clear();
          void message.success(say('inspection.planned'));
          navigate(`/inspections/${made.id}`, { replace: true });
        },
      },
    );
  return (
    <Page title={say('nav.inspectionNew')} back>
      <Card style={{ maxWidth: 720 }}>
        <Form form={form} id="plan" layout="vertical" initialValues={plan} onFinish={submit} scrollToFirstError>
          <Fields plan={plan} set={(change) => keep({ ...plan, ...change })} lists={lists.data?.items} />
        </Form>
        <Refusal problem={send.error ?? lists.error} />
        <ProgressBar active={send.isPending} doing={say('action.sending')} />
      </Card>
      <div className={`foot${phone ? ' over-tabs' : ''}`}>
        <Button type="primary" htmlType="submit" form="plan" loading={send.isPending}>
          {say('inspection.plan')}
        </Button>
      </div>
    </Page>
  );
}

interface Part {
  plan: Plan;
  set: (change: Partial<Plan>) => void;
  lists?: readonly ChecklistChoice[];
}

function Fields({ plan, set, lists }: Part) {
  const { say, maybe, language } = useSay();
  const me = useMe();
  const onPeople = lists?.find((one) => one.checklist === plan.checklist)?.subjectKind === 'person';
  const needed = (label: string) => [{ required: true, message: say('form.required', { label }) }];
  return (
    <>
      <Form.Item
        name="mode"
        label={say('inspection.mode')}
        rules={needed(say('inspection.mode'))}
        extra={isSecret(plan.mode ?? '') ? say('inspection.secretHint') : undefined}
      >
        <Select
          onChange={(mode: string) => set({ mode })}
          options={inspectionModes.map((value) => ({ value, label: maybe(`inspection.mode.${value}`, value) }))}
        />
      </Form.Item>
      <Form.Item label={say('inspection.day')} htmlFor="plan-day" required>
        <DatePicker
          id="plan-day"
          style={{ width: '100%' }}
          value={dayjs(plan.day)}
          minDate={dayjs(me.clock.today)}
          allowClear={false}
          onChange={(day) => day && set({ day: day.format('YYYY-MM-DD') })}
        />
      </Form.Item>
      <Form.Item name="checklist" label={say('inspection.checklist')} rules={needed(say('inspection.checklist'))}>
        <Select
          onChange={(checklist: string) => set({ checklist })}
          notFoundContent={say('inspection.checklistNone')}
          options={(lists ?? []).map((one) => ({
            value: one.checklist,
            label: `${one.article} ${say('inspection.checklistLines', { title: pick(one, language), n: one.lines })}`,
          }))}
        />
      </Form.Item>
      {onPeople ? (
        <Form.Item name="people" label={say('inspection.people')} rules={needed(say('inspection.people'))}>
          <PersonPicker multiple onChange={((people: string[]) => set({ people })) as never} />
        </Form.Item>
      ) : (
        <Form.Item name="windows" label={say('inspection.windows')} rules={needed(say('inspection.windows'))}>
          <WindowPicker multiple onChange={((windows: string[]) => set({ windows })) as never} />
        </Form.Item>
      )}
      <Form.Item
        name="team"
        label={say('inspection.team')}
        rules={needed(say('inspection.team'))}
        extra={say('inspection.teamHint')}
      >
        <PersonPicker
          multiple
          known={[{ code: me.person.code, name: me.person.name }]}
          onChange={((team: string[]) => set({ team })) as never}
        />
      </Form.Item>
      <Form.Item name="note" label={say('field.note')}>
        <Input.TextArea
          autoSize={{ minRows: 2 }}
          maxLength={2000}
          onChange={(event) => set({ note: event.target.value })}
        />
      </Form.Item>
    </>
  );
}
