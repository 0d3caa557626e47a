import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useGet } from '../api/hooks.js';
import type { Named, Page, PersonRow, WindowRow } from '../api/types.js';
import { useSay } from '../i18n.js';

interface PickerProps {
  id?: string;
  value?: string | string[];
  onChange?: (value: never) => void;
  multiple?: boolean;
  'aria-describedby'?: string;
  /** Instead of how to search. */
  placeholder?: string;
}

/** Chooses people by name, number or pinyin initials; the service searches. */
export function PersonPicker({
  id,
  value,
  onChange,
  multiple,
  known = [],
  label,
  placeholder,
  ...rest
}: PickerProps & { known?: readonly Named[]; label?: string }) {
  const { say } = useSay();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const people = useGet<Page<PersonRow>>('/api/people', { q: search || undefined, pageSize: 50 }, { keep: true });
  return (
    <Select
      id={id}
      {...rest}
      aria-label={label}
      mode={multiple ? 'multiple' : undefined}
      value={value}
      onChange={onChange as never}
      allowClear
      loading={people.isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={placeholder ?? say('pick.person')}
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

/** Chooses a temporary badge of the stock: one that is free, or one that is out. */
export function BadgePicker({ id, value, onChange, state, ...rest }: PickerProps & { state: 'free' | 'out' }) {
  const { say } = useSay();
  const stock = useGet<{ items: { badge: string; hall: string | null }[] }>('/api/badges/stock', { state });
  return (
    <Select
      id={id}
      {...rest}
      value={value}
      onChange={onChange as never}
      allowClear
      loading={stock.isFetching}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={say(state === 'free' ? 'badge.pick' : 'badge.pickOut')}
      options={(stock.data?.items ?? []).map(({ badge, hall }) => ({
        value: badge,
        label: hall ? `${badge} · ${hall}` : badge,
      }))}
    />
  );
}

export function WindowPicker({
  id,
  value,
  onChange,
  multiple,
  label,
  placeholder,
  ...rest
}: PickerProps & { label?: string }) {
  const { say } = useSay();
  const windows = useGet<Page<WindowRow>>('/api/windows', { pageSize: 200 });
  return (
    <Select
      id={id}
      {...rest}
      aria-label={label}
      mode={multiple ? 'multiple' : undefined}
      value={value}
      onChange={onChange as never}
      allowClear
      loading={windows.isFetching}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={placeholder ?? say('pick.window')}
      options={(windows.data?.items ?? []).map((row) => ({ value: row.code, label: `${row.code} ${row.name}` }))}
    />
  );
}
