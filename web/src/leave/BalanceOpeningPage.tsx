import { Alert, App, Button, Checkbox, Form, Input, InputNumber, Modal, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Opening, OpeningRow } from '../../../src/leave/leave-balance.contract.js';
import { useSend } from '../api/hooks.js';
import { figure, movement, pick } from '../api/words.js';
import { Page } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { useMe } from '../shell/session.js';
import { NoteList } from './NoteText.js';

interface Verified {
  person: string;
  sickMonths?: string;
  paidPersonalDays?: string;
  schoolHolidays?: boolean;
  reason?: string | null;
}

/** Opening of a year: see what everybody would get and why, verify what may cost somebody the leave, then write. */
export function BalanceOpeningPage() {
  const { say, language } = useSay();
  const { message } = App.useApp();
  const me = useMe();
  const [search] = useSearchParams();
  const [year, setYear] = useState(Number(search.get('year')) || Number(me.clock.today.slice(0, 4)));
  const [verified, setVerified] = useState<Verified[]>([]);
  const [wish, setWish] = useState<OpeningRow>();
  const preview = useSend<Opening>();
  const apply = useSend<Opening>(['/api/leave-balances']);
  const shown = preview.data?.year === year ? preview.data : undefined;
  const look = (facts: Verified[]): void => {
    apply.reset();
    preview.mutate({ path: '/api/leave-balances/openings/preview', body: { year, verified: facts } });
  };
  const verify = (one: Verified): void => {
    const next = [...verified.filter((other) => other.person !== one.person), one];
    setVerified(next);
    setWish(undefined);
    look(next);
  };
  const write = (): void =>
    apply.mutate(
      { path: '/api/leave-balances/openings', body: { year, verified } },
      {
        onSuccess: () => {
          void message.success(say('balance.opening.done', { year }));
          setVerified([]);
          look([]);
        },
      },
    );
  const count = shown ? shown.counts.new + shown.counts.changed : 0;
  return (
    <Page title={say('balance.opening.title')} back="/leave-balances">
      <div className="stack">
        <p className="muted" style={{ margin: 0 }}>
          {say('balance.opening.text')}
        </p>
        <Space wrap>
          <InputNumber
            aria-label={say('balance.filter.year')}
            value={year}
            min={2000}
            max={2100}
            precision={0}
            onChange={(to) => to && setYear(to)}
          />
          <Button loading={preview.isPending} onClick={() => look(verified)}>
            {say('balance.opening.preview')}
          </Button>
          {shown ? (
            <Button
              type="primary"
              disabled={count === 0 && verified.length === 0}
              loading={apply.isPending}
              onClick={write}
            >
              {count > 0
                ? say('balance.opening.apply', { count })
                : say(verified.length > 0 ? 'balance.opening.keep' : 'balance.opening.nothing')}
            </Button>
          ) : null}
        </Space>
        <Refusal problem={preview.error} onRetry={() => look(verified)} />
        <Refusal problem={apply.error} />
        {shown ? (
          <Alert
            type="info"
            title={say('balance.opening.counts', shown.counts)}
            description={`${pick(shown.edition, language)} · ${shown.articles.join('、')}`}
          />
        ) : null}
        {shown ? <Plan rows={shown.items} onVerify={setWish} /> : null}
      </div>
      {wish ? <VerifyDialog row={wish} year={year} onTake={verify} onClose={() => setWish(undefined)} /> : null}
    </Page>
  );
}

const colours = { new: 'blue', changed: 'gold', same: undefined, imported: 'cyan', missing: 'red' } as const;

function Plan({ rows, onVerify }: { rows: OpeningRow[]; onVerify: (row: OpeningRow) => void }) {
  const { say, language } = useSay();
  const { phone } = usePreferences();
  const [only, setOnly] = useState(false);
  const state = (row: OpeningRow) => <Tag color={colours[row.state]}>{say(`balance.opening.state.${row.state}`)}</Tag>;
  const lines = (row: OpeningRow) => (
    <div style={{ maxWidth: 'calc(100vw - 72px)', whiteSpace: 'normal' }}>
      <NoteList notes={row.lines} />
    </div>
  );
  const check = (row: OpeningRow) => (
    <Button size="small" onClick={() => onVerify(row)}>
      {say('balance.verify')}
    </Button>
  );
  const shown = only ? rows.filter((row) => row.state !== 'same' && row.state !== 'imported') : rows;
  return (
    <>
      <Checkbox checked={only} onChange={(event) => setOnly(event.target.checked)}>
        {say('balance.opening.only')}
      </Checkbox>
      <Table<OpeningRow>
        size="small"
        rowKey={(row) => `${row.person} ${row.account}`}
        dataSource={shown}
        pagination={{ pageSize: 50, hideOnSinglePage: true, simple: phone }}
        scroll={{ x: 'max-content' }}
        expandable={{ expandedRowRender: lines }}
        columns={[
          {
            title: say('balance.col.name'),
            render: (_, row) => (
              <>
                <strong>{row.personName}</strong> <span className="muted tnum">{row.person}</span>
                {phone ? (
                  <div className="tnum">
                    {state(row)} {row.change === '0' ? null : movement(row.change)}
                  </div>
                ) : null}
              </>
            ),
          },
          ...(phone
            ? []
            : [
                { title: say('field.unit'), render: (_: unknown, row: OpeningRow) => row.unitName ?? row.unit },
                {
                  title: say('balance.col.account'),
                  render: (_: unknown, row: OpeningRow) => pick(row.title, language),
                },
                {
                  title: say('balance.col.service'),
                  align: 'right' as const,
                  render: (_: unknown, row: OpeningRow) => row.yearsOfService,
                },
              ]),
          {
            title: say('balance.entitled'),
            align: 'right',
            className: 'num',
            render: (_, row) => figure(row.entitled),
          },
          ...(phone
            ? []
            : [
                {
                  title: say('balance.col.change'),
                  align: 'right' as const,
                  className: 'num',
                  render: (_: unknown, row: OpeningRow) => (row.change === '0' ? '—' : movement(row.change)),
                },
                {
                  title: say('balance.carried'),
                  align: 'right' as const,
                  className: 'num',
                  render: (_: unknown, row: OpeningRow) => figure(row.carried),
                },
                { title: say('field.state'), render: (_: unknown, row: OpeningRow) => state(row) },
              ]),
          { title: say('common.action'), render: (_, row) => check(row) },
        ]}
      />
    </>
  );
}

/** What the record does not know: added to the leaves on record, which are told above, or taken off. */
function VerifyDialog({
  row,
  year,
  onTake,
  onClose,
}: {
  row: OpeningRow;
  year: number;
  onTake: (verified: Verified) => void;
  onClose: () => void;
}) {
  const { say } = useSay();
  const [form] = Form.useForm<Omit<Verified, 'person'>>();
  return (
    <Modal
      open
      title={say('balance.verify.title', { name: row.personName, year })}
      okText={say('balance.verify.take')}
      cancelText={say('common.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="muted">{say('balance.verify.text')}</p>
      <NoteList notes={row.lines} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ sickMonths: '0', paidPersonalDays: '0', schoolHolidays: false, ...row.verified }}
        onFinish={(values) =>
          onTake({
            person: row.person,
            sickMonths: values.sickMonths || '0',
            paidPersonalDays: values.paidPersonalDays || '0',
            schoolHolidays: values.schoolHolidays ?? false,
            reason: values.reason || null,
          })
        }
      >
        <Form.Item name="sickMonths" label={say('balance.verify.sick')}>
          <Input inputMode="text" maxLength={7} />
        </Form.Item>
        <Form.Item name="paidPersonalDays" label={say('balance.verify.personal')}>
          <Input inputMode="text" maxLength={7} />
        </Form.Item>
        <Form.Item name="reason" label={say('balance.verify.reason')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="schoolHolidays" valuePropName="checked">
          <Checkbox>{say('balance.verify.school')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}
