/** How a choice inside a range of points stands to the one inside the range of money (A35). */
import type { Units } from '../../amount.js';

type Range = readonly [Units, Units];
export type RangeLink = 'SUGGEST' | 'ENFORCE' | 'OFF';
export const rangeLinks = ['SUGGEST', 'ENFORCE', 'OFF'] as const;

const isOpen = ([least, most]: Range): boolean => least !== most;

/**
 * The money at the same position of its range as the points are in theirs, e.g. −3 of [−8, −3] ↔ −300 of [−800, −300].
 * Signs may be left out of the points; the result carries the sign of its range.
 * @returns `undefined` where one of the two is no range, the points lie outside, or the money would need a fifth decimal
 */
export function linkedMoney(points: Units, range: { points: Range; money?: Range | undefined }): Units | undefined {
  if (!range.money || !isOpen(range.points) || !isOpen(range.money)) return undefined;
  const [low, high] = range.points;
  const chosen = high <= 0 ? -Math.abs(points) : points;
  if (chosen < low || chosen > high) return undefined;
  const [least, most] = range.money;
  // Position × width goes beyond what a number holds exactly for wide ranges.
  const rise = BigInt(chosen - low) * BigInt(most - least);
  const width = BigInt(high - low);
  return rise % width === 0n ? least + Number(rise / width) : undefined;
}

/** Whether both choices stand at the same position; true where there is nothing to compare. */
export function isLinked(points: Units, money: Units, range: { points: Range; money?: Range | undefined }): boolean {
  if (!range.money || !isOpen(range.points) || !isOpen(range.money)) return true;
  const [low, high] = range.points;
  const [least, most] = range.money;
  return BigInt(points - low) * BigInt(most - least) === BigInt(money - least) * BigInt(high - low);
}
