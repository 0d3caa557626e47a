import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import type { TypeSize } from '../theme.js';

interface Preferences {
  phone: boolean;
  dark: boolean;
  size: TypeSize;
  setSize(size: TypeSize): void;
}
const Context = createContext<Preferences>({ phone: false, dark: false, size: 14, setSize: () => undefined });
export const usePreferences = (): Preferences => use(Context);

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const list = window.matchMedia(query);
    const listen = (): void => setMatches(list.matches);
    listen();
    list.addEventListener('change', listen);
    return () => list.removeEventListener('change', listen);
  }, [query]);
  return matches;
}

const stored = (): TypeSize => {
  const size = Number(localStorage.getItem('kp.size'));
  return size === 16 || size === 18 ? size : 14;
};

/** Width, darkness and type size: they follow the device, and the type size is the person's own choice. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const phone = useMedia('(max-width: 767px)');
  const dark = useMedia('(prefers-color-scheme: dark)');
  const [chosen, setChosen] = useState<TypeSize>(stored);
  const value = useMemo<Preferences>(
    () => ({
      phone,
      dark,
      size: phone && chosen === 14 ? 16 : chosen,
      setSize: (size) => {
        localStorage.setItem('kp.size', String(size));
        setChosen(size);
      },
    }),
    [phone, dark, chosen],
  );
  return <Context value={value}>{children}</Context>;
}
