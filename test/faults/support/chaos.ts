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

/** How one kind is hurt: at most so often, and with how many milliseconds between. */
export interface Dose {
  most: number;
  gap: readonly [number, number];
}

/** Goes on killing each kind until its dose is given or `isOver`; what is not there at the moment is left for later. */
export async function killAtRandom(
  supervisor: number,
  seed: number,
  doses: Readonly<Record<Kind, Dose>>,
  isOver: () => boolean,
): Promise<Kill[]> {
  const began = Date.now();
  const kills: Kill[] = [];
  const hurt = async (kind: Kind, { most, gap }: Dose, random: () => number) => {
    for (let done = 0; done < most && !isOver(); ) {
      await sleep(gap[0] + random() * (gap[1] - gap[0]));
      const pid = isOver() ? undefined : find(supervisor, kind);
      if (pid === undefined) continue;
      try {
        process.kill(pid, 'SIGKILL');
        kills.push({ kind, pid, at: Date.now() - began });
        done += 1;
      } catch {
        // It ended by itself in this instant.
      }
    }
  };
  const kinds = Object.entries(doses) as [Kind, Dose][];
  await Promise.all(kinds.map(([kind, dose], index) => hurt(kind, dose, seeded(seed + index))));
  return kills;
}
