import { useGet } from '../api/hooks.js';
import type { FindingItem, Named } from '../api/types.js';

/** Somebody who sat at a window: by the duty roster, or while covering. */
export type Sitting = Named & { why?: 'duty' | 'cover' };

/** Who really sat at the window in that half day, whoever covered first. */
export function useOnDuty(window: string | undefined, on: string, half: 'am' | 'pm'): readonly Sitting[] | undefined {
  const answer = useGet<{ items: FindingItem[]; onDuty: Sitting[] }>(window ? '/api/findings/items' : null, {
    subject: `window:${window}`,
    on,
    half: half.toUpperCase(),
  });
  return answer.data?.onDuty;
}
