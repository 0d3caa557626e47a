/** A bucket for each caller in memory of one process: a shield against floods, not an account of anything. */
export class RateLimit {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(
    /** How many requests may come at once. */
    private readonly capacity: number,
    private readonly perSecond: number,
    private readonly maxCallers = 50_000,
  ) {}

  /** Takes one; answers the seconds to wait, 0 when it may pass. */
  take(caller: string, now: number): number {
    const bucket = this.buckets.get(caller) ?? { left: this.capacity, at: now };
    const left = Math.min(this.capacity, bucket.left + (Math.max(0, now - bucket.at) / 1000) * this.perSecond);
    // Callers heard of last stay; the oldest make room.
    this.buckets.delete(caller);
    this.buckets.set(caller, { left: left < 1 ? left : left - 1, at: now });
    if (this.buckets.size > this.maxCallers) this.buckets.delete(this.buckets.keys().next().value as string);
    return left < 1 ? Math.ceil((1 - left) / this.perSecond) : 0;
  }
}
