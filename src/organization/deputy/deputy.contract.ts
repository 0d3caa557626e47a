/** What the routes of deputies take and give. */
import { z } from 'zod';
import { code, day, refuse } from '../../platform/http/shapes.js';

/** In the order in which they are asked; without days a deputy is named for good. */
export const deputyList = z
  .strictObject({
    deputies: z.array(z.strictObject({ person: code, from: day.optional(), to: day.optional() })).max(10),
  })
  .superRefine(({ deputies }, ctx) => {
    const codes = deputies.map((one) => one.person);
    const twice = codes.find((person, index) => codes.indexOf(person) !== index);
    if (twice) refuse(ctx, 'input.invalid', `代理人 ${twice} 出现两次`, `Deputy ${twice} occurs twice`);
    const reversed = deputies.find((one) => one.from && one.to && one.to < one.from);
    if (reversed)
      refuse(
        ctx,
        'input.invalid',
        `代理人 ${reversed.person} 的结束日 ${reversed.to} 早于开始日 ${reversed.from}`,
        `The time of deputy ${reversed.person} ends on ${reversed.to}, before it begins on ${reversed.from}`,
      );
  });
export type DeputyList = z.infer<typeof deputyList>;

export interface DeputyItem {
  code: string;
  name: string;
  from: string | null;
  to: string | null;
  /** Away today: then the next one is asked. */
  isAway: boolean;
}

/** Somebody stands in for somebody, as far as it goes today. */
export interface StandInItem {
  code: string;
  name: string;
  until: string;
}

export interface Deputies {
  person: { code: string; name: string };
  items: DeputyItem[];
  /** Away until then, as planned; null when at work. */
  awayUntil: string | null;
  /** Who signs for this person today. */
  signedBy: StandInItem | null;
  /** For whom this person may sign today. */
  signsFor: StandInItem[];
}
