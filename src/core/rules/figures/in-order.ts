/** Putting many things in order by whole numbers, with a second look only at those that are equal. */

/** Keys and positions share one number; both stay exact below this. */
const LIMIT = 2 ** 53;

let scratch = new Float64Array(1_024);

/**
 * Positions 0…size−1 in the order of their keys.
 * @param keyOf whole, not negative, and below 2^53 / size
 * @param tie decides between two positions of equal key; what is still equal stays as it came
 */
export function inOrder(
  size: number,
  keyOf: (position: number) => number,
  tie: (a: number, b: number) => number,
): Int32Array {
  if (scratch.length < size) scratch = new Float64Array(size * 2);
  const keys = scratch.subarray(0, size);
  let isSorted = true;
  for (let at = 0; at < size; at++) {
    const key = keyOf(at);
    if (key * size + at >= LIMIT) throw new RangeError(`too many to put in order: ${size}`);
    keys[at] = key * size + at;
    if (at > 0 && keys[at]! < keys[at - 1]!) isSorted = false;
  }
  if (!isSorted) keys.sort();
  const order = new Int32Array(size);
  for (let at = 0; at < size; at++) {
    const key = Math.floor(keys[at]! / size);
    order[at] = keys[at]! - key * size;
    keys[at] = key;
  }
  for (let start = 0; start < size; ) {
    let end = start + 1;
    while (end < size && keys[end] === keys[start]) end++;
    settle(order, start, end, tie);
    start = end;
  }
  return order;
}

/** Puts equals in order; they are few as a rule, and came in the order of their positions. */
function settle(order: Int32Array, start: number, end: number, tie: (a: number, b: number) => number): void {
  if (end - start > 50) {
    order.set(Array.from(order.subarray(start, end)).sort(tie), start);
    return;
  }
  for (let at = start + 1; at < end; at++) {
    const moved = order[at]!;
    let to = at;
    for (; to > start && tie(order[to - 1]!, moved) > 0; to--) order[to] = order[to - 1]!;
    order[to] = moved;
  }
}
