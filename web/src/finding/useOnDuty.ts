import { useGet } from '../api/hooks.js';
import type { FindingItem, Named } from '../api/types.js';

/** Who sat at the window in that half day, by the duty roster; the service counts a substitute for the one replaced. */
export function useOnDuty(window: string | undefined, on: string, half: 'am' | 'pm'): readonly Named[] | undefined {
  const answer = useGet<{ items: FindingItem[]; onDuty: Named[] }>(window ? '/api/findings/items' : null, {
    subject: `window:${window}`,
    on,
    half: half.toUpperCase(),
  });
  return answer.data?.onDuty;
}
