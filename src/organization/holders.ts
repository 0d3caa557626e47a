/** Turns "whoever holds this role for that place" into people. Effects name holders so; tasks and messages need persons. */
import type { Holder } from '../core/effects.js';
import type { Day, SubjectKey } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';
import type { Place } from './organization.entity.js';
import type { OrganizationService } from './organization.service.js';

/** `window:A01` as a place; a group is none. */
export function placeFromKey(key: SubjectKey | undefined): Place | undefined {
  const [kind, code] = key?.split(/:(.*)/s) ?? [];
  if (!code) return undefined;
  return kind === 'person' || kind === 'window' || kind === 'unit' || kind === 'hall' ? { [kind]: code } : undefined;
}

/** A target is a key (`window:A01`) or a bare code of the kind that the scope says. */
export function targetPlace(holder: { scope?: string | null; target?: string | null }): Place | undefined {
  if (!holder.target) return undefined;
  if (holder.target.includes(':')) return placeFromKey(holder.target);
  return placeFromKey(`${holder.scope === 'own' ? 'person' : (holder.scope ?? 'unit')}:${holder.target}`);
}

/** Keys of a place and of everything around it, as on the day: `person:0012`, `window:A01`, `unit:U01`, `hall:H1`. */
export async function keysAround(
  organization: OrganizationService,
  tx: Tx,
  place: Place | undefined,
  on?: Day,
): Promise<string[]> {
  if (!place) return [];
  const located = await organization.locate(tx, place, on);
  return (['person', 'window', 'unit', 'hall'] as const).flatMap((kind) =>
    located[kind] ? [`${kind}:${located[kind]}`] : [],
  );
}

/** Codes of the people, each once. `place` stands in for role holders without a target, e.g. where the case belongs. */
export async function peopleOf(
  organization: OrganizationService,
  tx: Tx,
  holders: readonly Holder[],
  place: Place | undefined,
): Promise<string[]> {
  const people = new Set<string>();
  for (const holder of holders) {
    if ('person' in holder) people.add(holder.person);
    else
      for (const person of await organization.peopleHolding(tx, holder.role, targetPlace(holder) ?? place))
        people.add(person);
  }
  return [...people];
}
