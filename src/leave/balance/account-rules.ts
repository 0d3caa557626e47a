/** What an edition says of leave accounts: which there are, how they are filled, and when days lapse. */
import { z } from 'zod';
import type { CompiledEdition } from '../../core/rules/types.js';

const rule = z.object({
  title: z.object({ zh: z.string(), en: z.string() }),
  limited: z.boolean(),
  /** Decisions that give the days of a year, and whether the year falls away; none: the days come by import alone. */
  entitlement: z.string().optional(),
  forfeiture: z.string().optional(),
  /** How leave that was taken adds up to what the forfeiture asks for, and whose leave it costs; none: this year's. */
  forfeitureCounts: z.string().optional(),
  forfeitedYear: z.string().optional(),
  /** From when a step of service counts. */
  stepFrom: z.enum(['NEXT_MONTH', 'REACHED']).default('REACHED'),
  /** What newcomers and leavers get of a year. */
  partYear: z.enum(['PRO_RATA', 'FULL']).default('FULL'),
  daysOfYear: z.coerce.number().int().positive().default(365),
  carryYears: z.coerce.number().int().min(0).max(1).default(0),
  carriedUntil: z
    .string()
    .regex(/^\d{2}-\d{2}$/)
    .default('12-31'),
});
export type AccountRule = z.infer<typeof rule> & {
  articles: string[];
  /** Behind carrying over and the end of carried days. */
  carryArticles: string[];
};

const DECISION = 'leave.accounts';

/** Accounts of an edition by id; none where it knows no accounts. */
export function accountsOf(edition: CompiledEdition): Map<string, AccountRule> {
  if (!edition.decisions.includes(DECISION)) return new Map();
  const found = edition.decide(DECISION, {});
  const articles = [...(edition.citations['leave.beyond_balance'] ?? found.articles)];
  const carryArticles = [...(edition.citations['leave.beyond_own_days'] ?? articles)];
  return new Map(
    Object.entries(found.value).map(([id, said]) => [id, { ...rule.parse(said), articles, carryArticles }]),
  );
}
