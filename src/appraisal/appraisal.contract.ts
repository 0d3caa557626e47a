/** What the routes of appraisal cycles take and give. */
import { z } from 'zod';
import type { UnitOfOutput } from '../core/rules/language/parts.js';

export const cycleKey = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$/);

/** The whole of a cycle is named by its period; days and terms come from the edition in force. */
export const openCycle = z.strictObject({ period: cycleKey });
export type OpenCycle = z.infer<typeof openCycle>;

export const cyclesQuery = z.strictObject({});

export const handInPart = z.strictObject({ remark: z.string().trim().max(2000).optional() });
export type HandInPart = z.infer<typeof handInPart>;

export interface CycleLine {
  id: string;
  key: string;
  revision: number;
  state: string;
  from: string;
  to: string;
  sections: { section: string; name: string; by: string | null; on: string | null; isLate: boolean }[];
  windows: { total: number; confirmed: number; disputed: number; open: number };
  openAppeals: number;
  version: number;
  digest: string | null;
}

export interface RankingView {
  cycle: string;
  state: string;
  stage: string;
  digest: string;
  rankings: {
    ranking: string;
    group: string;
    groupName: { zh: string; en: string };
    /** What the figure that is ranked counts; `counts`: of what, for a plain count. */
    unit: UnitOfOutput;
    counts: { zh: string; en: string } | null;
    /** The figure that is ranked is only a sub-total, because the source breaks off. */
    incomplete: { article: string; zh: string; en: string; of: string } | null;
    rows: {
      subject: string;
      name: string;
      rank: number;
      shown: string;
      value: string;
      tiedWith: string[];
      decidedBy: string | null;
      /** What the edition calls that tie-break. */
      decidedTitle: { zh: string; en: string } | null;
      honour: string | null;
      change: number | null;
    }[];
  }[];
  honours: {
    honour: string;
    name: { zh: string; en: string };
    group: string;
    article: string;
    places: number;
    arithmetic: { zh: string; en: string };
    awarded: { subject: string; name: string }[];
    held: { subject: string; name: string }[];
    reasons: { subject: string; name: string; in: boolean; article: string; zh: string; en: string }[];
  }[];
}
