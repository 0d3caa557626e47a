import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { App, Button, DatePicker, Input, Modal, Radio, Select, Space, Upload } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { CalendarPreview, NoticeFileView } from '../../../src/importing/calendar.contract.js';
import type { CalendarDayItem } from '../../../src/organization/organization.contract.js';
import { useSend } from '../api/hooks.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { CalendarChanges } from './CalendarChanges.js';

export type ChangeWish =
  | { kind: 'notice'; year: number }
  | { kind: 'own'; day?: CalendarDayItem }
  | { kind: 'takeBack'; day: CalendarDayItem };

type Change = { notice: object } | { ownDays: object[] } | { takeBack: string[] };

/** Three ways to change the calendar, one course: say what, see what it touches, save. */
export function CalendarChangeDialog({ wish, onClose }: { wish: ChangeWish; onClose: () => void }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const [change, setChange] = useState<Change | undefined>(
    wish.kind === 'takeBack' ? { takeBack: [wish.day.date] } : undefined,
  );
  const preview = useSend<CalendarPreview>();
  const save = useSend(['/api/calendar', '/api/duty']);
  const show = (next: Change): void => {
    setChange(next);
    save.reset();
    preview.mutate({ path: '/api/calendar/preview', body: next });
  };
  const [seen, setSeen] = useState(false);
  const shown = preview.data;
  const store = (): void =>
    save.mutate(
      { path: '/api/calendar', body: { ...change, accept: shown?.accept } },
      {
        onSuccess: () => {
          void message.success(say('calendar.saved'));
          onClose();
        },
      },
    );
  const title = { notice: 'calendar.import.title', own: 'calendar.own.add', takeBack: 'calendar.takeBack' } as const;
  const idle = !shown || shown.changed.length === 0 || (shown.touched.count > 0 && !seen);
  return (
    <Modal
      open
      title={say(title[wish.kind])}
      onCancel={onClose}
      width={720}
      footer={
        <Space>
          <Button onClick={onClose}>{say('common.cancel')}</Button>
          {wish.kind === 'takeBack' && !shown ? (
            <Button type="primary" loading={preview.isPending} onClick={() => show({ takeBack: [wish.day.date] })}>
              {say('calendar.preview')}
            </Button>
          ) : (
            <Button type="primary" disabled={idle} loading={save.isPending} onClick={store}>
              {say('calendar.save')}
            </Button>
          )}
        </Space>
      }
    >
      <div className="stack">
        {wish.kind === 'notice' ? <NoticeFile year={wish.year} onChange={show} /> : null}
        {wish.kind === 'own' ? <OwnDayForm day={wish.day} pending={preview.isPending} onChange={show} /> : null}
        {wish.kind === 'takeBack' ? (
          <p style={{ margin: 0 }}>
            <strong className="tnum">{wish.day.date}</strong> {wish.day.name} ·{' '}
            {say(`calendar.own.kind.${wish.day.kind}`)} · {wish.day.reason}
          </p>
        ) : null}
        <Refusal problem={preview.error} />
        {shown ? <CalendarChanges preview={shown} seen={seen} onSeen={setSeen} /> : null}
        <Refusal problem={save.error} onRetry={change ? () => show(change) : undefined} />
      </div>
    </Modal>
  );
}

function NoticeFile({ year, onChange }: { year: number; onChange: (change: Change) => void }) {
  const { say } = useSay();
  const read = useSend<NoticeFileView>();
  const [chosen, setChosen] = useState<number>();
  const take = (file: NoticeFileView, which: number): void => {
    setChosen(which);
    const item = file.items.find((one) => one.year === which);
    if (item) onChange({ notice: { ...item, fileName: file.fileName } });
  };
  const upload = (file: File): boolean => {
    const form = new FormData();
    form.append('file', file, file.name);
    read.mutate(
      { path: '/api/calendar/read', file: form },
      {
        onSuccess: (found) => {
          const years = found.items.map((one) => one.year);
          take(found, years.includes(year) ? year : (years.at(-1) ?? year));
        },
      },
    );
    return false;
  };
  return (
    <>
      <p className="muted" style={{ margin: 0 }}>
        {say('calendar.import.how')}
      </p>
      <Upload.Dragger
        accept=".json,.ics,.xlsx"
        multiple={false}
        showUploadList={false}
        disabled={read.isPending}
        beforeUpload={(file) => upload(file)}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined />
        </p>
        <p className="ant-upload-text">{say('calendar.import.drop')}</p>
      </Upload.Dragger>
      <div>
        <Button size="small" icon={<DownloadOutlined />} href="/api/calendar/template" download>
          {say('calendar.template')}
        </Button>
      </div>
      <Refusal problem={read.error} />
      {read.data && read.data.items.length > 1 ? (
        <div className="field">
          <span>{say('calendar.import.which')}</span>
          <Select
            aria-label={say('calendar.import.which')}
            value={chosen}
            options={read.data.items.map((one) => ({ value: one.year, label: String(one.year) }))}
            onChange={(to) => read.data && take(read.data, to)}
            style={{ minWidth: 140 }}
          />
        </div>
      ) : null}
    </>
  );
}

function OwnDayForm({
  day,
  pending,
  onChange,
}: {
  day?: CalendarDayItem;
  pending: boolean;
  onChange: (change: Change) => void;
}) {
  const { say } = useSay();
  const [span, setSpan] = useState<[dayjs.Dayjs, dayjs.Dayjs] | null>(day ? [dayjs(day.date), dayjs(day.date)] : null);
  const [kind, setKind] = useState<'work' | 'off'>(day?.kind === 'work' ? 'off' : 'work');
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const ready = span !== null && name.trim().length > 0 && reason.trim().length > 1;
  const ask = (): void => {
    if (!span) return;
    const count = span[1].diff(span[0], 'day') + 1;
    const days = Array.from({ length: count }, (_, at) => span[0].add(at, 'day').format('YYYY-MM-DD'));
    onChange({ ownDays: days.map((date) => ({ date, kind, name: name.trim(), reason: reason.trim() })) });
  };
  return (
    <>
      <div className="field">
        <span>{say('calendar.own.days')}</span>
        <DatePicker.RangePicker
          aria-label={say('calendar.own.days')}
          value={span}
          onChange={(days) => setSpan(days?.[0] && days[1] ? [days[0], days[1]] : null)}
        />
      </div>
      <Radio.Group
        aria-label={say('calendar.own.kind')}
        value={kind}
        optionType="button"
        options={(['work', 'off'] as const).map((value) => ({ value, label: say(`calendar.own.kind.${value}`) }))}
        onChange={(event) => setKind(event.target.value as 'work' | 'off')}
      />
      <Input
        aria-label={say('calendar.own.name')}
        placeholder={say('calendar.own.name')}
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Input.TextArea
        aria-label={say('calendar.own.reason')}
        placeholder={say('calendar.own.reason')}
        maxLength={200}
        autoSize={{ minRows: 2 }}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div>
        <Button disabled={!ready} loading={pending} onClick={ask}>
          {say('calendar.preview')}
        </Button>
      </div>
    </>
  );
}
