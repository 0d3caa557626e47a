import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ApiProblem, call } from '../api/client.js';
import type { LeavePreview } from '../api/types.js';
import { bodyOf, type LeaveDraft } from './draft.js';

/** What the regulation says about the leave as it stands, asked anew when days, kind or substitute change. */
export function usePreview(draft: LeaveDraft): UseQueryResult<LeavePreview, ApiProblem> {
  const ready = Boolean(draft.from && draft.to);
  const asked = ready ? JSON.stringify({ ...bodyOf({ ...draft, reason: undefined, evidence: undefined }) }) : '';
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), 250);
    return () => clearTimeout(timer);
  }, [asked]);
  return useQuery<LeavePreview, ApiProblem>({
    queryKey: ['/api/leaves/preview', settled],
    queryFn: ({ signal }) =>
      call<LeavePreview>('/api/leaves/preview', { method: 'POST', body: JSON.parse(settled) as unknown, signal }),
    enabled: settled !== '',
    placeholderData: keepPreviousData as never,
  });
}
