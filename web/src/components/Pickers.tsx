import { PaperClipOutlined } from '@ant-design/icons';
import { Button, Select, Upload } from 'antd';
import { useDeferredValue, useState } from 'react';
import type { EvidenceView } from '../../../src/ledger/ledger.contract.js';
import { call, newKey } from '../api/client.js';
import { useGet } from '../api/hooks.js';
import type { Named, Page, PersonRow, WindowRow } from '../api/types.js';
import { useSay } from '../i18n.js';

interface PickerProps {
  id?: string;
  value?: string | string[];
  onChange?: (value: never) => void;
  multiple?: boolean;
  'aria-describedby'?: string;
}

/** Chooses people by name, number or pinyin initials; the service searches. */
export function PersonPicker({
  id,
  value,
  onChange,
  multiple,
  known = [],
  ...rest
}: PickerProps & { known?: readonly Named[] }) {
  const { say } = useSay();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const people = useGet<Page<PersonRow>>('/api/people', { q: search || undefined, pageSize: 50 }, { keep: true });
  return (
    <Select
      id={id}
      {...rest}
      mode={multiple ? 'multiple' : undefined}
      value={value}
      onChange={onChange as never}
      allowClear
      loading={people.isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={say('pick.person')}
      options={[
        ...known
          .filter((one) => !people.data?.items.some((person) => person.code === one.code))
          .map((one) => ({ value: one.code, label: `${one.name} · ${one.code}` })),
        ...(people.data?.items ?? []).map((person) => ({
          value: person.code,
          label: [person.name, person.code, person.windowName ?? person.unitName].filter(Boolean).join(' · '),
        })),
      ]}
    />
  );
}

export function WindowPicker({ id, value, onChange, multiple, ...rest }: PickerProps) {
  const { say } = useSay();
  const windows = useGet<Page<WindowRow>>('/api/windows', { pageSize: 200 });
  return (
    <Select
      id={id}
      {...rest}
      mode={multiple ? 'multiple' : undefined}
      value={value}
      onChange={onChange as never}
      allowClear
      loading={windows.isFetching}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={say('pick.window')}
      options={(windows.data?.items ?? []).map((row) => ({ value: row.code, label: `${row.code} ${row.name}` }))}
    />
  );
}

export interface Attached {
  hash: string;
  name: string;
}

/** Photos and documents as evidence: the file goes up at once, the form keeps its content hash. */
export function FilePicker({
  id,
  value = [],
  onChange,
  camera,
}: {
  id?: string;
  value?: Attached[];
  onChange?: (value: Attached[]) => void;
  camera?: boolean;
}) {
  const { say } = useSay();
  return (
    <Upload
      id={id}
      multiple
      accept={camera ? 'image/*,application/pdf' : undefined}
      listType="picture"
      defaultFileList={value.map((file) => ({ uid: file.hash, name: file.name, status: 'done' as const }))}
      customRequest={async ({ file, onSuccess, onError, onProgress }) => {
        const form = new FormData();
        form.append('file', file as Blob, (file as File).name);
        try {
          onProgress?.({ percent: 30 });
          const stored = await call<EvidenceView>('/api/evidence', { method: 'POST', file: form, key: newKey() });
          onSuccess?.(stored);
        } catch (error) {
          onError?.(error as Error);
        }
      }}
      onChange={({ fileList }) =>
        onChange?.(
          fileList
            .filter((file) => file.status === 'done')
            .map((file) => ({ hash: (file.response as EvidenceView | undefined)?.hash ?? file.uid, name: file.name })),
        )
      }
    >
      <Button icon={<PaperClipOutlined />} type="dashed" block>
        {camera ? say('pick.photo') : say('pick.file')}
      </Button>
    </Upload>
  );
}
