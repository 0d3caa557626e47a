/** Data shape of each paper, by the id of its template. A provider's answer is parsed by it before anything is frozen. */
import type { z } from 'zod';
import { appealDecision } from './appeal-decision.js';
import { badgeReceipt } from './badge-receipt.js';
import { honourCertificate } from './honour-certificate.js';
import { inspectionRecord } from './inspection-record.js';
import { leaveExtension } from './leave-extension.js';
import { leaveReturn } from './leave-return.js';
import { leaveSlip } from './leave-slip.js';
import { penaltyNotice } from './penalty-notice.js';
import { resultNotice } from './result-notice.js';
import { substituteFiling } from './substitute-filing.js';

export const paperData = {
  'result-notice': resultNotice,
  'honour-certificate': honourCertificate,
  'leave-slip': leaveSlip,
  'leave-extension': leaveExtension,
  'leave-return': leaveReturn,
  'substitute-filing': substituteFiling,
  'badge-receipt': badgeReceipt,
  'appeal-decision': appealDecision,
  'penalty-notice': penaltyNotice,
  'inspection-record': inspectionRecord,
} as const satisfies Record<string, z.ZodType>;

export type PaperTemplateId = keyof typeof paperData;
