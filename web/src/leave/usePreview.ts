import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LeavePreview } from '../../../src/leave/leave.contract.js';
import { type ApiProblem, call } from '../api/client.js';
import type { askedOf } from './draft.js';

export type Preview = UseQueryResult<LeavePreview, ApiProblem> & {
  /** The answer is about what stands in the form now, not about what stood there a moment ago. */
  isCurrent: boolean;
};

/** What the regulation says about the leave as it stands, asked anew a moment after kind or days have changed. */
export function usePreview(request: ReturnType<typeof askedOf>): Preview {
  const asked = request ? JSON.stringify(request) : '';
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), 250);
    return () => clearTimeout(timer);
  }, [asked]);
  const answer = useQuery<LeavePreview, ApiProblem>({
    // Not named like the list of leaves: what was just filed would be asked for once more, and refused.
    queryKey: ['preview of a leave', settled],
    queryFn: ({ signal }) =>
      call<LeavePreview>('/api/leaves/preview', { method: 'POST', body: JSON.parse(settled) as unknown, signal }),
    enabled: settled !== '',
    placeholderData: keepPreviousData as never,
  });
  return { ...answer, isCurrent: settled === asked && answer.data !== undefined && !answer.isPlaceholderData };
}
