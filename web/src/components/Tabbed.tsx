import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface Tab {
  key: string;
  label: ReactNode;
  children?: ReactNode;
}

/**
 * Tabs by the book: arrow keys move, the row scrolls sideways on a phone. The library's own puts its overflow button among
 * the tabs, which screen readers count as one.
 */
export function Tabbed({
  items,
  active,
  onChange,
}: {
  items: readonly Tab[];
  active?: string;
  onChange?: (key: string) => void;
}) {
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState(items[0]?.key);
  const key = active ?? own;
  const shown = items.find((item) => item.key === key) ?? items[0];
  // A tab that an address opens may stand outside of a phone's row.
  const at = shown?.key;
  useEffect(() => {
    const tab = at === undefined ? null : row.current?.querySelector<HTMLElement>('[aria-selected=true]');
    if (row.current && tab) row.current.scrollLeft = tab.offsetLeft - row.current.offsetLeft - 40;
  }, [at]);
  const choose = (to: string): void => {
    setOwn(to);
    onChange?.(to);
  };
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const place = items.findIndex((item) => item.key === shown?.key);
    const next = items[(place + step + items.length) % items.length]!;
    choose(next.key);
    row.current?.querySelectorAll<HTMLButtonElement>('[role=tab]')[items.indexOf(next)]?.focus();
  };
  return (
    <>
      <div ref={row} role="tablist" className="tabbed" onKeyDown={move}>
        {items.map((item) => (
          <button
            type="button"
            role="tab"
            key={item.key}
            id={`${id}-${item.key}`}
            aria-selected={item.key === shown?.key}
            aria-controls={`${id}-panel`}
            tabIndex={item.key === shown?.key ? 0 : -1}
            onClick={() => choose(item.key)}
          >
            {item.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown?.key}`}>
        {shown?.children}
      </div>
    </>
  );
}
