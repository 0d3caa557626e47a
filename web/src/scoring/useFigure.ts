import type { OutputView } from '../api/types.js';
import { figure, pick } from '../api/words.js';
import { useSay } from '../i18n.js';

export type Counted = Pick<OutputView, 'unit' | 'counts'>;

/** Prints a figure with what it counts: ¥ for money, the name of a unit or of what is counted; points stand alone. */
export function useFigure(): (shown: string | null | undefined, counted: Counted | undefined) => string {
  const { say, language } = useSay();
  return (shown, counted) => {
    const text = figure(shown);
    if (text === '' || !counted || counted.unit === 'points') return text;
    if (counted.unit === 'yuan') return text.startsWith('−') ? `−¥${text.slice(1)}` : `¥${text}`;
    if (counted.unit === 'percent') return `${text}%`;
    return `${text} ${counted.unit === 'count' ? pick(counted.counts, language) : say(`unit.${counted.unit}`)}`;
  };
}
