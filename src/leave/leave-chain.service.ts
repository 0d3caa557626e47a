/** Who signs a leave, in which order: the roles that the edition names, as the people who sign for them today. */
import { Injectable } from '@nestjs/common';
import type { LeaveDecision } from '../../workflows/leave/facts.js';
import { type ChainPlace, resolveChain, type Signatory, takers } from '../core/chain.js';
import { digestOf } from '../core/digest.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { defaultScope, type Role, roleNames } from '../core/roles.js';
import type { CompiledEdition } from '../core/rules/types.js';
import { DeputyService } from '../organization/deputy/deputy.service.js';
import type { Person, Place, ServiceWindow } from '../organization/organization.entity.js';
import { OrganizationService, reaches } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { timeoutsOf } from './leave-timeouts.js';

export type ChainStep = LeaveDecision['chain'][number];

/** One step as people see it before and after sending. */
export interface ShownStep {
  key: string;
  mode: ChainStep['mode'];
  /** Roles that sign in this step; of several all sign, in either order. */
  roles: Role[];
  /** `for`: away until then, and stood in for. `as`: which of several roles of the step. */
  people: { code: string; as?: Role; for?: { code: string; until: Day } }[];
  /** Why it is not simply whoever holds the role. */
  why?: { zh: string; en: string };
}

export interface Chain {
  steps: ChainStep[];
  shown: ShownStep[];
  /** What was shown, as one value: the same people in the same order give the same. */
  digest: string;
}

export interface ChainRequest {
  /** As the edition's decision gives it: an inner list signs together. */
  chain: readonly (Role | readonly Role[])[];
  person: Person;
  window: ServiceWindow | undefined;
  edition: CompiledEdition;
}

@Injectable()
export class LeaveChainService {
  constructor(
    private readonly organization: OrganizationService,
    private readonly deputies: DeputyService,
    private readonly clock: Clock,
  ) {}

  /**
   * The exact chain of one request as of today. Nobody signs his own leave; who is away is stood in for by the deputy whom he
   * named; a role that nobody can fill is signed by the next higher, if the office says so.
   * @throws Problem leave.approver_missing (422)
   */
  async steps(tx: Tx, request: ChainRequest): Promise<Chain> {
    const { today } = await this.clock.now(tx);
    const chain = request.chain.map((step) => (typeof step === 'string' ? [step] : [...step]));
    const named = [...new Set(chain.flat())];
    const instead = new Map(named.map((role) => [role, insteadOf(request.edition, role)]));
    const roles = [...new Set([...named, ...[...instead.values()].flat()])];
    const signatories = await this.signatories(tx, roles, request, today);
    const found = resolveChain({
      chain,
      signatories: (role) => signatories.get(role) ?? [],
      instead: (role) => instead.get(role) ?? insteadOf(request.edition, role),
    });
    if ('missing' in found) {
      const { zh: roleZh, en: roleEn } = roleNames[found.missing];
      throw new Problem('leave.approver_missing', { role: found.missing, roleZh, roleEn });
    }
    const shown = found.steps.map((places) => shownStep(places, signatories));
    return {
      steps: found.steps.map((places, index) => ({
        key: shown[index]!.key,
        mode: shown[index]!.mode,
        holders: places.map(({ role }) => holderOf(role, request)),
        ...timed(places, request),
      })),
      shown,
      digest: digestOf(shown.map(({ key, people }) => ({ key, people }))),
    };
  }

  /** Whoever holds each role for this person and is there, and those who stand in for the others. */
  private async signatories(
    tx: Tx,
    roles: readonly Role[],
    { person, window }: ChainRequest,
    today: Day,
  ): Promise<Map<Role, Signing[]>> {
    const place: Place = {
      person: person.code,
      unit: person.unit ?? window?.unit,
      window: window?.code,
      hall: window?.hall ?? undefined,
    };
    const held = (await this.organization.holdersOf(tx, roles, today)).filter(
      (grant) => grant.person !== person.code && reaches(grant, place),
    );
    const holders = [...new Set(held.map((grant) => grant.person))];
    const away = await this.deputies.awayUntil(tx, holders, today);
    const standIns = await this.deputies.standInsFor(tx, [...away.keys()], today, new Set([person.code]), 'deputy');
    const signing = (code: string): Signing[] => {
      const until = away.get(code);
      const standIn = standIns.get(code);
      if (until === undefined) return [{ code }];
      return standIn ? [{ code: standIn.person, for: code, until }] : [];
    };
    const holding = (role: Role) => new Set(held.filter((grant) => grant.role === role).map((grant) => grant.person));
    return new Map(roles.map((role) => [role, [...holding(role)].flatMap(signing)]));
  }
}

/** A step that waits too long may be signed by the next higher role too, the same that signs where nobody holds the role. */
function timed(places: readonly ChainPlace[], request: ChainRequest): Pick<ChainStep, 'timeouts'> {
  const own = places.map((place) => place.role);
  const higher = own.flatMap((role) => insteadOf(request.edition, role).slice(0, 1));
  const to = [...new Set(higher)].filter((role) => !own.includes(role)).map((role) => holderOf(role, request));
  const timeouts = timeoutsOf(request.edition, to);
  return timeouts.length > 0 ? { timeouts } : {};
}

type Signing = Signatory & { until?: Day };

/** @returns roles in the order in which they are asked; none where the edition does not say */
export function insteadOf(edition: CompiledEdition, role: Role): Role[] {
  if (!edition.decisions.includes('leave.missingApprover')) return [];
  return (edition.decide('leave.missingApprover', { role }).value.instead as Role[] | undefined) ?? [];
}

function shownStep(places: readonly ChainPlace[], signatories: ReadonlyMap<Role, readonly Signing[]>): ShownStep {
  const covered = places.filter((place) => place.covers.length > 0);
  const able = places.map((place) => signatories.get(place.role) ?? []);
  const signing = takers(able.map((people) => people.map((one) => one.code)));
  return {
    key: places.map((place) => place.role).join('+'),
    mode: places.length > 1 ? 'all' : 'any',
    roles: places.map((place) => place.role),
    people: places.flatMap(({ role }, at) =>
      able[at]!.filter((one) => signing[at]!.includes(one.code)).map((one) => ({
        code: one.code,
        ...(places.length > 1 ? { as: role } : {}),
        ...(one.for && one.until ? { for: { code: one.for, until: one.until } } : {}),
      })),
    ),
    ...(covered.length > 0 ? { why: { zh: covered.map(whyZh).join('；'), en: covered.map(whyEn).join('; ') } } : {}),
  };
}

const whyZh = ({ role, covers }: ChainPlace): string =>
  `${covers.map((one) => roleNames[one].zh).join('、')}无人可签，由${roleNames[role].zh}代签`;
const whyEn = ({ role, covers }: ChainPlace): string =>
  `Nobody can sign as ${covers.map((one) => roleNames[one].en.toLowerCase()).join(', ')}; the ${roleNames[role].en.toLowerCase()} signs instead`;

function holderOf(role: Role, { person, window }: ChainRequest): ChainStep['holders'][number] {
  const scope = defaultScope[role];
  const target =
    scope === 'unit' ? person.unit : scope === 'hall' ? window?.hall : scope === 'window' ? window?.code : undefined;
  return { role, ...(target ? { scope, target } : {}) };
}
