/** A running institution and what the script needs to know of it, found over HTTP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/config/project-root.js';
import { type CaseView, People, Refused, type Service } from './people.js';

export interface PersonItem {
  code: string;
  name: string;
  window: { code: string; name: string } | null;
  unit: { code: string; name: string } | null;
  roles: string[];
}

export interface ImportView {
  id: string;
  state: string;
  errors: { where: string; message: string }[];
  total: number;
}

export class Hall {
  readonly people: People;
  private staff: PersonItem[] = [];

  constructor(
    private readonly service: Service,
    readonly example: string,
    readonly say: (line: string) => void,
  ) {
    this.people = new People(service);
  }

  get url(): string {
    return this.service.url();
  }

  /** Founds the institution; its code is random, so one that exists already was founded by an earlier try of ours. */
  async found(name: string): Promise<void> {
    await this.people.open(
      'POST',
      '/api/demo/institutions',
      { example: this.example, code: this.service.institution, name },
      (code) => code === 'demo.institution_exists',
    );
  }

  /** Imports one of the example's spreadsheets and takes it over. @throws Error with every refused row */
  async take(person: string, kind: string, file: string): Promise<ImportView> {
    const preview = await this.preview(person, kind, file);
    if (preview.errors.length > 0) {
      throw new Error(`${file}: ${preview.errors.map((error) => `${error.where} ${error.message}`).join('; ')}`);
    }
    this.say(`  ${file}: ${preview.total}`);
    return this.people.post<ImportView>(person, `/api/imports/${preview.id}/commit`, {}, `commit ${file}`);
  }

  /** The preview; a refused file answers 422 and shows the same with every row error. */
  async preview(person: string, kind: string, file: string): Promise<ImportView> {
    const bytes = readFileSync(join(projectRoot, 'examples', this.example, file));
    try {
      return await this.people.upload<ImportView>(person, `/api/imports?kind=${kind}`, { name: file, bytes });
    } catch (error) {
      if (error instanceof Refused && error.code === 'import.rows_refused') return error.body as unknown as ImportView;
      throw error;
    }
  }

  /** Registers temporary badges, as supervision does before the first is handed out. */
  async stockBadges(...codes: string[]): Promise<void> {
    await this.people.post(this.one('SUPERVISION'), '/api/badges/stock', { codes }, `badges ${codes[0]}`);
  }

  /** Reads who is who, after the roster came. */
  async meet(): Promise<void> {
    const { items } = await this.people.open<{ items: PersonItem[] }>(
      'GET',
      `/api/demo/people?institution=${this.service.institution}`,
    );
    this.staff = items.sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** Holders of a role in order of their codes, at a window or in a unit if one is named. */
  holding(role: string, at: { window?: string; unit?: string } = {}): PersonItem[] {
    return this.staff.filter(
      (person) =>
        person.roles.includes(role) &&
        (at.window === undefined || person.window?.code === at.window) &&
        (at.unit === undefined || person.unit?.code === at.unit),
    );
  }

  /** The first holder of a role. @throws Error when nobody holds it */
  one(role: string, at: { window?: string; unit?: string } = {}): string {
    const [first] = this.holding(role, at);
    if (!first) throw new Error(`nobody holds ${role} ${JSON.stringify(at)}`);
    return first.code;
  }

  person(code: string): PersonItem {
    const found = this.staff.find((person) => person.code === code);
    if (!found) throw new Error(`no person ${code}`);
    return found;
  }

  get everyone(): readonly PersonItem[] {
    return this.staff;
  }

  /** Moves business time of this institution forward. */
  async clockTo(instant: string): Promise<void> {
    const admin = this.staff.length > 0 ? this.one('SYSTEM_ADMIN') : 'admin';
    await this.people
      .post(admin, '/api/demo/clock', { to: instant, whenQuiet: true }, `clock ${instant}`)
      .catch((error: { code?: string }) => {
        // A repeated run of the same step finds the clock there already.
        if (error.code !== 'clock.backward') throw error;
      });
    this.say(`  → ${instant.slice(0, 10)}`);
  }

  case(person: string, id: string): Promise<CaseView> {
    return this.people.get<CaseView>(person, `/api/cases/${id}`);
  }

  async find(person: string, kind: string, key: string): Promise<CaseView | undefined> {
    const { items } = await this.people.get<{ items: CaseView[] }>(
      person,
      `/api/cases?kind=${kind}&key=${encodeURIComponent(key)}`,
    );
    const found = items.find((item) => item.key === key);
    return found ? this.case(person, found.id) : undefined;
  }

  /** Waits until a case is in one of the states. */
  reach(person: string, id: string, states: readonly string[], what: string): Promise<CaseView> {
    return this.people.until(`${what} → ${states.join('|')}`, async () => {
      const seen = await this.case(person, id);
      return states.includes(seen.state) ? seen : undefined;
    });
  }
}
