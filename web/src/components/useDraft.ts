import { useCallback, useEffect, useState } from 'react';

/**
 * What was typed, kept in this browser until it is sent. The name of the draft should hold who and what, so that two
 * people at one shared counter computer never see each other's text.
 */
export function useDraft<T extends object>(
  name: string,
  initial: T,
): [T, (next: T) => void, { restored: boolean; clear(): void }] {
  const key = `kp.draft.${name}`;
  const [restored] = useState(() => localStorage.getItem(key) !== null);
  const [value, setValue] = useState<T>(() => {
    try {
      const text = localStorage.getItem(key);
      return text ? { ...initial, ...(JSON.parse(text) as T) } : initial;
    } catch {
      return initial;
    }
  });
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
      localStorage.setItem(key, JSON.stringify(next));
      localStorage.setItem(`kp.draftAt.${name}`, String(Date.now()));
    },
    [key, name],
  );
  const clear = useCallback(() => {
    localStorage.removeItem(key);
    localStorage.removeItem(`kp.draftAt.${name}`);
  }, [key, name]);
  return [value, keep, { restored, clear }];
}
