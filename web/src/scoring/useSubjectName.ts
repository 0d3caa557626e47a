import { useGet } from '../api/hooks.js';
import type { Page, PersonRow, WindowRow } from '../api/types.js';
import { nameOf } from '../api/words.js';

/** Names of windows and people by their keys (`window:A01`); a key that is not known shows its code. */
export function useSubjectName(): (subject: string) => string {
  const windows = useGet<Page<WindowRow>>('/api/windows', { pageSize: 200 });
  const people = useGet<Page<PersonRow>>('/api/people', { pageSize: 200 });
  return (subject) => {
    const code = nameOf(subject);
    const list: readonly { code: string; name: string }[] =
      (subject.startsWith('window:') ? windows.data?.items : people.data?.items) ?? [];
    return list.find((row) => row.code === code)?.name ?? code;
  };
}

/** A text of the rules with names in place of keys such as `person:0005`. */
export function useNamed(): (text: string) => string {
  const name = useSubjectName();
  return (text) => text.replace(/(person|window):[\w-]+/g, (key) => name(key));
}
