import { z } from 'zod';
import { day, personCode, remark, subjectKey } from '../shapes.js';

/** How it is checked: openly, secretly, by video, by a mystery guest, on site, by phone, in a role, or by look-listen-check-visit. */
export const inspectionModes = [
  'open',
  'secret',
  'video',
  'mysteryGuest',
  'onSite',
  'phoneSimulation',
  'rolePlay',
  'lookListenCheckVisit',
] as const;

/** Those that would see nothing if it were known that they come. */
const secretModes: ReadonlySet<string> = new Set(['secret', 'mysteryGuest', 'phoneSimulation', 'rolePlay']);
export const isSecret = (mode: string): boolean => secretModes.has(mode);

const distinct = <T>(list: readonly T[]): boolean => new Set(list).size === list.length;

/** At least two, each once: one alone neither checks nor signs. */
export const inspectionTeam = z
  .array(personCode)
  .min(2)
  .max(10)
  .refine(distinct, { error: '成员不能重复 · each once' });

/** A plan of an inspection. Whether check-list, places and team fit, the edition and the roster say. */
export const inspectionForm = z.strictObject({
  mode: z.enum(inspectionModes),
  /** Output of a check-list of the edition in force on that day, e.g. `standard`. */
  checklist: z.string().min(1).max(60),
  /** Windows, or people where the check-list is about people. */
  subjects: z.array(subjectKey).min(1).max(20).refine(distinct, { error: '对象不能重复 · each once' }),
  day,
  team: inspectionTeam,
  note: remark,
});
export type InspectionForm = z.output<typeof inspectionForm>;
