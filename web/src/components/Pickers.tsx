import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useGet } from '../api/hooks.js';
import type { ColleagueRow, Named, Page, PersonRow, WindowRow } from '../api/types.js';
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

interface Found extends Named {
  place: string | null;
}

/** Whom a search finds: every colleague, or, for lists of what one answers for, only the people within one's sight. */
function useFound(typed: string, inSight: boolean) {
  const q = [...typed.trim()].slice(0, 40).join('') || undefined;
  const sight = useGet<Page<PersonRow>>(inSight ? '/api/people' : null, { q, pageSize: 50 }, { keep: true });
  const all = useGet<Page<ColleagueRow>>(inSight ? null : '/api/colleagues', { q }, { keep: true });
  const found: readonly Found[] = inSight
    ? (sight.data?.items ?? []).map(({ code, name, windowName, unitName }) => ({
        code,
        name,
        place: windowName ?? unitName,
      }))
    : (all.data?.items ?? []).map(inPlace);
  const { isFetching, data } = inSight ? sight : all;
  return { found, isFetching, more: q && data ? data.total - found.length : 0 };
}

/** One who was chosen before, in a draft or an address, and whom the list does not show: a code needs its name. */
function useChosen(value: string | string[] | undefined, offered: readonly Named[]): readonly Found[] {
  const isMissing = typeof value === 'string' && /^.{1,40}$/.test(value) && !offered.some(({ code }) => code === value);
  const asked = useGet<Page<ColleagueRow>>(isMissing ? '/api/colleagues' : null, { q: String(value), pageSize: 1 });
  return isMissing ? (asked.data?.items ?? []).filter(({ code }) => code === value).map(inPlace) : [];
}

const inPlace = ({ code, name, window, unit }: ColleagueRow): Found => ({ code, name, place: window ?? unit });

/** Chooses people by name, number or pinyin initials; the service searches. */
export function PersonPicker({
  id,
  value,
  onChange,
  onPick,
  multiple,
  known = [],
  inSight = false,
  label,
  placeholder,
  ...rest
}: PickerProps & {
  known?: readonly Named[];
  label?: string;
  /** Only people whom the reader may see: for filters of lists that hold nobody else. */
  inSight?: boolean;
  /** The one chosen with the name, where one is chosen. */
  onPick?: (one: Named | undefined) => void;
}) {
  const { say } = useSay();
  const [typed, setTyped] = useState('');
  const { found, isFetching, more } = useFound(useDeferredValue(typed), inSight);
  const others = known.filter((one) => !found.some(({ code }) => code === one.code));
  const listed: readonly Found[] = [...others.map(({ code, name }) => ({ code, name, place: null })), ...found];
  const offered = [...useChosen(typed ? undefined : value, listed), ...listed];
  return (
    <Select
      id={id}
      {...rest}
      aria-label={label}
      mode={multiple ? 'multiple' : undefined}
      value={value}
      onChange={(chosen: string | string[] | undefined) => {
        onChange?.(chosen as never);
        onPick?.(offered.find(({ code }) => code === chosen));
      }}
      allowClear
      loading={isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={placeholder ?? say('pick.person')}
      notFoundContent={isFetching ? null : say(typed ? 'pick.personNone' : 'pick.person')}
      popupRender={(list) => (
        <>
          {list}
          {more > 0 ? (
            <div className="muted" style={{ padding: '4px 12px' }}>
              {say('pick.personMore', { n: more })}
            </div>
          ) : null}
        </>
      )}
      options={offered.map(({ code, name, place }) => ({
        value: code,
        label: [name, code, place].filter(Boolean).join(' · '),
      }))}
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
