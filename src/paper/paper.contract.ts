/** What the papers' routes take and give. */
import { z } from 'zod';
import { code, listQuery, words } from '../platform/http/shapes.js';

export const paperStates = ['typesetting', 'issued', 'withdrawn'] as const;

export const papersQuery = listQuery({
  sort: ['-issuedOn', 'number', 'title', 'template'],
  filters: {
    template: code.optional(),
    state: z.enum(paperStates).optional(),
    year: z
      .string()
      .regex(/^20\d\d$/)
      .transform(Number)
      .optional(),
    q: words(60).optional(),
  },
});
export type PapersQuery = z.infer<typeof papersQuery>;

export const fileQuery = z.strictObject({ download: z.enum(['0', '1']).default('0') });
export type FileQuery = z.infer<typeof fileQuery>;

export const verifyQuery = z.strictObject({
  /** SHA-256 of a file that somebody holds, in hex; answered with `file: same | different`. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Signature from the QR code. */
  s: z
    .string()
    .regex(/^[\w-]{80,90}$/)
    .optional(),
});
export type VerifyQuery = z.infer<typeof verifyQuery>;

export interface PaperView {
  id: string;
  number: string;
  /** P-RESULT, P-CERT, … */
  code: string;
  template: string;
  version: number;
  name: { zh: string; en: string };
  title: string;
  subject: string | null;
  party: string | null;
  issuedOn: string;
  state: (typeof paperStates)[number];
  withdrawnOn: string | null;
  withdrawalReason: string | null;
  signedBy: string[];
  pages: number | null;
  bytes: number | null;
  sha256: string | null;
  /** SHA-256 of the canonical frozen data. */
  digest: string;
  caseId: string;
  caseKey: string;
}

export interface PaperDetail extends PaperView {
  verificationCode: string;
  verificationPath: string;
  prints: { person: string; at: string }[];
  /** The seal is a picture, not an electronic seal in the sense of the law. */
  seal: { name: string; isPicture: true } | null;
}

/** The public answer: nothing personal but masked names. */
export interface PaperVerification {
  code: string;
  state: 'valid' | 'withdrawn' | 'typesetting';
  number: string;
  title: string;
  issuer: string;
  issuedOn: string;
  /** 张* for people, full names for windows and units. */
  party: string | null;
  withdrawnOn: string | null;
  digest: string;
  file: 'same' | 'different' | null;
  signature: 'genuine' | 'forged' | null;
  publicKey: string;
}
