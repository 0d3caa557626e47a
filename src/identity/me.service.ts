import { Injectable } from '@nestjs/common';
import { type Actor, hasRole } from '../core/actor.js';
import type { Role } from '../core/roles.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import type { ClockAnswer, Me, Section } from './identity.contract.js';

/** Who sees which part of the application; what a part then shows is decided by its own service, row by row. */
const sectionRoles: Readonly<Record<Section, 'everyone' | readonly Role[]>> = {
  todo: 'everyone',
  mine: 'everyone',
  leave: 'everyone',
  appraisal: 'everyone',
  appeals: 'everyone',
  rules: 'everyone',
  findings: [
    'INSPECTOR',
    'SUPERVISION',
    'OFFICE',
    'FLOOR_DUTY',
    'CONTENT_SECTION',
    'WINDOW_HEAD',
    'SECTION_HEAD',
    'COMMITTEE',
    'DIRECTOR',
    'MYSTERY',
  ],
  honours: ['COMMITTEE', 'OFFICE', 'SUPERVISION', 'CENTRE_LEADER', 'JUDGE', 'HR', 'DIRECTOR'],
  papers: ['SUPERVISION', 'OFFICE', 'COMMITTEE', 'CENTRE_LEADER', 'HR', 'AUDITOR', 'DIRECTOR'],
  figures: [
    'SUPERVISION',
    'OFFICE',
    'COMMITTEE',
    'CENTRE_LEADER',
    'HR',
    'AUDITOR',
    'DIRECTOR',
    'WINDOW_HEAD',
    'HOME_DEPT_LEADER',
    'SECTION_HEAD',
  ],
  people: [
    'SUPERVISION',
    'OFFICE',
    'COMMITTEE',
    'CENTRE_LEADER',
    'HR',
    'AUDITOR',
    'DIRECTOR',
    'WINDOW_HEAD',
    'SHIFT_LEADER',
    'FLOOR_DUTY',
    'HOME_DEPT_LEADER',
    'SECTION_HEAD',
    'SYSTEM_ADMIN',
  ],
  imports: ['SYSTEM_ADMIN', 'SUPERVISION', 'OFFICE', 'HR', 'CONTENT_SECTION'],
  admin: ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR', 'OPERATOR', 'RULE_ADMIN'],
};

export const sectionsFor = (actor: Actor): Section[] =>
  (Object.entries(sectionRoles) as [Section, 'everyone' | readonly Role[]][])
    .filter(([, roles]) => roles === 'everyone' || hasRole(actor, ...roles))
    .map(([section]) => section);

@Injectable()
export class MeService {
  constructor(
    private readonly database: Database,
    private readonly organization: OrganizationService,
    private readonly repository: OrganizationRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  me(actor: Actor, csrf: string): Promise<Me> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const institution = await this.organization.institution(tx);
      const now = await this.clock.now(tx);
      const person = await this.repository.person(tx, actor.person, now.today);
      const window = person?.window ? await this.repository.window(tx, person.window) : undefined;
      const unit = person?.unit
        ? (await this.repository.units(tx)).find((entry) => entry.code === person.unit)
        : undefined;
      return {
        institution: { code: institution.code, name: institution.name, kind: institution.kind },
        person: {
          code: actor.person,
          name: person?.name ?? actor.person,
          window: window ? { code: window.code, name: window.name } : null,
          unit: unit ?? null,
          post: person?.post ?? null,
        },
        grants: actor.grants,
        sections: sectionsFor(actor),
        clock: { today: now.today, at: now.local, demo: this.config.demo && institution.isDemonstration },
        csrf,
      };
    });
  }

  now(actor: Actor): Promise<ClockAnswer> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const institution = await this.organization.institution(tx);
      const now = await this.clock.now(tx);
      return { today: now.today, at: now.local, demo: this.config.demo && institution.isDemonstration };
    });
  }
}
