import {
  keepPreviousData,
  type QueryKey,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiProblem, type Call, call, get, newKey } from './client.js';
import type { Page } from './types.js';

/** Reads a route; the key is the route itself with its query, so that `refresh('/api/tasks')` finds every variant. */
export function useGet<T>(
  path: string | null,
  query?: Call['query'],
  options: { refetchInterval?: number | false; keep?: boolean } = {},
): UseQueryResult<T, ApiProblem> {
  return useQuery<T, ApiProblem>({
    queryKey: [path, query ?? {}],
    queryFn: ({ signal }) => get<T>(path ?? '', query, signal),
    enabled: path !== null,
    refetchInterval: options.refetchInterval,
    placeholderData: options.keep ? (keepPreviousData as never) : undefined,
  });
}

/** All pages of a list that a page shows as one whole (a duty board, a ledger of one subject); at most 4,000 rows. */
export function useAll<T>(path: string | null, query?: Call['query']): UseQueryResult<Page<T>, ApiProblem> {
  return useQuery<Page<T>, ApiProblem>({
    queryKey: [path, query ?? {}, 'all'],
    queryFn: async ({ signal }) => {
      const items: T[] = [];
      for (let page = 1; page <= 20; page += 1) {
        const answer = await get<Page<T>>(path ?? '', { ...query, page, pageSize: 200 }, signal);
        items.push(...answer.items);
        if (answer.items.length === 0 || items.length >= answer.total) break;
      }
      return { items, total: items.length };
    },
    enabled: path !== null,
    placeholderData: keepPreviousData as never,
  });
}

/** Marks all reads under these route prefixes as stale. */
export function useRefresh(): (...prefixes: string[]) => void {
  const client = useQueryClient();
  return (...prefixes) => {
    void client.invalidateQueries({
      predicate: (query) => prefixes.some((prefix) => startsWith(query.queryKey, prefix)),
    });
  };
}

const startsWith = (key: QueryKey, prefix: string): boolean => typeof key[0] === 'string' && key[0].startsWith(prefix);

export interface Sending {
  path: string;
  method?: Call['method'];
  body?: unknown;
  file?: FormData;
  revision?: number;
  /** Kept by a form beyond its page, e.g. with a draft; absent = made here. */
  key?: string;
}

/**
 * Sends a change. The idempotency key is made before sending and kept as long as the same request is repeated after an
 * unknown outcome, so that pressing twice on a bad network does the thing once; a corrected form gets a new key.
 */
export function useSend<T = unknown>(refreshes: readonly string[] = []) {
  const refresh = useRefresh();
  const pending = useRef<{ print: string; key: string } | null>(null);
  return useMutation<T, ApiProblem, Sending>({
    mutationFn: async (sending) => {
      const print = JSON.stringify([
        sending.path,
        sending.method,
        sending.body,
        sending.revision,
        sending.file ? newKey() : null,
      ]);
      if (pending.current?.print !== print) pending.current = { print, key: newKey() };
      try {
        const answer = await call<T>(sending.path, {
          method: sending.method ?? 'POST',
          body: sending.file ? undefined : (sending.body ?? {}),
          file: sending.file,
          revision: sending.revision,
          key: sending.key ?? pending.current.key,
        });
        pending.current = null;
        return answer;
      } catch (error) {
        if (error instanceof ApiProblem && !error.unknownOutcome) pending.current = null;
        throw error;
      }
    },
    onSuccess: () => refresh(...refreshes),
    onError: (problem) => {
      // Someone was faster: show the present state at once, the typed text stays in the form.
      if (problem.body.status === 409 || problem.body.status === 412) refresh(...refreshes);
    },
  });
}
