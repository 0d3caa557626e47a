import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/**
 * Hears at once of new messages and tasks. The stream is open only while the page is seen: browsers allow six connections
 * to one host, so seven tabs (or seven pages kept for "back") with a stream each would leave none for anything else.
 */
export function useMessages(): void {
  const client = useQueryClient();
  useEffect(() => {
    let stream: EventSource | undefined;
    const refresh = (): void => {
      void client.invalidateQueries({
        predicate: (query) => /^\/api\/(notifications|tasks)/.test(String(query.queryKey[0])),
      });
    };
    /** Who stands where has changed: pages that show it read it anew, all others do nothing. */
    const presence = (): void => {
      void client.invalidateQueries({
        predicate: (query) => /^\/api\/(duty|staffing)/.test(String(query.queryKey[0])),
      });
    };
    const close = (): void => {
      stream?.close();
      stream = undefined;
    };
    const open = (): void => {
      if (stream || document.visibilityState !== 'visible') return;
      stream = new EventSource('/api/notifications/stream', { withCredentials: true });
      stream.onmessage = refresh;
      stream.addEventListener('notification', refresh);
      stream.addEventListener('presence', presence);
      // What was said while nobody listened is caught up with at once.
      stream.onopen = presence;
    };
    const turn = (): void => {
      if (document.visibilityState === 'visible') {
        refresh();
        open();
      } else close();
    };
    open();
    document.addEventListener('visibilitychange', turn);
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', open);
    return () => {
      close();
      document.removeEventListener('visibilitychange', turn);
      window.removeEventListener('pagehide', close);
      window.removeEventListener('pageshow', open);
    };
  }, [client]);
}
