/** Steps, reasons and proofs as sentences. */
import type { HalfDay } from '../../core/calendar/work-calendar.js';
import type { CoverCandidate, NotOffered, NotOfferedReason } from '../../core/cover/candidates.js';
import type { StepReason } from '../../core/cover/plan.js';
import type { Blocked } from '../../core/cover/proof.js';
import type { Said } from '../cover.contract.js';
import type { HallState } from './cover-world.service.js';

export const namesOf = (state: HallState) => ({
  window: (code: string): string => `${code} ${state.windowNames.get(code) ?? ''}`.trim(),
  place: (code: string): string =>
    state.windowNames.has(code) ? `${code} ${state.windowNames.get(code)}` : (state.zoneNames.get(code) ?? code),
  person: (code: string): string => state.people.find((one) => one.code === code)?.name ?? code,
});
type Names = ReturnType<typeof namesOf>;

const halfSaid = (half: HalfDay | undefined): Said =>
  half
    ? {
        zh: `${half.day}${half.half === 'AM' ? '上午' : '下午'}`,
        en: `${half.day} ${half.half === 'AM' ? 'morning' : 'afternoon'}`,
      }
    : { zh: '', en: '' };

export function stepReasonSaid(reason: StepReason, names: Names): Said {
  switch (reason.is) {
    case 'own_window':
      return reason.ab
        ? { zh: `本窗口${reason.ab}岗`, en: `${reason.ab} post of this window` }
        : { zh: '本窗口人员', en: 'Of this window' };
    case 'qualified':
      return { zh: '具备该窗口替岗资格', en: 'Qualified for this window' };
    case 'off_duty':
      return { zh: '该时段没有排班', en: 'Not on the roster then' };
    case 'minimum_kept':
      return {
        zh: `离开后 ${names.window(reason.window)} 仍有 ${reason.present} 人（最少 ${reason.least} 人）`,
        en: `${names.window(reason.window)} keeps ${reason.present} (least ${reason.least})`,
      };
    case 'zone_kept':
      return {
        zh: `${names.place(reason.zone)} 区域仍有 ${reason.present} 人（最少 ${reason.least} 人）`,
        en: `Zone ${names.place(reason.zone)} keeps ${reason.present} (least ${reason.least})`,
      };
    case 'refilled': {
      const by = reason.by.map(names.person);
      return {
        zh: `${names.window(reason.window)} 由 ${by.join('、')} 顶上`,
        en: `${by.join(', ')} take${by.length === 1 ? 's' : ''} the seat at ${names.window(reason.window)}`,
      };
    }
  }
}

export function blockedSaid(blocked: Blocked, names: Names): Said {
  switch (blocked.why) {
    case 'on_leave':
      return { zh: '请假中', en: 'On leave' };
    case 'covers_elsewhere':
      return { zh: `已在 ${names.window(blocked.window)} 替岗`, en: `Covers at ${names.window(blocked.window)}` };
    case 'declined':
      return { zh: '已谢绝', en: 'Declined' };
    case 'would_empty':
      return {
        zh: `调走后 ${names.window(blocked.window)} 低于最少在岗，且无人可补`,
        en: `Would bring ${names.window(blocked.window)} under its minimum, and nobody can make it good`,
      };
    case 'sits_there':
      return { zh: '已在该处在岗', en: 'Sits there already' };
  }
}

/** What the window knows of somebody: since when he is qualified for it, and how often he covered there. */
export interface Experience {
  since: string | null;
  served: number;
}

export function candidateSaid(one: CoverCandidate, names: Names, known?: Experience): Said {
  const base: Record<CoverCandidate['class'], Said> = {
    bPost: { zh: '本窗口B岗', en: 'Same window, B post' },
    sameWindow: { zh: '本窗口人员', en: 'Same window' },
    offDuty: { zh: '具备本窗口资格，该时段没有排班', en: 'Qualified for this window, off duty then' },
    onDuty: { zh: '具备本窗口资格', en: 'Qualified for this window' },
  };
  const kept = one.leaves.map((left) => stepReasonSaid({ is: 'minimum_kept', ...left }, names));
  const all = [base[one.class], ...recordSaid(known), ...kept];
  return { zh: all.map((said) => said.zh).join('，'), en: all.map((said) => said.en).join('; ') };
}

function recordSaid(known: Experience | undefined): Said[] {
  const { since, served } = known ?? { since: null, served: 0 };
  return [
    ...(since ? [{ zh: `${since}起具备资格`, en: `qualified since ${since}` }] : []),
    ...(served > 0 ? [{ zh: `在此替岗 ${served} 次`, en: `covered here ${served} times` }] : []),
  ];
}

const whyNot: { [why in NotOfferedReason]: (place: string, half: Said) => Said } = {
  is_absent_person: () => ({ zh: '就是离岗本人', en: 'Is the absent person' }),
  unqualified: () => ({ zh: '不具备本窗口替岗资格', en: 'Not qualified for this window' }),
  on_leave: (_, half) => ({ zh: `${half.zh}请假`, en: `On leave ${half.en}` }),
  covers_elsewhere: (place, half) => ({ zh: `${half.zh}已在 ${place} 替岗`, en: `Covers at ${place} ${half.en}` }),
  circular_cover: () => ({
    zh: '离岗本人正替其岗，互相替岗不算到位',
    en: 'The absent person covers for him: no circle',
  }),
  declined: () => ({ zh: '已谢绝', en: 'Declined' }),
  asked_elsewhere: (place) => ({
    zh: `已被请去 ${place} 替岗，尚未答复`,
    en: `Asked to cover ${place}, no answer yet`,
  }),
  would_empty: (place, half) => ({
    zh: `${half.zh}调走后 ${place} 低于最少在岗`,
    en: `Would bring ${place} under its minimum ${half.en}`,
  }),
};

export function notOfferedSaid(one: NotOffered, state: HallState, names: Names): Said {
  const all = one.reasons.map(({ why, place, slot }) =>
    whyNot[why](names.place(place ?? ''), halfSaid(slot === undefined ? undefined : state.slots[slot])),
  );
  return { zh: all.map((said) => said.zh).join('；'), en: all.map((said) => said.en).join('; ') };
}

/** `A01 needs 1, B02 needs 1: two seats, and only Wang can be at any of them.` */
export function proofSaid(
  seats: readonly { name: string; isZone: boolean; people: number }[],
  people: readonly string[],
): Said {
  const total = seats.reduce((sum, seat) => sum + seat.people, 0);
  const zh = seats.map((seat) =>
    seat.isZone ? `${seat.name}区域在各窗口之外还须 ${seat.people} 人` : `${seat.name} 须 ${seat.people} 人`,
  );
  const en = seats.map((seat) =>
    seat.isZone ? `zone ${seat.name} needs ${seat.people} beyond its windows` : `${seat.name} needs ${seat.people}`,
  );
  const nobody = people.length === 0;
  return {
    zh: `${zh.join('，')}，共 ${total} 人；能到这些位置的${nobody ? '一个人也没有' : `只有 ${people.length} 人：${people.join('、')}`}。所以没有可行的安排。`,
    en: `${en.join(', ')}: ${total} in all; ${nobody ? 'nobody can be at any of them' : `only ${people.length} can be at any of them: ${people.join(', ')}`}. So no arrangement exists.`,
  };
}
