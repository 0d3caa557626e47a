/** Kills processes of a running product at moments that a seed decides, and counts what it did. */
import { setTimeout as sleep } from 'node:timers/promises';
import { find, type Kind } from './processes.js';

/** Mulberry32: small, and the same numbers for the same seed on every machine. @returns numbers in [0, 1) */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Kill {
  kind: Kind;
  pid: number;
  /** Milliseconds after the beginning of the month. */
  at: number;
}

export interface Dose {
  seed: number;
  /** How many kills of each kind at most. */
  most: Readonly<Record<Kind, number>>;
  /** Milliseconds between two kills. */
  gap: readonly [number, number];
}

/** Goes on killing until `isOver`; a kind that is not there at the moment is left for later. */
export async function killAtRandom(supervisor: number, dose: Dose, isOver: () => boolean): Promise<Kill[]> {
  const random = seeded(dose.seed);
  const began = Date.now();
  const kills: Kill[] = [];
  const done = (kind: Kind) => kills.filter((kill) => kill.kind === kind).length;
  while (!isOver()) {
    await sleep(dose.gap[0] + random() * (dose.gap[1] - dose.gap[0]));
    if (isOver()) break;
    // A browser lives only while papers are printed, so it comes first when it is there; a die decides the rest.
    const order: Kind[] = random() < 0.5 ? ['api', 'worker'] : ['worker', 'api'];
    const there = (random() < 0.6 ? (['chromium', ...order] as Kind[]) : [...order, 'chromium' as const]).flatMap(
      (kind) => {
        const pid = done(kind) < dose.most[kind] ? find(supervisor, kind) : undefined;
        return pid === undefined ? [] : [{ kind, pid }];
      },
    );
    const chosen = there[0];
    if (!chosen) continue;
    try {
      process.kill(chosen.pid, 'SIGKILL');
      kills.push({ ...chosen, at: Date.now() - began });
    } catch {
      // It ended by itself in this instant.
    }
  }
  return kills;
}
