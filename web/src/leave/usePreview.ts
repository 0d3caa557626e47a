import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LeavePreview } from '../../../src/leave/leave.contract.js';
import { type ApiProblem, call } from '../api/client.js';
import type { askedOf } from './draft.js';

/** What the regulation says about the leave as it stands, asked anew a moment after kind or days have changed. */
export function usePreview(request: ReturnType<typeof askedOf>): UseQueryResult<LeavePreview, ApiProblem> {
  const asked = request ? JSON.stringify(request) : '';
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
