import { FilterOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useGet } from '../api/hooks.js';
import type { Named, Page } from '../api/types.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { PersonPicker, WindowPicker } from './Pickers.js';

export interface Filter {
  name: string;
  label: string;
  options?: { value: string; label: string }[];
  /** A day is chosen from a calendar. */
  isDay?: boolean;
  /** Chosen from a list of the office instead of typed. */
  choose?: 'person' | 'window' | 'unit';
}

/** So many fields find room above a list on a phone; more stand behind a button until they are wanted. */
const ROOM = 2;

/** What narrows a list; each filter is one parameter of its address. */
export function QueryFilters({
  filters,
  chosen,
  onChange,
}: {
  filters: readonly Filter[];
  chosen: Readonly<Record<string, string | undefined>>;
  onChange: (name: string, value: string | undefined) => void;
}) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const [open, setOpen] = useState(() => filters.some((filter) => chosen[filter.name]));
  if (phone && !open && filters.length > ROOM)
    return (
      <Button icon={<FilterOutlined />} onClick={() => setOpen(true)}>
        {say('filters.open')}
      </Button>
    );
  return filters.map((filter) => (
    <FilterField
      key={filter.name}
      filter={filter}
      value={chosen[filter.name]}
      onChange={(value) => onChange(filter.name, value || undefined)}
    />
  ));
}

function FilterField({
  filter,
  value,
  onChange,
}: {
  filter: Filter;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const shared = { 'aria-label': filter.label, placeholder: filter.label };
  if (filter.options)
    return (
      <Select
        {...shared}
        allowClear
        style={{ minWidth: 150 }}
        value={value}
        options={filter.options}
        onChange={onChange}
      />
    );
  if (filter.isDay)
    return (
      <DatePicker
        {...shared}
        value={value ? dayjs(value) : null}
        onChange={(day) => onChange(day?.format('YYYY-MM-DD'))}
      />
    );
  if (filter.choose === 'person')
    return (
      <span className="filter">
        <PersonPicker
          inSight
          label={filter.label}
          placeholder={filter.label}
          value={value}
          onChange={onChange as never}
        />
      </span>
    );
  if (filter.choose === 'window')
    return (
      <span className="filter">
        <WindowPicker label={filter.label} placeholder={filter.label} value={value} onChange={onChange as never} />
      </span>
    );
  if (filter.choose === 'unit') return <UnitPicker {...shared} value={value} onChange={onChange} />;
  return <Input.Search {...shared} allowClear style={{ width: 220 }} defaultValue={value} onSearch={onChange} />;
}

function UnitPicker(props: {
  'aria-label': string;
  placeholder: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const units = useGet<Page<Named>>('/api/units');
  return (
    <Select
      {...props}
      allowClear
      style={{ minWidth: 180 }}
      loading={units.isFetching}
      showSearch={{ optionFilterProp: 'label' }}
      options={(units.data?.items ?? []).map((unit) => ({ value: unit.code, label: unit.name }))}
    />
  );
}
