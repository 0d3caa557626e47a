import { absence } from './absence.js';
import { appraisal } from './appraisal.js';
import { approval } from './approval.js';
import { balance } from './balance.js';
import { common } from './common.js';
import { cover } from './cover.js';
import { duty } from './duty.js';
import { fields } from './fields.js';
import { inspection } from './inspection.js';
import { leave } from './leave.js';
import { leaveForm } from './leave-form.js';
import { office } from './office.js';
import { rules } from './rules.js';

/** Every text stands beside its translation, so that neither language can lack a key. */
export type Texts = Readonly<Record<string, readonly [zh: string, en: string]>>;

export const texts = {
  ...common,
  ...fields,
  ...leave,
  ...leaveForm,
  ...approval,
  ...balance,
  ...cover,
  ...duty,
  ...inspection,
  ...appraisal,
  ...absence,
  ...office,
  ...rules,
} satisfies Texts;
export type TextKey = keyof typeof texts;

export const dictionary = (which: 0 | 1): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, pair]) => [key, pair[which]]));
