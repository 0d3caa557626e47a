import { useCallback, useEffect, useState } from 'react';

/**
 * What was typed, kept in this browser until it is sent. The name of the draft should hold who and what, so that two
 * people at one shared counter computer never see each other's text. Two tabs show one draft; `sentElsewhere` when the
 * other one has sent it.
 */
export function useDraft<T extends object>(
  name: string,
  initial: T,
): [T, (next: T) => void, { restored: boolean; sentElsewhere: boolean; clear(): void }] {
  const key = `kp.draft.${name}`;
  const [restored] = useState(() => localStorage.getItem(key) !== null);
  const [first] = useState(initial);
  const [value, setValue] = useState<T>(() => readText(localStorage.getItem(key), first));
  const [sentElsewhere, setSentElsewhere] = useState(false);
  useEffect(() => {
    const listen = (event: StorageEvent): void => {
      if (event.storageArea !== localStorage || event.key !== key) return;
      setSentElsewhere(event.newValue === null);
      setValue(readText(event.newValue, first));
    };
    window.addEventListener('storage', listen);
    return () => window.removeEventListener('storage', listen);
  }, [key, first]);
  useEffect(() => {
    // Another person's drafts left on a shared computer go after a week.
    for (const other of Object.keys(localStorage)) {
      if (!other.startsWith('kp.draftAt.')) continue;
      if (Date.now() - Number(localStorage.getItem(other)) > 7 * 86_400_000) {
        localStorage.removeItem(other);
        localStorage.removeItem(other.replace('kp.draftAt.', 'kp.draft.'));
      }
    }
  }, []);
  const keep = useCallback(
    (next: T) => {
      setValue(next);
      setSentElsewhere(false);
      localStorage.setItem(key, JSON.stringify(next));
      localStorage.setItem(`kp.draftAt.${name}`, String(Date.now()));
    },
    [key, name],
  );
  const clear = useCallback(() => {
    localStorage.removeItem(key);
    localStorage.removeItem(`kp.draftAt.${name}`);
  }, [key, name]);
  return [value, keep, { restored, sentElsewhere, clear }];
}

function readText<T extends object>(text: string | null, initial: T): T {
  try {
    return text ? { ...initial, ...(JSON.parse(text) as T) } : initial;
  } catch {
    return initial;
  }
}
