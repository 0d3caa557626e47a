import { Alert, App, Button, Card, Form, Input, Radio, Select } from 'antd';
import { useEffect } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useAll, useGet, useSend } from '../api/hooks.js';
import type { CycleRow, FactView, Page as List } from '../api/types.js';
import { day, figure, nameOf } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { type Attached, FilePicker } from '../components/FilePicker.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { placeErrors } from '../components/schema.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';

interface Draft {
  cycle?: string;
  factId?: string;
  ground?: string;
  evidence?: Attached[];
}

/** Appeals one entry (or the whole result) of a period: choose the entry, say why, add evidence, send. */
export function AppealFormPage() {
  const { say, maybe } = useSay();
  const me = useMe();
  const { phone } = usePreferences();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [form] = Form.useForm<Draft>();
  const asked = search.get('fact') ?? undefined;
  const subject = search.get('subject') ?? `person:${me.person.code}`;
  const [draft, keep, { clear }] = useDraft<Draft>(
    `${me.institution.code}.${me.person.code}.appeal.${asked ?? 'result'}`,
    { cycle: search.get('period') ?? undefined, factId: asked },
  );
  const cycles = useGet<List<CycleRow>>('/api/cycles');
  const cycle = draft.cycle ?? cycles.data?.items.at(0)?.key;
  const facts = useAll<FactView>(cycle ? '/api/facts' : null, { subject, period: cycle });
  const send = useSend<{ id?: string; caseId?: string }>(['/api/appeals', '/api/cases', '/api/tasks']);
  useEffect(() => {
    const { beside } = placeErrors(send.error?.body.errors, (path) =>
      ['cycle', 'factId', 'ground', 'evidence'].includes(path[0] ?? ''),
    );
    form.setFields(beside.map(({ name, errors }) => ({ name: name[0] as keyof Draft, errors })));
  }, [send.error, form]);
  const submit = (): void => {
    const target = draft.factId && draft.factId !== 'all' ? { factId: draft.factId } : { subject, period: cycle };
    const body = {
      ...target,
      ground: draft.ground,
      ...(draft.evidence?.length ? { evidence: draft.evidence.map((file) => file.hash) } : {}),
    };
    send.mutate(
      { path: '/api/appeals', body },
      {
        onSuccess: (made) => {
          clear();
          void message.success(say('appeal.sent'));
          navigate(`/cases/${made.caseId ?? made.id}`, { replace: true });
        },
      },
    );
  };
  return (
    <Page title={say('apply.appeal')} back>
      <Card style={{ maxWidth: 720 }}>
        <Alert type="info" showIcon style={{ marginBottom: 16 }} title={say('appeal.how')} />
        <Form
          form={form}
          id="appeal"
          layout="vertical"
          initialValues={{ ...draft, cycle }}
          onValuesChange={(_, all) => keep({ ...draft, ...all })}
          onFinish={submit}
        >
          <Form.Item
            name="cycle"
            label={say('field.period')}
            rules={[{ required: !cycle, message: say('form.required', { label: say('field.period') }) }]}
          >
            <Select
              placeholder={cycle}
              options={(cycles.data?.items ?? []).map((one) => ({
                value: one.key,
                label: `${one.key} ${maybe(`stage.${one.state.split('|')[0]}`, one.state)}`,
              }))}
            />
          </Form.Item>
          <Form.Item
            name="factId"
            label={say('appeal.which')}
            rules={[{ required: true, message: say('form.required', { label: say('appeal.which') }) }]}
          >
            <Radio.Group style={{ display: 'grid', gap: 8 }}>
              {(facts.data?.items ?? [])
                .filter((fact) => !fact.reverses && !fact.reversedBy)
                .map((fact) => (
                  <Radio key={fact.id} value={fact.id}>
                    {day(fact.happenedOn)} <code>{fact.article ?? fact.item}</code> {fact.itemLabel}{' '}
                    {fact.points ? figure(fact.points) : ''} {fact.person ? `· ${nameOf(fact.person)}` : ''}
                  </Radio>
                ))}
              <Radio value="all">{say('appeal.whole')}</Radio>
            </Radio.Group>
          </Form.Item>
          <Form.Item
            name="ground"
            label={say('field.ground')}
            rules={[{ required: true, message: say('form.required', { label: say('field.ground') }) }]}
          >
            <Input.TextArea autoSize={{ minRows: 4 }} maxLength={2000} showCount />
          </Form.Item>
          <Form.Item name="evidence" label={say('field.evidence')}>
            <FilePicker camera />
          </Form.Item>
        </Form>
        <Refusal problem={send.error ?? facts.error} />
        <ProgressBar active={send.isPending} doing={say('action.sending')} />
      </Card>
      <div className={`foot${phone ? ' over-tabs' : ''}`}>
        <Button type="primary" htmlType="submit" form="appeal" loading={send.isPending}>
          {say('appeal.send')}
        </Button>
      </div>
    </Page>
  );
}
