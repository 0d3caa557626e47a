/** Thirty questions a minute from one address are plenty for a person and nothing against 80 bits. */
import { Injectable } from '@nestjs/common';
import { Problem } from '../core/problem.js';

const PER_MINUTE = 30;

@Injectable()
export class VerificationLimit {
  private minute = 0;
  private counts = new Map<string, number>();

  /** @throws Problem `request.too_many` */
  count(address: string): void {
    const now = Date.now();
    const minute = Math.floor(now / 60_000);
    if (minute !== this.minute) {
      this.minute = minute;
      this.counts = new Map();
    }
    const count = (this.counts.get(address) ?? 0) + 1;
    this.counts.set(address, count);
    if (count <= PER_MINUTE) return;
    const seconds = Math.ceil(((minute + 1) * 60_000 - now) / 1000);
    throw new Problem('request.too_many', { seconds }, { retryAfter: seconds });
  }
}
